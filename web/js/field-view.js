// What the number in focus is known to be, and whether what was read can be that. The reading itself stays the large
// answer; what validation made of it stands here, and what it changed is always said.

import { FieldChooser } from './field-chooser.js';
import { validate, verdict } from './fields.js';
import { languageEvents, phrase } from './messages.js';
import { symbolsOf } from './reading.js';
import { setText } from './result-view.js';

/**
 * @typedef {{ reading: import('./types.js').Reading | null, number: number, text: string | null, field: string }} Question
 *   text: what a person typed
 */

export class FieldView {
  #session;
  #engine;
  #chooser;
  #output = document.createElement('div');
  #value = document.createElement('p');
  #words = document.createElement('p');
  #number = 0;
  /** What is asked about now. @type {Question | null} */
  #question = null;
  /** What the verdict is about. @type {Question | null} */
  #answered = null;
  /** @type {import('./types.js').FieldReading | null} */
  #found = null;
  #isAsking = false;

  /** @param {import('./session.js').Session} session @param {import('./engine.js').Engine} engine @param {HTMLElement} place */
  constructor(session, engine, place) {
    this.#session = session;
    this.#engine = engine;
    this.#chooser = new FieldChooser('field', () => this.show(this.#number));
    this.#output.setAttribute('role', 'status');
    this.#output.setAttribute('aria-atomic', 'true');
    this.#value.className = 'field-value';
    this.#words.className = 'field-words';
    this.#output.append(this.#value, this.#words);
    place.append(this.#chooser.element, this.#output);
    languageEvents.addEventListener('changed', () => this.#render());
  }

  /** @param {number} number the index of the one in focus */
  show(number) {
    this.#number = number;
    const { source, outcome, typed } = this.#session;
    const isDemo = source.kind === 'drawing' && source.demo;
    const question = {
      reading: outcome.kind === 'read' && !isDemo ? outcome.reading : null, number, text: typed[number] ?? null, field: this.#chooser.field,
    };
    if (!isSame(question, this.#question)) {
      this.#question = question;
      this.#ask();
    }
    this.#showBusy();
  }

  /** One request at a time; the newest question wins. */
  async #ask() {
    if (this.#isAsking) return;
    this.#isAsking = true;
    for (let question = this.#question; question && question !== this.#answered; question = this.#question) {
      const known = this.#chooser.isAny ? null : knownOf(question);
      // Without an engine there is no answer, and its state is said elsewhere.
      this.#found = known === null ? null : await validate(this.#engine, [known], question.field).then(([found]) => found, () => null);
      this.#answered = question;
      this.#render();
    }
    this.#isAsking = false;
    this.#showBusy();
  }

  /** Assistive technology waits until nothing changes any more. */
  #showBusy() {
    this.#output.setAttribute('aria-busy', String(this.#session.busy || this.#isAsking));
  }

  #render() {
    const known = this.#answered && knownOf(this.#answered);
    const found = this.#found && known !== null ? verdict(this.#found, known) : null;
    const { reading = null, number = 0 } = this.#answered ?? {};
    const count = reading?.numbers.length ?? 0;
    const which = found && count > 1 ? [phrase('review.number', { index: number + 1, count })] : [];
    this.#output.className = `field-verdict ${found?.kind ?? ''}`;
    this.#output.hidden = this.#chooser.isAny;
    setText(this.#value, found?.value || '–');
    setText(this.#words, found ? [...which, found.words].join(' · ') : '');
  }
}

/** @param {Question} a @param {Question | null} b */
function isSame(a, b) {
  return b !== null && a.reading === b.reading && a.number === b.number && a.text === b.text && a.field === b.field;
}

/** @param {Question} question @returns {import('./fields.js').Known | null} null: there is no number */
function knownOf({ reading, number, text }) {
  if (text !== null) return text;
  return reading ? { symbols: symbolsOf(reading, number), confidence: reading.numbers[number].confidence } : null;
}
