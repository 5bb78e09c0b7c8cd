// The page in each of its languages: which one it takes, what it says then, and whether it fits.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { languageCodes } from '../../web/js/messages.js';
import { aidsReady, chartRows, drawStrokes, dropFiles, expectAnswer, settled, startSite, until } from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const tables = Object.fromEntries(
  await Promise.all(languageCodes.map(async (code) => [code, (await import(`../../web/messages/${code}.js`)).default])),
);
const plain = (text) => text.replace(/[\u2066-\u2069\u200e\u200f\u061c]/g, '').replace(/[\u00a0\u202f]/g, ' ');
const stroke = [[[200, 150], [330, 150], [250, 400]]];
const words = (page) => page.locator('#answer .answer-words').innerText().then(plain);

/** A pattern for a sentence whose values are not known here. @param {string} text */
const withValues = (text) => new RegExp(`^${plain(text).replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+')}$`);

/** What in the page is wider than its place: the page itself, or the text of a button. */
const tooWide = (page) =>
  page.evaluate(() => {
    const names = [...document.querySelectorAll('button, nav a, select')]
      .filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)
      .map((each) => each.textContent.trim());
    return document.documentElement.scrollWidth > innerWidth ? ['the page', ...names] : names;
  });

for (const code of languageCodes) {
  test(`${code}: a drawing is read and answered in this language, and everything fits on 390 px`, async (t) => {
    const page = await site.open(t, {
      path: `?lang=${code}#/read`, setUp: (opened) => fakeEngine(opened, reading([['7']])), viewport: { width: 390, height: 844 }, reducedMotion: 'reduce',
    });
    const table = tables[code];
    await page.waitForFunction((lang) => document.documentElement.lang.startsWith(lang), code);
    assert.equal(await page.locator('html').getAttribute('dir'), code === 'ar' ? 'rtl' : 'ltr');
    assert.equal(await page.title(), table['title.read']);
    assert.equal(await page.locator('#language').inputValue(), code);
    await drawStrokes(page, stroke);
    await expectAnswer(page, '7');
    assert.match(await words(page), withValues(table.sure));
    if (code !== 'en') {
      const said = await page.evaluate(() =>
        [...document.querySelectorAll('[data-message]')].map((each) => [each.getAttribute('data-message'), each.textContent]),
      );
      assert.ok(said.length > 40);
      for (const [key, text] of said) assert.equal(text, table[key], key);
    }
    await aidsReady(page);
    for (const view of ['#/read', '#/batch', '#/']) {
      await page.evaluate((hash) => (location.hash = hash), view);
      await page.locator(`body[data-view=${view.slice(2) || 'start'}]`).waitFor();
      if (view === '#/batch') await page.locator('#batch-results .field-chooser').waitFor({ state: 'attached' });
      assert.deepEqual(await tooWide(page), [], view);
    }
  });
}

test('the browser’s languages are followed, in the order of preference; a choice outweighs them and survives a reload', async (t) => {
  const language = (page) => page.locator('html').getAttribute('lang');
  const page = await site.open(t, { locale: 'de-CH', setUp: (opened) => fakeEngine(opened) });
  await page.getByRole('button', { name: tables.de['tools.predict'], exact: true }).waitFor();
  await page.getByLabel(tables.de.language).selectOption({ label: 'தமிழ்' });
  await page.getByRole('button', { name: tables.ta['tools.predict'], exact: true }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: tables.ta['tools.predict'], exact: true }).waitFor();
  assert.equal(await language(page), 'ta');
  await page.goto(`${site.url}?lang=zh#/read`);
  await page.getByRole('button', { name: tables.zh['tools.predict'], exact: true }).waitFor();
  assert.equal(await language(page), 'zh-Hans', 'the address goes first');
  await page.getByLabel(tables.zh.language).selectOption('fr');
  await page.getByRole('button', { name: tables.fr['tools.predict'], exact: true }).waitFor();
  assert.equal(new URL(page.url()).search, '', 'the address no longer asks for another');
  await page.goto(`${site.url}?lang=xx#/read`);
  await page.getByRole('button', { name: tables.fr['tools.predict'], exact: true }).waitFor();
});

test('only the language that is wanted is loaded, and none but English where no other is known', async (t) => {
  site.responses.length = 0;
  const loaded = () => site.responses.map(({ path }) => path.match(/messages\/(\w+)\.js/)?.[1]).filter((code) => code && code !== 'en');
  const page = await site.open(t, { locale: 'pt-BR', setUp: (opened) => fakeEngine(opened) });
  await page.getByRole('button', { name: 'Predict', exact: true }).waitFor();
  assert.deepEqual(loaded(), []);
  await page.getByLabel('Language').selectOption('es');
  await page.getByRole('button', { name: tables.es['tools.predict'], exact: true }).waitFor();
  await until(() => loaded().length > 0); // the server notes an answer when all is sent, perhaps after the page has used it
  assert.deepEqual(loaded(), ['es']);
});

test('a language that cannot be loaded leaves the page as it was', async (t) => {
  const page = await site.open(t, { setUp: (opened) => Promise.all([fakeEngine(opened), opened.route('**/messages/hi.js', (route) => route.abort())]) });
  await page.getByLabel('Language').selectOption('hi');
  await page.waitForFunction(() => document.getElementById('language').value === 'en');
  await page.getByRole('button', { name: 'Predict', exact: true }).waitFor({ state: 'visible' });
});

test('another language is put on without losing what lies on the sheet or in the batch', async (t) => {
  const page = await site.open(t, { setUp: (opened) => fakeEngine(opened, reading([[{ text: '41', doubts: { 0: [4, 0.6, 9] } }]])) });
  await drawStrokes(page, stroke);
  await expectAnswer(page, '41');
  assert.match(await words(page), withValues(tables.en['doubt.which']));
  await page.getByLabel('Language').selectOption('de');
  await page.getByText(tables.de['result.title'], { exact: true }).waitFor();
  await expectAnswer(page, '41');
  assert.equal(await words(page), 'Nicht sicher bei der 1. Ziffer: 4 oder 9?');
  assert.equal(plain(await page.locator('.chart .best .chart-value').innerText()), '60,0 %');
  assert.match(await page.locator('#engine-status-text').innerText(), withValues(tables.de['engine.ready-in']));
  assert.match(plain(await page.locator('#digits [role=tab]').first().getAttribute('aria-label')), /^1\. Ziffer: 4, 60,0 %$/);
  await dropFiles(page, [{ name: 'a.txt', buffer: 'a' }, { name: 'b.png', buffer: fakePicture(reading([['12']])) }]);
  await page.locator('#batch-progress[value="2"]').waitFor();
  await page.locator('.batch-row.failed').getByText(/„a\.txt“ wird nicht angenommen/).waitFor();
  await page.getByLabel(tables.de.language).selectOption('es');
  await page.locator('.batch-row.failed').getByText(/«a\.txt» no se acepta/).waitFor();
  assert.equal(await page.locator('.batch-row.read .file-state').innerText(), tables.es['state.read']);
});

test('Arabic runs from right to left, its numbers from left to right', async (t) => {
  const page = await site.open(t, { path: '?lang=ar#/read', setUp: (opened) => fakeEngine(opened, reading([['42']])), viewport: { width: 1280, height: 900 } });
  await page.locator('html[dir=rtl]').waitFor();
  await drawStrokes(page, stroke);
  await expectAnswer(page, '42');
  const at = (selector) => page.locator(selector).first().boundingBox();
  const middle = async (selector) => {
    const { x, width } = await at(selector);
    return x + width / 2;
  };
  assert.ok((await middle('.wordmark')) > (await middle('nav')), 'the name before the pages');
  assert.ok((await middle('.bench')) > (await middle('.result')), 'the sheet before the result');
  const four = await at('#digits [role=tab]:nth-child(1)');
  const two = await at('#digits [role=tab]:nth-child(2)');
  assert.ok(four.x < two.x, 'the first digit is on the left');
  const list = await at('#digits');
  assert.ok(list.x + list.width - (two.x + two.width) < 20, 'the digits begin where lines begin');
  const answer = await page.locator('#answer .answer-text').evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return element.getBoundingClientRect().right - range.getBoundingClientRect().right;
  });
  assert.ok(answer < 20, 'so does the number');
  const [bar, cell] = [await at('.chart .best .chart-bar span'), await at('.chart .best .chart-bar')];
  assert.ok(Math.abs(bar.x + bar.width - (cell.x + cell.width)) < 2, 'bars grow from the right');
  assert.ok((await middle('.chart .best th')) > (await middle('.chart .best .chart-value')), 'the digit before its percentage');
});

test('numbers are counted in the forms of the language', async (t) => {
  const counted = async (page, count) => {
    const lines = Array.from({ length: count }, (_, index) => [String(index % 10)]);
    await dropFiles(page, [{ name: `${count}.png`, buffer: fakePicture(reading([lines.flat()], { width: 30 * count })) }]);
    await page.locator(`#numbers:not([hidden]) .number-row:nth-child(${count})`).waitFor();
    await settled(page);
    return words(page);
  };
  const page = await site.open(t, { path: '?lang=ar#/read', setUp: (opened) => fakeEngine(opened) });
  await page.locator('html[lang=ar]').waitFor();
  assert.equal(await counted(page, 2), 'عددان في سطر واحد');
  assert.equal(await counted(page, 3), '3 أعداد في سطر واحد');
  assert.equal(await counted(page, 11), '11 عددًا في سطر واحد');
  await page.locator('#language').selectOption('de');
  await page.locator('html[lang=de]').waitFor();
  assert.equal(await words(page), '11 Zahlen in einer Zeile');
});

test('digits are written as the region of the browser writes them, those that were read as they were', async (t) => {
  const page = await site.open(t, { locale: 'ar-EG', setUp: (opened) => fakeEngine(opened, reading([['4']])) });
  await page.locator('html[lang=ar]').waitFor();
  await drawStrokes(page, stroke);
  await expectAnswer(page, '4');
  assert.match(await words(page), /٩٩٫٨٪/);
});

test('from right to left the sign of what is less than the least shown stays before it', async (t) => {
  const sure = reading([[{ text: '4', doubts: { 0: [4, 0.9998, 9] } }]]);
  const page = await site.open(t, { locale: 'ar', setUp: (opened) => fakeEngine(opened, sure) });
  await page.locator('html[lang=ar]').waitFor();
  await drawStrokes(page, stroke);
  await expectAnswer(page, '4');
  const shares = (await chartRows(page)).map(([, share]) => share);
  assert.equal(shares.filter((share) => /^\u2066<[^<]+\u2069$/.test(share)).length, 1, shares.join());
});
