// Throughput: the same rounds in a Node process and in a Chromium page, a fresh one for each network.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundleForPages } from '../lib/bundle.mjs';
import { launchChromium, runPage } from '../lib/chromium.mjs';
import { testImages } from '../lib/inputs.mjs';
import { startServer } from '../lib/server.mjs';

const IMAGES = 64;

/** @returns {Promise<object[]>} a report of measureRounds() for each network */
export async function roundsInNode({ weights, ...options }) {
  const reports = [];
  for (const { file } of weights) reports.push(await inNodeProcess({ file, ...options }));
  return reports;
}

function inNodeProcess({ file, engines, rounds, batches, log }) {
  const child = fork(fileURLToPath(new URL('node-worker.mjs', import.meta.url)));
  return new Promise((resolve, reject) => {
    let report;
    child.on('message', (message) => {
      if (message.log) log(`Node: ${message.log}`);
      else report = message.report;
    });
    child.on('exit', (code) => (report ? resolve(report) : reject(new Error(`the Node process ended with ${code}`))));
    child.send({ file, engines, rounds, batches });
  });
}

/** @returns {Promise<{ version: string, reports: object[] }>} */
export async function roundsInChromium({ engines, weights, rounds, batches, log }) {
  await bundleForPages();
  const images = Buffer.from(testImages(IMAGES).buffer);
  let current;
  const server = await startServer({ '/made/images.f32': () => images, '/made/weights.ziffer': () => current.bytes });
  const browser = await launchChromium();
  try {
    const reports = [];
    for (current of weights) {
      const config = { label: current.label, engines, rounds, batches };
      reports.push(await runPage(browser, server.page('rounds', config), { log: (line) => log(`Chromium: ${line}`) }));
    }
    return { version: browser.version(), reports };
  } finally {
    await browser.close();
    await server.close();
  }
}
