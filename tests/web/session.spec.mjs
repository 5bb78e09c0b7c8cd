// The session's rules against an engine that answers when it is told to; no browser needed.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Session } from '../../web/js/session.js';

class SlowEngine {
  lines = 'there';
  calls = [];
  readStrokes(strokes) {
    return this.#call({ strokes });
  }
  readPicture(bytes, { signal }) {
    return this.#call({ bytes, signal });
  }
  #call(call) {
    return new Promise((resolve, reject) => {
      call.signal?.addEventListener('abort', () => reject(call.signal.reason));
      this.calls.push({ ...call, answer: (text, more) => resolve({ ...timed(text), ...more }), refuse: (code) => resolve(refused(code)), fail: reject });
    });
  }
}
const timed = (text) => ({ reading: { text, confidence: 1, width: 1, height: 1, symbols: [] }, milliseconds: 1 });
const refused = (code) => ({ reading: { error: { code, message: 'No.' } }, milliseconds: 1 });
const turn = () => new Promise((resolve) => setImmediate(resolve));
const picture = (...more) => new Blob([Uint8Array.of(0xff, 0xd8, 0xff, ...more)]);

function start() {
  const engine = new SlowEngine();
  const session = new Session(engine);
  const messages = [];
  for (const type of ['refused', 'engine-failed']) session.addEventListener(type, ({ detail }) => messages.push(detail));
  return { engine, session, messages };
}
const stroke = (length) => [Array.from({ length }, (_, x) => [x, 0])];

test('one request at a time, and the newest drawing wins', async () => {
  const { engine, session } = start();
  session.beginStroke();
  for (const length of [1, 2, 3, 4]) session.draw(stroke(length));
  assert.equal(engine.calls.length, 1);
  engine.calls[0].answer('1');
  await turn();
  assert.equal(session.outcome.reading.text, '1', 'an answer to an older shape of the same drawing is shown meanwhile');
  assert.deepEqual(engine.calls.map(({ strokes }) => strokes[0].length), [1, 4]);
  engine.calls[1].answer('7');
  await turn();
  assert.equal(session.outcome.reading.text, '7');
  assert.equal(session.busy, true, 'the pen is still down');
  session.draw(stroke(4), { finished: true });
  engine.calls[2].answer('7');
  await turn();
  assert.equal(session.busy, false);
});

test('what was read before lines can be read is shown, is not final, and is read again', async () => {
  const { engine, session } = start();
  engine.lines = 'coming';
  for (const act of [() => session.draw(stroke(3), { finished: true }), () => session.open(picture(), { ask: true })]) {
    engine.calls.length = 0;
    engine.lines = 'coming';
    const done = act();
    await turn();
    await turn();
    engine.calls[0].answer('71', { preliminary: true });
    await done;
    await turn();
    assert.equal(session.outcome.reading.text, '71');
    assert.equal(session.busy, true);
    engine.lines = 'there';
    session.refresh();
    await turn();
    await turn();
    assert.equal(session.outcome.reading.text, '71', 'until there is a better one');
    engine.calls[1].answer('7.1', { preliminary: false });
    await turn();
    await turn();
    assert.deepEqual([session.outcome.reading.text, session.busy, engine.calls.length], ['7.1', false, 2]);
  }
});

test('without hope of reading lines, what was read stands', async () => {
  const { engine, session } = start();
  engine.lines = 'coming';
  session.draw(stroke(3), { finished: true });
  engine.calls[0].answer('71', { preliminary: true });
  await turn();
  assert.equal(session.busy, true);
  engine.lines = 'missing';
  assert.equal(session.busy, false);
});

test('an answer that comes after Clear is dropped', async () => {
  const { engine, session } = start();
  session.beginStroke();
  session.draw(stroke(3), { finished: true });
  session.clear();
  engine.calls[0].answer('7');
  await turn();
  assert.deepEqual(session.outcome, { kind: 'none' });
  assert.equal(session.busy, false);
});

test('a picture taken away while it is read is not read on', async () => {
  const { engine, session } = start();
  const opened = session.open(picture(), { name: 'a.jpg' });
  await turn();
  session.clear();
  assert.equal(engine.calls[0].signal.aborted, true);
  await opened;
  assert.equal(session.source.kind, 'empty');
});

test('a damaged picture restores what was there, with its answer and its history', async () => {
  const { engine, session, messages } = start();
  session.beginStroke();
  session.draw(stroke(3), { finished: true });
  engine.calls[0].answer('7');
  await turn();
  const opened = session.open(picture(), { name: 'a.jpg' });
  await turn();
  assert.equal(session.source.kind, 'picture');
  engine.calls[1].refuse('corrupt_image');
  assert.equal(await opened, false);
  assert.equal(session.source.kind, 'drawing');
  assert.equal(session.outcome.reading.text, '7');
  assert.match(messages[0], /“a\.jpg” is damaged/);
  session.undo();
  assert.equal(session.source.kind, 'empty');
  assert.equal(session.canUndo, false);
});

test('a picture keeps its answer to itself until it is asked for', async () => {
  const { engine, session } = start();
  const opened = session.open(picture(), { name: 'a.jpg' });
  await turn();
  engine.calls[0].answer('7');
  await opened;
  assert.deepEqual(session.outcome, { kind: 'none' });
  await session.predict();
  assert.equal(session.outcome.reading.text, '7');
  assert.equal(engine.calls.length, 1, 'it is not read twice');
});

test('Predict waits for a picture that is still being read', async () => {
  const { engine, session } = start();
  session.open(picture(), { name: 'a.jpg' });
  await turn();
  let isDone = false;
  const predicted = session.predict().then(() => (isDone = true));
  await turn();
  assert.equal(isDone, false);
  assert.equal(session.waiting, true);
  engine.calls[0].answer('7');
  await predicted;
  assert.equal(session.outcome.reading.text, '7');
});

test('when the engine fails, the sheet stays and is read when it comes back', async () => {
  const { engine, session, messages } = start();
  session.open(picture(), { name: 'a.jpg', ask: true });
  await turn();
  engine.calls[0].fail(new Error('gone'));
  await turn();
  assert.deepEqual(messages, ['gone']);
  assert.equal(session.source.kind, 'picture');
  assert.equal(session.busy, false);
  session.refresh();
  await turn();
  engine.calls[1].answer('7');
  await turn();
  assert.equal(session.outcome.reading.text, '7');
});

test('a demonstration leaves no trace in the history', async () => {
  const { session } = start();
  session.beginStroke({ demo: true });
  session.draw(stroke(5), { demo: true, finished: true });
  session.clear();
  assert.equal(session.canUndo, false);
  session.beginStroke({ demo: true });
  session.draw(stroke(5), { demo: true, finished: true });
  session.beginStroke();
  assert.equal(session.source.kind, 'empty');
  session.draw(stroke(2), { finished: true });
  session.undo();
  assert.equal(session.source.kind, 'empty');
});
