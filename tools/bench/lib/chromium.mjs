import { chromium } from 'playwright-core';

import { chromiumOptions } from '../../chromium.mjs';

const PATIENCE_MS = 30 * 60 * 1000;

/** Headless Chromium with a new, empty profile. */
export function launchChromium() {
  return chromium.launch(chromiumOptions);
}

/** Opens a page of pages/ and waits for what it calls `outcome`. */
export async function runPage(browser, url, { log = () => {} } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('console', (message) => log(message.text()));
  page.on('pageerror', (error) => log(`page error: ${error.message}`));
  await page.goto(url);
  await page.waitForFunction(() => globalThis.outcome);
  const outcome = await page.evaluate(() => globalThis.outcome);
  await page.close();
  return outcome;
}
