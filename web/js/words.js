// Numbers and doubts as people say them.

/** @typedef {import('./types.js').DigitSymbol} DigitSymbol */
/** @typedef {import('./types.js').Reading} Reading */

const sureFrom = 0.9; // below this the page says so in words
const rivalFrom = 0.1; // a class this probable is named as a rival
const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];

/**
 * One decimal, and never rounded into a certainty: "100 %" and "0 %" are exact.
 * @param {number} probability 0 to 1
 */
export function formatPercent(probability) {
  if (probability >= 1) return '100\u00a0%';
  if (probability <= 0) return '0\u00a0%';
  if (probability > 0.9994999) return '>99.9\u00a0%';
  if (probability < 0.0005) return '<0.1\u00a0%';
  return `${(probability * 100).toFixed(1)}\u00a0%`;
}

/** @param {number} milliseconds */
export function formatMilliseconds(milliseconds) {
  if (milliseconds < 0.1) return 'under 0.1\u00a0ms';
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)}\u00a0ms`;
}

/**
 * The digits a doubtful symbol may be, most probable first, or null when there is no doubt.
 * @param {DigitSymbol} symbol
 * @returns {string | null} such as "4 or 9"
 */
export function doubt(symbol) {
  if (symbol.confidence >= sureFrom) return null;
  const ranked = symbol.probabilities.map((probability, digit) => ({ probability, digit }));
  ranked.sort((a, b) => b.probability - a.probability);
  const rivals = ranked.filter(({ probability }, rank) => rank < 2 || (rank < 3 && probability >= rivalFrom));
  const digits = rivals.map(({ digit }) => String(digit));
  return `${digits.slice(0, -1).join(', ')} or ${digits.at(-1)}`;
}

/** @param {number} index from 0 */
export function ordinal(index) {
  return ordinals[index] ?? `${index + 1}th`;
}

/**
 * How sure the reading is, in one sentence.
 * @param {Reading} reading
 */
export function confidenceInWords({ symbols, confidence }) {
  const refused = symbols.flatMap((symbol, index) => (symbol.refusal === null ? [] : [index]));
  if (symbols.length === 1 && refused.length === 1) return 'This does not look like a digit';
  if (refused.length === 1) return `The ${ordinal(refused[0])} does not look like a digit`;
  if (refused.length > 1) return `${refused.length} of ${symbols.length} do not look like digits`;
  const doubts = symbols.flatMap((symbol, index) => {
    const digits = doubt(symbol);
    return digits === null ? [] : [{ index, digits }];
  });
  if (doubts.length > 1) return `Not sure about ${doubts.length} of ${symbols.length} digits`;
  if (doubts.length === 1 && symbols.length > 1) {
    return `Not sure about the ${ordinal(doubts[0].index)} digit: ${doubts[0].digits}?`;
  }
  if (doubts.length === 1) return `Not sure: ${doubts[0].digits}?`;
  const sure = `${formatPercent(confidence)} sure`;
  return symbols.length === 1 ? sure : `${sure} of all ${symbols.length} digits`;
}
