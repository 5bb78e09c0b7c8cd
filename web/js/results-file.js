// Results of a batch as CSV (one row for each number) and as JSON (everything, each digit with its box).

import { stateOf, textOf } from './batch.js';
import { csvLine } from './csv.js';
import { fits } from './fields.js';

/** @typedef {import('./batch.js').Item} Item */

const columns = [
  'file', 'state', 'number', 'line', 'value', 'reading', 'corrected', 'confidence', 'accepted', 'x', 'y', 'width', 'height',
  'duplicate_of', 'reason', 'sha256', 'field', 'field_value', 'valid', 'changed',
];

/** @param {Item[]} items @param {number} threshold @param {string} field what their numbers are known to be */
export function toCsv(items, threshold, field) {
  const rows = items.flatMap((item) => {
    const { name, original, reason, hash } = item;
    const state = stateOf(item, threshold);
    const tail = [original?.name ?? '', reason(), hash ?? ''];
    const numbers = numbersOf(item, threshold);
    const fieldCells = (/** @type {number} */ index) => {
      const found = item.fields?.[index];
      return found ? [field, found.meanings.join('|'), found.valid ? 1 : 0, found.changed ? 1 : 0] : Array(4).fill('');
    };
    if (item.entered !== null) {
      return [[name, state, 1, '', item.entered, '', item.entered, '', item.checked ? 1 : 0, '', '', '', '', ...tail, ...fieldCells(0)]];
    }
    if (numbers.length === 0) return [[name, state, ...Array(11).fill(''), ...tail, ...fieldCells(0)]];
    return numbers.map(({ number, line, value, reading, corrected, confidence, accepted, box }, index) => [
      name, state, number, line, value, reading, corrected ?? '', confidence.toFixed(6), accepted ? 1 : 0, ...box.map(Math.round), ...tail,
      ...fieldCells(index),
    ]);
  });
  return [columns, ...rows].map(csvLine).join('');
}

/** @param {Item[]} items @param {number} threshold @param {string} field what their numbers are known to be */
export function toJson(items, threshold, field) {
  const pictures = items.map((item) => ({
    file: item.name,
    state: stateOf(item, threshold),
    sha256: item.hash,
    duplicateOf: item.original?.name ?? null,
    reason: item.reason() || null,
    milliseconds: item.milliseconds,
    width: item.reading?.width ?? null,
    height: item.reading?.height ?? null,
    numbers: item.entered !== null ? [{ ...enteredNumber(item, item.entered), field: fieldOf(item, 0, field) }] : numbersOf(item, threshold).map((number, index) => {
      const { first, count } = /** @type {NonNullable<Item['reading']>} */ (item.reading).numbers[index];
      const symbols = item.reading?.symbols.slice(first, first + count) ?? [];
      return {
        ...number,
        symbols: symbols.map(({ text, digit, separator, confidence, refusal, box, probabilities }, place) => ({
          text, digit, separator, confidence, refusal, box, probabilities, corrected: item.texts?.[index][place] ?? null,
        })),
        field: fieldOf(item, index, field),
      };
    }),
  }));
  return `${JSON.stringify({ format: 'ziffer-readings', version: 1, threshold, pictures }, null, 1)}\n`;
}

/** As `ziffer read --json --field` has it; changed symbols are counted from the number's first. @param {Item} item @param {number} number @param {string} name */
function fieldOf({ fields }, number, name) {
  return fields ? { name, ...fields[number] } : null;
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
      accepted: item.checked || (!isRefused && confidence >= threshold && fits(item.fields?.[index])),
      box,
    };
  });
}
