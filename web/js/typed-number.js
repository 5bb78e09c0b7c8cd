// Numbers that a person types, and what they say about the symbols that were read.

import { separators } from './words.js';

const longest = 64;
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10]; // Arabic, Persian, Devanagari, Bengali, full-width

/**
 * A number as the reader writes it: digits 0 to 9 and separators, at least one digit, 64 characters at most.
 * @param {string} typed digits of other scripts count as well
 * @returns {string | null} null if it is none
 */
export function numberFrom(typed) {
  const plain = [...typed.trim()].map((character) => {
    const code = character.charCodeAt(0);
    const zero = zeros.find((first) => code >= first && code < first + 10);
    return zero === undefined ? character : String(code - zero);
  });
  const isNumber = plain.every((each) => /\d/.test(each) || each === ' ' || separators.includes(each)) && plain.some((each) => /\d/.test(each));
  return isNumber && plain.length <= longest ? plain.join('') : null;
}

/**
 * A whole number as corrections of its symbols: what is the same at its beginning and its end keeps its place.
 * @param {string} typed
 * @param {string[]} symbols what was read
 * @returns {string[]} a text for each symbol
 */
export function spread(typed, symbols) {
  const characters = [...typed];
  let head = 0;
  while (head < Math.min(characters.length, symbols.length) && characters[head] === symbols[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(characters.length, symbols.length) - head && characters.at(-1 - tail) === symbols.at(-1 - tail)) tail += 1;
  const middle = characters.slice(head, characters.length - tail);
  const end = symbols.length - tail;
  const texts = symbols.map((text, place) => (place < head || place >= end ? text : (middle[place - head] ?? '')));
  const rest = middle.slice(end - head).join('');
  const last = Math.max(0, end - 1); // where nothing stands between the two, behind the beginning
  texts[last] = end === 0 ? rest + texts[0] : texts[last] + rest;
  return texts;
}
