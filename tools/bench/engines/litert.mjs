// LiteRT.js: TensorFlow Lite with XNNPACK, the relaxed-SIMD build its loader prefers, one thread. A compiled model has a
// fixed batch size, so there is one for each.
import { loadAndCompile, loadLiteRt, Tensor } from '@litertjs/core';

const GLUE = 'litert_wasm_internal.js';
let runtime;

/** @type {import('./engine.d.ts').Engine} */
export default {
  name: 'litert',
  format: 'tflite',
  async start({ network, place }) {
    runtime ??= place.asWorker(() => loadLiteRt(place.folder('@litertjs/core/wasm/') + GLUE, { threads: false }));
    await runtime;
    const models = new Map();
    const modelFor = async (batch) => {
      if (!models.has(batch)) {
        const file = await place.model('tflite', batch);
        models.set(batch, await loadAndCompile(file, { accelerator: 'wasm', cpuOptions: { numThreads: 1 } }));
      }
      return models.get(batch);
    };
    await modelFor(1);
    return {
      async run(images, count) {
        const model = models.get(count) ?? (await modelFor(count));
        const input = new Tensor(images, [count, ...network.input]);
        const [output] = await model.run([input]);
        const logits = output.toTypedArray();
        input.delete();
        output.delete();
        return logits;
      },
      dispose() {
        for (const model of models.values()) model.delete();
      },
    };
  },
};
