// Small pictures of the rows that can be seen: made one at a time when they are wanted, the last few hundred kept.

const height = 88; // twice what is shown, for dense screens
const kept = 200;

export class Thumbnails {
  /** @type {Map<Blob, HTMLCanvasElement>} least recently shown first */
  #made = new Map();
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Blob | null} being made */
  #current = null;
  /** @type {Map<Blob, HTMLElement>} places that wait for their picture */
  #wanted = new Map();

  /** @param {HTMLElement} place is given the picture, now or later @param {Blob} blob */
  show(place, blob) {
    for (const [other, where] of this.#wanted) if (where === place) this.#wanted.delete(other);
    const canvas = this.#made.get(blob);
    if (canvas) {
      this.#made.delete(blob);
      this.#made.set(blob, canvas);
      if (place.firstChild !== canvas) place.replaceChildren(canvas);
      return;
    }
    place.replaceChildren();
    this.#wanted.set(blob, place);
    this.#next();
  }

  clear() {
    this.#worker?.terminate();
    this.#worker = this.#current = null;
    this.#made.clear();
    this.#wanted.clear();
  }

  #next() {
    if (this.#current) return;
    for (const [blob, place] of this.#wanted) {
      if (!place.isConnected) {
        this.#wanted.delete(blob);
        continue;
      }
      this.#current = blob;
      this.#worker ??= this.#start();
      this.#worker.postMessage({ blob, height });
      return;
    }
  }

  #start() {
    const worker = new Worker(new URL('./thumbnail-worker.js', import.meta.url), { type: 'module', name: 'ziffer-thumbnails' });
    worker.addEventListener('message', ({ data: { bitmap } }) => {
      const blob = this.#current;
      this.#current = null;
      if (blob) this.#finish(blob, bitmap);
      this.#next();
    });
    return worker;
  }

  /** @param {Blob} blob @param {ImageBitmap | null} bitmap null: no picture */
  #finish(blob, bitmap) {
    const canvas = document.createElement('canvas');
    if (bitmap) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    }
    this.#made.set(blob, canvas);
    if (this.#made.size > kept) this.#made.delete(/** @type {Blob} */ (this.#made.keys().next().value));
    this.#wanted.get(blob)?.replaceChildren(canvas);
    this.#wanted.delete(blob);
  }
}
