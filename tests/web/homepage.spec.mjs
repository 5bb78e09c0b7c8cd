// The acceptance tests of the home page and of prediction, under their original names, and the way between the views.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { acceptedExtensions } from '../../web/js/picture-file.js';
import {
  answerText, chartRows, chooseFile, choosePicture, engineReady, expectAnswer, expectMessage, message, settled, startSite,
} from './support/browser.mjs';
import { numberPng } from '../support/png.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const button = (page, name) => page.getByRole('button', { name, exact: true });

test('Homepage_TC_001: opening the link displays the home page', async (t) => {
  const page = await site.open(t, { path: '' });
  await page.getByRole('heading', { level: 1, name: 'Write a number' }).waitFor();
  assert.match(await page.title(), /Ziffer/);
});

test('Homepage_TC_002: the home page has the choose file, predict and clear buttons', async (t) => {
  const page = await site.open(t, { path: '' });
  for (const name of ['Choose file', 'Predict', 'Clear']) await button(page, name).waitFor({ state: 'visible' });
});

test('Homepage_TC_003: a valid file 1.png can be chosen and predict can be clicked', async (t) => {
  const page = await site.open(t, { path: '', reducedMotion: 'reduce' });
  await button(page, 'Clear').click();
  assert.equal(await button(page, 'Predict').isEnabled(), false);
  await chooseFile(page, '1.png', numberPng('1')); // waits for the chooser itself
  await page.getByRole('img', { name: '1.png' }).waitFor();
  assert.equal(await button(page, 'Predict').isEnabled(), true);
  await button(page, 'Predict').click();
});

test('Homepage_TC_004: 2.txt is refused, only .png .jfif .jiff .pjp .jpeg .jpg .pjpeg are accepted', async (t) => {
  assert.deepEqual(acceptedExtensions, ['.png', '.jfif', '.jiff', '.pjp', '.jpeg', '.jpg', '.pjpeg']);
  const page = await site.open(t, { path: '' });
  assert.equal(await page.locator('#file').getAttribute('accept'), 'image/png, image/jpeg');
  await chooseFile(page, '2.txt', 'two', 'text/plain');
  await expectMessage(page, /2\.txt/);
  const text = await message(page).innerText();
  for (const extension of acceptedExtensions) assert.ok(text.includes(extension), `${extension} in: ${text}`);
});

test('Homepage_TC_004: every accepted extension is taken, in any letter case, whichever of the two formats is inside', async (t) => {
  const page = await site.open(t);
  for (const extension of acceptedExtensions) {
    const name = `digit${extension.toUpperCase()}`;
    await chooseFile(page, name, numberPng('1'));
    await page.getByRole('img', { name }).waitFor();
    assert.equal(await message(page).innerText(), '');
  }
});

test('Predict_TC_005: choosing a file and pressing predict leads to the predict page with the predicted result', async (t) => {
  const page = await site.open(t, { path: '' });
  await choosePicture(page, '7.png', numberPng('7'));
  await button(page, 'Predict').click();
  await page.waitForURL(/#\/read$/);
  await expectAnswer(page, '7');
  await page.getByRole('img', { name: 'Picture “7.png”, read as 7' }).waitFor({ state: 'visible' });
  const rows = await chartRows(page);
  assert.deepEqual(rows.map(([digit]) => digit), ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  for (const [, percent] of rows) assert.match(percent, /^([<>]?\d+\.\d|0|100) %$/);
});

test('the answer to a chosen picture waits for Predict', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  await chooseFile(page, '7.png', numberPng('7'));
  await page.getByText('Press Predict to read this picture').waitFor();
  await settled(page);
  assert.equal(await answerText(page).innerText(), '–');
});

test('Launch opens the reader, and the browser goes back', async (t) => {
  const page = await site.open(t, { path: '' });
  await button(page, 'Launch').click();
  await page.waitForURL(/#\/read$/);
  await page.getByRole('heading', { level: 1, name: 'Write digits' }).waitFor({ state: 'visible' });
  assert.equal(await button(page, 'Launch').isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'reader-title');
  await page.goBack();
  await button(page, 'Launch').waitFor({ state: 'visible' });
});

test('the reader opens by its own link', async (t) => {
  const page = await site.open(t, { path: '#/read' });
  await page.getByRole('heading', { level: 1, name: 'Write digits' }).waitFor({ state: 'visible' });
  assert.equal(await page.locator('#sheet').getAttribute('data-holds'), 'empty');
});

test('the demonstration on the start page is read by the engine and gives way to a stroke', async (t) => {
  const page = await site.open(t, { path: '', reducedMotion: 'reduce' });
  await answerText(page).and(page.getByText(/^\d{3}$/)).waitFor();
  await settled(page);
  const box = await page.locator('#pad').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.25);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.75, { steps: 12 });
  await page.mouse.up();
  await expectAnswer(page, '1');
  assert.equal(await page.getByText('autopilot').isVisible(), false);
});
