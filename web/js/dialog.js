// Dialogs that are made when they are wanted.

import { phrase } from './messages.js';
import { addStyle } from './styles.js';

/**
 * Opens a modal dialog under a heading, with a button that closes it; Escape does too, and the focus goes back to where
 * it was. The dialog is gone when it is closed.
 * @param {string} title
 * @param {(Node | string)[]} content
 * @returns {Promise<HTMLDialogElement>}
 */
export async function openDialog(title, content) {
  const heading = element('h2', { id: 'dialog-title', tabIndex: -1 }, title);
  const close = element('button', { type: 'button', className: 'button' }, phrase('aid.close'));
  const dialog = element('dialog', { className: 'dialog' }, element('div', { className: 'dialog-head' }, heading, close), ...content);
  dialog.setAttribute('aria-labelledby', heading.id);
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close(); // beside it
  });
  await addStyle('css/dialog.css');
  document.body.append(dialog);
  dialog.showModal();
  heading.focus();
  return dialog;
}

/**
 * An element with properties and content.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | boolean>} [properties]
 * @param {(Node | string)[]} content
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, properties = {}, ...content) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...content);
  return created;
}
