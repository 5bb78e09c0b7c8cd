// The table of a batch. Only the rows that can be seen exist: the list is as high as all of them, each has its place.

import { acceptance, allText, doubtfulFirst, isReviewable, stateOf, timeLeft } from './batch.js';
import { anyNumber, briefVerdict } from './fields.js';
import { formatDecimal, phrase } from './messages.js';
import { setText } from './result-view.js';
import { Thumbnails } from './thumbnails.js';
import { formatPercent } from './words.js';

/** @typedef {import('./batch.js').Item} Item */
/** @typedef {import('./batch.js').Batch} Batch */

const rowHeight = 64; // as in style.css
const spareRows = 6; // above and below what is seen
const cellNames = ['thumbnail', 'file-name', 'file-reading', 'file-value', 'file-confidence', 'file-state'];

export class BatchView {
  #batch;
  #elements;
  #thumbnails = new Thumbnails();
  /** @type {Map<number, ReturnType<typeof newRow>>} by place in the table */
  #rows = new Map();
  /** @type {Item[]} in the order shown */
  order = [];
  #pending = false;
  #wasRunning = false;
  #valueHead = document.createElement('div');

  /**
   * @param {Batch} batch
   * @param {{ rows: HTMLElement, table: HTMLElement, head: HTMLElement, empty: HTMLElement, progress: HTMLProgressElement,
   *   status: HTMLElement, spoken: HTMLElement, stop: HTMLButtonElement, clear: HTMLButtonElement, review: HTMLButtonElement,
   *   threshold: HTMLInputElement, thresholdLabel: HTMLElement, accepted: HTMLElement, doubtfulFirst: HTMLInputElement,
   *   results: HTMLElement }} elements
   * @param {(item: Item) => void} onOpened
   */
  constructor(batch, elements, onOpened) {
    this.#batch = batch;
    this.#elements = elements;
    const { rows, threshold, doubtfulFirst: sorted, head } = elements;
    this.#valueHead.setAttribute('role', 'columnheader');
    head.querySelector('.file-confidence')?.before(this.#valueHead);
    batch.addEventListener('changed', () => this.#later());
    addEventListener('scroll', () => this.#showRows(), { passive: true });
    addEventListener('resize', () => this.#showRows());
    threshold.addEventListener('input', () => {
      batch.threshold = 1 - 10 ** (-threshold.valueAsNumber / 100); // even steps towards certainty: 90, 99, 99.9 %
      batch.changed();
    });
    sorted.addEventListener('change', () => this.render());
    rows.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      const index = [...this.#rows].find(([, row]) => row.open === button)?.[0];
      if (button && index !== undefined) onOpened(this.order[index]);
    });
    this.render();
  }

  /** Ten times a second at most: a fast engine finishes more. */
  #later() {
    if (this.#pending) return;
    this.#pending = true;
    setTimeout(() => {
      this.#pending = false;
      this.render();
    }, 100);
  }

  render() {
    const { items, threshold, running, field } = this.#batch;
    const { rows, table, empty, stop, clear, review, results } = this.#elements;
    this.order = this.#elements.doubtfulFirst.checked ? doubtfulFirst(items, threshold) : items;
    const isEmpty = items.length === 0;
    if (isEmpty) this.#thumbnails.clear();
    table.setAttribute('aria-rowcount', String(items.length + 1));
    table.classList.toggle('with-field', field !== anyNumber);
    this.#valueHead.hidden = field === anyNumber;
    setText(this.#valueHead, phrase('batch.value'));
    rows.style.height = `${items.length * rowHeight}px`;
    empty.hidden = !isEmpty;
    for (const element of [table, results]) element.classList.toggle('void', isEmpty);
    stop.disabled = !running && this.#batch.waiting === 0 && !items.some(({ mayRetry }) => mayRetry);
    setText(stop, phrase(running ? 'batch.stop' : 'batch.go-on'));
    if (stop.disabled) setText(stop, phrase('batch.stop'));
    clear.disabled = isEmpty;
    review.disabled = !items.some(isReviewable);
    this.#showProgress();
    this.#showAcceptance();
    this.#showRows();
  }

  #showProgress() {
    const { progress, status, spoken } = this.#elements;
    const { items, running, waiting, secondsLeft } = this.#batch;
    const [count, done] = [items.length, items.length - waiting];
    progress.max = Math.max(1, count);
    progress.value = done;
    const parts = count === 0 ? [] : [phrase('batch.progress', { done, count })];
    if (secondsLeft !== null && waiting > 0) parts.push(phrase('batch.left', { time: timeLeft(secondsLeft) }));
    if (!running && waiting > 0) parts.push(phrase('batch.stopped'));
    setText(status, parts.join(' · '));
    // Said when it begins and ends, not all the time.
    if (running === this.#wasRunning) return;
    this.#wasRunning = running;
    if (running) setText(spoken, phrase('batch.started', { count: waiting }));
    else setText(spoken, waiting > 0 ? phrase('batch.stopped') : phrase('batch.done', { count }));
  }

  #showAcceptance() {
    const { threshold, thresholdLabel, accepted: output } = this.#elements;
    const { numbers, accepted, expectedErrors } = acceptance(this.#batch.items, this.#batch.threshold);
    const percent = formatPercent(this.#batch.threshold);
    setText(thresholdLabel, phrase('batch.threshold', { percent }));
    const errors = expectedErrors > 0 && expectedErrors < 0.1 ? phrase('batch.under', { number: 0.1 }) : formatDecimal(expectedErrors, 1);
    const text = phrase('batch.accepted', { accepted, count: numbers, errors });
    setText(output, text);
    threshold.setAttribute('aria-valuetext', `${percent}: ${text}`);
  }

  #showRows() {
    const { rows } = this.#elements;
    const top = rows.getBoundingClientRect().top;
    const from = Math.max(0, Math.floor(-top / rowHeight) - spareRows);
    const to = rows.offsetParent ? Math.min(this.order.length, Math.ceil((innerHeight - top) / rowHeight) + spareRows) : 0;
    for (const [index, { row }] of this.#rows) {
      const isGone = index >= this.order.length;
      if (!isGone && ((index >= from && index < to) || row.contains(document.activeElement))) continue;
      row.remove();
      this.#rows.delete(index);
    }
    for (let index = from; index < to; index += 1) {
      let row = this.#rows.get(index);
      if (!row) {
        row = newRow(index);
        this.#rows.set(index, row);
        rows.append(row.row);
      }
      this.#fill(row, this.order[index]);
    }
  }

  /** @param {ReturnType<typeof newRow>} row @param {Item} item */
  #fill({ row, open, name, cells }, item) {
    const [thumbnail, , reading, value, confidence, state] = cells;
    const kind = stateOf(item, this.#batch.threshold);
    row.className = `batch-row ${kind}`;
    this.#thumbnails.show(thumbnail, item.blob);
    setText(name, item.name);
    open.disabled = !isReviewable(item);
    open.setAttribute('aria-label', isReviewable(item) ? phrase('batch.open', { name: item.name }) : item.name);
    const text = allText(item);
    setText(reading.children[0], text);
    const corrected = item.reading && text !== item.reading.text ? phrase('batch.was', { text: item.reading.text }) : '';
    setText(reading.children[1], item.reason() || corrected);
    reading.title = item.reason();
    const { kind: validity, value: meaning, words } = briefVerdict(item.fields ?? []);
    value.hidden = this.#batch.field === anyNumber;
    value.className = `file-value ${validity}`;
    setText(value.children[0], meaning);
    setText(value.children[1], words);
    value.title = [meaning, words].filter(Boolean).join(' · ');
    setText(confidence, item.reading && !item.reading.rejected ? formatPercent(item.reading.confidence) : '');
    setText(state.children[0], phrase(/** @type {import('./messages.js').MessageKey} */ (`state.${kind}`)));
    setText(state.children[1], item.original ? phrase('batch.duplicate', { name: item.original.name }) : '');
  }

  /** Brings a picture's row into view and its button into focus. @param {Item} item */
  focus(item) {
    const index = this.order.indexOf(item);
    if (index < 0) return;
    const top = this.#elements.rows.getBoundingClientRect().top + scrollY + index * rowHeight;
    if (top < scrollY || top > scrollY + innerHeight - rowHeight) scrollTo(0, top - innerHeight / 2);
    this.#showRows();
    this.#rows.get(index)?.open.focus({ preventScroll: true });
  }
}

/** @param {number} index */
function newRow(index) {
  const row = document.createElement('div');
  row.setAttribute('role', 'row');
  row.setAttribute('aria-rowindex', String(index + 2));
  row.style.top = `${index * rowHeight}px`;
  const cells = cellNames.map((className) => {
    const cell = document.createElement('div');
    cell.setAttribute('role', 'cell');
    cell.className = className;
    row.append(cell);
    return cell;
  });
  const open = document.createElement('button');
  open.type = 'button';
  const name = document.createElement('span');
  open.append(name);
  cells[1].append(open);
  for (const n of [2, 3, 5]) cells[n].append(document.createElement('span'), document.createElement('small'));
  return { row, open, name, cells };
}
