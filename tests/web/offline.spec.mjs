// The page without a network, its updates, and pictures from other apps: a real service worker in Chromium.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { startServer } from '../../tools/serve.mjs';
import { drawNumber, engineReady, expectAnswer, launchBrowser, siteRoot } from './support/browser.mjs';
import { numberPng } from '../support/png.mjs';

const offlineState = (page) => page.locator('#offline-state');
const build = (page) => page.locator('html').getAttribute('data-build');
const updateBar = (page) => page.locator('#update-bar');

/** A copy of the site in `folder` below a server's root, which a test may change, and a page of a browser of its own. */
async function start(t, { folder = '' } = {}) {
  const root = await mkdtemp(path.join(tmpdir(), 'ziffer-site-'));
  const site = path.join(root, folder);
  await cp(siteRoot, site, { recursive: true });
  const server = await startServer({ root });
  const browser = await launchBrowser();
  t.after(async () => {
    await browser.close();
    await server.close().catch(() => {});
    await rm(root, { recursive: true, force: true });
  });
  const page = await (await browser.newContext()).newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  t.after(() => assert.deepEqual(errors, [], 'uncaught errors in the page'));
  return { site, server, page, url: server.url + (folder && `${folder}/`) };
}

async function visit(page, url) {
  await page.goto(url);
  await engineReady(page);
  await offlineState(page).filter({ hasText: 'Works without a network' }).waitFor();
}

for (const folder of ['', 'some/folder']) {
  test(`with the server stopped the page still reads, in ${folder || 'the root'}`, async (t) => {
    const { server, page, url } = await start(t, { folder });
    await visit(page, `${url}#/read`);
    await server.close();

    const begin = performance.now();
    await page.goto(`${url}?again#/read`);
    await page.locator('#pad').waitFor();
    const shown = performance.now() - begin;
    await engineReady(page);
    t.diagnostic(`offline: page after ${shown.toFixed(0)} ms, reader after ${(performance.now() - begin).toFixed(0)} ms`);
    await drawNumber(page, '7');
    await expectAnswer(page, '7');
    await page.getByRole('link', { name: 'Many pictures' }).click(); // a view that loads its scripts when opened
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
  });

  test(`with the server stopped the cache answers without the service worker, in ${folder || 'the root'}`, async (t) => {
    const { server, page, url } = await start(t, { folder });
    await visit(page, `${url}#/read`);
    await server.close();
    const later = await page.context().newPage();
    await later.goto(`${url}#/read`);
    await engineReady(later);
    await drawNumber(later, '7');
    await expectAnswer(later, '7');
    // Where each came from: the page's own file, and all that it loads.
    const sources = await later.evaluate(() =>
      [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((entry) => [entry.name, entry.toJSON().workerFinalSourceType]),
    );
    assert.ok(sources.length > 2, 'the page has files');
    assert.deepEqual(sources.filter(([, source]) => source !== 'cache'), []);
  });
}

test('a changed build is offered, and comes only when asked for', async (t) => {
  const { site, page, url } = await start(t);
  await visit(page, `${url}#/read`);
  await page.goto(`${url}?second#/read`);
  await engineReady(page);
  assert.equal(await updateBar(page).isVisible(), false, 'nothing is offered while nothing has changed');

  for (const file of ['index.html', 'service-worker.js']) {
    const text = await readFile(path.join(site, file), 'utf8');
    await writeFile(path.join(site, file), text.replace('<html', '<html data-build="new"').replace(/version = "\w+"/, 'version = "0123456789abcdef"'));
    for (const packed of ['br', 'gz']) await rm(path.join(site, `${file}.${packed}`), { force: true });
  }
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await updateBar(page).waitFor();
  await page.goto(`${url}?third#/read`);
  assert.equal(await build(page), null, 'the old version goes on until the person agrees');
  await updateBar(page).getByRole('button', { name: 'Later' }).click();
  assert.equal(await updateBar(page).isVisible(), false);

  await page.goto(`${url}?fourth#/read`);
  await Promise.all([page.waitForEvent('load'), updateBar(page).getByRole('button', { name: 'Reload' }).click()]);
  assert.equal(await build(page), 'new');
  const names = await page.evaluate(() => caches.keys());
  assert.deepEqual(names, ['ziffer-/-0123456789abcdef'], 'the old version is gone');
});

test('other caches of the same host are left alone', async (t) => {
  const { page, url } = await start(t);
  await page.goto(url);
  const others = ['another-app', 'ziffer-/elsewhere/-0123456789abcdef'];
  await page.evaluate((names) => Promise.all(names.map((name) => caches.open(name))), others);
  await visit(page, `${url}?again#/read`);
  const names = await page.evaluate(() => caches.keys());
  for (const name of others) assert.ok(names.includes(name), name);
});

test('only the engine in use is kept, and every view', async (t) => {
  const { page, url } = await start(t);
  await visit(page, `${url}#/read`);
  const kept = await page.evaluate(async () => {
    const [name] = (await caches.keys()).filter((each) => each.startsWith('ziffer-'));
    return (await (await caches.open(name)).keys()).map((request) => request.url.slice(location.origin.length + 1));
  });
  assert.equal(kept.filter((file) => file.endsWith('ziffer.wasm')).length, 1);
  for (const file of ['', 'js/batch-page.js', 'weights/line.ziffer', 'weights/pen.ziffer', 'messages/en.js']) assert.ok(kept.includes(file), file);
});

test('a picture shared by another app is read', async (t) => {
  const { page, url } = await start(t);
  await visit(page, `${url}#/read`);
  await visit(page, `${url}?controlled#/read`); // it has looked for shared pictures, and would take this one if it had not
  const status = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const form = new FormData();
    form.append('pictures', new File([bytes], 'sum.png', { type: 'image/png' }));
    return (await fetch('share', { method: 'POST', body: form })).status;
  }, Buffer.from(numberPng('42')).toString('base64'));
  assert.equal(status, 200);
  await page.goto(`${url}?shared#/read`);
  await expectAnswer(page, '42');
  assert.equal(await page.evaluate(() => caches.has('ziffer-/-shared')), false, 'it is not kept');
});

test('a picture that the system opens with the page is read', async (t) => {
  const { page, url } = await start(t);
  // What Chromium hands to an installed page's launch queue.
  await page.addInitScript((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const handle = { getFile: async () => new File([bytes], 'sum.png', { type: 'image/png' }) };
    Object.defineProperty(window, 'launchQueue', { value: { setConsumer: (take) => take({ files: [handle] }) } });
  }, Buffer.from(numberPng('42')).toString('base64'));
  await page.goto(`${url}#/read`);
  await expectAnswer(page, '42');
  const { file_handlers: handlers } = await page.evaluate(async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json());
  assert.deepEqual(Object.keys(handlers[0].accept).sort(), ['image/jpeg', 'image/png']);
});

test('Chromium finds nothing that keeps the page from being installed', async (t) => {
  const { page, url } = await start(t);
  await visit(page, `${url}#/read`);
  const devtools = await page.context().newCDPSession(page);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { icons, screenshots } = JSON.parse(data);
  for (const { src } of [...icons, ...screenshots]) assert.equal((await page.request.get(url + src)).status(), 200, src);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
});
