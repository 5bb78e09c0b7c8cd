// The MNIST test set for JavaScript tests; tools/fetch-data brings it.
import { readFileSync } from 'node:fs';

const folder = new URL('../../data/mnist/', import.meta.url);
const IMAGES_HEADER = 16;
const LABELS_HEADER = 8;
export const SIDE = 28;
export const imagesPath = new URL('t10k-images-idx3-ubyte', folder).pathname;
export const labelsPath = new URL('t10k-labels-idx1-ubyte', folder).pathname;

/** { count, image(i): Uint8Array of 784 bytes, label(i) } */
export function mnistTest() {
  const images = readFileSync(imagesPath);
  const labels = readFileSync(labelsPath);
  return {
    count: labels.length - LABELS_HEADER,
    image: (i) => images.subarray(IMAGES_HEADER + i * SIDE * SIDE, IMAGES_HEADER + (i + 1) * SIDE * SIDE),
    label: (i) => labels[LABELS_HEADER + i],
  };
}
