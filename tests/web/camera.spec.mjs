// The live camera: what it sees is read while it is held there, said once it stands still, and taken as any picture; and
// it is off as soon as nobody looks.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { axeViolations, engineReady, expectAnswer, longestTask, settled, startSite, viewModes } from './support/browser.mjs';
import { filmOf, filmSwitches } from './support/film.mjs';

let folder;
let site; // its camera sees 170
let blank; // its camera sees paper, 1920 by 1080 pixels of it
let bare; // has no camera
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ziffer-film-'));
  const film = async (name, bytes) => {
    await writeFile(path.join(folder, name), bytes);
    return { switches: filmSwitches(path.join(folder, name)) };
  };
  site = await startSite(await film('number.y4m', filmOf('170')));
  blank = await startSite(await film('paper.y4m', filmOf('', { scale: 3 })));
  bare = await startSite();
});
after(async () => {
  for (const each of [site, blank, bare]) await each?.close();
  await rm(folder, { recursive: true });
});

/** Notes in the page which films are running, and which pictures went to the engine. */
function spy() {
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  globalThis.films = [];
  mediaDevices.getUserMedia = async (wishes) => {
    globalThis.wishes = wishes;
    await globalThis.delay;
    const film = await ask(wishes);
    globalThis.films.push(film);
    return film;
  };
  globalThis.running = () => globalThis.films.flatMap((film) => film.getTracks()).filter(({ readyState }) => readyState === 'live').length;
  globalThis.reads = { times: [], open: 0, most: 0, pictures: [] };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (data, ...rest) {
    if (data.method === 'readPicture') {
      const { reads } = globalThis;
      reads.times.push(performance.now());
      reads.pictures.push(data.args[0].slice(0));
      reads.open += 1;
      reads.most = Math.max(reads.most, reads.open);
      this.addEventListener('message', function answered({ data: { id } }) {
        if (id !== data.id) return;
        reads.open -= 1;
        this.removeEventListener('message', answered);
      });
    }
    return post.call(this, data, ...rest);
  };
}

const open = (t, { from = site, ...options } = {}) => from.open(t, { reducedMotion: 'reduce', ...options, setUp: async (page) => {
  await page.addInitScript(spy);
  await options.setUp?.(page);
} });
const running = (page) => page.evaluate(() => globalThis.running());
const cameraButton = (page) => page.getByRole('button', { name: 'Live camera' });
const filmDialog = (page) => page.getByRole('dialog', { name: 'Live camera' });
const take = (page) => filmDialog(page).getByRole('button', { name: 'Take this picture' });
const problem = (page, words) => filmDialog(page).getByRole('alert').getByText(words);

async function openCamera(page) {
  await engineReady(page);
  await cameraButton(page).click();
  await page.locator('.film-text').getByText('170', { exact: true }).waitFor();
}

test('the number in front of the camera is read, framed, said once, and taken with its reading', async (t) => {
  const page = await open(t);
  await engineReady(page);
  await page.evaluate(() => {
    globalThis.said = [];
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        if (addedNodes.length && target.parentElement?.closest('dialog') && target.getAttribute?.('role') === 'status') globalThis.said.push(target.textContent);
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  await openCamera(page);
  await page.locator('.film-text:not(.unsteady)').waitFor();
  assert.equal(await page.locator('.film .boxes .number').count(), 1);
  // At one moment: with each frame of the film the boxes are others.
  const [frame, film] = await page.evaluate(() => ['.film .frame', '.film video'].map((each) => document.querySelector(each).getBoundingClientRect().toJSON()));
  assert.ok(Math.abs(frame.x + frame.width / 2 - film.x - film.width / 2) < film.width * 0.1, 'the frame is where the number is');
  assert.ok(frame.width > film.width * 0.2 && frame.width < film.width * 0.6, `${frame.width} of ${film.width}`);
  await page.waitForTimeout(1500);
  const said = await page.evaluate(() => globalThis.said);
  assert.equal(said.length, 1, `${said}`);
  assert.match(said[0].replaceAll('\u00a0', ' '), /^170, >?\d\d\.\d % sure of all 3 digits$/);
  assert.deepEqual(await page.evaluate(() => globalThis.wishes.video.facingMode), { ideal: 'environment' });
  assert.equal(await running(page), 1);

  await page.keyboard.press('Enter');
  await page.waitForFunction(() => globalThis.running() === 0); // the dialog's close comes as an event of its own
  await expectAnswer(page, '170');
  await page.getByRole('img', { name: 'Picture “camera.jpg”, read as 170' }).waitFor();
  assert.equal(await page.locator('#boxes .box').count(), 3);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'result-title');
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await page.locator('#sheet[data-holds=empty]').waitFor();
});

test('from the start page, Space takes the picture into the reader; the key T opens the camera', async (t) => {
  const page = await open(t, { path: '' });
  await engineReady(page);
  await page.keyboard.press('t');
  await page.locator('.film-text').getByText('170', { exact: true }).waitFor();
  await filmDialog(page).getByRole('heading').focus(); // not on a button
  await page.keyboard.press(' ');
  await page.waitForURL(/#\/read$/);
  await expectAnswer(page, '170');
});

test('two or three frames a second are read, never two at once, none larger than 1280 pixels', async (t) => {
  const page = await open(t, { from: blank });
  await engineReady(page);
  await cameraButton(page).click();
  await take(page).and(page.locator(':enabled')).waitFor();
  await page.waitForTimeout(3000);
  const { times, most, size } = await page.evaluate(async () => {
    const { times: all, most: atOnce, pictures } = globalThis.reads;
    const { width, height } = await createImageBitmap(new Blob([pictures.at(-1)]));
    return { times: all, most: atOnce, size: Math.max(width, height) };
  });
  const rate = ((times.length - 1) * 1000) / (times.at(-1) - times[0]);
  t.diagnostic(`${rate.toFixed(2)} frames a second, of ${size} pixels`);
  assert.ok(rate <= 3 && rate >= 1, `${rate} a second`);
  assert.equal(most, 1);
  assert.ok(size <= 1280 && size >= 640, `${size} pixels`);
  await filmDialog(page).getByText('Hold the number into the picture.').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => globalThis.running() === 0);
  const before = await page.evaluate(() => globalThis.reads.times.length);
  await page.waitForTimeout(800);
  assert.equal(await page.evaluate(() => globalThis.reads.times.length), before, 'nothing is read any more');
});

test('the page stays responsive while frames are read', async (t) => {
  const page = await open(t);
  await openCamera(page);
  const longest = await longestTask(page, () => page.waitForTimeout(2500));
  t.diagnostic(`longest task: ${longest.toFixed(1)} ms`);
  assert.ok(longest < 50, `${longest} ms`);
});

const closings = {
  'Escape': (page) => page.keyboard.press('Escape'),
  'the button Close': (page) => filmDialog(page).getByRole('button', { name: 'Close' }).click(),
  'a click beside it': (page) => page.mouse.click(3, 3),
  'going back': (page) => page.evaluate(() => (location.hash = '#/')),
};
for (const [title, close] of Object.entries(closings)) {
  test(`the camera is off at once after ${title}`, async (t) => {
    const page = await open(t);
    await engineReady(page);
    await cameraButton(page).click();
    await page.waitForFunction(() => globalThis.running() === 1);
    await close(page);
    await page.waitForFunction(() => !document.querySelector('dialog'));
    assert.equal(await running(page), 0);
  });
}

test('a camera that comes after the dialog was closed is turned off', async (t) => {
  const page = await open(t);
  await engineReady(page);
  await page.evaluate(() => {
    globalThis.delay = new Promise((resolve) => (globalThis.letGo = resolve));
  });
  await cameraButton(page).click();
  await filmDialog(page).getByText('Waiting for the camera').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog'));
  await page.evaluate(() => globalThis.letGo());
  await page.waitForFunction(() => globalThis.films.length === 1);
  assert.equal(await running(page), 0);
});

test('out of sight, or unplugged, the camera is off and can be switched on again', async (t) => {
  const page = await open(t);
  await openCamera(page);
  await page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  assert.equal(await running(page), 0);
  await problem(page, 'out of sight').waitFor();
  assert.equal(await take(page).isVisible(), false);
  await page.evaluate(() => delete document.hidden);
  await filmDialog(page).getByRole('button', { name: 'Try again' }).click();
  await page.locator('.film-text').getByText('170', { exact: true }).waitFor();
  await page.evaluate(() => globalThis.films.at(-1).getTracks()[0].dispatchEvent(new Event('ended')));
  await problem(page, 'unplugged').waitFor();
  assert.equal(await running(page), 0);
});

test('without a camera the page says so, and the other ways are there', async (t) => {
  const page = await open(t, { from: bare });
  await engineReady(page);
  await cameraButton(page).click();
  await problem(page, 'No camera was found').waitFor();
  assert.deepEqual(await axeViolations(page), []);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Choose file' }).waitFor();
});

for (const [name, words] of [['NotAllowedError', 'may not use the camera. Allow it'], ['NotReadableError', 'another program may be using it'], ['TypeError', 'cannot be read here']]) {
  test(`${name} is said in words, and Try again tries again`, async (t) => {
    const page = await open(t);
    await engineReady(page);
    await page.evaluate((which) => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia;
      mediaDevices.getUserMedia = () => {
        mediaDevices.getUserMedia = ask;
        return Promise.reject(new DOMException('not now', which));
      };
    }, name);
    await cameraButton(page).click();
    await problem(page, words).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Try again');
    await page.keyboard.press('Enter');
    await page.locator('.film-text').getByText('170', { exact: true }).waitFor();
    assert.equal(await filmDialog(page).getByRole('alert').isVisible(), false);
  });
}

test('where frames cannot be packed, the page says so and turns the camera off', async (t) => {
  const setUp = (page) => page.route('**/js/picture-worker.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("no canvas")' }));
  const page = await open(t, { setUp });
  await engineReady(page);
  await cameraButton(page).click();
  await problem(page, 'cannot be read here').waitFor();
  assert.equal(await running(page), 0);
});

test('where browsers have no camera for the page, there is no button; and nothing of it is in the first load', async (t) => {
  const seen = site.responses.length;
  const page = await site.open(t, { setUp: (opened) => opened.addInitScript(() => delete Navigator.prototype.mediaDevices) });
  await engineReady(page);
  assert.equal(await page.locator('#camera').isVisible(), false);
  assert.deepEqual(site.responses.slice(seen).map(({ path: file }) => file).filter((file) => /camera|picture-maker/.test(file)), []);
});

for (const [mode, options, change] of viewModes) {
  test(`axe finds nothing in the dialog, and its button is in sight, ${mode}`, async (t) => {
    const page = await open(t, options);
    await change(page);
    await openCamera(page);
    assert.deepEqual(await axeViolations(page), []);
    const [box, { height }] = [await take(page).boundingBox(), page.viewportSize()];
    assert.ok(box.y + box.height <= height, `${box.y + box.height} of ${height}`);
    await page.keyboard.press('Escape');
    await settled(page);
    assert.deepEqual(await axeViolations(page), []);
  });
}
