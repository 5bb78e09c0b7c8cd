// Numbers and doubts in words; no browser needed.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { acceptedExtensions, hasAcceptedExtension, isPngOrJpeg, refusal } from '../../web/js/picture-file.js';
import { confidenceInWords, doubt, formatMilliseconds, formatPercent } from '../../web/js/words.js';

const plain = (text) => text.replaceAll('\u00a0', ' ');

test('percentages never round into a certainty', () => {
  const cases = [
    [1, '100 %'], [0.99999, '>99.9 %'], [0.9995, '>99.9 %'], [0.99949, '99.9 %'], [0.998, '99.8 %'], [0.5, '50.0 %'],
    [0.0005, '0.1 %'], [0.00049, '<0.1 %'], [1e-12, '<0.1 %'], [0, '0 %'],
  ];
  for (const [probability, text] of cases) assert.equal(plain(formatPercent(probability)), text);
});

test('milliseconds keep a sensible number of digits', () => {
  assert.deepEqual([0.04, 3.14159, 42.7].map((value) => plain(formatMilliseconds(value))), ['under 0.1 ms', '3.1 ms', '43 ms']);
});

const symbol = (probabilities) => {
  const all = Array.from({ length: 10 }, (_, digit) => probabilities[digit] ?? 0);
  const confidence = Math.max(...all);
  return { text: String(all.indexOf(confidence)), confidence, probabilities: all, refusal: null };
};
const reading = (...symbols) => ({ symbols, confidence: symbols.reduce((product, each) => product * each.confidence, 1) });
const sure = symbol({ 7: 0.99, 1: 0.01 });
const unsure = symbol({ 4: 0.6, 9: 0.38, 7: 0.02 });
const refused = { ...unsure, text: '?', refusal: 'no_digit' };

test('doubt names the rivals, the likelier first', () => {
  assert.equal(doubt(sure), null);
  assert.equal(doubt(unsure), '4 or 9');
  assert.equal(doubt(symbol({ 3: 0.4, 8: 0.35, 5: 0.25 })), '3, 8 or 5');
});

test('what was refused is said before any doubt', () => {
  assert.equal(confidenceInWords(reading(refused)), 'This does not look like a digit');
  assert.equal(confidenceInWords(reading(unsure, refused)), 'The second does not look like a digit');
  assert.equal(confidenceInWords(reading(refused, sure, refused)), '2 of 3 do not look like digits');
});

test('confidence in words', () => {
  assert.equal(plain(confidenceInWords(reading(sure))), '99.0 % sure');
  assert.equal(plain(confidenceInWords(reading(sure, sure))), '98.0 % sure of all 2 digits');
  assert.equal(confidenceInWords(reading(unsure)), 'Not sure: 4 or 9?');
  assert.equal(confidenceInWords(reading(sure, unsure)), 'Not sure about the second digit: 4 or 9?');
  assert.equal(confidenceInWords(reading(unsure, unsure, sure)), 'Not sure about 2 of 3 digits');
});

test('a name decides by its ending, in any letter case', () => {
  for (const extension of acceptedExtensions) assert.ok(hasAcceptedExtension(`a.b${extension.toUpperCase()}`));
  for (const name of ['a.txt', 'a.png.txt', 'png', 'a.gif', 'a.jpe', 'a.webp', 'a.svg', '']) assert.ok(!hasAcceptedExtension(name), name);
});

test('content decides by its first bytes', () => {
  assert.ok(isPngOrJpeg(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)));
  assert.ok(isPngOrJpeg(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)));
  for (const bytes of [[], [0xff, 0xd8], [0x89, 0x50, 0x4e, 0x47], [0x47, 0x49, 0x46, 0x38]]) {
    assert.ok(!isPngOrJpeg(Uint8Array.from(bytes)));
  }
});

test('a refusal names the file and lists the formats; a pasted picture has no name', async () => {
  const jpeg = new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)]);
  assert.equal(await refusal(jpeg, 'a JPEG called.png'), null);
  assert.equal(await refusal(jpeg), null);
  assert.match(await refusal(jpeg, 'x.txt'), /“x\.txt”.*\.pjpeg/);
  assert.match(await refusal(new Blob(['text'])), /pasted picture.*\.pjpeg/);
});
