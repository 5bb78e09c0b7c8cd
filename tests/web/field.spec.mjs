// What a number is known to be: validated beside what was read, in the reader and in a batch. Readings are made up here,
// what validates them is the engine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { briefVerdict, problems, validate, verdict } from '../../web/js/fields.js';
import { addEnglish, languageCodes } from '../../web/js/messages.js';
import later from '../../web/messages/en-later.js';
import {
  aidsReady, answerText, axeViolations, choosePicture, drawNumber, dropFiles, engineReady, expectAccessible, expectAnswer,
  narrowMode, settled, startSite, viewModes,
} from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';
import { numberPng } from '../support/png.mjs';

addEnglish(later);
const plain = (text) => text.replaceAll('\u00a0', ' ');

// ---- In words; no browser needed.

test('every reason the core gives is known, so that it is said in the language of the page', () => {
  const source = readFileSync(new URL('../../core/field/field.cpp', import.meta.url), 'utf8');
  const sentences = [...source.matchAll(/"([^"\n]*)"/g)].map(([, text]) => text).filter((text) => / .* /.test(text) && !text.startsWith('a field is '));
  assert.ok(sentences.length > 10);
  assert.deepEqual([...new Set(sentences)].sort(), Object.keys(problems).sort());
});

test('what a person stands for is certain, what was read is not; changes are counted within their number', async () => {
  const asked = [];
  const engine = {
    async validate(evidence, field) {
      asked.push({ evidence, field });
      return evidence.numbers.map(({ first }) => ({ changes: [{ symbol: first + 1, from: '7', to: '1' }] }));
    },
  };
  const { symbols, numbers } = reading([['17']]);
  const found = await validate(engine, [{ symbols, confidence: numbers[0].confidence }, '4 ?.'], 'pin');
  assert.deepEqual(found.map(({ changes }) => changes[0].symbol), [1, 1]);
  const [{ evidence, field }] = asked;
  assert.equal(field, 'pin');
  assert.deepEqual(evidence.numbers.map(({ first, count }) => [first, count]), [[0, 2], [2, 3]]);
  assert.deepEqual(evidence.symbols.map(({ confidence }) => confidence), [0.998, 0.998, 1, 0, 1]);
  assert.deepEqual(evidence.symbols.map(({ refusal }) => refusal), [null, null, null, 'no_digit', null]);
  assert.deepEqual(evidence.symbols.slice(2).map(({ digit, separator }) => [digit, separator]), [[4, null], [0, null], [-1, '.']]);
  assert.equal('glyph' in evidence.symbols[0] || 'box' in evidence.symbols[0], false, 'only what validation needs is sent');
});

test('a verdict says what is valid, what was changed, or what is wrong', () => {
  const valid = { raw: '5/3/2024', text: '5/3/2024', valid: true, changed: false, problem: null, changes: [], confidence: 0.97, meanings: ['2024-03-05', '2024-05-03'] };
  const change = (from, to) => ({ symbol: 2, from, to });
  const changed = { ...valid, changed: true, meanings: ['11'], text: '11', changes: [change('7', '1'), change('?', '4'), change('.', ''), change('.', ',')] };
  const invalid = { ...valid, valid: false, problem: 'there is no digit', meanings: [], confidence: 0 };
  const said = (...args) => {
    const { kind, value, words } = verdict(...args);
    return [kind, value, plain(words)];
  };
  assert.deepEqual(said(valid, {}), ['valid', '2024-03-05 / 2024-05-03', 'Valid, 97.0 % sure · can mean more than one thing']);
  assert.deepEqual(said({ ...valid, meanings: ['7'] }, '7'), ['valid', '7', 'Valid'], 'a person is not sure by a percentage');
  assert.deepEqual(said(changed, {}), ['changed', '11',
    'Taken for 11, 97.0 % sure: symbol 3: 1 instead of 7, symbol 3: 4 for what could not be read, symbol 3: dot left out, symbol 3: comma instead of dot']);
  assert.deepEqual(said(invalid, {}), ['invalid', '', 'Not valid: there is no digit']);
  assert.deepEqual(briefVerdict([]), { kind: '', value: '', words: '' });
  assert.deepEqual(briefVerdict([invalid]), { kind: 'invalid', value: '', words: 'there is no digit' });
  assert.deepEqual(briefVerdict([{ ...changed, changes: [change('7', '1')] }]), { kind: 'changed', value: '11', words: 'symbol 3: 1 instead of 7' });
  assert.deepEqual(briefVerdict([invalid, changed, changed]), { kind: 'invalid', value: '– · 11 · 11', words: '1 of 3 not valid, 2 of 3 changed' });
});

// ---- The page

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const tables = Object.fromEntries(
  await Promise.all(languageCodes.map(async (code) => [code, (await import(`../../web/messages/${code}.js`)).default])),
);
async function open(t, { strokes, ...options } = {}) {
  const page = await site.open(t, { reducedMotion: 'reduce', ...options, setUp: (opened) => fakeEngine(opened, strokes) });
  await engineReady(page);
  if (options.path !== '') await aidsReady(page);
  return page;
}
const picture = (...lines) => fakePicture(reading(lines, { width: 600, lineHeight: 90 }));
const drop = (page, ...lines) => dropFiles(page, [{ name: 'form.png', buffer: picture(...lines) }]);
const chooser = (page) => page.locator('#field').getByLabel('What is it?');
const words = (page) => page.locator('#field .field-words');
const value = (page) => page.locator('#field .field-value');
/** Resolves when the verdict reads so. */
const says = (page, pattern) => words(page).filter({ hasText: pattern }).waitFor({ timeout: 10_000 });
const card = { text: '4111111171111111', doubts: { 8: [7, 0.6, 1] } };

test('by keyboard alone: a kind is chosen, its value stands beside the reading, and the choice survives a reload', async (t) => {
  const page = await open(t);
  await drop(page, ['5/3/2024']);
  await expectAnswer(page, '5/3/2024');
  assert.equal(await chooser(page).inputValue(), 'number');
  assert.equal(await page.getByRole('status').and(page.locator('.field-verdict')).count(), 0, 'nothing to say of any number');
  await page.locator('#copy').focus();
  await page.keyboard.press('Tab');
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('ArrowDown');
  assert.equal(await chooser(page).inputValue(), 'date');
  await says(page, /^Valid, 99\.\d\s% sure · can mean more than one thing$/);
  assert.equal(await value(page).innerText(), '2024-03-05 / 2024-05-03');
  assert.equal(await answerText(page).innerText(), '5/3/2024', 'the reading stays');
  const region = page.getByRole('status').and(page.locator('.field-verdict'));
  assert.deepEqual([await region.getAttribute('aria-atomic'), await region.getAttribute('aria-busy')], ['true', 'false']);
  await page.reload();
  await engineReady(page);
  await drop(page, ['31-12-2024']);
  await says(page, /^Valid, 9\d\.\d\s% sure$/);
  assert.equal(await value(page).innerText(), '2024-12-31');
});

test('what validation changed is named, what it could not is explained, and a correction is validated again', async (t) => {
  const page = await open(t);
  await chooser(page).selectOption('card');
  await drop(page, [card]);
  await says(page, /^Taken for 4111111111111111, \d\d\.\d\s% sure: symbol 9: 1 instead of 7$/);
  assert.equal(await value(page).innerText(), '4111111111111111');
  assert.equal(await answerText(page).innerText(), '4111111171111111');
  await page.locator('#typed-number').fill('4111 1111 1111 1111');
  await page.keyboard.press('Enter');
  await says(page, /^Valid$/);
  await page.locator('#typed-number').fill('4111 1111 1111 1112');
  await page.keyboard.press('Enter');
  await says(page, /^Not valid: the check digit is wrong$/);
  assert.equal(await value(page).isVisible(), false);
  await page.locator('#typed-back').click();
  await says(page, /^Taken for/);
  await page.locator('#clear').click();
  await page.waitForFunction(() => document.querySelector('#field .field-words').textContent === '');
});

test('of several numbers the one in focus is validated', async (t) => {
  const page = await open(t);
  await chooser(page).selectOption('amount');
  await drop(page, ['12', '1.234'], [{ text: '38', refused: [0] }]);
  await says(page, /^Number 1 of 3 · Valid/);
  await page.locator('.number-row').nth(1).click();
  await says(page, /^Number 2 of 3 · Valid.*more than one thing$/);
  assert.equal(await value(page).innerText(), '1234 / 1.234');
  await page.locator('.number-row').nth(2).click();
  await says(page, /^Number 3 of 3 · Taken for 38, .* sure: symbol 1: 3 for what could not be read$/);
});

test('an IBAN has its country, named in the language of the page', async (t) => {
  const page = await open(t, { locale: 'de-AT', path: '?lang=de#/read' });
  const kind = page.locator('#field').getByLabel(tables.de.field);
  const country = page.locator('#field').getByLabel(tables.de['field.country']);
  assert.equal(await country.isVisible(), false);
  await kind.selectOption('iban');
  assert.equal(await country.inputValue(), 'AT', 'that of the browser’s languages');
  await country.selectOption({ label: 'Deutschland (DE)' });
  await drop(page, ['89370400440532013000']);
  await says(page, /^Gültig, /);
  assert.equal(await value(page).innerText(), 'DE89370400440532013000');
  await country.selectOption('NL').catch(() => {}); // their accounts have letters
  await country.selectOption('AT');
  await says(page, new RegExp(`^Nicht gültig: ${tables.de['field.problem.count']}$`));
  await page.locator('#language').selectOption('es');
  await says(page, new RegExp(`^No válido: ${tables.es['field.problem.count']}$`));
  await page.reload();
  await page.locator('#field').getByLabel(tables.es['field.country']).waitFor();
  assert.equal(await page.locator('#field').getByLabel(tables.es['field.country']).inputValue(), 'AT');
});

test('a PIN has as many digits as one says, or any number of them', async (t) => {
  const page = await open(t);
  const digits = page.locator('#field').getByLabel(later['field.digits']);
  assert.equal(await digits.isVisible(), false);
  await chooser(page).selectOption('pin');
  assert.deepEqual(await digits.locator('option').allInnerTexts(), ['any number', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12']);
  await drop(page, ['20381']);
  await says(page, /^Valid, /);
  await digits.selectOption('4');
  await says(page, new RegExp(`^Not valid: ${later['field.problem.count']}$`));
  await digits.selectOption('5');
  await says(page, /^Valid, /);
  await page.reload();
  await digits.waitFor();
  assert.equal(await digits.inputValue(), '5');
  assert.equal(await chooser(page).inputValue(), 'pin');
});

test('a kind or a country that is not known is any number', async (t) => {
  for (const kept of ['iban:XX', 'iban', 'colour', 'pin:0']) {
    const page = await site.open(t, { setUp: async (opened) => {
      await fakeEngine(opened);
      await opened.addInitScript((field) => localStorage.setItem('ziffer.field', field), kept);
    } });
    await chooser(page).waitFor();
    assert.equal(await chooser(page).inputValue(), kept.startsWith('pin') ? 'pin' : 'number', kept);
    await page.context().close();
  }
});

test('it follows a drawing stroke by stroke, and pictures, with the real engine', async (t) => {
  const page = await site.open(t, { reducedMotion: 'reduce' });
  await engineReady(page);
  await chooser(page).selectOption('zip');
  await drawNumber(page, '17', { left: 60, height: 200 });
  await expectAnswer(page, '17');
  await says(page, /^Not valid: a postcode is 4 to 6 digits/);
  await drawNumber(page, '01', { left: 380, height: 200 });
  await expectAnswer(page, '1701');
  await says(page, /^Valid, /);
  await page.locator('.field-verdict[aria-busy=false]').waitFor();
  assert.equal(await value(page).innerText(), '1701');
  await page.locator('#undo').click();
  await choosePicture(page, '170.png', numberPng('170'));
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expectAnswer(page, '170');
  await says(page, /^Not valid: a postcode is 4 to 6 digits/);
});

test('nothing of it is loaded with the start page', async (t) => {
  const seen = site.responses.length;
  const page = await open(t, { path: '' });
  const late = () => site.responses.slice(seen).map(({ path: file }) => file).filter((file) => /field|en-later/.test(file));
  await settled(page);
  assert.deepEqual(late(), []);
  await page.getByRole('button', { name: 'Launch' }).click();
  await chooser(page).waitFor();
  assert.ok(late().length > 3);
});

// ---- Many pictures

const files = [
  { name: 'day.png', buffer: picture(['2024-12-31']) },
  { name: 'changed.png', buffer: picture([{ text: '41.12.2024', doubts: { 0: [4, 0.95, 3] } }]) },
  { name: 'two.png', buffer: picture(['5/3/2024'], ['77']) },
  { name: 'refused.png', buffer: picture([{ text: '38', refused: [0] }]) },
  { name: 'empty.png', buffer: fakePicture({ error: { code: 'no_ink', message: '' } }) },
];
const batchChooser = (page) => page.locator('#batch-results').getByLabel('What is it?');
const row = (page, name) => page.locator('#batch-rows .batch-row', { has: page.locator(`.file-name span:text-is("${name}")`) });
const cell = (page, name, kind) => row(page, name).locator(`.file-${kind}`).innerText().then(plain);
const names = (page) => page.locator('#batch-rows .batch-row').evaluateAll((rows) =>
  rows.sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map((each) => each.querySelector('.file-name span').textContent));
async function openBatch(t, options = {}) {
  const page = await open(t, options);
  await dropFiles(page, files);
  await page.locator(`#batch-progress[value="${files.length}"]`).waitFor();
  return page;
}
/** Resolves when every row that was read is validated. */
async function validated(page) {
  await page.locator('#batch-rows').scrollIntoViewIfNeeded(); // only rows in sight exist
  await page.locator('.batch-row .file-value:is(.valid, .changed, .invalid)').nth(3).waitFor();
}
async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

test('a batch of one kind: its values, what is doubtful now, and what is accepted unseen', async (t) => {
  const page = await openBatch(t);
  assert.equal(await page.getByRole('columnheader', { name: 'Value' }).count(), 0);
  assert.match(await page.locator('#accepted').innerText(), /^4 of 5 numbers accepted/);
  assert.match(await cell(page, 'changed.png', 'state'), /^read/);
  await batchChooser(page).focus();
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press('ArrowDown');
  await row(page, 'day.png').locator('.file-value').getByText('2024-12-31').waitFor(); // kinds on the way have verdicts too
  await validated(page);
  assert.equal(await page.getByRole('columnheader', { name: 'Value' }).count(), 1);
  assert.equal(await cell(page, 'day.png', 'value'), '2024-12-31');
  assert.equal(await cell(page, 'changed.png', 'value'), '2024-12-31\nsymbol 1: 3 instead of 4');
  assert.equal(await cell(page, 'changed.png', 'reading'), '41.12.2024', 'the reading stays');
  assert.equal(await cell(page, 'two.png', 'value'), '2024-03-05 / 2024-05-03 · –\n1 of 2 not valid');
  assert.match(await cell(page, 'refused.png', 'value'), /a symbol could not be read/);
  assert.match(await cell(page, 'day.png', 'state'), /^read/);
  for (const name of ['changed.png', 'two.png']) assert.match(await cell(page, name, 'state'), /^doubtful/, name);
  await page.getByText(/^2 of 5 numbers accepted unseen/).waitFor();
  await page.getByLabel('Doubtful first').check();
  assert.deepEqual(await names(page), ['refused.png', 'two.png', 'changed.png', 'day.png', 'empty.png']);
  await page.reload();
  await batchChooser(page).waitFor({ state: 'attached' });
  await dropFiles(page, files);
  await validated(page);
  assert.equal(await batchChooser(page).inputValue(), 'date');
  assert.equal(await page.locator('#field').getByLabel('What is it?').inputValue(), 'number', 'the reader has its own');
});

test('in review the verdict is beside the number, and corrections are validated again', async (t) => {
  const page = await openBatch(t);
  await batchChooser(page).selectOption('date');
  await validated(page);
  const said = (pattern) => page.locator('.stage .field-words').filter({ hasText: pattern }).waitFor();
  await row(page, 'two.png').getByRole('button').click();
  await page.locator('#review-which').getByText('Number 2 of 2').waitFor(); // what needs a look
  await said(/^Not valid: a date is a day, a month and a year$/);
  assert.deepEqual(await axeViolations(page), []);
  await page.keyboard.press('e');
  await page.keyboard.type('7/7/77');
  await page.keyboard.press('Enter');
  await said(/^1977-07-07 \/ 2077-07-07 · Valid · can mean more than one thing$/);
  await page.keyboard.press('Control+z');
  await said(/^Not valid/);
  await page.keyboard.press('Escape');

  await row(page, 'changed.png').getByRole('button').click();
  await said(/^2024-12-31 · Taken for 31\.12\.2024, .* sure: symbol 1: 3 instead of 4$/);
  assert.equal(await page.locator('#review-cells .selected span').innerText(), '4');
  await page.keyboard.press('Enter'); // right as it was read
  assert.match(await page.locator('#review-title').innerText(), /two\.png/, 'on to what needs a look');
  await page.keyboard.press('Escape');
  await row(page, 'changed.png').locator('.file-value.invalid').waitFor();
  assert.match(await cell(page, 'changed.png', 'state'), /checked/, 'what a person says counts');
});

test('CSV and JSON have the field after what they had before', async (t) => {
  const page = await openBatch(t);
  await batchChooser(page).selectOption('date');
  await validated(page);
  await row(page, 'empty.png').getByRole('button').click();
  await page.keyboard.type('1/2/1999');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  const lines = (await saved(page, 'Save CSV')).trimEnd().split('\r\n');
  assert.equal(lines[0], 'file,state,number,line,value,reading,corrected,confidence,accepted,x,y,width,height,duplicate_of,reason,sha256,field,field_value,valid,changed');
  const ends = Object.fromEntries(lines.slice(1).map((line) => [line.split(',').filter((_, place) => place === 0 || place === 2).join(), line.split(',').slice(-4).join()]));
  assert.deepEqual(ends, {
    'day.png,1': 'date,2024-12-31,1,0', 'changed.png,1': 'date,2024-12-31,1,1', 'two.png,1': 'date,2024-03-05|2024-05-03,1,0',
    'two.png,2': 'date,,0,0', 'refused.png,1': 'date,,0,0', 'empty.png,1': 'date,1999-02-01|1999-01-02,1,0',
  });
  assert.match(lines[2], /^changed\.png,doubtful,1,1,41\.12\.2024,41\.12\.2024,,0\.9\d+,0,/, 'not accepted unseen');
  const { pictures } = JSON.parse(await saved(page, 'Save JSON'));
  const { field } = pictures[1].numbers[0];
  assert.deepEqual([field.name, field.raw, field.text, field.value, field.valid, field.changed], ['date', '41.12.2024', '31.12.2024', '2024-12-31', true, true]);
  assert.deepEqual(field.changes, [{ symbol: 0, from: '4', to: '3' }]);
  assert.equal(pictures[2].numbers[1].field.problem, 'a date is a day, a month and a year');
  assert.equal(pictures[4].numbers[0].field.valid, true);
  await batchChooser(page).selectOption('number');
  const without = (await saved(page, 'Save CSV')).trimEnd().split('\r\n');
  for (const line of without.slice(1)) assert.match(line, /,,,,$/);
  assert.equal(JSON.parse(await saved(page, 'Save JSON')).pictures[0].numbers[0].field, null);
});

for (const [mode, options, change] of [...viewModes, narrowMode]) {
  test(`axe finds nothing and nothing scrolls sideways, ${mode}`, async (t) => {
    const page = await open(t, options);
    await change(page);
    const look = (state) => expectAccessible(page, state);
    await look('any number');
    await chooser(page).selectOption('card');
    await look('nothing read');
    await drop(page, [card]);
    await says(page, /^Taken for/);
    await look('changed');
    await chooser(page).selectOption('iban');
    await says(page, /^Not valid/);
    await look('not valid');
    await dropFiles(page, files);
    await batchChooser(page).selectOption('date');
    await validated(page);
    await look('batch');
    await row(page, 'changed.png').getByRole('button').click();
    await page.locator('.stage .field-words.changed').waitFor();
    await look('review');
  });
}

for (const code of languageCodes) {
  test(`${code}: the chooser and the verdict are in this language and fit on 390 px`, async (t) => {
    const page = await open(t, { path: `?lang=${code}#/read`, viewport: { width: 390, height: 844 } });
    const table = { ...later, ...tables[code] };
    const kinds = page.locator('#field').getByLabel(table.field);
    await kinds.waitFor();
    assert.deepEqual(await kinds.locator('option').allInnerTexts(),
      ['number', 'amount', 'zip', 'phone', 'date', 'time', 'pin', 'card', 'iban', 'isbn', 'ean'].map((kind) => table[`field.kind.${kind}`]));
    await kinds.selectOption('isbn');
    await drop(page, ['12345']);
    await says(page, table['field.problem.isbn']);
    await kinds.selectOption('date');
    await drop(page, ['5/3/2024']);
    await says(page, table['field.ambiguous']);
    assert.equal(await value(page).evaluate((element) => getComputedStyle(element).direction), 'ltr');
    const [inner, outer] = await Promise.all([value(page), page.locator('#field')].map((each) => each.boundingBox()));
    assert.ok(inner.x >= outer.x - 1 && inner.x + inner.width <= outer.x + outer.width + 1);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  });
}
