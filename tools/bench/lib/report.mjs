// Results as Markdown tables that also read well in a terminal.
import { LOGIT_TOLERANCE } from './reference.mjs';
import { median, summarise } from './statistics.mjs';

const OURS = 'ziffer';
const MEBIBYTE = 2 ** 20;

const fixed = (digits) => (value) => value.toFixed(digits);
const micros = (value) => value.toFixed(value < 100 ? 1 : 0);
const ratio = fixed(2);
const whole = (value) => Math.round(value).toLocaleString('en');
const mebibytes = (bytes) => (bytes ? (bytes / MEBIBYTE).toFixed(1) : '');
const kibibytes = (bytes) => (bytes / 1024).toFixed(0);
const millions = (count) => (count / 1e6).toFixed(2);
const scientific = (value) => value.toExponential(0);

/** @param {string[]} head @param {(string | number)[][]} rows the first column is text, the others are numbers */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}

/** Min, quartiles, median, max of ours / theirs, round by round. */
function ratios(ours, theirs) {
  if (!ours || ours === theirs) return Array(5).fill('');
  const { min, q1, median: middle, q3, max } = summarise(ours.map((value, round) => value / theirs[round]));
  return [min, q1, middle, q3, max].map(ratio);
}

const RATIO_HEAD = ['min', 'quartile', '**median**', 'quartile', 'max'].map((name, i) => (i === 0 ? `Ziffer / it: ${name}` : name));

/** Throughput of one network in one place. */
export function roundsTable(where, report) {
  const rows = [];
  const batches = report.engines[0]?.batches.map(({ batch }) => batch) ?? [];
  for (const batch of batches) {
    const lane = (engine) => engine.batches.find((each) => each.batch === batch);
    const own = report.engines.find(({ name }) => name === OURS);
    const ours = own && lane(own).medians;
    for (const engine of report.engines) {
      const { best, medians } = lane(engine);
      const name = [engine.name, engine.variant && `(${engine.variant})`, engine.error <= LOGIT_TOLERANCE ? '' : 'WRONG'];
      rows.push([
        name.filter(Boolean).join(' '), batch, micros(best), micros(median(medians)), ...ratios(ours, medians),
        scientific(engine.error), mebibytes(engine.heapBytes),
      ]);
    }
    for (const { name, rates } of report.peaks) {
      const times = rates.map((rate) => (report.multiplyAdds / rate) * 1e6);
      rows.push([`LIMIT ${name}`, batch, micros(Math.min(...times)), micros(median(times)), ...ratios(ours, times), '', '']);
    }
  }
  const title = `### ${report.network} in ${where}: ${millions(report.multiplyAdds)} M multiply-adds, ${whole(report.parameterCount)} parameters, ${report.rounds} rounds`;
  const head = ['engine', 'batch', 'µs/image, best', 'median', ...RATIO_HEAD, 'logits off by', 'heap MiB'];
  const failures = report.failures.map(({ engine, reason }) => `- ${engine} was not measured: ${reason}`);
  return [title, '', table(head, rows), ...(failures.length ? ['', ...failures] : [])].join('\n');
}

export function startupTable({ network, starts, floor, engines }) {
  const ours = engines.find(({ name }) => name === OURS)?.milliseconds;
  const rows = engines.map(({ name, milliseconds, stages, isRight, bytes }) => {
    const { min, median: middle, max } = summarise(milliseconds);
    const sizes = ['raw', 'gzip', 'brotli'].map((key) => `${kibibytes(bytes.code[key])} + ${kibibytes(bytes.weights[key])}`);
    const stage = [0, 1, 2].map((which) => median(stages.map((each) => each[which])).toFixed(0)).join(' + ');
    const aboveFloor = ours && name !== OURS ? ratio((median(ours) - median(floor)) / (middle - median(floor))) : '';
    return [isRight ? name : `${name} WRONG`, ...[min, middle, max].map(micros), stage, ...ratios(ours, milliseconds), aboveFloor, ...sizes, kibibytes(bytes.all.brotli)];
  });
  const alone = summarise(floor);
  rows.push(['FLOOR Chromium, no engine', ...[alone.min, alone.median, alone.max].map(micros), '', ...ratios(ours, floor), '', '', '', '', '']);
  const head = ['engine', 'ms, min', 'median', 'max', 'of it code + start + call', ...RATIO_HEAD, 'of medians, above the floor', 'KiB code + weights, raw', 'gzip', 'brotli', 'brotli, all'];
  const title = `### ${network}: navigation to first answer, ${starts} starts of Chromium with an empty profile`;
  return [title, '', table(head, rows)].join('\n');
}

export function memoryTable({ network, loaded, afterDigit, photographs, amount, samples }) {
  const rows = [
    ['loaded', mebibytes(loaded)],
    ['after one drawn digit', mebibytes(afterDigit)],
    ...photographs.map(({ type, heap, milliseconds }) => [`after a photograph of 12 megapixels (${type}), read in ${whole(milliseconds)} ms`, mebibytes(heap)]),
    ...samples.map(({ reads, heap }) => [`after ${whole(reads)} read${reads === 1 ? '' : 's'} of drawn digits`, mebibytes(heap)]),
  ];
  const isFlat = samples.at(-1).heap === samples[0].heap;
  const title = `### Memory of Ziffer's module in Chromium, ${network}`;
  const flatness = `Over ${whole(samples.at(-1).reads)} reads: ${isFlat ? 'flat' : 'NOT FLAT'}.`;
  const { min, median: middle } = summarise(amount.milliseconds);
  const strip = `An amount on a strip of ${amount.width} x ${amount.height} pixels: ${min.toFixed(1)} ms at best, median of ${amount.milliseconds.length} reads ${middle.toFixed(1)} ms (${amount.text}).`;
  return [title, '', table(['WebAssembly heap', 'MiB'], rows), '', flatness, '', strip].join('\n');
}

export function pageTables({ drawing, batch, offline }) {
  const { one, pool } = batch.rates;
  const faster = summarise(pool.map((rate, round) => rate / one[round]));
  const taskRows = ({ longestTaskMs, longestTaskCpuMs, over50ms, tasks }) =>
    [['longest task, ms', longestTaskMs.toFixed(1)], ['longest on its own core, ms', longestTaskCpuMs.toFixed(1)], ['tasks over 50 ms', over50ms], ['tasks', whole(tasks)]];
  const stroke = (times) => {
    const { median: middle, max } = summarise(times);
    return `${middle.toFixed(1)}, ${max.toFixed(1)}`;
  };
  const batchRows = [
    ['pictures a second on one worker, median', whole(median(one))],
    ['on the pool, median', whole(median(pool))],
    [`pool / one worker, median of ${one.length} rounds`, ratio(faster.median)],
    ['a stroke, asked to answered, ms: median, longest', stroke(batch.strokes.alone)],
    ['the same during the batch', stroke(batch.strokes.duringBatch)],
    ...taskRows(batch),
  ];
  const offlineTimes = [['first paint', offline.firstPaint], ['reader ready', offline.ready], ['first paint of an empty page', offline.emptyPaint]];
  const offlineRows = offlineTimes.map(([name, times]) => {
    const { median: middle, max } = summarise(times);
    return [name, middle.toFixed(0), max.toFixed(0)];
  });
  return [
    [`### The page's main thread while four digits are drawn (${whole(drawing.positions)} pen positions)`, '', table(['', 'value'], taskRows(drawing))],
    [`### The page without a network, kept by its service worker, ${offline.starts} starts`, '', table(['ms', 'median', 'max'], offlineRows)],
    [`### The page while a batch of ${whole(batch.count)} pictures is read`, '', table(['', 'value'], batchRows)],
  ].map((lines) => lines.join('\n'));
}

/** Here more is better: pictures a second of the command line. */
export function filesTable({ files, threads, rounds, rates }) {
  const rows = threads.map((count, index) => {
    const { min, median: middle, max } = summarise(rates[index]);
    const gains = summarise(rates[index].map((rate, round) => rate / rates[0][round]));
    return [`${count} thread${count === 1 ? '' : 's'}`, ...[min, middle, max].map(whole), ratio(gains.median)];
  });
  const title = `### ziffer read, ${whole(files)} pictures in one call, start included, ${rounds} rounds`;
  return [title, '', table(['', 'pictures/s, min', 'median', 'max', '/ one thread'], rows)].join('\n');
}

export function nativeTable({ network, multiplyAdds, rounds, engines, batches }) {
  const [ours, theirs] = engines;
  const rows = batches.flatMap((batch, index) =>
    engines.map(({ name, error, lanes }) => {
      const { best, medians } = lanes[index];
      const label = error <= LOGIT_TOLERANCE ? name : `${name} WRONG`;
      return [label, batch, micros(best), micros(median(medians)), ...ratios(ours.lanes[index].medians, medians), scientific(error)];
    }),
  );
  const title = `### ${network} native, one thread: ${millions(multiplyAdds)} M multiply-adds, ${rounds} rounds against ${theirs.name}`;
  return [title, '', table(['engine', 'batch', 'µs/image, best', 'median', ...RATIO_HEAD, 'logits off by'], rows)].join('\n');
}

/** Here more is better: images a second, ours / theirs. */
export function trainingTable({ network, batch, images, threads, rounds, engines }) {
  const ours = engines[0].rates;
  const rows = engines.map(({ name, rates }) => {
    const { min, median: middle, max } = summarise(rates);
    return [name, ...[min, middle, max].map(micros), ...ratios(ours, rates)];
  });
  const title = `### Training ${network}: Adam, batch ${batch}, ${threads} threads, ${rounds} rounds of ${images} images`;
  return [title, '', table(['engine', 'images/s, min', 'median', 'max', ...RATIO_HEAD], rows)].join('\n');
}
