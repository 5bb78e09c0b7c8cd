import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { mnistTest, SIDE } from '../support/mnist.mjs';
import { blankPng, encodePng, numberPng } from '../support/png.mjs';
import { json, root, ziffer } from '../support/ziffer.mjs';

const folder = mkdtempSync(join(tmpdir(), 'ziffer-'));
after(() => rmSync(folder, { recursive: true }));

function put(name, bytes) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('ziffer read', () => {
  const seven = put('seven.png', numberPng('7'));
  const pair = put('pair.png', numberPng('10'));

  test('prints path, text and confidence, tab-separated, one line a file', () => {
    const { status, stdout } = ziffer(['read', seven, pair]);
    assert.equal(status, 0);
    const [first, second] = stdout.trimEnd().split('\n').map((line) => line.split('\t'));
    assert.deepEqual(first.slice(0, 2), [seven, '7']);
    assert.match(first[2], /^0\.\d{4}$|^1\.0000$/);
    assert.deepEqual(second.slice(0, 2), [pair, '10']);
  });

  test('--json prints one object a line with boxes and ten probabilities', () => {
    const [reading] = json(ziffer(['read', '--json', pair]));
    assert.deepEqual(Object.keys(reading), ['file', 'text', 'confidence', 'rejected', 'numbers', 'symbols']);
    assert.equal(reading.text, '10');
    assert.equal(reading.symbols.length, 2);
    for (const symbol of reading.symbols) {
      assert.deepEqual(Object.keys(symbol), ['text', 'digit', 'confidence', 'no_digit', 'refusal', 'box', 'probabilities']);
      assert.equal(symbol.probabilities.length, 10);
      assert.ok(Math.abs(symbol.probabilities.reduce((a, b) => a + b) - 1) < 1e-4);
      assert.equal(symbol.confidence, Math.max(...symbol.probabilities));
      assert.equal(symbol.box.length, 4);
      assert.equal(symbol.refusal, null);
      assert.ok(symbol.no_digit >= 0 && symbol.no_digit < 0.5);
    }
    assert.ok(reading.symbols[0].box[0] < reading.symbols[1].box[0]);
  });

  test('reads standard input as -', () => {
    const { status, stdout } = ziffer(['read', '-'], { input: readFileSync(seven) });
    assert.equal(status, 0);
    assert.match(stdout, /^-\t7\t/);
  });

  test('bad input is an error by name, and the next file is still read', () => {
    const png = readFileSync(seven);
    const jpeg = readFileSync(join(root, 'tests/fixtures/orientation_1.jpg'));
    const bomb = Buffer.from(png);
    bomb.writeUInt32BE(20000, 16);
    bomb.writeUInt32BE(20000, 20);
    const cases = [
      [put('empty.png', ''), 'empty_input'],
      [put('text.png', 'not a picture'), 'unsupported_format'],
      [put('cut.png', png.subarray(0, png.length / 2)), 'corrupt_image'],
      [put('cut.jpg', jpeg.subarray(0, jpeg.length / 2)), 'corrupt_image'],
      [put('dot.png', encodePng({ width: 1, height: 1, pixels: new Uint8Array(1) })), 'image_too_small'],
      [put('blank.png', blankPng()), 'no_ink'],
      [put('bomb.png', bomb), 'image_too_large'],
      [join(folder, 'absent.png'), 'unreadable_file'],
      [folder, 'unreadable_file'],
    ];
    const result = ziffer(['read', '--json', ...cases.map(([path]) => path), seven]);
    assert.equal(result.status, 1);
    const lines = json(result);
    assert.equal(lines.length, cases.length + 1);
    cases.forEach(([path, code], i) => {
      assert.equal(lines[i].file, path);
      assert.equal(lines[i].error.code, code, path);
      assert.ok(lines[i].error.message.length > 10);
      assert.ok(result.stderr.includes(path), 'chatter names the file');
    });
    assert.equal(lines.at(-1).text, '7');

    const plain = ziffer(['read', cases[0][0], seven]);
    assert.equal(plain.status, 1);
    assert.equal(plain.lines.length, 1, 'without --json only readings are data');
  });

  test('prints the same in the same order on one thread and on four, with a bad file in the middle', () => {
    const numbers = Array.from({ length: 40 }, (_, n) => String(n * 37 % 100));
    const pictures = numbers.map((number) => put(`number-${number}.png`, numberPng(number)));
    const large = put('large.png', numberPng('7', { width: 1500, height: 1000 }));  // slow: the others overtake it
    const files = [large, ...Array.from({ length: 200 }, (_, i) => pictures[i % pictures.length])];
    const bad = put('bad.png', 'not a picture');
    files.splice(100, 0, bad);
    for (const options of [[], ['--json']]) {
      const [one, four, all] = [['--threads', '1'], ['--threads', '4'], []]
        .map((threads) => ziffer(['read', ...options, ...threads, ...files]));
      assert.deepEqual(four, one);
      assert.deepEqual(all, one);
      assert.equal(one.status, 1);
      assert.equal(one.stderr.match(/\n/g).length, 1);
      assert.ok(one.stderr.includes(bad));
      const printed = options.length ? json(one).map(({ file }) => file) : one.lines.map((line) => line.split('\t')[0]);
      assert.deepEqual(printed, options.length ? files : files.filter((file) => file !== bad));
    }
  });

  test('standard input goes to the first of several -, on any number of threads', () => {
    for (const threads of ['1', '4']) {
      const result = ziffer(['read', '--json', '--threads', threads, pair, '-', seven, '-'], { input: readFileSync(seven) });
      assert.equal(result.status, 1);
      const [first, second, third, fourth] = json(result);
      assert.deepEqual([first.text, second.text, third.text], ['10', '7', '7']);
      assert.equal(fourth.error.code, 'empty_input');
    }
  });

  test('damaged, foreign and absent weights are refused by name', () => {
    const good = readFileSync(join(root, 'weights/pen.ziffer'));
    const flipped = Buffer.from(good);
    flipped[good.length / 2 | 0] ^= 1;
    for (const bytes of [Buffer.alloc(0), good.subarray(0, 1000), flipped, Buffer.from('PK not weights')]) {
      const { status, stdout, stderr } = ziffer(['read', '--weights', put('bad.ziffer', bytes), seven]);
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.match(stderr, /bad\.ziffer: .*weights/);
    }
    assert.equal(ziffer(['read', '--weights', join(folder, 'absent'), seven]).status, 1);
  });

  test('--field adds the validated value and its state, and the raw text stays', () => {
    const rows = (field, ...files) => ziffer(['read', '--field', field, ...files]).lines.map((line) => line.split('\t'));
    assert.deepEqual(rows('amount', pair, seven).map(([, text, , value, state]) => [text, value, state]),
      [['10', '10', 'valid'], ['7', '7', 'valid']]);
    const [[file, text, confidence, value, state]] = rows('pin:3', pair);
    assert.deepEqual([file, text, value, state], [pair, '10', '?', 'invalid: the number of digits is another']);
    assert.match(confidence, /^[01]\.\d{4}$/);
    const date = put('date.png', numberPng('02032024'));
    assert.deepEqual(rows('date', date)[0].slice(3), ['2024-03-02|2024-02-03', 'ambiguous']);
    const time = put('time.png', numberPng('1024'));
    assert.deepEqual(rows('time', time)[0].filter((_, i) => i !== 2), [time, '1024', '10:24', 'valid']);
    assert.deepEqual(rows('time', pair)[0].slice(3), ['?', 'invalid: a time is hours and minutes, or hours, minutes and seconds']);
  });

  test('--field --json sets both readings side by side in each number', () => {
    const number = '4539148803436467';
    const fields = (field, picture) => json(ziffer(['read', '--json', '--field', field, picture]))[0].numbers.map((n) => n.field);
    const [card] = fields('card', put('card.png', numberPng(number)));
    assert.deepEqual(Object.keys(card), ['name', 'raw', 'text', 'value', 'meanings', 'valid', 'problem', 'changed', 'changes',
      'confidence']);
    assert.equal(card.valid, true);
    assert.equal(card.value, number);
    // What validation says it changed is what lies between the two texts.
    assert.equal(card.changed, card.changes.length > 0);
    const symbols = [...card.raw];
    for (const { symbol, from, to } of card.changes) {
      assert.equal(symbols[symbol], from);
      symbols[symbol] = to;
    }
    assert.equal(symbols.join(''), card.text);
    const [bad] = fields('zip', seven);
    assert.deepEqual({ ...bad, problem: typeof bad.problem }, { name: 'zip', raw: '7', text: '7', value: null, meanings: [],
      valid: false, problem: 'string', changed: false, changes: [], confidence: 0 });
  });

  test('--annotate draws the reading onto one picture, or into a folder of them', () => {
    const file = join(folder, 'annotated.png');
    const large = put('wide.png', numberPng('10', { width: 900, height: 700 }));
    const { status, stdout } = ziffer(['read', '--annotate', file, large]);
    assert.equal(status, 0);
    assert.equal(stdout, ziffer(['read', large]).stdout);
    const png = readFileSync(file);
    assert.equal(png[25], 2);  // RGB
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.ok(width === 900 && height >= 700 && height < 900, `${width} x ${height}`);  // as large as it was, and a margin
    assert.equal(json(ziffer(['read', '--json', file])).length, 1);  // a picture like others

    const into = join(folder, 'into');
    const bad = put('bad.png', 'not a picture');
    const all = ziffer(['read', '--annotate', into, '--threads', '2', pair, bad, seven, pair, '-'], { input: readFileSync(seven) });
    assert.equal(all.status, 1);
    assert.deepEqual(readdirSync(into).sort(), ['pair.png-2.png', 'pair.png.png', 'seven.png.png', 'stdin.png']);
    assert.deepEqual(readFileSync(join(into, 'pair.png.png')), readFileSync(join(into, 'pair.png-2.png')));
    assert.equal(ziffer(['read', '--annotate', into, pair]).status, 0);  // a folder that is there
  });

  test('--annotate never writes over a picture, and says what it could not write', () => {
    const before = readFileSync(pair);
    const over = ziffer(['read', '--annotate', pair, pair]);
    assert.equal(over.status, 2);
    assert.match(over.stderr, /pair\.png/);
    assert.deepEqual(readFileSync(pair), before);
    const nowhere = join(folder, 'no', 'such.png');
    const unwritten = ziffer(['read', '--annotate', nowhere, pair]);
    assert.equal(unwritten.status, 1);
    assert.match(unwritten.stdout, /\t10\t/);
    assert.match(unwritten.stderr, /such\.png: could not be written/);
    assert.equal(ziffer(['read', '--annotate', pair, pair, seven]).status, 2);  // a file where a folder should be
    assert.ok(!existsSync(nowhere));
  });

  test('wrong usage exits with 2', () => {
    for (const args of [[], ['read'], ['reed', seven], ['read', '--jsn', seven], ['read', '--threads', '0', seven],
      ['read', '--field', 'sum', seven], ['read', '--field', 'pin:0', seven], ['read', '--field', '', seven], ['summary', '--preset', 'none']]) {
      assert.equal(ziffer(args).status, 2, args.join(' '));
    }
    assert.equal(ziffer(['--help']).status, 0);
    assert.equal(ziffer(['--version']).status, 0);
  });
});

describe('pictures of MNIST test digits', () => {
  const COUNT = 1000;
  const mnist = mnistTest();

  const enlarged = (pixels, factor) => {
    const side = SIDE * factor;
    const out = new Uint8Array(side * side);
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) out[y * side + x] = pixels[(y / factor | 0) * SIDE + (x / factor | 0)];
    }
    return { width: side, height: side, pixels: out };
  };
  const inverted = (picture) => ({ ...picture, pixels: picture.pixels.map((v) => 255 - v) });

  test('are read within 0.3 points of the same digits from IDX, at 28 and 280 pixels, in both polarities', () => {
    const header = Buffer.from([0, 0, 8, 3, 0, 0, COUNT >> 8, COUNT & 255, 0, 0, 0, SIDE, 0, 0, 0, SIDE]);
    const labels = Buffer.from([0, 0, 8, 1, 0, 0, COUNT >> 8, COUNT & 255,
      ...Array.from({ length: COUNT }, (_, i) => mnist.label(i))]);
    const images = put('images', Buffer.concat([header, ...Array.from({ length: COUNT }, (_, i) => mnist.image(i))]));
    const direct = JSON.parse(
      ziffer(['evaluate', '--json', '--images', images, '--labels', put('labels', labels)]).stdout).accuracy;
    console.log(`IDX: ${(100 * direct).toFixed(1)} %`);

    for (const factor of [1, 10]) {
      for (const polarity of ['light on dark', 'dark on light']) {
        const paths = Array.from({ length: COUNT }, (_, i) => {
          const picture = enlarged(mnist.image(i), factor);
          return put(`${i}.png`, encodePng(polarity === 'light on dark' ? picture : inverted(picture)));
        });
        const result = ziffer(['read', '--json', ...paths]);
        const right = json(result).filter((reading, i) => reading.text === String(mnist.label(i))).length;
        console.log(`PNG ${SIDE * factor} px, ${polarity}: ${(100 * right / COUNT).toFixed(1)} %`);
        assert.ok(right / COUNT >= direct - 0.003, `${right} of ${COUNT} against ${direct}`);
      }
    }
  });
});
