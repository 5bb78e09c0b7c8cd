// Throughput in the browser: the rounds of lib/rounds.mjs, in one page.
import { toOnnx } from '../lib/onnx.mjs';
import { config, fetchBytes, importEngine, pagePlace } from '../lib/page.mjs';
import { measurePeaks } from '../lib/peak.mjs';
import { measureRounds } from '../lib/rounds.mjs';
import { toTflite } from '../lib/tflite.mjs';
import { countedFor, watchMemories } from '../lib/wasm-heap.mjs';
import { parseWeightsFile } from '../lib/weights-file.mjs';

async function main() {
  const log = console.log.bind(console);
  for (const method of ['log', 'info', 'warn', 'error', 'debug']) console[method] = () => {}; // engines print a lot
  watchMemories();
  const engines = [];
  for (const name of config.engines) engines.push(await countedFor(name, () => importEngine(name)));
  const images = new Float32Array((await fetchBytes('/made/images.f32')).buffer);
  const peaks = await measurePeaks();
  const bytes = await fetchBytes('/made/weights.ziffer');
  const network = parseWeightsFile(bytes);
  const place = pagePlace({
    model: async (format, batch) => (format === 'onnx' ? toOnnx(network) : toTflite(network, batch)),
    weights: async () => bytes,
  });
  const { label, rounds, batches } = config;
  return measureRounds({ network, label, images, engines, place, rounds, batches, peaks, log });
}

globalThis.outcome = main();
