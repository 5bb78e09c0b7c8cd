// A Node process of its own for the throughput rounds: engines leave globals behind and print a lot.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import v8 from 'node:v8';
import { asWorker } from '../engines/litert-in-node.mjs';
import { loadWeights, testImages } from '../lib/inputs.mjs';
import { toOnnx } from '../lib/onnx.mjs';
import { packages, site } from '../lib/paths.mjs';
import { measurePeaks } from '../lib/peak.mjs';
import { measureRounds } from '../lib/rounds.mjs';
import { toTflite } from '../lib/tflite.mjs';
import { countedFor, watchMemories } from '../lib/wasm-heap.mjs';

v8.setFlagsFromString('--experimental-wasm-relaxed-simd'); // on by default from Node 22
for (const method of ['log', 'info', 'warn', 'error', 'debug']) console[method] = () => {};

process.once('message', async ({ engines: names, file, rounds, batches }) => {
  watchMemories();
  const engines = [];
  for (const name of names) engines.push((await countedFor(name, () => import(`../engines/${name}.mjs`))).default);
  const peaks = await measurePeaks();
  const log = (line) => process.send({ log: line });
  const { bytes, network, label } = loadWeights(file);
  const place = {
    folder: (packagePath) => path.join(packages, packagePath),
    site: (name) => pathToFileURL(path.join(site, name)).href,
    model: async (format, batch) => (format === 'onnx' ? toOnnx(network) : toTflite(network, batch)),
    weights: async () => new Uint8Array(bytes),
    asWorker,
  };
  const images = testImages(64);
  process.send({ report: await measureRounds({ network, label, images, engines, place, rounds, batches, peaks, log }) });
  process.exit(0);
});
