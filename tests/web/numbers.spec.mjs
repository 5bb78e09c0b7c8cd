// Several numbers on one picture or drawing: a list, frames, the digits of the number in focus. The readings are made up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  aidsReady, axeViolations, chooseFile, drawStrokes, dropFiles, engineReady, expectAnswer, longestTask, settled, startSite,
} from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const sums = reading([
  ['12', '4.50'],
  [{ text: '941', doubts: { 1: [4, 0.6, 9] } }],
  [{ text: '77', refused: [1] }, '06-12-31'],
]);

/** The page after it read a picture. */
async function read(t, answer, options = {}) {
  const page = await site.open(t, { setUp: (opened) => fakeEngine(opened), ...options });
  await engineReady(page);
  await aidsReady(page);
  await dropFiles(page, [{ name: 'sums.png', buffer: fakePicture(answer) }]);
  await page.locator('#answer:not(.empty)').waitFor();
  await settled(page);
  return page;
}
const rows = (page) => page.getByRole('option');
const tabs = (page) => page.getByRole('tab');
const selectedText = (page) => page.locator('[role=option][aria-selected=true] .number-text').innerText();

test('several numbers are listed line by line, each with how sure it is', async (t) => {
  const page = await read(t, sums);
  assert.deepEqual(await page.locator('.number-text').allInnerTexts(), ['12', '4.50', '941', '7?', '06-12-31']);
  assert.deepEqual(await page.locator('.line').allInnerTexts(), ['Line 1', '', 'Line 2', 'Line 3', '']);
  const words = (await page.locator('.number-words').allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '));
  assert.deepEqual(words, ['99.6 % sure', '99.2 % sure', 'second: 4 or 9?', 'second not a digit', '98.4 % sure']);
  assert.equal(await page.locator('.answer-words').innerText(), '5 numbers on 3 lines, 1 not sure, 1 refused');
  assert.deepEqual(await axeViolations(page), []);
});

test('one number is shown large and has no list', async (t) => {
  const page = await read(t, reading([['4.50']]));
  await expectAnswer(page, '4.50');
  assert.equal(await page.locator('#numbers').isVisible(), false);
  assert.equal(await page.locator('#boxes .number').count(), 0);
  assert.equal(await page.locator('#boxes .box').count(), 4);
  assert.match(await page.locator('.answer-words').innerText(), /sure of all 3 digits/);
});

test('a row, a key and a frame on the picture choose a number; its symbols get tabs and boxes', async (t) => {
  const page = await read(t, sums);
  assert.equal(await page.locator('#boxes .number').count(), 5);
  assert.equal(await selectedText(page), '12');
  await rows(page).nth(2).click();
  assert.deepEqual(await page.locator('.tab-digit').allInnerTexts(), ['9', '4', '1']);
  assert.equal(await page.locator('#boxes .box').count(), 3);
  await page.keyboard.press('ArrowDown');
  assert.equal(await selectedText(page), '7?');
  assert.equal(await tabs(page).nth(1).getAttribute('aria-selected'), 'true', 'the digit that needs a look');
  await page.keyboard.press('Home');
  assert.equal(await selectedText(page), '12');

  // A tap on the 5 of 4.50 chooses the number and the digit.
  const frame = await page.locator('#boxes .number').nth(1).locator('.frame').boundingBox();
  await page.mouse.click(frame.x + frame.width * 0.58, frame.y + frame.height / 2);
  assert.equal(await selectedText(page), '4.50');
  assert.equal(await page.locator('#chart tr.best th').innerText(), '5');
  assert.match(await page.locator('#choices').innerText(), /^First choice 5, then 8/);
});

test('a separator has a tab with its name, and no chart', async (t) => {
  const page = await read(t, sums);
  await rows(page).nth(4).click();
  const names = await tabs(page).evaluateAll((all) => all.map((tab) => tab.getAttribute('aria-label').replaceAll('\u00a0', ' ')));
  assert.equal(names[2], 'Separator: dash, 99.8 %');
  assert.match(names[3], /^Third digit: 1,/, 'separators are not counted as digits');
  await tabs(page).nth(2).click();
  assert.match(await page.locator('.chart-note').innerText(), /^A dash between digits/);
  assert.equal(await page.locator('#chart table').isVisible(), false);
  assert.deepEqual(await axeViolations(page), []);
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('#chart table').isVisible(), true);
  assert.equal(await page.locator('#chart tr.best th').innerText(), '1');
});

test('Copy puts the numbers into the clipboard, one a line', async (t) => {
  const page = await read(t, sums);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('#copy').click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '12\n4.50\n941\n7?\n06-12-31');
});

test('nothing moves when several numbers arrive instead of one', async (t) => {
  const tops = (page) => page.evaluate(() => ['#result', '#digits', '#chart', 'footer'].map((name) => document.querySelector(name).getBoundingClientRect().top));
  for (const width of [390, 1280]) {
    const viewport = { width, height: 844 };
    const one = await read(t, reading([['4']]), { viewport });
    const several = await read(t, sums, { viewport });
    assert.deepEqual(await tops(several), await tops(one), `${width} px`);
    assert.ok((await several.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  }
});

test('a drawing of several numbers is listed while it is drawn', async (t) => {
  const page = await site.open(t, { setUp: (opened) => fakeEngine(opened, reading([['555', '1234']])) });
  await engineReady(page);
  await drawStrokes(page, [[[100, 100], [100, 200], [100, 300]]]);
  await expectAnswer(page, '555 1234');
  assert.deepEqual(await page.locator('.number-text').allInnerTexts(), ['555', '1234']);
});

test('a picture without a number says so', async (t) => {
  const page = await site.open(t, { setUp: (opened) => fakeEngine(opened) });
  await chooseFile(page, 'cat.png', fakePicture({ error: { code: 'no_ink', message: 'no' } }));
  await page.locator('.answer-words').getByText('No number found in “cat.png”').waitFor();
  assert.equal(await page.locator('#picture').isVisible(), true);
});

test('300 numbers do not freeze the page', async (t) => {
  const many = reading(Array.from({ length: 60 }, (_, line) => Array.from({ length: 5 }, (__, column) => String(1000 + line * 7 + column))));
  const page = await site.open(t, { setUp: (opened) => fakeEngine(opened) });
  await engineReady(page);
  await aidsReady(page); // else loading them would be measured too
  const row = (index) => page.locator('.number-row').nth(index); // no role: looking for one costs the page time
  await dropFiles(page, [{ name: 'page.png', buffer: fakePicture(many, { delay: 1000 }) }]);
  const longest = await longestTask(page, async () => {
    await row(299).waitFor({ state: 'attached' });
    await row(0).focus();
    for (const key of ['ArrowDown', 'End', 'ArrowUp', 'Home']) await page.keyboard.press(key);
    await page.locator('#show-all').click();
    await row(299).scrollIntoViewIfNeeded();
  });
  t.diagnostic(`longest main-thread task with 300 numbers: ${longest.toFixed(1)} ms`);
  assert.ok(longest < 50, `${longest} ms`);
  assert.equal(await page.locator('.answer-text').innerText(), '300 numbers', 'they are not read out one by one');
});
