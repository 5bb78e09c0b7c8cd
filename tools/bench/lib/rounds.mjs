// The measuring loop, the same in Node and in a page: all engines loaded with one network, then rounds in which every
// engine has its turn, a different one first each time. Noise of a busy machine hits all engines of a round alike, so
// what counts is the ratio within a round.
import { largestError, referenceLogits } from './reference.mjs';
import { countedFor, heapBytes } from './wasm-heap.mjs';
import { median } from './statistics.mjs';

const CHECKED_IMAGES = 64;
const WARM_UP_MS = 400;
const TURN_MS = 20; // a turn is one untimed call, then single timed calls for about this long
const MOST_CALLS = 100;

/**
 * @param {object} options
 * @param {import('./weights-file.mjs').Network} options.network
 * @param {string} options.label what to call it
 * @param {Float32Array} options.images at least 64
 * @param {import('../engines/engine.d.ts').Engine[]} options.engines
 * @param {import('../engines/engine.d.ts').Place} options.place
 * @param {number} options.rounds
 * @param {number[]} options.batches
 * @param {import('./peak.mjs').Peak[]} options.peaks
 * @param {(line: string) => void} options.log
 */
export async function measureRounds({ network, label, images, engines, place, rounds, batches, peaks, log }) {
  const reference = referenceLogits(network, images, CHECKED_IMAGES);
  const entries = [];
  const failures = [];
  for (const engine of engines) {
    try {
      entries.push(await loaded(engine, { network, images, place, batches, reference }));
    } catch (error) {
      failures.push({ engine: engine.name, reason: firstLine(error) });
      log(`${engine.name}: ${firstLine(error)}`);
    }
  }
  const turns = entries.flatMap(({ lanes }) => lanes);
  for (const turn of turns) log(`${label}, ${turn.engine}, batch ${turn.batch}: ${turn.calls} calls a turn`);

  const peakRates = peaks.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < entries.length; i += 1) {
      for (const lane of entries[(round + i) % entries.length].lanes) await lane.takeTurn();
    }
    peaks.forEach((peak, index) => peakRates[index].push(peak.sample()));
    await new Promise((resolve) => setTimeout(resolve, 0));
    if ((round + 1) % 10 === 0) log(`${label}: round ${round + 1} of ${rounds}`);
  }

  const report = {
    network: label,
    multiplyAdds: network.multiplyAdds,
    parameterCount: network.parameterCount,
    rounds,
    engines: entries.map(({ engine, session, error, lanes }) => ({
      name: engine.name,
      variant: session.variant,
      error,
      heapBytes: heapBytes(engine.name),
      batches: lanes.map(({ batch, calls, best, medians }) => ({ batch, calls, best, medians })),
    })),
    peaks: peaks.map(({ name }, index) => ({ name, rates: peakRates[index] })),
    failures,
  };
  for (const { session } of entries) await session.dispose();
  return report;
}

/** Loads an engine, checks its logits, warms it up. */
async function loaded(engine, { network, images, place, batches, reference }) {
  const size = network.input.reduce((product, side) => product * side);
  const session = await countedFor(engine.name, () => engine.start({ network, place }));
  const lanes = [];
  let error = 0;
  for (const batch of batches) {
    const inputs = [];
    for (let first = 0; first + batch <= CHECKED_IMAGES; first += batch) {
      inputs.push(images.slice(first * size, (first + batch) * size));
    }
    const logits = new Float64Array(reference.length);
    for (const [index, input] of inputs.entries()) {
      logits.set(await countedFor(engine.name, () => session.run(input, batch)), index * batch * network.classes);
    }
    const checked = inputs.length * batch * network.classes;
    error = Math.max(error, largestError(logits.subarray(0, checked), reference.subarray(0, checked)));
    lanes.push(await Lane.warmedUp(engine.name, session, batch, inputs));
  }
  return { engine, session, lanes, error };
}

/** One engine at one batch size. */
class Lane {
  best = Infinity; // microseconds an image, the fastest single call
  medians = []; // microseconds an image, the median call of each round
  #next = 0;

  constructor(engine, session, batch, inputs) {
    Object.assign(this, { engine, session, batch, inputs, calls: 1 });
  }

  static async warmedUp(...parts) {
    const lane = new Lane(...parts);
    let fastest = Infinity;
    for (const start = performance.now(); performance.now() - start < WARM_UP_MS; ) fastest = Math.min(fastest, await lane.#call());
    lane.calls = Math.max(1, Math.min(MOST_CALLS, Math.ceil(TURN_MS / fastest)));
    return lane;
  }

  async takeTurn() {
    await this.#call(); // the caches are this engine's again
    const times = [];
    for (let call = 0; call < this.calls; call += 1) times.push(((await this.#call()) * 1000) / this.batch);
    this.best = Math.min(this.best, ...times);
    this.medians.push(median(times));
  }

  /** Milliseconds of one call: from pixels in a Float32Array to logits in a Float32Array. */
  async #call() {
    const input = this.inputs[this.#next++ % this.inputs.length];
    const start = performance.now();
    await this.session.run(input, this.batch);
    return performance.now() - start;
  }
}

const firstLine = (error) => String(error?.message ?? error).split('\n')[0].slice(0, 200);
