// How it works: four steps of the live reading, their figures beside the engine's own, keys, text alternatives.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axeViolations, chooseFile, drawNumber, engineReady, expectAnswer, startSite } from './support/browser.mjs';
import { numberPng } from '../support/png.mjs';
import { ziffer } from '../support/ziffer.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const text = async (locator) => (await locator.innerText()).replaceAll('\u00a0', ' ');
async function openHow(page) {
  await page.getByRole('link', { name: 'How it works' }).click();
  await page.locator('#how-view:not([aria-busy]) .how-step').nth(3).waitFor();
}

test('shapes of the layers are those of ziffer summary', async (t) => {
  const page = await site.open(t, { path: '#/how' });
  await page.locator('.how-step').nth(3).waitFor();
  assert.match(await text(page.locator('#how-origin')), /^An example/);
  const rows = [...ziffer(['summary', '--preset', 'pen']).stdout.matchAll(/^(\w+) \((Conv2D|MaxPooling2D)\) +\(None, (\d+), (\d+), (\d+)\)/gm)];
  assert.ok(rows.length >= 3);
  const layers = page.locator('.how-layer');
  const shown = await layers.evaluateAll((all) => all.map((layer) => [
    layer.querySelector('h3').textContent.split(': ')[1], layer.querySelector('[data-shape]').dataset.shape]));
  assert.deepEqual(shown, rows.map(([, name, , height, width, channels]) => [name, `${height}x${width}x${channels}`]));
  // One small image for each channel: the canvas has room for all of them, and each has ink of its own or is silent.
  for (const [index, [, , , height, width, channels]] of rows.entries()) {
    const [wide, high] = await layers.nth(index).locator('canvas').evaluate((canvas) => [canvas.width, canvas.height]);
    assert.equal(((wide + 1) / (Number(width) + 1)) * ((high + 1) / (Number(height) + 1)), Number(channels));
  }
});

test('the drawn number is explained digit by digit, and the probabilities are those of the reading', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  await drawNumber(page, '47', { left: 120 });
  await expectAnswer(page, '47');
  await page.locator('#digits [role=tab]').nth(1).click();
  const values = async () => page.locator('#chart .chart-value').allInnerTexts();
  const ofSeven = await values();
  await openHow(page);
  assert.match(await text(page.locator('#how-origin')), /your drawing/);
  assert.deepEqual(await page.locator('.how-step h2').allInnerTexts(), ['1. Registration', '2. Preparation', '3. Features', '4. Classes']);
  // In a number the network that reads lines has its say as well; the reading has what both give together.
  assert.deepEqual(await page.locator('.how-chart .together').allInnerTexts(), ofSeven);
  assert.match(await text(page.locator('.how-choice')), /A second network has read the whole line/);
  const sum = (await page.locator('.how-chart .probability').evaluateAll((all) => all.map((cell) => Number(cell.dataset.value)))).reduce((a, b) => a + b);
  assert.ok(Math.abs(sum - 1) < 1e-6);
  assert.equal(await page.locator('.how-chart tr.best th').innerText(), '7');
  assert.match(await text(page.locator('.how-choice')), /^The answer is 7/);
  // By keys to the other digit; the focus stays on what was pressed.
  const four = page.getByRole('button', { name: 'Show digit 1, 4' });
  await four.focus();
  await page.keyboard.press('Enter');
  await page.locator('.how-chart tr.best th', { hasText: '4' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Show digit 1, 4');
  assert.equal(await four.getAttribute('aria-pressed'), 'true');
});

test('of a lone digit the last layer gives the probabilities of the reading', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  await drawNumber(page, '3', { left: 250 });
  await expectAnswer(page, '3');
  const values = await page.locator('#chart .chart-value').allInnerTexts();
  await openHow(page);
  assert.deepEqual(await page.locator('.how-chart .probability').allInnerTexts(), values);
  assert.equal(await page.locator('.how-chart .together').count(), 0);
});

test('a picture shows its grey levels, ink and polarity', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  await chooseFile(page, '5.png', numberPng('5', { paper: 60, ink: 210 }));
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expectAnswer(page, '5');
  await openHow(page);
  const preparation = page.locator('.how-step-preparation');
  assert.match(await text(preparation), /light ink on dark paper/);
  assert.match(await text(preparation), /ink 210, paper 60 on average/);
  assert.equal(await preparation.locator('canvas').count(), 3);
});

test('a refused scribble is shown against its threshold', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  const zigzag = Array.from({ length: 14 }, (_, i) => [200 + 30 * i, i % 2 ? 180 : 400]);
  const { drawStrokes } = await import('./support/browser.mjs');
  await drawStrokes(page, [zigzag]);
  await expectAnswer(page, '?');
  await openHow(page);
  const figure = async (name) => Number((await page.locator(`[data-figure=${name}]`).innerText()).match(/([\d.]+)\s*%/)[1]);
  assert.ok((await figure('no-digit')) >= (await figure('refusal')));
  assert.match(await text(page.locator('.how-choice')), /^Refused/);
});

for (const colorScheme of ['light', 'dark']) {
  test(`every image has a text that says what matters; axe finds nothing, ${colorScheme}`, async (t) => {
    const page = await site.open(t, { path: '#/how', colorScheme, viewport: { width: 390, height: 844 } });
    await page.locator('.how-step').nth(3).waitFor();
    const labels = await page.locator('#how-view canvas').evaluateAll((all) => all.map((canvas) => [canvas.getAttribute('role'), canvas.getAttribute('aria-label')]));
    assert.ok(labels.length > 6);
    for (const [role, label] of labels) {
      assert.equal(role, 'img');
      assert.match(label, /\w{3,}/);
      assert.doesNotMatch(label, /[{}]|undefined|NaN/);
    }
    assert.equal(new Set(labels.map(([, label]) => label)).size, labels.length, 'no two say the same');
    await page.locator('summary').first().click();
    const rows = page.locator('.how-layer').first().locator('tbody tr');
    await rows.last().waitFor();  // made when the browser says that it is open, a task after the click
    assert.equal(await rows.count(), 16);
    assert.deepEqual(await axeViolations(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, 'no sideways scrolling');
  });
}

test('an engine that is missing is said, not hidden', async (t) => {
  const page = await site.open(t, { path: '#/how', setUp: (opened) => opened.route('**/weights/*', (route) => route.fulfill({ status: 404 })) });
  await page.locator('#how-view [role=alert]').waitFor();
  assert.match(await text(page.locator('#how-view')), /cannot be shown/);
});
