// The page of evidence: every number on it is one of the figures that the commands wrote, and what was not measured is said.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { axeViolations, siteRoot, startSite } from './support/browser.mjs';
import { median } from '../../tools/bench/lib/statistics.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const shipped = () => JSON.parse(readFileSync(path.join(siteRoot, 'evidence/evidence.json'), 'utf8'));
const text = async (locator) => (await locator.innerText()).replaceAll('\u00a0', ' ');

async function open(t, { evidence, ...options } = {}) {
  const setUp = (page) => evidence && page.route('**/evidence/evidence.json', (route) => route.fulfill({ json: evidence }));
  const page = await site.open(t, { path: '#/evidence', setUp, ...options });
  await page.locator('.evidence-section').nth(2).waitFor();
  return page;
}

/** Every number of a JSON document, in all the ways the page may write it. */
function writings(document) {
  const all = new Set();
  const add = (value) => {
    all.add(value.toLocaleString('en', { maximumFractionDigits: 0 }));
    for (const digits of [0, 1, 2, 3, 4]) all.add(value.toFixed(digits)).add((100 * value).toFixed(digits));
  };
  const visit = (value) => {
    if (typeof value === 'number') add(value);
    else if (typeof value === 'string') for (const [number] of value.matchAll(/\d[\d.,]*/g)) all.add(number.replace(/[.,]$/, ''));
    else if (value) for (const each of Object.values(value)) visit(each);
  };
  visit(document);
  return all;
}

/** What the page works out itself: medians over the rounds, of times and of Ziffer's time divided by another's. */
function medians({ chromium }) {
  return (chromium?.reports ?? []).flatMap(({ engines }) =>
    engines.flatMap(({ batches }) => batches.flatMap(({ batch, medians: times }) => {
      const ours = engines.find(({ name }) => name === 'ziffer').batches.find((each) => each.batch === batch).medians;
      return [median(times), median(ours.map((time, round) => time / times[round]))];
    })));
}

const numbersIn = (string) => [...string.matchAll(/\d[\d.,]*/g)].map(([number]) => number.replace(/[.,]+$/, ''));

test('what is shipped was measured: the page has its report', () => {
  const { report } = shipped();
  assert.ok(report, 'weights/pen.report.json is of other weights: run the command in weights/README.md');
  assert.match(report.made.command, /^ziffer evaluate /);
  assert.match(report.made.date, /^\d{4}-\d\d-\d\d$/);
  assert.doesNotMatch(JSON.stringify(shipped()), /\/(work|tmp|home|root)\//);
});

test('every number in a table, a caption of a curve or a command is in the JSON', async (t) => {
  const evidence = shipped();
  const page = await open(t);
  const known = writings({ ...evidence, medians: medians(evidence.speed ?? {}) });
  for (const name of evidence.report.sets.map((set) => set.name)) {
    await page.getByLabel('Test set', { exact: true }).selectOption(name);
    await page.locator('#evidence-view details').evaluateAll((all) => all.forEach((details) => (details.open = true)));
    const shown = await page.locator('#evidence-view').locator('td, .made').allInnerTexts();
    const described = await page.locator('#evidence-view svg desc').allTextContents();
    assert.ok(shown.length > 300);
    for (const number of [...shown.flatMap(numbersIn)]) assert.ok(known.has(number), `${number} is not in the JSON`);
    for (const number of described.flatMap(numbersIn).filter((each) => each !== '90')) {
      assert.ok(known.has(number) || known.has(Number(number).toFixed(2)) || Number(number) <= evidence.report.training.history.length, `${number} is not in the JSON`);
    }
  }
});

test('the confusion matrix of each set is the measured one; its rows add up to the images, its diagonal to the right ones', async (t) => {
  const { report } = shipped();
  const page = await open(t);
  for (const set of report.sets) {
    await page.getByLabel('Test set', { exact: true }).selectOption(set.name);
    const rows = await page.locator('table.confusion tbody tr').evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent.replaceAll(',', '')))));
    assert.deepEqual(rows.map((row) => row.slice(0, 10)), set.confusion);
    for (const [truth, row] of rows.entries()) {
      const sum = row.slice(0, 10).reduce((a, b) => a + b);
      assert.equal(sum, row[10]);
      assert.equal(sum, set.classes[truth].support);
    }
    assert.equal(rows.reduce((sum, row) => sum + row[10], 0), set.n);
    assert.equal(rows.reduce((sum, row, digit) => sum + row[digit], 0), set.correct);
    assert.equal(await page.locator('table.confusion thead th[scope=col]').count(), 12);
    assert.equal(await page.locator('table.confusion tbody th[scope=row]').count(), 10);
  }
});

test('the curves have a point for each epoch, and say in words how they go', async (t) => {
  const { report: { training } } = shipped();
  const page = await open(t);
  const curves = await page.locator('.evidence-pair svg').evaluateAll((all) => all.map((svg) => ({
    points: [...svg.querySelectorAll('polyline')].map((line) => line.getAttribute('points').split(' ').length),
    words: svg.querySelector('desc').textContent,
    label: svg.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id)?.textContent).join(': '),
  })));
  assert.equal(curves.length, 2);
  for (const { points, words, label } of curves) {
    assert.deepEqual(points, [training.history.length, training.history.length]);
    assert.match(words, new RegExp(`epoch ${training.best_epoch}, with`));
    assert.match(label, /by epoch: Over/);
  }
});

test('what was not measured is said, with the command that would; what was is shown', async (t) => {
  const evidence = shipped();
  const bare = await open(t, { evidence: { ...evidence, numbers: null, speed: null, report: { ...evidence.report, conditions: [], non_digits: [], training: null } } });
  for (const title of ['Robustness', 'What is refused', 'Whole numbers', 'Speed', 'Training']) {
    const section = bare.locator('.evidence-section', { has: bare.getByRole('heading', { name: title, exact: true }) });
    assert.match(await text(section), /not measured[^]*To measure it: (ziffer|tools\/bench)/, title);
    assert.equal(await section.locator('table').count(), 0);
  }
  const medians = { ziffer: [10, 20, 40], other: [40, 40, 100] };
  const engines = Object.entries(medians).map(([name, times]) => ({ name, batches: [{ batch: 1, best: times[0], medians: times }] }));
  const measured = await open(t, { evidence: { ...evidence,
    report: { ...evidence.report, conditions: [{ title: 'Noise', description: 'Added.', rows: [{ name: 'a <b>', n: 5, accuracy: 0.5, ece: 0.125 }] }],
      non_digits: [{ name: 'letters', n: 40, auroc: 0.975, digits_refused: 0.005, refused: 0.8 }] },
    numbers: { made: evidence.report.made, numbers: [{ numbers: 'sums', n: 7, right: 0.25, character_error: 0.125, read_at_1_percent: 0.75 }],
      pages: [{ pages: 'blank', n: 3, numbers: 0, invented_per_page: 1.5 }] },
    speed: { date: '2026-11-24T10:00:00Z', command: 'tools/bench/run', machine: { processor: 'EPYC', cores: 2 },
      chromium: { version: '156.0', reports: [{ network: 'pen', multiplyAdds: 1, rounds: 3, engines }] } } } });
  const rows = (id) => measured.locator(`.table-box:has(#${id}-caption) tbody tr`).allInnerTexts();
  const plain = (texts) => texts.map((row) => row.replaceAll('\u00a0', ' ').split('\t'));
  assert.deepEqual(plain(await rows('conditions-0')), [['a <b>', '5', '50.00 %', '12.50 %']]);
  assert.deepEqual(plain(await rows('non-digits')), [['letters', '40', '0.9750', '80.00 %']]);
  assert.deepEqual(plain(await rows('numbers-figures')), [['sums', '7', '25.00 %', '12.50 %', '75.00 %']]);
  assert.deepEqual(plain(await rows('pages-figures')), [['blank', '3', '0', '', '', '1.50']]);
  assert.deepEqual(plain(await rows('speed-0')), [['ziffer', '1', '10.0', '20.0', ''], ['other', '1', '40.0', '40.0', '0.40']]);
});

test('the report is saved as JSON, all tables as CSV', async (t) => {
  const evidence = shipped();
  const page = await open(t);
  const saved = async (name) => {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
    return readFileSync(await file.path(), 'utf8');
  };
  assert.deepEqual(JSON.parse(await saved('Download the report as JSON')), evidence);
  const csv = await saved('Download the tables as CSV');
  const [set] = evidence.report.sets;
  assert.ok(csv.includes(`\r\n${set.name},${set.n},${set.accuracy},`), 'numbers as computed, not as shown');
  for (const { name } of evidence.report.sets) assert.ok(csv.includes(`What was written, and what was read (${name})`));
  assert.ok(csv.includes(`0,${set.confusion[0].join(',')},${set.classes[0].support}\r\n`));
});

for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { forcedColors: 'active' }]) {
  test(`axe finds nothing, and wide tables scroll in boxes of their own, ${Object.values(options)}`, async (t) => {
    const page = await open(t, { ...options, viewport: { width: 390, height: 844 } });
    for (const summary of await page.locator('summary').all()) await summary.click();
    assert.deepEqual(await axeViolations(page), []);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, 'no sideways scrolling of the page');
    const box = page.locator('.table-box:has(table.confusion)');
    assert.equal(await box.getAttribute('role'), 'region');
    await box.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.activeElement.scrollLeft > 0);
  });
}

test('on paper the matrix keeps its shades, and the buttons are gone', async (t) => {
  const page = await open(t);
  await page.emulateMedia({ media: 'print' });
  const shade = await page.locator('table.confusion td.shaded').evaluateAll((cells) => {
    const darkest = cells.reduce((best, cell) => (Number(cell.style.getPropertyValue('--shade')) > Number(best.style.getPropertyValue('--shade')) ? cell : best));
    const style = getComputedStyle(darkest);
    return { colour: style.backgroundColor, adjust: style.getPropertyValue('print-color-adjust'), text: darkest.textContent };
  });
  assert.equal(shade.adjust, 'exact');
  assert.doesNotMatch(shade.colour, /, 0\)|\/ 0\)/);
  assert.equal(await page.locator('.evidence-intro button').first().isVisible(), false);
  assert.equal(await page.locator('table.confusion').isVisible(), true);
});

test('figures that cannot be fetched are said, and tried again', async (t) => {
  let isAway = true;
  const page = await site.open(t, { path: '#/evidence', setUp: (opened) => opened.route('**/evidence/evidence.json', (route) => (isAway ? route.fulfill({ status: 404 }) : route.continue())) });
  await page.locator('#evidence-view [role=alert]').waitFor();
  isAway = false;
  await page.getByRole('link', { name: 'Reader' }).click();
  await page.getByRole('link', { name: 'Evidence' }).click();
  await page.locator('.evidence-section').first().waitFor();
});
