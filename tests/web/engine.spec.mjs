// The engine behind the page: its protocol, its failures, the security policy it runs under, and what it costs to load.
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { firstLoadOf } from '../../tools/first-load.mjs';
import { contentSecurityPolicy } from '../../tools/serve.mjs';
import {
  answerText, choosePicture, drawNumber, engineReady, expectAnswer, settled, siteRoot, startSite, until,
} from './support/browser.mjs';
import { numberPng } from '../support/png.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const withinFirstLoad = 350_000; // bytes, compressed by brotli
const withinFirstLoadOfCode = 140_000; // without the weights
const withinColdStart = 1000; // milliseconds
const timesTheShell = 3; // of the time until the page's own text shows

test('page and worker are served under the strict policy, and nothing violates it', async (t) => {
  const page = await site.open(t, {
    setUp: (opened) =>
      opened.addInitScript(() => {
        globalThis.violations = [];
        addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
          globalThis.violations.push(`${violatedDirective} ${blockedURI}`),
        );
      }),
  });
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  for (const file of ['', 'js/engine-worker.js', 'engine/recognizer.js']) {
    const response = await fetch(site.url + file);
    assert.equal(response.status, 200, file);
    assert.equal(response.headers.get('content-security-policy'), contentSecurityPolicy, file);
  }
  const policy = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
  assert.equal(`${policy}; frame-ancestors 'none'`, contentSecurityPolicy);
  // In a task of its own: what the debugger evaluates directly is exempt from the policy.
  const escaped = await page.workers()[0].evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return 1')());
          } catch (error) {
            resolve(error.name);
          }
        });
      }),
  );
  assert.equal(escaped, 'EvalError', 'the worker is bound by the policy too');
});

test('after loading, nothing is requested any more: the network may go', async (t) => {
  const seen = site.responses.length;
  const page = await site.open(t);
  await engineReady(page);
  // What comes last, even after the network has been idle once: what is beside the sheet, and what keeps the page.
  const last = ['css/field.css', 'css/print.css', 'js/offline.js'];
  await page.waitForFunction((files) => {
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    return files.every((file) => loaded.some((name) => name.endsWith(file)));
  }, last);
  await until(() => last.every((file) => site.responses.slice(seen).some((response) => response.path.endsWith(file))));
  await page.waitForLoadState('networkidle');
  const before = site.responses.length;
  await page.context().setOffline(true);
  const requests = [];
  page.on('request', (request) => request.url().startsWith('blob:') || requests.push(request.url()));
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  await choosePicture(page, '170.png', numberPng('170'));
  await page.getByRole('button', { name: 'Predict', exact: true }).click();
  await expectAnswer(page, '170');
  assert.deepEqual(requests, []);
  assert.equal(site.responses.length, before);
  assert.deepEqual(await page.context().cookies(), []);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
});

test('the first answer comes fast', async (t) => {
  const times = [];
  const shows = [];
  let bytes = 0;
  // A busy machine may need several attempts to show what the page can do. Where the browser alone takes a third of the
  // limit to show the page's text, the clock says more of the machine than of the page, and the ratio counts.
  const isFast = () =>
    Math.min(...times) < withinColdStart ||
    times.some((time, i) => shows[i] > withinColdStart / 3 && time < timesTheShell * shows[i]);
  for (let run = 0; run < 6 && (run < 2 || !isFast()); run += 1) {
    site.responses.length = 0;
    const page = await site.open(t, {
      path: '',
      setUp: (opened) =>
        opened.addInitScript(() => {
          globalThis.firstAnswer = new Promise((resolve) => {
            let shown; // when the page's own text was there, before any engine
            const look = () => {
              const text = document.querySelector('#answer .answer-text')?.textContent;
              if (text) shown ??= performance.now();
              if (text && /^\d/.test(text)) resolve({ shown, answered: performance.now() });
              else requestAnimationFrame(look);
            };
            look();
          });
        }),
    });
    const { shown, answered } = await page.evaluate(() => globalThis.firstAnswer);
    shows.push(shown);
    times.push(answered);
    bytes = site.responses.reduce((sum, response) => sum + response.bytes, 0);
    if (run === 0) {
      for (const response of site.responses) assert.ok(response.status < 400, response.path);
      const paths = site.responses.map((response) => response.path).filter((each) => !each.startsWith('/icons/'));
      assert.equal(new Set(paths).size, paths.length, `nothing is loaded twice: ${paths}`);
    }
  }
  t.diagnostic(`navigation to first answer: ${times.map(Math.round).join(', ')} ms; ${bytes} bytes compressed`);
  assert.ok(isFast(), `answered ${times}, shown ${shows}`);
});

test('what is needed before anything can be read is within its budget', async (t) => {
  const files = await Promise.all([...(await firstLoadOf(siteRoot))].map(async (name) => {
    const { size } = await stat(path.join(siteRoot, `${name}.br`)).catch(() => stat(path.join(siteRoot, name)));
    return { name, size };
  }));
  const sum = (/** @type {typeof files} */ some) => some.reduce((total, { size }) => total + size, 0);
  const code = sum(files.filter(({ name }) => !name.endsWith('.ziffer')));
  t.diagnostic(`${sum(files)} bytes, without weights ${code}`);
  const names = files.map(({ name }) => name);
  for (const name of ['index.html', 'style.css', 'js/main.js', 'js/engine-worker.js', 'engine/recognizer.js']) assert.ok(names.includes(name), name);
  assert.ok(sum(files) <= withinFirstLoad, `${sum(files)} bytes`);
  assert.ok(code <= withinFirstLoadOfCode, `${code} bytes without weights`);
});

test('the site works from a subfolder, and so do its links', async (t) => {
  const parent = await startSite({ root: path.dirname(siteRoot) });
  t.after(() => parent.close());
  const page = await parent.open(t, { path: `${path.basename(siteRoot)}/#/read` });
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  await page.getByRole('link', { name: 'Start' }).click();
  await page.getByRole('button', { name: 'Launch' }).waitFor({ state: 'visible' });
  const outside = parent.responses.filter((response) => !response.path.startsWith(`/${path.basename(siteRoot)}/`));
  assert.deepEqual(outside, []);
  assert.deepEqual(parent.responses.filter(({ status }) => status >= 400), []);
});

test('a missing engine is said in words, and Try again mends it', async (t) => {
  const page = await site.open(t, { setUp: (opened) => opened.route('**/weights/*', (route) => route.fulfill({ status: 404 })) });
  const status = page.getByRole('status').filter({ hasText: 'The reader could not be started' });
  await status.waitFor();
  await drawNumber(page, '7'); // drawing still works, and waits
  await page.unroute('**/weights/*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await engineReady(page);
  await expectAnswer(page, '7');
});

/** Keeps the network that reads lines on its way until it is let go: with an answer of another kind, or as it is. */
function holdLines() {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const setUp = (page) =>
    page.route('**/weights/line.ziffer', async (route) => {
      const answer = await released;
      return answer ? route.fulfill(answer) : route.continue();
    });
  return { setUp, release };
}

test('digits are read before the network that reads lines is there; then a drawing is read again, and a batch begins', async (t) => {
  const { setUp, release } = holdLines();
  const page = await site.open(t, { setUp });
  await page.locator('#engine-status[data-state=ready][data-lines=coming]').waitFor();
  await drawNumber(page, '7');
  await answerText(page).and(page.getByText('7', { exact: true })).waitFor();
  assert.equal(await page.locator('#answer').getAttribute('aria-busy'), 'true', 'not final');
  await page.evaluate(async (base64) => {
    const { Engine } = await import(new URL('js/engine.js', document.baseURI).href);
    const engine = new Engine(new URL('js/engine-worker.js', document.baseURI));
    const picture = new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]);
    globalThis.order = [];
    const note = (name) => (timed) => globalThis.order.push(`${name} ${timed.reading.text} ${timed.preliminary}`);
    const batch = engine.readPicture(picture, { batch: true }).then(note('batch'));
    await engine.readPicture(picture).then(note('sheet'));
    globalThis.bothRead = batch;
  }, base64(numberPng('42')));
  await page.waitForTimeout(500);
  assert.deepEqual(await page.evaluate(() => globalThis.order), ['sheet 42 true']);
  release();
  await engineReady(page);
  await expectAnswer(page, '7');
  await page.evaluate(() => globalThis.bothRead);
  assert.deepEqual(await page.evaluate(() => globalThis.order), ['sheet 42 true', 'batch 42 false']);
});

test('without the network that reads lines, digits are read all the same, and the page says so; Try again mends it', async (t) => {
  const { setUp, release } = holdLines();
  const page = await site.open(t, { setUp });
  release({ status: 404 });
  await page.getByText('Only digits that stand apart can be read for now').waitFor();
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  await page.unroute('**/weights/line.ziffer');
  await page.getByRole('button', { name: 'Try again' }).click();
  await engineReady(page);
  await expectAnswer(page, '7');
});

test('a missing recognizer.js is said in words too', async (t) => {
  const page = await site.open(t, { setUp: (opened) => opened.route('**/recognizer.js', (route) => route.fulfill({ status: 404 })) });
  await page.getByText('engine/recognizer.js could not be loaded').waitFor();
});

test('a worker that dies is replaced: the next stroke is read', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  const [worker] = page.workers();
  const gone = new Promise((resolve) => worker.once('close', resolve));
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('crash on purpose');
    });
  });
  await gone;
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
});

/** Runs one of the engineTests in the page, with an Engine of its own. */
const withEngine = (page, name, argument) =>
  page.evaluate(
    async ({ name: test, argument: value }) => {
      const { Engine } = await import(new URL('js/engine.js', document.baseURI).href);
      const engine = new Engine(new URL('js/engine-worker.js', document.baseURI));
      return globalThis.engineTests[test](engine, value);
    },
    { name, argument },
  );

const engineTests = () => {
  const pad = { penWidth: 22, width: 840, height: 560 };
  const seven = [[[200, 100], [400, 100], [300, 450]]];
  const outcome = (promise) => promise.then((value) => ({ value }), (reason) => ({ name: reason.name, message: reason.message }));
  globalThis.engineTests = {
    async pendingAreRejected(engine) {
      const pending = [engine.about(), engine.readStrokes(seven, pad)].map(outcome);
      engine.restart('gone');
      const rejected = await Promise.all(pending);
      return { rejected, afterwards: (await engine.readStrokes(seven, pad)).reading.text };
    },
    async abort(engine) {
      const running = new AbortController();
      const queued = new AbortController();
      const early = AbortSignal.abort();
      const results = [
        outcome(engine.readStrokes(seven, pad, { signal: running.signal })),
        outcome(engine.readStrokes(seven, pad, { signal: queued.signal })),
        outcome(engine.readStrokes(seven, pad)),
        outcome(engine.readStrokes(seven, pad, { signal: early })),
      ];
      queued.abort();
      running.abort();
      const [first, second, third, fourth] = await Promise.all(results);
      return { first: first.name, second: second.name, third: third.value.reading.text, fourth: fourth.name };
    },
    async transfer(engine, bytes) {
      const buffer = Uint8Array.from(bytes).buffer;
      const { reading, milliseconds } = await engine.readPicture(buffer);
      const [symbol] = reading.symbols;
      const sum = symbol.probabilities.reduce((a, b) => a + b, 0);
      return { left: buffer.byteLength, text: reading.text, glyph: symbol.glyph.length, sum, milliseconds };
    },
    async batch(engine, { files, count }) {
      const pictures = files.map((base64) => new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]));
      const longTasks = [];
      const note = (list) => longTasks.push(...list.getEntries().map(({ duration }) => duration));
      const observer = new PerformanceObserver((list) => note(list));
      observer.observe({ type: 'longtask' });
      let left = count;
      const texts = Array.from({ length: count }, async (_, index) => {
        const { reading } = await engine.readPicture(pictures[index % pictures.length], { batch: true });
        left -= 1;
        return reading.text ?? reading.error.code;
      });
      await texts[0];
      await engine.readStrokes(seven, pad);
      const leftAfterStroke = left;
      const result = { texts: await Promise.all(texts), leftAfterStroke };
      // Dropping a batch must not block the page either.
      const abort = new AbortController();
      const dropped = Array.from({ length: count }, () => outcome(engine.readPicture(pictures[0], { batch: true, signal: abort.signal })));
      abort.abort();
      result.dropped = (await Promise.all(dropped)).every(({ name }) => name === 'AbortError');
      await new Promise((resolve) => setTimeout(resolve, 100)); // entries come late
      note({ getEntries: () => observer.takeRecords() });
      observer.disconnect();
      return { ...result, longTasks };
    },
    async blockedOnPurpose() {
      return new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries()[0].duration)).observe({ type: 'longtask' });
        setTimeout(() => {
          for (const end = performance.now() + 80; performance.now() < end; );
        });
      });
    },
    async heapsOfBatch(engine, { files, rounds }) {
      const heap = (worker) =>
        new Promise((resolve) => {
          worker.addEventListener('message', ({ data: { id, value } }) => id === -1 && resolve(value.heapBytes));
          worker.postMessage({ id: -1, method: 'about', args: [] });
        });
      const pictures = files.map((base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
      const before = globalThis.startedWorkers.length;
      const heaps = [];
      for (let round = 0; round < rounds; round += 1) {
        await Promise.all(pictures.map((bytes) => engine.readPicture(new Blob([bytes]), { batch: true })));
        heaps.push(await Promise.all(globalThis.startedWorkers.slice(before).map(heap)));
      }
      return heaps;
    },
  };
};

test('pending requests are rejected when the worker goes, and the next one works', async (t) => {
  const page = await site.open(t);
  await page.evaluate(engineTests);
  const { rejected, afterwards } = await withEngine(page, 'pendingAreRejected');
  assert.deepEqual(rejected, [
    { name: 'EngineError', message: 'gone' },
    { name: 'EngineError', message: 'gone' },
  ]);
  assert.equal(afterwards, '7');
});

test('an abort drops what is queued, ends what is running and spares the rest', async (t) => {
  const page = await site.open(t);
  await page.evaluate(engineTests);
  const results = await withEngine(page, 'abort');
  assert.deepEqual(results, { first: 'AbortError', second: 'AbortError', third: '7', fourth: 'AbortError' });
});

test('picture bytes are handed over, not copied, and a reading has all its parts', async (t) => {
  const page = await site.open(t);
  await page.evaluate(engineTests);
  const { left, text, glyph, sum, milliseconds } = await withEngine(page, 'transfer', [...numberPng('7')]);
  assert.equal(left, 0);
  assert.equal(text, '7');
  assert.equal(glyph, 784);
  assert.ok(Math.abs(sum - 1) < 1e-3);
  t.diagnostic(`one picture: ${milliseconds.toFixed(1)} ms in the worker`);
});

test('a worker that crashes while it loads rejects what waits for it', async (t) => {
  const page = await site.open(t, { setUp: (opened) => opened.route('**/weights/*', () => {}) });
  const worker = page.workers()[0] ?? (await page.waitForEvent('worker'));
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('crash on purpose');
    });
  });
  await page.getByText('crash on purpose').waitFor();
  await page.unroute('**/weights/*');
  await drawNumber(page, '7');
  await expectAnswer(page, '7');
  await settled(page);
});

const base64 = (bytes) => Buffer.from(bytes).toString('base64');

test('a batch of 500 is read in order, without blocking the page or a stroke, and can be dropped', async (t) => {
  const page = await site.open(t);
  await engineReady(page);
  await page.evaluate(engineTests);
  assert.ok((await withEngine(page, 'blockedOnPurpose')) > 50, 'long tasks are noticed here');
  const numbers = Array.from({ length: 20 }, (_, index) => String(index * 37 + 100));
  const files = numbers.map((number) => base64(numberPng(number)));
  let longTasks = [];
  // A busy machine may need several attempts to show what the page can do.
  for (let run = 0; run < 4 && (run === 0 || longTasks.length > 0); run += 1) {
    const batch = await withEngine(page, 'batch', { files, count: 500 });
    assert.deepEqual(batch.texts, Array.from({ length: 500 }, (_, index) => numbers[index % numbers.length]));
    assert.ok(batch.leftAfterStroke > 100, `the stroke waited for ${500 - batch.leftAfterStroke} pictures`);
    assert.equal(batch.dropped, true);
    longTasks = batch.longTasks;
  }
  assert.deepEqual(longTasks, [], 'tasks over 50 ms');
});

test("the memory of a batch's workers does not grow with the pictures they read", async (t) => {
  const collectWorkers = () => {
    globalThis.startedWorkers = [];
    globalThis.Worker = class extends Worker {
      constructor(...options) {
        super(...options);
        globalThis.startedWorkers.push(this);
      }
    };
  };
  const page = await site.open(t, { setUp: (opened) => opened.addInitScript(collectWorkers) });
  await engineReady(page);
  await page.evaluate(engineTests);
  const files = Array.from({ length: 100 }, (_, index) => base64(numberPng(index, { width: 100 + index, height: 90 })));
  const heaps = await withEngine(page, 'heapsOfBatch', { files, rounds: 12 });
  t.diagnostic(`MiB after each hundred pictures: ${heaps.map((each) => each.map((bytes) => bytes / 2 ** 20).join(' + ')).join(', ')}`);
  assert.ok(heaps[0].length >= 1 && heaps[0].length <= 4);
  assert.deepEqual(heaps.at(-1), heaps[1]);
});
