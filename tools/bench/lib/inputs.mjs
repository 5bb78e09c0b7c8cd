// Pixels and weights from disk.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { numberPng } from '../../../tests/support/png.mjs';
import { project } from './paths.mjs';
import { parseWeightsFile } from './weights-file.mjs';

const IDX_HEADER = 16;
export const PIXELS = 28 * 28;

/** The first MNIST test images: values 0 to 1, one plane after the other. */
export function testImages(count) {
  const file = readFileSync(path.join(project, 'data/mnist/t10k-images-idx3-ubyte'));
  return Float32Array.from(file.subarray(IDX_HEADER, IDX_HEADER + count * PIXELS), (byte) => byte / 255);
}

/** Fifty PNG files of three digits each, and what they say. */
export function numberPictures() {
  const numbers = Array.from({ length: 50 }, (_, index) => String(100 + index * 17));
  return { numbers, files: numbers.map((number) => numberPng(number)) };
}

/** @returns {{ bytes: Buffer, network: import('./weights-file.mjs').Network, file: string, label: string }} */
export function loadWeights(file) {
  const bytes = readFileSync(file);
  return { bytes, network: parseWeightsFile(bytes), file, label: path.basename(file, '.ziffer') };
}
