// A pen on autopilot for the start page: it writes digits stroke by stroke, never twice the same. It only makes
// strokes; what they are read as is the engine's business, right or wrong.

/** @typedef {import('./types.js').Point} Point */

// Each digit: strokes, each a list of curves joined at corners, each a list of points it passes through. Unit height.
/** @type {Point[][][][]} */
const shapes = [
  [[[[0.34, 0.02], [0.13, 0.13], [0.03, 0.45], [0.08, 0.82], [0.28, 0.99], [0.5, 0.84], [0.56, 0.46], [0.45, 0.12], [0.3, 0.03]]]],
  [[[[0.08, 0.3], [0.36, 0.01]], [[0.36, 0.01], [0.35, 0.5], [0.33, 1]]]],
  [[[[0.05, 0.24], [0.16, 0.05], [0.38, 0.01], [0.54, 0.18], [0.47, 0.44], [0.25, 0.72], [0.02, 0.97]], [[0.02, 0.97], [0.3, 0.95], [0.6, 0.97]]]],
  [[[[0.06, 0.12], [0.25, 0], [0.49, 0.1], [0.47, 0.34], [0.22, 0.46]], [[0.22, 0.46], [0.5, 0.55], [0.56, 0.8], [0.35, 1], [0.02, 0.88]]]],
  [[[[0.36, 0.01], [0.2, 0.32], [0.02, 0.62]], [[0.02, 0.62], [0.3, 0.63], [0.62, 0.61]]], [[[0.45, 0.34], [0.44, 0.7], [0.4, 1]]]],
  [[[[0.12, 0.02], [0.08, 0.42]], [[0.08, 0.42], [0.3, 0.36], [0.53, 0.53], [0.5, 0.85], [0.26, 1], [0.02, 0.9]]], [[[0.12, 0.02], [0.32, 0.03], [0.54, 0]]]],
  [[[[0.46, 0.01], [0.2, 0.24], [0.05, 0.6], [0.1, 0.9], [0.3, 1], [0.51, 0.85], [0.49, 0.62], [0.3, 0.54], [0.08, 0.7]]]],
  [[[[0.03, 0.05], [0.3, 0.05], [0.57, 0.02]], [[0.57, 0.02], [0.36, 0.45], [0.24, 1]]]],
  [[[[0.49, 0.13], [0.28, 0], [0.09, 0.14], [0.15, 0.36], [0.36, 0.5], [0.53, 0.72], [0.44, 0.95], [0.2, 0.99], [0.05, 0.83], [0.13, 0.63], [0.34, 0.48], [0.49, 0.3], [0.5, 0.14]]]],
  [[[[0.5, 0.2], [0.32, 0.02], [0.09, 0.14], [0.07, 0.37], [0.27, 0.5], [0.46, 0.37], [0.52, 0.16]], [[0.52, 0.16], [0.5, 0.55], [0.38, 1]]]],
];

const curveSteps = 9;

/**
 * Strokes of a number in the middle of a pad, as a quick hand would write it.
 * @param {number[]} digits
 * @param {{ width: number, height: number }} pad
 * @param {() => number} [random]
 * @returns {Point[][]}
 */
export function writeNumber(digits, pad, random = Math.random) {
  const vary = (/** @type {number} */ amount) => (random() * 2 - 1) * amount;
  const height = Math.min(pad.height * 0.52, pad.width / (digits.length * 0.9 + 0.4));
  const pitch = height * 0.9;
  const slant = 0.06 + vary(0.08);
  const left = (pad.width - pitch * digits.length) / 2 + height * 0.15;
  return digits.flatMap((digit, index) => {
    const size = height * (1 + vary(0.07));
    const top = (pad.height - size) / 2 + vary(height * 0.04);
    const turn = vary(0.05);
    /** @param {Point} point @returns {Point} */
    const wobble = ([x, y]) => [x + vary(0.012), y + vary(0.012)];
    /** @param {Point} point @returns {Point} */
    const place = ([x, y]) => [
      Math.round(left + pitch * index + (x + (1 - y) * slant - (y - 0.5) * turn) * size),
      Math.round(top + (y + (x - 0.3) * turn) * size),
    ];
    return shapes[digit].map((curves) => curves.flatMap((curve) => smooth(curve.map(wobble))).map(place));
  });
}

/**
 * Plays strokes at writing speed.
 * @param {Point[][]} strokes
 * @param {(strokes: Point[][], finished: boolean) => void} show
 * @param {{ signal: AbortSignal, unitsPerSecond?: number, liftSeconds?: number }} options
 */
export async function play(strokes, show, { signal, unitsPerSecond = 1150, liftSeconds = 0.1 }) {
  /** @type {Point[][]} */
  const done = [];
  for (const stroke of strokes) {
    const start = await nextFrame();
    for (let shown = 1; shown < stroke.length; ) {
      const elapsed = ((await nextFrame()) - start) / 1000;
      if (signal.aborted) return;
      shown = Math.max(1, countWithin(stroke, elapsed * unitsPerSecond));
      show([...done, stroke.slice(0, shown)], false);
    }
    done.push(stroke);
    const lifted = await nextFrame();
    while ((await nextFrame()) - lifted < liftSeconds * 1000) if (signal.aborted) return;
  }
  if (!signal.aborted) show(done, true);
}

/** How many points of a stroke lie within a length of the pen's way. @param {Point[]} stroke @param {number} length */
function countWithin(stroke, length) {
  let count = 1;
  for (let way = 0; count < stroke.length; count += 1) {
    way += Math.hypot(stroke[count][0] - stroke[count - 1][0], stroke[count][1] - stroke[count - 1][1]);
    if (way > length) break;
  }
  return count;
}

/** @returns {Promise<number>} */
function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** A Catmull-Rom spline through the points. @param {Point[]} points @returns {Point[]} */
function smooth(points) {
  /** @type {Point[]} */
  const result = [points[0]];
  for (let i = 0; i + 1 < points.length; i += 1) {
    const [a, b, c, d] = [points[i - 1] ?? points[i], points[i], points[i + 1], points[i + 2] ?? points[i + 1]];
    for (let step = 1; step <= curveSteps; step += 1) {
      const t = step / curveSteps;
      const at = (/** @type {0 | 1} */ axis) =>
        0.5 *
        (2 * b[axis] +
          (c[axis] - a[axis]) * t +
          (2 * a[axis] - 5 * b[axis] + 4 * c[axis] - d[axis]) * t * t +
          (3 * b[axis] - a[axis] - 3 * c[axis] + d[axis]) * t * t * t);
      result.push([at(0), at(1)]);
    }
  }
  return result;
}
