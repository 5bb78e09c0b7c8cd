// A reading as it is said aloud. Loaded when something is to be said.

import english from '../messages/en-later.js';
import { addEnglish, phrase } from './messages.js';
import { symbolsOf } from './reading.js';
import { confidenceInWords, judgement, separatorName, summary } from './words.js';

/** @typedef {import('./types.js').Reading} Reading */

addEnglish(english);

const longestWhole = 6; // digits: a longer number is no quantity that one could picture
const mostNumbers = 8; // said one by one

/**
 * A number in words that any voice can say: `4, dot, 5`, or as it stands where it is to be said as a whole.
 * @param {string} text
 * @param {boolean} asNumber as one number where it can be: six digits at most, no leading zero, nothing between them
 */
export function spokenNumber(text, asNumber) {
  const isWhole = /^(0|[1-9]\d*)$/.test(text) && text.length <= longestWhole;
  if (asNumber && isWhole) return text;
  return [...text].map((each) => (each === '?' ? phrase('aid.unread') : /\d/.test(each) ? each : separatorName(each))).join(', ');
}

/**
 * What is on the sheet in sentences: numbers, doubts and refusals; of more than eight numbers only how many they are.
 * @param {Reading | null} reading
 * @param {(string | null)[]} typed by number, what a person typed instead
 * @param {{ asNumber: boolean, nothing: string }} options nothing: what to say where there is no number
 */
export function spokenReading(reading, typed, { asNumber, nothing }) {
  if (!reading) return typed[0] ? phrase('aid.said.entered', { number: spokenNumber(typed[0], asNumber) }) : nothing;
  const { numbers } = reading;
  const each = numbers.slice(0, mostNumbers).map(({ text, confidence }, index) => {
    const corrected = typed[index] ?? null;
    const number = spokenNumber(corrected ?? text, asNumber);
    const named = numbers.length > 1 ? phrase('aid.said.number', { index: index + 1, number }) : `${number}.`;
    if (corrected !== null) return `${named} ${phrase('aid.said.corrected')}`;
    const judged = { symbols: symbolsOf(reading, index), confidence };
    return judgement(judged) === 'sure' ? named : `${named} ${confidenceInWords(judged)}.`.replace(/([?.!])\.$/, '$1');
  });
  if (numbers.length === 1) return each[0];
  return [`${summary(reading)}.`, ...(numbers.length > mostNumbers ? [] : each)].join(' ');
}
