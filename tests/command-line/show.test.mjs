import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { SIDE, mnistTest } from '../support/mnist.mjs';
import { ziffer } from '../support/ziffer.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ziffer-'));
after(() => rmSync(folder, { recursive: true }));

describe('ziffer show', () => {
  test('prints the picture, its truth, and probabilities that agree with what is read', () => {
    const mnist = mnistTest();
    for (const index of [0, 5100, 9999]) {
      const { status, stdout, stderr } = ziffer(['show', '--index', String(index)]);
      assert.equal(status, 0, stderr);
      const rows = stdout.split('\n');
      const picture = rows.slice(0, SIDE);
      const shades = ['  ', '░░', '▒▒', '▓▓', '██'];
      const expected = Array.from({ length: SIDE }, (_, y) => Array.from(
        mnist.image(index).subarray(y * SIDE, (y + 1) * SIDE), (v) => shades[Math.floor((v / 255) * 4 + 0.5)]).join(''));
      assert.deepEqual(picture, expected);  // MNIST's own images come back from normalize() as they were
      assert.equal(Number(stdout.match(/^true {2}(\d)$/m)[1]), mnist.label(index));
      const [, read, percent] = stdout.match(/^read {2}(\d) {2}([\d.]+) %$/m);
      const probabilities = [...stdout.matchAll(/^(\d) {2}([\d.]+)$/gm)];
      assert.deepEqual(probabilities.map((m) => Number(m[1])), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      const values = probabilities.map((m) => Number(m[2]));
      assert.ok(Math.abs(values.reduce((a, b) => a + b) - 1) < 1e-5);
      assert.equal(values.indexOf(Math.max(...values)), Number(read));
      assert.ok(Math.abs(100 * values[read] - percent) < 0.006);
    }
  });

  test('the picture it writes reads as the same digit', () => {
    const file = join(folder, 'picture.png');
    const shown = ziffer(['show', '--index', '5100', '--out', file]);
    assert.equal(shown.status, 0, shown.stderr);
    assert.equal(ziffer(['read', file]).lines[0].split('\t')[1], shown.stdout.match(/^read {2}(\d)/m)[1]);
  });

  test('errors by name', () => {
    for (const index of ['10000', '-1']) {
      const { status, stdout, stderr } = ziffer(['show', '--index', index]);
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.match(stderr, /t10k-images-idx3-ubyte: index -?\d+ is out of range: there are 10000 images/);
    }
    assert.match(ziffer(['show', '--index', '0', '--images', join(folder, 'absent')]).stderr, /absent: No such file/);
    assert.match(ziffer(['show', '--index', '0', '--out', join(folder, 'no', 'such.png')]).stderr, /could not be written/);
    assert.equal(ziffer(['show']).status, 2);
  });
});
