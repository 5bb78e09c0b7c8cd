// TensorFlow.js on its WebAssembly backend, one thread. The operations are called one by one, without tfjs-layers in
// between: its best case.
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env, fused, maxPool, ready, relu, reshape, setBackend, tensor, tensor4d, tidy } from '@tensorflow/tfjs-core';

let runtime;

async function startBackend(place) {
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(place.folder('@tensorflow/tfjs-backend-wasm/dist/'));
  if (!(await setBackend('wasm'))) throw new Error('the wasm backend did not start');
  await ready();
}

/** @type {import('./engine.d.ts').Engine} */
export default {
  name: 'tfjs-wasm',
  format: 'tensors',
  async start({ network, place }) {
    runtime ??= startBackend(place);
    await runtime;
    let next = 0;
    const layers = network.operations.map((operation) => {
      if (!operation.kernelSize) return { operation };
      const { kernel: side, in: [, , channels], out: [, , outputs] } = operation;
      const shape = operation.type === 'conv2d' ? [side, side, channels, outputs] : [channels, outputs];
      return { operation, kernel: tensor(network.tensors[next++], shape), bias: tensor(network.tensors[next++], [outputs]) };
    });
    return {
      run: (images, count) =>
        tidy(() => {
          let values = tensor4d(images, [count, ...network.input]);
          for (const layer of layers) values = apply[layer.operation.type](values, layer, count);
          return values.dataSync();
        }),
      dispose() {
        for (const { kernel, bias } of layers) {
          kernel?.dispose();
          bias?.dispose();
        }
      },
    };
  },
};

const apply = {
  conv2d: (x, { operation, kernel, bias }) =>
    fused.conv2d({ x, filter: kernel, bias, strides: operation.stride, pad: operation.padding, activation: activationOf(operation) }),
  max_pool2d(x, { operation }) {
    const pooled = maxPool(x, operation.kernel, operation.stride, operation.padding);
    return operation.relu ? relu(pooled) : pooled;
  },
  dense: (x, { operation, kernel, bias }, count) =>
    fused.matMul({ a: reshape(x, [count, operation.in[2]]), b: kernel, bias, activation: activationOf(operation) }),
};

const activationOf = ({ relu: hasRelu }) => (hasRelu ? 'relu' : 'linear');
