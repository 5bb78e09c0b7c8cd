// onnxruntime-web: the WebAssembly backend, one thread.
import * as ort from '#onnxruntime-web';

/** @type {import('./engine.d.ts').Engine} */
export default {
  name: 'onnxruntime-web',
  format: 'onnx',
  async start({ network, place }) {
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmPaths = place.folder('onnxruntime-web/dist/');
    ort.env.logLevel = 'error';
    const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all' };
    const session = await ort.InferenceSession.create(await place.model('onnx'), options);
    const [height, width, channels] = network.input;
    return {
      async run(images, count) {
        const results = await session.run({ images: new ort.Tensor('float32', images, [count, channels, height, width]) });
        return results.logits.data;
      },
      dispose: () => session.release(),
    };
  },
};
