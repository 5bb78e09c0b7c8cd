// What was kept, newest first, by day: the list, the search, and the buttons of each entry.

import { element } from './dialog.js';
import { mostEntries } from './history.js';
import { phrase } from './messages.js';
import { copyText } from './saving.js';
import { addStyle } from './styles.js';
import { numberFrom } from './typed-number.js';
import { confidenceInWords, summary } from './words.js';

/** @typedef {import('./history.js').Entry} Entry */
/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {{ entries: Entry[], isOn: boolean, problem: string | null }} Shown problem: a sentence */

const atOnce = 50; // entries; a button shows as many more
const columns = ['time', 'number', 'value', 'reading', 'corrected', 'confidence', 'refused', 'file'];

export class HistoryView {
  #root;
  #events;
  /** @type {Shown} */
  #shown = { entries: [], isOn: false, problem: null };
  #count = atOnce;
  /** @type {string[]} */
  #urls = [];
  #language = '';
  #parts = {
    what: element('p', { className: 'aside' }),
    keep: element('input', { type: 'checkbox', autocomplete: 'off' }),
    keepText: element('span'),
    search: element('input', { type: 'search', inputMode: 'numeric', autocomplete: 'off', dir: 'ltr', id: 'history-search' }),
    searchText: element('label', { htmlFor: 'history-search' }),
    save: element('button', { type: 'button', className: 'button small' }),
    forget: element('button', { type: 'button', className: 'button small' }),
    problem: element('p', { className: 'history-problem' }),
    status: element('p', { className: 'aside history-status' }),
    none: element('p', { className: 'history-none' }),
    list: element('div', { className: 'history-list' }),
    older: element('button', { type: 'button', className: 'button' }),
  };

  /**
   * @param {HTMLElement} root
   * @param {{ onSwitched: (isOn: boolean) => void, onRemoved: (entry: Entry) => Promise<void>, onSave: () => void, onForget: () => void }} events
   */
  constructor(root, events) {
    this.#root = root;
    this.#events = events;
    const { what, keep, keepText, search, searchText, save, forget, problem, status, none, list, older } = this.#parts;
    problem.setAttribute('role', 'alert');
    status.setAttribute('role', 'status');
    keep.addEventListener('change', () => events.onSwitched(keep.checked));
    search.addEventListener('input', () => this.#render());
    save.addEventListener('click', events.onSave);
    forget.addEventListener('click', events.onForget);
    older.addEventListener('click', () => {
      const first = this.#count;
      this.#count += atOnce;
      this.#render();
      /** @type {HTMLElement[]} */ ([...list.querySelectorAll('.history-entry')])[first]?.focus();
    });
    root.append(
      what,
      element('label', { className: 'check' }, keep, keepText),
      problem,
      element('div', { className: 'history-tools' }, element('div', { className: 'history-search' }, searchText, search), element('div', { className: 'group' }, save, forget)),
      status,
      none,
      list,
      older,
    );
    addStyle('css/history.css');
  }

  get isShown() {
    return this.#root.offsetParent !== null;
  }

  /** @param {Shown} shown */
  show(shown) {
    this.#shown = shown;
    if (this.isShown) this.#render();
  }

  /** @param {string} words what has just been done */
  say(words) {
    this.#parts.status.textContent = words;
  }

  /** All entries as rows of a table, one for each number. @returns {unknown[][]} */
  rows() {
    const rows = this.#shown.entries.flatMap(({ time, reading, typed, name }) =>
      reading.numbers.map(({ text, confidence, first, count }, index) => {
        const isRefused = reading.symbols.slice(first, first + count).some(({ refusal }) => refusal !== null);
        const corrected = typed[index] ?? null;
        return [new Date(time).toISOString(), index + 1, corrected ?? text, text, corrected ?? '', confidence.toFixed(6), isRefused ? 1 : 0, name ?? ''];
      }));
    return [columns, ...rows];
  }

  #render() {
    const { entries, isOn, problem } = this.#shown;
    const { what, keep, keepText, search, searchText, save, forget, none, list, older, status } = this.#parts;
    if (this.#language !== document.documentElement.lang) status.textContent = ''; // said in another
    this.#language = document.documentElement.lang;
    what.textContent = phrase('history.what', { count: mostEntries });
    keepText.textContent = phrase('history.keep');
    searchText.textContent = phrase('history.search');
    save.textContent = phrase('batch.save-csv');
    forget.textContent = phrase('history.forget');
    older.textContent = phrase('history.older');
    keep.checked = isOn;
    if (this.#parts.problem.textContent !== (problem ?? '')) this.#parts.problem.textContent = problem;

    const found = matching(entries, search.value);
    const isEmpty = entries.length === 0;
    /** @type {HTMLElement} */ (search.closest('.history-tools')).hidden = isEmpty;
    none.hidden = found.length > 0 || (isEmpty && problem !== null);
    none.textContent = phrase(!isEmpty ? 'history.none.found' : isOn ? 'history.none.on' : 'history.none.off');
    this.#fill(list, found.slice(0, this.#count));
    older.hidden = found.length <= this.#count;
  }

  /** @param {HTMLElement} list @param {Entry[]} entries */
  #fill(list, entries) {
    for (const url of this.#urls.splice(0)) URL.revokeObjectURL(url);
    /** @type {Map<string, Entry[]>} */
    const days = new Map();
    for (const entry of entries) {
      const day = new Date(entry.time).toDateString();
      days.set(day, [...(days.get(day) ?? []), entry]);
    }
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'short' });
    list.replaceChildren(...[...days.values()].map((ofDay) => element('section', {},
      element('h2', {}, dayInWords(ofDay[0].time)),
      element('ul', {}, ...ofDay.map((entry) => this.#row(entry, clock))),
    )));
  }

  /** @param {Entry} entry @param {Intl.DateTimeFormat} clock */
  #row(entry, clock) {
    const { id, time, reading, typed, name, picture } = entry;
    const text = element('span', { className: 'history-text', id: `history-${id}` }, textsOf(entry).join('\n'));
    const words = element('span', { className: reading.rejected ? 'history-words refused' : 'history-words' }, wordsOf(reading));
    const facts = element('span', { className: 'history-facts' }, element('time', { dateTime: new Date(time).toISOString() }, clock.format(time)));
    if (name) facts.append(element('span', { className: 'history-name' }, name));
    const correction = typed.some((each) => each !== null) ? [element('span', { className: 'history-words' }, phrase('aid.corrected', { text: reading.text }))] : [];
    const image = element('div', { className: 'history-picture' });
    if (picture) {
      const url = URL.createObjectURL(picture);
      this.#urls.push(url);
      image.append(element('img', { src: url, alt: '', loading: 'lazy', decoding: 'async' }));
    }
    const copy = button('copy', phrase('copy'), text);
    copy.addEventListener('click', async () => {
      this.say(phrase((await copyText(textsOf(entry).join('\n'))) ? 'copied' : 'copied.not'));
    });
    const remove = button('remove', phrase('review.remove'), text);
    remove.addEventListener('click', async () => {
      const place = this.#entryElements().findIndex((each) => each.contains(remove));
      await this.#events.onRemoved(entry);
      const left = this.#entryElements();
      (left[Math.min(place, left.length - 1)] ?? document.getElementById('history-title'))?.focus();
    });
    return element('li', { className: 'history-entry', tabIndex: -1 },
      image, element('div', { className: 'history-reading' }, text, ...correction, words, facts), element('div', { className: 'group' }, copy, remove));
  }

  #entryElements() {
    return /** @type {HTMLElement[]} */ ([...this.#parts.list.querySelectorAll('.history-entry')]);
  }
}

/** A button that is named by what it does and by the text it does it to. @param {string} id @param {string} label @param {HTMLElement} text */
function button(id, label, text) {
  const own = element('span', { id: `${text.id}-${id}` }, label);
  const created = element('button', { type: 'button', className: 'button quiet small' }, own);
  created.setAttribute('aria-labelledby', `${own.id} ${text.id}`);
  return created;
}

/** Those with a number that has these digits, and marks if there are any, in this order. @param {Entry[]} entries @param {string} wanted */
function matching(entries, wanted) {
  const number = numberFrom(wanted);
  if (number === null) return wanted.trim() === '' ? entries : [];
  const isBare = /^\d+$/.test(number);
  return entries.filter((entry) => textsOf(entry).some((text) => (isBare ? text.replace(/\D/g, '') : text).includes(number)));
}

/** What each number is taken for. @param {Entry} entry */
function textsOf({ reading, typed }) {
  return reading.numbers.map(({ text }, index) => typed[index] ?? text);
}

/** As under the answer of the sheet. @param {import('./history.js').KeptReading} kept */
function wordsOf(kept) {
  const reading = /** @type {Reading} */ (kept); // words ask for no glyphs and boxes
  return reading.numbers.length > 1 ? summary(reading) : confidenceInWords(reading);
}

/** "Today", or "Thursday, 26 November 2026". @param {number} time */
function dayInWords(time) {
  const { lang } = document.documentElement;
  const midnight = (/** @type {number} */ of) => new Date(of).setHours(0, 0, 0, 0);
  const daysAgo = Math.round((midnight(Date.now()) - midnight(time)) / 86_400_000); // days with a change of clocks are not as long
  if (daysAgo < 2) return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-daysAgo, 'day');
  return new Intl.DateTimeFormat(lang, { dateStyle: 'full' }).format(time);
}
