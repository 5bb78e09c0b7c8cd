// One engine, one digit: what a person waits for. The clock starts with the navigation to this page.
import { config, fetchBytes, importEngine, pagePlace } from '../lib/page.mjs';
import { parseArchitecture } from '../lib/architecture.mjs';
import { networkFromFlat } from '../lib/weights-file.mjs';

async function main() {
  const { engine: name, format, network, model } = config;
  // Engine, model and digit are fetched at once; Ziffer's loader fetches its weights itself, beside the module.
  const digit = fetchBytes('/made/digit.f32');
  const file = format === 'ziffer' ? undefined : fetchBytes(model);
  const engine = await importEngine(name);
  const imported = performance.now();
  const session = await engine.start({
    network: format === 'tensors' ? networkFromFlat(network.name, network.description, new Float32Array((await file).buffer))
      : { ...network, ...parseArchitecture(network.description) },
    place: pagePlace({ model: () => file, weights: async () => new URL(model, location.href).href }),
  });
  const image = new Float32Array((await digit).buffer);
  const started = performance.now();
  const logits = await session.run(image, 1);
  const milliseconds = performance.now();
  return { milliseconds, stages: [imported, started - imported, milliseconds - started], logits: [...logits] };
}

globalThis.outcome = main();
