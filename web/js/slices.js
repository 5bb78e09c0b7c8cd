/**
 * Long work in slices, the first at once and one more before each frame, so that the page stays quick to answer.
 * @param {number} count
 * @param {number} size of a slice
 * @param {(from: number, to: number) => void} work
 * @returns {() => void} stops it
 */
export function inSlices(count, size, work) {
  let frame = 0;
  const step = (/** @type {number} */ from) => {
    const to = Math.min(count, from + size);
    if (from < to) work(from, to);
    if (to < count) frame = requestAnimationFrame(() => step(to));
  };
  step(0);
  return () => cancelAnimationFrame(frame);
}
