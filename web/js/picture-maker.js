// Small pictures as files, made by a worker: what is kept of a sheet, and the camera's frames for the engine.

/**
 * A picture file, a frame of a film, or a drawing on a pad.
 * @typedef {Blob | ImageBitmap | { strokes: import('./types.js').Point[][], pad: { penWidth: number, width: number, height: number } }} PictureSource
 */

export class PictureMaker {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, (blob: Blob | null) => void>} by request */
  #waiting = new Map();
  #lastId = 0;

  /**
   * @param {PictureSource} source an ImageBitmap is handed over
   * @param {{ longest: number, type: 'image/png' | 'image/jpeg' }} options longest: of both sides, in pixels; nothing is enlarged
   * @returns {Promise<Blob | null>} null where the browser cannot do it, or after stop()
   */
  make(source, { longest, type }) {
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      worker.postMessage({ id, source, longest, type }, source instanceof ImageBitmap ? [source] : []);
    });
  }

  /** Ends the worker; the next picture starts another. */
  stop() {
    this.#worker?.terminate();
    this.#worker = null;
    for (const resolve of this.#waiting.values()) resolve(null);
    this.#waiting.clear();
  }

  #start() {
    const worker = new Worker(new URL('./picture-worker.js', import.meta.url), { type: 'module', name: 'ziffer-pictures' });
    worker.addEventListener('message', ({ data: { id, blob } }) => {
      this.#waiting.get(id)?.(blob);
      this.#waiting.delete(id);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.stop();
    });
    return worker;
  }
}
