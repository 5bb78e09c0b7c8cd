// How soon the page stands when there is no network: the server gone and the service worker stopped, as after a night.
import { startServer } from '../../serve.mjs';
import { launchChromium } from '../lib/chromium.mjs';

const STARTS = 11;
const EMPTY_PAGE = '<!doctype html><title>empty</title><p>Hello';

/** @returns {Promise<{ starts: number, firstPaint: number[], ready: number[], emptyPaint: number[] }>} milliseconds from navigation */
export async function measureOfflineStart({ log }) {
  const server = await startServer();
  const browser = await launchChromium();
  try {
    const context = await browser.newContext();
    const first = await context.newPage();
    await first.goto(`${server.url}#/read`);
    await first.locator('#offline-state').filter({ hasText: /./ }).waitFor();
    // An empty page in the same cache: what Chromium itself takes.
    await first.evaluate(async (html) => {
      const [name] = (await caches.keys()).filter((key) => key.startsWith('ziffer-'));
      await (await caches.open(name)).put('empty.html', new Response(html, { headers: { 'Content-Type': 'text/html' } }));
    }, EMPTY_PAGE);
    await server.close();
    const start = async (/** @type {string} */ path, isReady) => {
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      await devtools.send('ServiceWorker.enable');
      await devtools.send('ServiceWorker.stopAllWorkers');
      await page.goto(server.url + path);
      const paint = await page.evaluate(firstContentfulPaint);
      const ready = isReady ? await isReady(page) : 0;
      await page.close();
      return { paint, ready };
    };
    const readerReady = async (page) => {
      await page.locator('#engine-status[data-state=ready]').waitFor();
      return page.evaluate(() => performance.now());
    };
    const result = { starts: STARTS, firstPaint: [], ready: [], emptyPaint: [] };
    for (let round = 0; round < STARTS; round += 1) {
      const { paint, ready } = await start('#/read', readerReady);
      result.firstPaint.push(paint);
      result.ready.push(ready);
      result.emptyPaint.push((await start('empty.html')).paint);
    }
    log(`without a network: first paint after ${result.firstPaint.map((ms) => ms.toFixed(0)).join(', ')} ms`);
    return result;
  } finally {
    await browser.close();
    await server.close().catch(() => {});
  }
}

/** Runs in the page. */
function firstContentfulPaint() {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime);
    }).observe({ type: 'paint', buffered: true });
  });
}
