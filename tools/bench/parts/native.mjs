// Native, one thread: Ziffer's library, in a small program driven over pipes, against onnxruntime-node in this process.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { testImages } from '../lib/inputs.mjs';
import { toOnnx } from '../lib/onnx.mjs';
import { programPath, startProgram } from '../lib/program.mjs';
import { largestError, referenceLogits } from '../lib/reference.mjs';
import { median } from '../lib/statistics.mjs';

const IMAGES = 64;
const TURN_MS = 20;
const WARM_UP_CALLS = 20;

export async function measureNative({ weights, rounds, batches, log }) {
  const { network, file } = weights;
  const images = testImages(IMAGES);
  const reference = referenceLogits(network, images, IMAGES);
  const engines = [await zifferNative(file), await onnxruntimeNode(network, images)];
  try {
    for (const engine of engines) {
      engine.error = largestError(await engine.logits(), reference);
      engine.lanes = [];
      for (const batch of batches) {
        const fastest = Math.min(...(await engine.run(batch, WARM_UP_CALLS)));
        const calls = Math.max(1, Math.ceil((TURN_MS * 1000) / fastest));
        engine.lanes.push({ batch, calls, best: Infinity, medians: [] });
      }
    }
    for (let round = 0; round < rounds; round += 1) {
      for (let i = 0; i < engines.length; i += 1) {
        const engine = engines[(round + i) % engines.length];
        for (const lane of engine.lanes) {
          const times = (await engine.run(lane.batch, lane.calls + 1)).slice(1).map((time) => time / lane.batch);
          lane.best = Math.min(lane.best, ...times);
          lane.medians.push(median(times));
        }
      }
    }
    log(`native, ${weights.label}: ${rounds} rounds`);
  } finally {
    for (const engine of engines) await engine.stop();
  }
  return {
    network: weights.label,
    multiplyAdds: network.multiplyAdds,
    rounds,
    batches,
    engines: engines.map(({ name, error, lanes }) => ({ name, error, lanes })),
  };
}

// Both engines: run(batch, calls) gives the microseconds of each call, logits() those of the 64 images.

async function zifferNative(weightsFile) {
  const program = await startProgram(programPath('bench_native'), [weightsFile, 'data/mnist/t10k-images-idx3-ubyte']);
  const numbers = async (line) => (await program.ask(line)).trim().split(' ').map(Number);
  return {
    name: 'ziffer',
    logits: () => numbers(`logits ${IMAGES}`),
    run: (batch, calls) => numbers(`run ${batch} ${calls}`),
    stop: () => program.stop(),
  };
}

async function onnxruntimeNode(network, images) {
  const session = await InferenceSession.create(toOnnx(network), { intraOpNumThreads: 1, interOpNumThreads: 1, executionProviders: ['cpu'] });
  const [height, width, channels] = network.input;
  const size = height * width * channels;
  const inputs = (batch, index) => {
    const first = (index * batch) % IMAGES;
    return { images: new Tensor('float32', images.subarray(first * size, (first + batch) * size), [batch, channels, height, width]) };
  };
  return {
    name: 'onnxruntime-node',
    logits: async () => (await session.run(inputs(IMAGES, 0))).logits.data,
    async run(batch, calls) {
      const times = [];
      for (let call = 0; call < calls; call += 1) {
        const input = inputs(batch, call);
        const start = performance.now();
        await session.run(input);
        times.push((performance.now() - start) * 1000);
      }
      return times;
    },
    stop: () => session.release(),
  };
}
