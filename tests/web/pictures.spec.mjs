// Pictures chosen, dropped and pasted: good ones are read, bad ones are refused by name and cost nothing.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import {
  answerText, chooseFile, choosePicture, drawNumber, dropFiles, engineReady, expectAnswer, expectMessage, message, pastePicture, settled,
  startSite,
} from './support/browser.mjs';
import { blankPng, encodePng, numberPng } from '../support/png.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const predict = (page) => page.getByRole('button', { name: 'Predict', exact: true }).click();

test('a dropped PNG is read at once, from either view', async (t) => {
  for (const path of ['', '#/read']) {
    const page = await site.open(t, { path });
    await dropFiles(page, [{ name: 'seven.png', buffer: numberPng('7') }]);
    await page.waitForURL(/#\/read$/);
    await expectAnswer(page, '7');
  }
});

test('a pasted picture is read at once', async (t) => {
  const page = await site.open(t);
  await pastePicture(page, numberPng('7'));
  await expectAnswer(page, '7');
  await page.getByRole('img', { name: 'Pasted picture, read as 7' }).waitFor();
});

test('a number in a picture is read, white on black too, and each digit has its box', async (t) => {
  const page = await site.open(t);
  for (const colours of [{ paper: 255, ink: 0 }, { paper: 0, ink: 255 }]) {
    await choosePicture(page, 'number.png', numberPng('170', colours));
    await predict(page);
    await expectAnswer(page, '170');
    assert.equal(await page.locator('#boxes .box').count(), 3);
  }
  const box = await page.locator('#boxes .box').nth(1).locator('.target').boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  assert.equal(await page.locator('#chart tr.best th').innerText(), '7');
});

const png = numberPng('7');
const refused = [
  { title: 'a text file', name: '2.txt', buffer: 'two', mimeType: 'text/plain', says: /“2\.txt” is not accepted/ },
  { title: 'a text file renamed .png', name: 'notes.png', buffer: 'just text', says: /“notes\.png” is not a PNG or JPEG/ },
  { title: 'a PNG renamed .txt', name: 'seven.txt', buffer: png, says: /“seven\.txt” is not accepted/ },
  { title: 'a file without extension', name: 'seven', buffer: png, says: /“seven” is not accepted/ },
  { title: 'an empty file', name: 'empty.png', buffer: '', says: /“empty\.png” is empty/ },
  { title: 'a truncated PNG', name: 'cut.png', buffer: png.subarray(0, png.length / 2), says: /“cut\.png” is damaged or cut short/ },
  {
    title: 'a picture of one pixel',
    name: 'dot.png',
    buffer: encodePng({ width: 1, height: 1, pixels: Uint8Array.of(0) }),
    says: /“dot\.png” is too small/,
  },
];
const formats = '.png, .jfif, .jiff, .pjp, .jpeg, .jpg or .pjpeg';

for (const { title, says, ...file } of refused) {
  test(`${title} is refused, nothing is lost, and the next file is read`, async (t) => {
    const page = await site.open(t);
    await drawNumber(page, '1');
    await expectAnswer(page, '1');
    const undoBefore = await page.locator('#undo').getAttribute('aria-disabled');

    await chooseFile(page, file.name, file.buffer, file.mimeType);
    await expectMessage(page, says);
    assert.ok((await message(page).innerText()).includes(formats));
    await expectAnswer(page, '1');
    assert.equal(await page.locator('#sheet').getAttribute('data-holds'), 'drawing');
    assert.equal(await page.locator('#undo').getAttribute('aria-disabled'), undoBefore);

    await choosePicture(page, '7.png', png);
    assert.equal(await message(page).innerText(), '');
    await predict(page);
    await expectAnswer(page, '7');
  });
}

test('a refused file does not cost the picture before it', async (t) => {
  const page = await site.open(t);
  await chooseFile(page, '7.png', png);
  await predict(page);
  await expectAnswer(page, '7');
  await dropFiles(page, [{ name: 'cut.png', buffer: png.subarray(0, 90) }]);
  await expectMessage(page, /“cut\.png” is damaged/);
  await expectAnswer(page, '7');
  await page.getByRole('img', { name: '7.png' }).waitFor();
});

test('a blank page is said to hold no number, and the next input works', async (t) => {
  const page = await site.open(t);
  await chooseFile(page, 'blank.png', blankPng());
  await engineReady(page);
  await expectMessage(page, /No number found in “blank\.png”/i);
  assert.equal(await answerText(page).innerText(), '–');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  assert.equal(await message(page).innerText(), '');
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
});

test('a message can be dismissed by button and by Escape, without clearing the sheet', async (t) => {
  const page = await site.open(t);
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  for (const dismiss of [() => page.getByRole('button', { name: 'Dismiss message' }).click(), () => page.keyboard.press('Escape')]) {
    await chooseFile(page, '2.txt', 'two', 'text/plain');
    await expectMessage(page, /2\.txt/);
    await dismiss();
    assert.equal(await message(page).innerText(), '');
    await expectAnswer(page, '7');
  }
});

test('Clear takes the picture away, Undo brings it back with its answer', async (t) => {
  const page = await site.open(t);
  await chooseFile(page, '7.png', png);
  await predict(page);
  await expectAnswer(page, '7');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  assert.equal(await page.locator('#picture').isVisible(), false);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expectAnswer(page, '7');
  assert.ok(await page.locator('#picture').isVisible());
});

test('the same file can be chosen twice', async (t) => {
  const page = await site.open(t);
  for (let time = 0; time < 2; time += 1) {
    await chooseFile(page, '7.png', png);
    await predict(page);
    await expectAnswer(page, '7');
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
  }
});

const mnist = fileURLToPath(new URL('../../data/mnist/', import.meta.url));
const mnistFiles = ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'].map((name) => mnist + name);
const mnistMissing = mnistFiles.every((file) => existsSync(file)) ? false : 'data/mnist is missing: run tools/fetch-data';

test('pictures of the MNIST test set are read', { skip: mnistMissing }, async (t) => {
  const [images, labels] = mnistFiles.map((file) => readFileSync(file));
  const count = 20;
  const page = await site.open(t);
  let right = 0;
  for (let index = 0; index < count; index += 1) {
    const pixels = images.subarray(16 + index * 784, 16 + (index + 1) * 784);
    await dropFiles(page, [{ name: `${index}.png`, buffer: encodePng({ width: 28, height: 28, pixels }) }]);
    await page.getByRole('img', { name: `“${index}.png”, read as` }).waitFor();
    await settled(page); // what was read before lines can be read is not final
    if ((await answerText(page).innerText()) === String(labels[8 + index])) right += 1;
  }
  t.diagnostic(`${right} of ${count} MNIST pictures read right`);
  assert.ok(right >= count - 1);
});
