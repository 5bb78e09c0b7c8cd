// The dialog of the live camera: the film, boxes over what is read in it, and the button that takes a frame.

import { cameraProblem, FrameReader } from './camera.js';
import { element, openDialog } from './dialog.js';
import { addEnglish, phrase } from './messages.js';
import english from '../messages/en-later.js';
import { boxOf, inflated } from './sheet-view.js';
import { shortcutFor } from './shortcuts.js';
import { addStyle } from './styles.js';
import { confidenceInWords, judgement, summary } from './words.js';
import { symbolsOf } from './reading.js';

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').ReadingError} ReadingError */

const boxMargin = 8; // screen pixels
const mostShown = 3; // numbers beside each other under the film

addEnglish(english);

/**
 * Opens the dialog and asks for the camera. However it closes, the camera is off at once.
 * @param {import('./engine.js').Engine} engine
 * @param {(frame: Blob) => void} onTaken a frame was taken, a JPEG file; the dialog is closed already
 */
export async function showCamera(engine, onTaken) {
  const video = element('video', { muted: true, playsInline: true });
  video.setAttribute('aria-label', phrase('camera.sees'));
  const boxes = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  boxes.setAttribute('class', 'boxes');
  boxes.setAttribute('aria-hidden', 'true');
  const sheet = element('div', { className: 'sheet film' }, video, boxes);
  sheet.dataset.holds = 'picture';
  const text = element('span', { dir: 'ltr' });
  const line = element('p', { className: 'film-text' }, text);
  const words = element('p', { className: 'film-words' });
  const spoken = element('p', { className: 'visually-hidden' });
  spoken.setAttribute('role', 'status');
  const problem = element('p', { className: 'film-problem', hidden: true });
  problem.setAttribute('role', 'alert');
  video.addEventListener('resize', () => (sheet.style.aspectRatio = `${video.videoWidth} / ${video.videoHeight}`));
  const takeButton = element('button', { type: 'button', className: 'button primary', disabled: true }, phrase('camera.take'));
  const again = element('button', { type: 'button', className: 'button', hidden: true }, phrase('engine.retry'));

  /** The last frame that was read, with what is shown of it. @type {Blob | null} */
  let shown = null;
  let lastText = '';
  let said = '';
  const reader = new FrameReader(video, engine, {
    onRead: showReading,
    onFailed: (error) => fail(phrase('camera.failed', { reason: error instanceof Error ? error.message : String(error) })),
    onLost: () => fail(phrase('camera.lost')),
  });

  /** @param {Blob} frame @param {Reading | ReadingError} read */
  function showReading(frame, read) {
    shown = frame;
    takeButton.disabled = false;
    const reading = 'error' in read ? null : read;
    const isSteady = (reading?.text ?? '') === lastText;
    lastText = reading?.text ?? '';
    drawBoxes(boxes, reading, sheet);
    const numbers = reading?.numbers ?? [];
    text.textContent = numbers.length > mostShown ? '' : numbers.map((number) => number.text).join('   ');
    line.classList.toggle('unsteady', !isSteady);
    const sentence = reading ? (numbers.length > 1 ? summary(reading) : confidenceInWords(reading)) : phrase('camera.hold');
    words.textContent = sentence;
    // What two frames agree on is said, once.
    if (!isSteady || lastText === said) return;
    said = lastText;
    spoken.textContent = [...numbers.slice(0, mostShown).map((number) => number.text), sentence].join(phrase('comma'));
  }

  async function start() {
    showProblem('');
    words.textContent = phrase('camera.waiting');
    try {
      await reader.start();
      if (words.textContent === phrase('camera.waiting')) words.textContent = phrase('camera.hold');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      fail(phrase(`camera.${cameraProblem(error)}`, { reason }));
    }
  }

  /** The camera is off; this says why, and what to do. @param {string} sentence */
  function fail(sentence) {
    reader.stop();
    shown = null;
    lastText = said = text.textContent = words.textContent = '';
    boxes.replaceChildren();
    takeButton.disabled = true;
    showProblem(sentence);
    again.focus();
  }

  /** In place of the film, or with no sentence the film. @param {string} sentence */
  function showProblem(sentence) {
    problem.textContent = sentence;
    problem.hidden = again.hidden = sentence === '';
    sheet.hidden = line.hidden = words.hidden = takeButton.hidden = sentence !== '';
  }

  function take() {
    if (!shown) return;
    const frame = shown;
    dialog.close();
    onTaken(frame);
  }

  const onHidden = () => document.hidden && problem.hidden && fail(phrase('camera.hidden'));
  const close = () => dialog.close();
  await addStyle('css/camera.css');
  const dialog = await openDialog(phrase('tools.camera'), [sheet, problem, line, words, spoken, element('div', { className: 'group film-buttons' }, again, takeButton)]);
  dialog.classList.add('film-dialog');
  dialog.addEventListener('close', () => {
    reader.stop();
    document.removeEventListener('visibilitychange', onHidden);
    removeEventListener('hashchange', close);
    removeEventListener('pagehide', close);
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.target instanceof HTMLButtonElement || shortcutFor('camera', event)?.id !== 'take') return;
    event.preventDefault();
    take();
  });
  document.addEventListener('visibilitychange', onHidden);
  addEventListener('hashchange', close);
  addEventListener('pagehide', close);
  takeButton.addEventListener('click', take);
  again.addEventListener('click', start);
  await start();
}

/** A frame round each number. @param {SVGSVGElement} boxes @param {Reading | null} reading @param {HTMLElement} sheet */
function drawBoxes(boxes, reading, sheet) {
  if (!reading) return boxes.replaceChildren();
  const { width, height, numbers } = reading;
  boxes.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const pixel = Math.max(width / sheet.clientWidth, height / sheet.clientHeight);
  boxes.replaceChildren(...numbers.map(({ box, text, confidence }, index) => {
    const kind = judgement({ symbols: symbolsOf(reading, index), confidence });
    return boxOf(`number ${kind}`, inflated(box, boxMargin * pixel), pixel, text);
  }));
}
