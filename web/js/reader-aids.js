// Wires what is beside the sheet of the reader: typing a number, reading aloud, printing. Loaded with the reader.

import { phrase } from './messages.js';
import { addStyle } from './styles.js';
import { TypedEntry } from './typed-entry.js';
import { startVoice } from './voice.js';

/**
 * @param {import('./session.js').Session} session
 * @param {<T extends Element>(id: string, type: new () => T) => T} byId
 */
export function startReaderAids(session, byId) {
  startVoice(session, byId);
  const typedEntry = new TypedEntry(session, byId);

  addStyle('css/print.css');
  const date = byId('print-date', HTMLElement);
  addEventListener('beforeprint', () => {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
    date.textContent = phrase('aid.printed', { date: format.format(new Date()) });
  });
  byId('print', HTMLButtonElement).addEventListener('click', () => print());
  byId('aids', HTMLElement).classList.remove('void');
  return { typedEntry };
}
