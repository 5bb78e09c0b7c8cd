// Owns the WebAssembly module: no other file of the page sees it. A request {id, method, args} is answered by exactly
// one {id, value} or {id, error}. The network that reads lines comes second, so that digits are read while it is on its
// way; {event: 'lines'} says that it is there, with an error that it will not come.

/** @typedef {import('./types.js').Recognizer} Recognizer */
/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').ReadingError} ReadingError */

let hasLines = false;

/** Reads with what there is. */
let recognizer = load({ lineWeights: null });
/** Reads lines too. */
const complete = withLines();

/** @param {{ lineWeights?: null }} [options] @returns {Promise<Recognizer>} */
async function load(options) {
  const url = new URL('../engine/recognizer.js', import.meta.url);
  /** @type {typeof import('../../wasm/recognizer.js')} */
  const { loadRecognizer } = await import(url.href).catch(() => {
    throw new Error('The file engine/recognizer.js could not be loaded.');
  });
  return loadRecognizer(options);
}

async function withLines() {
  const engine = await recognizer;
  try {
    await engine.addLines();
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code !== 'self_test_failed') throw error;
    recognizer = Promise.resolve(await load()); // this build computes wrongly here after all: another one for both networks
  }
  hasLines = true;
  return recognizer;
}

/** @param {() => Reading | ReadingError} read */
function timed(read) {
  const start = performance.now();
  const reading = read();
  return { reading, milliseconds: performance.now() - start, preliminary: !hasLines };
}

/** @type {Record<string, (...args: any[]) => unknown>} */
const methods = {
  async about() {
    const { variant, architecture, heapBytes } = await recognizer;
    return { variant, architecture, heapBytes };
  },
  /** @param {ArrayBuffer | Blob} picture @param {{ whole: boolean }} options whole: wait for the network that reads lines */
  async readPicture(picture, { whole }) {
    const engine = await (whole ? complete : recognizer);
    const bytes = new Uint8Array(picture instanceof Blob ? await picture.arrayBuffer() : picture);
    return timed(() => engine.readPicture(bytes));
  },
  async readStrokes(strokes, pad) {
    const engine = await recognizer;
    return timed(() => engine.readStrokes(strokes, pad));
  },
  async explain({ picture, strokes, pad }, symbol) {
    const engine = await complete.catch(() => recognizer); // what is explained is what both networks read
    if (strokes) return engine.explainStrokes(strokes, pad, symbol);
    return engine.explainPicture(new Uint8Array(await picture.arrayBuffer()), symbol);
  },
  async validate(reading, field) {
    return (await recognizer).validate(reading, field);
  },
};

/** @param {unknown} error */
const sentenceOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * The glyph planes of an answer are moved to the page, not copied.
 * @param {any} value
 * @returns {Transferable[]}
 */
function buffersOf(value) {
  const symbols = value?.reading?.symbols ?? [];
  return symbols.map((/** @type {{ glyph: Uint8Array }} */ symbol) => symbol.glyph.buffer);
}

recognizer.catch(() => {}); // the first request will hear of a failure
complete.then(
  () => postMessage({ event: 'lines' }),
  (error) => postMessage({ event: 'lines', error: sentenceOf(error) }),
);

addEventListener('message', async ({ data: { id, method, args } }) => {
  try {
    const value = await methods[method](...args);
    postMessage({ id, value }, { transfer: buffersOf(value) });
  } catch (error) {
    postMessage({ id, error: sentenceOf(error) });
  }
});
