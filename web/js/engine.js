// The reading engine as promises over module workers, each with a module of its own: shared memory would need headers
// that static hosts do not send.
//
// The sheet has a worker to itself, and the pictures of a batch go to others, one for each core. Putting strokes at the
// front of one queue would not do: a photograph can take a second and cannot be interrupted, and keeping one of two
// cores free for a pen that mostly rests would halve a batch. While nobody draws, the sheet's worker costs no time.

/** @typedef {import('./types.js').Point} Point */
/** @typedef {import('./types.js').TimedReading} TimedReading */
/**
 * @typedef {{ id: number, method: string, args: unknown[], transfer: Transferable[], resolve: (value: any) => void,
 *             reject: (reason: unknown) => void, signal?: AbortSignal, onAbort?: () => void }} Job
 */

const mostBatchWorkers = 4; // each holds a module, and the memory of the largest picture it has read
const idleMilliseconds = 5000; // then a batch's workers go: a module's memory never shrinks

export class EngineError extends Error {
  name = 'EngineError';
}

/** Events: `lines`, when the network that reads lines is there or has failed; what was read before is preliminary. */
export class Engine extends EventTarget {
  #sheet;
  #batch;
  /** What lines are read with, for the sheet. @type {'coming' | 'there' | 'missing'} */
  lines = 'coming';
  /** Why it is missing. */
  linesError = '';

  /**
   * @param {string | URL} url of engine-worker.js
   * @param {{ batchWorkers?: number }} [options]
   */
  constructor(url, { batchWorkers = Math.min(navigator.hardwareConcurrency || 1, mostBatchWorkers) } = {}) {
    super();
    this.#sheet = new WorkerPool(url, { size: 1, onEvent: ({ error }) => this.#setLines(error) });
    this.#batch = new WorkerPool(url, { size: batchWorkers, idleMilliseconds });
  }

  /**
   * Resolves when the engine can read digits; rejects with a sentence about what is missing.
   * @returns {Promise<{ variant: 'relaxed' | 'simd' | 'scalar', architecture: string, heapBytes: number }>}
   */
  about() {
    return this.#sheet.post('about', []);
  }

  /**
   * A batch is as many calls with `batch` as it has pictures, all at once: they are begun in that order, in parallel,
   * each settles by itself, and one signal drops all that are left. Give Blobs then: they are opened one by one as their
   * turn comes, so that only the pictures being read are in memory.
   * @param {ArrayBuffer | Blob} picture a PNG or JPEG file; an ArrayBuffer is handed over, empty afterwards
   * @param {{ signal?: AbortSignal, batch?: boolean }} [options] batch: let what is on the sheet go first, and
   *   wait for the network that reads lines
   * @returns {Promise<TimedReading>}
   */
  readPicture(picture, { signal, batch = false } = {}) {
    const transfer = picture instanceof ArrayBuffer ? [picture] : [];
    return (batch ? this.#batch : this.#sheet).post('readPicture', [picture, { whole: batch }], { transfer, signal });
  }

  /**
   * @param {Point[][]} strokes
   * @param {{ penWidth: number, width: number, height: number }} pad
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<TimedReading>}
   */
  readStrokes(strokes, pad, { signal } = {}) {
    return this.#sheet.post('readStrokes', [strokes, pad], { signal });
  }

  /**
   * What was done for one symbol, by reading once more.
   * @param {{ picture: Blob } | { strokes: Point[][], pad: { penWidth: number, width: number, height: number } }} source
   * @param {number} symbol its index in the reading
   * @returns {Promise<import('./types.js').Explained>}
   */
  explain(source, symbol) {
    return this.#sheet.post('explain', [source, symbol]);
  }

  /**
   * What a field makes of each number.
   * @param {import('./types.js').Evidence} reading
   * @param {string} field
   * @returns {Promise<import('./types.js').FieldReading[]>}
   */
  validate(reading, field) {
    return this.#sheet.post('validate', [reading, field]);
  }

  /** Stops all workers. Pending requests are rejected; the next request starts new ones. */
  restart(reason = 'The reading engine was restarted.') {
    this.#sheet.restart(reason);
    this.#batch.restart(reason);
    this.lines = 'coming';
  }

  /** @param {string} [error] */
  #setLines(error) {
    this.lines = error === undefined ? 'there' : 'missing';
    this.linesError = error ?? '';
    this.dispatchEvent(new Event('lines'));
  }
}

/**
 * Workers that take jobs from one queue, one at a time each. They are started when a job finds no other free; one that
 * dies takes only its own job with it.
 */
class WorkerPool {
  #url;
  #size;
  #idleMilliseconds;
  #onEvent;
  /** @type {Map<Worker, Job | null>} what each is doing; null: it is free */
  #workers = new Map();
  /** @type {Set<Job>} in order of arrival; a Set, because an abort may drop thousands */
  #queue = new Set();
  #lastId = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idleTimer;

  /**
   * @param {string | URL} url of the workers' script
   * @param {{ size: number, idleMilliseconds?: number, onEvent?: (event: { error?: string }) => void }} options size: workers
   *     at most; idleMilliseconds: how long they are kept without work, if not for ever; onEvent: a worker says that the
   *     network that reads lines is there, or why not
   */
  constructor(url, { size, idleMilliseconds, onEvent = () => {} }) {
    this.#url = url;
    this.#size = size;
    this.#idleMilliseconds = idleMilliseconds;
    this.#onEvent = onEvent;
  }

  /**
   * @param {string} method
   * @param {unknown[]} args
   * @param {{ transfer?: Transferable[], signal?: AbortSignal }} [options]
   * @returns {Promise<any>}
   */
  post(method, args, { transfer = [], signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      /** @type {Job} */
      const job = { id: ++this.#lastId, method, args, transfer, resolve, reject, signal };
      if (signal) {
        job.onAbort = () => this.#abort(job);
        signal.addEventListener('abort', job.onAbort);
      }
      this.#queue.add(job);
      this.#next();
    });
  }

  /** @param {string} reason */
  restart(reason) {
    const jobs = [...this.#workers.values(), ...this.#queue];
    for (const worker of this.#workers.keys()) this.#end(worker);
    this.#queue.clear();
    for (const job of jobs) if (job) settle(job, () => job.reject(new EngineError(reason)));
  }

  #next() {
    for (const job of this.#queue) {
      if (job.signal?.aborted) {
        this.#queue.delete(job); // #abort() is about to hear of it; no worker should start for it
        continue;
      }
      try {
        const worker = this.#freeWorker();
        if (!worker) break;
        this.#queue.delete(job);
        worker.postMessage({ id: job.id, method: job.method, args: job.args }, job.transfer);
        this.#workers.set(worker, job);
      } catch (error) {
        this.#queue.delete(job);
        settle(job, () => job.reject(error));
      }
    }
    if (this.#idleMilliseconds === undefined) return;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#endIdle(), this.#idleMilliseconds);
  }

  #freeWorker() {
    for (const [worker, job] of this.#workers) if (job === null) return worker;
    return this.#workers.size < this.#size ? this.#start() : null;
  }

  #start() {
    const worker = new Worker(this.#url, { type: 'module', name: 'ziffer-engine' });
    worker.addEventListener('message', ({ data }) => this.#answer(worker, data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#lose(worker, event.message || 'The reading engine could not be loaded.');
    });
    worker.addEventListener('messageerror', () => {
      this.#lose(worker, 'The reading engine sent an answer that cannot be understood.');
    });
    this.#workers.set(worker, null);
    return worker;
  }

  /**
   * @param {Worker} worker
   * @param {{ event?: string, id: number, value?: unknown, error?: string }} data
   */
  #answer(worker, { event, id, value, error }) {
    if (event) return this.#workers.has(worker) ? this.#onEvent({ error }) : undefined;
    const job = this.#workers.get(worker);
    if (!job || job.id !== id) return;
    this.#workers.set(worker, null);
    settle(job, () => (error === undefined ? job.resolve(value) : job.reject(new EngineError(error))));
    this.#next();
  }

  /** @param {Worker} worker @param {string} reason */
  #lose(worker, reason) {
    const job = this.#workers.get(worker);
    if (job === undefined) return;
    this.#end(worker);
    this.#onEvent({ error: reason }); // the next worker will say so if it does better
    if (job) settle(job, () => job.reject(new EngineError(reason)));
    this.#next();
  }

  /** @param {Job} job */
  #abort(job) {
    // A running read cannot be interrupted, only left: the rest of the queue gets a new worker.
    for (const [worker, running] of this.#workers) if (running === job) this.#end(worker);
    this.#queue.delete(job);
    settle(job, () => job.reject(job.signal?.reason));
    this.#next();
  }

  #endIdle() {
    for (const [worker, job] of this.#workers) if (job === null) this.#end(worker);
  }

  /** @param {Worker} worker */
  #end(worker) {
    worker.terminate();
    this.#workers.delete(worker);
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
