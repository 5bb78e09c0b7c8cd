// Loads the WebAssembly reader in browsers, workers and Node. Types and contracts: recognizer.d.ts.

// Modules of one function () -> v128 each, valid only where the engine knows the instruction they use.
const HEADER = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0];
const ZEROS = [65, 0, 253, 15];  // i8x16.splat of 0
const PROBES = {
  relaxed: [...HEADER, 10, 19, 1, 17, 0, ...ZEROS, ...ZEROS, ...ZEROS, 253, 133, 2, 11],  // f32x4.relaxed_madd
  simd: [...HEADER, 10, 10, 1, 8, 0, ...ZEROS, 253, 98, 11],  // i8x16.popcnt
};

/** The builds this engine can run, the fastest first. */
function runnable() {
  return [...Object.keys(PROBES).filter((name) => WebAssembly.validate(Uint8Array.from(PROBES[name]))), 'scalar'];
}

/** A successful answer to a request for `url`; from disk for file: URLs in Node. */
async function responseOf(url) {
  if (url.protocol === 'file:' && typeof process === 'object' && process.versions?.node) {
    const { readFile } = await import('node:fs/promises');
    return new Response(await readFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: the server answered ${response.status}`);
  return response;
}

async function weightsFrom(source, name) {
  if (source instanceof Uint8Array) return source;
  const fallback = new URL(`../weights/${name}.ziffer`, import.meta.url);
  const response = await responseOf(new URL(source ?? fallback, fallback));
  return new Uint8Array(await response.arrayBuffer());
}

/** Compiles while the bytes arrive, where the server names their type. */
async function compiled(url) {
  const response = await responseOf(url);
  return response.headers.get('Content-Type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

function succeeded(outcome) {
  if (!outcome.error) return outcome;
  throw Object.assign(new Error(outcome.error.message), { code: outcome.error.code });
}

async function loadVariant(variant, base, weightsBytes, lineWeightsBytes) {
  const folder = new URL(`${variant}/`, base);
  const glue = import(new URL('ziffer.mjs', folder).href);
  const [{ default: createModule }, code] = await Promise.all([glue, compiled(new URL('ziffer.wasm', folder))]);
  const module = await new Promise((resolve, reject) => {
    const instantiateWasm = (imports, done) => {
      WebAssembly.instantiate(code, imports).then((instance) => done(instance, code), reject);
      return {};
    };
    createModule({ instantiateWasm }).then(resolve, reject);
  });
  const { architecture } = succeeded(module.load(await weightsBytes));
  const lines = await lineWeightsBytes;
  if (lines) succeeded(module.addLines(lines));
  return { module, architecture };
}

function flattened(strokes) {
  const lengths = Uint32Array.from(strokes, (stroke) => stroke.length);
  return { points: Float32Array.from(strokes.flat(2)), lengths };
}

function checked(result) {
  if (result.error) throw new RangeError(result.error.message);
  return result;
}

const none = -1;  // no symbol

class ModuleRecognizer {
  #module;

  constructor(module, architecture, variant) {
    this.#module = module;
    this.architecture = architecture;
    this.variant = variant;
  }

  async addLines(weights) {
    const bytes = await weightsFrom(weights, 'line');
    succeeded(this.#module.addLines(bytes));
  }

  readPicture(bytes) {
    return this.#module.readPicture(bytes, none);
  }

  readLine(bytes) {
    return this.#module.readLine(bytes);
  }

  readDigit(bytes) {
    return this.#module.readDigit(bytes);
  }

  readStrokes(strokes, { penWidth, width, height }) {
    const { points, lengths } = flattened(strokes);
    return this.#module.readStrokes(points, lengths, penWidth, width, height, none);
  }

  explainPicture(bytes, symbol) {
    return this.#module.readPicture(bytes, symbol);
  }

  explainStrokes(strokes, { penWidth, width, height }, symbol) {
    const { points, lengths } = flattened(strokes);
    return this.#module.readStrokes(points, lengths, penWidth, width, height, symbol);
  }

  validate({ numbers, symbols }, field) {
    return numbers.map(({ first, count, confidence }) => {
      const rows = symbols.slice(first, first + count).flatMap((symbol) => [
        (symbol.separator ?? String(symbol.digit)).charCodeAt(0), symbol.refusal ? 1 : 0, symbol.confidence, symbol.noDigit,
        ...symbol.probabilities]);
      return checked(this.#module.validate(field, rows, first, confidence));
    });
  }

  normalize(ink, width, height) {
    return checked(this.#module.normalize(ink, width, height));
  }

  classify(glyphs, count) {
    return checked(this.#module.classify(glyphs, count));
  }

  get heapBytes() {
    return this.#module.heapBytes();
  }

  signature() {
    return this.#module.signature();
  }

  dispose() {
    this.#module = undefined;
  }
}

/**
 * The first of `variants` that loads; a later one is tried only after a failed self-test, since some engines have
 * accepted SIMD code and computed it wrongly. Any other failure (a 404, damaged weights) would only repeat itself.
 */
export async function firstThatPasses([name, ...others], load) {
  try {
    return await load(name);
  } catch (error) {
    if (others.length === 0 || error.code !== 'self_test_failed') throw error;
    return firstThatPasses(others, load);
  }
}

export async function loadRecognizer({ base, weights, lineWeights, variant } = {}) {
  const folder = new URL(base ?? './', import.meta.url);
  const fetched = (source, name) => {
    const bytes = weightsFrom(source, name);
    bytes.catch(() => {});  // awaited in loadVariant; until then a failure must not count as unhandled
    return bytes;
  };
  const weightsBytes = fetched(weights, 'pen');
  const lineWeightsBytes = lineWeights === null ? null : fetched(lineWeights, 'line');
  return firstThatPasses(variant ? [variant] : runnable(), async (name) => {
    const { module, architecture } = await loadVariant(name, folder, weightsBytes, lineWeightsBytes);
    return new ModuleRecognizer(module, architecture, name);
  });
}
