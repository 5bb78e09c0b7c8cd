// Everything by keys: the table of shortcuts, numbers that are typed, and the whole way from files to a CSV.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Session } from '../../web/js/session.js';
import { shortcuts } from '../../web/js/shortcuts.js';
import { numberFrom, spread } from '../../web/js/typed-number.js';
import { aidsReady, answerText, drawNumber, dropFiles, engineReady, expectAnswer, startSite } from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const open = (t, options) => site.open(t, { reducedMotion: 'reduce', setUp: (page) => fakeEngine(page), ...options });
const words = (page) => page.locator('#answer .answer-words').innerText();

test('a typed number: digits of several scripts and separators, nothing else', () => {
  assert.equal(numberFrom(' 1,250.00 '), '1,250.00');
  assert.equal(numberFrom('٠٩/۱۲:９'), '09/12:9');
  for (const wrong of ['', ' ', '.', '12a', '1e5', '+1', '1'.repeat(65)]) assert.equal(numberFrom(wrong), null, wrong);
});

test('a whole number becomes corrections of symbols: what stays keeps its place', () => {
  assert.deepEqual(spread('91', ['4', '1']), ['9', '1']);
  assert.deepEqual(spread('12045', ['1', '2', '5']), ['1', '204', '5']);
  assert.deepEqual(spread('15', ['1', '2', '5']), ['1', '', '5']);
  assert.deepEqual(spread('71', ['1']), ['71']);
  assert.deepEqual(spread('987', ['1', '2']), ['9', '87']);
  assert.deepEqual(spread('1', ['1', '1']), ['1', '']);
  for (const [typed, read] of [['100', '10'], ['10', '100'], ['5', '123'], ['4.50', '450'], ['121', '1']]) {
    assert.equal(spread(typed, [...read]).join(''), typed);
    assert.equal(spread(typed, [...read]).length, read.length);
  }
});

test('what is typed stands beside the reading, and undo takes it back', async () => {
  const { width, height, ...rest } = reading([['941', '77']]);
  const engine = { readStrokes: async () => ({ reading: { width, height, ...rest }, milliseconds: 1 }) };
  const session = new Session(engine);
  session.enter(0, '5');
  assert.deepEqual([session.isEmpty, session.texts], [false, ['5']], 'nothing need be drawn');
  session.undo();
  assert.equal(session.isEmpty, true);
  session.beginStroke();
  session.draw([[[0, 0]]], { finished: true });
  await new Promise((resolve) => setImmediate(resolve));
  session.enter(1, '17');
  assert.deepEqual(session.texts, ['941', '17']);
  assert.equal(session.outcome.reading.numbers[1].text, '77');
  session.enter(1, null);
  assert.deepEqual(session.texts, ['941', '77']);
  session.undo();
  assert.deepEqual(session.texts, ['941', '17']);
  session.beginStroke();
  session.draw([[[0, 0]], [[9, 9]]], { finished: true });
  assert.deepEqual(session.typed, [], 'another drawing');
  session.undo();
  assert.deepEqual(session.typed, [null, '17']);
});

test('no key means two things in one place, and every shortcut has a sentence', async (t) => {
  for (const places of [['page', 'sheet'], ['page', 'batch'], ['page', 'review'], ['pad'], ['list']]) {
    const keys = shortcuts.filter(({ area }) => places.includes(area)).flatMap((each) => each.keys);
    assert.equal(new Set(keys).size, keys.length, `${places}: ${keys}`);
  }
  const page = await open(t);
  await engineReady(page);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await dialog.waitFor();
  assert.equal(await dialog.locator('tr').count(), shortcuts.length);
  for (const text of await dialog.locator('th, kbd').allInnerTexts()) assert.match(text, /\S/);
  assert.doesNotMatch(await dialog.innerText(), /undefined|keys\.|key\./);

  await page.getByLabel('Single letters').uncheck();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('m');
  await page.keyboard.press('?');
  assert.match(page.url(), /#\/read$/, 'letters are off');
  assert.equal(await dialog.count(), 0);
  await page.reload();
  await engineReady(page);
  await page.getByRole('button', { name: 'Keys' }).click(); // it can be switched on again
  await page.getByLabel('Single letters').check();
  await page.getByRole('button', { name: 'Close' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'show-shortcuts', 'the focus is back');
  await page.keyboard.press('m');
  await page.waitForURL(/#\/batch$/);
  await page.keyboard.press('w');
  await page.waitForURL(/#\/read$/);
});

test('a number is entered without drawing, corrected, and taken back', async (t) => {
  const page = await open(t);
  await engineReady(page);
  await aidsReady(page);
  await page.keyboard.press('e');
  const field = page.getByLabel('Enter or correct the number');
  assert.equal(await field.getAttribute('inputmode'), 'numeric');
  await page.keyboard.type('pomc'); // letters that are shortcuts elsewhere
  assert.equal(await field.inputValue(), 'pomc');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#typed-note').innerText(), /Digits 0 to 9/);
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('4.50');
  await page.keyboard.press('Enter');
  assert.equal(await answerText(page).innerText(), '4.50');
  assert.equal(await words(page), 'Entered by you');

  await page.locator('#undo').click();
  assert.equal(await answerText(page).innerText(), '–');
  await page.locator('#pad').scrollIntoViewIfNeeded();
  await drawNumber(page, '1');
  await expectAnswer(page, '42');
  await field.fill('43');
  await field.press('Enter');
  assert.equal(await answerText(page).innerText(), '43');
  assert.equal(await words(page), 'Corrected by you; read as 42');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('#copy').focus();
  await page.keyboard.press('c');
  await page.getByText('Copied').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '43');
  await page.getByRole('button', { name: 'Back to what was read' }).click();
  assert.equal(await answerText(page).innerText(), '42');

  const several = fakePicture(reading([['12', '4.50']]));
  await dropFiles(page, [{ name: 'two.png', buffer: several }]);
  await page.locator('.number-row').nth(1).click();
  await page.getByLabel('Enter or correct number 2').fill('4.80');
  await page.keyboard.press('Enter');
  const row = page.locator('.number-row').nth(1);
  assert.match(await row.innerText(), /4\.80\s+read as 4\.50/);
});

test('from files to a CSV by keys alone', async (t) => {
  const page = await open(t);
  await engineReady(page);
  const chosen = page.waitForEvent('filechooser'); // from here: the browser takes a moment to hand its dialogs over
  await page.keyboard.press('m');
  await page.getByRole('heading', { name: 'Read many pictures' }).waitFor();
  await page.keyboard.press('o');
  const doubtful = reading([[{ text: '941', doubts: { 1: [4, 0.6, 9] } }]]);
  await (await chosen).setFiles([
    { name: 'a.png', mimeType: 'image/png', buffer: fakePicture(doubtful) },
    { name: 'b.png', mimeType: 'image/png', buffer: fakePicture({ error: { code: 'no_ink', message: '' } }) },
    { name: 'c.png', mimeType: 'image/png', buffer: fakePicture(reading([['12345']])) },
  ]);
  await page.locator('#batch-status').getByText('3 of 3 read').waitFor();
  await page.keyboard.press('d');
  await page.keyboard.press('r');
  await page.locator('#review-title').getByText('a.png').waitFor();
  await page.keyboard.press('9');
  await page.keyboard.press('Enter');
  await page.locator('#review-title').getByText('b.png').waitFor();
  await page.keyboard.type('60');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.locator('#review').waitFor({ state: 'hidden' });
  await page.keyboard.press('r'); // what nobody has checked
  await page.locator('#review-title').getByText('c.png').waitFor();
  await page.keyboard.press('e');
  await page.keyboard.type('12845');
  await page.keyboard.press('Enter');
  assert.deepEqual(await page.locator('#review-cells .cell span').allInnerTexts(), ['1', '2', '8', '4', '5']);
  assert.equal(await page.locator('#review-cells .cell.corrected').count(), 1);
  await page.keyboard.press('Enter');
  await page.locator('#review').waitFor({ state: 'hidden' });
  const saved = page.waitForEvent('download');
  await page.keyboard.press('c');
  const lines = readFileSync(await (await saved).path(), 'utf8').trimEnd().split('\r\n');
  const cells = lines.slice(1).map((line) => line.split(',').slice(0, 7).join(','));
  assert.deepEqual(cells, ['a.png,checked,1,1,991,941,991', 'b.png,checked,1,,60,,60', 'c.png,checked,1,1,12845,12345,12845']);
});
