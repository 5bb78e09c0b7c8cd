// What was read is kept only where somebody asked for it, once for each sheet, and goes for good when told to.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import {
  axeViolations, drawNumber, dropFiles, engineReady, expectAccessible, expectAnswer, launchBrowser, narrowMode, settled, siteRoot,
  startSite, until, viewModes,
} from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const openFake = (t, options = {}) => site.open(t, { reducedMotion: 'reduce', ...options, setUp: async (page) => {
  await fakeEngine(page);
  await options.setUp?.(page);
} });
const picture = (...lines) => fakePicture(reading(lines, { width: 400 }));
const keepSwitch = (page) => page.locator('.keeping').getByRole('checkbox', { name: 'Keep what was read on this device' });
/** Turns keeping on; what does it is loaded first. */
async function turnOn(page) {
  await keepSwitch(page).check();
  await page.waitForFunction(() => localStorage.getItem('ziffer.keep-readings') === 'on');
}
const entries = (page) => page.locator('.history-entry');
const texts = (page) => page.locator('.history-text').allInnerTexts();

/** What is in the database, or null where there is none. */
const stored = (page) => page.evaluate(async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === 'ziffer-history')) return null;
  const request = indexedDB.open('ziffer-history');
  await new Promise((resolve) => (request.onsuccess = resolve));
  const all = request.result.transaction('readings').objectStore('readings').getAll();
  await new Promise((resolve) => (all.onsuccess = resolve));
  request.result.close();
  return all.result.map(({ time, reading: { text }, typed, name }) => ({ time, text, typed, name }));
});

/** Resolves when the database has these texts, or what else of its entries is wanted, oldest first. */
async function expectStored(page, wanted, partOf = ({ text }) => text) {
  let found;
  await until(async () => {
    found = (await stored(page))?.sort((a, b) => a.time - b.time).map(partOf);
    return JSON.stringify(found) === JSON.stringify(wanted);
  });
  assert.deepEqual(found, wanted);
}

async function drop(page, name, ...lines) {
  await dropFiles(page, [{ name, buffer: picture(...lines) }]);
  await page.getByRole('img', { name: `“${name}”` }).waitFor();
  await settled(page);
}

/** A page that has kept one reading, 11. */
async function openWithOne(t) {
  const page = await openFake(t);
  await engineReady(page);
  await turnOn(page);
  await drop(page, 'one.png', ['11']);
  await expectStored(page, ['11']);
  return page;
}

async function openHistory(page) {
  await page.locator('.keeping').getByRole('link', { name: 'History' }).click();
  await page.locator('#history-view .aside').first().waitFor();
  // Its style is loaded after it; the page that is one file has none to load.
  await page.waitForFunction(() => [...document.querySelectorAll('link[rel=stylesheet]')].every(({ sheet }) => sheet));
}

/** Entries put in from outside, some of them long ago. */
const fill = (page, count) => page.evaluate((wanted) => new Promise((resolve, reject) => {
  const request = indexedDB.open('ziffer-history');
  request.onsuccess = () => {
    const transaction = request.result.transaction('readings', 'readwrite');
    for (let index = 0; index < wanted; index += 1) {
      const text = String(1000 + index);
      const symbols = [...text].map((digit) => ({ text: digit, digit: Number(digit), separator: null, confidence: 0.99, noDigit: 0, refusal: null, probabilities: [] }));
      const numbers = [{ text, confidence: 0.95, line: 0, box: [0, 0, 9, 9], first: 0, count: text.length }];
      transaction.objectStore('readings').put({ time: index * 3_600_000, reading: { text, confidence: 0.95, rejected: false, numbers, symbols }, typed: [], name: null, picture: null });
    }
    transaction.oncomplete = () => (request.result.close(), resolve());
    transaction.onabort = reject;
  };
}), count);

test('nothing is kept unless it was asked for, not even by looking', async (t) => {
  const page = await openFake(t);
  await engineReady(page);
  await drop(page, 'first.png', ['17']);
  await openHistory(page);
  await page.getByText('Nothing is kept. Turn keeping on').waitFor();
  await page.waitForTimeout(900);
  assert.equal(await stored(page), null);
  assert.equal(await page.evaluate(() => localStorage.getItem('ziffer.keep-readings')), null);
});

test('a sheet is kept when it stands still, its last state in place of its earlier one', async (t) => {
  const page = await site.open(t, { reducedMotion: 'reduce' });
  await engineReady(page);
  await turnOn(page);
  await drawNumber(page, '1');
  await expectAnswer(page, '1');
  await expectStored(page, ['1']);
  await drawNumber(page, '7', { left: 480 });
  await expectAnswer(page, '17');
  await expectStored(page, ['17']);
  await page.locator('#typed-number').fill('71');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#answer .answer-text').textContent === '71');
  await expectStored(page, [['17', ['71']]], ({ text, typed }) => [text, typed]);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expectAnswer(page, '71');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  await expectStored(page, ['17', '7']);

  await openHistory(page);
  await entries(page).nth(1).waitFor();
  assert.deepEqual(await texts(page), ['7', '71']);
  await entries(page).nth(1).getByText('Corrected by you; read as 17').waitFor();
  await entries(page).nth(0).getByText(/% sure/).waitFor();
  assert.deepEqual(await page.locator('.history-list h2').allInnerTexts(), ['Today']);
  const { width, ink } = await entries(page).nth(0).locator('img').evaluate(async (image) => {
    await image.decode();
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { width: canvas.width, ink: data.filter((value, index) => index % 4 === 0 && value < 128).length / (canvas.width * canvas.height) };
  });
  assert.ok(width > 200 && width <= 320, `${width}`);
  assert.ok(ink > 0.005 && ink < 0.2, `${ink}`);
  await page.reload();
  await entries(page).nth(1).waitFor();
  assert.equal(await page.locator('#keep').isChecked(), true);
});

test('a drawing that is left at once is kept all the same; the page’s own demonstration is not', async (t) => {
  const page = await openFake(t, { path: '' });
  await page.evaluate(() => localStorage.setItem('ziffer.keep-readings', 'on'));
  await page.reload();
  await engineReady(page);
  await page.locator('#history-view .aside').first().waitFor({ state: 'attached' }); // what keeps is there
  await page.locator('#answer:not(.empty)').waitFor();
  await drop(page, 'one.png', ['11']);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expectStored(page, ['11']);
});

test('a chosen picture is kept when its answer is shown, with its name, doubts and refusals', async (t) => {
  const page = await openFake(t);
  await engineReady(page);
  await turnOn(page);
  await drop(page, 'sums.png', ['12', { text: '941', doubts: { 1: [4, 0.6, 9] } }], [{ text: '77', refused: [1] }]);
  await expectStored(page, ['12 941 7?']);
  await drop(page, 'one.png', [{ text: '941', doubts: { 1: [4, 0.6, 9] } }]);
  await openHistory(page);
  await entries(page).nth(1).waitFor();
  assert.deepEqual(await texts(page), ['941', '12\n941\n7?']);
  await entries(page).nth(0).getByText('Not sure about the second digit: 4 or 9?').waitFor();
  await entries(page).nth(1).getByText('3 numbers on 2 lines, 1 not sure, 1 refused').waitFor();
  await entries(page).nth(1).getByText('sums.png').waitFor();

  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save CSV' }).click()]);
  assert.equal(saved.suggestedFilename(), 'ziffer-history.csv');
  const rows = (await readFile(await saved.path(), 'utf8')).split('\r\n');
  assert.equal(rows[0], 'time,number,value,reading,corrected,confidence,refused,file');
  assert.match(rows[1], /^20\d\d-\d\d-\d\dT[\d:.]+Z,1,941,941,,0\.\d{6},0,one\.png$/);
  assert.match(rows[4], /Z,3,7\?,7\?,,0\.\d{6},1,sums\.png$/);
  assert.equal(rows.length, 6);
});

test('entries are found by digits, copied, and removed one by one, by keys too', async (t) => {
  const page = await openFake(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await engineReady(page);
  await turnOn(page);
  for (const number of ['11', '1,250.00', '352']) await drop(page, `${number}.png`, [number]);
  await expectStored(page, ['11', '1,250.00', '352']);
  await page.keyboard.press('k');
  await page.waitForURL(/#\/history$/);
  await entries(page).nth(2).waitFor();
  const search = page.getByRole('searchbox', { name: 'Find digits' });
  for (const [wanted, found] of [['25', ['1,250.00']], ['2', ['352', '1,250.00']], ['0.0', ['1,250.00']], ['٣٥', ['352']], ['x', []]]) {
    await search.fill(wanted);
    assert.deepEqual(await texts(page), found, wanted);
  }
  await page.getByText('No reading has these digits.').waitFor();
  await search.fill('');
  await page.getByRole('button', { name: 'Copy 1,250.00' }).click();
  await page.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '1,250.00');
  await page.getByRole('button', { name: 'Remove 1,250.00' }).press('Enter');
  await page.getByText('Removed', { exact: true }).waitFor();
  assert.deepEqual(await texts(page), ['352', '11']);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^11/, 'the focus is on the next');
  await expectStored(page, ['11', '352']);
});

test('everything is forgotten after a confirmation: no database is left, and keeping is off', async (t) => {
  const page = await openWithOne(t);
  await openHistory(page);
  await page.getByRole('button', { name: 'Forget everything' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forget everything?' });
  await dialog.getByText(/^1 reading and its picture/).waitFor();
  assert.deepEqual(await axeViolations(page), []);
  await page.keyboard.press('Escape');
  assert.deepEqual(await texts(page), ['11'], 'nothing happened');
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await dialog.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByText('Everything was forgotten').waitFor();
  assert.equal(await entries(page).count(), 0);
  assert.equal(await page.getByRole('checkbox', { name: 'Keep what was read' }).isChecked(), false);
  assert.equal(await stored(page), null);
  await page.getByRole('link', { name: 'Reader' }).click();
  assert.equal(await keepSwitch(page).isChecked(), false);
  await drop(page, 'two.png', ['22']);
  await page.waitForTimeout(900);
  assert.equal(await stored(page), null);
  await turnOn(page);
  await expectStored(page, ['22']); // what lies there now
});

test('what cannot be forgotten is said and still shown', async (t) => {
  const page = await openWithOne(t);
  await openHistory(page);
  await page.evaluate(() => (IDBFactory.prototype.deleteDatabase = () => { throw new DOMException('disk error', 'UnknownError'); }));
  await page.getByRole('button', { name: 'Forget everything' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget everything' }).click();
  await page.locator('#history-view').getByRole('alert').getByText('could not be read or written. Reading goes on. disk error').waitFor();
  assert.equal(await page.getByText('Everything was forgotten').count(), 0);
  assert.deepEqual(await texts(page), ['11']);
});

test('a thousand are kept, the oldest go; the view shows fifty at a time, by day', async (t) => {
  const page = await openWithOne(t);
  await fill(page, 1003);
  await drop(page, 'two.png', ['22']);
  await page.waitForTimeout(700);
  for (let tries = 0; tries < 50 && (await stored(page)).length !== 1000; tries += 1) await page.waitForTimeout(100);
  const kept = (await stored(page)).sort((a, b) => b.time - a.time).map(({ text }) => text);
  assert.deepEqual([kept[0], kept[1], kept[2], kept.at(-1)], ['22', '11', '2002', '1005']);
  await openHistory(page);
  await entries(page).nth(49).waitFor();
  assert.equal(await entries(page).count(), 50);
  assert.match((await page.locator('.history-list h2').allInnerTexts())[1], /^[A-Z][a-z]+, (\d+ [A-Z][a-z]+|[A-Z][a-z]+ \d+,) 1970$/);
  await page.getByRole('button', { name: 'Show older' }).click();
  assert.equal(await entries(page).count(), 100);
  assert.equal(await entries(page).nth(50).evaluate((entry) => entry === document.activeElement), true);
  await page.getByRole('searchbox').fill('1005');
  assert.deepEqual(await texts(page), ['1005'], 'the search sees those that are not shown');
});

const blocked = {
  'there is no IndexedDB': () => Object.defineProperty(globalThis, 'indexedDB', { value: undefined }),
  'it may not be asked': () => (IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); }),
  'it refuses, as in some private windows': () => (IDBFactory.prototype.open = () => {
    const request = new EventTarget();
    Object.assign(request, { error: new DOMException('private', 'InvalidStateError') });
    setTimeout(() => request.onerror(new Event('error')));
    return request;
  }),
};
for (const [title, block] of Object.entries(blocked)) {
  test(`where ${title}, the page says so and reads on`, async (t) => {
    const page = await openFake(t, { setUp: (opened) => opened.addInitScript(block) });
    await engineReady(page);
    await keepSwitch(page).click();
    await page.locator('#keep-note').getByText('Nothing can be kept here').waitFor();
    assert.equal(await keepSwitch(page).isChecked(), false);
    await drop(page, 'one.png', ['11']);
    await expectAnswer(page, '11');
    await openHistory(page);
    await page.locator('#history-view').getByRole('alert').getByText('Nothing can be kept here').waitFor();
    assert.deepEqual(await axeViolations(page), []);
  });
}

test('where the device is full the page says so and reads on, and keeps again once there is room', async (t) => {
  const setUp = (page) => page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) {
      if (!globalThis.isFull) return put.apply(this, args);
      throw new DOMException('no room', 'QuotaExceededError');
    };
    globalThis.isFull = true;
  });
  const page = await openFake(t, { setUp });
  await engineReady(page);
  await turnOn(page);
  await drop(page, 'one.png', ['11']);
  await page.locator('#keep-note').getByText('no room left').waitFor();
  await expectAnswer(page, '11');
  assert.equal(await keepSwitch(page).isChecked(), true);
  await openHistory(page);
  await page.locator('#history-view').getByRole('alert').getByText('no room left').waitFor();
  await page.evaluate(() => (globalThis.isFull = false));
  await page.getByRole('link', { name: 'Reader' }).click();
  await drop(page, 'two.png', ['22']);
  await expectStored(page, ['22']);
  await page.locator('#keep-note:empty').waitFor({ state: 'attached' });
});

test('another tab’s switch holds here too', async (t) => {
  const page = await openFake(t);
  await engineReady(page);
  await turnOn(page);
  const other = await page.context().newPage();
  await fakeEngine(other);
  await other.goto(`${site.url}#/history`);
  await other.getByRole('checkbox', { name: 'Keep what was read' }).uncheck();
  await page.waitForFunction(() => !document.querySelector('#keep').checked);
  await drop(page, 'one.png', ['11']);
  await page.waitForTimeout(900);
  assert.deepEqual(await stored(page), []);
});

test('nothing of it is in the first load', async (t) => {
  const seen = site.responses.length;
  const page = await openFake(t);
  await engineReady(page);
  const late = () => site.responses.slice(seen).map(({ path: file }) => file).filter((file) => /history|picture-maker/.test(file));
  assert.deepEqual(late(), []);
  await openHistory(page);
  assert.ok(late().length > 3);
});

for (const [mode, options, change] of [...viewModes, narrowMode]) {
  test(`axe finds nothing and nothing scrolls sideways, ${mode}`, async (t) => {
    const page = await openFake(t, options);
    await change(page);
    const look = (state) => expectAccessible(page, state);
    await engineReady(page);
    await turnOn(page);
    await openHistory(page);
    await page.getByText('Nothing has been read since').waitFor();
    await look('empty');
    await page.evaluate(() => (location.hash = '#/read'));
    await drop(page, `${'a long name '.repeat(9)}.png`, ['12', { text: '941', doubts: { 1: [4, 0.6, 9] } }], [{ text: '77', refused: [1] }, '1234567890123456789012345678901234567890']);
    await drop(page, 'one.png', [{ text: '38', refused: [0] }]);
    await openHistory(page);
    await entries(page).nth(1).waitFor();
    await look('entries');
  });
}

test('the page that is one file keeps readings as well, or says that it cannot', async (t) => {
  const browser = await launchBrowser();
  const folder = await mkdtemp(path.join(tmpdir(), 'ziffer file '));
  await copyFile(path.join(siteRoot, 'ziffer.html'), path.join(folder, 'ziffer.html'));
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  t.after(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
    assert.deepEqual(errors, []);
  });
  const address = `${pathToFileURL(path.join(folder, 'ziffer.html')).href}#/read`;
  await page.goto(address);
  await engineReady(page);
  await turnOn(page);
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  await expectStored(page, ['7']);
  await openHistory(page);
  await entries(page).locator('img').first().waitFor();
  await page.addInitScript(blocked['it may not be asked']);
  await page.reload();
  await page.locator('#history-view').getByRole('alert').getByText('Nothing can be kept here').waitFor();
});
