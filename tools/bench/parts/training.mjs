// Training on both cores: Ziffer's trainer against libtorch, the same network, batch and optimiser, in turns.
import { cpus } from 'node:os';
import { programPath, startProgram } from '../lib/program.mjs';

const PRESET = 'classic'; // train_libtorch.cpp is written for it
const BATCH = 128;
const IMAGES = 1280;
const MOST_ROUNDS = 7; // one takes several seconds

export async function measureTraining({ rounds: wanted, log }) {
  const rounds = Math.min(wanted, MOST_ROUNDS);
  const threads = cpus().length;
  const args = [PRESET, BATCH, IMAGES, threads, 'data/mnist/train-images-idx3-ubyte', 'data/mnist/train-labels-idx1-ubyte'];
  const engines = [];
  for (const [name, program] of [['ziffer', 'bench_train_ziffer'], ['libtorch', 'bench_train_libtorch']]) {
    engines.push({ name, program: await startProgram(programPath(program), args.map(String)), rates: [] });
  }
  try {
    for (let round = -1; round < rounds; round += 1) { // the first warms up
      for (let i = 0; i < engines.length; i += 1) {
        const { name, program, rates } = engines[Math.abs(round + i) % engines.length];
        const rate = Number(await program.ask('epoch'));
        if (round >= 0) rates.push(rate);
        log(`training, ${name}: ${rate.toFixed(0)} images/s`);
      }
    }
  } finally {
    for (const { program } of engines) await program.stop();
  }
  return { network: PRESET, batch: BATCH, images: IMAGES, threads, rounds, engines: engines.map(({ name, rates }) => ({ name, rates })) };
}
