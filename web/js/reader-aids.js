// Wires what is beside the sheet of the reader: what the number is, typing it, reading aloud, printing. Loaded with the
// reader.

import english from '../messages/en-later.js';
import { FieldView } from './field-view.js';
import { addEnglish, phrase } from './messages.js';
import { addStyle } from './styles.js';
import { TypedEntry } from './typed-entry.js';
import { startVoice } from './voice.js';

addEnglish(english);

/**
 * @param {import('./session.js').Session} session
 * @param {import('./engine.js').Engine} engine
 * @param {<T extends Element>(id: string, type: new () => T) => T} byId
 */
export function startReaderAids(session, engine, byId) {
  startVoice(session, byId);
  const typedEntry = new TypedEntry(session, byId);
  const fieldView = new FieldView(session, engine, byId('field', HTMLElement));

  addStyle('css/print.css');
  const date = byId('print-date', HTMLElement);
  addEventListener('beforeprint', () => {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
    date.textContent = phrase('aid.printed', { date: format.format(new Date()) });
  });
  byId('print', HTMLButtonElement).addEventListener('click', () => print());
  byId('aids', HTMLElement).classList.remove('void');
  return {
    typedEntry,
    /** @param {number} number the index of the one in focus */
    show(number) {
      typedEntry.show(number);
      fieldView.show(number);
    },
  };
}
