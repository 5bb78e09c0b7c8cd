// The report's figures, worked out again from the raw outputs, and its page, as a browser sees it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { imagesPath, labelsPath } from '../support/mnist.mjs';
import { ziffer } from '../support/ziffer.mjs';
import { axeViolations, launchBrowser } from '../web/support/browser.mjs';

const COUNT = 2500;
const folder = mkdtempSync(join(tmpdir(), 'ziffer-'));
after(() => rmSync(folder, { recursive: true }));

function cut(path, header, each) {
  const bytes = Buffer.from(readFileSync(path).subarray(0, header + COUNT * each));
  bytes.writeUInt32BE(COUNT, 4);
  const file = join(folder, path.split('/').at(-1));
  writeFileSync(file, bytes);
  return file;
}

const near = (actual, expected, what) => assert.ok(Math.abs(actual - expected) < 1e-6, `${what}: ${actual}, not ${expected}`);

let report;
let figures;
let html;
let printed;
let outcomes;  // of each image: { label, read, confidence }
before(() => {
  const [images, labels] = [cut(imagesPath, 16, 784), cut(labelsPath, 8, 1)];
  const logitsPath = join(folder, 'logits');
  const out = join(folder, 'new', 'report');
  const run = ziffer(['evaluate', '--json', '--weights', 'weights/classic.ziffer', '--images', images, '--labels', labels, '--logits', logitsPath, '--report', out,
    '--figures', join(folder, 'figures.json')]);
  assert.equal(run.status, 0, run.stderr);
  printed = JSON.parse(run.stdout);
  report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  figures = JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8'));
  html = readFileSync(join(out, 'index.html'), 'utf8');
  const logits = new Float32Array(new Uint8Array(readFileSync(logitsPath)).buffer);
  const truth = readFileSync(labels).subarray(8);
  outcomes = Array.from({ length: COUNT }, (_, i) => {
    const row = [...logits.subarray(i * 10, i * 10 + 10)];
    const best = Math.max(...row);
    const { temperature } = report.calibration;
    const total = row.reduce((sum, v) => sum + Math.exp((v - best) / temperature), 0);
    return { label: truth[i], read: row.indexOf(best), confidence: 1 / total };
  });
});

describe('report.json', () => {
  test('accuracy, loss and confusion', () => {
    const [set] = report.sets;
    const { n, accuracy, loss } = printed;
    assert.deepEqual({ n: set.n, accuracy: set.accuracy, loss: set.loss }, { n, accuracy, loss });
    const confusion = Array.from({ length: 10 }, () => new Array(10).fill(0));
    for (const { label, read } of outcomes) confusion[label][read] += 1;
    assert.deepEqual(set.confusion, confusion);
    assert.equal(set.correct, confusion.reduce((sum, row, i) => sum + row[i], 0));
    const mean = (key) => set.classes.reduce((sum, c) => sum + c[key], 0) / 10;
    for (const key of ['precision', 'recall', 'f1']) near(set.macro_avg[key], mean(key), key);
    near(set.weighted_avg.recall, set.accuracy, 'weighted recall');
    set.classes.forEach((c, digit) => {
      assert.equal(c.support, outcomes.filter((o) => o.label === digit).length);
      const hits = confusion[digit][digit];
      const read = outcomes.filter((o) => o.read === digit).length;
      near(c.f1, (2 * hits) / (read + c.support), `F1 of ${digit}`);  // Dice's form of it
    });
    assert.ok(set.wilson_95[0] < set.accuracy && set.accuracy < set.wilson_95[1]);
  });

  test('calibration error', () => {
    const surplus = new Array(15).fill(0);
    for (const { label, read, confidence } of outcomes) {
      surplus[Math.max(0, Math.ceil(confidence * 15) - 1)] += (label === read ? 1 : 0) - confidence;
    }
    near(report.sets[0].calibration.ece, surplus.reduce((sum, s) => sum + Math.abs(s), 0) / COUNT, 'ECE');
    assert.equal(report.sets[0].calibration.bins.reduce((sum, bin) => sum + bin.n, 0), COUNT);
  });

  test('coverage holds its error rate, and the next answer would break it or be the last', () => {
    for (const { error, n, share, threshold } of report.sets[0].coverage) {
      near(share, n / COUNT, 'share');
      const accepted = outcomes.filter((o) => Math.fround(o.confidence) >= threshold - 1e-7);
      assert.ok(Math.abs(accepted.length - n) <= 1, `${accepted.length} accepted, not ${n}`);
      const wrong = (list) => list.filter((o) => o.label !== o.read).length;
      const sorted = [...outcomes].sort((a, b) => b.confidence - a.confidence);
      assert.ok(wrong(sorted.slice(0, n)) <= error * n);
      for (let more = n + 1; more <= COUNT; more += 1) assert.ok(wrong(sorted.slice(0, more)) > error * more);
    }
    assert.deepEqual(report.sets[0].coverage.map((c) => c.error), [0.01, 0.001]);
  });

  test('the worst errors', () => {
    const wrong = outcomes.map((o, index) => ({ ...o, index })).filter((o) => o.label !== o.read)
      .sort((a, b) => b.confidence - a.confidence).slice(0, 60);
    const worst = report.sets[0].worst_errors;
    assert.deepEqual(worst.map(({ index, label, read }) => ({ index, label, read })),
      wrong.map(({ index, label, read }) => ({ index, label, read })));
    worst.forEach((w, i) => near(w.confidence, wrong[i].confidence, 'confidence'));
  });

  test('network and training record', () => {
    assert.equal(report.network.parameters, report.network.layers.reduce((sum, layer) => sum + layer.parameters, 0));
    assert.deepEqual(report.training, JSON.parse(readFileSync(new URL('../../weights/classic.training.json', import.meta.url), 'utf8')));
  });
});

describe('the figures for the page of evidence', () => {
  test("are the report's but for single pictures, and say how they were made", () => {
    const sets = report.sets.map(({ worst_errors: pictures, ...rest }) => (assert.ok(pictures), rest));
    assert.deepEqual(figures, { ...report, sets });
    const { command, date, machine } = figures.made;
    assert.equal(command, 'ziffer evaluate --json --weights weights/classic.ziffer --images t10k-images-idx3-ubyte --labels t10k-labels-idx1-ubyte ' +
      '--logits logits --report report --figures figures.json');
    assert.ok(Math.abs(new Date(date) - Date.now()) < 2 * 86_400_000, date);
    assert.match(machine, /\d+ threads, \w+ kernels$/);
    for (const row of figures.sets[0].confusion) assert.equal(row.length, 10);
    const counts = figures.sets[0].confusion.map((row) => row.reduce((sum, n) => sum + n));
    assert.deepEqual(counts, figures.sets[0].classes.map(({ support }) => support));
  });

  test('belong to a weights file: its name, size and checksum; its temperature and threshold', () => {
    const bytes = readFileSync(new URL('../../weights/classic.ziffer', import.meta.url));
    assert.deepEqual(figures.weights, { name: 'classic.ziffer', bytes: bytes.length, checksum: bytes.readUInt32LE(8) });
    assert.deepEqual(figures.calibration, { temperature: bytes.readFloatLE(bytes.length - 8), refusal: bytes.readFloatLE(bytes.length - 4) });
  });

  test('a card is never written without them', () => {
    const card = join(folder, 'card.md');
    const run = ziffer(['evaluate', '--json', '--weights', 'weights/classic.ziffer', '--images', join(folder, 't10k-images-idx3-ubyte'),
      '--labels', join(folder, 't10k-labels-idx1-ubyte'), '--card', card]);
    assert.equal(run.status, 0, run.stderr);
    const beside = JSON.parse(readFileSync(join(folder, 'card.report.json'), 'utf8'));
    assert.deepEqual({ ...beside, made: null }, { ...figures, made: null });
    assert.match(beside.made.command, / --card card\.md$/);
  });
});

describe('index.html', () => {
  let browser;
  before(async () => (browser = await launchBrowser()));
  after(() => browser.close());

  test('needs nothing but itself', () => {
    assert.doesNotMatch(html, /https?:|<script|<link|@import|url\(/i);
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`is whole, fits a telephone, and axe finds nothing, ${colorScheme}`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(pathToFileURL(join(folder, 'new', 'report', 'index.html')).href);
      for (const details of await page.locator('summary').all()) await details.click();
      const seen = await page.evaluate(() => {
        const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
        return {
          width: document.documentElement.scrollWidth,
          bare: [...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent).length,
          tables: document.querySelectorAll('table').length,
          unlabelled: [...document.querySelectorAll('svg')].filter((svg) => !svg.querySelector('title')?.textContent || !svg.querySelector('desc')?.textContent).length,
          broken: [...document.images].filter((image) => image.naturalWidth !== 28).length,
          squashed: [...document.images].filter((image) => image.width !== image.height).length,
          images: document.images.length,
          repeated: ids.filter((id, i) => ids.indexOf(id) !== i),
          dangling: [...document.querySelectorAll('a')].filter((a) => !document.querySelector(a.getAttribute('href'))).length,
          confusion: [...document.querySelectorAll('.confusion tbody tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))),
        };
      });
      assert.ok(seen.width <= 390, `${seen.width} pixels wide`);
      assert.ok(seen.tables >= 7);
      assert.equal(seen.images, report.sets[0].worst_errors.length);
      const { bare, unlabelled, broken, squashed, repeated, dangling } = seen;
      assert.deepEqual({ bare, unlabelled, broken, squashed, repeated, dangling },
        { bare: 0, unlabelled: 0, broken: 0, squashed: 0, repeated: [], dangling: 0 });
      assert.deepEqual(seen.confusion, report.sets[0].confusion);
      assert.deepEqual(asked.filter((url) => !/^(file|data):/.test(url)), []);
      assert.deepEqual(await axeViolations(page), []);
      await context.close();
    });
  }
});

test('a folder that cannot be made is named', () => {
  const { status, stderr } = ziffer(['evaluate', '--json', '--images', join(folder, 't10k-images-idx3-ubyte'),
    '--labels', join(folder, 't10k-labels-idx1-ubyte'), '--report', join(folder, 'logits', 'x')]);
  assert.equal(status, 1);
  assert.match(stderr, /logits\/x: /);
});
