// Puts what tools/bench/figures.json holds between the marks "speed" of README.md.
//   node tools/bench/readme-table.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { table } from './lib/report.mjs';
import { median } from './lib/statistics.mjs';

const figures = new URL('figures.json', import.meta.url);
const readme = new URL('../../README.md', import.meta.url);
const begin = '<!-- speed, written by node tools/bench/readme-table.mjs -->\n';
const end = '<!-- end of speed -->';
const names = {
  ziffer: 'Ziffer', litert: 'LiteRT.js', 'tfjs-wasm': 'TensorFlow.js (wasm)', 'onnxruntime-web': 'onnxruntime-web', 'onnxruntime-node': 'onnxruntime-node',
};

/** Ziffer's times divided by another's, round by round; the median. */
const ratioTo = (ours, theirs) => median(ours.map((value, round) => value / theirs[round])).toFixed(2);
const lane = (engines, name, batch) => engines.find((engine) => engine.name === name).batches.find((each) => each.batch === batch);

function engineTable({ reports }) {
  const lanes = reports.flatMap(({ network, engines }) => engines[0].batches.map(({ batch }) => ({ network, engines, batch })));
  const rows = reports[0].engines.map(({ name }) => [
    names[name],
    ...lanes.map(({ engines, batch }) => {
      const { best, medians } = lane(engines, name, batch);
      const time = best.toFixed(0);
      return name === 'ziffer' ? `**${time}**` : `${time} (${ratioTo(lane(engines, 'ziffer', batch).medians, medians)})`;
    }),
  ]);
  return table(['µs a digit', ...lanes.map(({ network, batch }) => `${network}, ${batch}`)], rows);
}

function startSentence({ network, engines }) {
  const ours = engines.find(({ name }) => name === 'ziffer').milliseconds;
  const others = engines.filter(({ name }) => name !== 'ziffer').map(({ name, milliseconds }) => `${ratioTo(ours, milliseconds)} of ${names[name]}'s`);
  return `From navigation to the first answer (\`${network}\`) Ziffer takes ${median(ours).toFixed(0)} ms, ${others.join(', ')}.`;
}

function sentences({ startup, memory, page, native, training }) {
  const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(1);
  const reads = memory.samples.at(-1);
  const nativeRatios = native.map(({ network, engines }) => {
    const [own, other] = ['ziffer', 'onnxruntime-node'].map((name) => engines.find((engine) => engine.name === name).lanes);
    return `${own.map(({ medians }, batch) => ratioTo(medians, other[batch].medians)).join(' and ')} (\`${network}\`)`;
  });
  const [ours, theirs] = training.engines.map(({ rates }) => rates);
  return [
    startSentence(startup.find(({ network }) => network === 'pen')),
    `Its heap is ${mebibytes(memory.loaded)} MiB and ${reads.heap === memory.samples[0].heap ? 'stays so' : `grows to ${mebibytes(reads.heap)}`} over ${reads.reads.toLocaleString('en')} digits;`,
    `photographs of 12 megapixels take ${memory.photographs.map(({ type, heap, milliseconds }) => `${milliseconds.toFixed(0)} ms and ${mebibytes(heap)} MiB (${type.split('/')[1].toUpperCase()})`).join(', ')}, an amount on a strip ${median(memory.amount.milliseconds).toFixed(0)} ms.`,
    `Without a network the page stands after ${median(page.offline.firstPaint).toFixed(0)} ms, an empty one after ${median(page.offline.emptyPaint).toFixed(0)}.`,
    `While somebody draws, the page's longest task takes ${page.drawing.longestTaskMs.toFixed(0)} ms, ${page.drawing.longestTaskCpuMs.toFixed(0)} of them on a core; while a batch of ${page.batch.count} pictures is read, ${page.batch.longestTaskMs.toFixed(0)} ms, at ${median(page.batch.rates.pool).toFixed(0)} pictures a second.`,
    `The native library takes, for one digit and 64, ${nativeRatios.join(', ')} of onnxruntime-node's time.`,
    `The trainer learns from ${median(ours).toFixed(0)} images a second on both cores, ${ratioTo(ours, theirs)} times as many as libtorch.`,
  ];
}

/** Lines of at most 125 characters. @param {string} text */
const wrapped = (text) => text.replace(/(?![^\n]{1,125}$)([^\n]{1,125}) /g, '$1\n');

const results = JSON.parse(readFileSync(figures, 'utf8'));
const { date, machine, versions: v, chromium } = results;
const about = `Microseconds for one digit, best call, one thread, a batch of 1 or 64, headless Chromium ${chromium.version}; in brackets Ziffer's time divided by the other's, \
median of ${chromium.reports[0].rounds} rounds of one run (\`${results.command}\`, ${date.slice(0, 10)}, ${machine.processor}, ${machine.cores} cores; LiteRT.js ${v['@litertjs/core']}, \
TensorFlow.js ${v['@tensorflow/tfjs-core']}, onnxruntime ${v['onnxruntime-web']}). ${chromium.reports.map(({ network, multiplyAdds }) => `\`${network}\` has ${(multiplyAdds / 1e6).toFixed(2)} M multiply-adds`).join(', ')}.`;
const text = [wrapped(about), engineTable(chromium), wrapped(sentences(results).join(' '))].join('\n\n');

const document = readFileSync(readme, 'utf8');
const [from, to] = [document.indexOf(begin), document.indexOf(end)];
if (from < 0 || to < from) {
  console.error(`README.md has no place for the table: a line ${begin.trim()} and a line ${end}`);
  process.exit(1);
}
writeFileSync(readme, `${document.slice(0, from + begin.length)}${text}\n${document.slice(to)}`);
