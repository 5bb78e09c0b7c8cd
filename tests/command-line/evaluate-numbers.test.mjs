import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { placedStrokes } from '../support/digits.mjs';
import { random, sheet, write } from '../support/pages.mjs';
import { encodePng, numberPng } from '../support/png.mjs';
import { json, ziffer } from '../support/ziffer.mjs';

const data = mkdtempSync(join(tmpdir(), 'ziffer-'));
after(() => rmSync(data, { recursive: true }));

const put = (path, bytes) => {
  mkdirSync(join(data, path, '..'), { recursive: true });
  writeFileSync(join(data, path), bytes);
};
const evaluate = (sets, ...more) =>
  ziffer(['evaluate', '--numbers', '--data', data, '--number-sets', sets, '--composed', '0', '--json', ...more]);

describe('ziffer evaluate --numbers', () => {
  test('cheques: the last fifth is read, separators are not compared', () => {
    const rows = Array.from({ length: 5 }, (_, i) => `png/${i}.png\t${i === 4 ? '6012' : '1'}\n`);
    put('orand-car-a/labels.tsv', rows.join(''));
    for (let i = 0; i < 5; i += 1) put(`orand-car-a/png/${i}.png`, numberPng('6012'));
    const result = evaluate('orand-car-a');
    assert.equal(result.status, 0, result.stderr);
    const [row] = json(result);
    assert.deepEqual([row.numbers, row.n, row.right, row.character_error], ['orand-car-a, validation', 1, 1, 0]);
    assert.equal(row.read_at_1_percent, 1);
    put('orand-car-a/labels.tsv', rows.join('').replace('6012', '6013'));
    const [wrong] = json(evaluate('orand-car-a'));
    assert.deepEqual([wrong.right, wrong.character_error, wrong.read_at_1_percent], [0, 0.25, 0]);
  });

  test("pen strokes: numbers with separators have rows of their own", () => {
    const strokes = placedStrokes('6012', { left: 5000, top: -900, height: 300, pitch: 400 });
    const lines = ['6012', '60-12'].map((text) => JSON.stringify({ text, writer: 'a', strokes }));
    put('unipen-numbers/strokes.jsonl.gz', gzipSync(lines.join('\n')));
    const rows = json(evaluate('unipen-numbers'));
    assert.deepEqual(rows.map((row) => [row.n, row.right]), [[1, 1], [1, 0], [1, 1]]);
    put('unipen-numbers/strokes.jsonl.gz', gzipSync(lines[0].replace('6012', 'six')));
    const damaged = evaluate('unipen-numbers');
    assert.equal(damaged.status, 1);
    assert.match(damaged.stderr, /line 1: the text is no number/);
  });

  test('pen strokes: a writer is in training or in validation, never in both', () => {
    const strokes = placedStrokes('6012', { left: 0, top: 0, height: 300, pitch: 400 });
    const writers = Array.from({ length: 40 }, (_, i) => `folder/file${i % 20}.dat`);
    const read = (chosen, ...more) => {
      const lines = chosen.map((writer) => JSON.stringify({ text: '6012', writer, strokes }));
      put('unipen-numbers/strokes.jsonl.gz', gzipSync(lines.join('\n')));
      return json(evaluate('unipen-numbers', ...more)).reduce((sum, row) => sum + row.n, 0);
    };
    const validation = read(writers);
    assert.ok(validation > 0 && validation < 40);
    assert.equal(read(writers, '--training-part'), 40 - validation);
    for (const writer of new Set(writers)) assert.ok([0, 2].includes(read([writer, writer])));
  });

  test('pages: labels that do not add up are left out, odd pages are read', () => {
    put('phone-sums/labels.tsv', 'pages/1.png\t+\t2 3 5\npages/2.png\t+\t2 3 5\npages/3.png\t-\t8 175 6\n');
    for (const page of [1, 2, 3]) put(`phone-sums/pages/${page}.png`, numberPng('5'));
    const [row] = json(evaluate('phone-sums'));
    assert.deepEqual([row.n, row.numbers, row.precision, row.invented_per_page], [1, 3, 1, 0]);
    assert.ok(Math.abs(row.recall - 1 / 3) < 1e-6);
  });

  test('the figures file has the rows that were printed, whose they are and how they were made', () => {
    const file = join(data, 'figures.json');
    const printed = json(evaluate('phone-sums', '--figures', file));
    const { made, digits, lines, numbers, pages } = JSON.parse(readFileSync(file, 'utf8'));
    assert.deepEqual([...numbers, ...pages], printed);
    assert.equal(made.command, 'ziffer evaluate --numbers --data DIR --number-sets phone-sums --composed 0 --json --figures figures.json');
    for (const [name, about] of [['pen', digits], ['line', lines]]) {
      const bytes = readFileSync(new URL(`../../weights/${name}.ziffer`, import.meta.url));
      assert.deepEqual(about.weights, { name: `${name}.ziffer`, bytes: bytes.length, checksum: bytes.readUInt32LE(8) });
      assert.equal(about.network.name, name);
    }
  });

  test('errors are sorted by cause, and the report shows each', () => {
    const truths = ['6012', '6013', '601', '6012', '6012'];
    // What comes before is training; the fourth picture is bare paper, the fifth of two numbers.
    put('orand-car-a/labels.tsv', [...Array(20).fill('6012'), ...truths].map((truth, i) => `png/${i}.png\t${truth}\n`).join(''));
    for (let i = 0; i < 25; i += 1) put(`orand-car-a/png/${i}.png`, numberPng('6012'));
    put('orand-car-a/png/23.png', encodePng(sheet(300, 100)));
    const two = sheet(700, 120);
    for (const [left, text] of [[20, '60'], [520, '12']]) write(two, text, { left, top: 30, height: 60 }, random(4));
    put('orand-car-a/png/24.png', encodePng(two));
    put('phone-sums/labels.tsv', 'pages/1.png\t+\t2 3 5\n');
    put('phone-sums/pages/1.png', numberPng('5'));
    const folder = join(data, 'report');
    const [row, pages] = json(evaluate('orand-car-a,phone-sums', '--report', folder));
    assert.deepEqual(row.wrong_by, { found: 1, cut: 1, classified: 1 });
    assert.deepEqual([row.n, row.right], [5, 0.4]);  // a number read in two parts is right by its text
    assert.deepEqual(pages.wrong_by, { found: 2, cut: 0, classified: 0 });
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    assert.deepEqual([...report.numbers, ...report.pages], [row, pages]);
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    const figures = [...html.matchAll(/<img[^>]*alt="([^"]*)" src="data:image\/png;base64,([^"]*)"[^]*?<figcaption>([^]*?)<\/figcaption>/g)];
    assert.deepEqual(figures.map(([, truth]) => truth), ['6013', '601', '6012', '2 3 5']);
    assert.match(figures[0][3], /^6013 read as 6012\s.*<small>classified/s);
    assert.match(figures[1][3], /^601 read as 6012\s.*<small>cut/s);
    assert.match(figures[2][3], /^6012 read as nothing\s*<small>found/s);
    assert.match(figures[3][3], /^2 3 5 read as 5\s/);
    for (const [, , png] of figures) assert.equal(Buffer.from(png, 'base64').subarray(1, 4).toString(), 'PNG');
    assert.equal(new Set(figures.map(([, , png]) => png)).size, 3);  // the first two are of one picture
  });

  describe('the model card and the table', () => {
    const card = join(data, 'line.md');
    const document = join(data, 'document.md');
    const before = 'Above.\n<!-- numbers, written by ziffer evaluate --numbers --table -->\nold\n<!-- end of numbers -->\nBelow.\n';
    const percent = (share) => `${(100 * share).toFixed(2)} %`;
    // Wilson's interval by its formula, and the bands of calibration from the confidences that `ziffer read` prints.
    const wilson = (right, n) => {
      const [z, share] = [1.959963984540054, right / n];
      const [middle, spread] = [share + z * z / 2 / n, z * Math.sqrt(share * (1 - share) / n + z * z / 4 / n / n)];
      return [(middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)];
    };
    const near = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-5, `${actual}, not ${expected}`);

    // Ten cheques, two of which are validation: one labelled rightly, one wrongly. Two drawings, of the writers held out.
    const cheque = numberPng('6012');
    const sets = () => {
      put('orand-car-a/labels.tsv', Array.from({ length: 10 }, (_, i) => `png/${i}.png\t${i === 9 ? '6013' : '6012'}\n`).join(''));
      for (let i = 0; i < 10; i += 1) put(`orand-car-a/png/${i}.png`, cheque);
      const strokes = placedStrokes('6012', { left: 5000, top: -900, height: 300, pitch: 400 });
      put('unipen-numbers/strokes.jsonl.gz', gzipSync(['6012', '60-12'].map((text) => JSON.stringify({ text, writer: 'a', strokes })).join('\n')));
      put('phone-sums/labels.tsv', 'pages/1.png\t+\t2 3 5\n');
      put('phone-sums/pages/1.png', numberPng('5'));
    };

    test('hold every row, what both networks are, how they learnt and how it was measured', () => {
      sets();
      writeFileSync(document, before);
      const run = evaluate('orand-car-a,unipen-numbers,phone-sums', '--card', card, '--table', document);
      assert.equal(run.status, 0, run.stderr);
      const printed = json(run);
      const text = readFileSync(card, 'utf8');
      const rows = text.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
      assert.equal(printed.length, 5);
      for (const row of printed) {
        const found = rows.filter(([first]) => first === (row.pages ?? row.numbers));
        assert.equal(found.length, 2, row.pages ?? row.numbers);
        assert.deepEqual(found[1].slice(1), Object.values(row.wrong_by).map(String));
        if (!row.pages) {
          const [low, high] = row.wilson_95;
          wilson(Math.round(row.right * row.n), row.n).forEach((bound, i) => near(row.wilson_95[i], bound));
          assert.deepEqual(found[0].slice(1), [String(row.n), `**${percent(row.right)}**`, `${percent(low).slice(0, -2)} to ${percent(high)}`,
            percent(row.character_error), percent(row.read_at_1_percent), percent(row['read_at_0.1_percent'])]);
        } else {
          assert.deepEqual(found[0].slice(1), [String(row.n), String(row.numbers), percent(row.recall), percent(row.precision), row.invented_per_page.toFixed(2)]);
        }
      }
      const record = JSON.parse(readFileSync(new URL('../../weights/line.training.json', import.meta.url), 'utf8'));
      const figures = JSON.parse(readFileSync(join(data, 'line.report.json'), 'utf8'));
      for (const file of ['pen.ziffer', 'line.ziffer']) {
        const { network, weights } = [figures.digits, figures.lines].find((each) => each.weights.name === file);
        assert.deepEqual(rows.find(([first]) => first === file).slice(1), [`\`${network.name}\``, network.parameters, network.multiply_adds, weights.bytes]
          .map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell)));
      }
      for (const { name, training, description } of record.sets) {
        assert.ok(rows.some((cells) => cells[0] === name && cells[2] === training.toLocaleString('en-US') && cells[4] === description), name);
      }
      assert.ok(rows.some((cells) => cells[0] === String(record.history.length) && cells[4] === percent(record.history.at(-1).validation_accuracy)));
      assert.ok(text.includes(`${record.seconds} seconds`));
      assert.ok(text.includes(figures.made.command) && text.includes(`${figures.made.date}, ${figures.made.machine}.`));
      assert.doesNotMatch(text, /nan|inf\b/);
      // The document has the card's own tables, and all else as it was.
      const [above, tables, below] = readFileSync(document, 'utf8').split(/(?<=--table -->\n)([^]*)(?=<!-- end)/);
      assert.equal(above + 'old\n' + below, before);
      assert.ok(tables.startsWith('| numbers |') && tables.includes('\n\n| pages |'));
      assert.ok(text.includes(tables));
    });

    test('calibration is that of the strings as they are written, each counted once', () => {
      const { calibration } = JSON.parse(readFileSync(join(data, 'line.report.json'), 'utf8'));
      const [, , confidence] = ziffer(['read', join(data, 'orand-car-a/png/9.png')]).lines[0].split('\t');
      // Two cheques, one right, and the two drawings, one right: 60-12 was written, its digits are not compared here.
      assert.equal(calibration.bins.reduce((sum, bin) => sum + bin.n, 0), 4);
      assert.equal(calibration.bins.reduce((sum, bin) => sum + bin.correct, 0), 2);
      const bin = calibration.bins.find(({ low, high }) => confidence > low && confidence <= high);
      assert.ok(bin.n >= 2 && bin.correct >= 1);
      const ece = calibration.bins.reduce((sum, { n, correct, confidence: mean }) => sum + Math.abs(correct - n * mean) / 4, 0);
      near(calibration.ece, ece);
      const text = readFileSync(card, 'utf8');
      assert.match(text, new RegExp(`Of the 4 strings[^]*4 were answered[^]*${percent(ece)}`));
      assert.ok(text.includes(`| ${(100 * bin.low).toFixed(1)} to ${(100 * bin.high).toFixed(1)} % | ${bin.n} | ${percent(bin.confidence)} | ${percent(bin.correct / bin.n)} |`));
    });

    test('are not written with parts missing, without a training record, or where they have no place', () => {
      sets();
      const other = join(data, 'other.md');
      writeFileSync(other, before);
      const missing = evaluate('nowhere,orand-car-a', '--card', join(data, 'none.md'), '--table', other);
      assert.equal(missing.status, 1);
      assert.match(missing.stderr, /not written with parts of it missing/);
      const weights = join(data, 'untold.ziffer');
      writeFileSync(weights, readFileSync(new URL('../../weights/line.ziffer', import.meta.url)));
      for (const [file, message] of [[weights, /untold\.training\.json: the card needs the training record/], ['', /there is none/]]) {
        const untold = evaluate('orand-car-a', '--line-weights', file, '--card', join(data, 'none.md'));
        assert.equal(untold.status, 1);
        assert.match(untold.stderr, message);
      }
      assert.ok(!existsSync(join(data, 'none.md')) && !existsSync(join(data, 'none.report.json')));
      assert.equal(readFileSync(other, 'utf8'), before);
      writeFileSync(other, 'no marks\n');
      const unmarked = evaluate('orand-car-a', '--table', other);
      assert.equal(unmarked.status, 1);
      assert.match(unmarked.stderr, /other\.md: has no place for the table/);
      assert.equal(readFileSync(other, 'utf8'), 'no marks\n');
      for (const more of [['--card', card, '--training-part'], ['--table', other, '--training-part'], ['--robustness']]) {
        assert.equal(evaluate('orand-car-a', ...more).status, 2, more.join(' '));
      }
    });
  });

  test('a missing set is named, the others are read all the same', () => {
    const { status, stderr, lines } = evaluate('nowhere,phone-sums');
    assert.equal(status, 1);
    assert.match(stderr, /no set of numbers is called nowhere/);
    assert.equal(lines.length, 1);
    assert.equal(ziffer(['evaluate', '--composed', '3']).status, 2);
  });
});
