// The real page: the longest task on its main thread, from Chromium's own trace, while somebody draws and while a batch
// of pictures is read; the batch's speed, on one worker and on the pool; and how long a stroke takes meanwhile.
import { placedStrokes } from '../../../tests/support/digits.mjs';
import { startServer } from '../../serve.mjs';
import { launchChromium } from '../lib/chromium.mjs';
import { numberPictures } from '../lib/inputs.mjs';

const STEPS = 8; // positions between two points of a stroke: a pen reports far more often than a corner comes
const PAUSE_MS = 8; // 125 positions a second
const PAD_SIDE = 560;
const DIGITS = '2538';

const BATCH = 500;
const BATCH_ROUNDS = 5;
const STROKES = 30;

/** @returns {Promise<{ drawing: object, batch: object }>} */
export async function measurePage({ log }) {
  const server = await startServer();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}#/read`);
    await page.locator('#engine-status[data-state=ready]').waitFor();

    // What drives the browser puts a third of a megabyte of script into the page when it first looks for something there.
    await page.locator('#pad').boundingBox();
    let positions = 0;
    const whileDrawing = await traced(browser, page, async () => {
      positions = await draw(page);
      await page.locator('#answer[aria-busy=false]').waitFor();
    });
    log(`drew ${DIGITS}: ${positions} pen positions, read as ${await page.locator('#answer .answer-text').innerText()}`);

    const { files, numbers } = numberPictures();
    await page.evaluate(prepareBatch, { files: files.map((file) => file.toString('base64')), numbers, count: BATCH });
    const rates = { one: [], pool: [] };
    for (let round = 0; round < BATCH_ROUNDS; round += 1) {
      for (const which of round % 2 ? ['pool', 'one'] : ['one', 'pool']) rates[which].push(await page.evaluate((name) => readBatch(name), which));
      log(`batch: ${rates.one[round].toFixed(0)} pictures a second on one worker, ${rates.pool[round].toFixed(0)} on the pool`);
    }
    const whileReading = await traced(browser, page, () => page.evaluate(() => readBatch('pool')));
    const strokes = await page.evaluate((count) => timeStrokes(count), STROKES);
    return { drawing: { ...whileDrawing, positions }, batch: { ...whileReading, count: BATCH, rates, strokes } };
  } finally {
    await browser.close();
    await server.close();
  }
}

async function traced(browser, page, work) {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await work();
  return mainThreadTasks(JSON.parse((await browser.stopTracing()).toString()).traceEvents);
}

/** Runs in the page: its engine twice, with one worker for batches and with as many as it chooses. */
async function prepareBatch({ files, numbers, count }) {
  const { Engine } = await import(new URL('js/engine.js', document.baseURI).href);
  const url = new URL('js/engine-worker.js', document.baseURI);
  const engines = { one: new Engine(url, { batchWorkers: 1 }), pool: new Engine(url) };
  const blobs = files.map((base64) => new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]));
  const seven = [[[200, 100], [400, 100], [300, 450]]];

  const read = (engine, pictures) =>
    Promise.all(
      Array.from({ length: pictures }, async (_, index) => {
        const { reading } = await engine.readPicture(blobs[index % blobs.length], { batch: true });
        if (reading.text !== numbers[index % numbers.length]) throw new Error(`${numbers[index % numbers.length]} was read as ${reading.text}`);
      }),
    );
  /** Pictures a second, once the workers run. */
  globalThis.readBatch = async (name) => {
    await read(engines[name], 20);
    const start = performance.now();
    await read(engines[name], count);
    return (count / (performance.now() - start)) * 1000;
  };

  /** Milliseconds from asking to answer, of strokes a frame apart: alone, and while a batch is read. */
  globalThis.timeStrokes = async (strokes) => {
    const times = async (isOver) => {
      const all = [];
      while (!isOver(all)) {
        const start = performance.now();
        await engines.pool.readStrokes(seven, { penWidth: 22, width: 840, height: 560 });
        all.push(performance.now() - start);
        await new Promise((resolve) => setTimeout(resolve, 16));
      }
      return all;
    };
    await times((all) => all.length === 5); // starts the worker
    const alone = await times((all) => all.length === strokes);
    let isRead = false;
    read(engines.pool, count).finally(() => (isRead = true));
    return { alone, duringBatch: await times(() => isRead) };
  };
}

async function draw(page) {
  const box = await page.locator('#pad').boundingBox();
  const scale = box.height / PAD_SIDE;
  let positions = 0;
  for (const stroke of placedStrokes(DIGITS, { left: 40, top: 150, height: 180 })) {
    for (const [index, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + x * scale, box.y + y * scale, { steps: index === 0 ? 1 : STEPS });
      if (index === 0) await page.mouse.down();
      positions += index === 0 ? 1 : STEPS;
      await page.waitForTimeout(PAUSE_MS);
    }
    await page.mouse.up();
  }
  return positions;
}

function mainThreadTasks(events) {
  const mainThreads = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}:${tid}`),
  );
  const all = events.filter(({ name, ph, pid, tid }) => /(^|::)RunTask$/.test(name) && ph === 'X' && mainThreads.has(`${pid}:${tid}`));
  const durations = all.map(({ dur }) => dur / 1000);
  if (durations.length === 0) throw new Error('the trace holds no tasks of the main thread');
  return {
    longestTaskMs: Math.max(...durations),
    longestTaskCpuMs: Math.max(...all.map(({ tdur = 0 }) => tdur / 1000)), // less what it waited for a core
    tasks: durations.length,
    over50ms: durations.filter((ms) => ms > 50).length,
  };
}
