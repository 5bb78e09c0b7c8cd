// What lies on the sheet, what was read from it, and how to get back. The only module that asks the engine to read.
//
// Drawings are read live: at most one request is under way and the newest drawing wins. A picture is read as soon as it
// arrives, so that a damaged one can be refused before it replaces anything; its answer shows once it is asked for.

import { phrase } from './messages.js';
import { refusal, sentence } from './picture-file.js';

/** @typedef {import('./types.js').Point} Point */
/** @typedef {import('./types.js').Outcome} Outcome */
/** @typedef {import('./types.js').State} State */
/** @typedef {import('./engine.js').Engine} Engine */

const historyLimit = 100;

/** @type {State} */
const emptySheet = { source: { kind: 'empty' }, outcome: { kind: 'none' }, asked: false, typed: [], sheet: 0 };

/** @param {State} state */
const isDemo = ({ source }) => source.kind === 'drawing' && source.demo;

/** Events: `changed`; `refused` and `engine-failed` with a sentence as their detail. */
export class Session extends EventTarget {
  #engine;
  #state = emptySheet;
  /** @type {State[]} */
  #history = [];
  #pad = { penWidth: 22, width: 840, height: 560 };

  #penDown = false;
  #drawingChanged = false; // since the last request
  #drawingRead = false; // a request is under way
  /** @type {AbortController | null} */
  #pictureRead = null; // likewise
  #sheet = 0; // raised when another sheet takes the place of this one: late answers are dropped
  #sheets = 0; // begun so far
  /** @type {(() => void)[]} */
  #onIdle = [];

  /** @param {Engine} engine */
  constructor(engine) {
    super();
    this.#engine = engine;
  }

  get source() {
    return this.#state.source;
  }

  /** What may be shown: a picture's answer only after it was asked for. @returns {Outcome} */
  get outcome() {
    const { source, outcome, asked } = this.#state;
    return source.kind === 'picture' && !asked && outcome.kind === 'read' ? { kind: 'none' } : outcome;
  }

  /** By number, what a person typed; the readings stay beside it. */
  get typed() {
    return this.#state.typed;
  }

  /** What each number is taken for: what was typed, or else what was read. @returns {string[]} */
  get texts() {
    const { outcome, typed } = this;
    const read = outcome.kind === 'read' ? outcome.reading.numbers.map(({ text }) => text) : [];
    return Array.from({ length: Math.max(read.length, typed.length) }, (_, number) => typed[number] ?? read[number] ?? '').filter(Boolean);
  }

  /** Which sheet lies there: another number for each drawing and picture begun, the same again after undo. 0: none yet. */
  get sheet() {
    return this.#state.sheet;
  }

  get isEmpty() {
    return this.source.kind === 'empty' && this.typed.length === 0;
  }

  get pad() {
    return this.#pad;
  }

  get canUndo() {
    return this.#history.length > 0;
  }

  /** A stroke or a request is under way, or what lines are read with: the outcome is not final. */
  get busy() {
    const comes = this.#isPreliminary && this.#engine.lines === 'coming';
    return comes || this.#penDown || this.#drawingChanged || this.#drawingRead || this.#pictureRead !== null;
  }

  get #isPreliminary() {
    const { outcome } = this.#state;
    return outcome.kind === 'read' && outcome.preliminary;
  }

  /** An answer was asked for and is not there yet. */
  get waiting() {
    return this.#state.asked && this.busy && this.#state.outcome.kind === 'none';
  }

  /** A stroke begins. A demonstration gives way to it and is not kept. @param {{ demo?: boolean }} [options] */
  beginStroke({ demo = false } = {}) {
    const takesOver = isDemo(this.#state) && !demo;
    if (!demo) this.#remember();
    if (takesOver) this.#replace(emptySheet);
    if (this.source.kind === 'empty') this.#state = { ...this.#state, sheet: ++this.#sheets };
    if (this.typed.length > 0) this.#state = { ...this.#state, typed: [] }; // typed about another drawing
    this.#penDown = true;
  }

  /**
   * The drawing as it is now.
   * @param {Point[][]} strokes
   * @param {{ demo?: boolean, finished?: boolean }} [options] finished: the pen is up
   */
  draw(strokes, { demo = false, finished = false } = {}) {
    if (finished) this.#penDown = false;
    this.#state = { ...this.#state, source: { kind: 'drawing', strokes, demo } };
    this.#readDrawing();
  }

  /** A person types a number, or takes back what was typed. @param {number} number its index @param {string | null} text */
  enter(number, text) {
    if ((this.typed[number] ?? null) === text) return;
    this.#remember();
    const typed = Array.from({ length: Math.max(this.typed.length, number + 1) }, (_, each) => (each === number ? text : (this.typed[each] ?? null)));
    this.#state = { ...this.#state, typed: typed.some((each) => each !== null) ? typed : [] };
    this.#changed();
  }

  /** The pen touched down for nothing: a tap that chose a digit. */
  cancelStroke() {
    this.undo({ penDown: true });
  }

  /** Another pen or another shape of the pad. @param {{ penWidth?: number, width?: number, strokes?: Point[][] }} pad */
  setPad({ strokes, ...pad }) {
    this.#pad = { ...this.#pad, ...pad };
    const { source } = this.#state;
    if (source.kind !== 'drawing') return this.#changed();
    if (strokes) this.#state = { ...this.#state, source: { ...source, strokes } };
    this.#readDrawing();
  }

  /**
   * A picture arrives: it is checked, shown and read.
   * @param {Blob} blob
   * @param {{ name?: string, ask?: boolean }} [options] name: none when pasted; ask: show the answer without Predict
   * @returns {Promise<boolean>} whether it was taken
   */
  async open(blob, { name, ask = false } = {}) {
    const reason = await refusal(blob, name);
    if (reason !== null) {
      this.#emit('refused', reason);
      return false;
    }
    const before = this.#state;
    this.#remember();
    this.#replace({ source: { kind: 'picture', blob, name }, outcome: { kind: 'none' }, asked: ask, typed: [], sheet: ++this.#sheets });
    const error = await this.#readPicture();
    if (!error) return true;
    const isBlank = error.code === 'no_ink'; // a sound picture: it stays
    if (!isBlank) {
      this.#history.pop();
      this.#restore(before);
    }
    this.#emit('refused', sentence(error, name));
    return isBlank;
  }

  /** Asks for the answer. Resolves when it is there, or when there cannot be one. */
  async predict() {
    const { source, outcome } = this.#state;
    if (source.kind === 'empty') return;
    this.#state = { ...this.#state, asked: true };
    if (isDemo(this.#state)) this.#state = { ...this.#state, source: /** @type {any} */ ({ ...source, demo: false }) };
    if (source.kind === 'drawing' || outcome.kind === 'none') this.refresh();
    this.#changed();
    if (this.busy) await new Promise((resolve) => this.#onIdle.push(() => resolve(undefined)));
  }

  /** Reads the sheet again if it lacks an answer or a final one: the engine was away, or reads more than before. */
  async refresh() {
    const { source, outcome } = this.#state;
    if (source.kind === 'drawing') this.#readDrawing();
    const isFinal = outcome.kind !== 'none' && !this.#isPreliminary;
    if (source.kind !== 'picture' || isFinal || this.#pictureRead) return;
    const error = await this.#readPicture();
    if (error) this.#emit('refused', sentence(error, source.name));
  }

  clear() {
    if (this.isEmpty) return;
    if (!isDemo(this.#state)) this.#remember();
    this.#replace(emptySheet);
  }

  undo({ penDown = false } = {}) {
    if (this.#penDown !== penDown) return;
    const state = this.#history.pop();
    if (state) this.#restore(state);
  }

  #remember() {
    this.#history.push(isDemo(this.#state) ? emptySheet : this.#state);
    if (this.#history.length > historyLimit) this.#history.shift();
  }

  /** @param {State} state */
  #restore(state) {
    this.#replace(state);
    this.refresh();
  }

  /** @param {State} state */
  #replace(state) {
    this.#sheet += 1;
    this.#penDown = false;
    this.#drawingChanged = false;
    this.#pictureRead?.abort();
    this.#pictureRead = null;
    this.#state = state;
    this.#changed();
  }

  /** @returns {Promise<{ code: string, message: string } | null>} the engine's refusal */
  async #readPicture() {
    const { source } = this.#state;
    if (source.kind !== 'picture') return null;
    const abort = new AbortController();
    this.#pictureRead = abort;
    this.#changed();
    try {
      const bytes = await source.blob.arrayBuffer();
      const { reading, milliseconds, preliminary } = await this.#engine.readPicture(bytes, { signal: abort.signal });
      if (abort.signal.aborted) return null;
      this.#pictureRead = null;
      const error = 'error' in reading ? reading.error : null;
      /** @type {Outcome} */
      const outcome =
        'error' in reading
          ? { kind: 'unreadable', message: () => sentence(reading.error, source.name) }
          : { kind: 'read', reading, milliseconds, preliminary };
      this.#state = { ...this.#state, outcome };
      this.#changed();
      return error;
    } catch (error) {
      if (abort.signal.aborted) return null;
      this.#pictureRead = null;
      this.#engineFailed(error);
      return null;
    }
  }

  #readDrawing() {
    this.#drawingChanged = true;
    this.#changed();
    if (!this.#drawingRead) this.#readNewestDrawing();
  }

  async #readNewestDrawing() {
    this.#drawingRead = true;
    while (this.#drawingChanged && this.source.kind === 'drawing') {
      this.#drawingChanged = false;
      const sheet = this.#sheet;
      try {
        const { reading, milliseconds, preliminary } = await this.#engine.readStrokes(this.source.strokes, this.#pad);
        if (sheet !== this.#sheet) continue;
        /** @type {Outcome} */
        const outcome =
          'error' in reading
            ? { kind: 'unreadable', message: () => phrase('answer.no-ink') }
            : { kind: 'read', reading, milliseconds, preliminary };
        this.#state = { ...this.#state, outcome };
        this.#changed();
      } catch (error) {
        this.#drawingChanged = false;
        this.#engineFailed(error);
      }
    }
    this.#drawingRead = false;
    this.#changed();
  }

  /** @param {unknown} error */
  #engineFailed(error) {
    this.#emit('engine-failed', error instanceof Error ? error.message : String(error));
    this.#changed();
  }

  #changed() {
    this.#emit('changed');
    if (!this.busy) for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** @param {string} type @param {string} [detail] */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
