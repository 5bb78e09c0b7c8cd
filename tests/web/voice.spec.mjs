// Reading aloud: what is said, when, by which voice, and the tones where there is none. The voices are made up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { tonesOf, tonesOfDigit, tonesOfSign } from '../../web/js/earcons.js';
import { spokenNumber, spokenReading } from '../../web/js/spoken.js';
import { drawStrokes, dropFiles, engineReady, settled, startSite } from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const doubtful = reading([[{ text: '41', doubts: { 0: [4, 0.6, 9] } }]]);
const refused = reading([[{ text: '8', refused: [0] }]]);

test('a number is said digit by digit, or whole where one could picture it', () => {
  assert.equal(spokenNumber('170', false), '1, 7, 0');
  assert.equal(spokenNumber('170', true), '170');
  assert.equal(spokenNumber('0', true), '0');
  assert.equal(spokenNumber('999999', true), '999999');
  assert.equal(spokenNumber('1000000', true), '1, 0, 0, 0, 0, 0, 0', 'longer than six digits');
  assert.equal(spokenNumber('007', true), '0, 0, 7', 'leading zeros');
  assert.equal(spokenNumber('4.50', true), '4, dot, 5, 0', 'separators by name');
  assert.equal(spokenNumber('1-2/3:4 5,6', false), '1, dash, 2, slash, 3, colon, 4, space, 5, comma, 6');
  assert.equal(spokenNumber('?8', false), 'unread, 8');
});

test('doubts, refusals, corrections and several numbers are said', () => {
  const options = { asNumber: false, nothing: 'No number found' };
  const words = (...args) => spokenReading(...args, options);
  assert.equal(words(reading([['42']]), []), '4, 2.');
  assert.equal(words(doubtful, []), '4, 1. Not sure about the first digit: 4 or 9?');
  assert.equal(words(refused, []), 'unread. This does not look like a digit.');
  assert.equal(words(doubtful, ['91']), '9, 1. Corrected.');
  assert.equal(words(null, []), 'No number found');
  assert.equal(words(null, ['5']), 'Entered: 5.');
  assert.equal(words(reading([['12', '7']]), []), '2 numbers on one line. Number 1: 1, 2. Number 2: 7.');
  assert.equal(words(reading([Array(9).fill('1')]), []), '9 numbers on one line.', 'too many to be said');
});

test('every digit and sign has tones of its own', () => {
  const shape = (tones) => JSON.stringify(tones.map(({ frequency, to, seconds, shape: form }) => [frequency, to, seconds, form]));
  const all = [...Array(10).keys()].map(tonesOfDigit).concat(['doubt', 'unread', 'refused', 'nothing', 'separator'].map(tonesOfSign));
  assert.equal(new Set(all.map(shape)).size, 15);
  assert.deepEqual(tonesOfDigit(7).map(({ frequency }) => frequency), [262, 880, 880]);
  assert.deepEqual(tonesOfDigit(3).map(({ frequency }) => frequency), [880, 880, 880]);
  const heard = tonesOf(doubtful, []);
  assert.equal(shape(heard), shape([...tonesOfDigit(4), ...tonesOfSign('doubt'), ...tonesOfDigit(9), ...tonesOfDigit(1)]));
  assert.equal(shape(tonesOf(refused, [])), shape([...tonesOfSign('unread'), ...tonesOfSign('refused')]));
  assert.equal(shape(tonesOf(null, [])), shape(tonesOfSign('nothing')));
});

/** Voices that write down what they say, and oscillators that write down what they play. */
async function listen(page, voices) {
  await page.addInitScript((list) => {
    globalThis.heard = { said: [], cancelled: 0, tones: [] };
    const synthesis = Object.assign(new EventTarget(), {
      getVoices: () => list,
      speak: ({ text, lang, rate, voice }) => heard.said.push({ text, lang, rate, name: voice.name }),
      cancel: () => (heard.cancelled += 1),
    });
    Object.defineProperty(globalThis, 'speechSynthesis', { value: synthesis });
    globalThis.SpeechSynthesisUtterance = class extends EventTarget {
      constructor(text) {
        super();
        this.text = text;
      }
    };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (at) {
      heard.tones.push(Math.round(this.frequency.value));
      start.call(this, at);
    };
  }, voices);
}
const english = { name: 'Here', lang: 'en_GB', localService: true };
const german = { name: 'Hier', lang: 'de-DE', localService: true };
const remote = { name: 'Elsewhere', lang: 'en-US', localService: false, default: true };

const open = (t, voices, onStrokes) =>
  site.open(t, {
    reducedMotion: 'reduce',
    async setUp(page) {
      await fakeEngine(page, onStrokes);
      await listen(page, voices);
    },
  });
const heard = (page) => page.evaluate(() => globalThis.heard);
const said = async (page) => (await heard(page)).said.map(({ text }) => text);
const heardCount = (page, kind, count) => page.waitForFunction(([of, least]) => globalThis.heard[of].length >= least, [kind, count]);
const stroke = (x) => [[[x, 100], [x, 300], [x, 450]]];

test('nothing is said until it is asked for; then each reading once, and again on demand', async (t) => {
  const page = await open(t, [remote, german, english]);
  await engineReady(page);
  await drawStrokes(page, stroke(200));
  await settled(page);
  await page.waitForTimeout(1200);
  assert.deepEqual(await said(page), [], 'off by default');

  const aloud = page.getByRole('button', { name: 'Read aloud' });
  await aloud.click();
  await heardCount(page, 'said', 1);
  const [first] = (await heard(page)).said;
  assert.deepEqual(first, { text: '4, 2.', lang: 'en_GB', rate: 1, name: 'Here' }, 'by a voice of this device in the language of the page');

  const { cancelled } = await heard(page);
  await drawStrokes(page, stroke(400));
  assert.ok((await heard(page)).cancelled > cancelled, 'a stroke silences the voice');
  await heardCount(page, 'said', 2);
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await page.locator('#pen').press('ArrowRight'); // read once more: the same strokes, the same number
  await settled(page);
  await page.waitForTimeout(1200);
  assert.deepEqual(await said(page), ['4, 2.', '4, 2.'], 'not twice for the same reading');
  await page.keyboard.press('s');
  await heardCount(page, 'said', 3);

  await page.keyboard.press('v');
  await page.getByRole('dialog').getByText('Voice: Here').waitFor();
  await page.getByLabel('As one number').check();
  await page.getByLabel('Fast').check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('s');
  await heardCount(page, 'said', 4);
  assert.deepEqual((await heard(page)).said[3], { text: '42.', lang: 'en_GB', rate: 1.6, name: 'Here' });

  await dropFiles(page, [{ name: 'doubtful.png', buffer: fakePicture(doubtful) }]);
  await heardCount(page, 'said', 5);
  await dropFiles(page, [{ name: 'notes.txt', buffer: 'text', mimeType: 'text/plain' }]);
  await heardCount(page, 'said', 6);
  const all = await said(page);
  assert.equal(all[4], '41. Not sure about the first digit: 4 or 9?');
  assert.match(all[5], /“notes\.txt” is not accepted/);
  assert.deepEqual((await heard(page)).tones, []);

  await page.reload();
  await page.locator('#aloud[aria-pressed=true]').waitFor();
});

for (const [name, voices] of [['no voice', []], ['only a voice that would send it away', [remote]]]) {
  test(`with ${name} installed, numbers are tones`, async (t) => {
    const page = await open(t, voices, reading([['70']]));
    await engineReady(page);
    await page.getByRole('button', { name: 'Read aloud' }).click();
    await page.locator('#voice-note').getByText('tones are played instead').waitFor();
    await page.evaluate(() => (globalThis.heard.tones = []));
    await drawStrokes(page, stroke(200));
    await heardCount(page, 'tones', 4);
    const { tones, said: words } = await heard(page);
    assert.deepEqual(tones, [262, 880, 880, 660]);
    assert.deepEqual(words, []);
  });
}

test('the tones can be heard: an offline context renders them, loud but not too loud', async (t) => {
  const page = await open(t, []);
  const peaks = await page.evaluate(async () => {
    const { playTones, tonesOfDigit } = await import('./js/earcons.js');
    const context = new OfflineAudioContext(1, 44100, 44100);
    playTones(context, tonesOfDigit(5), 1);
    const samples = (await context.startRendering()).getChannelData(0);
    const peak = (from, to) => Math.max(...samples.slice(from * 44100, to * 44100).map(Math.abs));
    return [peak(0.1, 0.25), peak(0.5, 1)];
  });
  assert.ok(peaks[0] > 0.1 && peaks[0] < 0.5, `${peaks}`);
  assert.equal(peaks[1], 0, 'and then silence');
});
