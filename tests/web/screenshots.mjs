// Pictures of every view and state, for people to look at: build/screenshots/*.png.
//   node tests/web/screenshots.mjs [--only name-part]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { chooseFile, drawNumber, drawStrokes, dropFiles, engineReady, settled, startSite } from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';
import { filmOf, filmSwitches } from './support/film.mjs';
import { placedStrokes } from '../support/digits.mjs';
import { numberPng } from '../support/png.mjs';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, out: { type: 'string' } } });
const out = values.out ?? fileURLToPath(new URL('../../build/screenshots', import.meta.url));
const widths = [390, 768, 1280, 1600];

const states = {
  start: {
    path: '',
    async act(page) {
      await page.locator('body.demo').waitFor();
      await engineReady(page);
      await page.locator('#answer[aria-busy=false]:not(.empty)').waitFor();
    },
  },
  'read-empty': { act: engineReady },
  'read-digit': {
    async act(page) {
      await drawNumber(page, 7, { left: 250 });
      await settled(page);
    },
  },
  'read-several': {
    async act(page) {
      const { width, height } = await page.locator('#pad').boundingBox();
      const digitHeight = Math.min(300, ((width / height) * 560 - 40) / 4.3);
      await drawStrokes(page, placedStrokes('2038', { left: 60, top: 130, height: digitHeight, pitch: digitHeight * 1.05 }));
      await settled(page);
    },
  },
  'read-picture': {
    async act(page) {
      await chooseFile(page, 'number.png', numberPng('4096'));
      await page.getByRole('button', { name: 'Predict' }).click();
      await page.locator('#answer:not(.empty)').waitFor();
    },
  },
  'read-numbers': {
    setUp: (page) => fakeEngine(page),
    async act(page) {
      const lines = [['12', '4.50'], [{ text: '941', doubts: { 1: [4, 0.6, 9] } }, '1,250.00'], [{ text: '77', refused: [1] }, '06-12-31']];
      await dropFiles(page, [{ name: 'sums.png', buffer: fakePicture(reading(lines, { width: 600, lineHeight: 90 })) }]);
      await page.locator('.number-row').nth(1).click();
      await page.locator('#digits [role=tab]').nth(2).click();
    },
  },
  'read-field': {
    setUp: (page) => fakeEngine(page),
    async act(page) {
      await page.locator('.field-chooser select').first().selectOption('date');
      await dropFiles(page, [{ name: 'form.png', buffer: fakePicture(reading([['5/3/2024']], { width: 400, lineHeight: 120 })) }]);
      await page.locator('.field-verdict.valid').waitFor();
    },
  },
  'read-field-changed': {
    setUp: (page) => fakeEngine(page),
    async act(page) {
      await page.locator('.field-chooser select').first().selectOption('card');
      const card = { text: '4111111171111111', doubts: { 8: [7, 0.6, 1] } };
      await dropFiles(page, [{ name: 'form.png', buffer: fakePicture(reading([[card]], { width: 600, lineHeight: 120 })) }]);
      await page.locator('.field-verdict.changed').waitFor();
    },
  },
  'read-field-invalid': {
    setUp: (page) => fakeEngine(page),
    async act(page) {
      await page.locator('.field-chooser select').first().selectOption('iban');
      await dropFiles(page, [{ name: 'form.png', buffer: fakePicture(reading([['12', '4.50'], ['31415']], { width: 600, lineHeight: 90 })) }]);
      await page.locator('.field-verdict.invalid').waitFor();
    },
  },
  'read-corrected': {
    setUp: (page) => fakeEngine(page, reading([[{ text: '41', doubts: { 0: [4, 0.6, 9] } }]])),
    async act(page) {
      await drawNumber(page, 7, { left: 250 });
      await settled(page);
      await page.locator('#typed-number').fill('91');
      await page.keyboard.press('Enter');
      await page.locator('#aloud').click();
      await page.locator('#voice-note').getByText(/./).waitFor();
    },
  },
  'large-text': {
    async act(page) {
      await page.locator('#large-text').click();
      await drawNumber(page, 7, { left: 250 });
      await settled(page);
    },
  },
  shortcuts: { act: (page) => page.keyboard.press('?').then(() => page.getByRole('dialog').waitFor()) },
  voice: { act: (page) => page.locator('#voice-settings').click().then(() => page.getByText(/tones are played|Voice:/).waitFor()) },
  batch: { path: '#/batch', setUp: (page) => fakeEngine(page), act: fillBatch },
  'batch-field': { path: '#/batch', setUp: (page) => fakeEngine(page), act: fillFieldBatch },
  'batch-field-review': {
    path: '#/batch',
    setUp: (page) => fakeEngine(page),
    async act(page) {
      await fillFieldBatch(page);
      await page.locator('#batch-rows button').nth(1).click();
    },
  },
  'batch-review': {
    path: '#/batch',
    setUp: (page) => fakeEngine(page),
    async act(page) {
      await fillBatch(page);
      await page.locator('#batch-rows button').nth(1).click();
      await page.keyboard.press('9');
    },
  },
  'how-example': { path: '#/how', act: (page) => page.locator('.how-step').nth(3).waitFor() },
  'how-picture': {
    async act(page) {
      await chooseFile(page, 'number.png', numberPng('4096', { paper: 60, ink: 210 }));
      await page.getByRole('button', { name: 'Predict' }).click();
      await page.locator('#answer:not(.empty)').waitFor();
      await page.evaluate(() => (location.hash = '#/how'));
      await page.locator('.how-step').nth(3).waitFor();
    },
  },
  history: {
    setUp: (page) => fakeEngine(page),
    async act(page) {
      await fillHistory(page);
      await page.evaluate(() => (location.hash = '#/history'));
      await page.locator('.history-entry').nth(3).waitFor();
      await page.locator('.history-entry img').last().evaluate((image) => image.decode());
    },
  },
  'history-empty': { path: '#/history', act: (page) => page.locator('.history-none').waitFor() },
  'history-blocked': {
    setUp: (page) => page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined })),
    path: '#/history',
    act: (page) => page.locator('.history-problem:not(:empty)').waitFor(),
  },
  'history-forget': {
    setUp: (page) => fakeEngine(page),
    async act(page) {
      await fillHistory(page);
      await page.evaluate(() => (location.hash = '#/history'));
      await page.locator('.history-tools .button').last().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  camera: {
    async act(page) {
      await engineReady(page);
      await page.locator('#camera').click();
      await page.locator('.film .number').waitFor();
    },
  },
  'camera-refused': {
    setUp: (page) => page.addInitScript(() => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError')))),
    async act(page) {
      await page.locator('#camera').click();
      await page.locator('.film-problem:not([hidden])').waitFor();
    },
  },
  evidence: { path: '#/evidence', act: (page) => page.locator('.evidence-section').nth(3).waitFor() },
  error: {
    async act(page) {
      await drawNumber(page, 3, { left: 250 });
      await settled(page);
      await chooseFile(page, '2.txt', 'two', 'text/plain');
      await page.locator('#note:not([data-empty])').waitFor();
    },
  },
  'error-dropped': {
    async act(page) {
      await dropFiles(page, [{ name: '2.txt', buffer: 'two' }]);
      await page.locator('#note:not([data-empty])').waitFor();
    },
  },
  loading: { setUp: (page) => page.route('**/weights/*', () => {}), act: (page) => drawNumber(page, 5, { left: 250 }) },
  failed: {
    setUp: (page) => page.route('**/engine/**', (route) => route.fulfill({ status: 404 })),
    act: (page) => page.locator('#engine-status[data-state=failed]').waitFor(),
  },
};

// Languages of long words, of tall letters, of no spaces, and of the other direction.
const shownInLanguages = ['start', 'history', 'history-forget', 'camera', 'camera-refused', 'read-numbers', 'read-field', 'read-field-changed',
  'read-field-invalid', 'batch', 'batch-field', 'batch-field-review', 'batch-review', 'error-dropped'];
for (const code of ['de', 'ar', 'ta', 'hi', 'zh']) {
  for (const name of shownInLanguages) {
    const { path: view = '#/read', ...state } = states[name];
    states[`${name}-${code}`] = { ...state, path: `?lang=${code}${view}`, widths: code === 'ar' ? [390, 768, 1280] : [390, 1280] };
  }
}

async function fillBatch(page) {
  await page.locator('#batch-empty').waitFor();
  const lines = (...numbers) => fakePicture(reading(numbers, { width: 400 }));
  await dropFiles(page, [
    { name: 'cheque-0017.png', buffer: lines(['1,250.00']) },
    { name: 'cheque-0018.png', buffer: lines([{ text: '941', doubts: { 1: [4, 0.6, 9] } }, '77'], ['06-12-31']) },
    { name: 'register.png', buffer: lines([{ text: '38', refused: [0] }]) },
    { name: 'cheque-0017 (copy).png', buffer: lines(['1,250.00']) },
    { name: 'IMG_2041.heic', buffer: Buffer.from('0000ftypheic') },
    { name: 'empty.png', buffer: fakePicture({ error: { code: 'no_ink', message: '' } }) },
    { name: 'slow.png', buffer: fakePicture(reading([['1']]), { delay: 60_000 }) },
  ]);
  await page.locator('#batch-progress[value="6"]').waitFor();
}

async function fillFieldBatch(page) {
  await page.locator('#batch-empty').waitFor();
  const lines = (...numbers) => fakePicture(reading(numbers, { width: 400 }));
  await dropFiles(page, [
    { name: 'form-01.png', buffer: lines(['2024-12-31']) },
    { name: 'form-02.png', buffer: lines([{ text: '41.12.2024', doubts: { 0: [4, 0.6, 1] } }]) },
    { name: 'form-03.png', buffer: lines(['5/3/2024']) },
    { name: 'form-04.png', buffer: lines(['99.99.2024']) },
    { name: 'form-05.png', buffer: lines(['24.12.2023', '77'], ['01.01.2024']) },
    { name: 'form-06.png', buffer: lines([{ text: '38', refused: [0] }]) },
    { name: 'empty.png', buffer: fakePicture({ error: { code: 'no_ink', message: '' } }) },
  ]);
  await page.locator('#batch-progress[value="7"]').waitFor();
  await page.locator('#batch-results .field-chooser select').first().selectOption('date');
  await page.locator('.batch-row .file-value.invalid').nth(2).waitFor();
}

/** Two drawings and two pictures, one of them corrected, one refused. */
async function fillHistory(page) {
  await engineReady(page);
  await page.locator('#keep').check();
  await page.waitForFunction(() => localStorage.getItem('ziffer.keep-readings') === 'on'); // what does it is loaded first
  const drop = async (name, ...lines) => {
    await dropFiles(page, [{ name, buffer: fakePicture(reading(lines, { width: 400, lineHeight: 120 })) }]);
    await page.locator('.answer-text').getByText(reading(lines).text, { exact: true }).waitFor({ state: 'attached' });
  };
  await drop('register, left page.png', ['12', '4.50'], [{ text: '941', doubts: { 1: [4, 0.6, 9] } }, '1,250.00']);
  await drop('meter.png', [{ text: '38', refused: [0] }]);
  await drop('cheque-0017.png', ['1,250.00']);
  await page.locator('#clear').click();
  await drawNumber(page, 7, { left: 250 });
  await settled(page);
  await page.locator('#typed-number').fill('72');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1000); // it is kept when it stands still
}

mkdirSync(out, { recursive: true });
const films = mkdtempSync(path.join(tmpdir(), 'ziffer-film-'));
writeFileSync(path.join(films, 'film.y4m'), filmOf('4096'));
const site = await startSite({ switches: filmSwitches(path.join(films, 'film.y4m')) });
for (const [name, { path: view, setUp, act, widths: own = widths }] of Object.entries(states)) {
  for (const width of own) {
    for (const colorScheme of ['light', 'dark']) {
      const file = `${name}-${width}-${colorScheme}.png`;
      if (!file.includes(values.only)) continue;
      const page = await site.open(null, { path: view, setUp, colorScheme, viewport: { width, height: width < 500 ? 844 : 900 } });
      await act(page);
      await page.screenshot({ path: path.join(out, file), fullPage: true });
      await page.context().close();
    }
  }
}
await site.close();
rmSync(films, { recursive: true });
console.log(`Screenshots are in ${out}`);
