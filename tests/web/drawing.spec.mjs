// Drawing with a real pointer, touch and keyboard: what is drawn is read as it is drawn.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  aidsReady, answerText, chartRows, drawNumber, drawStrokes, engineReady, expectAnswer, settled, startSite,
} from './support/browser.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const button = (page, name) => page.getByRole('button', { name, exact: true });

for (const digit of ['0', '1', '7']) {
  test(`a drawn ${digit} is read, and the chart shows ten values`, async (t) => {
    const page = await site.open(t);
    await drawNumber(page, digit);
    await expectAnswer(page, digit);
    const rows = await chartRows(page);
    assert.equal(rows.length, 10);
    const value = (text) => Number(text.replace(/[<>%\s]/g, ''));
    const best = rows.reduce((a, b) => (value(b[1]) > value(a[1]) ? b : a));
    assert.equal(best[0], digit);
  });
}

test('a scribble is refused, and a digit drawn after it is read', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  const box = await page.locator('#pad').boundingBox();
  const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(0.3, 0.5));
  await page.mouse.down();
  for (let i = 0; i <= 12; i += 1) await page.mouse.move(...at(0.3 + i * 0.035, i % 2 ? 0.3 : 0.7), { steps: 4 });
  await page.mouse.up();
  await settled(page);
  assert.equal(await answerText(page).innerText(), '?');
  assert.match(await page.locator('#answer').innerText(), /does not look like a digit/);
  assert.equal(await page.locator('#chart tr.best').count(), 0);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
});

test('the answer comes while the pen is still down', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  const box = await page.locator('#pad').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height * 0.8, { steps: 20 });
  await answerText(page).and(page.getByText('1', { exact: true })).waitFor();
  assert.equal(await page.locator('#answer').getAttribute('aria-busy'), 'true');
  await page.mouse.up();
  await settled(page);
});

test('two digits side by side are two digits, and the chart follows the chosen one', async (t) => {
  const page = await site.open(t);
  await drawNumber(page, '10', { pitch: 300 });
  await expectAnswer(page, '10');
  const tabs = page.getByRole('tab');
  assert.equal(await tabs.count(), 2);

  const best = () => page.locator('#chart tr.best th').innerText();
  assert.equal(await best(), '0', 'the digit written last');
  await tabs.nth(0).click();
  assert.equal(await best(), '1');
  assert.match(await page.locator('#chart caption').innerText(), /first digit/);
  await page.keyboard.press('ArrowRight');
  assert.equal(await best(), '0');
  assert.equal(await tabs.nth(1).getAttribute('aria-selected'), 'true');
});

test('a tap on a drawn digit chooses it and leaves no dot', async (t) => {
  const page = await site.open(t);
  await drawNumber(page, '10', { pitch: 300 });
  await expectAnswer(page, '10');
  const box = await page.locator('#pad').boundingBox();
  const scale = box.height / 560;
  assert.equal(await page.locator('#chart tr.best th').innerText(), '0');
  await page.mouse.click(box.x + (160 + 0.3 * 300) * scale, box.y + 270 * scale); // on the 1
  await settled(page);
  assert.equal(await page.locator('#chart tr.best th').innerText(), '1');
  assert.equal(await answerText(page).innerText(), '10');
});

test('the network sees pixels: a 28 by 28 glyph with ink on it', async (t) => {
  const page = await site.open(t);
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  const glyph = await page.locator('#digits canvas').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return { side: [canvas.width, canvas.height], inked: data.filter((_, index) => index % 4 === 3).filter(Boolean).length };
  });
  assert.deepEqual(glyph.side, [28, 28]);
  assert.ok(glyph.inked > 30 && glyph.inked < 500, `${glyph.inked} inked pixels`);
});

test('undo takes back a stroke, then Clear, then everything', async (t) => {
  const page = await site.open(t);
  await drawNumber(page, '1', { left: 120 });
  await expectAnswer(page, '1');
  await drawNumber(page, '0', { left: 420 });
  await expectAnswer(page, '10');
  await button(page, 'Undo').click();
  await expectAnswer(page, '1');
  await button(page, 'Clear').click();
  assert.equal(await answerText(page).innerText(), '–');
  await page.keyboard.press('Control+z');
  await expectAnswer(page, '1');
  await page.keyboard.press('Control+z');
  assert.equal(await answerText(page).innerText(), '–');
  assert.equal(await button(page, 'Undo').getAttribute('aria-disabled'), 'true');
});

test('Clear and Escape empty pad and result', async (t) => {
  const page = await site.open(t);
  for (const clear of [() => button(page, 'Clear').click(), () => page.keyboard.press('Escape')]) {
    await drawNumber(page, '7');
    await expectAnswer(page, '7');
    await clear();
    assert.equal(await answerText(page).innerText(), '–');
    assert.equal(await page.locator('#sheet').getAttribute('data-holds'), 'empty');
    assert.equal(await page.getByRole('tab').count(), 0);
    assert.equal(await button(page, 'Predict').isEnabled(), false);
  }
});

test('another pen is another drawing: the reading follows, the digit stays', async (t) => {
  const page = await site.open(t);
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  for (const width of ['8', '40']) {
    await page.getByLabel('Pen', { exact: true }).fill(width);
    await expectAnswer(page, '7');
  }
});

test('what is drawn before the engine is ready is read when it is', async (t) => {
  let release = () => {};
  const held = new Promise((resolve) => (release = resolve));
  const page = await site.open(t, {
    setUp: (opened) =>
      opened.route('**/weights/*', async (route) => {
        await held;
        await route.continue();
      }),
  });
  await drawNumber(page, '7');
  assert.equal(await answerText(page).innerText(), '–');
  release();
  await expectAnswer(page, '7');
});

test('a finger draws too, and the page does not scroll under it', async (t) => {
  const page = await site.open(t, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } });
  await engineReady(page);
  const box = await page.locator('#pad').boundingBox();
  const devtools = await page.context().newCDPSession(page);
  const touch = (type, y) =>
    devtools.send('Input.dispatchTouchEvent', { type, touchPoints: y === null ? [] : [{ x: box.x + box.width / 2, y: box.y + y * box.height }] });
  await touch('touchStart', 0.85);
  for (let y = 0.8; y > 0.2; y -= 0.05) await touch('touchMove', y);
  await touch('touchEnd', null);
  await expectAnswer(page, '1');
  assert.equal(await page.evaluate(() => scrollY), 0);
  assert.ok(await button(page, 'Take photo').isVisible());
});

test('the pen is moved and set down by keys alone', async (t) => {
  const page = await site.open(t);
  await page.getByRole('application', { name: 'Drawing pad' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  for (let step = 0; step < 13; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expectAnswer(page, '1');
});

test('a drawing survives a narrower window', async (t) => {
  const page = await site.open(t, { viewport: { width: 1280, height: 900 } });
  await drawNumber(page, '10', { left: 300, pitch: 300 });
  await expectAnswer(page, '10');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.waitForFunction(() => { // the pad is told of its new size with a frame, and reads again then
    const { width, clientWidth } = document.querySelector('#pad');
    return innerWidth === 390 && width === Math.round(clientWidth * devicePixelRatio);
  });
  await expectAnswer(page, '10');
  const boxes = await page.locator('#boxes .frame').evaluateAll((frames) => frames.map((frame) => frame.getBoundingClientRect().right));
  const { x, width } = await page.locator('#sheet').boundingBox();
  assert.ok(Math.max(...boxes) <= x + width, `${boxes} within ${x + width}`);
});

test('drawing keeps the page responsive', async (t) => {
  const page = await site.open(t, {
    setUp: (opened) =>
      opened.addInitScript(() => {
        globalThis.longTasks = [];
        new PerformanceObserver((list) => {
          for (const { startTime, duration } of list.getEntries()) globalThis.longTasks.push({ startTime, duration });
        }).observe({ type: 'longtask' });
      }),
  });
  await engineReady(page);
  await aidsReady(page); // else loading them would be measured too
  const start = await page.evaluate(() => performance.now());
  for (const left of [60, 300, 540]) await drawNumber(page, '8', { left, height: 240 });
  await settled(page);
  const tasks = await page.evaluate((since) => globalThis.longTasks.filter((task) => task.startTime >= since), start);
  const longest = Math.max(0, ...tasks.map(({ duration }) => duration));
  t.diagnostic(`longest main-thread task while drawing: ${longest > 0 ? `${Math.round(longest)} ms` : 'none above 50 ms'}`);
  assert.ok(longest < 250, `${longest} ms`);
});

test('strokes reach the engine as points in pad units', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  await page.evaluate(() => {
    globalThis.sent = [];
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function post(message, ...rest) {
      globalThis.sent.push(message);
      return postMessage.call(this, message, ...rest);
    };
  });
  await drawStrokes(page, [[[200, 100], [200, 250], [200, 400]]]);
  await settled(page);
  const [strokes, pad] = await page.evaluate(() => globalThis.sent.at(-1).args);
  assert.equal(pad.height, 560);
  assert.deepEqual(strokes.map((stroke) => stroke.map((point) => point.map(Math.round))), [[[200, 100], [200, 250], [200, 400]]]);
});
