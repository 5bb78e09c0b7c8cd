// Many pictures: the table, its states, stopping, duplicates, review, what is saved. The readings are made up.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { axeViolations, dropFiles, engineReady, longestTask, startSite } from './support/browser.mjs';
import { fakeEngine, fakePicture, reading } from './support/fake-engine.mjs';

let site;
before(async () => (site = await startSite()));
after(() => site.close());

const sure = reading([['12', '4.50']]);
const doubtful = reading([[{ text: '941', doubts: { 1: [4, 0.6, 9] } }, '77']]);
const refused = reading([[{ text: '38', refused: [0] }]]);
const files = [
  { name: 'sure.png', buffer: fakePicture(sure) },
  { name: 'doubtful.png', buffer: fakePicture(doubtful) },
  { name: 'refused.png', buffer: fakePicture(refused) },
  { name: 'again.png', buffer: fakePicture(sure) },
  { name: 'notes.txt', buffer: 'text', mimeType: 'text/plain' },
  { name: 'photo.heic', buffer: Buffer.from('0000ftypheic') },
  { name: 'scan.pdf', buffer: '%PDF-1.7' },
  { name: 'cut.png', buffer: fakePicture({ error: { code: 'corrupt_image', message: 'cut' } }) },
  { name: 'empty.png', buffer: fakePicture({ error: { code: 'no_ink', message: 'none' } }) },
];

async function open(t, options = {}) {
  const page = await site.open(t, { setUp: (opened) => fakeEngine(opened), reducedMotion: 'reduce', ...options });
  await engineReady(page);
  return page;
}
async function openWith(t, dropped, options) {
  const page = await open(t, options);
  await dropFiles(page, dropped);
  await page.locator('#batch-status').getByText(new RegExp(`^${dropped.length} of ${dropped.length} read$`)).waitFor();
  return page;
}
const row = (page, name) => page.locator('#batch-rows .batch-row', { has: page.locator(`.file-name span:text-is("${name}")`) });
const state = (page, name) => row(page, name).locator('.file-state').innerText();
const reason = (page, name) => row(page, name).locator('.file-reading small').innerText();
const text = (locator) => locator.innerText().then((inner) => inner.replaceAll('\u00a0', ' '));
const names = (page) => page.locator('#batch-rows .batch-row').evaluateAll((rows) =>
  rows.sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map((each) => each.querySelector('.file-name span').textContent));

test('several dropped files fill the table; a bad one is a row that says why', async (t) => {
  const page = await openWith(t, files);
  assert.match(page.url(), /#\/batch$/);
  assert.deepEqual(await names(page), files.map(({ name }) => name));
  assert.equal(await text(row(page, 'sure.png').locator('.file-reading span')), '12 4.50');
  assert.equal(await text(row(page, 'sure.png').locator('.file-confidence')), '98.8 %');
  assert.match(await state(page, 'sure.png'), /^read/);
  assert.match(await state(page, 'doubtful.png'), /^doubtful/);
  assert.match(await state(page, 'refused.png'), /^refused/);
  assert.match(await state(page, 'notes.txt'), /^failed/);
  assert.match(await reason(page, 'notes.txt'), /“notes\.txt” is not accepted/);
  assert.match(await reason(page, 'photo.heic'), /HEIC.*JPEG/s);
  assert.match(await reason(page, 'scan.pdf'), /PDF.*PNG or JPEG/s);
  assert.match(await reason(page, 'cut.png'), /damaged/);
  assert.match(await reason(page, 'empty.png'), /No number found/);
  assert.equal(await text(row(page, 'again.png').locator('.file-state small')), 'same as sure.png');
  await page.setViewportSize({ width: 390, height: 844 });
  assert.ok(await row(page, 'again.png').locator('.file-state small').isVisible());
  await row(page, 'sure.png').locator('.thumbnail canvas').waitFor();
  assert.deepEqual(await axeViolations(page), []);
});

test('Doubtful first, and the threshold says what it accepts and what that costs', async (t) => {
  const page = await openWith(t, files);
  // 12 and 4.50 twice, 941 at 0.6, 77, ?8: seven numbers, the 941 and the refused one are not accepted.
  const right = 0.998;
  const errors = 2 * (1 - right ** 2 + (1 - right ** 4)) + (1 - right ** 2);
  assert.equal(await text(page.locator('#accepted')), `5 of 7 numbers accepted unseen, ${errors < 0.1 ? 'under 0.1' : errors.toFixed(1)} expected to be wrong`);
  await page.getByLabel('Doubtful first').check();
  assert.deepEqual((await names(page)).slice(0, 2), ['refused.png', 'doubtful.png']);
  await page.locator('#threshold').fill('0');
  await page.getByText('6 of 7 numbers accepted unseen, 0.4 expected to be wrong').waitFor();
  assert.match(await state(page, 'doubtful.png'), /^read/);
  await page.locator('#threshold').fill('400');
  await page.getByText('0 of 7 numbers accepted').waitFor();
});

test('Stop stops within 200 ms, Go on reads the rest', async (t) => {
  const page = await open(t);
  await dropFiles(page, Array.from({ length: 12 }, (_, index) => ({ name: `${index}.png`, buffer: fakePicture(sure, { delay: 700, seed: String(index) }) })));
  await page.locator('.batch-row.reading').first().waitFor();
  const stopped = await page.evaluate(async () => {
    const start = performance.now();
    document.querySelector('#batch-stop').click();
    while (document.querySelector('.batch-row.reading')) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  t.diagnostic(`stopped in ${stopped.toFixed(0)} ms`);
  assert.ok(stopped < 200, `${stopped} ms`);
  await page.locator('#batch-status').getByText('stopped').waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('#batch-status').getByText('12 of 12 read').waitFor();
  assert.equal(await page.locator('.batch-row.read').count(), 12);
});

test('an estimate of the time left is shown while it reads', async (t) => {
  const page = await open(t);
  await dropFiles(page, Array.from({ length: 40 }, (_, index) => ({ name: `${index}.png`, buffer: fakePicture(sure, { delay: 300, seed: String(index) }) })));
  await page.locator('#batch-status').getByText(/\d+ of 40 read · about \d+ secs? left/).waitFor();
});

test('of equal pictures the first in the list is the original, whichever is looked at first', async (t) => {
  const page = await open(t);
  await page.evaluate(() => {
    const { digest } = SubtleCrypto.prototype;
    let calls = 0;
    SubtleCrypto.prototype.digest = async function (...args) {
      if (calls++ === 0) await new Promise((resolve) => setTimeout(resolve, 500));
      return digest.apply(this, args);
    };
  });
  await dropFiles(page, ['a.png', 'b.png', 'c.png'].map((name) => ({ name, buffer: fakePicture(sure) })));
  await page.locator('#batch-status').getByText('3 of 3 read').waitFor();
  const notes = await Promise.all(['a.png', 'b.png', 'c.png'].map((name) => row(page, name).locator('.file-state small').allInnerTexts()));
  assert.deepEqual(notes.map((each) => each.join('')), ['', 'same as a.png', 'same as a.png']);
  assert.equal(await text(row(page, 'a.png').locator('.file-reading span')), '12 4.50');
});

test('a picture that the engine was away for is read with Go on', async (t) => {
  const page = await open(t);
  await dropFiles(page, [{ name: 'a.png', buffer: fakePicture({ crash: 'The engine is gone.' }) }, { name: 'b.png', buffer: fakePicture(sure) }]);
  await row(page, 'a.png').locator('.file-reading').getByText('The engine is gone.').waitFor();
  await page.locator('#batch-status').getByText('2 of 2 read').waitFor();
  assert.match(await state(page, 'b.png'), /^read/);
  assert.equal(await page.getByRole('button', { name: 'Go on' }).isEnabled(), true);
});

test('review by keys alone: correct, insert, remove, undo, accept, back', async (t) => {
  const page = await openWith(t, files);
  await page.getByLabel('Doubtful first').check();
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.locator('#review-title').getByText('refused.png').waitFor();
  assert.deepEqual(await axeViolations(page), []);
  const cells = () => page.locator('#review-cells .cell span').allInnerTexts();
  assert.deepEqual(await cells(), ['?', '8']);
  await page.keyboard.press('5');
  assert.deepEqual(await cells(), ['5', '8']);
  assert.equal(await page.locator('#review-was').innerText(), 'read as ?8');
  await page.keyboard.press('Enter');

  await page.locator('#review-title').getByText('doubtful.png').waitFor();
  assert.deepEqual(await cells(), ['9', '4', '1']);
  assert.equal(await page.locator('.cell.selected span').innerText(), '4', 'the digit in doubt');
  assert.deepEqual(await page.locator('#review-choices span').allInnerTexts().then((all) => all.slice(0, 2)), ['4', '9']);
  await page.keyboard.press('9');
  await page.keyboard.press('Shift+Digit0');
  assert.deepEqual(await cells(), ['9', '90', '1']);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Delete');
  assert.deepEqual(await cells(), ['9', '9', '·']);
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await cells(), ['7', '7']);
  await page.keyboard.press('Enter');

  await page.locator('#review-title').getByText('empty.png').waitFor();
  await page.locator('#review-which').getByText('No number was found').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'review-number', 'a number can be typed at once');
  assert.deepEqual(await axeViolations(page), []);
  await page.keyboard.type('12x');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('#review-typed-note').innerText(), /Digits 0 to 9/);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('.50');
  await page.keyboard.press('Enter'); // puts it in
  assert.equal(await page.locator('#review-was').innerText(), 'Entered: 12.50.');
  await page.keyboard.press('Control+z');
  assert.equal(await page.locator('#review-was').innerText(), '');
  await page.keyboard.press('e');
  await page.keyboard.type('7');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter'); // nothing more in doubt: back to the table

  assert.equal(await text(row(page, 'empty.png').locator('.file-reading span')), '7');
  assert.match(await state(page, 'empty.png'), /^checked/);
  const [line] = (await saved(page, 'Save CSV')).split('\r\n').filter((each) => each.startsWith('empty.png'));
  assert.match(line, /^empty\.png,checked,1,,7,,7,,1,,,,,,/);
  const number = JSON.parse(await saved(page, 'Save JSON')).pictures.find(({ file }) => file === 'empty.png').numbers[0];
  assert.deepEqual([number.value, number.reading, number.corrected, number.accepted], ['7', null, '7', true]);
  assert.equal(await text(row(page, 'doubtful.png').locator('.file-reading')), '99 77\nread as 941 77');
  assert.match(await state(page, 'refused.png'), /^checked/);
  await row(page, 'sure.png').getByRole('button').click();
  await page.locator('#review-title').getByText('sure.png').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Review sure.png');
});

test('taps correct too, and the choices are the three most probable digits', async (t) => {
  const page = await openWith(t, files.slice(0, 2));
  await row(page, 'doubtful.png').getByRole('button').click();
  await page.getByRole('button', { name: /^9 40\.0/ }).click();
  await page.locator('#review-cells .cell').nth(0).click();
  await page.locator('#review-keys').getByRole('button', { name: 'Remove' }).click();
  await page.locator('#review-keys').getByRole('button', { name: 'Insert' }).click();
  await page.locator('#review-keys').getByRole('button', { name: '3', exact: true }).click();
  assert.deepEqual(await page.locator('#review-cells .cell span').allInnerTexts(), ['3', '9', '1']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.deepEqual(await page.locator('#review-cells .cell span').allInnerTexts(), ['9', '9', '1']);
  await page.getByRole('button', { name: 'Accept' }).click();
  assert.match(await state(page, 'doubtful.png'), /^checked/);
});

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

test('CSV and JSON hold the reading and the correction side by side', async (t) => {
  const page = await openWith(t, [...files.slice(0, 2), { name: '=1+1,"x".png', buffer: fakePicture(sure, { seed: 'formula' }) }, files[4]]);
  await row(page, 'doubtful.png').getByRole('button').click();
  await page.keyboard.press('9');
  await page.keyboard.press('Enter');
  const csv = await saved(page, 'Save CSV');
  const lines = csv.trimEnd().split('\r\n');
  assert.equal(lines[0], 'file,state,number,line,value,reading,corrected,confidence,accepted,x,y,width,height,duplicate_of,reason,sha256,field,field_value,valid,changed');
  assert.match(lines[1], /^sure\.png,read,1,1,12,12,,0\.996004,1,10,15,60,35,,,[0-9a-f]{64},,,,$/);
  assert.match(lines[3], /^doubtful\.png,checked,1,1,991,941,991,0\.597\d+,1,/);
  assert.match(lines[5], /^"'=1\+1,""x""\.png",read,/, 'quoted, and no formula');
  assert.match(lines[7], /^notes\.txt,failed,,,,,,,,,,,,,“notes\.txt” is not accepted|^notes\.txt,failed,.*"“notes/);
  const { pictures } = JSON.parse(await saved(page, 'Save JSON'));
  const [number] = pictures[1].numbers;
  assert.deepEqual([number.reading, number.corrected, number.value, number.accepted], ['941', '991', '991', true]);
  assert.equal(number.symbols[1].text, '4');
  assert.equal(number.symbols[1].corrected, '9');
  assert.equal(number.symbols[1].probabilities.length, 10);
});

test('results go into a folder where the browser can, and into the clipboard', async (t) => {
  const page = await open(t, {
    setUp: async (opened) => {
      await fakeEngine(opened);
      await opened.addInitScript(() => {
        globalThis.written = {};
        globalThis.showDirectoryPicker = async () => ({
          name: 'results',
          getFileHandle: async (name) => ({ createWritable: async () => ({ write: async (body) => (globalThis.written[name] = body), close: async () => {} }) }),
        });
      });
    },
  });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await dropFiles(page, files.slice(0, 2));
  await page.locator('#batch-status').getByText('2 of 2 read').waitFor();
  await page.getByRole('button', { name: 'Save into folder' }).click();
  await page.locator('#batch-saved').getByText('Saved in “results”').waitFor();
  const written = await page.evaluate(() => globalThis.written);
  assert.deepEqual(Object.keys(written), ['ziffer-readings.csv', 'ziffer-readings.json']);
  await page.getByRole('button', { name: 'Copy CSV' }).click();
  await page.locator('#batch-saved').getByText('Copied').waitFor();
  assert.equal((await page.evaluate(() => navigator.clipboard.readText())).replaceAll('\r\n', '\n'), written['ziffer-readings.csv'].replaceAll('\r\n', '\n'));
});

test('a folder is chosen with the files in it; hidden ones are passed over', async (t) => {
  const page = await open(t);
  await page.goto(`${site.url}#/batch`);
  const add = (inputId) => page.locator(inputId).evaluate((input, base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    for (const name of ['a.png', '.DS_Store', 'Thumbs.db']) transfer.items.add(new File([bytes], name));
    input.files = transfer.files;
    input.dispatchEvent(new Event('change'));
  }, fakePicture(sure).toString('base64'));
  await add('#folder');
  await page.locator('#batch-status').getByText('1 of 1 read').waitFor();
  assert.deepEqual(await names(page), ['a.png']);
});

test('the sheet keeps its keys: Escape in the table clears nothing', async (t) => {
  const page = await openWith(t, files.slice(0, 2));
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.batch-row.read, .batch-row.doubtful').count(), 2);
});

for (const width of [320, 390]) {
  test(`no sideways scrolling at ${width} px`, async (t) => {
    const page = await openWith(t, files, { viewport: { width, height: 800 } });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok((await overflow()) <= 0, 'table');
    await row(page, 'doubtful.png').getByRole('button').click();
    assert.ok((await overflow()) <= 0, 'review');
  });
}

test('1,000 files do not freeze the page, and only the rows in sight exist', async (t) => {
  const page = await open(t);
  await page.goto(`${site.url}#/batch`);
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const transfer = new DataTransfer();
    // Spaces at the end make each another file.
    for (let index = 0; index < 1000; index += 1) transfer.items.add(new File([bytes, ' '.repeat(index)], `${index}.png`));
    document.querySelector('#files').files = transfer.files;
  }, fakePicture(sure).toString('base64'));
  const longest = await longestTask(page, async () => {
    await page.evaluate(() => setTimeout(() => document.querySelector('#files').dispatchEvent(new Event('change'))));
    await page.locator('#batch-progress[value="1000"]').waitFor({ timeout: 120_000 });
    for (let y = 0; y < 60_000; y += 6000) await page.evaluate((to) => scrollTo(0, to), y);
  });
  t.diagnostic(`longest main-thread task with 1,000 files: ${longest.toFixed(1)} ms`);
  assert.ok((await page.locator('#batch-rows .batch-row').count()) < 50);
  assert.ok(longest < 50, `${longest} ms`);
});
