// How numbers are said, and the tones to listen to and learn; loaded when it is first wanted.

import { element, openDialog } from './dialog.js';
import { tonesOfDigit, tonesOfSign } from './earcons.js';
import { addEnglish, phrase } from './messages.js';
import english from '../messages/en-later.js';
import { keepSetting, setting } from './settings.js';
import { hush, play, voiceForPage } from './speech.js';

/** @typedef {import('./messages.js').MessageKey} MessageKey */

addEnglish(english);

/** By setting: its values, the first of which holds until another is chosen. */
const choices = {
  'voice-sound': ['voice', 'tones'],
  'voice-numbers': ['digits', 'number'],
  'voice-speed': ['normal', 'slow', 'fast'],
};
const signs = /** @type {const} */ (['separator', 'doubt', 'unread', 'refused', 'nothing']);

export async function showVoiceSettings() {
  const status = element('p', { className: 'aside' });
  const dialog = await openDialog(phrase('aid.voice'), [
    status,
    ...Object.entries(choices).map(([name, values]) => choice(name, values)),
    element('h3', {}, phrase('aid.tones')),
    element('p', {}, phrase('aid.tones.digits')),
    sounds(Array.from({ length: 10 }, (_, digit) => [String(digit), tonesOfDigit(digit)])),
    element('p', {}, phrase('aid.tones.signs')),
    sounds(signs.map((sign) => [phrase(/** @type {MessageKey} */ (`aid.tones.${sign}`)), tonesOfSign(sign)])),
  ]);
  dialog.addEventListener('close', hush);
  voiceForPage().then((voice) => (status.textContent = voice ? phrase('aid.voice.here', { name: voice.name }) : phrase('aid.voice.none')));
}

/** @param {string} name @param {string[]} values */
function choice(name, values) {
  const chosen = setting(name, values[0]);
  const options = values.map((value) => {
    const input = element('input', { type: 'radio', name, value, checked: value === chosen });
    input.addEventListener('change', () => keepSetting(name, value));
    return element('label', { className: 'check' }, input, phrase(/** @type {MessageKey} */ (`aid.${name}.${value}`)));
  });
  return element('fieldset', { className: 'choice' }, element('legend', {}, phrase(/** @type {MessageKey} */ (`aid.${name}`))), ...options);
}

/** @param {[string, import('./earcons.js').Tone[]][]} named */
function sounds(named) {
  const buttons = named.map(([name, tones]) => {
    const button = element('button', { type: 'button', className: 'button sound' }, name);
    button.addEventListener('click', () => play(tones));
    return button;
  });
  return element('div', { className: 'sounds' }, ...buttons);
}
