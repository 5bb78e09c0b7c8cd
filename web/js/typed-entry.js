// Numbers by the keyboard: the field that enters a number without drawing, or corrects the one in focus.

import { phrase } from './messages.js';
import { setText } from './result-view.js';
import { numberFrom } from './typed-number.js';

/** @typedef {import('./session.js').Session} Session */

export class TypedEntry {
  #session;
  #field;
  #label;
  #note;
  #back;
  #number = 0;

  /** @param {Session} session @param {<T extends Element>(id: string, type: new () => T) => T} byId */
  constructor(session, byId) {
    this.#session = session;
    this.#field = byId('typed-number', HTMLInputElement);
    this.#label = byId('typed-label', HTMLElement);
    this.#note = byId('typed-note', HTMLElement);
    this.#back = byId('typed-back', HTMLButtonElement);
    byId('typed', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#enter();
    });
    this.#back.addEventListener('click', () => {
      this.#session.enter(this.#number, null);
      this.#field.focus();
    });
    this.#field.addEventListener('input', () => this.#complain(''));
    this.#field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault(); // it leaves the field as it was, and clears nothing
      this.#complain('');
      this.#field.value = this.#taken();
    });
  }

  focus() {
    this.#field.focus();
    this.#field.select();
  }

  /** @param {number} number the index of the one that is typed */
  show(number) {
    const isOther = number !== this.#number;
    this.#number = number;
    const count = this.#reading()?.numbers.length ?? 0;
    setText(this.#label, count > 1 ? phrase('aid.enter.which', { index: number + 1 }) : phrase('aid.enter'));
    this.#back.hidden = (this.#session.typed[number] ?? null) === null;
    if (document.activeElement !== this.#field || isOther) this.#field.value = this.#taken();
  }

  #reading() {
    const { outcome, source } = this.#session;
    const isDemo = source.kind === 'drawing' && source.demo;
    return outcome.kind === 'read' && !isDemo ? outcome.reading : null;
  }

  /** What the number is taken for now. */
  #taken() {
    return this.#session.typed[this.#number] ?? this.#reading()?.numbers[this.#number]?.text ?? '';
  }

  #enter() {
    const number = numberFrom(this.#field.value);
    if (number === null) return this.#complain(phrase('aid.enter.not'));
    this.#complain('');
    this.#field.value = number;
    const read = this.#reading()?.numbers[this.#number]?.text;
    this.#session.enter(this.#number, number === read ? null : number);
  }

  /** @param {string} sentence */
  #complain(sentence) {
    setText(this.#note, sentence);
    this.#field.setAttribute('aria-invalid', String(sentence !== ''));
  }
}
