// The page of evidence: every figure the commands of this project wrote, with the command that made it; loaded when it
// is first wanted. What was not measured is said to be so.

import { lineChart, reliabilityDiagram } from './charts.js';
import {
  calibrationTable, classesTable, conditionTables, confusionTable, coverageTable, epochsTable, layersTable, nonDigitsTable,
  numbersTable, pagesTable, percent, setsTable, sizesTable, speedTables, trainingSetsTable,
} from './evidence-tables.js';
import { tell } from './explanations.js';
import { download } from './saving.js';
import { addStyle } from './styles.js';
import { element, tableElement, tablesCsv } from './tables.js';

/** @typedef {import('./evidence-tables.js').Evidence} Evidence */
/** @typedef {import('./evidence-tables.js').Report} Report */
/** @typedef {import('./evidence-tables.js').SetFigures} SetFigures */
/** @typedef {import('./evidence-tables.js').Training} Training */
/** @typedef {import('./explanations.js').TextKey} TextKey */

/** Fetches the figures and fills the view. @param {HTMLElement} view */
export async function showEvidence(view) {
  view.replaceChildren(element('p', { class: 'aside' }, tell('evidence.loading')));
  try {
    const [response] = await Promise.all([fetch(new URL('../evidence/evidence.json', import.meta.url)), addStyle('css/evidence.css')]);
    if (!response.ok) throw new Error(String(response.status));
    /** @type {Evidence} */
    const evidence = await response.json();
    view.replaceChildren(...sections(evidence));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    view.replaceChildren(element('p', { role: 'alert' }, tell('evidence.failed', { reason })));
    throw error;
  }
}

/** @param {Evidence} evidence */
function sections({ report, numbers, speed, sizes }) {
  const file = () => JSON.stringify({ report, numbers, speed, sizes }, null, 1);
  const intro = element('div', { class: 'evidence-intro' },
    element('p', { class: 'lead' }, tell('evidence.intro')),
    element('div', { class: 'group' },
      button('evidence.download.json', () => download('ziffer-evidence.json', file(), 'application/json')),
      button('evidence.download.csv', () => download('ziffer-evidence.csv', tablesCsv(allTables({ report, numbers, speed, sizes })), 'text/csv'))));
  const notMeasured = (/** @type {string} */ id, /** @type {string} */ command) =>
    section(id, element('p', {}, tell('evidence.not-measured')), madeBy({ command }));
  const contents = element('nav', { class: 'evidence-contents', 'aria-label': tell('evidence.contents') });
  const all = [
    ...(report ? reportSections(report) : [notMeasured('network', 'ziffer evaluate --card weights/pen.md')]),
    numbers
      ? section('numbers', element('p', {}, tell('evidence.numbers.words')),
        tableElement(numbersTable(numbers)), tableElement(pagesTable(numbers)), madeBy(numbers.made))
      : notMeasured('numbers', 'ziffer evaluate --numbers --card weights/line.md'),
    speed
      ? section('speed', element('p', {}, tell('evidence.speed.words')), ...speedTables(speed).map((table) => tableElement(table)),
        madeBy({ command: speed.command, date: speed.date.slice(0, 10), machine: `${speed.machine.processor}, ${speed.machine.cores}` }))
      : notMeasured('speed', 'tools/bench/run --json tools/bench/figures.json'),
    section('sizes', element('p', {}, tell('evidence.sizes.words')), tableElement(sizesTable(sizes)), madeBy(sizes.made)),
  ];
  contents.append(element('ul', {}, ...all.map((each) => {
    const heading = /** @type {HTMLElement} */ (each.querySelector('h2'));
    const jump = element('button', { type: 'button', class: 'link' }, heading.textContent ?? '');
    // Not a link: the address's hash names the view.
    jump.addEventListener('click', () => {
      heading.tabIndex = -1;
      heading.focus();
      heading.scrollIntoView();
    });
    return element('li', {}, jump);
  })));
  return [intro, contents, ...all];
}

/** @param {TextKey} key @param {() => void} act */
function button(key, act) {
  const made = element('button', { type: 'button', class: 'button small' }, tell(key));
  made.addEventListener('click', act);
  return made;
}

/** @param {string} id @param {Node[]} children */
function section(id, ...children) {
  const heading = element('h2', { id: `evidence-${id}` }, tell(/** @type {TextKey} */ (`evidence.title.${id}`)));
  return element('section', { class: 'evidence-section', 'aria-labelledby': heading.id }, heading, ...children);
}

/** By which command, when and on what. @param {{ command: string, date?: string, machine?: string }} made */
function madeBy({ command, date, machine }) {
  const line = element('p', { class: 'made' }, `${tell(date ? 'evidence.made' : 'evidence.make')} `, element('code', {}, command));
  if (date) line.append(` ${[date, machine].filter(Boolean).join(', ')}`);
  return line;
}

/** @param {string} summary @param {Node[]} children */
const folded = (summary, ...children) => element('details', {}, element('summary', {}, summary), ...children);

/** @param {Report} report */
function reportSections(report) {
  const { made, network, weights, training, calibration, sets, conditions, non_digits: nonDigits } = report;
  return [
    section('network', element('p', {}, tell('evidence.network.words', { name: weights.name, bytes: weights.bytes })), tableElement(layersTable(network)), madeBy(made)),
    training
      ? trainingSection(training, network.name)
      : section('training', element('p', {}, tell('evidence.not-measured')), madeBy({ command: `ziffer train --recipe weights/${network.name}.recipe` })),
    section('sets', element('p', {}, tell('evidence.sets.words')), tableElement(setsTable(sets)), madeBy(made)),
    perSetSection(report),
    section('robustness', ...(conditions.length > 0
      ? conditionTables(report).flatMap((table, index) => [element('p', {}, conditions[index].description), tableElement(table)])
      : [element('p', {}, tell('evidence.not-measured'))]), madeBy(conditions.length > 0 ? made : { command: 'ziffer evaluate --robustness' })),
    section('refused', element('p', {}, tell('evidence.refused.words', { threshold: percent(calibration.refusal) })),
      ...(nonDigits.length > 0 ? [tableElement(nonDigitsTable(report))] : [element('p', {}, tell('evidence.not-measured'))]),
      madeBy(nonDigits.length > 0 ? made : { command: 'ziffer evaluate --non-digits' })),
  ];
}

/** @param {Training} training @param {string} name of the network */
function trainingSection(training, name) {
  const { history, best_epoch: best, seconds, threads, kernels, options } = training;
  /** @param {'accuracy' | 'loss'} what @param {(value: number) => string} format */
  const curves = (what, format) => {
    /** @param {'train' | 'validation'} part */
    const points = (part) => history.map((row) => /** @type {[number, number]} */ ([row.epoch, row[`${part}_${what}`]]));
    const [train, validation] = [points('train'), points('validation')];
    const at = (/** @type {[number, number][]} */ line, /** @type {number} */ index) => format(line.at(index)?.[1] ?? 0);
    const kept = validation.find(([epoch]) => epoch === best)?.[1] ?? 0;
    const description = tell('evidence.curve.words', {
      epochs: history.length, trainFirst: at(train, 0), trainLast: at(train, -1), first: at(validation, 0), last: at(validation, -1), best, kept: format(kept),
    });
    const title = tell(`evidence.curve.${what}`);
    const picture = lineChart({ title, description, xLabel: tell('evidence.column.epoch'), format, marked: best },
      [{ name: 'validation', points: validation }, { name: 'train', points: train }]);
    return element('figure', {}, picture, element('figcaption', {}, title, ' ',
      element('span', { class: 'key key-0' }, tell('evidence.curve.validation')), ' ',
      element('span', { class: 'key key-1' }, tell('evidence.curve.training'))));
  };
  return section('training',
    element('p', {}, tell('evidence.training.words', { epoch: best, epochs: history.length, seconds, threads, kernels })),
    element('div', { class: 'evidence-pair' }, curves('accuracy', (value) => tell('percent', { number: (100 * value).toFixed(1) })), curves('loss', (value) => value.toFixed(2))),
    folded(tell('evidence.epochs'), tableElement(epochsTable(training))),
    tableElement(trainingSetsTable(training)),
    element('p', { class: 'made' }, tell('evidence.options', { options })),
    madeBy({ command: `ziffer train --recipe weights/${name}.recipe --data DIR` }));
}

/** Confusion, scores of each digit and calibration of one test set at a time. @param {Report} report */
function perSetSection({ made, sets, calibration }) {
  const place = element('div', { class: 'evidence-set' });
  const choice = element('select', { id: 'evidence-set' }, ...sets.map(({ name }) => element('option', { value: name }, name)));
  const show = () => place.replaceChildren(...setFigures(sets[choice.selectedIndex], calibration.temperature));
  choice.addEventListener('change', show);
  show();
  return section('digits',
    element('p', { class: 'evidence-choice' }, element('label', { for: choice.id }, tell('evidence.choose')), ' ', choice), place, madeBy(made));
}

/** @param {SetFigures} set @param {number} temperature */
function setFigures(set, temperature) {
  const { name, calibration } = set;
  const ece = percent(calibration.ece);
  const words = tell('evidence.calibration.words', { ece, temperature: temperature.toFixed(3) });
  const diagram = reliabilityDiagram({
    title: tell('evidence.calibration', { name }), description: words, xLabel: tell('evidence.column.confidence'),
    format: (value) => value.toFixed(1),
  }, calibration.bins);
  return [
    element('h3', {}, tell('evidence.confusion.title')),
    element('p', {}, worstConfusions(set)),
    tableElement(confusionTable(set), 'confusion'),
    element('h3', {}, tell('evidence.classes.title')),
    tableElement(classesTable(set)),
    element('h3', {}, tell('evidence.calibration.title')),
    element('p', {}, words),
    element('figure', {}, diagram, element('figcaption', {}, tell('evidence.calibration', { name }))),
    folded(tell('evidence.bins', { name }), tableElement(calibrationTable(set))),
    tableElement(coverageTable(set)),
  ];
}

/** The three most frequent confusions in a sentence. @param {SetFigures} set */
function worstConfusions({ n, correct, confusion }) {
  const list = confusion.flatMap((row, truth) => row.map((times, read) => ({ truth, read, times })))
    .filter(({ truth, read, times }) => truth !== read && times > 0).sort((a, b) => b.times - a.times).slice(0, 3)
    .map(({ truth, read, times }) => tell('evidence.confused', { truth: String(truth), read: String(read), times }));
  return tell('evidence.confusion.words', { wrong: n - correct, n, list: list.join(', ') });
}

/** @param {Evidence} evidence */
function allTables({ report, numbers, speed, sizes }) {
  const ofSet = (/** @type {SetFigures} */ set) => [confusionTable(set), classesTable(set), calibrationTable(set), coverageTable(set)];
  return [
    ...(report ? [layersTable(report.network), setsTable(report.sets), ...report.sets.flatMap(ofSet), ...conditionTables(report)] : []),
    ...(report && report.non_digits.length > 0 ? [nonDigitsTable(report)] : []),
    ...(report?.training ? [trainingSetsTable(report.training), epochsTable(report.training)] : []),
    ...(numbers ? [numbersTable(numbers), pagesTable(numbers)] : []),
    ...(speed ? speedTables(speed) : []),
    sizesTable(sizes),
  ];
}
