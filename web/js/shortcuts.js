// Every key of the page in one table: the listeners ask it what a key press means, and the dialog lists it.
//
// A key is written as KeyboardEvent.key has it, after the modifiers: `Control+z` (on a Mac the Command key does as well).
// `Digit` stands for 0 to 9 and `Separator` for the marks between digits.

import { keepSetting, setting } from './settings.js';
import { separators } from './words.js';

/** @typedef {import('./messages.js').MessageKey} MessageKey */
/** @typedef {'page' | 'sheet' | 'pad' | 'camera' | 'list' | 'batch' | 'review'} Area */
/** @typedef {{ area: Area, id: string, keys: string[] }} Shortcut */

/**
 * By area and id. `button`: the element that the key presses, by its id in index.html; the others are acted on by the
 * part of the page that has the focus, or as startShortcuts is told.
 * @type {Record<Area, Record<string, { keys: string[], button?: string }>>}
 */
const table = {
  page: {
    help: { keys: ['?'], button: 'show-shortcuts' },
    start: { keys: ['h'] },
    read: { keys: ['w'] },
    batch: { keys: ['m'] },
    history: { keys: ['k'] },
    largeText: { keys: ['l'], button: 'large-text' },
    aloud: { keys: ['a'], button: 'aloud' },
    again: { keys: ['s'], button: 'say-again' },
    voice: { keys: ['v'], button: 'voice-settings' },
  },
  sheet: {
    choose: { keys: ['o'], button: 'choose' },
    camera: { keys: ['t'], button: 'camera' },
    predict: { keys: ['p'], button: 'predict' },
    undo: { keys: ['Control+z'], button: 'undo' },
    clear: { keys: ['Escape'] },
    thicker: { keys: ['+'] },
    thinner: { keys: ['-'] },
    enter: { keys: ['e'] },
    copy: { keys: ['c'], button: 'copy' },
    showAll: { keys: ['n'], button: 'show-all' },
    print: { keys: ['r'], button: 'print' },
  },
  pad: {
    move: { keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
    moveFinely: { keys: ['Shift+ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Shift+ArrowDown'] },
    pen: { keys: [' ', 'Enter'] },
  },
  camera: {
    take: { keys: [' ', 'Enter'] },
    close: { keys: ['Escape'] },
  },
  list: {
    previous: { keys: ['ArrowLeft', 'ArrowUp'] },
    next: { keys: ['ArrowRight', 'ArrowDown'] },
    first: { keys: ['Home'] },
    last: { keys: ['End'] },
  },
  batch: {
    choose: { keys: ['o'], button: 'choose-files' },
    folder: { keys: ['f'], button: 'choose-folder' },
    clear: { keys: ['Shift+Delete'], button: 'batch-clear' },
    stop: { keys: ['x'], button: 'batch-stop' },
    review: { keys: ['r'], button: 'batch-review' },
    doubtfulFirst: { keys: ['d'], button: 'doubtful-first' },
    saveCsv: { keys: ['c'], button: 'save-csv' },
    saveJson: { keys: ['j'], button: 'save-json' },
  },
  review: {
    previousDigit: { keys: ['ArrowLeft'] },
    nextDigit: { keys: ['ArrowRight'] },
    previousNumber: { keys: ['ArrowUp'] },
    nextNumber: { keys: ['ArrowDown'] },
    previousPicture: { keys: ['PageUp'] },
    nextPicture: { keys: ['PageDown'] },
    putIn: { keys: ['Digit', 'Separator'] },
    insertAfter: { keys: ['Shift+Digit'] },
    insert: { keys: ['Insert'] },
    remove: { keys: ['Delete', 'Backspace'] },
    enter: { keys: ['e'] },
    undo: { keys: ['Control+z'] },
    accept: { keys: ['Enter'] },
    close: { keys: ['Escape'] },
  },
};

/** @type {Shortcut[]} */
export const shortcuts = Object.entries(table).flatMap(([area, entries]) =>
  Object.entries(entries).map(([id, { keys }]) => ({ area: /** @type {Area} */ (area), id, keys })),
);

/** What a shortcut does, for messages.js. @param {Shortcut} shortcut @returns {MessageKey} */
export function messageOf({ area, id }) {
  return /** @type {MessageKey} */ (`keys.${area}.${id}`);
}

const characterKeys = 'character-keys';

/** Keys without a modifier are off where somebody asked for it: speech input and tremor press them by chance. */
export function characterKeysOn() {
  return setting(characterKeys, 'on') === 'on';
}

/** @param {boolean} isOn */
export function switchCharacterKeys(isOn) {
  keepSetting(characterKeys, isOn ? 'on' : 'off');
}

/** Whether keys pressed here are text. @param {EventTarget | null} target */
export function isTextField(target) {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLInputElement) return !['range', 'checkbox', 'radio', 'button', 'file'].includes(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}

/**
 * The shortcut of an area that a key press means, or null.
 * @param {Area} area
 * @param {KeyboardEvent} event
 * @param {{ characters?: boolean }} [options] characters: whether single letters, digits and marks count
 * @returns {{ id: string, text: string } | null} text: the digit or mark, where the shortcut stands for several
 */
export function shortcutFor(area, event, { characters = characterKeysOn() } = {}) {
  if (event.altKey) return null;
  for (const [id, { keys }] of Object.entries(table[area])) {
    for (const key of keys) {
      if (!characters && isCharacter(key)) continue;
      const text = matched(key, event);
      if (text !== null) return { id, text };
    }
  }
  return null;
}

/** @param {string} key as in the table */
function isCharacter(key) {
  const plain = key.replace('Shift+', '');
  return plain === 'Digit' || plain === 'Separator' || (plain.length === 1 && plain !== ' ');
}

/** @param {string} wanted @param {KeyboardEvent} event @returns {string | null} what the key writes, if it is the wanted one */
function matched(wanted, event) {
  const parts = wanted.split('+');
  const name = wanted === '+' ? '+' : /** @type {string} */ (parts.pop());
  const [command, shift] = wanted === '+' ? [false, false] : [parts.includes('Control'), parts.includes('Shift')];
  if (command !== (event.ctrlKey || event.metaKey)) return null;
  const written = writtenKey(event);
  if (name === 'Digit') {
    if (shift) return event.shiftKey && event.code.startsWith('Digit') ? event.code.slice(5) : null;
    return /^\d$/.test(written) ? written : null;
  }
  if (name === 'Separator') return separators.includes(written) ? written : null;
  // Marks such as ? are typed with Shift on some keyboards and without on others.
  const shiftCounts = name.length > 1 || /[a-z]/.test(name);
  if (shiftCounts && shift !== event.shiftKey) return null;
  return written.toLowerCase() === name.toLowerCase() ? written : null;
}

/** Keyboards that write other letters have the Latin ones in the same places. @param {KeyboardEvent} event */
function writtenKey({ key, code }) {
  const isOtherLetter = key.length === 1 && key > '\u007f' && code.startsWith('Key');
  return isOtherLetter ? code.slice(3).toLowerCase() : key;
}

/**
 * Listens for the keys of the whole page. A key that the focused part has used is none of them, and while a dialog is
 * open or text is typed there are none.
 * @param {() => Area[]} areas those that keys belong to now
 * @param {Partial<Record<Area, Record<string, () => void>>>} actions by area and id, of shortcuts that press no button
 */
export function startShortcuts(areas, actions) {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || isTextField(event.target) || document.querySelector('dialog[open]')) return;
    for (const area of areas()) {
      const id = shortcutFor(area, event)?.id ?? '';
      const { button } = table[area][id] ?? {};
      const act = button ? () => document.getElementById(button)?.click() : actions[area]?.[id];
      if (!act || (button && !document.getElementById(button)?.offsetParent)) continue;
      event.preventDefault();
      act();
      return;
    }
  });
}
