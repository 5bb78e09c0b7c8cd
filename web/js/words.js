// Numbers and doubts as people say them; the sentences themselves are in ../messages.

import { anyOf, formatPercentage, formatTime, phrase } from './messages.js';
import { symbolsOf } from './reading.js';

/** @typedef {import('./types.js').DigitSymbol} DigitSymbol */
/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {{ symbols: DigitSymbol[], confidence: number }} Judged a number's symbols, and how sure it is that all are right */

export const sureFrom = 0.9; // below this the page says so in words
const rivalFrom = 0.1; // a class this probable is named as a rival
export const separators = ['.', ',', '-', '/', ':'];
const namedSeparators = [...separators, ' '];

/**
 * One decimal, and never rounded into a certainty: "100 %" and "0 %" are exact.
 * @param {number} probability 0 to 1
 */
export function formatPercent(probability) {
  if (probability >= 1) return formatPercentage(100, 0);
  if (probability <= 0) return formatPercentage(0, 0);
  if (probability > 0.9994999) return phrase('percent.above', { percent: formatPercentage(99.9, 1) });
  if (probability < 0.0005) return phrase('percent.below', { percent: formatPercentage(0.1, 1) });
  return formatPercentage(probability * 100, 1);
}

/** @param {number} milliseconds */
export function formatMilliseconds(milliseconds) {
  if (milliseconds < 0.1) return phrase('time.under', { time: formatTime(0.1, 'millisecond', 1) });
  return formatTime(milliseconds, 'millisecond', milliseconds < 10 ? 1 : 0);
}

/** The ten digits, most probable first. @param {DigitSymbol} symbol */
export function ranked({ probabilities }) {
  return probabilities.map((probability, digit) => ({ probability, digit })).sort((a, b) => b.probability - a.probability);
}

/**
 * The digits a doubtful symbol may be, most probable first, or null when there is no doubt.
 * @param {DigitSymbol} symbol
 * @returns {string | null} such as "4 or 9"
 */
export function doubt(symbol) {
  if (symbol.confidence >= sureFrom || symbol.separator) return null;
  const rivals = ranked(symbol).filter(({ probability }, rank) => rank < 2 || (rank < 3 && probability >= rivalFrom));
  return anyOf(rivals.map(({ digit }) => String(digit)));
}

/** @param {number} index from 0 */
export function ordinal(index) {
  return phrase('ordinal', { nth: index + 1 });
}

/** A separator's name, such as "dot". @param {string} separator */
export function separatorName(separator) {
  if (!namedSeparators.includes(separator)) return separator;
  return phrase(/** @type {import('./messages.js').MessageKey} */ (`separator.${separator}`));
}

/** Which digit of its number a symbol is, separators not counted. @param {DigitSymbol[]} symbols @param {number} index */
export function digitRank(symbols, index) {
  return symbols.slice(0, index).filter(({ separator }) => !separator).length;
}

/** @param {Judged} number @returns {'sure' | 'doubtful' | 'refused'} */
export function judgement({ symbols, confidence }) {
  if (symbols.some(({ refusal }) => refusal !== null)) return 'refused';
  return confidence < sureFrom ? 'doubtful' : 'sure';
}

/**
 * How sure a number is, in one sentence.
 * @param {Judged} number
 */
export function confidenceInWords({ symbols, confidence }) {
  const { digits, refused, doubts } = found(symbols);
  if (digits.length === 1 && refused.length === 1) return phrase('refused.one');
  if (refused.length === 1) return phrase('refused.which', { ordinal: ordinal(refused[0]) });
  if (refused.length > 1) return phrase('refused.several', { part: refused.length, count: digits.length });
  if (doubts.length > 1) return phrase('doubt.several', { part: doubts.length, count: digits.length });
  if (doubts.length === 1) {
    const [{ rank, rivals }] = doubts;
    return digits.length > 1 ? phrase('doubt.which', { ordinal: ordinal(rank), digits: rivals }) : phrase('doubt.one', { digits: rivals });
  }
  if (symbols.some((symbol) => symbol.separator && symbol.confidence < sureFrom)) return phrase('doubt.separator');
  const percent = formatPercent(confidence);
  return digits.length === 1 ? phrase('sure', { percent }) : phrase('sure.all', { percent, count: digits.length });
}

/**
 * The same for a row of a list.
 * @param {Judged} number
 */
export function confidenceBriefly({ symbols, confidence }) {
  const { digits, refused, doubts } = found(symbols);
  if (refused.length === 1 && digits.length > 1) return phrase('brief.refused.which', { ordinal: ordinal(refused[0]) });
  if (refused.length > 0) return phrase('brief.refused');
  if (doubts.length > 1) return phrase('brief.doubt.several', { count: doubts.length });
  if (doubts.length === 1) {
    const [{ rank, rivals }] = doubts;
    return digits.length > 1 ? phrase('brief.doubt.which', { ordinal: ordinal(rank), digits: rivals }) : phrase('brief.doubt', { digits: rivals });
  }
  return phrase('sure', { percent: formatPercent(confidence) });
}

/** How many numbers there are, on how many lines, and how many of them are in doubt. @param {Reading} reading */
export function summary(reading) {
  const { numbers } = reading;
  const lines = new Set(numbers.map(({ line }) => line)).size;
  const judgements = numbers.map(({ confidence }, index) => judgement({ symbols: symbolsOf(reading, index), confidence }));
  const count = (/** @type {string} */ kind) => judgements.filter((each) => each === kind).length;
  const [doubtful, refused] = [count('doubtful'), count('refused')];
  return [
    phrase('numbers.lines', { numbers: phrase('numbers', { count: numbers.length }), count: lines }),
    ...(doubtful ? [phrase('numbers.doubtful', { count: doubtful })] : []),
    ...(refused ? [phrase('numbers.refused', { count: refused })] : []),
  ].join(phrase('comma'));
}

/** A number's digits, and by rank those that were refused and those in doubt. @param {DigitSymbol[]} symbols */
function found(symbols) {
  const digits = symbols.filter(({ separator }) => !separator);
  const refused = digits.flatMap((symbol, rank) => (symbol.refusal === null ? [] : [rank]));
  const doubts = digits.flatMap((symbol, rank) => {
    const rivals = doubt(symbol);
    return rivals === null ? [] : [{ rank, rivals }];
  });
  return { digits, refused, doubts };
}
