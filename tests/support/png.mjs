// Pictures for tests: strokes rendered with a round antialiased pen, and a PNG encoder small enough to read.
import { crc32 as nodeCrc32, deflateSync } from 'node:zlib';

import { placedStrokes } from './digits.mjs';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @param {{ width: number, height: number, pixels: Uint8Array }} gray 8-bit greyscale, row by row */
export function encodePng({ width, height, pixels }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8); // 8 bits, greyscale, deflate, no filter set, not interlaced
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** A number written on an empty sheet. */
export function numberPng(number, { width = 120 * String(number).length + 80, height = 220, pen = 14, paper = 255, ink = 0 } = {}) {
  const size = height * 0.62;
  const pitch = (width - 40) / String(number).length;
  const left = 20 + (pitch - size * 0.6) / 2;
  const strokes = placedStrokes(number, { left, top: (height - size) / 2, height: size, pitch });
  return encodePng(renderStrokes(strokes, { width, height, pen, paper, ink }));
}

export function blankPng({ width = 200, height = 200, paper = 255 } = {}) {
  return encodePng({ width, height, pixels: new Uint8Array(width * height).fill(paper) });
}

/** Coverage by distance to the nearest segment: one pixel of soft edge. */
export function renderStrokes(strokes, { width, height, pen, paper, ink }) {
  const pixels = new Uint8Array(width * height).fill(paper);
  const segments = strokes.flatMap((stroke) => stroke.slice(1).map((point, index) => [stroke[index], point]));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let nearest = Infinity;
      for (const [a, b] of segments) nearest = Math.min(nearest, distanceToSegment(x + 0.5, y + 0.5, a, b));
      const coverage = Math.min(1, Math.max(0, pen / 2 + 0.5 - nearest));
      pixels[y * width + x] = Math.round(paper + (ink - paper) * coverage);
    }
  }
  return { width, height, pixels };
}

function distanceToSegment(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const lengthSquared = dx * dx + dy * dy;
  const t = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / lengthSquared));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function chunk(type, data) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function crc32(bytes) {
  if (nodeCrc32) return nodeCrc32(bytes); // from Node 20.15 on
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
