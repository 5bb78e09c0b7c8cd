// The tables of the page of evidence, from the JSON that the commands wrote: nothing here is typed in or measured.

import { tell } from './explanations.js';

/** @typedef {import('./tables.js').Cell} Cell */
/** @typedef {import('./tables.js').Table} Table */
/** @typedef {import('./explanations.js').TextKey} TextKey */
/**
 * As tools/cli and tools/bench write them.
 * @typedef {{ command: string, date: string, machine: string }} Made
 * @typedef {{ precision: number, recall: number, f1: number, support: number }} Scores
 * @typedef {{ low: number, high: number, n: number, correct: number, confidence: number }} Bin
 * @typedef {{ name: string, description: string, n: number, correct: number, accuracy: number, wilson_95: [number, number],
 *   loss: number, confusion: number[][], classes: Scores[], macro_avg: Scores, weighted_avg: Scores,
 *   calibration: { ece: number, bins: Bin[] },
 *   coverage: { error: number, n: number, share: number, threshold: number | null }[] }} SetFigures
 * @typedef {{ name: string, parameters: number, multiply_adds: number,
 *   layers: { name: string, type: string, output_shape: string, parameters: number, multiply_adds: number }[] }} NetworkFigures
 * @typedef {{ sets: { name: string, times: number, training: number, validation: number, description: string }[],
 *   options: string, kernels: string, threads: number, seconds: number, best_epoch: number,
 *   history: { epoch: number, train_loss: number, train_accuracy: number, validation_loss: number, validation_accuracy: number }[] }} Training
 * @typedef {{ name: string, n: number, accuracy: number, ece: number }} Condition
 * @typedef {{ made: Made, weights: { name: string, bytes: number }, calibration: { temperature: number, refusal: number },
 *   network: NetworkFigures, training: Training | null, sets: SetFigures[],
 *   conditions: { title: string, description: string, rows: Condition[] }[],
 *   non_digits: { name: string, n: number, auroc: number, digits_refused: number, refused: number }[] }} Report
 * @typedef {{ numbers: string, n: number, right: number, character_error: number, read_at_1_percent: number }} NumbersRow
 * @typedef {{ pages: string, n: number, numbers: number, recall?: number, precision?: number, invented_per_page: number }} PagesRow
 * @typedef {{ made: Made, numbers: NumbersRow[], pages: PagesRow[] }} NumberFigures
 * @typedef {{ network: string, multiplyAdds: number, rounds: number,
 *   engines: { name: string, batches: { batch: number, best: number, medians: number[] }[] }[] }} Rounds
 * @typedef {{ date: string, command: string, machine: { processor: string, cores: number },
 *   chromium?: { version: string, reports: Rounds[] } }} Speed
 * @typedef {{ made: { command: string, date: string }, files: { name: string, raw: number, gzip: number, brotli: number }[],
 *   firstLoad: { raw: number, gzip: number, brotli: number } }} Sizes
 * @typedef {{ report: Report | null, numbers: NumberFigures | null, speed: Speed | null, sizes: Sizes }} Evidence
 */

const grouping = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** @param {number} value */
export const percent = (value) => tell('percent', { number: (100 * value).toFixed(2) });

/** @param {string} text @returns {Cell} */
const head = (text) => ({ text, head: true });
/** @param {string} text @returns {Cell} */
const words = (text) => ({ text });
/** @param {number} value @returns {Cell} */
export const count = (value) => ({ text: grouping.format(value), value });
/** @param {number} value @returns {Cell} */
const share = (value) => ({ text: percent(value), value });
/** @param {number} value @param {number} [digits] @returns {Cell} */
const decimal = (value, digits = 4) => ({ text: value.toFixed(digits), value });
/** @type {Cell} */
const none = { text: '', value: null };

/** @param {string[]} keys of column headings, without their "evidence.column." */
const columns = (...keys) => keys.map((key) => (key === '' ? '' : tell(/** @type {TextKey} */ (`evidence.column.${key}`))));

/** @param {NetworkFigures} network @returns {Table} */
export function layersTable(network) {
  return {
    id: 'layers',
    caption: tell('evidence.layers', { name: network.name }),
    head: columns('layer', 'type', 'shape', 'parameters', 'multiply-adds'),
    rows: [
      ...network.layers.map(({ name, type, output_shape: shape, parameters, multiply_adds: products }) =>
        [head(name), words(type), words(shape), count(parameters), count(products)]),
      [head(tell('evidence.total')), words(''), words(''), count(network.parameters), count(network.multiply_adds)].map((cell) => ({ ...cell, strong: true })),
    ],
  };
}

/** @param {Training} training @returns {Table} */
export function trainingSetsTable({ sets }) {
  return {
    id: 'training-sets',
    caption: tell('evidence.training-sets'),
    head: columns('set', 'times', 'training', 'validation', 'what'),
    rows: sets.map((set) => [head(set.name), count(set.times), count(set.training), count(set.validation), words(set.description)]),
  };
}

/** @param {Training} training @returns {Table} */
export function epochsTable({ history, best_epoch: best }) {
  return {
    id: 'epochs',
    caption: tell('evidence.epochs'),
    head: columns('epoch', 'train-loss', 'train-accuracy', 'validation-loss', 'validation-accuracy'),
    rows: history.map((row) => [
      { ...head(String(row.epoch)), value: row.epoch }, decimal(row.train_loss), share(row.train_accuracy),
      decimal(row.validation_loss), share(row.validation_accuracy),
    ].map((cell) => ({ ...cell, strong: row.epoch === best }))),
  };
}

/** @param {SetFigures[]} sets @returns {Table} */
export function setsTable(sets) {
  return {
    id: 'sets',
    caption: tell('evidence.sets'),
    head: columns('set', 'images', 'accuracy', 'from', 'to', 'loss', 'ece', 'what'),
    rows: sets.map((set) => [
      head(set.name), count(set.n), { ...share(set.accuracy), strong: true }, share(set.wilson_95[0]), share(set.wilson_95[1]),
      decimal(set.loss), share(set.calibration.ece), words(set.description),
    ]),
  };
}

/** Rows: what was written; columns: what was read. @param {SetFigures} set @returns {Table} */
export function confusionTable({ name, confusion, classes }) {
  const errors = confusion.flatMap((row, truth) => row.filter((_, read) => read !== truth));
  const most = Math.max(1, ...errors);
  return {
    id: 'confusion',
    caption: tell('evidence.confusion', { name }),
    head: [tell('evidence.column.written'), ...confusion.map((_, digit) => String(digit)), tell('evidence.column.images')],
    rows: confusion.map((row, truth) => [
      head(String(truth)),
      ...row.map((n, read) => (read === truth ? { ...count(n), strong: true } : { ...count(n), shade: n / most })),
      count(classes[truth].support),
    ]),
  };
}

/** @param {SetFigures} set @returns {Table} */
export function classesTable({ name, classes, macro_avg: macro, weighted_avg: weighted }) {
  /** @param {string} label @param {Scores} scores @returns {Cell[]} */
  const row = (label, { precision, recall, f1, support }) => [head(label), decimal(precision), decimal(recall), decimal(f1), count(support)];
  return {
    id: 'classes',
    caption: tell('evidence.classes', { name }),
    head: columns('digit', 'precision', 'recall', 'f1', 'images'),
    rows: [
      ...classes.map((scores, digit) => row(String(digit), scores)),
      row(tell('evidence.macro'), macro), row(tell('evidence.weighted'), weighted),
    ],
  };
}

/** @param {SetFigures} set @returns {Table} */
export function calibrationTable({ name, calibration }) {
  return {
    id: 'calibration',
    caption: tell('evidence.bins', { name }),
    head: columns('from', 'to', 'answers', 'right', 'confidence'),
    rows: calibration.bins.filter(({ n }) => n > 0).map(({ low, high, n, correct, confidence }) => [
      { ...share(low), head: true }, share(high), count(n), count(correct), share(confidence),
    ]),
  };
}

/** @param {SetFigures} set @returns {Table} */
export function coverageTable({ name, coverage }) {
  return {
    id: 'coverage',
    caption: tell('evidence.coverage', { name }),
    head: columns('error', 'answers', 'share', 'threshold'),
    rows: coverage.map(({ error, n, share: part, threshold }) => [
      { ...share(error), head: true }, count(n), share(part), threshold === null ? none : decimal(threshold),
    ]),
  };
}

/** @param {Report} report @returns {Table[]} */
export function conditionTables({ conditions }) {
  return conditions.map(({ title, rows }, index) => ({
    id: `conditions-${index}`,
    caption: title,
    head: columns('condition', 'images', 'accuracy', 'ece'),
    rows: rows.map(({ name, n, accuracy, ece }) => [head(name), count(n), share(accuracy), share(ece)]),
  }));
}

/** @param {Report} report @returns {Table} */
export function nonDigitsTable({ non_digits: rows }) {
  return {
    id: 'non-digits',
    caption: tell('evidence.non-digits', { percent: percent(rows[0]?.digits_refused ?? 0) }),
    head: columns('kind', 'images', 'auroc', 'refused'),
    rows: rows.map(({ name, n, auroc, refused }) => [head(name), count(n), decimal(auroc), share(refused)]),
  };
}

/** @param {NumberFigures} figures @returns {Table} */
export function numbersTable({ numbers }) {
  return {
    id: 'numbers-figures',
    caption: tell('evidence.numbers.single'),
    head: columns('numbers', 'images', 'right', 'character-error', 'read-at-1'),
    rows: numbers.map((row) => [head(row.numbers), count(row.n), share(row.right), share(row.character_error), share(row.read_at_1_percent)]),
  };
}

/** @param {NumberFigures} figures @returns {Table} */
export function pagesTable({ pages }) {
  return {
    id: 'pages-figures',
    caption: tell('evidence.numbers.pages'),
    head: columns('pages', 'images', 'numbers-there', 'found', 'of-read', 'invented'),
    rows: pages.map((row) => [
      head(row.pages), count(row.n), count(row.numbers), row.recall === undefined ? none : share(row.recall),
      row.precision === undefined ? none : share(row.precision), decimal(row.invented_per_page, 2),
    ]),
  };
}

/** Microseconds for one digit in a browser. @param {Speed} speed @returns {Table[]} */
export function speedTables({ chromium }) {
  return (chromium?.reports ?? []).map(({ network, engines }, index) => ({
    id: `speed-${index}`,
    caption: tell('evidence.speed.network', { name: network, version: chromium?.version ?? '' }),
    head: columns('engine', 'batch', 'best', 'median', 'ratio'),
    rows: engines.flatMap(({ name, batches }) => batches.map(({ batch, best, medians }) =>
      [head(name), count(batch), decimal(best, 1), decimal(median(medians), 1), ratio(engines, name, batch)])),
  }));
}

/** Ziffer's time divided by the engine's, round by round, the median of it. @param {Rounds['engines']} engines @param {string} name @param {number} batch */
function ratio(engines, name, batch) {
  const medians = (/** @type {string} */ of) =>
    engines.find((engine) => engine.name === of)?.batches.find((each) => each.batch === batch)?.medians ?? [];
  const [ours, theirs] = [medians('ziffer'), medians(name)];
  return name === 'ziffer' || ours.length === 0 ? none : decimal(median(ours.map((time, round) => time / theirs[round])), 2);
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {Sizes} sizes @returns {Table} */
export function sizesTable({ files, firstLoad }) {
  return {
    id: 'sizes',
    caption: tell('evidence.sizes.caption'),
    head: columns('file', 'bytes', 'gzip', 'brotli'),
    rows: [
      ...files.map(({ name, raw, gzip, brotli }) => [head(name), count(raw), count(gzip), count(brotli)]),
      [head(tell('evidence.first-load')), count(firstLoad.raw), count(firstLoad.gzip), count(firstLoad.brotli)].map((cell) => ({ ...cell, strong: true })),
    ],
  };
}
