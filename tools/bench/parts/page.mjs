// The real page while somebody draws: the longest task on its main thread, from Chromium's own trace.
import { placedStrokes } from '../../../tests/support/digits.mjs';
import { startServer } from '../../serve.mjs';
import { launchChromium } from '../lib/chromium.mjs';

const STEPS = 8; // positions between two points of a stroke: a pen reports far more often than a corner comes
const PAUSE_MS = 8; // 125 positions a second
const PAD_SIDE = 560;
const DIGITS = '2538';

/** @returns {Promise<{ longestTaskMs: number, tasks: number, over50ms: number, positions: number }>} */
export async function measureDrawing({ log }) {
  const server = await startServer();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}#/read`);
    await page.locator('#engine-status[data-state=ready]').waitFor();
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    const positions = await draw(page);
    await page.locator('#answer[aria-busy=false]').waitFor();
    const trace = JSON.parse((await browser.stopTracing()).toString());
    log(`drew ${DIGITS}: ${positions} pen positions, read as ${await page.locator('#answer .answer-text').innerText()}`);
    return { ...mainThreadTasks(trace.traceEvents), positions };
  } finally {
    await browser.close();
    await server.close();
  }
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
  const durations = events
    .filter(({ name, ph, pid, tid }) => /(^|::)RunTask$/.test(name) && ph === 'X' && mainThreads.has(`${pid}:${tid}`))
    .map(({ dur }) => dur / 1000);
  if (durations.length === 0) throw new Error('the trace holds no tasks of the main thread');
  return { longestTaskMs: Math.max(...durations), tasks: durations.length, over50ms: durations.filter((ms) => ms > 50).length };
}
