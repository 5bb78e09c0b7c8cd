// Memory of Ziffer's module in Chromium: pages/memory.mjs.
import { bundleForPages } from '../lib/bundle.mjs';
import { launchChromium, runPage } from '../lib/chromium.mjs';
import { startServer } from '../lib/server.mjs';

export async function measureMemory({ weights, reads, log }) {
  await bundleForPages();
  const server = await startServer({ '/made/weights': () => weights.bytes });
  const browser = await launchChromium();
  try {
    const outcome = await runPage(browser, server.page('memory', { reads }), { log });
    return { network: weights.label, ...outcome };
  } finally {
    await browser.close();
    await server.close();
  }
}
