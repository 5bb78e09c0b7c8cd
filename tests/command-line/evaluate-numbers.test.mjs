import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { placedStrokes } from '../support/digits.mjs';
import { numberPng } from '../support/png.mjs';
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

  test('a missing set is named, the others are read all the same', () => {
    const { status, stderr, lines } = evaluate('nowhere,phone-sums');
    assert.equal(status, 1);
    assert.match(stderr, /no set of numbers is called nowhere/);
    assert.equal(lines.length, 1);
    assert.equal(ziffer(['evaluate', '--composed', '3']).status, 2);
  });
});
