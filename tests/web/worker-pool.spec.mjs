// The rules by which the engine hands requests to workers, against workers that answer when they are told to; no browser.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

import { Engine } from '../../web/js/engine.js';

/** The workers that were started, in order. */
let workers = [];

class FakeWorker extends EventTarget {
  isAlive = true;
  job = null;
  constructor() {
    super();
    workers.push(this);
  }
  postMessage(job) {
    assert.ok(this.isAlive && this.job === null, 'one job at a time');
    this.job = job;
  }
  terminate() {
    this.isAlive = false;
  }
  answer(answer = { value: this.job.args[0] }) {
    const { id } = this.job;
    this.job = null;
    this.dispatchEvent(Object.assign(new Event('message'), { data: { id, ...answer } }));
  }
  die(message) {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

beforeEach(() => {
  workers = [];
  globalThis.Worker = FakeWorker;
  mock.timers.enable({ apis: ['setTimeout'] });
});
afterEach(() => mock.timers.reset());

const alive = () => workers.filter(({ isAlive }) => isAlive);
const under = () => alive().filter(({ job }) => job !== null).map(({ job }) => job.args[0]);
const start = (batchWorkers = 2) => new Engine('worker.js', { batchWorkers });
const readAll = (engine, names, options) => names.map((name) => engine.readPicture(name, { batch: true, ...options }));
const outcomes = (promises) =>
  Promise.all(promises.map((promise) => promise.catch((error) => `${error.name}: ${error.message}`)));
const pad = { penWidth: 22, width: 840, height: 560 };

test('workers start only for jobs that find no other free, and never more than allowed', async () => {
  const engine = start(2);
  assert.equal(workers.length, 0);
  const first = engine.readPicture('a', { batch: true });
  assert.equal(workers.length, 1);
  workers[0].answer();
  assert.equal(await first, 'a');
  const rest = readAll(engine, ['b', 'c', 'd', 'e']);
  assert.equal(workers.length, 2);
  assert.deepEqual(under(), ['b', 'c']);
  workers[1].answer();
  assert.deepEqual(under(), ['b', 'd'], 'whoever is free takes the next');
  workers[1].answer();
  assert.deepEqual(under(), ['b', 'e']);
  for (const worker of workers) worker.answer();
  assert.deepEqual(await outcomes(rest), ['b', 'c', 'd', 'e']);
  assert.equal(workers.length, 2);
});

test('a stroke does not wait behind a batch', async () => {
  const engine = start(2);
  readAll(engine, ['a', 'b', 'c', 'd']);
  const stroke = engine.readStrokes('stroke', pad);
  assert.deepEqual(under(), ['a', 'b', 'stroke']);
  workers[2].answer();
  assert.equal(await stroke, 'stroke');
  assert.deepEqual(under(), ['a', 'b'], 'and the worker of the sheet takes no picture of the batch, or the next would wait');
});

test('an abort drops what is queued, leaves what is running, starts nothing, and spares other batches', async () => {
  const engine = start(2);
  const abort = new AbortController();
  const dropped = readAll(engine, ['a', 'b', 'c', 'd'], { signal: abort.signal });
  const kept = readAll(engine, ['e', 'f']);
  workers[0].answer();
  abort.abort();
  assert.deepEqual(under(), ['e', 'f']);
  assert.equal(workers.length, 4, 'two for the first batch, two in their place for the second');
  for (const worker of alive()) worker.answer();
  assert.deepEqual(await outcomes(kept), ['e', 'f']);
  assert.deepEqual((await outcomes(dropped)).map((each) => each.split(':')[0]), ['a', 'AbortError', 'AbortError', 'AbortError']);
  assert.deepEqual(await outcomes(readAll(engine, ['g'], { signal: abort.signal })), ['AbortError: This operation was aborted']);
});

test('a worker that dies takes only its own picture with it and is replaced', async () => {
  const engine = start(2);
  const all = readAll(engine, ['a', 'b', 'c']);
  workers[0].die('crash');
  assert.deepEqual(under(), ['b', 'c']);
  workers[0].answer({ value: 'from the grave', id: 1 });
  for (const worker of alive()) worker.answer();
  assert.deepEqual(await outcomes(all), ['EngineError: crash', 'b', 'c']);
});

test('a picture that cannot be read away takes no other with it', async () => {
  const engine = start(1);
  const all = readAll(engine, ['a', 'b']);
  workers[0].answer({ error: 'The file is gone.' });
  workers[0].answer();
  assert.deepEqual(await outcomes(all), ['EngineError: The file is gone.', 'b']);
});

test('restart rejects all that is pending, on the sheet and in the batch, and the next request works', async () => {
  const engine = start(1);
  const pending = [engine.readStrokes('stroke', pad), engine.readStrokes('stroke', pad), ...readAll(engine, ['a', 'b'])];
  engine.restart('gone');
  assert.equal(alive().length, 0);
  assert.deepEqual(await outcomes(pending), Array(4).fill('EngineError: gone'));
  const next = [engine.readStrokes('stroke', pad), ...readAll(engine, ['c'])];
  for (const worker of alive()) worker.answer();
  assert.deepEqual(await outcomes(next), ['stroke', 'c']);
});

test("a batch's workers go when there is nothing left to do; the sheet's stays", async () => {
  const engine = start(2);
  engine.readStrokes('stroke', pad);
  readAll(engine, ['a', 'b']);
  const [sheet, first, second] = workers;
  sheet.answer();
  first.answer();
  mock.timers.tick(60_000);
  assert.deepEqual([sheet, first, second].map(({ isAlive }) => isAlive), [true, false, true], 'the second is still reading');
  second.answer();
  mock.timers.tick(60_000);
  assert.deepEqual(alive(), [sheet]);
  readAll(engine, ['c']);
  assert.deepEqual(under(), ['c']);
});

test("the sheet's worker says when lines can be read, and a batch's are not heard", async () => {
  const engine = start(1);
  let changes = 0;
  engine.addEventListener('lines', () => (changes += 1));
  const say = (worker, data) => worker.dispatchEvent(Object.assign(new Event('message'), { data }));
  const pending = outcomes([engine.about(), ...readAll(engine, ['a'])]);
  const [sheet, batch] = workers;
  say(batch, { event: 'lines' });
  assert.deepEqual([engine.lines, changes], ['coming', 0]);
  say(sheet, { event: 'lines' });
  assert.deepEqual([engine.lines, changes], ['there', 1]);
  engine.restart('gone');
  assert.deepEqual([engine.lines, await pending], ['coming', ['EngineError: gone', 'EngineError: gone']]);
  say(sheet, { event: 'lines' });
  assert.deepEqual([engine.lines, changes], ['coming', 1], 'from the grave');
  engine.readStrokes('stroke', pad);
  say(workers[2], { event: 'lines', error: '404' });
  assert.deepEqual([engine.lines, engine.linesError, changes], ['missing', '404', 2]);
});

test('bytes are handed over, a Blob is only named', () => {
  const engine = start(2);
  const transfers = [];
  FakeWorker.prototype.postMessage = function (job, transfer) {
    transfers.push(transfer);
  };
  const bytes = new ArrayBuffer(8);
  readAll(engine, [bytes, new Blob([bytes])]);
  assert.deepEqual(transfers, [[bytes], []]);
});
