// One picture of a batch at a time: its numbers are looked through and put right, by keys alone or by taps.
//
// A correction never replaces a reading: each symbol has a text of its own beside it, empty when it was removed, longer
// when something was inserted after it.

import { isReviewable, knownNumbers, stateOf, textOf } from './batch.js';
import { fits, verdict } from './fields.js';
import { phrase } from './messages.js';
import { numberOf } from './reading.js';
import { setText } from './result-view.js';
import { SheetView } from './sheet-view.js';
import { characterKeysOn, isTextField, shortcutFor } from './shortcuts.js';
import { numberFrom, spread } from './typed-number.js';
import { digitRank, formatPercent, ordinal, ranked, separatorName, separators } from './words.js';

/** @typedef {import('./batch.js').Item} Item */
/** @typedef {import('./batch.js').Batch} Batch */
/** @typedef {{ item: Item, texts: string[][] | null, entered: string | null, checked: boolean, selected: number }} Before */

const choicesShown = 3;
const keypad = [...'0123456789', ...separators];
const closeUpMargin = 0.35; // of the number's height

export class ReviewView {
  #batch;
  #elements;
  #sheet;
  #onClosed;
  #order;
  /** @type {Item | null} */
  #item = null;
  #selected = 0;
  #inserts = false;
  #verdict = document.createElement('p');
  /** @type {Before[]} */
  #history = [];

  /**
   * @param {Batch} batch
   * @param {{ section: HTMLElement, title: HTMLElement, sheet: HTMLElement, picture: HTMLImageElement, boxes: SVGSVGElement,
   *   stage: HTMLElement, which: HTMLElement, closeUp: HTMLCanvasElement, cells: HTMLElement, was: HTMLElement, spoken: HTMLElement,
   *   choices: HTMLElement, keys: HTMLElement, typed: HTMLFormElement, field: HTMLInputElement, note: HTMLElement, undo: HTMLButtonElement, accept: HTMLButtonElement, back: HTMLButtonElement,
   *   previous: HTMLButtonElement, next: HTMLButtonElement }} elements
   * @param {{ order: () => Item[], onClosed: (item: Item) => void }} options order: the table's
   */
  constructor(batch, elements, { order, onClosed }) {
    this.#batch = batch;
    this.#elements = elements;
    this.#order = order;
    this.#onClosed = onClosed;
    this.#sheet = new SheetView(elements, (index) => this.#select(index));
    const { section, undo, accept, back, previous, next, picture, choices, keys, cells, typed, field, was } = elements;
    this.#verdict.setAttribute('role', 'status');
    was.after(this.#verdict);
    batch.addEventListener('changed', () => this.#showVerdict());
    undo.addEventListener('click', () => this.#undo());
    accept.addEventListener('click', () => this.#accept());
    back.addEventListener('click', () => this.close());
    previous.addEventListener('click', () => this.#step(-1));
    next.addEventListener('click', () => this.#step(1));
    picture.addEventListener('load', () => this.#showCloseUp());
    for (const text of [...keypad, 'Insert', 'Delete']) keys.append(this.#key(text));
    for (let place = 0; place < choicesShown; place += 1) choices.append(this.#key(''));
    cells.addEventListener('click', ({ target }) => {
      const cell = target instanceof Element ? target.closest('button') : null;
      const index = cell ? [...cells.children].indexOf(cell) : -1;
      const number = this.#number();
      if (index >= 0 && number) this.#select(number.first + index);
    });
    typed.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#enter();
    });
    field.addEventListener('input', () => this.#complain(''));
    section.addEventListener('keydown', (event) => this.#keyDown(event));
  }

  get isOpen() {
    return this.#item !== null;
  }

  /** @param {Item} item */
  open(item) {
    this.#item = item;
    this.#selected = mostDoubtful(item, this.#batch.threshold);
    this.#inserts = false;
    this.#elements.section.hidden = false;
    this.#render();
    const { stage, field } = this.#elements;
    (item.blank ? field : stage).focus({ preventScroll: true });
  }

  close() {
    const item = this.#item;
    if (!item) return;
    this.#item = null;
    this.#elements.section.hidden = true;
    this.#onClosed(item);
  }

  #number() {
    const reading = this.#item?.reading;
    return reading ? reading.numbers[numberOf(reading, this.#selected)] : null;
  }

  /** @param {number} index of a symbol */
  #select(index) {
    const count = this.#item?.reading?.symbols.length ?? 0;
    this.#selected = Math.max(0, Math.min(index, count - 1));
    this.#render();
  }

  /** In another language. */
  rewrite() {
    for (const key of this.#elements.keys.querySelectorAll('button')) nameKey(key, key.dataset.key ?? '');
    this.#render();
  }

  /** The next or previous number, at its most doubtful digit. @param {number} by */
  #moveNumber(by) {
    const reading = this.#item?.reading;
    if (!reading) return;
    const number = reading.numbers[numberOf(reading, this.#selected) + by];
    if (!number) return;
    const own = reading.symbols.slice(number.first, number.first + number.count);
    this.#select(number.first + leastSure(own));
  }

  /** Pictures that can be looked through, in the table's order. */
  #pictures() {
    return this.#order().filter(isReviewable);
  }

  /** @param {number} by */
  #step(by) {
    const pictures = this.#pictures();
    const next = pictures[pictures.indexOf(/** @type {Item} */ (this.#item)) + by];
    if (next) this.open(next);
  }

  /** Right as it stands: on to the next picture that nobody has checked and that needs a look, or back to the table. */
  #accept() {
    const item = this.#item;
    if (!item) return;
    const pictures = this.#pictures(); // before it moves to the end
    this.#remember(item);
    item.checked = true;
    this.#batch.corrected(item);
    const at = pictures.indexOf(item);
    const later = [...pictures.slice(at + 1), ...pictures.slice(0, at)];
    const needsLook = (/** @type {Item} */ each) => ['doubtful', 'refused', 'failed'].includes(stateOf(each, this.#batch.threshold));
    const next = later.find(needsLook);
    if (next) return this.open(next);
    this.close();
    setText(this.#elements.spoken, phrase('review.checked'));
  }

  /** @param {(text: string) => string} change of the symbol in focus */
  #correct(change) {
    const item = this.#item;
    const reading = item?.reading;
    if (!item || !reading) return;
    this.#remember(item);
    const texts = item.texts ?? reading.numbers.map(({ first, count }) => reading.symbols.slice(first, first + count).map(({ text }) => text));
    const number = numberOf(reading, this.#selected);
    const place = this.#selected - reading.numbers[number].first;
    item.texts = texts.map((own, index) => (index === number ? own.map((text, each) => (each === place ? change(text) : text)) : own));
    item.checked = false;
    this.#inserts = false;
    this.#batch.corrected(item);
    this.#render();
  }

  /** The whole number as it was typed, or the number of a picture in which none was found. */
  #enter() {
    const item = this.#item;
    const typed = numberFrom(this.#elements.field.value);
    if (!item || typed === null) return this.#complain(phrase('aid.enter.not'));
    this.#remember(item);
    const { reading } = item;
    if (reading) {
      const at = numberOf(reading, this.#selected);
      item.texts = reading.numbers.map((number, index) => {
        const symbols = reading.symbols.slice(number.first, number.first + number.count).map(({ text }) => text);
        return index === at ? spread(typed, symbols) : (item.texts?.[index] ?? symbols);
      });
    } else item.entered = typed;
    item.checked = false;
    this.#batch.corrected(item);
    this.#render();
    this.#elements.stage.focus({ preventScroll: true }); // Enter accepts from there
  }

  /** @param {string} sentence */
  #complain(sentence) {
    setText(this.#elements.note, sentence);
    this.#elements.field.setAttribute('aria-invalid', String(sentence !== ''));
  }

  /** @param {Item} item */
  #remember(item) {
    const { texts, entered, checked } = item;
    this.#history.push({ item, texts, entered, checked, selected: this.#selected });
  }

  #undo() {
    const before = this.#history.pop();
    if (!before) return;
    const { item, texts, entered, checked, selected } = before;
    Object.assign(item, { texts, entered, checked });
    this.#batch.corrected(item);
    if (item !== this.#item) this.open(item);
    this.#select(selected);
  }

  /** @param {string} text a character to put in, "Insert" or "Delete" @param {boolean} [after] behind what is there */
  #type(text, after = this.#inserts) {
    if (text === 'Insert') {
      this.#inserts = !this.#inserts;
      this.#render();
    } else if (text === 'Delete') this.#correct(() => '');
    else this.#correct((old) => (after ? old + text : text));
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    const { target } = event;
    const { stage, field } = this.#elements;
    if (event.defaultPrevented || event.isComposing) return;
    if (isTextField(target)) {
      if (event.key !== 'Escape') return;
      event.preventDefault(); // it leaves the field as it was
      this.#render();
      return stage.focus();
    }
    // The stage is there for keys; elsewhere single characters may be switched off.
    const shortcut = shortcutFor('review', event, { characters: target === stage || characterKeysOn() });
    if (!shortcut || (shortcut.id === 'accept' && target instanceof HTMLButtonElement)) return;
    const { text } = shortcut;
    /** @type {Record<string, () => void>} */
    const commands = {
      previousDigit: () => this.#select(this.#selected - 1),
      nextDigit: () => this.#select(this.#selected + 1),
      previousNumber: () => this.#moveNumber(-1),
      nextNumber: () => this.#moveNumber(1),
      previousPicture: () => this.#step(-1),
      nextPicture: () => this.#step(1),
      putIn: () => this.#type(text),
      insertAfter: () => this.#type(text, true),
      insert: () => this.#type('Insert'),
      remove: () => this.#type('Delete'),
      enter: () => (field.focus(), field.select()),
      undo: () => this.#undo(),
      accept: () => this.#accept(),
      close: () => this.close(),
    };
    commands[shortcut.id]();
    event.preventDefault();
  }

  #render() {
    const item = this.#item;
    if (!item) return;
    const { title, undo, previous, next, field } = this.#elements;
    const { reading } = item;
    const pictures = this.#pictures();
    const at = pictures.indexOf(item);
    const index = reading ? numberOf(reading, this.#selected) : 0;
    setText(title, phrase('review.title', { index: at + 1, count: pictures.length, name: item.name }));
    undo.disabled = this.#history.length === 0;
    previous.disabled = at <= 0;
    next.disabled = at + 1 >= pictures.length;
    field.value = reading ? textOf(item, index) : (item.entered ?? '');
    this.#complain('');
    this.#sheet.show({ kind: 'picture', blob: item.blob, name: item.name }, reading, this.#selected);
    if (reading) this.#showNumber(item, reading, index);
    else this.#showBlank(item);
    this.#showVerdict();
    this.#showKeys();
    this.#showCloseUp();
  }

  /** @param {Item} item @param {import('./types.js').Reading} reading @param {number} index of the number in focus */
  #showNumber(item, reading, index) {
    const { which, was } = this.#elements;
    const { text } = reading.numbers[index];
    setText(which, phrase('review.number', { index: index + 1, count: reading.numbers.length }));
    setText(was, textOf(item, index) === text ? '' : phrase('review.was', { text }));
    this.#showCells(item);
  }

  /** Nothing to correct digit by digit: the field takes the number. @param {Item} item */
  #showBlank({ entered }) {
    const { which, was, cells, spoken } = this.#elements;
    setText(which, phrase('aid.blank'));
    setText(was, entered === null ? '' : phrase('aid.said.entered', { number: entered }));
    setText(spoken, entered === null ? phrase('aid.blank') : phrase('aid.said.entered', { number: entered }));
    cells.replaceChildren();
  }

  /** @param {Item} item */
  #showCells({ reading, texts }) {
    const number = this.#number();
    if (!reading || !number) return;
    const { cells, spoken } = this.#elements;
    const index = reading.numbers.indexOf(number);
    const symbols = reading.symbols.slice(number.first, number.first + number.count);
    while (cells.children.length > symbols.length) cells.lastChild?.remove();
    while (cells.children.length < symbols.length) cells.append(newCell());
    for (const [place, symbol] of symbols.entries()) {
      const cell = cells.children[place];
      const text = texts ? texts[index][place] : symbol.text;
      const isSelected = number.first + place === this.#selected;
      const name = symbol.separator ? separatorName(symbol.separator) : phrase('review.symbol.digit', { ordinal: ordinal(digitRank(symbols, place)) });
      cell.className = `cell${isSelected ? ' selected' : ''}${text === symbol.text ? '' : ' corrected'}${symbol.refusal ? ' refused' : ''}`;
      cell.setAttribute('aria-pressed', String(isSelected));
      setText(cell.children[0], name);
      setText(cell.children[1], text || '·');
      setText(cell.children[2], text === symbol.text ? formatPercent(symbol.confidence) : symbol.text);
      if (isSelected) setText(spoken, phrase('review.symbol', { name, text: text || phrase('review.removed') }));
    }
  }

  /** What the field makes of the number in focus; it comes a moment after a correction. */
  #showVerdict() {
    const item = this.#item;
    const index = item?.reading ? numberOf(item.reading, this.#selected) : 0;
    const field = item?.fields?.[index];
    const { kind, value, words } = item && field ? verdict(field, knownNumbers(item)[index]) : { kind: '', value: '', words: '' };
    this.#verdict.className = `field-words ${kind}`;
    this.#verdict.hidden = words === '';
    setText(this.#verdict, [value, words].filter(Boolean).join(' · '));
  }

  #showKeys() {
    const { choices, keys } = this.#elements;
    const symbol = this.#item?.reading?.symbols[this.#selected];
    const best = symbol && !symbol.separator ? ranked(symbol).slice(0, choicesShown) : [];
    for (const [place, button] of [...choices.children].entries()) {
      const choice = best[place];
      /** @type {HTMLButtonElement} */ (button).disabled = !choice;
      /** @type {HTMLElement} */ (button).dataset.key = choice ? String(choice.digit) : '';
      setText(button.children[0], choice ? String(choice.digit) : '–');
      setText(button.children[1], choice ? formatPercent(choice.probability) : '');
    }
    keys.querySelector('[data-key=Insert]')?.setAttribute('aria-pressed', String(this.#inserts));
  }

  /** The number in focus, as large as there is room. Drawn, never read back. */
  async #showCloseUp() {
    const { closeUp, picture } = this.#elements;
    const number = this.#number();
    const item = this.#item;
    closeUp.hidden = !number;
    if (!number || !picture.complete || picture.naturalWidth === 0) return;
    await picture.decode().catch(() => {});
    if (item !== this.#item || number !== this.#number()) return;
    const margin = number.box[3] * closeUpMargin;
    const [x, y, width, height] = [number.box[0] - margin, number.box[1] - margin, number.box[2] + 2 * margin, number.box[3] + 2 * margin];
    closeUp.width = closeUp.clientWidth * devicePixelRatio;
    closeUp.height = closeUp.clientHeight * devicePixelRatio;
    const scale = Math.min(closeUp.width / width, closeUp.height / height);
    const context = closeUp.getContext('2d');
    context?.drawImage(picture, x, y, width, height, 0, 0, width * scale, height * scale);
  }

  /** A key of the keypad, or a choice. @param {string} text */
  #key(text) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button key';
    button.dataset.key = text;
    button.append(document.createElement('span'));
    if (text === '') button.append(document.createElement('small'));
    nameKey(button, text);
    button.addEventListener('click', () => this.#type(button.dataset.key ?? ''));
    return button;
  }
}

/** @param {HTMLElement} button @param {string} text what it types */
function nameKey(button, text) {
  setText(button.children[0], text === 'Insert' ? phrase('review.insert') : text === 'Delete' ? phrase('review.remove') : text);
  if (!/\w/.test(text) && text) button.setAttribute('aria-label', separatorName(text));
}

function newCell() {
  const cell = document.createElement('button');
  cell.type = 'button';
  cell.tabIndex = -1; // the stage has the focus, and the arrow keys move among the cells
  const name = document.createElement('b');
  name.className = 'visually-hidden';
  cell.append(name, document.createElement('span'), document.createElement('small'));
  return cell;
}

/** @param {import('./types.js').DigitSymbol[]} symbols */
function leastSure(symbols) {
  const refused = symbols.findIndex(({ refusal }) => refusal !== null);
  if (refused >= 0) return refused;
  return symbols.reduce((least, { confidence }, index) => (confidence < symbols[least].confidence ? index : least), 0);
}

/** The symbol to begin with: the least sure of the first number that needs a look. @param {Item} item @param {number} threshold */
function mostDoubtful({ reading, fields }, threshold) {
  if (!reading) return 0;
  const own = (/** @type {import('./types.js').NumberReading} */ { first, count }) => reading.symbols.slice(first, first + count);
  const isDoubtful = (/** @type {import('./types.js').NumberReading} */ each, /** @type {number} */ index) =>
    each.confidence < threshold || own(each).some(({ refusal }) => refusal !== null) || !fits(fields?.[index]);
  const at = Math.max(0, reading.numbers.findIndex(isDoubtful));
  const number = reading.numbers[at];
  return number.first + (fields?.[at]?.changes[0]?.symbol ?? leastSure(own(number)));
}
