// The bench: chooses networks, runs the parts one after the other, prints a table for each. tools/bench/run builds what
// this needs; README.md explains the figures.
import { cpus, loadavg } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import { parseArgs } from 'node:util';
import { engineNames } from './lib/bundle.mjs';
import { chooseNetworks } from './lib/networks.mjs';
import * as tables from './lib/report.mjs';
import { measureFiles } from './parts/files.mjs';
import { measureMemory } from './parts/memory.mjs';
import { measureNative } from './parts/native.mjs';
import { measureOfflineStart } from './parts/offline-start.mjs';
import { measurePage } from './parts/page.mjs';
import { roundsInChromium, roundsInNode } from './parts/rounds.mjs';
import { measureStartup } from './parts/startup.mjs';
import { measureTraining } from './parts/training.mjs';

const USAGE = `Usage: tools/bench/run [options]
  --parts LIST      of ${'chromium,node,startup,memory,page,native,files,training'}; default: all
  --browser-only    the parts that need Chromium
  --node-only       the parts that do not
  --engines LIST    of ${engineNames.join(',')}; default: all
  --nets LIST       presets; default: classic, modern and pen, as far as they exist
  --weights FILE    measure this weights file (may be repeated)
  --batches LIST    images in one call; default: 1,64
  --rounds N        default: 30
  --starts N        of Chromium for each engine; default: 7
  --reads N         in the memory part; default: 100000
  --json FILE       every figure
  --markdown FILE   the tables
`;
const BROWSER_PARTS = ['chromium', 'startup', 'memory', 'page'];
const NODE_PARTS = ['node', 'native', 'files', 'training'];

const started = Date.now();
const log = (line) => process.stderr.write(`[${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s] ${line}\n`);

/** What a part gets to know, and the tables it gives. */
const parts = {
  async chromium({ results, ...options }) {
    const { version, reports } = await roundsInChromium(options);
    results.chromium = { version, reports };
    return reports.map((report) => tables.roundsTable(`Chromium ${version.split('.')[0]}`, report));
  },
  async node({ results, ...options }) {
    results.node = await roundsInNode(options);
    return results.node.map((report) => tables.roundsTable(`Node ${process.versions.node}`, report));
  },
  async startup({ results, weights, ...options }) {
    const shipped = weights.filter(({ isShipped }) => isShipped);
    results.startup = [];
    for (const each of shipped.length > 0 ? shipped : weights.slice(0, 1)) {
      results.startup.push(await measureStartup({ ...options, weights: each }));
    }
    return results.startup.map(tables.startupTable);
  },
  async memory({ results, weights, ...options }) {
    results.memory = await measureMemory({ ...options, weights: weights.findLast(({ isShipped }) => isShipped) ?? weights[0] });
    return [tables.memoryTable(results.memory)];
  },
  async page({ results, ...options }) {
    results.page = { ...(await measurePage(options)), offline: await measureOfflineStart(options) };
    return tables.pageTables(results.page);
  },
  async native({ results, weights, ...options }) {
    results.native = [];
    for (const each of weights) results.native.push(await measureNative({ ...options, weights: each }));
    return results.native.map(tables.nativeTable);
  },
  async files({ results, ...options }) {
    results.files = await measureFiles(options);
    return [tables.filesTable(results.files)];
  },
  async training({ results, ...options }) {
    results.training = await measureTraining(options);
    return [tables.trainingTable(results.training)];
  },
};

async function main() {
  const options = readOptions();
  const weights = chooseNetworks({ nets: options.nets, files: options.weights, log });
  const results = { date: new Date().toISOString(), command: command(), machine: machine(), versions: versions() };
  const document = [heading(results)];
  print(document[0]);
  let hasFailed = false;
  for (const part of options.parts) {
    let texts;
    try {
      texts = await parts[part]({ ...options, weights, results, log });
    } catch (error) {
      hasFailed = true;
      texts = [`### ${part}\n\nNot measured: ${error.message.split('\n')[0]}`];
    }
    for (const text of texts) print(text);
    document.push(...texts);
  }
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
  if (options.markdown) writeFileSync(options.markdown, `${document.join('\n\n')}\n`);
  log(`done; load ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
  process.exit(hasFailed || document.some((text) => /WRONG|NOT FLAT|was not measured/.test(text)) ? 1 : 0);
}

const print = (text) => process.stdout.write(`${text}\n\n`);

function readOptions() {
  const text = (value) => ({ type: 'string', default: value });
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        parts: text(), engines: text(engineNames.join()), nets: text(), batches: text('1,64'),
        weights: { type: 'string', multiple: true, default: [] },
        rounds: text('30'), starts: text('7'), reads: text('100000'),
        json: text(), markdown: text(),
        'node-only': { type: 'boolean' }, 'browser-only': { type: 'boolean' }, help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    leave(2, `${error.message}\n${USAGE}`);
  }
  if (values.help) leave(0, USAGE);
  const list = (value) => value?.split(',').filter(Boolean);
  const count = (name) => (Number(values[name]) >= 1 ? Math.floor(Number(values[name])) : leave(2, `--${name} must be at least 1\n`));
  const chosen = {
    parts: list(values.parts) ?? [
      ...(values['node-only'] ? [] : BROWSER_PARTS),
      ...(values['browser-only'] ? [] : NODE_PARTS),
    ],
    engines: list(values.engines),
    nets: list(values.nets),
    weights: values.weights,
    batches: list(values.batches).map(Number),
    rounds: count('rounds'),
    starts: count('starts'),
    reads: count('reads'),
    json: values.json,
    markdown: values.markdown,
  };
  for (const part of chosen.parts) if (!parts[part]) leave(2, `no part is called ${part}\n${USAGE}`);
  for (const engine of chosen.engines) if (!engineNames.includes(engine)) leave(2, `no engine is called ${engine}\n${USAGE}`);
  return chosen;
}

function leave(status, message) {
  (status === 0 ? process.stdout : process.stderr).write(message);
  process.exit(status);
}

/** As it was typed, less the folders of this machine. */
const command = () => ['tools/bench/run', ...process.argv.slice(2).map((word) => (isAbsolute(word) ? basename(word) : word))].join(' ');

const machine = () => ({ processor: cpus()[0].model.trim(), cores: cpus().length, load: loadavg() });

function versions() {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
  return { node: process.versions.node, ...dependencies };
}

function heading({ date, machine: { processor, cores, load }, versions: v }) {
  return `Measured ${date.slice(0, 16).replace('T', ' ')} UTC on ${processor}, ${cores} cores, load ${load[0].toFixed(1)} at the start; \
onnxruntime ${v['onnxruntime-web']}, LiteRT.js ${v['@litertjs/core']}, TensorFlow.js ${v['@tensorflow/tfjs-core']}, one thread each.`;
}

await main();
