// Wires the view that shows how a digit is read; loaded when it is first wanted. What it explains is what lies on the
// sheet, or an example when there is nothing to explain.

import { writeNumber } from './demo-pen.js';
import { showExplanation } from './how-view.js';
import { tell } from './explanations.js';
import { numberOf } from './reading.js';
import { addStyle } from './styles.js';
import { element } from './tables.js';
import { digitRank } from './words.js';

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {Parameters<import('./engine.js').Engine['explain']>[0]} Source */
/** @typedef {{ source: Source, origin: 'drawing' | 'picture' | 'example', symbol: number }} Subject */

const mostButtons = 48; // of a longer number, those around the digit in focus
const examplePad = { penWidth: 22, width: 840, height: 560 };
const exampleDigits = [5];

export class HowPage {
  #engine;
  #view;
  #asked = 0; // late answers are dropped
  #ready = addStyle('css/how.css');

  /** @param {import('./engine.js').Engine} engine @param {HTMLElement} view where it is shown */
  constructor(engine, view) {
    this.#engine = engine;
    this.#view = view;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#repaint());
  }

  #repaint = () => {};

  /** Explains a symbol of what was read last. @param {Session} session @param {number} selected */
  show({ source, pad, outcome }, selected) {
    if (outcome.kind === 'read' && source.kind === 'drawing' && !source.demo) {
      return this.#explain({ source: { strokes: source.strokes, pad }, origin: 'drawing', symbol: selected });
    }
    if (outcome.kind === 'read' && source.kind === 'picture') {
      return this.#explain({ source: { picture: source.blob }, origin: 'picture', symbol: selected });
    }
    // Wobbles of a fixed kind: everybody sees the same example.
    let state = 7;
    const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
    return this.#explain({ source: { strokes: writeNumber(exampleDigits, examplePad, random), pad: examplePad }, origin: 'example', symbol: 0 });
  }

  /** @param {Subject} subject */
  async #explain(subject) {
    const asked = ++this.#asked;
    const { source, origin, symbol } = subject;
    this.#view.setAttribute('aria-busy', 'true');
    if (!this.#view.hasChildNodes()) this.#view.append(element('p', { class: 'aside' }, tell('how.working')));
    try {
      const [answer] = await Promise.all([this.#engine.explain(source, symbol), this.#ready]);
      if (asked !== this.#asked) return;
      if ('error' in answer || !answer.explanation) throw new Error('error' in answer ? answer.error.message : tell('how.gone'));
      const { explanation } = answer;
      const steps = element('div', { class: 'how-steps' });
      this.#view.replaceChildren(element('p', { class: 'aside', id: 'how-origin' }, tell(`how.origin.${origin}`)), this.#digits(subject, answer), steps);
      this.#repaint = showExplanation(steps, { reading: answer, symbol, explanation, isDrawn: origin !== 'picture' });
    } catch (error) {
      if (asked !== this.#asked) return;
      const reason = error instanceof Error ? error.message : String(error);
      this.#view.replaceChildren(element('p', { role: 'alert' }, tell('how.failed', { reason })));
    }
    this.#view.removeAttribute('aria-busy');
  }

  /** One button for each symbol of the number; none for a single one. @param {Subject} subject @param {Reading} reading */
  #digits(subject, reading) {
    const group = element('div', { class: 'how-digits', role: 'group', 'aria-label': tell('how.which') });
    const { first, count } = reading.numbers[numberOf(reading, subject.symbol)];
    const own = reading.symbols.slice(first, first + count);
    const from = Math.max(0, Math.min(subject.symbol - first - mostButtons / 2, count - mostButtons));
    for (let index = from; count > 1 && index < Math.min(count, from + mostButtons); index += 1) {
      const { text, separator } = own[index];
      const name = separator
        ? tell('how.separator', { text })
        : tell('how.digit', { number: digitRank(own, index) + 1, text });
      const isShown = first + index === subject.symbol;
      const button = element('button', { type: 'button', class: 'button small', 'aria-pressed': String(isShown), 'aria-label': name }, text);
      button.addEventListener('click', async () => {
        await this.#explain({ ...subject, symbol: first + index });
        const pressed = this.#view.querySelector('.how-digits [aria-pressed="true"]');
        if (pressed instanceof HTMLElement) pressed.focus();
      });
      group.append(button);
    }
    group.hidden = count < 2;
    return group;
  }
}
