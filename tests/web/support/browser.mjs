// What every page test needs: the served site, one Chromium, and hands to draw with.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { chromiumOptions } from '../../../tools/chromium.mjs';
import { startServer } from '../../../tools/serve.mjs';
import { placedStrokes } from '../../support/digits.mjs';

export const siteRoot = process.env.ZIFFER_SITE ?? fileURLToPath(new URL('../../../build/site', import.meta.url));
const axeSource = readFileSync(fileURLToPath(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');

/** @param {string[]} [more] switches for this browser alone */
export function launchBrowser(more = []) {
  return chromium.launch({ ...chromiumOptions, args: [...chromiumOptions.args, ...more] });
}

/**
 * A server and a browser for one test file.
 *   const site = await startSite();
 *   const page = await site.open(t, { path: '#/read' });
 */
export async function startSite({ root = siteRoot, switches } = {}) {
  const responses = [];
  const server = await startServer({ root, onResponse: (response) => responses.push(response) });
  const browser = await launchBrowser(switches);
  return {
    url: server.url,
    /** What the server answered so far: { path, status, bytes }. */
    responses,
    /**
     * A fresh page; the test fails on any uncaught error in it. The context ends with the test. keep: let the page be kept
     * for use without a network, which asks the server for files after the page has settled.
     */
    async open(t, { path = '#/read', setUp = async () => {}, keep = false, ...options } = {}) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      if (!keep) await page.addInitScript(() => (navigator.serviceWorker.register = () => Promise.reject(new Error('not now'))));
      const errors = [];
      page.on('pageerror', (error) => errors.push(error.message));
      t?.after(async () => {
        await context.close();
        assert.deepEqual(errors, [], 'uncaught errors in the page');
      });
      await setUp(page);
      await page.goto(server.url + path);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

export const answerText = (page) => page.locator('#answer .answer-text');
export const message = (page) => page.getByRole('alert');

/** Resolves when the engine can read, with all its networks. */
export async function engineReady(page) {
  await page.locator('#engine-status[data-state=ready][data-lines=there]').waitFor();
}

/** Resolves when what is beside the sheet of the reader, and loaded after it, is there with its styles. */
export async function aidsReady(page) {
  await page.locator('#aids:not(.void)').waitFor();
  await styleReady(page, 'field');
}

/** Resolves when a style of web/css that is loaded later is there. */
export async function styleReady(page, name) {
  await page.waitForFunction((href) => Boolean(document.querySelector(`link[href="${href}"]`)?.sheet), `css/${name}.css`);
}

/** Resolves when nothing more is being read. */
export async function settled(page) {
  await page.locator('#answer[aria-busy=false]').waitFor();
}

/** Resolves when the page says it read `text`, and fails with what it said instead. */
export async function expectAnswer(page, text) {
  // The time below is for reading, not for loading what reads.
  await page.locator('#engine-status:not([data-state=loading])').waitFor({ state: 'attached' });
  try {
    await answerText(page).and(page.getByText(text, { exact: true })).waitFor({ timeout: 5000 });
  } catch {
    assert.equal(await answerText(page).innerText(), text, await page.locator('#answer .answer-words').innerText());
  }
  await settled(page);
}

/** Resolves when the message box holds text that matches. */
export async function expectMessage(page, pattern) {
  try {
    await message(page).filter({ hasText: pattern }).waitFor({ timeout: 5000 });
  } catch {
    assert.match(await message(page).innerText(), pattern);
  }
}

/** Resolves when something holds that the page is not told of, such as what the server noted, or after five seconds. */
export async function until(holds) {
  const end = performance.now() + 5000;
  while (!(await holds()) && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Draws strokes given in pad units with the mouse. */
export async function drawStrokes(page, strokes) {
  await page.locator('#pad').scrollIntoViewIfNeeded();
  const box = await page.locator('#pad').boundingBox();
  const scale = box.height / 560;
  for (const stroke of strokes) {
    for (const [index, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * scale, box.y + y * scale);
      if (index === 0) await page.mouse.down();
    }
    await page.mouse.up();
  }
}

export async function drawNumber(page, number, place = {}) {
  await drawStrokes(page, placedStrokes(number, { left: 160, top: 120, height: 300, ...place }));
}

/** Chooses a file through the Choose file button, as a person does. */
export async function chooseFile(page, name, buffer, mimeType = 'image/png') {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Choose file' }).click(),
  ]);
  await chooser.setFiles({ name, mimeType, buffer: Buffer.from(buffer) });
}

/** Chooses a picture and waits until it lies on the sheet: until then, Predict asks for what lay there before. */
export async function choosePicture(page, name, buffer) {
  await chooseFile(page, name, buffer);
  await page.getByRole('img', { name: `Picture “${name}”`, exact: true }).waitFor();
}

/** Drops files on the page. */
export async function dropFiles(page, files) {
  const data = files.map(({ name, buffer, mimeType = 'image/png' }) => ({ name, mimeType, base64: Buffer.from(buffer).toString('base64') }));
  await page.evaluate((dropped) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
  }, data);
}

/** Pastes a picture. */
export async function pastePicture(page, buffer) {
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], 'image.png', { type: 'image/png' }));
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
  }, Buffer.from(buffer).toString('base64'));
}

/** The chart as text: [['0', '<0.1 %'], ...]. */
export async function chartRows(page) {
  const rows = await page.locator('#chart tbody tr').all();
  return Promise.all(
    rows.map(async (row) => [await row.locator('th').innerText(), (await row.locator('.chart-value').innerText()).replace(/\u00a0/g, ' ')]),
  );
}

/** Accessibility violations as readable lines. */
export async function axeViolations(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** How every view is looked at: a name, the context's options, and what is changed once the page is open. */
export const viewModes = [
  ['light', { colorScheme: 'light' }, async () => {}],
  ['dark', { colorScheme: 'dark' }, async () => {}],
  ['right to left', {}, (page) => page.evaluate(() => (document.documentElement.dir = 'rtl'))],
  ['large text, 390 px', { viewport: { width: 390, height: 844 } }, (page) => page.locator('#large-text').click()],
];
export const narrowMode = ['320 px', { viewport: { width: 320, height: 720 } }, async () => {}];

/** axe finds nothing, and nothing scrolls sideways. @param {string} state what is looked at, for the failure's text */
export async function expectAccessible(page, state) {
  assert.deepEqual(await axeViolations(page), [], state);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0, state);
}

/**
 * The longest task of the page's main thread while something is done, in milliseconds of processor time: other work on
 * this machine does not count.
 */
export async function longestTask(page, act) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await act();
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const isOf = (pid) => (event) => event.pid === pid;
  // The process of the page is the one that ran its scripts.
  const { pid } = traceEvents.findLast(({ name }) => name === 'FunctionCall' || name === 'EventDispatch');
  const { tid } = traceEvents.filter(isOf(pid)).find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const tasks = traceEvents.filter(isOf(pid)).filter((event) => event.tid === tid && event.name === 'RunTask');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur / 1000));
}
