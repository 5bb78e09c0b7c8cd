// Owns the WebAssembly module: no other file of the page sees it. A request {id, method, args} is answered by exactly
// one {id, value} or {id, error}.

/** @typedef {import('./types.js').Recognizer} Recognizer */
/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').ReadingError} ReadingError */

/** @type {Promise<Recognizer> | undefined} */
let loading;

/** @returns {Promise<Recognizer>} */
function recognizer() {
  loading ??= load();
  return loading;
}

async function load() {
  const url = new URL('../engine/recognizer.js', import.meta.url);
  /** @type {typeof import('../../wasm/recognizer.js')} */
  const { loadRecognizer } = await import(url.href).catch(() => {
    throw new Error('The file engine/recognizer.js could not be loaded.');
  });
  return loadRecognizer();
}

/** @param {() => Reading | ReadingError} read */
function timed(read) {
  const start = performance.now();
  const reading = read();
  return { reading, milliseconds: performance.now() - start };
}

/** @type {Record<string, (engine: Recognizer, ...args: any[]) => unknown>} */
const methods = {
  about: ({ variant, architecture, heapBytes }) => ({ variant, architecture, heapBytes }),
  async readPicture(engine, picture) {
    const bytes = new Uint8Array(picture instanceof Blob ? await picture.arrayBuffer() : picture);
    return timed(() => engine.readPicture(bytes));
  },
  readStrokes: (engine, strokes, pad) => timed(() => engine.readStrokes(strokes, pad)),
};

/**
 * The glyph planes of an answer are moved to the page, not copied.
 * @param {any} value
 * @returns {Transferable[]}
 */
function buffersOf(value) {
  const symbols = value?.reading?.symbols ?? [];
  return symbols.map((/** @type {{ glyph: Uint8Array }} */ symbol) => symbol.glyph.buffer);
}

recognizer().catch(() => {}); // begin before the first request comes; it will hear of a failure

addEventListener('message', async ({ data: { id, method, args } }) => {
  try {
    const value = await methods[method](await recognizer(), ...args);
    postMessage({ id, value }, { transfer: buffersOf(value) });
  } catch (error) {
    postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
