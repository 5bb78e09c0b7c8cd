// The live camera: its film, and one frame of it after the other read by the engine, never two at once.

import { PictureMaker } from './picture-maker.js';

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').ReadingError} ReadingError */

const interval = 400; // milliseconds from one frame to the next, where the engine is as fast as that
const leastPause = 50;
const longestSide = 1280; // pixels of a frame

/** What keeps a film from being shown. @typedef {'refused' | 'missing' | 'busy' | 'failed'} CameraProblem */

/** By the names that getUserMedia() gives its errors. @type {Record<string, CameraProblem>} */
const problems = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** @param {unknown} error of FrameReader.start() @returns {CameraProblem} */
export function cameraProblem(error) {
  return problems[/** @type {Error} */ (error)?.name] ?? 'failed';
}

export class FrameReader {
  #video;
  #engine;
  #events;
  #pictures = new PictureMaker();
  /** @type {MediaStream | null} */
  #stream = null;
  /** The run that frames belong to; raised when it ends. */
  #run = 0;

  /**
   * @param {HTMLVideoElement} video shows the film
   * @param {import('./engine.js').Engine} engine
   * @param {{ onRead: (frame: Blob, reading: Reading | ReadingError) => void, onFailed: (error: unknown) => void, onLost: () => void }} events
   *     onFailed: the engine or the browser cannot read frames; onLost: the camera has gone
   */
  constructor(video, engine, events) {
    this.#video = video;
    this.#engine = engine;
    this.#events = events;
  }

  /** Resolves when the film runs, or stop() was called meanwhile; rejects if there is none: see cameraProblem(). */
  async start() {
    this.stop();
    const run = this.#run;
    // The engine makes nothing of more pixels; where there are two cameras, the one that looks at the paper.
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: 'environment' }, ...size } });
    if (run !== this.#run) return endTracks(stream);
    this.#stream = stream;
    for (const track of stream.getTracks()) track.addEventListener('ended', () => this.#stream === stream && this.#events.onLost());
    this.#video.srcObject = stream;
    await this.#video.play().catch(() => {}); // stopped before it began
    if (run === this.#run) this.#read(run);
  }

  /** The camera is off when this returns. */
  stop() {
    this.#run += 1;
    if (this.#stream) endTracks(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
    this.#pictures.stop();
  }

  /** The frame that is shown now, as a JPEG file. @returns {Promise<Blob | null>} null if none is shown yet */
  async #frame() {
    if (this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const bitmap = await createImageBitmap(this.#video);
    const frame = await this.#pictures.make(bitmap, { longest: longestSide, type: 'image/jpeg' });
    if (!frame) throw new Error('A frame could not be packed.');
    return frame;
  }

  /** @param {number} run */
  async #read(run) {
    while (run === this.#run) {
      const begun = performance.now();
      try {
        const frame = await this.#frame();
        const bytes = await frame?.arrayBuffer();
        if (frame && bytes && run === this.#run) {
          const { reading } = await this.#engine.readPicture(bytes);
          if (run === this.#run) this.#events.onRead(frame, reading);
        }
      } catch (error) {
        if (run === this.#run) this.#events.onFailed(error);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(leastPause, begun + interval - performance.now())));
    }
  }
}

/** @param {MediaStream} stream */
function endTracks(stream) {
  for (const track of stream.getTracks()) track.stop();
}
