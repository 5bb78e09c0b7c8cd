// Wires the page together: the only module that knows all the others.

import { startAids } from './aids.js';
import { play, writeNumber } from './demo-pen.js';
import { Engine } from './engine.js';
import { listenForFiles, listenForPictures, nameOf } from './intake.js';
import { startLanguage } from './language-chooser.js';
import { languageEvents, phrase } from './messages.js';
import { NumbersView } from './numbers-view.js';
import { Pad } from './pad.js';
import { numberOf, symbolAt } from './reading.js';
import { ResultView } from './result-view.js';
import { copyText } from './saving.js';
import { Session } from './session.js';
import { setting } from './settings.js';
import { SheetView } from './sheet-view.js';
import { startShortcuts } from './shortcuts.js';
import { formatMilliseconds } from './words.js';

const fewNumbers = 4; // more do not fit into the list at once

/** @template {Element} T @param {string} id @param {new () => T} type @returns {T} */
function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html lacks #${id}`);
  return found;
}

const elements = {
  pad: byId('pad', HTMLCanvasElement),
  choose: byId('choose', HTMLButtonElement),
  photo: byId('photo', HTMLButtonElement),
  camera: byId('camera', HTMLButtonElement),
  file: byId('file', HTMLInputElement),
  pen: byId('pen', HTMLInputElement),
  undo: byId('undo', HTMLButtonElement),
  clear: byId('clear', HTMLButtonElement),
  predict: byId('predict', HTMLButtonElement),
  launch: byId('launch', HTMLButtonElement),
  again: byId('again', HTMLButtonElement),
  note: byId('note', HTMLElement),
  message: byId('message', HTMLElement),
  dismiss: byId('dismiss', HTMLButtonElement),
  status: byId('engine-status', HTMLElement),
  statusText: byId('engine-status-text', HTMLElement),
  time: byId('engine-time', HTMLElement),
  retry: byId('retry', HTMLButtonElement),
  result: byId('result', HTMLElement),
  answer: byId('answer', HTMLOutputElement),
  numbers: byId('numbers', HTMLElement),
  showAll: byId('show-all', HTMLButtonElement),
  copy: byId('copy', HTMLButtonElement),
  keep: byId('keep', HTMLInputElement),
  resultTitle: byId('result-title', HTMLElement),
  readerTitle: byId('reader-title', HTMLElement),
  startTitle: byId('start-title', HTMLElement),
};

const engine = new Engine(new URL('./engine-worker.js', import.meta.url));
const session = new Session(engine);
const sheetView = new SheetView(
  { sheet: byId('sheet', HTMLElement), picture: byId('picture', HTMLImageElement), boxes: byId('boxes', SVGSVGElement) },
  select,
);
const resultView = new ResultView(
  {
    answer: elements.answer,
    digits: byId('digits', HTMLElement),
    choices: byId('choices', HTMLElement),
    chart: byId('chart', HTMLElement),
  },
  select,
);
const numbersView = new NumbersView(elements.numbers, select);
let selected = 0; // the symbol in focus; its number is too
let followsPen = false; // the digit in focus is the one being written
/** @type {import('./types.js').Point[][]} */
const noStrokes = [];
let demo = new AbortController();
let offlineStarted = false;

const pad = new Pad(elements.pad, {
  onStrokeStarted() {
    demo.abort();
    say('');
    followsPen = true;
    session.beginStroke();
  },
  onStrokeMoved: (strokes) => session.draw(strokes),
  onStrokeEnded: (strokes) => session.draw(strokes, { finished: true }),
  onStrokeCancelled: () => session.cancelStroke(),
  claimTap,
  onResized: (strokes) => session.setPad({ width: pad.width, strokes }),
});

listenForPictures(
  { chooseButton: elements.choose, photoButton: elements.photo, fileInput: elements.file },
  {
    onChosen: (files) => takeFiles(files, { ask: false }),
    onDropped: (files) => takeFiles(files, { ask: true }),
    onPasted: (blobs) => takeFiles(blobs, { ask: true, pasted: true }),
  },
);
for (const [buttonId, inputId] of [['choose-files', 'files'], ['choose-folder', 'folder']]) {
  const input = byId(inputId, HTMLInputElement);
  byId(buttonId, HTMLButtonElement).addEventListener('click', () => input.click());
  listenForFiles(input, takeMany);
}

// ---- What people do

/**
 * One picture goes on the sheet, several into the table.
 * @param {Blob[]} files @param {{ ask: boolean, pasted?: boolean }} options ask: show the answer without Predict; pasted: their
 *   names are not theirs
 */
function takeFiles(files, { ask, pasted = false }) {
  if (files.length > 1 || currentView() === 'batch') takeMany(files);
  else take(files[0], { ask, name: files[0] instanceof File && !pasted ? files[0].name : undefined });
}

/** @param {Blob[]} files */
async function takeMany(files) {
  demo.abort();
  say('');
  location.hash = views.batch.hash;
  const named = files.map((blob, index) => ({ blob, name: blob instanceof File ? nameOf(blob) : `${index + 1}` }));
  (await batchPage()).add(named);
}

/** @param {Blob} blob @param {{ name?: string, ask?: boolean }} options */
async function take(blob, options) {
  demo.abort();
  say('');
  const taken = await session.open(blob, options);
  if (taken && options.ask) goToReader();
}

async function openCamera() {
  demo.abort();
  const { showCamera } = await import('./camera-dialog.js');
  showCamera(engine, (blob) => {
    goToReader({ focus: elements.resultTitle });
    elements.resultTitle.focus();
    take(blob, { name: 'camera.jpg', ask: true });
  });
}

async function predict() {
  demo.abort();
  say('');
  const answered = session.predict();
  goToReader({ focus: elements.resultTitle });
  await answered;
  elements.result.scrollIntoView({ block: 'nearest' });
  // A drawing has been read already: show that Predict was heard.
  if (!prefersStill()) elements.answer.animate([{ opacity: 0.2 }, { opacity: 1 }], 400);
}

function clear() {
  demo.abort();
  say('');
  session.clear();
}

function undo() {
  if (!session.canUndo) return;
  say('');
  session.undo();
}

/** @param {number} index */
function select(index) {
  followsPen = false;
  selected = index;
  render();
}

/** A tap inside a digit's box chooses that digit instead of leaving a dot, if there is a choice. @param {import('./types.js').Point} point */
function claimTap(point) {
  const { outcome } = session;
  if (outcome.kind !== 'read' || outcome.reading.symbols.length < 2) return false;
  const index = symbolAt(outcome.reading, point);
  if (index < 0) return false;
  followsPen = false;
  selected = index;
  return true;
}

function prefersStill() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** All numbers, one a line. */
async function copy() {
  if (session.texts.length === 0) return;
  const isCopied = await copyText(session.texts.join('\n'));
  elements.copy.textContent = phrase(isCopied ? 'copied' : 'copied.not');
  setTimeout(() => (elements.copy.textContent = phrase('copy')), 2000);
}

async function runDemo() {
  demo.abort();
  demo = new AbortController();
  const { signal } = demo;
  const digits = Array.from({ length: 3 }, () => Math.floor(Math.random() * 10));
  const strokes = writeNumber(digits, pad);
  session.clear();
  session.beginStroke({ demo: true });
  followsPen = true;
  if (prefersStill()) session.draw(strokes, { demo: true, finished: true });
  else await play(strokes, (shown, finished) => session.draw(shown, { demo: true, finished }), { signal });
}

elements.camera.hidden = !('mediaDevices' in navigator && 'OffscreenCanvas' in globalThis); // not on pages that are not secure
elements.camera.addEventListener('click', openCamera);
elements.predict.addEventListener('click', predict);
elements.clear.addEventListener('click', clear);
elements.undo.addEventListener('click', undo);
elements.copy.addEventListener('click', copy);
elements.showAll.addEventListener('click', () => showAll(!elements.numbers.classList.contains('all')));
elements.again.addEventListener('click', runDemo);
elements.launch.addEventListener('click', () => goToReader());
elements.dismiss.addEventListener('click', () => say(''));
elements.pen.addEventListener('input', () => session.setPad({ penWidth: elements.pen.valueAsNumber }));
elements.retry.addEventListener('click', () => {
  engine.restart();
  startEngine();
});

/** @param {number} steps */
function changePen(steps) {
  elements.pen.stepUp(steps);
  session.setPad({ penWidth: elements.pen.valueAsNumber });
}

startShortcuts(() => (hasSheet() ? ['sheet', 'page'] : currentView() !== 'batch' ? ['page'] : byId('review', HTMLElement).hidden ? ['batch', 'page'] : ['page']), {
  page: Object.fromEntries(['start', 'read', 'batch', 'history'].map((view) => [view, () => (location.hash = views[/** @type {keyof typeof views} */ (view)].hash)])),
  sheet: {
    clear: () => (elements.message.textContent ? say('') : clear()),
    enter: () => readerAids?.typedEntry.focus(),
    thicker: () => changePen(1),
    thinner: () => changePen(-1),
  },
});

// ---- Where people are

const views = {
  start: { hash: '#/', title: () => phrase('title.start'), heading: elements.startTitle },
  read: { hash: '#/read', title: () => phrase('title.read'), heading: elements.readerTitle },
  batch: { hash: '#/batch', title: () => phrase('title.batch'), heading: byId('batch-title', HTMLElement) },
  history: { hash: '#/history', title: () => phrase('title.history'), heading: byId('history-title', HTMLElement) },
  how: { hash: '#/how', title: () => phrase('title.how'), heading: byId('how-title', HTMLElement) },
  evidence: { hash: '#/evidence', title: () => phrase('title.evidence'), heading: byId('evidence-title', HTMLElement) },
};

/** @returns {keyof typeof views} */
function currentView() {
  const names = /** @type {(keyof typeof views)[]} */ (Object.keys(views));
  return names.find((name) => views[name].hash === location.hash) ?? 'start';
}

/** The view shows the sheet, so keys are the pen's. */
function hasSheet() {
  return currentView() === 'start' || currentView() === 'read';
}

/** @type {Promise<ReturnType<typeof import('./batch-page.js').startBatchPage>> | undefined} */
let loadingBatch;

/** The view of many pictures: code that one picture does not need. */
function batchPage() {
  loadingBatch ??= import('./batch-page.js').then(({ startBatchPage }) => startBatchPage(engine, byId));
  return loadingBatch;
}

/** @type {ReturnType<typeof import('./reader-aids.js').startReaderAids> | undefined} */
let readerAids;
let readerAidsWanted = false;

/** Typing, reading aloud and printing: code that the start page does not need. */
async function loadReaderAids() {
  if (readerAidsWanted) return;
  readerAidsWanted = true;
  await firstFrame();
  readerAids = (await import('./reader-aids.js')).startReaderAids(session, engine, byId);
  render();
}

/** What is not in sight yet can wait until the page is. */
function firstFrame() {
  return new Promise((resolve) => (document.hidden ? setTimeout(resolve) : requestAnimationFrame(() => setTimeout(resolve))));
}

/** @type {Promise<import('./how-page.js').HowPage> | undefined} */
let loadingHow;

async function showHow() {
  loadingHow ??= import('./how-page.js').then(({ HowPage }) => new HowPage(engine, byId('how-view', HTMLElement)));
  (await loadingHow).show(session, selected);
}

/** @type {Promise<ReturnType<typeof import('./history-page.js').startHistory>> | undefined} */
let loadingHistory;

/** What was read before: who keeps nothing and does not look does not need it. */
function historyPage() {
  loadingHistory ??= import('./history-page.js').then(({ startHistory }) => startHistory(session, byId));
  return loadingHistory;
}
elements.keep.addEventListener('change', async () => (await historyPage()).switchKeeping(elements.keep.checked));

/** @type {Promise<void> | undefined} */
let showingEvidence;

/** Figures do not change while the page is open; only a failure is tried again. */
function showEvidence() {
  showingEvidence ??= import('./evidence-page.js').then((page) => page.showEvidence(byId('evidence-view', HTMLElement)));
  showingEvidence.catch(() => (showingEvidence = undefined));
}

/** @type {HTMLElement | null} */
let focusNext = null;

/** @param {{ focus?: HTMLElement }} [options] */
function goToReader({ focus } = {}) {
  if (currentView() === 'read') return;
  focusNext = focus ?? views.read.heading;
  location.hash = views.read.hash;
}

function showView() {
  const view = currentView();
  const { source } = session;
  const isArrival = document.body.dataset.view !== undefined;
  document.body.dataset.view = view;
  document.title = views[view].title();
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === views[view].hash) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (view === 'read' && source.kind === 'drawing' && source.demo) clear();
  if (view !== 'start') demo.abort();
  if (view === 'batch') batchPage().then((page) => page.render());
  if (view !== 'start' || setting('read-aloud', 'off') === 'on') loadReaderAids();
  if (view === 'history') historyPage().then((page) => page.show());
  if (view === 'how') showHow();
  if (view === 'evidence') showEvidence();
  if (isArrival) {
    scrollTo(0, 0);
    (focusNext ?? views[view].heading).focus({ preventScroll: true });
  }
  focusNext = null;
  render();
}
addEventListener('hashchange', showView);

// ---- What people see

/** Shows a message, or takes it away. @param {string} message */
function say(message) {
  const isEmpty = message === '';
  elements.message.textContent = message;
  elements.note.toggleAttribute('data-empty', isEmpty);
  elements.dismiss.hidden = isEmpty;
}

function render() {
  const { source, outcome, busy } = session;
  const reading = outcome.kind === 'read' ? outcome.reading : null;
  const strokes = source.kind === 'drawing' ? source.strokes : noStrokes;
  selected = focusedSymbol(reading, strokes);
  pad.show(strokes, session.pad.penWidth);
  sheetView.show(source, reading, selected);
  resultView.show(reading, { selected, words: nothingReadYet(), busy, typed: session.typed });
  numbersView.show(reading, selected, session.typed);
  readerAids?.show(reading ? numberOf(reading, selected) : 0);
  elements.showAll.hidden = (reading?.numbers.length ?? 0) <= fewNumbers;
  showAll(!elements.showAll.hidden && elements.numbers.classList.contains('all'));
  elements.copy.setAttribute('aria-disabled', String(session.texts.length === 0));
  elements.predict.disabled = source.kind === 'empty';
  elements.clear.setAttribute('aria-disabled', String(session.isEmpty));
  elements.undo.setAttribute('aria-disabled', String(!session.canUndo));
  document.body.classList.toggle('demo', source.kind === 'drawing' && source.demo);
  if (outcome.kind === 'read') showEngineTime(outcome.milliseconds);
}

/** @param {import('./types.js').Reading | null} reading @param {import('./types.js').Point[][]} strokes */
function focusedSymbol(reading, strokes) {
  const pen = strokes.at(-1)?.at(-1);
  const underPen = reading && pen && followsPen ? symbolAt(reading, pen) : -1;
  const index = underPen >= 0 ? underPen : selected;
  return Math.min(index, Math.max(0, (reading?.symbols.length ?? 0) - 1));
}

/** The list at its full height. @param {boolean} isAll */
function showAll(isAll) {
  elements.numbers.classList.toggle('all', isAll);
  elements.showAll.setAttribute('aria-expanded', String(isAll));
  elements.showAll.textContent = phrase(isAll ? 'show.fewer' : 'show.all');
}

function nothingReadYet() {
  const { source, outcome } = session;
  if (outcome.kind === 'unreadable') return outcome.message();
  if (source.kind === 'empty') return phrase('answer.none');
  if (source.kind === 'picture' && !session.waiting) return phrase('answer.predict');
  const engineState = elements.status.dataset.state;
  if (engineState === 'loading') return phrase('answer.soon');
  return engineState === 'failed' ? phrase('answer.missing') : phrase('answer.reading');
}

session.addEventListener('changed', render);
session.addEventListener('refused', (event) => say(/** @type {CustomEvent<string>} */ (event).detail));
session.addEventListener('engine-failed', (event) => showEngineFailure(/** @type {CustomEvent<string>} */ (event).detail));

languageEvents.addEventListener('changed', () => {
  say('');
  document.title = views[currentView()].title();
  elements.statusText.textContent = engineStatus();
  resultView.forget();
  numbersView.forget();
  render();
});

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  pad.repaint();
  resultView.repaint();
});

// ---- The engine

let engineStatus = () => phrase('engine.loading');

async function startEngine() {
  showEngineStatus('loading', () => phrase('engine.loading'));
  const start = performance.now();
  try {
    const { variant } = await engine.about();
    const milliseconds = performance.now() - start;
    showEngineStatus('ready', () => phrase('engine.ready-in', { time: formatMilliseconds(milliseconds) }));
    session.refresh();
    showLines();
    void startOffline(variant);
  } catch (error) {
    showEngineFailure(error instanceof Error ? error.message : String(error));
  }
}

/** Once all else is there. @param {string} variant */
async function startOffline(variant) {
  if (offlineStarted) return;
  offlineStarted = true;
  const { keepOffline, listenForOtherApps, offerInstall } = await import('./offline.js');
  offerInstall(byId('install', HTMLButtonElement));
  void listenForOtherApps((files) => takeFiles(files, { ask: true }));
  await keepOffline(variant, {
    bar: byId('update-bar', HTMLElement),
    reload: byId('update-reload', HTMLButtonElement),
    later: byId('update-later', HTMLButtonElement),
    state: byId('offline-state', HTMLElement),
  });
}

/** Single digits are read before lines are. */
function showLines() {
  elements.status.dataset.lines = engine.lines;
  const { linesError: reason } = engine;
  const { state } = elements.status.dataset;
  if (engine.lines === 'missing' && state === 'ready') showEngineStatus('partial', () => phrase('engine.partial', { reason }));
  if (engine.lines === 'there' && state === 'partial') showEngineStatus('ready', () => phrase('engine.ready'));
}
engine.addEventListener('lines', () => {
  session.refresh();
  showLines();
});

/** @param {'loading' | 'ready' | 'partial' | 'failed'} state @param {() => string} text */
function showEngineStatus(state, text) {
  engineStatus = text;
  elements.status.dataset.state = state;
  elements.statusText.textContent = text();
  elements.retry.hidden = state !== 'failed' && state !== 'partial';
  render();
}

/** @param {string} reason */
function showEngineFailure(reason) {
  showEngineStatus('failed', () => phrase('engine.failed', { reason }));
}

/** @param {number} milliseconds */
function showEngineTime(milliseconds) {
  elements.time.textContent = phrase('engine.time', { time: formatMilliseconds(milliseconds) });
  const { state } = elements.status.dataset;
  if (state !== 'ready' && state !== 'partial') showEngineStatus('ready', () => phrase('engine.ready'));
}

startLanguage(byId('language', HTMLSelectElement));
startAids(byId);
startEngine();
showView();
elements.keep.checked = setting('keep-readings', 'off') === 'on';
if (elements.keep.checked) historyPage();
if (currentView() === 'start') runDemo();
