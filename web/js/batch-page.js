// Wires the view of many pictures; loaded when it is first wanted.

import { Batch, isReviewable } from './batch.js';
import { BatchView } from './batch-view.js';
import { FieldChooser } from './field-chooser.js';
import { addEnglish, languageEvents, phrase } from './messages.js';
import english from '../messages/en-later.js';
import { toCsv, toJson } from './results-file.js';
import { ReviewView } from './review-view.js';
import { canSaveIntoFolder, copyText, download, saveIntoFolder } from './saving.js';

/** @typedef {{ name: string, blob: Blob }} NamedBlob */

addEnglish(english);

/**
 * @param {import('./engine.js').Engine} engine
 * @param {<T extends Element>(id: string, type: new () => T) => T} byId
 */
export function startBatchPage(engine, byId) {
  const batch = new Batch(engine);
  const list = byId('batch-list', HTMLElement);
  const button = (/** @type {string} */ id) => byId(id, HTMLButtonElement);
  const element = (/** @type {string} */ id) => byId(id, HTMLElement);
  const saved = element('batch-saved');
  let scrolledTo = 0;

  const chooser = new FieldChooser('batch-field', () => batch.useField(chooser.field));
  batch.useField(chooser.field);
  element('batch-results').prepend(chooser.element);

  const view = new BatchView(
    batch,
    {
      rows: element('batch-rows'), table: element('batch-table'), head: element('batch-head'), empty: element('batch-empty'),
      progress: byId('batch-progress', HTMLProgressElement), status: element('batch-status'), spoken: element('batch-spoken'),
      stop: button('batch-stop'), clear: button('batch-clear'), review: button('batch-review'),
      threshold: byId('threshold', HTMLInputElement), thresholdLabel: element('threshold-label'), accepted: element('accepted'),
      doubtfulFirst: byId('doubtful-first', HTMLInputElement), results: element('batch-results'),
    },
    open,
  );
  const review = new ReviewView(
    batch,
    {
      section: element('review'), title: element('review-title'), sheet: element('review-sheet'),
      picture: byId('review-picture', HTMLImageElement), boxes: byId('review-boxes', SVGSVGElement), stage: element('review-stage'),
      which: element('review-which'), closeUp: byId('review-close-up', HTMLCanvasElement), cells: element('review-cells'),
      was: element('review-was'), spoken: element('batch-spoken'), choices: element('review-choices'), keys: element('review-keys'),
      typed: byId('review-typed', HTMLFormElement), field: byId('review-number', HTMLInputElement), note: element('review-typed-note'),
      undo: button('review-undo'), accept: button('review-accept'), back: button('review-back'),
      previous: button('review-previous'), next: button('review-next'),
    },
    {
      order: () => view.order,
      onClosed(item) {
        list.hidden = false;
        scrollTo(0, scrolledTo);
        view.render();
        view.focus(item);
      },
    },
  );

  /** @param {import('./batch.js').Item} item */
  function open(item) {
    scrolledTo = scrollY;
    list.hidden = true;
    review.open(item);
    scrollTo(0, 0);
  }

  button('batch-stop').addEventListener('click', () => (batch.running ? batch.stop() : batch.start()));
  button('batch-clear').addEventListener('click', () => batch.clear());
  button('batch-review').addEventListener('click', () => {
    const first = view.order.find((item) => isReviewable(item) && !item.checked) ?? view.order.find(isReviewable);
    if (first) open(first);
  });

  const csv = () => toCsv(batch.items, batch.threshold, batch.field);
  const json = () => toJson(batch.items, batch.threshold, batch.field);
  const files = { csv: 'ziffer-readings.csv', json: 'ziffer-readings.json' };
  /** @param {string} id @param {() => Promise<string | null> | string} save resolves to what to say */
  const onSave = (id, save) =>
    button(id).addEventListener('click', async () => {
      try {
        await batch.validated();
        saved.textContent = (await save()) ?? '';
      } catch (error) {
        saved.textContent = phrase('batch.not-saved', { reason: error instanceof Error ? error.message : String(error) });
      }
    });
  onSave('save-csv', () => (download(files.csv, csv(), 'text/csv'), phrase('batch.saved')));
  onSave('save-json', () => (download(files.json, json(), 'application/json'), phrase('batch.saved')));
  onSave('copy-csv', async () => phrase((await copyText(csv())) ? 'copied' : 'copied.not'));
  button('save-folder').hidden = !canSaveIntoFolder;
  onSave('save-folder', async () => {
    const name = await saveIntoFolder({ [files.csv]: csv(), [files.json]: json() });
    return name === null ? null : phrase('batch.saved-in', { name });
  });

  languageEvents.addEventListener('changed', () => {
    saved.textContent = '';
    view.render();
    review.rewrite();
  });

  return {
    /** @param {NamedBlob[]} added */
    add: (added) => batch.add(added),
    render: () => view.render(),
  };
}
