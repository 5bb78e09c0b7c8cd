import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { imagesPath, labelsPath } from '../support/mnist.mjs';
import { start, ziffer } from '../support/ziffer.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ziffer-'));
after(() => rmSync(folder, { recursive: true }));

function put(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('ziffer evaluate', () => {
  for (const [name, floor] of [['pen', 0.995], ['classic', 0.99]]) {
    test(`the shipped ${name} reads at least ${floor * 100} % of the MNIST test set`, () => {
      const { status, stdout, stderr } = ziffer(['evaluate', '--weights', `weights/${name}.ziffer`, '--sets', 'mnist']);
      assert.equal(status, 0);
      const result = JSON.parse(stdout);
      assert.equal(result.set, 'mnist');
      assert.equal(result.n, 10000);
      assert.ok(result.accuracy >= floor, `accuracy ${result.accuracy}`);
      assert.ok(result.loss > 0 && result.loss < 0.1, `loss ${result.loss}`);
      assert.match(stderr, /weighted avg/);
      console.log(stdout.trim());
    });
  }

  test('gzipped files give the same', () => {
    const small = 16 + 200 * 784;
    const images = Buffer.from(readFileSync(imagesPath).subarray(0, small));
    images.writeUInt32BE(200, 4);
    const labels = Buffer.from(readFileSync(labelsPath).subarray(0, 8 + 200));
    labels.writeUInt32BE(200, 4);
    const run = (i, l) => ziffer(['evaluate', '--json', '--images', i, '--labels', l]).stdout;
    const plain = JSON.parse(run(put('i', images), put('l', labels)));
    assert.equal(plain.n, 200);
    const packed = JSON.parse(run(put('i.gz', gzipSync(images)), put('l.gz', gzipSync(labels))));
    assert.deepEqual({ ...packed, set: plain.set }, plain);
  });

  test('images of other sizes are normalised first', () => {
    // A zero of 16x16 pixels: a ring.
    const pixels = Uint8Array.from({ length: 256 }, (_, i) => {
      const radius = Math.hypot((i % 16) - 7.5, (i / 16 | 0) - 7.5);
      return radius > 4 && radius < 6.5 ? 255 : 0;
    });
    const images = put('ring', Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0, 16]), pixels]));
    const labels = put('zero', Buffer.from([0, 0, 8, 1, 0, 0, 0, 1, 0]));
    assert.equal(JSON.parse(ziffer(['evaluate', '--json', '--images', images, '--labels', labels]).stdout).accuracy, 1);
  });

  test('the card, the figures beside it and the table in a document say what was printed', () => {
    const images = Buffer.from(readFileSync(imagesPath).subarray(0, 16 + 200 * 784));
    images.writeUInt32BE(200, 4);
    const labels = Buffer.from(readFileSync(labelsPath).subarray(0, 8 + 200));
    labels.writeUInt32BE(200, 4);
    const document = put('document.md', 'a\n<!-- accuracy, written by ziffer evaluate --table -->\nold\n<!-- end of accuracy -->\nb\n');
    const card = join(folder, 'classic.md');
    const { status, stdout, stderr } = ziffer(['evaluate', '--json', '--weights', 'weights/classic.ziffer', '--images', put('some', images),
      '--labels', put('some-labels', labels), '--card', card, '--table', document]);
    assert.equal(status, 0, stderr);
    const { accuracy } = JSON.parse(stdout);
    const text = readFileSync(card, 'utf8');
    assert.equal(JSON.parse(readFileSync(join(folder, 'classic.report.json'), 'utf8')).sets[0].accuracy, accuracy);
    assert.ok(text.includes(`| some | 200 | **${(100 * accuracy).toFixed(2)} %** |`));
    for (const heading of ['# classic.ziffer', '## Test sets', '## Training', '## Licence']) assert.ok(text.includes(heading), heading);
    const [, table] = readFileSync(document, 'utf8').match(/^a\n<!-- [^\n]+\n([^]*)<!-- end of accuracy -->\nb\n$/);
    assert.ok(table.startsWith('| set |') && text.includes(table));
  });

  test('bad data is an error by name with exit status 1', () => {
    const labels = readFileSync(labelsPath);
    const gzip = gzipSync(labels);
    const cases = [
      [imagesPath, put('short', labels.subarray(0, 100)), /length/],
      [labelsPath, labelsPath, /0x00000803/],
      [imagesPath, put('cut.gz', gzip.subarray(0, gzip.length / 2)), /gzip/],
      [join(folder, 'absent'), labelsPath, /absent: No such file/],
    ];
    for (const [i, l, message] of cases) {
      const { status, stdout, stderr } = ziffer(['evaluate', '--images', i, '--labels', l]);
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.match(stderr, message);
    }
    assert.equal(ziffer(['evaluate', '--images', imagesPath]).status, 2);
  });
});

describe('ziffer summary', () => {
  test("prints the report's layers, shapes and counts", () => {
    const { stdout } = ziffer(['summary']);
    for (const row of [/\(None, 26, 26, 64\) +640 /, /\(None, 24, 24, 32\) +18,464 /, /\(None, 18432\) +0 /,
      /\(None, 10\) +184,330 /, /Total params: 203,434/]) {
      assert.match(stdout, row);
    }
  });
});

describe('ziffer train', () => {
  // MNIST's first images as a set of their own.
  const data = join(folder, 'data');
  mkdirSync(join(data, 'mnist'), { recursive: true });
  const cut = (path, header, each, count) => {
    const bytes = Buffer.from(readFileSync(path).subarray(0, header + count * each));
    bytes.writeUInt32BE(count, 4);
    writeFileSync(join(data, 'mnist', basename(path)), bytes);
  };
  for (const [stem, count] of [['train', 600], ['t10k', 50]]) {
    cut(imagesPath.replace('t10k', stem), 16, 784, count);
    cut(labelsPath.replace('t10k', stem), 8, 1, count);
  }
  const train = (out, ...more) => ziffer(['train', '--data', data, '--preset', 'tiny', '--out', join(folder, out), ...more]);

  test('a killed run goes on from its checkpoint to the same file as an unkilled one', async () => {
    const options = ['--epochs', '3', '--batch-norm', '--elastic', '0.03', '--pen', '0.5', '--paper', '0.2'];
    assert.equal(train('whole.ziffer', ...options).status, 0);
    // Killed as soon as its first checkpoint is there.
    const checkpoint = join(folder, 'run.checkpoint');
    const killed = start(['train', '--data', data, '--preset', 'tiny', '--out', join(folder, 'never.ziffer'), '--checkpoint', checkpoint, ...options]);
    while (!existsSync(checkpoint) && killed.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    killed.kill('SIGKILL');
    const resumed = train('resumed.ziffer', '--checkpoint', checkpoint, ...options);
    assert.match(resumed.stderr, /resumed after epoch [123]/);
    assert.deepEqual(readFileSync(join(folder, 'resumed.ziffer')), readFileSync(join(folder, 'whole.ziffer')));
    assert.equal(train('other.ziffer', '--checkpoint', checkpoint, ...options, '--seed', '2').status, 1);
  });

  test('a recipe file sets options, the command line overrides it', () => {
    const recipe = put('run.recipe', `preset=tiny\nepochs=5\nseed=3\n# where it lies\ndata = ${data}\nbatch-norm\n`);
    const { status, stderr } = ziffer(['train', '--recipe', recipe, '--epochs', '1', '--out', join(folder, 'r.ziffer')]);
    assert.equal(status, 0);
    assert.match(stderr, /epoch +1\/1/);
    const record = JSON.parse(readFileSync(join(folder, 'r.training.json'), 'utf8'));
    assert.match(record.options, /seed 3/);
    assert.equal(record.history.length, 1);
    assert.deepEqual([record.sets[0].training, record.sets[0].validation], [550, 50]);
    assert.equal(ziffer(['train', '--recipe', put('typo.recipe', 'epoks=5\n'), '--out', 'x']).status, 2);
    assert.equal(ziffer(['train', '--recipe', join(folder, 'absent'), '--out', 'x']).status, 2);
  });

  test('a network learns what is no digit, and its file says from when on it refuses', () => {
    const { status, stderr } = train('pen.ziffer', '--preset', 'pen', '--epochs', '1', '--non-digits', '0.2');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /training pen on 660 examples/);
    const shown = ziffer(['show', '--index', '0', '--weights', join(folder, 'pen.ziffer')]);
    assert.match(shown.stdout, /true  7/);
  });

  test('missing and damaged data are named before training starts', () => {
    const damaged = join(folder, 'damaged');
    for (const set of ['pendigits', 'usps']) mkdirSync(join(damaged, set), { recursive: true });
    const stroke = '{"label": 3, "writer": "a", "strokes": [[[0, 0], [1, 2]]]}\n';
    writeFileSync(join(damaged, 'pendigits', 'train-strokes.jsonl.gz'), gzipSync(stroke));
    writeFileSync(join(damaged, 'pendigits', 'test-strokes.jsonl.gz'), gzipSync(stroke + stroke.replace('3', '12')));
    const cases = [
      [['--sets', 'optdigits'], 1, /data set optdigits is not in/],
      [['--sets', 'pendigits'], 1, /test-strokes\.jsonl\.gz, line 2: the label is no digit/],
      [['--sets', 'usps'], 1, /data set usps: .*train-raw-images-idx3-ubyte\.gz: No such file/],
      [['--sets', 'nonsense'], 1, /no data set is called nonsense/],
      [['--sets', 'mnist:0'], 2, /mnist:0 is not NAME/],
      [['--sets', 'mnist', '--non-digits', '0.1'], 2, /no class for what is no digit/],
    ];
    for (const [more, expected, message] of cases) {
      const { status, stderr } = ziffer(['train', '--data', damaged, '--data', data, '--preset', 'tiny', '--out', join(folder, 'x'), ...more]);
      assert.match(stderr, message);
      assert.equal(status, expected, message);
    }
    assert.ok(!existsSync(join(folder, 'x')));
  });
});
