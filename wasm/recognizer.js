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

async function weightsFrom(source, fallback) {
  if (source instanceof Uint8Array) return source;
  const response = await responseOf(new URL(source ?? fallback, fallback));
  return new Uint8Array(await response.arrayBuffer());
}

// The module calls nothing of its host in a good run. A C library may still import what it would need to report its end.
const host = new Proxy({}, {
  get: (_, name) => (name === 'emscripten_notify_memory_growth' ? () => {} : () => { throw new Error(`the module called ${name}`); }),
});
const imports = { env: host, wasi_snapshot_preview1: host };

/** Compiles while the bytes arrive, where the server names their type. */
async function instantiated(response) {
  const { instance } = response.headers.get('Content-Type') === 'application/wasm'
    ? await WebAssembly.instantiateStreaming(response, imports)
    : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  instance.exports._initialize();
  return instance.exports;
}

/** The value at `at` in MessagePack, of the forms that message_pack.h writes. Bytes are copied. */
function decoded(memory, at) {
  const view = new DataView(memory.buffer);
  const take = (read, size) => {
    at += size;
    return view[read](at - size);
  };
  const takeBytes = (size) => new Uint8Array(memory.buffer, (at += size) - size, size);
  const forms = {
    0xc6: () => takeBytes(take('getUint32', 4)).slice(),
    0xca: () => take('getFloat32', 4),
    0xd2: () => take('getInt32', 4),
    0xda: () => new TextDecoder().decode(takeBytes(take('getUint16', 2))),
    0xdc: () => Array.from({ length: take('getUint16', 2) }, value),
    0xde: () => Object.fromEntries(Array.from({ length: take('getUint16', 2) }, () => [value(), value()])),
  };
  function value() {
    return forms[take('getUint8', 1)]();
  }
  return value();
}

/** Calls `name` of the module with `argument` (a typed array) and `numbers`. */
function call(module, name, argument = new Uint8Array(), ...numbers) {
  const { memory } = module;
  const bytes = new Uint8Array(argument.buffer, argument.byteOffset, argument.byteLength);
  const at = module.room(bytes.length);  // may move memory.buffer
  new Uint8Array(memory.buffer).set(bytes, at);
  return decoded(memory, module[name](...numbers));
}

async function loadVariant(variant, base, weightsBytes) {
  const module = await instantiated(await responseOf(new URL(`${variant}/ziffer.wasm`, base)));
  const loaded = call(module, 'load', await weightsBytes);
  if (loaded.error) {
    const error = new Error(loaded.error.message);
    error.code = loaded.error.code;
    throw error;
  }
  return { module, architecture: loaded.architecture };
}

/** Of each stroke the number of points, then x and y of each. */
function flattened(strokes) {
  return Float32Array.from(strokes.flatMap((stroke) => [stroke.length, ...stroke.flat()]));
}

/** The numbers of an answer that is nothing else. */
function floats(answer) {
  if (answer.error) throw new RangeError(answer.error.message);
  return new Float32Array(answer.buffer);
}

class ModuleRecognizer {
  #module;

  constructor(module, architecture, variant) {
    this.#module = module;
    this.architecture = architecture;
    this.variant = variant;
  }

  readPicture(bytes) {
    return call(this.#module, 'read_picture', bytes);
  }

  readStrokes(strokes, { penWidth, width, height }) {
    return call(this.#module, 'read_strokes', flattened(strokes), penWidth, width, height);
  }

  normalize(ink, width, height) {
    return floats(call(this.#module, 'normalize_ink', ink, width, height));
  }

  classify(glyphs, count) {
    return floats(call(this.#module, 'classify', glyphs, count));
  }

  get heapBytes() {
    return this.#module.memory.buffer.byteLength;
  }

  signature() {
    return call(this.#module, 'signature_line');
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

export async function loadRecognizer({ base, weights, variant } = {}) {
  const folder = new URL(base ?? './', import.meta.url);
  const weightsBytes = weightsFrom(weights, new URL('../weights/classic.ziffer', import.meta.url));
  weightsBytes.catch(() => {});  // awaited in loadVariant; until then a failure must not count as unhandled
  return firstThatPasses(variant ? [variant] : runnable(), async (name) => {
    const { module, architecture } = await loadVariant(name, folder, weightsBytes);
    return new ModuleRecognizer(module, architecture, name);
  });
}
