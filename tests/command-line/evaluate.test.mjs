import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { imagesPath, labelsPath } from '../support/mnist.mjs';
import { ziffer } from '../support/ziffer.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ziffer-'));
after(() => rmSync(folder, { recursive: true }));

function put(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('ziffer evaluate', () => {
  test('the shipped classic reads at least 99.0 % of the MNIST test set', () => {
    const { status, stdout, stderr } = ziffer(['evaluate', '--images', imagesPath, '--labels', labelsPath]);
    assert.equal(status, 0);
    const result = JSON.parse(stdout);
    assert.equal(result.n, 10000);
    assert.ok(result.accuracy >= 0.99, `accuracy ${result.accuracy}`);
    assert.ok(result.loss > 0 && result.loss < 0.1, `loss ${result.loss}`);
    assert.match(stderr, /weighted avg/);
    console.log(stdout.trim());
  });

  test('gzipped files give the same', () => {
    const small = 16 + 200 * 784;
    const images = Buffer.from(readFileSync(imagesPath).subarray(0, small));
    images.writeUInt32BE(200, 4);
    const labels = Buffer.from(readFileSync(labelsPath).subarray(0, 8 + 200));
    labels.writeUInt32BE(200, 4);
    const run = (i, l) => ziffer(['evaluate', '--json', '--images', i, '--labels', l]).stdout;
    const plain = run(put('i', images), put('l', labels));
    assert.equal(JSON.parse(plain).n, 200);
    assert.equal(run(put('i.gz', gzipSync(images)), put('l.gz', gzipSync(labels))), plain);
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
  const small = (path, header, each, count) => {
    const bytes = Buffer.from(readFileSync(path.replace('t10k', 'train')).subarray(0, header + count * each));
    bytes.writeUInt32BE(count, 4);
    return bytes;
  };
  const images = put('train-images', small(imagesPath, 16, 784, 600));
  const labels = put('train-labels', small(labelsPath, 8, 1, 600));
  const train = (out, ...more) =>
    ziffer(['train', '--images', images, '--labels', labels, '--validation', '100', '--out', join(folder, out), ...more]);

  test('a killed run goes on from its checkpoint to the same file as an unkilled one', () => {
    assert.equal(train('whole.ziffer', '--epochs', '2').status, 0);
    const checkpoint = join(folder, 'run.checkpoint');
    // The checkpoint of a finished run stands for a killed one: it must be taken up, not trained again.
    assert.equal(train('first.ziffer', '--epochs', '2', '--checkpoint', checkpoint).status, 0);
    const resumed = train('resumed.ziffer', '--epochs', '2', '--checkpoint', checkpoint);
    assert.match(resumed.stderr, /resumed after epoch 2/);
    assert.deepEqual(readFileSync(join(folder, 'resumed.ziffer')), readFileSync(join(folder, 'whole.ziffer')));
    assert.equal(train('other.ziffer', '--epochs', '3', '--checkpoint', checkpoint).status, 1);
  });

  test('a recipe file sets options, the command line overrides it', () => {
    const recipe = put('run.recipe', `epochs=5\nseed=3\nimages=${images}\n# held out\nlabels = ${labels}\n\nvalidation=100\n`);
    const { status, stderr } = ziffer(['train', '--recipe', recipe, '--epochs', '1', '--out', join(folder, 'r.ziffer')]);
    assert.equal(status, 0);
    assert.match(stderr, /epoch +1\/1/);
    const record = JSON.parse(readFileSync(join(folder, 'r.training.json'), 'utf8'));
    assert.match(record.options, /seed 3/);
    assert.equal(record.history.length, 1);
    assert.equal(ziffer(['train', '--recipe', put('typo.recipe', 'epoks=5\n'), '--out', 'x']).status, 2);
    assert.equal(ziffer(['train', '--recipe', join(folder, 'absent'), '--out', 'x']).status, 2);
  });

  test('missing data is named before training starts', () => {
    const { status, stderr } = ziffer(['train', '--images', join(folder, 'none'), '--out', join(folder, 'x')]);
    assert.equal(status, 1);
    assert.match(stderr, /none: No such file/);
    assert.equal(train('x.ziffer', '--validation', '600').status, 2);
  });
});
