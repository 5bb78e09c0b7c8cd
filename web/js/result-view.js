// The answer, the ink the network saw, and the chart of the ten classes for the digit in focus.

import { confidenceInWords, formatPercent, ordinal } from './words.js';

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').DigitSymbol} DigitSymbol */

const glyphSide = 28;

export class ResultView {
  #answer;
  #digits;
  #chart;
  #onSelected;
  /** @type {{ row: HTMLTableRowElement, bar: HTMLElement, value: HTMLElement }[]} */
  #rows;
  /** @type {{ reading: Reading | null, selected: number } | null} */
  #shown = null;

  /**
   * @param {{ answer: HTMLOutputElement, digits: HTMLElement, chart: HTMLElement }} elements
   * @param {(index: number) => void} onSelected a digit's tab was chosen
   */
  constructor({ answer, digits, chart }, onSelected) {
    this.#answer = { output: answer, text: find(answer, '.answer-text'), words: find(answer, '.answer-words') };
    this.#digits = digits;
    this.#chart = { panel: chart, title: find(chart, '.chart-title') };
    this.#onSelected = onSelected;
    this.#rows = Array.from({ length: 10 }, (_, digit) => newRow(digit));
    find(chart, 'tbody').append(...this.#rows.map(({ row }) => row));
    digits.addEventListener('keydown', (event) => this.#key(event));
  }

  /**
   * @param {Reading | null} reading
   * @param {{ selected: number, words: string, busy: boolean }} options words: instead of an answer when there is none;
   *   busy: the answer is still changing, so assistive technology should wait
   */
  show(reading, { selected, words, busy }) {
    const { output, text, words: note } = this.#answer;
    output.setAttribute('aria-busy', String(busy));
    setText(text, reading ? reading.text : '–');
    setText(note, reading ? confidenceInWords(reading) : words);
    output.classList.toggle('empty', !reading);
    output.style.setProperty('--length', String(reading ? reading.symbols.length : 1));
    if (reading === this.#shown?.reading && selected === this.#shown.selected) return;
    this.#showDigits(reading?.symbols ?? [], selected);
    this.#showChart(reading, selected);
    this.#shown = { reading, selected };
  }

  repaint() {
    const reading = this.#shown?.reading;
    for (const [index, canvas] of this.#digits.querySelectorAll('canvas').entries()) {
      if (reading) paintGlyph(canvas, reading.symbols[index].glyph);
    }
  }

  /** @param {DigitSymbol[]} symbols @param {number} selected */
  #showDigits(symbols, selected) {
    const tabs = /** @type {HTMLElement[]} */ ([...this.#digits.querySelectorAll('[role=tab]')]);
    if (tabs.length !== symbols.length) {
      const hadFocus = this.#digits.contains(document.activeElement);
      tabs.splice(0, tabs.length, ...symbols.map((_, index) => this.#newTab(index)));
      this.#digits.replaceChildren(...tabs);
      if (hadFocus) tabs[selected]?.focus();
    }
    if (symbols.length > 0) this.#digits.setAttribute('role', 'tablist');
    else this.#digits.removeAttribute('role');
    for (const [index, tab] of tabs.entries()) {
      const symbol = symbols[index];
      const isSelected = index === selected;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      tab.setAttribute('aria-label', `${capital(ordinal(index))} digit: ${symbol.refusal === null ? `${symbol.text}, ${formatPercent(symbol.confidence)}` : 'refused'}`);
      setText(find(tab, '.tab-digit'), symbol.text);
      paintGlyph(/** @type {HTMLCanvasElement} */ (find(tab, 'canvas')), symbol.glyph);
    }
  }

  /** @param {Reading | null} reading @param {number} selected */
  #showChart(reading, selected) {
    const symbol = reading?.symbols[selected];
    const several = reading !== null && reading.symbols.length > 1;
    setText(this.#chart.title, several ? `Accuracy chart: how sure of the ${ordinal(selected)} digit` : 'Accuracy chart: how sure of each digit');
    for (const [digit, { row, bar, value }] of this.#rows.entries()) {
      const probability = symbol?.probabilities[digit];
      row.classList.toggle('best', symbol !== undefined && symbol.refusal === null && symbol.digit === digit);
      bar.style.setProperty('--share', String(probability ?? 0));
      setText(value, probability === undefined ? '–' : formatPercent(probability));
    }
  }

  /** @param {number} index */
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
    tab.addEventListener('click', () => this.#onSelected(index));
    return tab;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const tabs = /** @type {HTMLElement[]} */ ([...this.#digits.querySelectorAll('[role=tab]')]);
    const at = tabs.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    /** @type {Record<string, number>} */
    const moves = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: -1 };
    if (at < 0 || !(event.key in moves)) return;
    event.preventDefault();
    const next = (moves[event.key] + tabs.length) % tabs.length;
    this.#onSelected(next);
    tabs[next].focus();
  }
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
  for (const [index, ink] of glyph.entries()) image.data.set([red, green, blue, ink], index * 4);
  context.putImageData(image, 0, 0);
}

/** @param {Element} root @param {string} selector */
function find(root, selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}

/** Leaves unchanged text alone, so that live regions stay quiet. @param {Element} element @param {string} text */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** @param {string} word */
function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}
