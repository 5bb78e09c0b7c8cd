// The answer: one number large, or a count above the list of several; then, for the number in focus, the ink the network
// saw of each symbol, and the chart of the ten classes for the one digit in focus.

import { phrase } from './messages.js';
import { numberOf, symbolsOf } from './reading.js';
import { shortcutFor } from './shortcuts.js';
import { confidenceInWords, digitRank, formatPercent, ordinal, ranked, separatorName, summary } from './words.js';

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').DigitSymbol} DigitSymbol */

const glyphSide = 28;
const mostTabs = 48; // of a longer number, those around the one in focus
const mostSpoken = 8; // numbers read out one by one; of more, only how many they are

export class ResultView {
  #answer;
  #digits;
  #choices;
  #chart;
  #onSelected;
  /** @type {{ row: HTMLTableRowElement, bar: HTMLElement, value: HTMLElement }[]} */
  #rows;
  /** @type {{ reading: Reading | null, selected: number, typed: (string | null)[] } | null} */
  #shown = null;
  /** Symbols of the number in focus that have a tab. */
  #tabs = { first: 0, symbols: /** @type {DigitSymbol[]} */ ([]) };

  /**
   * @param {{ answer: HTMLOutputElement, digits: HTMLElement, choices: HTMLElement, chart: HTMLElement }} elements
   * @param {(index: number) => void} onSelected a symbol's tab was chosen
   */
  constructor({ answer, digits, choices, chart }, onSelected) {
    this.#answer = { output: answer, text: find(answer, '.answer-text'), words: find(answer, '.answer-words') };
    this.#digits = digits;
    this.#choices = choices;
    this.#chart = { panel: chart, title: find(chart, '.chart-title'), note: find(chart, '.chart-note') };
    this.#onSelected = onSelected;
    this.#rows = Array.from({ length: 10 }, (_, digit) => newRow(digit));
    find(chart, 'tbody').append(...this.#rows.map(({ row }) => row));
    digits.addEventListener('keydown', (event) => this.#key(event));
  }

  /**
   * @param {Reading | null} reading
   * @param {{ selected: number, words: string, busy: boolean, typed: (string | null)[] }} options selected: a symbol; words:
   *   instead of an answer when there is none; busy: the answer is still changing, so assistive technology should wait;
   *   typed: by number, what a person typed
   */
  show(reading, { selected, words, busy, typed }) {
    const isOther = reading !== this.#shown?.reading;
    this.#answer.output.setAttribute('aria-busy', String(busy));
    if (isOther || !reading || typed !== this.#shown?.typed) this.#showAnswer(reading, words, typed);
    const isSame = !isOther && selected === this.#shown?.selected;
    this.#shown = { reading, selected, typed };
    if (isSame) return;
    const number = reading ? numberOf(reading, selected) : 0;
    const symbols = reading ? symbolsOf(reading, number) : [];
    const inNumber = selected - (reading?.numbers[number].first ?? 0);
    this.#showDigits(symbols, inNumber);
    this.#showChart(symbols, inNumber);
  }

  /** What is shown next is written anew, in another language. */
  forget() {
    this.#shown = null;
  }

  repaint() {
    const { symbols } = this.#tabs;
    for (const [index, canvas] of this.#digits.querySelectorAll('canvas').entries()) paintGlyph(canvas, symbols[index].glyph);
  }

  /** @param {Reading | null} reading @param {string} words @param {(string | null)[]} typed */
  #showAnswer(reading, words, typed) {
    const { output, text, words: note } = this.#answer;
    const count = reading?.numbers.length ?? 0;
    const { symbols = [], confidence = 0 } = reading ?? {};
    const one = count > 1 ? null : (typed[0] ?? null);
    const shown = one ?? (typed.length === 0 ? reading?.text : reading?.numbers.map((number, index) => typed[index] ?? number.text).join(' '));
    if (count > mostSpoken) setText(text, phrase('numbers', { count }));
    else setText(text, shown ?? '–');
    if (one !== null) setText(note, reading ? phrase('aid.corrected', { text: reading.text }) : phrase('aid.entered'));
    else if (reading) setText(note, count > 1 ? summary(reading) : confidenceInWords({ symbols, confidence }));
    else setText(note, words);
    output.classList.toggle('empty', shown === undefined);
    output.classList.toggle('several', count > 1);
    output.style.setProperty('--length', String(Math.max(1, one?.length ?? symbols.length)));
  }

  /** @param {DigitSymbol[]} symbols of the number @param {number} selected */
  #showDigits(symbols, selected) {
    const first = Math.max(0, Math.min(selected - mostTabs / 2, symbols.length - mostTabs));
    const shown = symbols.slice(first, first + mostTabs);
    this.#tabs = { first, symbols: shown };
    const tabs = /** @type {HTMLElement[]} */ ([...this.#digits.querySelectorAll('[role=tab]')]);
    const hadFocus = this.#digits.contains(document.activeElement);
    if (tabs.length !== shown.length) {
      tabs.splice(0, tabs.length, ...shown.map((_, index) => this.#newTab(index)));
      this.#digits.replaceChildren(...tabs);
    }
    if (shown.length > 0) this.#digits.setAttribute('role', 'tablist');
    else this.#digits.removeAttribute('role');
    for (const [index, tab] of tabs.entries()) {
      const symbol = shown[index];
      const isSelected = first + index === selected;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      tab.classList.toggle('refused', symbol.refusal !== null);
      tab.setAttribute('aria-label', tabName(symbols, first + index));
      setText(find(tab, '.tab-digit'), symbol.text);
      paintGlyph(/** @type {HTMLCanvasElement} */ (find(tab, 'canvas')), symbol.glyph);
    }
    if (hadFocus) tabs[selected - first]?.focus();
    else reveal(this.#digits, tabs[selected - first]);
  }

  /** @param {DigitSymbol[]} symbols of the number @param {number} selected */
  #showChart(symbols, selected) {
    const { panel, title, note } = this.#chart;
    const symbol = symbols.at(selected);
    const isSeparator = Boolean(symbol?.separator);
    const isOne = symbols.length < 2;
    setText(title, isOne || isSeparator ? phrase('chart') : phrase('chart.which', { ordinal: ordinal(digitRank(symbols, selected)) }));
    setText(this.#choices, symbol && !isSeparator ? choices(symbol) : '');
    panel.classList.toggle('separator', isSeparator);
    const percent = formatPercent(symbol?.confidence ?? 0);
    setText(note, symbol?.separator ? phrase('chart.separator', { name: separatorName(symbol.separator), percent }) : '');
    for (const [digit, { row, bar, value }] of this.#rows.entries()) {
      const probability = isSeparator ? undefined : symbol?.probabilities[digit];
      row.classList.toggle('best', symbol !== undefined && symbol.refusal === null && symbol.digit === digit);
      bar.style.setProperty('--share', String(probability ?? 0));
      setText(value, probability === undefined ? '–' : formatPercent(probability));
    }
  }

  /** @param {number} index among the tabs */
  #newTab(index) {
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', this.#chart.panel.id);
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = glyphSide;
    const digit = document.createElement('span');
    digit.className = 'tab-digit';
    tab.append(canvas, digit);
    tab.addEventListener('click', () => this.#select(index));
    return tab;
  }

  /** @param {number} index among the tabs */
  #select(index) {
    if (!this.#shown?.reading) return;
    const { reading, selected } = this.#shown;
    this.#onSelected(reading.numbers[numberOf(reading, selected)].first + this.#tabs.first + index);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const tabs = [...this.#digits.querySelectorAll('[role=tab]')];
    const at = tabs.indexOf(/** @type {Element} */ (document.activeElement));
    const next = movedTo(event, at, tabs.length);
    if (next === null) return;
    event.preventDefault();
    this.#select(next);
  }
}

/**
 * Where a key leads in a row or list of things one of which is in focus, or null: arrows go round, Home and End to its ends.
 * @param {KeyboardEvent} event
 * @param {number} at
 * @param {number} length
 */
export function movedTo(event, at, length) {
  const shortcut = shortcutFor('list', event);
  if (!shortcut || at < 0) return null;
  const places = { previous: at - 1, next: at + 1, first: 0, last: -1 };
  return (places[/** @type {keyof typeof places} */ (shortcut.id)] + length) % length;
}

/**
 * Scrolls a box, and nothing around it, until a child can be seen; with the next frame, which is laid out anyway.
 * @param {HTMLElement} box
 * @param {HTMLElement} [child]
 */
export function reveal(box, child) {
  requestAnimationFrame(() => {
    if (!child?.isConnected) return;
    const [outer, inner] = [box.getBoundingClientRect(), child.getBoundingClientRect()];
    box.scrollTop += Math.min(0, inner.top - outer.top) + Math.max(0, inner.bottom - outer.bottom);
    box.scrollLeft += Math.min(0, inner.left - outer.left) + Math.max(0, inner.right - outer.right);
  });
}

/** @param {DigitSymbol[]} symbols @param {number} index */
function tabName(symbols, index) {
  const { text, separator, refusal, confidence } = symbols[index];
  const percent = formatPercent(confidence);
  if (separator) return phrase('tab.separator', { name: separatorName(separator), percent });
  const which = ordinal(digitRank(symbols, index));
  return capital(refusal === null ? phrase('tab.digit', { ordinal: which, text, percent }) : phrase('tab.refused', { ordinal: which }));
}

/** The three most probable digits in a sentence. @param {DigitSymbol} symbol */
function choices(symbol) {
  const [first, second, third] = ranked(symbol);
  return phrase(symbol.refusal === null ? 'choices' : 'choices.refused', {
    digit: String(first.digit),
    percent: formatPercent(first.probability),
    second: String(second.digit),
    secondPercent: formatPercent(second.probability),
    third: String(third.digit),
    thirdPercent: formatPercent(third.probability),
  });
}

/** @param {number} digit */
function newRow(digit) {
  const row = document.createElement('tr');
  const name = document.createElement('th');
  name.scope = 'row';
  name.textContent = String(digit);
  const value = document.createElement('td');
  value.className = 'chart-value';
  const barCell = document.createElement('td');
  barCell.className = 'chart-bar';
  barCell.setAttribute('aria-hidden', 'true');
  const bar = document.createElement('span');
  barCell.append(bar);
  row.append(name, barCell, value);
  return { row, bar, value };
}

/** Ink in the text colour on transparent paper, one canvas pixel for each value. @param {HTMLCanvasElement} canvas @param {Uint8Array} glyph */
function paintGlyph(canvas, glyph) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const image = context.createImageData(glyphSide, glyphSide);
  const [red, green, blue] = getComputedStyle(canvas).color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0];
  const colour = new Uint8ClampedArray([red, green, blue, 0]);
  const pixels = new Uint32Array(image.data.buffer).fill(new Uint32Array(colour.buffer)[0]);
  if (pixels.length === glyph.length) for (const [index, ink] of glyph.entries()) image.data[index * 4 + 3] = ink;
  context.putImageData(image, 0, 0);
}

/** @param {Element} root @param {string} selector */
function find(root, selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}

/** Leaves unchanged text alone, so that live regions stay quiet. @param {Element} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {string} word */
function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}
