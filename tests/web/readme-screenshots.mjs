// The two pictures of the README, read by the engine itself: web/screenshots/*.png, which the manifest shows as well when
// somebody installs the page.
//   node tests/web/readme-screenshots.mjs
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { drawStrokes, dropFiles, engineReady, settled, startSite } from './support/browser.mjs';
import { placedStrokes } from '../support/digits.mjs';
import { digitText, grain, random, rule, sheet, write } from '../support/pages.mjs';
import { encodePng } from '../support/png.mjs';

const out = fileURLToPath(new URL('../../web/screenshots', import.meta.url));
const viewport = { width: 1280, height: 800 };

async function reader(page) {
  await engineReady(page);
  await drawStrokes(page, placedStrokes('2038', { left: 40, top: 170, height: 186, pitch: 195 }));
  await settled(page);
}

/** Sheets of numbers in MNIST's hands, on ruled and on grainy paper. */
async function batch(page) {
  await page.locator('#batch-empty').waitFor();
  const rng = random(11);
  const pictures = Array.from({ length: 8 }, (_, i) => {
    const paper = sheet(520, 110, 235);
    if (i % 2 === 0) rule(paper, 92, 170);
    write(paper, digitText(rng.whole(4, 7), rng), { left: 30, top: 30, height: 56, ink: 40 }, rng);
    return { name: `meter-${String(i + 1).padStart(2, '0')}.png`, buffer: encodePng(grain(paper, 10, rng)) };
  });
  await dropFiles(page, pictures);
  await page.locator(`#batch-progress[value="${pictures.length}"]`).waitFor();
  await page.waitForTimeout(1000); // the small pictures of the rows in sight
}

mkdirSync(out, { recursive: true });
const site = await startSite();
for (const [name, view, act] of [['reader', '#/read', reader], ['batch', '#/batch', batch]]) {
  const page = await site.open(null, { path: view, colorScheme: 'light', viewport });
  await act(page);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  await page.context().close();
}
await site.close();
