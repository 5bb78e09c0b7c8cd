// The reading engine as promises. One module worker does the work, one request at a time; a worker that dies takes its
// requests with it and the next request starts another.

/** @typedef {import('./types.js').Point} Point */
/** @typedef {import('./types.js').TimedReading} TimedReading */
/**
 * @typedef {{ id: number, method: string, args: unknown[], transfer: Transferable[], resolve: (value: any) => void,
 *             reject: (reason: unknown) => void, signal?: AbortSignal, onAbort?: () => void }} Job
 */

export class EngineError extends Error {
  name = 'EngineError';
}

export class Engine {
  #url;
  /** @type {Worker | null} */
  #worker = null;
  #lastId = 0;
  /** @type {Job | null} */
  #running = null;
  /** @type {Job[]} */
  #queue = [];

  /** @param {string | URL} url of engine-worker.js */
  constructor(url) {
    this.#url = url;
  }

  /**
   * Resolves when the engine can read; rejects with a sentence about what is missing.
   * @returns {Promise<{ variant: 'relaxed' | 'simd' | 'scalar', architecture: string }>}
   */
  about() {
    return this.#post('about', []);
  }

  /**
   * @param {ArrayBuffer} bytes of a PNG or JPEG file; handed over, empty afterwards
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<TimedReading>}
   */
  readPicture(bytes, { signal } = {}) {
    return this.#post('readPicture', [bytes], { transfer: [bytes], signal });
  }

  /**
   * @param {Point[][]} strokes
   * @param {{ penWidth: number, width: number, height: number }} pad
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<TimedReading>}
   */
  readStrokes(strokes, pad, { signal } = {}) {
    return this.#post('readStrokes', [strokes, pad], { signal });
  }

  /** Stops the worker. Pending requests are rejected; the next request starts a new one. */
  restart(reason = 'The reading engine was restarted.') {
    this.#worker?.terminate();
    this.#worker = null;
    const jobs = this.#running ? [this.#running, ...this.#queue] : this.#queue;
    this.#running = null;
    this.#queue = [];
    for (const job of jobs) settle(job, () => job.reject(new EngineError(reason)));
  }

  /**
   * @param {string} method
   * @param {unknown[]} args
   * @param {{ transfer?: Transferable[], signal?: AbortSignal }} [options]
   * @returns {Promise<any>}
   */
  #post(method, args, { transfer = [], signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      /** @type {Job} */
      const job = { id: ++this.#lastId, method, args, transfer, resolve, reject, signal };
      if (signal) {
        job.onAbort = () => this.#abort(job);
        signal.addEventListener('abort', job.onAbort);
      }
      this.#queue.push(job);
      this.#next();
    });
  }

  #next() {
    if (this.#running || this.#queue.length === 0) return;
    const job = /** @type {Job} */ (this.#queue.shift());
    this.#running = job;
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage({ id: job.id, method: job.method, args: job.args }, job.transfer);
    } catch (error) {
      this.#running = null;
      settle(job, () => job.reject(error));
      this.#next();
    }
  }

  #start() {
    const worker = new Worker(this.#url, { type: 'module', name: 'ziffer-engine' });
    worker.addEventListener('message', ({ data }) => this.#answer(worker, data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.restart(event.message || 'The reading engine could not be loaded.');
    });
    worker.addEventListener('messageerror', () => {
      if (worker === this.#worker) this.restart('The reading engine sent an answer that cannot be understood.');
    });
    return worker;
  }

  /**
   * @param {Worker} worker
   * @param {{ id: number, value?: unknown, error?: string }} data
   */
  #answer(worker, { id, value, error }) {
    const job = this.#running;
    if (worker !== this.#worker || !job || job.id !== id) return;
    this.#running = null;
    settle(job, () => (error === undefined ? job.resolve(value) : job.reject(new EngineError(error))));
    this.#next();
  }

  /** @param {Job} job */
  #abort(job) {
    const reason = job.signal?.reason;
    if (job === this.#running) {
      // A running read cannot be interrupted, only left: the rest of the queue gets a new worker.
      this.#worker?.terminate();
      this.#worker = null;
      this.#running = null;
    } else {
      this.#queue = this.#queue.filter((other) => other !== job);
    }
    settle(job, () => job.reject(reason));
    this.#next();
  }
}

/**
 * @param {Job} job
 * @param {() => void} finish
 */
function settle(job, finish) {
  if (job.onAbort) job.signal?.removeEventListener('abort', job.onAbort);
  finish();
}
