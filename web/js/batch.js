// Many pictures: each is checked, hashed and read, some at a time; what went wrong with one is its own affair. What a
// person corrected is kept beside what was read.

import { anyNumber, fits, validate } from './fields.js';
import { formatTime } from './messages.js';
import { check, sentence } from './picture-file.js';
import { symbolsOf } from './reading.js';

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./engine.js').Engine} Engine */
/**
 * @typedef {object} Item
 * @property {string} name
 * @property {Blob} blob
 * @property {'waiting' | 'reading' | 'read' | 'failed'} progress
 * @property {Reading | null} reading without glyphs
 * @property {() => string} reason why it failed, in the language of the moment
 * @property {boolean} blank a sound picture in which no number was found
 * @property {string | null} entered the number that a person found in a blank picture
 * @property {boolean} mayRetry the engine was away: nothing is wrong with the picture
 * @property {string | null} hash SHA-256 of its bytes in hexadecimal
 * @property {Item | null} original an earlier picture of the same bytes
 * @property {number} milliseconds
 * @property {string[][] | null} texts by number and symbol, once a person changed one
 * @property {boolean} checked a person said it is right
 * @property {import('./types.js').FieldReading[] | null} fields what the field makes of its numbers; null: no field, or not yet
 */
/** @typedef {'waiting' | 'reading' | 'read' | 'doubtful' | 'refused' | 'failed' | 'checked'} ItemState */

const hiddenFile = /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini)$/i;
const lanes = Math.min(navigator.hardwareConcurrency || 1, 4) + 1; // one more than the engine's workers: the next file is at hand
const fewestForEstimate = 3;
const noReason = () => '';

/** Events: `changed`. */
export class Batch extends EventTarget {
  #engine;
  /** @type {Item[]} */
  items = [];
  threshold = 0.9; // numbers at least this sure count as accepted unseen
  /** What all numbers are known to be. */
  field = anyNumber;
  /** Their numbers are to be set beside the field. @type {Set<Item>} */
  #unvalidated = new Set();
  /** Resolves when none is left. @type {Promise<void> | null} */
  #validating = null;
  /** @type {AbortController | null} */
  #run = null;
  #lanes = 0;
  #startedAt = 0;
  #finished = 0; // in this run
  /** @type {Map<string, Item>} */
  #byHash = new Map();

  /** @param {Engine} engine */
  constructor(engine) {
    super();
    this.#engine = engine;
  }

  get running() {
    return this.#run !== null;
  }

  get waiting() {
    return this.items.filter(({ progress }) => progress === 'waiting' || progress === 'reading').length;
  }

  /** Seconds until all are read, or null when that cannot be said yet. */
  get secondsLeft() {
    if (!this.running || this.#finished < fewestForEstimate) return null;
    return (((performance.now() - this.#startedAt) / this.#finished) * this.waiting) / 1000;
  }

  /** @param {{ name: string, blob: Blob }[]} files */
  add(files) {
    const wanted = files.filter(({ name }) => !hiddenFile.test(name));
    this.items.push(
      ...wanted.map(({ name, blob }) => ({
        name, blob, progress: /** @type {const} */ ('waiting'), reading: null, reason: noReason, blank: false, entered: null,
        mayRetry: false, hash: null,
        original: null, milliseconds: 0, texts: null, checked: false, fields: null,
      })),
    );
    this.start();
  }

  /** Reads what waits, and what only the engine's absence prevented. */
  start() {
    for (const item of this.items) if (item.progress === 'failed' && item.mayRetry) Object.assign(item, { progress: 'waiting', reason: noReason, mayRetry: false });
    if (!this.#run) {
      this.#run = new AbortController();
      this.#lanes = 0;
      this.#startedAt = performance.now();
      this.#finished = 0;
    }
    const { signal } = this.#run;
    const missing = lanes - this.#lanes;
    this.#lanes = lanes;
    for (let lane = 0; lane < missing; lane += 1) this.#runLane(signal);
    this.changed();
  }

  /** At once: what is being read goes back to the queue. */
  stop() {
    this.#run?.abort();
    this.#run = null;
    for (const item of this.items) if (item.progress === 'reading') item.progress = 'waiting';
    this.changed();
  }

  clear() {
    this.stop();
    this.items = [];
    this.#byHash.clear();
    this.changed();
  }

  /** @param {string} field as the engine names it */
  useField(field) {
    this.field = field;
    for (const item of this.items) item.fields = null;
    this.#unvalidated = new Set(field === anyNumber ? [] : this.items);
    this.#validateAll();
    this.changed();
  }

  /** What an item's numbers are taken for is now another. @param {Item} item */
  corrected(item) {
    if (this.field !== anyNumber) this.#unvalidated.add(item);
    this.#validateAll();
    this.changed();
  }

  /** Resolves when all that was read is set beside the field. */
  async validated() {
    await this.#validating;
  }

  #validateAll() {
    this.#validating ??= this.#validateEach().finally(() => {
      this.#validating = null;
      if (this.#unvalidated.size > 0) this.#validateAll();
    });
  }

  /** One after the other, so that they do not hold up the page. */
  async #validateEach() {
    for (let [item] = this.#unvalidated; item; [item] = this.#unvalidated) {
      const { field } = this;
      this.#unvalidated.delete(item);
      const known = knownNumbers(item);
      const fields = known.length === 0 ? null : await validate(this.#engine, known, field).catch(() => null);
      if (field !== this.field || this.#unvalidated.has(item)) continue; // asked again meanwhile
      item.fields = fields;
      this.changed();
    }
  }

  changed() {
    this.dispatchEvent(new Event('changed'));
  }

  /** @param {AbortSignal} signal */
  async #runLane(signal) {
    for (let item = this.#next(); item; item = this.#next()) {
      item.progress = 'reading';
      this.changed();
      const outcome = await this.#read(item, signal).catch((error) => ({
        progress: /** @type {const} */ ('failed'),
        reason: () => (error instanceof Error ? error.message : String(error)),
        mayRetry: true,
      }));
      if (signal.aborted) return;
      Object.assign(item, outcome);
      this.#finished += 1;
      this.corrected(item);
    }
    this.#lanes -= 1;
    if (this.#lanes === 0) this.#run = null;
    this.changed();
  }

  #next() {
    return this.items.find(({ progress }) => progress === 'waiting');
  }

  /** @param {Item} item @param {AbortSignal} signal @returns {Promise<Partial<Item>>} what is known of it now */
  async #read(item, signal) {
    const refused = (/** @type {{ code: string, message: string }} */ error) => ({
      progress: /** @type {const} */ ('failed'), reason: () => sentence(error, item.name),
    });
    const error = await check(item.blob, item.name);
    if (error) return refused(error);
    const bytes = await item.blob.arrayBuffer();
    const hash = await sha256(bytes);
    if (signal.aborted) return {};
    const twin = hash === null ? null : this.#twinOf(item, hash);
    const known = { hash, mayRetry: false };
    if (twin?.reading) return { ...known, progress: 'read', reading: twin.reading, milliseconds: 0 };
    const { reading, milliseconds } = await this.#engine.readPicture(bytes, { signal, batch: true });
    if ('error' in reading) return { ...known, ...refused(reading.error), blank: reading.error.code === 'no_ink', milliseconds };
    return { ...known, progress: 'read', reading: withoutGlyphs(reading), milliseconds };
  }

  /**
   * Of pictures of the same bytes the first in the list is the original, whichever was hashed first.
   * @param {Item} item @param {string} hash @returns {Item | null} the original until now, of another item
   */
  #twinOf(item, hash) {
    const twin = this.#byHash.get(hash) ?? item;
    const isFirst = twin === item || this.items.indexOf(item) < this.items.indexOf(twin);
    if (isFirst) this.#byHash.set(hash, item);
    if (twin === item) return null;
    if (!isFirst) item.original = twin;
    else for (const other of this.items) if (other === twin || other.original === twin) other.original = item;
    return twin;
  }
}

/** @param {Item} item @param {number} threshold @returns {ItemState} */
export function stateOf({ progress, reading, checked, fields }, threshold) {
  if (checked) return 'checked';
  if (progress !== 'read' || !reading) return progress;
  if (reading.rejected) return 'refused';
  return reading.numbers.some(({ confidence }, number) => confidence < threshold || !fits(fields?.[number])) ? 'doubtful' : 'read';
}

/** An item's numbers as they are validated: what a person corrected or checked is certain. @param {Item} item */
export function knownNumbers(item) {
  const { reading, entered, checked } = item;
  if (entered !== null) return [entered];
  return (reading?.numbers ?? []).map(({ text, confidence }, number) => {
    const taken = textOf(item, number);
    return checked || taken !== text ? taken : { symbols: symbolsOf(/** @type {Reading} */ (reading), number), confidence };
  });
}

/** What one of the numbers is taken for: the correction, or else what was read. @param {Item} item @param {number} number */
export function textOf({ texts, reading }, number) {
  return texts ? texts[number].join('') : (reading?.numbers[number].text ?? '');
}

/** Whether a person can look through it: it was read, or holds nothing that the reader saw. @param {Item} item */
export function isReviewable({ reading, blank }) {
  return reading !== null || blank;
}

/** All numbers of a picture. @param {Item} item */
export function allText(item) {
  if (item.entered !== null) return item.entered;
  return (item.reading?.numbers ?? []).map((_, number) => textOf(item, number)).filter(Boolean).join(' ');
}

/**
 * What accepting every number from a confidence on would mean: how many that are, and how many of them are expected to
 * be wrong, which calibrated confidences tell: the sum of 1 - confidence. Those that a person checked are accepted and right;
 * those that their field does not allow, or only when changed, are not accepted unseen.
 * @param {Item[]} items
 * @param {number} threshold
 */
export function acceptance(items, threshold) {
  const result = { numbers: 0, accepted: 0, expectedErrors: 0 };
  for (const { reading, checked, entered, fields } of items) {
    if (entered !== null) {
      result.numbers += 1;
      if (checked) result.accepted += 1;
    }
    for (const [number, { confidence, first, count }] of (reading?.numbers ?? []).entries()) {
      result.numbers += 1;
      const isRefused = reading?.symbols.slice(first, first + count).some(({ refusal: refused }) => refused !== null);
      if (!checked && (isRefused || confidence < threshold || !fits(fields?.[number]))) continue;
      result.accepted += 1;
      if (!checked) result.expectedErrors += 1 - confidence;
    }
  }
  return result;
}

const ranks = { refused: 0, doubtful: 1, read: 2, failed: 3, reading: 4, waiting: 5, checked: 6 };

/** What needs a look first, the least sure first of all. @param {Item[]} items @param {number} threshold */
export function doubtfulFirst(items, threshold) {
  const keyed = items.map((item) => ({
    item,
    rank: ranks[stateOf(item, threshold)],
    least: Math.min(1, ...(item.reading?.numbers ?? []).map(({ confidence }, number) => {
      const field = item.fields?.[number];
      return field && !fits(field) ? Math.min(confidence, field.confidence) : confidence;
    })),
  }));
  return keyed.sort((a, b) => a.rank - b.rank || a.least - b.least).map(({ item }) => item);
}

/** Thousands of pages are kept: of a symbol, what the network saw is the largest part. @param {Reading} reading @returns {Reading} */
function withoutGlyphs(reading) {
  return { ...reading, symbols: reading.symbols.map((symbol) => ({ ...symbol, glyph: new Uint8Array() })) };
}

/** @param {ArrayBuffer} bytes @returns {Promise<string | null>} null where the browser keeps hashing to secure hosts */
async function sha256(bytes) {
  if (!crypto.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** How long it will take, in words. @param {number} seconds */
export function timeLeft(seconds) {
  if (seconds < 90) return formatTime(Math.max(1, Math.ceil(seconds)), 'second');
  return formatTime(Math.round(seconds / 60), 'minute');
}
