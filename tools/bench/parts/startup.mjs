// Start-up: navigation to first answer, in a fresh Chromium with an empty profile each time, the engines taking turns;
// and the bytes each of them had to fetch for it.
import { bundleForPages } from '../lib/bundle.mjs';
import { launchChromium, runPage } from '../lib/chromium.mjs';
import { compressedSizes } from '../lib/compressed-sizes.mjs';
import { PIXELS, testImages } from '../lib/inputs.mjs';
import { toOnnx } from '../lib/onnx.mjs';
import { LOGIT_TOLERANCE, largestError, referenceLogits } from '../lib/reference.mjs';
import { startServer } from '../lib/server.mjs';
import { toTflite } from '../lib/tflite.mjs';
import { flattenTensors } from '../lib/weights-file.mjs';

const formats = { ziffer: 'ziffer', 'onnxruntime-web': 'onnx', litert: 'tflite', 'tfjs-wasm': 'tensors' };
const modelMakers = {
  ziffer: ({ bytes }) => bytes,
  onnx: ({ network }) => toOnnx(network),
  tflite: ({ network }) => toTflite(network, 1),
  tensors: ({ network }) => new Uint8Array(flattenTensors(network).buffer),
};
const harness = /^\/(startup-|floor-|web\/pages\/|made\/digit)/; // ours, not the engine's

/** @returns {Promise<object>} times and bytes of each engine */
export async function measureStartup({ engines, weights, starts, log }) {
  await bundleForPages();
  const { network } = weights;
  const digit = testImages(1);
  const reference = referenceLogits(network, digit, 1);
  const made = { '/made/digit.f32': () => new Uint8Array(digit.buffer, 0, PIXELS * 4) };
  for (const engine of engines) {
    const model = modelMakers[formats[engine]](weights);
    made[modelPath(network, engine)] = () => model;
  }
  const server = await startServer(made);
  const results = engines.map((name) => ({ name, milliseconds: [], stages: [], isRight: true, files: [] }));
  const floor = [];  // what Chromium takes for a page that answers at once, in the same turns
  try {
    for (let start = 0; start < starts; start += 1) {
      floor.push((await oneVisit(server.page('floor', {}))).milliseconds);
      for (let i = 0; i < engines.length; i += 1) {
        const result = results[(start + i) % engines.length];
        server.answers.length = 0;
        const { milliseconds, stages, logits } = await oneStart(server, network, result.name);
        result.milliseconds.push(milliseconds);
        result.stages.push(stages); // its code imported, engine started, first call
        result.isRight &&= largestError(logits, reference) <= LOGIT_TOLERANCE;
        if (start === 0) result.files = server.answers.filter(({ path }) => !harness.test(path));
        log(`start ${start + 1} of ${starts}, ${weights.label}, ${result.name}: ${milliseconds.toFixed(0)} ms`);
      }
    }
  } finally {
    await server.close();
  }
  return {
    network: weights.label,
    starts,
    floor,
    engines: await Promise.all(results.map(async ({ files, ...result }) => ({ ...result, bytes: await bytesOf(files) }))),
  };
}

const modelPath = (network, engine) => `/made/${network.name}.${formats[engine]}`;

function oneStart(server, { name, description, classes }, engine) {
  const config = { engine, format: formats[engine], network: { name, description, classes }, model: modelPath({ name }, engine) };
  return oneVisit(server.page('startup', config));
}

/** What the page at `url` calls its outcome, in a Chromium of its own. */
async function oneVisit(url) {
  const browser = await launchChromium();
  try {
    return await runPage(browser, url);
  } finally {
    await browser.close();
  }
}

async function bytesOf(files) {
  const unique = new Map(files.map((file) => [file.path, file]));
  const bytes = { code: sum(), weights: sum(), all: sum() };
  for (const { path, body } of unique.values()) {
    const sizes = await compressedSizes(body);
    for (const kind of [path.startsWith('/made/') ? 'weights' : 'code', 'all']) {
      for (const key of Object.keys(sizes)) bytes[kind][key] += sizes[key];
    }
  }
  return bytes;
}

const sum = () => ({ raw: 0, gzip: 0, brotli: 0 });
