// Renders the installed page's icons from web/icons/icon.svg with Chromium; the PNGs are committed.
//   node tools/render-icons.mjs
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

import { chromiumOptions } from './chromium.mjs';

const icons = fileURLToPath(new URL('../web/icons/', import.meta.url));
const svg = await readFile(`${icons}icon.svg`, 'utf8');
const square = svg.replace(' rx="14"', ''); // the system cuts its own shape out of a maskable icon
const browser = await chromium.launch(chromiumOptions);
for (const [name, side, drawing] of [['icon-192', 192, svg], ['icon-512', 512, svg], ['maskable-512', 512, square]]) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${side}px;height:${side}px}</style>${drawing}`);
  await writeFile(`${icons}${name}.png`, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
