// Finding one's way in a reading: which symbols are a number's, which number is a symbol's, what lies at a point.

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').Point} Point */
/** @typedef {import('./types.js').Box} Box */

/** @param {Reading} reading @param {number} index of a number */
export function symbolsOf({ numbers, symbols }, index) {
  const { first, count } = numbers[index];
  return symbols.slice(first, first + count);
}

/** The number that holds a symbol. @param {Reading} reading @param {number} symbol its index */
export function numberOf({ numbers }, symbol) {
  return Math.max(0, numbers.findIndex(({ first, count }) => symbol >= first && symbol < first + count));
}

/** Index of the symbol at a point, or -1. @param {Reading} reading @param {Point} point */
export function symbolAt({ symbols }, point) {
  return symbols.findIndex(({ box }) => holds(box, point));
}

/** @param {Box} box @param {Point} point */
export function holds([left, top, width, height], [x, y]) {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}
