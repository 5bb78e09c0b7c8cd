// Pages and strips made up for tests, the same on every run: MNIST test digits set into numbers on paper, and numbers
// drawn as strokes. Nothing of it is stored.
import { digitStrokes } from './digits.mjs';
import { SIDE, mnistTest } from './mnist.mjs';

/** Numbers 0 to 1 by a seed (mulberry32): { next(), between(low, high), whole(low, high) inclusive }. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low, high) => low + (high - low) * next();
  return { next, between, whole: (low, high) => Math.floor(between(low, high + 1)) };
}

/** A text of digits. */
export const digitText = (length, rng) => Array.from({ length }, () => rng.whole(0, 9)).join('');

/** Paper to write on: { width, height, pixels, numbers: the texts written, in reading order }. */
export function sheet(width, height, paper = 255) {
  return { width, height, pixels: new Uint8Array(width * height).fill(paper), numbers: [] };
}

const mnist = mnistTest();
const places = Array.from({ length: 10 }, () => /** @type {number[]} */ ([]));
for (let i = 0; i < mnist.count; i += 1) places[mnist.label(i)].push(i);

/** A digit's pixels cut to its ink: { columns, rows, at(x, y) } */
function cutDigit(digit, rng) {
  const pixels = mnist.image(places[digit][rng.whole(0, places[digit].length - 1)]);
  const [xs, ys] = [[], []];
  pixels.forEach((value, i) => value > 0 && (xs.push(i % SIDE), ys.push(Math.floor(i / SIDE))));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const at = (x, y) => (x < 0 || y < 0 || x > right - left || y > bottom - top ? 0 : pixels[(top + y) * SIDE + left + x]);
  return { columns: right - left + 1, rows: bottom - top + 1, at };
}

/** Writes `text`, its digits `height` pixels high and `gap` of that apart, in MNIST's hands. Returns where it ends. */
export function write(page, text, { left, top, height, gap = 0.25, ink = 0 }, rng) {
  let x = left;
  for (const character of text) {
    const digit = cutDigit(Number(character), rng);
    const scale = height / digit.rows;
    const width = Math.round(digit.columns * scale);
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        // Bilinear, between the centres of MNIST's pixels.
        const [u, v] = [(column + 0.5) / scale - 0.5, (row + 0.5) / scale - 0.5];
        const [i, j] = [Math.floor(u), Math.floor(v)];
        const mixed = (y) => digit.at(i, y) * (1 - u + i) + digit.at(i + 1, y) * (u - i);
        const cover = (mixed(j) * (1 - v + j) + mixed(j + 1) * (v - j)) / 255;
        const at = (top + row) * page.width + Math.round(x) + column;
        page.pixels[at] = Math.min(page.pixels[at], Math.round(page.pixels[at] + (ink - page.pixels[at]) * cover));
      }
    }
    x += width + gap * height;
  }
  page.numbers.push(text);
  return x;
}

/** Ruled lines across the page, `pitch` pixels apart. */
export function rule(page, pitch, gray = 150, thickness = 2) {
  for (let y = pitch; y < page.height; y += pitch) {
    for (let row = y; row < Math.min(page.height, y + thickness); row += 1) {
      for (let x = 0; x < page.width; x += 1) {
        const at = row * page.width + x;
        page.pixels[at] = Math.min(page.pixels[at], gray);
      }
    }
  }
  return page;
}

/** Grain of up to `deviation` grey levels. */
export function grain(page, deviation, rng) {
  page.pixels.forEach((value, i) => { page.pixels[i] = Math.max(0, Math.min(255, Math.round(value + rng.between(-deviation, deviation)))); });
  return page;
}

/** The same page turned clockwise by a quarter of a circle. */
export function quarterTurned(page) {
  const [width, height] = [page.height, page.width];
  const pixels = page.pixels.slice();
  pixels.forEach((_, i) => { pixels[i] = page.pixels[(page.height - 1 - (i % width)) * page.width + Math.floor(i / width)]; });
  return { ...page, width, height, pixels };
}

/** `rows` rows of `columns` numbers of one to four digits in cells of the page's width by `pitch`. */
export function numbersPage({ rows, columns, width, pitch, height, ruled = false }, rng) {
  const page = sheet(width, (rows + 1) * pitch);
  if (ruled) rule(page, pitch);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cell = width / columns;
      const top = Math.round((row + 1) * pitch - height + rng.between(-6, 5));  // on the rule, or through it
      write(page, digitText(rng.whole(1, 4), rng), { left: Math.round(column * cell + rng.between(0.1, 0.2) * cell), top, height }, rng);
    }
  }
  return page;
}

const marks = { '.': [[[0.1, 0.96], [0.12, 0.98]]], '-': [[[0, 0.55], [0.35, 0.53]]], '/': [[[0.45, -0.05], [0, 1.05]]], ':': [[[0.1, 0.3], [0.12, 0.32]], [[0.1, 0.85], [0.12, 0.87]]] };
const markWidth = 0.45;
const digitWidth = 0.6;

/** `text`, digits and .-/: , as a hand draws it on a pad: strokes of points, of a digit's height 300, no two alike. */
export function drawn(text, rng) {
  const [slant, size, rise] = [rng.between(-0.25, 0.35), 300, rng.between(-0.05, 0.05)];
  let left = 0;
  return [...text].flatMap((character) => {
    const mark = marks[character];
    const [tall, wide, lift] = [rng.between(0.88, 1.12), rng.between(0.85, 1.15), rng.between(-0.06, 0.06)];
    // A slow wobble bends strokes rather than fraying them.
    const [a, b] = [rng.between(0, 6.3), rng.between(0, 6.3)];
    const strokes = (mark ?? digitStrokes[Number(character)]).map((stroke) => stroke.map(([x, y]) => {
      const [u, v] = [x * wide + 0.025 * Math.sin(5 * y + a), 1 - (1 - y) * (mark ? 1 : tall) + 0.025 * Math.sin(5 * x + b)];
      return [Math.round(size * (left + u + slant * (1 - v))), Math.round(size * (v + lift + rise * left))];
    }));
    left += (mark ? markWidth : digitWidth) * wide + rng.between(0.15, 0.3);
    return strokes;
  });
}
