// Read aloud: when it is on, a reading is said as soon as it stands still, and the messages of the page with it. What
// speaks is loaded when it is first wanted.

import { phrase } from './messages.js';
import { keepSetting, setting } from './settings.js';

/** @typedef {import('./session.js').Session} Session */

const afterStroke = 700; // milliseconds: another stroke may follow

/**
 * @param {Session} session
 * @param {<T extends Element>(id: string, type: new () => T) => T} byId
 */
export function startVoice(session, byId) {
  const button = byId('aloud', HTMLButtonElement);
  const note = byId('voice-note', HTMLElement);
  const answerWords = /** @type {HTMLElement} */ (byId('answer', HTMLOutputElement).querySelector('.answer-words'));
  let isOn = setting('read-aloud', 'off') === 'on';
  let said = ''; // and about which sheet
  let sheets = 0;
  /** @type {unknown} */
  let sheet = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Promise<[typeof import('./speech.js'), typeof import('./spoken.js'), typeof import('./earcons.js')]> | undefined} */
  let loading;
  const load = () => (loading ??= Promise.all([import('./speech.js'), import('./spoken.js'), import('./earcons.js')]));
  const hush = () => loading?.then(([speech]) => speech.hush());

  /** What stands on the sheet, said once, or again if it is asked for. @param {{ again?: boolean }} [options] */
  async function sayReading({ again = false } = {}) {
    const [speech, { spokenReading }, { tonesOf }] = await load();
    const { outcome, typed } = session;
    const reading = outcome.kind === 'read' ? outcome.reading : null;
    const asNumber = setting('voice-numbers', 'digits') === 'number';
    const sentence = spokenReading(reading, typed, { asNumber, nothing: answerWords.textContent ?? '' });
    const key = `${sheets} ${sentence}`;
    if (!again && key === said) return;
    said = key;
    await speech.say(sentence, tonesOf(reading, typed));
  }

  session.addEventListener('changed', () => {
    const { source, outcome, typed } = session;
    const isDemo = source.kind === 'drawing' && source.demo;
    // A stroke more, another picture, or nothing: another sheet. A wider pad draws the same strokes elsewhere.
    const now = source.kind === 'picture' ? source.blob : source.kind === 'drawing' ? source.strokes.length : 'empty';
    if (now !== sheet) {
      sheet = now;
      sheets += 1;
      hush();
    }
    clearTimeout(timer);
    const hasNews = outcome.kind !== 'none' || typed.length > 0;
    if (isOn && !isDemo && hasNews && !session.busy) timer = setTimeout(sayReading, source.kind === 'drawing' ? afterStroke : 0);
  });

  // Messages and the progress of a batch are in live regions already: the same words are said.
  const regions = new MutationObserver(async ([{ target }]) => {
    const words = target.textContent ?? '';
    if (!isOn || words === '') return;
    const [speech, , { tonesOfSign }] = await load();
    speech.say(words, byId('message', HTMLElement).contains(target) ? tonesOfSign('refused') : []);
  });
  for (const id of ['message', 'batch-spoken']) regions.observe(byId(id, HTMLElement), { childList: true, characterData: true, subtree: true });

  async function noteVoice() {
    const [{ voiceForPage }] = await load();
    const hasVoice = await voiceForPage();
    note.textContent = isOn && !hasVoice ? phrase('aid.voice.none') : '';
  }

  function show() {
    button.setAttribute('aria-pressed', String(isOn));
    if (isOn) noteVoice();
    else note.textContent = '';
  }

  button.addEventListener('click', () => {
    isOn = !isOn;
    keepSetting('read-aloud', isOn ? 'on' : 'off');
    show();
    if (isOn) sayReading({ again: true });
    else hush();
  });
  byId('say-again', HTMLButtonElement).addEventListener('click', () => sayReading({ again: true }));
  byId('voice-settings', HTMLButtonElement).addEventListener('click', async () => {
    const { showVoiceSettings } = await import('./voice-dialog.js');
    showVoiceSettings();
  });
  for (const gesture of ['pointerup', 'keydown']) {
    addEventListener(gesture, () => {
      if (isOn) load().then(([speech]) => speech.allowSound());
    });
  }
  show();
}
