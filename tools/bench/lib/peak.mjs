// How fast can one core multiply and add in WebAssembly at all? A module of two loops, all values in registers, built
// here byte by byte. A direct convolution of M multiply-adds cannot be faster than M / this rate.

const V128 = 0x7b;
const I32 = 0x7f;
const F32 = 0x7d;
const UNROLL = 4;
const LANES = 4;
const CALL_ITERATIONS = 60000; // a few milliseconds
const WARM_UP_CALLS = 400; // until the optimising compiler has taken over

const SPLAT = [0xfd, 0x13];
const EXTRACT_LANE_0 = [0xfd, 0x1f, 0];
const ADD = [0xfd, ...unsigned(0xe4)];
const MULTIPLY = [0xfd, ...unsigned(0xe6)];
const RELAXED_MULTIPLY_ADD = [0xfd, ...unsigned(0x105)];

// Parameter 0 counts iterations, 1 and 2 are the factor and the summand; locals 3 and 4 are these as vectors.
const FACTOR = 3;
const SUMMAND = 4;
const FIRST_ACCUMULATOR = 5;
const get = (local) => [0x20, ...unsigned(local)];
const set = (local) => [0x21, ...unsigned(local)];

const LOOPS = {
  // acc = acc * factor + summand in 13 chains: with the operands they fill the 16 registers of an x86-64 core.
  chained: { accumulators: 13, perStep: 13, step: (acc) => [...get(acc), ...get(FACTOR), ...MULTIPLY, ...get(SUMMAND), ...ADD, ...set(acc)] },
  // Products and sums in chains of their own: the same instructions without waiting for each other.
  split: {
    accumulators: 12,
    perStep: 6,
    step: (acc) => [...get(acc), ...(acc % 2 ? [...get(FACTOR), ...MULTIPLY] : [...get(SUMMAND), ...ADD]), ...set(acc)],
  },
  fused: { accumulators: 12, perStep: 12, step: (acc) => [...get(acc), ...get(FACTOR), ...get(SUMMAND), ...RELAXED_MULTIPLY_ADD, ...set(acc)] },
};

/**
 * @typedef {{ name: string, sample: () => number }} Peak   sample() gives multiply-adds a second
 * @returns {Promise<Peak[]>} SIMD128, and relaxed SIMD's fused multiply-add where it is known
 */
export async function measurePeaks() {
  const peaks = [];
  for (const [name, loops] of [['SIMD128 peak, mul + add', ['chained', 'split']], ['relaxed SIMD peak, fused', ['fused']]]) {
    const samplers = [];
    for (const loop of loops) {
      const bytes = moduleOf(LOOPS[loop]);
      if (WebAssembly.validate(bytes)) samplers.push(await samplerOf(bytes, LOOPS[loop]));
    }
    if (samplers.length > 0) peaks.push({ name, sample: () => Math.max(...samplers.map((sample) => sample())) });
  }
  return peaks;
}

async function samplerOf(bytes, { perStep }) {
  const { instance } = await WebAssembly.instantiate(bytes);
  const run = (iterations) => instance.exports.run(iterations, 1, 1e-9);
  for (let call = 0; call < WARM_UP_CALLS; call += 1) run(1000);
  return () => {
    const start = performance.now();
    run(CALL_ITERATIONS);
    return (CALL_ITERATIONS * UNROLL * perStep * LANES) / ((performance.now() - start) / 1000);
  };
}

function moduleOf({ accumulators, step }) {
  const locals = Array.from({ length: accumulators }, (_, i) => FIRST_ACCUMULATOR + i);
  const code = [
    ...unsigned(1), ...unsigned(2 + accumulators), V128,
    ...get(1), ...SPLAT, ...set(FACTOR),
    ...get(2), ...SPLAT, ...set(SUMMAND),
    ...locals.flatMap((local) => [...get(1), ...SPLAT, ...set(local)]),
    0x03, 0x40, // loop
    ...Array.from({ length: UNROLL }, () => locals.flatMap(step)).flat(),
    ...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, // branch back while --iterations
    0x0b,
    ...get(locals[0]), ...locals.slice(1).flatMap((local) => [...get(local), ...ADD]), ...EXTRACT_LANE_0,
    0x0b,
  ];
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, [1, 0x60, 3, I32, F32, F32, 1, F32]),
    ...section(3, [1, 0]),
    ...section(7, [1, 3, ...new TextEncoder().encode('run'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}

function section(id, content) {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value) {
  const bytes = [];
  for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
  return [...bytes, value];
}
