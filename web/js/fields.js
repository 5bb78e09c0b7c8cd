// What a person knows of a number beforehand, and what the engine makes of it then, in words.

import { phrase } from './messages.js';
import { setting } from './settings.js';
import { formatPercent, separatorName, separators } from './words.js';

/** @typedef {import('./types.js').FieldReading} FieldReading */
/** @typedef {import('./messages.js').MessageKey} MessageKey */
/** @typedef {string | import('./words.js').Judged} Known a number: a text that a person stands for, or what was read */
/** @typedef {{ kind: 'valid' | 'changed' | 'invalid' | '', value: string, words: string }} Verdict */

const alternatives = ' / '; // a word would turn the second around where it runs from right to left

/** As core/field/field.h has them; the first is any number. */
export const fieldKinds = ['number', 'amount', 'zip', 'phone', 'date', 'time', 'pin', 'card', 'iban', 'isbn', 'ean'];
export const anyNumber = fieldKinds[0];
/** Countries whose accounts are numbered with digits alone. */
export const countries = [
  'AT', 'BE', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'HR', 'HU', 'IS', 'LT', 'NO', 'PL', 'PT', 'SE', 'SI', 'SK',
];

/** How many digits a PIN may be known to have. */
export const pinLengths = Array.from({ length: 10 }, (_, index) => String(index + 3));

/** Why a text does not satisfy its field: what core/field/field.cpp says, and how the page says it. @type {Record<string, MessageKey>} */
export const problems = {
  'a symbol could not be read': 'field.problem.unread',
  'there is no digit': 'field.problem.no-digit',
  'there are too many symbols': 'field.problem.too-long',
  'an amount is digits, plain or in groups of three, and two more after its decimal mark': 'field.problem.amount',
  'a postcode is 4 to 6 digits, or 5, a hyphen and 4': 'field.problem.zip',
  'a date is a day, a month and a year': 'field.problem.date',
  'there is no such day between 1800 and 2199': 'field.problem.day',
  'a time is hours and minutes, or hours, minutes and seconds': 'field.problem.time',
  'there is no such time of day': 'field.problem.time-of-day',
  'only digits belong here, at most with a mark between two': 'field.problem.only-digits',
  'a phone number has 5 to 15 digits': 'field.problem.phone',
  'the number of digits is another': 'field.problem.count',
  "a card's number has 12 to 19 digits": 'field.problem.card',
  'an ISBN has 10 digits, or 13 that begin with 978 or 979': 'field.problem.isbn',
  'an article number has 8, 12, 13 or 14 digits': 'field.problem.ean',
  'the check digit is wrong': 'field.problem.check-digit',
  'the check digits are wrong': 'field.problem.check-digits',
};

/** The field that was chosen before. @param {string} name of its setting */
export function chosenField(name) {
  const [kind, detail] = setting(name, anyNumber).split(':');
  if (kind === 'iban') return countries.includes(detail) ? `iban:${detail}` : anyNumber;
  if (kind === 'pin' && pinLengths.includes(detail)) return `pin:${detail}`;
  return fieldKinds.includes(kind) ? kind : anyNumber;
}

/**
 * What a field makes of numbers. What a person stands for is never changed.
 * @param {{ validate: import('./engine.js').Engine['validate'] }} engine
 * @param {Known[]} known
 * @param {string} field
 * @returns {Promise<FieldReading[]>} in order; changed symbols are counted from their number's first
 */
export async function validate(engine, known, field) {
  /** @type {import('./types.js').Evidence} */
  const evidence = { numbers: [], symbols: [] };
  for (const number of known) {
    const { symbols, confidence } = typeof number === 'string' ? { symbols: certainSymbols(number), confidence: 1 } : number;
    evidence.numbers.push({ first: evidence.symbols.length, count: symbols.length, confidence });
    evidence.symbols.push(...symbols.map(({ digit, separator, refusal, confidence: own, noDigit, probabilities }) =>
      ({ digit, separator, refusal, confidence: own, noDigit, probabilities })));
  }
  const found = await engine.validate(evidence, field);
  return found.map((each, index) => {
    const { first } = evidence.numbers[index];
    return { ...each, changes: each.changes.map((change) => ({ ...change, symbol: change.symbol - first })) };
  });
}

/** Spaces only set digits apart; a symbol that is still unread can be nothing else. @param {string} text */
function certainSymbols(text) {
  return [...text.replaceAll(' ', '')].map((character) => {
    const isUnread = character === '?';
    const separator = separators.includes(character) ? character : null;
    const digit = separator ? -1 : isUnread ? 0 : Number(character);
    return {
      digit, separator, noDigit: 0, confidence: isUnread ? 0 : 1,
      refusal: isUnread ? /** @type {const} */ ('no_digit') : null,
      probabilities: Array.from({ length: 10 }, (_, each) => (each === digit && !isUnread ? 1 : 0)),
    };
  });
}

/** Whether a number stands as it was read, or nothing is known of it. @param {FieldReading} [reading] */
export function fits(reading) {
  return !reading || (reading.valid && !reading.changed);
}

/** @param {FieldReading} reading @param {Known} known what it was made of */
export function verdict(reading, known) {
  const { valid, changed, confidence, text, meanings } = reading;
  const percent = formatPercent(confidence);
  const more = meanings.length > 1 ? [phrase('field.ambiguous')] : [];
  /** @type {Verdict} */
  const found = { kind: 'invalid', value: '', words: phrase('field.invalid', { problem: problemInWords(reading) }) };
  if (!valid) return found;
  const words = changed
    ? phrase('field.taken', { text, percent, changes: changesInWords(reading) })
    : typeof known === 'string' ? phrase('field.valid.entered') : phrase('field.valid', { percent });
  return { ...found, kind: /** @type {Verdict['kind']} */ (changed ? 'changed' : 'valid'), value: reading.meanings.join(alternatives), words: [words, ...more].join(' · ') };
}

/** The same of all numbers of a picture, as briefly as a row of a table has room. @param {FieldReading[]} readings @returns {Verdict} */
export function briefVerdict(readings) {
  const invalid = readings.filter(({ valid }) => !valid);
  const changed = readings.filter((each) => each.changed);
  const [one] = readings;
  const counted = (/** @type {MessageKey} */ key, /** @type {FieldReading[]} */ { length }) =>
    length > 0 ? [phrase(key, { part: length, count: readings.length })] : [];
  const several = [...counted('field.some.invalid', invalid), ...counted('field.some.changed', changed)];
  const words = readings.length > 1
    ? several
    : [...(invalid.length > 0 ? [problemInWords(one)] : []), ...(changed.length > 0 ? [changesInWords(one)] : []),
      ...(one?.meanings.length > 1 ? [phrase('field.ambiguous')] : [])];
  return {
    kind: invalid.length > 0 ? 'invalid' : changed.length > 0 ? 'changed' : readings.length > 0 ? 'valid' : '',
    value: invalid.length < readings.length ? readings.map(({ meanings }) => meanings.join(alternatives) || '–').join(' · ') : '',
    words: words.join(phrase('comma')),
  };
}

/** @param {FieldReading} reading */
function problemInWords({ problem }) {
  const key = problems[problem ?? ''];
  return key ? phrase(key) : (problem ?? '');
}

/** @param {FieldReading} reading */
function changesInWords({ changes }) {
  return changes.map(({ symbol, from, to }) => {
    const values = { place: symbol + 1, from: separatorName(from), to: separatorName(to) };
    if (to === '') return phrase('field.change.left-out', { place: values.place, from: values.from });
    if (from === '?') return phrase('field.change.unread', { place: values.place, to: values.to });
    return phrase('field.change', values);
  }).join(phrase('comma'));
}
