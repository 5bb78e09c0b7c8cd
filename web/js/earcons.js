// Numbers as tones, for devices without a voice. Everything is made by an oscillator, nothing is fetched.
//
//   1 to 4        that many short high tones
//   5             one long low tone; 6 to 9 are five and then 1 to 4
//   0             one tone that glides down
//   separator     two ticks
//   not sure      a glide upwards, between the first and the second choice
//   unread digit  a buzz
//   refused       three falling tones, after the number
//   nothing found two long deep tones

import { symbolsOf } from './reading.js';
import { ranked, sureFrom } from './words.js';

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').DigitSymbol} DigitSymbol */
/** @typedef {{ frequency: number, to?: number, seconds: number, rest: number, shape?: OscillatorType }} Tone hertz; `to`: glides there; `rest`: seconds of silence after it */
/** @typedef {'doubt' | 'unread' | 'refused' | 'nothing' | 'separator'} Sign */

const high = 880;
const low = 262;
const withinDigit = 0.07;
const betweenDigits = 0.35;
const betweenNumbers = 0.9;
const loudness = 0.2;
const fade = 0.01; // seconds; without it each tone would click

/** @type {Record<Sign, Tone[]>} */
const signs = {
  doubt: [{ frequency: 440, to: 784, seconds: 0.25, rest: 0.2, shape: 'triangle' }],
  unread: [{ frequency: 110, seconds: 0.3, rest: betweenDigits, shape: 'sawtooth' }],
  refused: [659, 523, 392].map((frequency) => ({ frequency, seconds: 0.12, rest: 0.05, shape: 'square' })),
  nothing: [
    { frequency: 165, seconds: 0.35, rest: 0.15 },
    { frequency: 165, seconds: 0.35, rest: 0 },
  ],
  separator: [
    { frequency: 1760, seconds: 0.03, rest: 0.05 },
    { frequency: 1760, seconds: 0.03, rest: betweenDigits },
  ],
};

/** @param {Sign} sign @returns {Tone[]} */
export function tonesOfSign(sign) {
  return signs[sign];
}

/** @param {number} digit 0 to 9 @returns {Tone[]} */
export function tonesOfDigit(digit) {
  /** @type {Tone[]} */
  const tones = [];
  if (digit === 0) tones.push({ frequency: 660, to: 330, seconds: 0.35, rest: 0 });
  if (digit >= 5) tones.push({ frequency: low, seconds: 0.26, rest: withinDigit });
  for (let one = 0; one < digit % 5; one += 1) tones.push({ frequency: high, seconds: 0.09, rest: withinDigit });
  return pausedAfter(tones, betweenDigits);
}

/** @param {string} text a number as it is shown @returns {Tone[]} */
export function tonesOfText(text) {
  const tones = [...text].flatMap((each) => (each === '?' ? signs.unread : /\d/.test(each) ? tonesOfDigit(Number(each)) : signs.separator));
  return pausedAfter(tones, betweenNumbers);
}

/**
 * All numbers, with doubts where they are.
 * @param {Reading | null} reading
 * @param {(string | null)[]} typed by number, what a person typed instead
 * @returns {Tone[]}
 */
export function tonesOf(reading, typed) {
  if (!reading) return typed[0] ? tonesOfText(typed[0]) : signs.nothing;
  return reading.numbers.flatMap((_, index) => {
    const corrected = typed[index] ?? null;
    if (corrected !== null) return tonesOfText(corrected);
    const symbols = symbolsOf(reading, index);
    const isRefused = symbols.some(({ refusal }) => refusal !== null);
    return pausedAfter([...symbols.flatMap(tonesOfSymbol), ...(isRefused ? signs.refused : [])], betweenNumbers);
  });
}

/** @param {DigitSymbol} symbol */
function tonesOfSymbol(symbol) {
  if (symbol.refusal !== null) return signs.unread;
  if (symbol.separator) return signs.separator;
  if (symbol.confidence >= sureFrom) return tonesOfDigit(symbol.digit);
  const [, second] = ranked(symbol);
  return [...tonesOfDigit(symbol.digit), ...signs.doubt, ...tonesOfDigit(second.digit)];
}

/** @param {Tone[]} tones @param {number} rest */
function pausedAfter(tones, rest) {
  return tones.map((tone, index) => (index === tones.length - 1 ? { ...tone, rest } : tone));
}

/**
 * Plays tones one after the other.
 * @param {BaseAudioContext} context
 * @param {Tone[]} tones
 * @param {number} speed 1 as written, 2 twice as fast
 * @returns {() => void} stops them
 */
export function playTones(context, tones, speed) {
  const gain = new GainNode(context, { gain: 0 });
  gain.connect(context.destination);
  let at = context.currentTime + 0.05;
  const oscillators = tones.map(({ frequency, to, seconds, rest, shape = 'sine' }) => {
    const end = at + Math.max(seconds / speed, 2.5 * fade);
    const oscillator = new OscillatorNode(context, { type: shape, frequency });
    if (to !== undefined) oscillator.frequency.setValueAtTime(frequency, at).linearRampToValueAtTime(to, end);
    gain.gain.setValueAtTime(0, at).linearRampToValueAtTime(loudness, at + fade);
    gain.gain.setValueAtTime(loudness, end - fade).linearRampToValueAtTime(0, end);
    oscillator.connect(gain);
    oscillator.start(at);
    oscillator.stop(end);
    at = end + rest / speed;
    return oscillator;
  });
  return () => {
    for (const oscillator of oscillators) oscillator.disconnect();
    gain.disconnect();
  };
}
