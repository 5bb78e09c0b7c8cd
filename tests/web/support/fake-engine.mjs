// An engine that reads what a test wrote into the picture: readings of any shape, in no time or slowly, or an error.
//   await fakeEngine(page); dropFiles(page, [{ name: 'a.png', buffer: fakePicture(reading([['12', '3.50'], ['7']])) }]);
import { encodePng } from '../../support/png.mjs';

const marker = '\nREADING:';

/**
 * A reading of numbers on lines. A number is its text, or `{ text, doubts: { 1: [4, 0.6, 9] } , refused: [0] }`: by place
 * in the text, a digit that is 4 with probability 0.6 or else 9, and places that were refused.
 */
export function reading(lines, { width = 900, lineHeight = 60 } = {}) {
  const symbols = [];
  const numbers = [];
  for (const [line, specs] of lines.entries()) {
    const columns = width / specs.length;
    for (const [column, spec] of specs.entries()) {
      const { text, doubts = {}, refused = [] } = typeof spec === 'string' ? { text: spec } : spec;
      const pitch = Math.min(30, (columns - 20) / text.length);
      const first = symbols.length;
      for (const [place, character] of [...text].entries()) {
        const box = [column * columns + 10 + place * pitch, line * lineHeight + 15, pitch * 0.8, lineHeight - 25];
        symbols.push(symbol(character, { box, doubt: doubts[place], isRefused: refused.includes(place) }));
      }
      const own = symbols.slice(first);
      numbers.push({
        text: own.map((each) => each.text).join(''),
        confidence: own.reduce((product, each) => product * each.confidence, 1),
        line,
        box: [own[0].box[0], own[0].box[1], pitch * text.length, lineHeight - 25],
        first,
        count: own.length,
      });
    }
  }
  return {
    text: numbers.map(({ text }) => text).join(' '),
    confidence: numbers.reduce((product, { confidence }) => product * confidence, 1),
    rejected: symbols.some(({ refusal }) => refusal !== null),
    width,
    height: lines.length * lineHeight,
    numbers,
    symbols,
  };
}

function symbol(character, { box, doubt, isRefused }) {
  const isDigit = /\d/.test(character);
  const [digit, confidence, rival] = doubt ?? [Number(character), 0.998, (Number(character) + 3) % 10];
  const probabilities = Array.from({ length: 10 }, () => 0);
  if (isDigit) {
    probabilities[digit] = confidence;
    probabilities[rival] = 1 - confidence;
  }
  return {
    text: isRefused ? '?' : isDigit ? String(digit) : character,
    digit: isDigit ? digit : -1,
    separator: isDigit ? null : character,
    confidence,
    noDigit: isRefused ? 0.9 : 0,
    refusal: isRefused ? 'no_digit' : null,
    box,
    probabilities,
  };
}

/** A PNG that the fake engine reads as told. @param {object} answer a reading, or `{ error: { code, message } }` */
export function fakePicture(answer, { delay = 0, seed = '' } = {}) {
  const [width, height] = [answer.width ?? 90, answer.height ?? 60];
  const pixels = new Uint8Array(width * height).fill(255);
  for (const { box } of answer.symbols ?? []) {
    const [x, y, w, h] = box.map(Math.round);
    for (let row = y; row < y + h; row += 1) pixels.fill(60, row * width + x + 2, row * width + x + w - 2);
  }
  return Buffer.concat([encodePng({ width, height, pixels }), Buffer.from(marker + JSON.stringify({ answer, delay, seed }))]);
}

// Validation is the real one.
const workerSource = `
postMessage({ event: 'lines' });
let real;
addEventListener('message', async ({ data: { id, method, args } }) => {
  if (method === 'about') return postMessage({ id, value: { variant: 'simd', architecture: 'fake', heapBytes: 0 } });
  if (method === 'validate') {
    real ??= import(new URL('../engine/recognizer.js', import.meta.url)).then(({ loadRecognizer }) => loadRecognizer({ lineWeights: null }));
    return postMessage({ id, value: (await real).validate(...args) });
  }
  const answerFor = async (picture) => {
    const bytes = picture instanceof Blob ? await picture.arrayBuffer() : picture;
    const text = new TextDecoder('latin1').decode(bytes);
    return JSON.parse(new TextDecoder().decode(new Uint8Array(bytes).subarray(text.lastIndexOf(${JSON.stringify(marker)}) + ${marker.length})));
  };
  const { answer, delay } = method === 'readPicture' ? await answerFor(args[0]) : { answer: ON_STROKES, delay: 0 };
  if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
  if (answer.crash) return postMessage({ id, error: answer.crash });
  for (const symbol of answer.symbols ?? []) symbol.glyph = Uint8Array.from({ length: 784 }, (_, i) => (i % 28 > 9 && i % 28 < 18 ? 255 : 0));
  postMessage({ id, value: { reading: answer, milliseconds: 1, preliminary: false } });
});`;

/** Takes the engine's place in a page that is not open yet. @param {import('playwright-core').Page} page @param {object} [onStrokes] what drawings are read as */
export async function fakeEngine(page, onStrokes = reading([['42']])) {
  const body = workerSource.replace('ON_STROKES', JSON.stringify(onStrokes));
  await page.route('**/js/engine-worker.js', (route) => route.fulfill({ contentType: 'text/javascript', body }));
}
