// How much memory Ziffer's module takes: for a drawn digit, for a photograph of twelve megapixels, and over many reads; and
// how long pictures take.
import { placedStrokes } from '../../../tests/support/digits.mjs';
import { config, fetchBytes, pagePlace } from '../lib/page.mjs';
import { countedFor, heapBytes, watchMemories } from '../lib/wasm-heap.mjs';

const PAD = { penWidth: 26, width: 560, height: 560 };
const PHOTO = { width: 4000, height: 3000 };
const STRIP = { width: 260, height: 80 };
const STRIP_READS = 30;

watchMemories();

/** A recognizer of its own, and how large its heap is now. */
async function freshModule(name, weights) {
  const { loadRecognizer } = await import(pagePlace({}).site('engine/recognizer.js'));
  const recognizer = await countedFor(name, () => loadRecognizer({ weights }));
  return { recognizer, heap: () => heapBytes(name) };
}

const drawing = (digit) => placedStrokes(digit, { left: 160, top: 120, height: 300 });

async function drawnDigit(weights) {
  const { recognizer, heap } = await freshModule('drawn', weights);
  const loaded = heap();
  recognizer.readStrokes(drawing(3), PAD);
  return { loaded, afterDigit: heap() };
}

async function photograph(type, weights) {
  const bytes = await picture(type, PHOTO, { number: 42, left: 900, top: 700, height: 1400, lineWidth: 70 });
  const { recognizer, heap } = await freshModule(type, weights);
  const start = performance.now();
  const reading = recognizer.readPicture(bytes);
  const milliseconds = performance.now() - start;
  return { type, fileBytes: bytes.length, heap: heap(), milliseconds, text: reading.text ?? reading.error.code };
}

/** An amount on a strip cut out of a form, read again and again. */
async function amount(weights) {
  const bytes = await picture('image/png', STRIP, { number: 152840, left: 20, top: 18, height: 44, pitch: 34, lineWidth: 4 });
  const { recognizer } = await freshModule('amount', weights);
  const milliseconds = [];
  let reading;
  for (let read = 0; read < STRIP_READS; read += 1) {
    const start = performance.now();
    reading = recognizer.readPicture(bytes);
    milliseconds.push(performance.now() - start);
  }
  return { ...STRIP, milliseconds, text: reading.text ?? reading.error.code };
}

/** Paper in uneven light with grain, and a number on it. */
async function picture(type, { width, height }, { number, lineWidth, ...place }) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  const light = context.createLinearGradient(0, 0, width, height);
  light.addColorStop(0, '#f2efe6');
  light.addColorStop(1, '#bdb9ae');
  context.fillStyle = light;
  context.fillRect(0, 0, width, height);
  context.strokeStyle = '#23304a';
  context.lineWidth = lineWidth;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of placedStrokes(number, place)) {
    context.beginPath();
    for (const [x, y] of stroke) context.lineTo(x, y);
    context.stroke();
  }
  const pixels = context.getImageData(0, 0, width, height);
  let grain = 1;
  for (let i = 0; i < pixels.data.length; i += 1) {
    if (i % 4 === 3) continue;
    grain = (Math.imul(grain, 1664525) + 1013904223) >>> 0;
    pixels.data[i] += (grain >>> 30) - 1;
  }
  context.putImageData(pixels, 0, 0);
  const blob = await canvas.convertToBlob({ type, quality: 0.92 });
  return new Uint8Array(await blob.arrayBuffer());
}

async function manyReads(reads, weights) {
  const { recognizer, heap } = await freshModule('many', weights);
  const samples = [];
  const marks = new Set([1, 1000, 10000, reads].filter((mark) => mark <= reads));
  const drawings = Array.from({ length: 10 }, (_, digit) => drawing(digit));
  for (let read = 1; read <= reads; read += 1) {
    recognizer.readStrokes(drawings[read % 10], PAD);
    if (marks.has(read)) samples.push({ reads: read, heap: heap() });
    if (read % 10000 === 0) {
      console.log(`${read} of ${reads} reads`);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return samples;
}

async function main() {
  const weights = await fetchBytes('/made/weights');
  return {
    ...(await drawnDigit(weights)),
    photographs: [await photograph('image/jpeg', weights), await photograph('image/png', weights)],
    amount: await amount(weights),
    samples: await manyReads(config.reads, weights),
  };
}

globalThis.outcome = main();
