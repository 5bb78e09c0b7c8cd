// Everybody can use it: no axe violations, keyboard alone, narrow screens, announcements.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  aidsReady, axeViolations, chooseFile, choosePicture, drawNumber, dropFiles, engineReady, expectAccessible, expectAnswer,
  expectMessage, settled, startSite, styleReady, viewModes,
} from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';
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
    await choosePicture(page, '170.png', numberPng('170'));
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
    await page.locator('body[data-view=read]').waitFor(); // the pad is elsewhere then
    await drawNumber(page, '1', { left: 300 });
    await expectAnswer(page, '1');
    assert.ok((await overflow()) <= 0, 'drawing');
    await chooseFile(page, `${'long-name-'.repeat(12)}.txt`, 'two', 'text/plain');
    await expectMessage(page, /long-name/);
    assert.ok((await overflow()) <= 0, 'message');
    await choosePicture(page, 'long.png', numberPng('1701701', { width: 1000, height: 160 }));
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await expectAnswer(page, '1701701');
    assert.ok((await overflow()) <= 0, 'a long number');
  });
}

test('every control is at least 24 px high and wide', async (t) => {
  const page = await site.open(t, { path: '', viewport: { width: 390, height: 800 } });
  for (const path of ['#/', '#/read']) {
    await page.goto(site.url + path);
    await engineReady(page);
    if (path === '#/read') await aidsReady(page); // more controls
    await settled(page); // while the demonstration writes, digits come and go
    for (const control of await page.locator('a, button, input').filter({ visible: true }).all()) {
      const box = await control.boundingBox();
      assert.ok(box.width >= 24 && box.height >= 24, `${await control.evaluate((element) => element.outerHTML)}: ${box.width} x ${box.height}`);
    }
  }
});

test('nothing moves when the answer arrives', async (t) => {
  const page = await site.open(t, { viewport: { width: 390, height: 844 } });
  await engineReady(page);
  await aidsReady(page);
  const tops = () =>
    page.evaluate(() => ['.tools', '#result', '#answer', '#digits', '#chart', 'footer'].map((name) => document.querySelector(name)?.getBoundingClientRect().top));
  const before = await tops();
  await drawNumber(page, '7', { left: 200 });
  await expectAnswer(page, '7');
  assert.deepEqual(await tops(), before);
});

const doubtful = reading([[{ text: '941', doubts: { 1: [4, 0.6, 9] } }, '77'], [{ text: '38', refused: [0] }]]);
const openFake = (t, options) => site.open(t, { reducedMotion: 'reduce', setUp: (page) => fakeEngine(page), ...options });

/** Goes through every view and state, and calls `look` in each. */
async function visitAll(page, look) {
  await engineReady(page);
  await aidsReady(page);
  await look('reader, empty');
  await page.locator('#typed-number').fill('x');
  await page.keyboard.press('Enter');
  await look('reader, a wrong number typed');
  await page.locator('#typed-number').fill('123');
  await page.keyboard.press('Enter');
  await look('reader, a number typed');
  await drawNumber(page, '1');
  await expectAnswer(page, '42');
  await page.locator('#aloud').click();
  await page.locator('#voice-note').getByText(/./).waitFor();
  await look('reader, drawing, read aloud');
  await dropFiles(page, [{ name: 'several.png', buffer: fakePicture(doubtful) }]);
  await page.locator('.number-row').nth(2).waitFor();
  await look('reader, picture with several numbers');
  await dropFiles(page, [{ name: 'blank.png', buffer: fakePicture({ error: { code: 'no_ink', message: '' } }) }]);
  await expectMessage(page, /No number found/);
  await look('reader, message');
  await page.locator('#voice-settings').click();
  await page.getByRole('dialog').getByText('tones are played').waitFor();
  await look('dialog of the voice');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.locator('#show-shortcuts').click();
  await page.getByRole('dialog').waitFor();
  await look('dialog of the keys');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.locator('nav').getByText('Many pictures').click();
  await page.getByRole('heading', { name: 'Read many pictures' }).waitFor();
  await look('batch, empty');
  await dropFiles(page, [
    { name: 'several.png', buffer: fakePicture(doubtful) },
    { name: 'blank.png', buffer: fakePicture({ error: { code: 'no_ink', message: '' } }) },
    { name: 'notes.txt', buffer: 'text', mimeType: 'text/plain' },
  ]);
  await page.locator('#batch-status').getByText('3 of 3 read').waitFor();
  await look('batch, filled');
  await page.getByRole('button', { name: 'Review several.png' }).click();
  await page.keyboard.press('9');
  await look('review, corrected');
  await page.keyboard.press('PageDown');
  await page.locator('#review-title').getByText('blank.png').waitFor();
  await look('review, no number found');
}

for (const [mode, options, change] of viewModes) {
  test(`axe finds nothing and nothing scrolls sideways in any view, ${mode}`, async (t) => {
    const page = await openFake(t, options);
    await change(page);
    await visitAll(page, (state) => expectAccessible(page, state));
  });
}

// 1280 px at 200 and at 400 %.
for (const [zoom, width] of [['200 %', 640], ['400 %', 320]]) {
  test(`at ${zoom} no view scrolls sideways, and targets are large enough`, async (t) => {
    const page = await openFake(t, { viewport: { width, height: 720 } });
    await visitAll(page, async (state) => {
      const found = await page.evaluate(() => {
        const root = document.querySelector('dialog[open]') ?? document;
        const shown = [...root.querySelectorAll('button, a, input, [role=option], [role=tab]')].filter((each) => each.checkVisibility({ visibilityProperty: true }));
        const small = shown.filter((each) => {
          const { width: wide, height: high } = (each.closest('label') ?? each).getBoundingClientRect();
          const least = each.matches('.button:not(.small), .typed input') ? 44 : 24;
          return wide < least - 0.5 || high < least - 0.5;
        });
        const { scrollWidth, clientWidth } = root === document ? document.documentElement : root;
        return { over: scrollWidth - clientWidth, small: small.map((each) => each.outerHTML.slice(0, 120)), count: shown.length };
      });
      assert.ok(found.count > 0, state);
      assert.ok(found.over <= 0, `${state}: ${found.over} px too wide`);
      assert.deepEqual(found.small, [], state);
    });
  });
}

test('with forced colours, the first choice, doubts and refusals are told apart by more than colour', async (t) => {
  const page = await openFake(t, { forcedColors: 'active' });
  await engineReady(page);
  await dropFiles(page, [{ name: 'several.png', buffer: fakePicture(doubtful) }]);
  await page.locator('#boxes .number').nth(2).waitFor({ state: 'attached' });
  await page.locator('#digits [role=tab]').nth(1).click();
  const seen = await page.evaluate(() => {
    const style = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
    return {
      best: document.querySelector('.best .chart-bar span').getBoundingClientRect().height,
      other: document.querySelector('tr:not(.best) .chart-bar span').getBoundingClientRect().height,
      weights: [style('.best th', 'fontWeight'), style('#chart tbody tr:not(.best) th', 'fontWeight')],
      bar: [style('.best .chart-bar span', 'backgroundColor'), style('body', 'backgroundColor')],
      dashes: ['.number.doubtful', '.number.refused'].map((kind) => style(`#boxes ${kind} .frame`, 'strokeDasharray')),
      words: [...document.querySelectorAll('.number-words')].map((each) => each.textContent),
    };
  });
  assert.ok(seen.best > seen.other + 2, 'a thicker bar');
  assert.notEqual(seen.weights[0], seen.weights[1]);
  assert.notEqual(seen.bar[0], seen.bar[1], 'the bar stands out from the page');
  assert.notEqual(seen.dashes[0], seen.dashes[1]);
  assert.match(seen.words[0], /4 or 9\?/);
  assert.match(seen.words[2], /not a digit/i);
});

test('where reduced motion is wished for, nothing moves', async (t) => {
  const page = await openFake(t);
  await engineReady(page);
  await page.evaluate(() => {
    globalThis.moved = [];
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (...args) {
      globalThis.moved.push(this.id);
      return animate.apply(this, args);
    };
    addEventListener('transitionrun', ({ target }) => globalThis.moved.push(target.className));
  });
  await drawNumber(page, '1');
  await expectAnswer(page, '42');
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await settled(page);
  await page.waitForTimeout(300);
  assert.deepEqual(await page.evaluate(() => globalThis.moved), []);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.waitForFunction(() => globalThis.moved.length > 0); // so the test can tell
});

test('large text is remembered: larger letters, thicker lines', async (t) => {
  const page = await openFake(t);
  await engineReady(page);
  const sizes = () => page.evaluate(() => ['fontSize', 'borderTopWidth'].map((name) => parseFloat(getComputedStyle(document.querySelector('#choose'))[name])));
  const [letters, lines] = await sizes();
  await page.keyboard.press('l');
  const [larger, thicker] = await sizes();
  assert.ok(larger >= 1.3 * letters && thicker >= 2 * lines, `${letters} ${larger} ${lines} ${thicker}`);
  await page.reload();
  await page.locator('#large-text[aria-pressed=true]').waitFor();
  assert.deepEqual(await sizes(), [larger, thicker]);
});

test('focus can be seen on every control of the reader', async (t) => {
  const page = await openFake(t);
  await engineReady(page);
  await aidsReady(page);
  await drawNumber(page, '1');
  await expectAnswer(page, '42');
  await page.keyboard.press('Tab'); // from now on by keyboard
  await page.locator('.wordmark').focus();
  const seen = new Set();
  for (let presses = 0; presses < 24; presses += 1) {
    const { name, outline, isBody } = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
      return { isBody: document.activeElement === document.body, name: document.activeElement.id || document.activeElement.textContent.trim(), outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth) };
    });
    if (name && !isBody) assert.ok(outline >= 2, `${name}: ${outline}`);
    seen.add(name);
    await page.keyboard.press('Tab');
  }
  for (const id of ['pad', 'choose', 'predict', 'copy', 'typed-number', 'aloud', 'say-again', 'print', 'large-text', 'show-shortcuts']) assert.ok(seen.has(id), `${id} is reached: ${[...seen]}`);
});

test('the accessibility tree says what was read, corrected and how sure it is', async (t) => {
  const page = await openFake(t);
  await engineReady(page);
  await drawNumber(page, '1');
  await expectAnswer(page, '42');
  await page.locator('#typed-number').fill('43');
  await page.keyboard.press('Enter');
  await page.locator('#aloud').click();
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const shown = nodes.filter(({ ignored }) => !ignored);
  const find = (role, name) => shown.find((node) => node.role?.value === role && name.test(node.name?.value ?? ''));
  const property = (node, name) => node.properties?.find((each) => each.name === name)?.value.value;
  const texts = (node) => [node.role?.value === 'StaticText' ? node.name.value : '', ...(node.childIds ?? []).map((id) => texts(byId.get(id)))].flat().filter(Boolean);

  const answer = shown.find((node) => node.role?.value === 'status' && texts(node).includes('43'));
  assert.deepEqual(texts(answer), ['43', 'Corrected by you; read as 42']);
  assert.equal(property(answer, 'live'), 'polite');
  assert.equal(property(answer, 'atomic'), true);
  const field = find('textbox', /^Enter or correct the number$/);
  assert.equal(field.value.value, '43');
  assert.equal(property(find('button', /^Read aloud$/), 'pressed'), 'true');
  assert.equal(property(find('button', /^Large text$/), 'pressed'), 'false');
  assert.ok(find('tab', /^First digit: 4, 99\.8/));
  assert.ok(find('rowheader', /^9$/));
  assert.ok(find('application', /^Drawing pad$/) || find('Canvas', /^Drawing pad$/));
  assert.ok(find('region', /^By keyboard and by ear$/));
});

test('the report is one page: picture, number, confidence, date and chart', async (t) => {
  const page = await openFake(t, { colorScheme: 'dark' });
  await engineReady(page);
  await aidsReady(page);
  await styleReady(page, 'print');
  await dropFiles(page, [{ name: 'several.png', buffer: fakePicture(doubtful) }]);
  await page.locator('.number-row').nth(2).waitFor();
  await page.evaluate(() => {
    globalThis.print = () => (globalThis.printed = true);
  });
  await page.getByRole('button', { name: 'Print' }).click();
  assert.equal(await page.evaluate(() => globalThis.printed), true);
  const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
  assert.equal(pdf.match(/\/Type \/Page\b/g).length, 1);
  assert.match(await page.locator('#print-date').textContent(), /^Read by Ziffer, .*20\d\d/);
  await page.emulateMedia({ media: 'print' });
  for (const shown of ['#picture', '#numbers', '#print-date', '#chart', '#answer']) assert.equal(await page.locator(shown).isVisible(), true, shown);
  for (const gone of ['nav', '.tools', '#aids', '#copy', 'footer']) assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  const colours = await page.evaluate(() => ['#result', 'body'].map((each) => getComputedStyle(document.querySelector(each))[each === 'body' ? 'backgroundColor' : 'color']));
  assert.deepEqual(colours, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'], 'black on white, though the screen is dark');
});
