// Everybody can use it: no axe violations, keyboard alone, narrow screens, announcements.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axeViolations, chooseFile, drawNumber, engineReady, expectAnswer, expectMessage, settled, startSite } from './support/browser.mjs';
import { numberPng } from '../support/png.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing on the start page, ${colorScheme}`, async (t) => {
    const page = await site.open(t, { path: '', colorScheme, reducedMotion: 'reduce' });
    await engineReady(page);
    await page.locator('#answer:not(.empty)').waitFor();
    await settled(page);
    assert.deepEqual(await axeViolations(page), []);
  });

  test(`axe finds nothing in the reader: empty, several digits, message, picture, ${colorScheme}`, async (t) => {
    const page = await site.open(t, { colorScheme, reducedMotion: 'reduce' });
    await engineReady(page);
    assert.deepEqual(await axeViolations(page), []);
    await drawNumber(page, '10', { pitch: 300 });
    await expectAnswer(page, '10');
    assert.deepEqual(await axeViolations(page), []);
    await chooseFile(page, '2.txt', 'two', 'text/plain');
    await expectMessage(page, /2\.txt/);
    assert.deepEqual(await axeViolations(page), []);
    await chooseFile(page, '170.png', numberPng('170'));
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await expectAnswer(page, '170');
    assert.deepEqual(await axeViolations(page), []);
  });
}

test('axe finds nothing when the engine is missing', async (t) => {
  const page = await site.open(t, { setUp: (opened) => opened.route('**/weights/*', (route) => route.fulfill({ status: 404 })) });
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  assert.deepEqual(await axeViolations(page), []);
});

test('from the start page to a read picture by keyboard alone', async (t) => {
  const page = await site.open(t, { path: '', reducedMotion: 'reduce' });
  await tabTo(page, 'Launch');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/read$/);
  await page.waitForFunction(() => document.activeElement?.matches('h1, h2'));  // arrived: the view's heading has focus
  // Awaited from here: the browser takes a moment to hand its dialogs over, and a key press is faster than a click.
  const chosen = page.waitForEvent('filechooser');
  await tabTo(page, 'Choose file');
  await page.keyboard.press('Enter');
  const chooser = await chosen;
  await chooser.setFiles({ name: '170.png', mimeType: 'image/png', buffer: numberPng('170') });
  await page.getByRole('img', { name: '170.png' }).waitFor();
  await tabTo(page, 'Predict');
  await page.keyboard.press('Enter');
  await expectAnswer(page, '170');
  await tabTo(page, 'First digit: 1');
  await page.keyboard.press('End');
  assert.equal(await page.locator('#chart tr.best th').innerText(), '0');
  await page.keyboard.press('Escape');
  await page.locator('#sheet[data-holds=empty]').waitFor();
});

async function tabTo(page, name) {
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '');
  const passed = [];
  for (let presses = 0; presses < 25; presses += 1) {
    await page.keyboard.press('Tab');
    const text = await focused();
    if (text.startsWith(name)) return;
    passed.push(text);
  }
  assert.fail(`Tab never reached “${name}”, only ${passed.join(' | ')}`);
}

test('the pad, the result and the errors are named for assistive technology', async (t) => {
  const page = await site.open(t);
  const pad = page.getByRole('application', { name: 'Drawing pad' });
  assert.equal(await pad.getAttribute('tabindex'), '0');
  const help = await page.locator(`#${await pad.getAttribute('aria-describedby')}`).textContent();
  assert.match(help, /arrow keys/);
  const answer = page.locator('output#answer');
  assert.equal(await answer.getAttribute('aria-live'), 'polite');
  assert.equal(await page.locator('#message').getAttribute('role'), 'alert');
  assert.equal(await page.locator('#chart table caption').count(), 1);
  await page.getByRole('rowheader', { name: '9' }).waitFor();
});

for (const width of [320, 390]) {
  test(`no sideways scrolling at ${width} px, in any state`, async (t) => {
    const page = await site.open(t, { path: '', viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.locator('#answer:not(.empty)').waitFor();
    assert.ok((await overflow()) <= 0, 'start');
    await page.getByRole('button', { name: 'Launch' }).click();
    await drawNumber(page, '1', { left: 300 });
    await expectAnswer(page, '1');
    assert.ok((await overflow()) <= 0, 'drawing');
    await chooseFile(page, `${'long-name-'.repeat(12)}.txt`, 'two', 'text/plain');
    await expectMessage(page, /long-name/);
    assert.ok((await overflow()) <= 0, 'message');
    await chooseFile(page, 'long.png', numberPng('1701701', { width: 1000, height: 160 }));
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await expectAnswer(page, '1701701');
    assert.ok((await overflow()) <= 0, 'a long number');
  });
}

test('every control is at least 24 px high and wide', async (t) => {
  const page = await site.open(t, { path: '', viewport: { width: 390, height: 800 } });
  for (const path of ['#/', '#/read']) {
    await page.goto(site.url + path);
    for (const control of await page.locator('a, button, input').filter({ visible: true }).all()) {
      const box = await control.boundingBox();
      assert.ok(box.width >= 24 && box.height >= 24, `${await control.evaluate((element) => element.outerHTML)}: ${box.width} x ${box.height}`);
    }
  }
});

test('nothing moves when the answer arrives', async (t) => {
  const page = await site.open(t, { viewport: { width: 390, height: 844 } });
  await engineReady(page);
  const tops = () =>
    page.evaluate(() => ['.tools', '#result', '#answer', '#digits', '#chart', 'footer'].map((name) => document.querySelector(name)?.getBoundingClientRect().top));
  const before = await tops();
  await drawNumber(page, '7', { left: 200 });
  await expectAnswer(page, '7');
  assert.deepEqual(await tops(), before);
});
