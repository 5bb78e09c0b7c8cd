// The list of the numbers of a reading, line by line, when there is more than one. Rows are made once and used again, so
// that a drawing can be read thirty times a second, and in slices, so that a page of hundreds does not hold up the pen.

import { phrase } from './messages.js';
import { numberOf, symbolsOf } from './reading.js';
import { movedTo, reveal, setText } from './result-view.js';
import { inSlices } from './slices.js';
import { confidenceBriefly, judgement } from './words.js';

/** @typedef {import('./types.js').Reading} Reading */

const rowsAtOnce = 20;

export class NumbersView {
  #list;
  #onSelected;
  /** @type {{ row: HTMLElement, line: HTMLElement, text: HTMLElement, words: HTMLElement }[]} */
  #rows = [];
  /** @type {Reading | null} */
  #reading = null;
  /** @type {(string | null)[]} by number, what a person typed */
  #typed = [];
  #selected = -1;
  /** @type {HTMLElement | null} the row shown as selected */
  #marked = null;
  #stopFilling = () => {};

  /**
   * @param {HTMLElement} list
   * @param {(symbol: number) => void} onSelected a number was chosen; the first of its symbols that needs a look
   */
  constructor(list, onSelected) {
    this.#list = list;
    this.#onSelected = onSelected;
    list.addEventListener('keydown', (event) => {
      const next = movedTo(event, this.#selected, this.#rows.length);
      if (next === null) return;
      event.preventDefault();
      this.#choose(next);
      this.#rows[next].row.focus({ preventScroll: true });
    });
    list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest('[role=option]') : null;
      const index = this.#rows.findIndex((each) => each.row === row);
      if (index >= 0) this.#choose(index);
    });
  }

  /** @param {Reading | null} reading @param {number} symbol the one in focus @param {(string | null)[]} typed by number */
  show(reading, symbol, typed) {
    const several = reading && reading.numbers.length > 1 ? reading : null;
    const isOther = several !== this.#reading || typed !== this.#typed;
    this.#list.hidden = !several;
    this.#typed = typed;
    if (isOther) this.#fill(several);
    if (several) this.#mark(numberOf(several, symbol));
  }

  /** What is shown next is written anew, in another language. */
  forget() {
    this.#reading = null;
  }

  /** @param {Reading | null} reading */
  #fill(reading) {
    this.#stopFilling();
    this.#reading = reading;
    const count = reading?.numbers.length ?? 0;
    for (const { row } of this.#rows.splice(count)) row.remove();
    this.#unmark();
    if (!reading) return;
    this.#stopFilling = inSlices(count, rowsAtOnce, (from, to) => {
      this.#fillRows(reading, from, to);
      if (this.#selected >= from && this.#selected < to) this.#mark(this.#selected);
    });
  }

  /** @param {Reading} reading @param {number} from @param {number} to */
  #fillRows(reading, from, to) {
    const missing = Array.from({ length: Math.max(0, to - this.#rows.length) }, newRow);
    this.#list.append(...missing.map(({ row }) => row));
    this.#rows.push(...missing);
    for (let index = from; index < to; index += 1) {
      const { row, line, text, words } = this.#rows[index];
      const number = reading.numbers[index];
      const judged = { symbols: symbolsOf(reading, index), confidence: number.confidence };
      const startsLine = index === 0 || reading.numbers[index - 1].line !== number.line;
      const typed = this.#typed[index] ?? null;
      row.className = `number-row ${typed === null ? judgement(judged) : 'corrected'}${startsLine ? ' starts-line' : ''}`;
      setText(line, startsLine ? phrase('numbers.line', { number: number.line + 1 }) : '');
      setText(text, typed ?? number.text);
      setText(words, typed === null ? confidenceBriefly(judged) : phrase('review.was', { text: number.text }));
    }
  }

  /** @param {number} index */
  #mark(index) {
    this.#selected = index;
    const row = this.#rows[index]?.row; // missing while the rows before it are being made
    if (!row || row === this.#marked) return;
    this.#unmark();
    row.setAttribute('aria-selected', 'true');
    row.tabIndex = 0;
    this.#marked = row;
    reveal(this.#list, row);
  }

  #unmark() {
    this.#marked?.setAttribute('aria-selected', 'false');
    if (this.#marked) this.#marked.tabIndex = -1;
    this.#marked = null;
  }

  /** @param {number} index */
  #choose(index) {
    if (!this.#reading) return;
    const symbols = symbolsOf(this.#reading, index);
    const worst = symbols.findIndex(({ refusal }) => refusal !== null);
    this.#onSelected(this.#reading.numbers[index].first + Math.max(0, worst));
  }
}

function newRow() {
  const row = document.createElement('div');
  row.setAttribute('role', 'option');
  row.setAttribute('aria-selected', 'false');
  row.tabIndex = -1;
  const [line, text, words] = ['line', 'number-text', 'number-words'].map((name) => {
    const cell = document.createElement('span');
    cell.className = name;
    row.append(cell, ' ');
    return cell;
  });
  return { row, line, text, words };
}
