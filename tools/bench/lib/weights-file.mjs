// Reads .ziffer files (layout: core/nn/weights_file.h) into plain float32 arrays. Runs in Node and in pages.
import { parseArchitecture } from './architecture.mjs';

const HEADER_BYTES = 12; // "ZIFW", version, checksum
const VERSION = 2;
const FLOAT32 = 0;
const HALF = 1;
const INT8 = 2;

/**
 * @typedef {object} Network
 * @property {string} name            the preset's, such as "classic"
 * @property {string} description     the architecture line as the file has it
 * @property {[number, number, number]} input   height, width, channels
 * @property {import('./architecture.mjs').Operation[]} operations
 * @property {number} classes
 * @property {number} multiplyAdds    for one image
 * @property {number} parameterCount
 * @property {Float32Array[]} tensors kernel and bias of each operation that has them, in order; kernels as HWIO or [in, out]
 */

/**
 * @param {Uint8Array} bytes
 * @returns {Network}
 */
export function parseWeightsFile(bytes) {
  const reader = new Reader(bytes);
  if (reader.ascii(4) !== 'ZIFW') throw new Error('not a weights file: it does not start with ZIFW');
  if (reader.u32() !== VERSION) throw new Error('a weights file of another version');
  reader.at = HEADER_BYTES;
  const name = reader.text();
  const description = reader.text();
  const tensors = Array.from({ length: reader.u16() }, () => reader.tensor());
  return network(name, description, tensors);
}

/** The network of an architecture line and its tensors. */
export function network(name, description, tensors) {
  const { input, operations } = parseArchitecture(description);
  const sizes = operations.flatMap(({ kernelSize, biasSize }) => (kernelSize ? [kernelSize, biasSize] : []));
  if (sizes.length !== tensors.length || sizes.some((size, index) => size !== tensors[index].length)) {
    throw new Error(`the tensors of "${name}" do not fit "${description}"`);
  }
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  return {
    name,
    description,
    input,
    operations,
    classes: operations.at(-1).out[2],
    multiplyAdds: sum(operations.map((operation) => operation.multiplyAdds)),
    parameterCount: sum(sizes),
    tensors,
  };
}

/** All tensors in one block, in order: what a page downloads that brings no file format of its own. */
export function flattenTensors({ tensors, parameterCount }) {
  const flat = new Float32Array(parameterCount);
  let at = 0;
  for (const tensor of tensors) {
    flat.set(tensor, at);
    at += tensor.length;
  }
  return flat;
}

/** The reverse of flattenTensors(). */
export function networkFromFlat(name, description, flat) {
  let at = 0;
  const take = (size) => flat.slice(at, (at += size));
  const { operations } = parseArchitecture(description);
  const tensors = operations.filter(({ kernelSize }) => kernelSize).flatMap((o) => [take(o.kernelSize), take(o.biasSize)]);
  return network(name, description, tensors);
}

class Reader {
  at = 0;

  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8 = () => this.view.getUint8(this.#skip(1));
  u16 = () => this.view.getUint16(this.#skip(2), true);
  u32 = () => this.view.getUint32(this.#skip(4), true);
  f32 = () => this.view.getFloat32(this.#skip(4), true);
  i8 = () => this.view.getInt8(this.#skip(1));
  ascii = (length) => String.fromCharCode(...this.bytes.subarray(this.#skip(length), this.at));
  text = () => this.ascii(this.u16());

  /** One tensor's values, whatever type they are stored in. */
  tensor() {
    const name = this.text();
    const type = this.u8();
    const shape = Array.from({ length: this.u8() }, () => this.u32());
    const size = shape.reduce((product, side) => product * side, 1);
    if (type === FLOAT32) return Float32Array.from({ length: size }, this.f32);
    if (type === HALF) return Float32Array.from({ length: size }, () => fromHalf(this.u16()));
    if (type === INT8) {
      const scales = Float32Array.from({ length: shape.at(-1) }, this.f32);
      return Float32Array.from({ length: size }, (_, index) => scales[index % scales.length] * this.i8());
    }
    throw new Error(`tensor ${name} is of an unknown type`);
  }

  #skip(length) {
    const from = this.at;
    this.at += length;
    return from;
  }
}

/** IEEE 754 half precision: one sign, five exponent and ten fraction bits. */
function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
