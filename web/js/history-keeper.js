// Keeps what stands on the sheet once it stands still: a sheet's last state takes the place of its earlier one.

import { HistoryError, keepEntry } from './history.js';
import { PictureMaker } from './picture-maker.js';

/** @typedef {import('./history.js').Entry} Entry */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {{ sheet: number, entry: Omit<Entry, 'id' | 'picture'>, source: import('./picture-maker.js').PictureSource }} Pending */

const stillAfter = 600; // milliseconds: another stroke may follow
const longestSide = 320; // pixels of a kept picture

/** Events: `kept`; `failed` with a HistoryError as its detail. */
export class HistoryKeeper extends EventTarget {
  #session;
  #isOn;
  #pictures = new PictureMaker();
  /** @type {Pending | null} */
  #pending = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** What was taken up last, by sheet. @type {Map<number, string>} */
  #seen = new Map();
  /** Of entries, by sheet. @type {Map<number, number>} */
  #ids = new Map();
  #writing = Promise.resolve();

  /** @param {Session} session @param {() => boolean} isOn whether anything may be kept now; another tab may have changed it */
  constructor(session, isOn) {
    super();
    this.#session = session;
    this.#isOn = isOn;
    session.addEventListener('changed', () => this.look());
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#keepPending(); // nothing may run afterwards
    });
  }

  /** Takes up what stands on the sheet, if it is finished and new. */
  look() {
    const { source, outcome, typed, busy, sheet } = this.#session;
    if (this.#pending && this.#pending.sheet !== sheet) this.#keepPending();
    const isDemo = source.kind === 'drawing' && source.demo;
    if (!this.#isOn() || busy || isDemo || source.kind === 'empty' || outcome.kind !== 'read') return;
    const { text, confidence, rejected, numbers, symbols } = outcome.reading;
    const seen = JSON.stringify([text, confidence, typed]);
    if (seen === this.#seen.get(sheet)) return;
    this.#seen.set(sheet, seen);
    this.#pending = {
      sheet,
      entry: {
        time: Date.now(),
        reading: { text, confidence, rejected, numbers, symbols: symbols.map(({ glyph, box, ...kept }) => kept) },
        typed,
        name: source.kind === 'picture' ? (source.name ?? null) : null,
      },
      source: source.kind === 'picture' ? source.blob : { strokes: source.strokes, pad: this.#session.pad },
    };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keepPending(), stillAfter);
  }

  /** Takes up nothing more; resolves when nothing is being written. Once it is on again, every sheet is new. */
  async stop() {
    clearTimeout(this.#timer);
    this.#pending = null;
    this.#pictures.stop();
    await this.#writing;
    this.#seen.clear();
    this.#ids.clear();
  }

  #keepPending() {
    clearTimeout(this.#timer);
    const pending = this.#pending;
    this.#pending = null;
    if (pending) this.#writing = this.#writing.then(() => this.#write(pending));
  }

  /** @param {Pending} pending */
  async #write({ sheet, entry, source }) {
    const picture = await this.#pictures.make(source, { longest: longestSide, type: 'image/png' });
    if (!this.#isOn()) return; // turned off meanwhile
    try {
      const id = this.#ids.get(sheet);
      this.#ids.set(sheet, await keepEntry({ ...entry, picture, ...(id === undefined ? {} : { id }) }));
      this.dispatchEvent(new Event('kept'));
    } catch (error) {
      this.#seen.delete(sheet); // to be tried again
      if (error instanceof HistoryError) this.dispatchEvent(new CustomEvent('failed', { detail: error }));
      else throw error;
    }
  }
}
