// The list of all keys, made from the table that binds them; loaded when it is first wanted.

import { element, openDialog } from './dialog.js';
import { addEnglish, phrase } from './messages.js';
import english from '../messages/en-later.js';
import { characterKeysOn, messageOf, shortcuts, switchCharacterKeys } from './shortcuts.js';

/** @typedef {import('./messages.js').MessageKey} MessageKey */

addEnglish(english);

export async function showShortcuts() {
  const areas = [...new Set(shortcuts.map(({ area }) => area))];
  const toggle = element('input', { type: 'checkbox', checked: characterKeysOn() });
  toggle.addEventListener('change', () => switchCharacterKeys(toggle.checked));
  const choice = element('label', { className: 'check' }, toggle, phrase('keys.characters'));
  const tables = areas.map((area) => {
    const rows = shortcuts.filter((each) => each.area === area).map((shortcut) =>
      element('tr', {}, rowHeader(phrase(messageOf(shortcut))), element('td', {}, ...keysOf(shortcut.keys))));
    return element('table', { className: 'key-list' }, element('caption', {}, phrase(/** @type {MessageKey} */ (`keys.${area}`))), element('tbody', {}, ...rows));
  });
  await openDialog(phrase('keys'), [choice, element('div', { className: 'key-lists' }, ...tables)]);
}

/** @param {string} text */
function rowHeader(text) {
  return element('th', { scope: 'row' }, text);
}

/** Keys that do the same, one after the other. @param {string[]} keys */
function keysOf(keys) {
  const modifier = keys.every((key) => key.startsWith('Shift+')) ? 'Shift+' : ''; // said once
  return keys.flatMap((key, index) => [
    ...(index > 0 ? [' '] : []),
    element('span', { className: 'key-names', dir: 'ltr' }, ...namesOf(index > 0 ? key.slice(modifier.length) : key).flatMap((name, part) => [
      ...(part > 0 ? ['+'] : []),
      element('kbd', {}, name),
    ])),
  ]);
}

/** @param {string} key as in the table */
function namesOf(key) {
  const parts = key === '+' ? ['+'] : key.split('+');
  return parts.map((part) => {
    if (part.length === 1 && part !== ' ') return part.toUpperCase();
    return phrase(/** @type {MessageKey} */ (`key.${part}`));
  });
}
