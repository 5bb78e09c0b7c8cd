// Results of a batch as CSV (one row for each number) and as JSON (everything, each digit with its box).

import { stateOf, textOf } from './batch.js';
import { csvLine } from './csv.js';

/** @typedef {import('./batch.js').Item} Item */

const columns = [
  'file', 'state', 'number', 'line', 'value', 'reading', 'corrected', 'confidence', 'accepted', 'x', 'y', 'width', 'height',
  'duplicate_of', 'reason', 'sha256',
];

/** @param {Item[]} items @param {number} threshold */
export function toCsv(items, threshold) {
  const rows = items.flatMap((item) => {
    const { name, original, reason, hash } = item;
    const state = stateOf(item, threshold);
    const tail = [original?.name ?? '', reason(), hash ?? ''];
    const numbers = numbersOf(item, threshold);
    if (item.entered !== null) return [[name, state, 1, '', item.entered, '', item.entered, '', item.checked ? 1 : 0, '', '', '', '', ...tail]];
    if (numbers.length === 0) return [[name, state, ...Array(11).fill(''), ...tail]];
    return numbers.map(({ number, line, value, reading, corrected, confidence, accepted, box }) =>
      [name, state, number, line, value, reading, corrected ?? '', confidence.toFixed(6), accepted ? 1 : 0, ...box.map(Math.round), ...tail],
    );
  });
  return [columns, ...rows].map(csvLine).join('');
}

/** @param {Item[]} items @param {number} threshold */
export function toJson(items, threshold) {
  const pictures = items.map((item) => ({
    file: item.name,
    state: stateOf(item, threshold),
    sha256: item.hash,
    duplicateOf: item.original?.name ?? null,
    reason: item.reason() || null,
    milliseconds: item.milliseconds,
    width: item.reading?.width ?? null,
    height: item.reading?.height ?? null,
    numbers: item.entered !== null ? [enteredNumber(item, item.entered)] : numbersOf(item, threshold).map((number, index) => {
      const { first, count } = /** @type {NonNullable<Item['reading']>} */ (item.reading).numbers[index];
      const symbols = item.reading?.symbols.slice(first, first + count) ?? [];
      return {
        ...number,
        symbols: symbols.map(({ text, digit, separator, confidence, refusal, box, probabilities }, place) => ({
          text, digit, separator, confidence, refusal, box, probabilities, corrected: item.texts?.[index][place] ?? null,
        })),
      };
    }),
  }));
  return `${JSON.stringify({ format: 'ziffer-readings', version: 1, threshold, pictures }, null, 1)}\n`;
}

/** A number in a picture in which the reader found none. @param {Item} item @param {string} entered */
function enteredNumber({ checked }, entered) {
  return {
    number: 1, line: null, value: entered, reading: null, corrected: entered, confidence: null, accepted: checked, box: null, symbols: [],
  };
}

/** @param {Item} item @param {number} threshold */
function numbersOf(item, threshold) {
  return (item.reading?.numbers ?? []).map(({ text, confidence, line, box, first, count }, index) => {
    const value = textOf(item, index);
    const isRefused = item.reading?.symbols.slice(first, first + count).some(({ refusal }) => refusal !== null);
    return {
      number: index + 1,
      line: line + 1,
      value,
      reading: text,
      corrected: value === text ? null : value,
      confidence,
      accepted: item.checked || (!isRefused && confidence >= threshold),
      box,
    };
  });
}
