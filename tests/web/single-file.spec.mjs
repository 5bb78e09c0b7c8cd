// The page as one file, opened from disk: every view reads, and nothing is asked of any network.
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import {
  chooseFile, choosePicture, drawNumber, dropFiles, engineReady, expectAnswer, launchBrowser, longestTask, siteRoot,
} from './support/browser.mjs';
import { numberPng } from '../support/png.mjs';

let browser;
let folder;
before(async () => {
  browser = await launchBrowser();
  folder = await mkdtemp(path.join(tmpdir(), 'ziffer file '));
  await copyFile(path.join(siteRoot, 'ziffer.html'), path.join(folder, 'ziffer.html')); // away from the rest of the site
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** The file in a fresh context; the test fails on errors, on a violation of its policy, and on any request. */
async function open(t, hash = '#/read') {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors = [];
  const requests = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  context.on('request', (request) => requests.push(request.url()));
  const address = `${pathToFileURL(path.join(folder, 'ziffer.html')).href}${hash}`;
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, []);
    assert.deepEqual(requests.filter((url) => !/^(blob|data):/.test(url)), [address.split('#')[0]]);
  });
  await page.goto(address);
  return page;
}

test('a drawing and a picture are read, by workers', async (t) => {
  const page = await open(t);
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  await engineReady(page);
  assert.ok(page.workers().length > 0);
  await choosePicture(page, '33.png', numberPng('33', { width: 180 })); // they touch: it takes both networks
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expectAnswer(page, '33');
});

test('many pictures are read, shown and reviewed, and the start page writes and reads', async (t) => {
  const page = await open(t, '#/batch');
  await dropFiles(page, ['42', '170'].map((number) => ({ name: `${number}.png`, buffer: numberPng(number) })));
  await page.locator('#batch-rows').getByText('170', { exact: true }).waitFor();
  await page.locator('#batch-rows canvas').first().waitFor();
  await page.locator('#batch-rows button').first().click();
  await page.locator('#review-title').waitFor();
  await page.getByRole('link', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'Launch' }).waitFor();
});

test('the dialogs have their styles', async (t) => {
  const page = await open(t);
  await engineReady(page);
  await page.keyboard.press('?');
  await page.locator('dialog[open]').waitFor();
  assert.notEqual(await page.locator('dialog .dialog-head').evaluate((head) => getComputedStyle(head).display), 'block');
});

test('how it works and the evidence are there, with their styles', async (t) => {
  const page = await open(t, '#/how');
  await page.locator('.how-step').nth(3).waitFor();
  assert.notEqual(await page.locator('.how-steps').evaluate((steps) => getComputedStyle(steps).display), 'block');
  await page.getByRole('link', { name: 'Evidence' }).click();
  await page.locator('.evidence-section').nth(3).waitFor();
  assert.equal(await page.locator('.table-box').first().evaluate((box) => getComputedStyle(box).overflowX), 'auto');
});

test('the policy forbids all requests, and nothing of an app is offered', async (t) => {
  const page = await open(t);
  await engineReady(page);
  const policy = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
  assert.match(policy, /^default-src 'none'; /);
  assert.doesNotMatch(policy, /connect-src|'self'|unsafe-inline|'unsafe-eval'|https?:/);
  assert.equal(await page.locator('link[rel=manifest]').count(), 0);
  assert.equal(await page.locator('.offline-state').innerText(), '');
});

test('the page stays responsive while a picture is read', async (t) => {
  const page = await open(t);
  await engineReady(page);
  const png = numberPng('31415926', { width: 2400, height: 700, pen: 30 });
  const longest = await longestTask(page, async () => {
    await chooseFile(page, 'large.png', png);
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await page.locator('#answer:not(.empty)[aria-busy=false]').waitFor();
  });
  t.diagnostic(`longest task: ${longest.toFixed(0)} ms`);
  assert.ok(longest < 200, `${longest} ms`);
});
