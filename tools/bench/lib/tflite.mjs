// A network as a TensorFlow Lite file, for LiteRT.js. Slots and numbers are those of
// https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
import { Builder } from 'flatbuffers';

const SCHEMA_VERSION = 3;
const ALIGNMENT = 16; // XNNPACK reads weights in place
const FLOAT32 = 0; // TensorType
const INT32 = 2;
const RELU = 1; // ActivationFunctionType
const OPERATORS = {
  conv2d: { code: 3, optionsType: 1 },
  dense: { code: 9, optionsType: 8 },
  max_pool2d: { code: 17, optionsType: 5 },
  reshape: { code: 22, optionsType: 17 },
};
const KINDS = Object.keys(OPERATORS);

/**
 * Input (batch, H, W, C), output (batch, classes); the batch is fixed, as LiteRT wants it.
 * @param {import('./weights-file.mjs').Network} network
 * @param {number} batch
 * @returns {Uint8Array}
 */
export function toTflite(network, batch) {
  const file = new TfliteFile(network.parameterCount * 4 + 65536);
  let tensors = network.tensors;
  const input = file.tensor('images', [batch, ...network.input]);
  let current = input;
  let isFlat = false;
  network.operations.forEach((operation, index) => {
    const activation = operation.relu ? RELU : 0;
    const padding = operation.padding === 'same' ? 0 : 1;
    const { kernel: side, stride, in: [, , channels], out } = operation;
    const name = index === network.operations.length - 1 ? 'logits' : `values_${index}`;
    if (operation.type === 'max_pool2d') {
      const result = file.tensor(name, [batch, ...out]);
      file.operator('max_pool2d', [current], result, [int8(padding), int32(stride), int32(stride), int32(side), int32(side), int8(activation)]);
      current = result;
      return;
    }
    const [kernel, bias] = tensors;
    tensors = tensors.slice(2);
    const weights = transposed(kernel, out[2]);
    if (operation.type === 'conv2d') {
      const parameters = [file.tensor(`kernel_${index}`, [out[2], side, side, channels], weights), file.tensor(`bias_${index}`, [out[2]], bias)];
      const result = file.tensor(name, [batch, ...out]);
      file.operator('conv2d', [current, ...parameters], result, [int8(padding), int32(stride), int32(stride), int8(activation)]);
      current = result;
      return;
    }
    if (!isFlat) {
      const shape = [batch, channels];
      const flat = file.tensor('flat', shape);
      const target = file.tensor('flat_shape', [2], Int32Array.from(shape), INT32);
      file.operator('reshape', [current, target], flat, [offset(file.integers(shape))]);
      current = flat;
      isFlat = true;
    }
    const parameters = [file.tensor(`kernel_${index}`, [out[2], channels], weights), file.tensor(`bias_${index}`, [out[2]], bias)];
    const result = file.tensor(name, [batch, out[2]]);
    file.operator('dense', [current, ...parameters], result, [int8(activation)]);
    current = result;
  });
  return file.finish(input, current);
}

/** (..., out) to (out, ...): Keras' order to TensorFlow Lite's, for convolutions and matrices alike. */
function transposed(values, columns) {
  const rows = values.length / columns;
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) result[column * rows + row] = values[row * columns + column];
  }
  return result;
}

// A table is given as the list of its fields by slot; undefined leaves a slot at its default.
const int8 = (value) => (builder, slot) => builder.addFieldInt8(slot, value, 0);
const int32 = (value) => (builder, slot) => builder.addFieldInt32(slot, value, 0);
const offset = (value) => (builder, slot) => builder.addFieldOffset(slot, value, 0);

class TfliteFile {
  #builder;
  #buffers = [];
  #tensors = [];
  #operators = [];

  constructor(sizeHint) {
    this.#builder = new Builder(sizeHint);
    this.#buffers.push(this.#table([])); // buffer 0 is empty by convention
  }

  /** Adds a tensor, constant when it has data, and returns its index. */
  tensor(name, shape, data, type = FLOAT32) {
    const buffer = data ? this.#buffer(data) : 0;
    const fields = [offset(this.integers(shape)), int8(type), int32(buffer), offset(this.#builder.createString(name))];
    this.#tensors.push(this.#table(fields));
    return this.#tensors.length - 1;
  }

  operator(kind, inputs, output, options) {
    const fields = [
      int32(KINDS.indexOf(kind)),
      offset(this.integers(inputs)),
      offset(this.integers([output])),
      int8(OPERATORS[kind].optionsType),
      offset(this.#table(options)),
    ];
    this.#operators.push(this.#table(fields));
  }

  integers(values) {
    this.#builder.startVector(4, values.length, 4);
    for (const value of [...values].reverse()) this.#builder.addInt32(value);
    return this.#builder.endVector();
  }

  finish(input, output) {
    const builder = this.#builder;
    const subgraph = this.#table([
      offset(this.#offsets(this.#tensors)),
      offset(this.integers([input])),
      offset(this.integers([output])),
      offset(this.#offsets(this.#operators)),
      offset(builder.createString('main')),
    ]);
    const codes = KINDS.map((kind) => {
      const { code } = OPERATORS[kind];
      return this.#table([int8(code), undefined, int32(1), int32(code)]);
    });
    const signature = this.#table([
      offset(this.#offsets([this.#named('images', input)])),
      offset(this.#offsets([this.#named('logits', output)])),
      offset(builder.createString('serving_default')),
      undefined,
      int32(0),
    ]);
    const model = this.#table([
      int32(SCHEMA_VERSION),
      offset(this.#offsets(codes)),
      offset(this.#offsets([subgraph])),
      offset(builder.createString('ziffer bench')),
      offset(this.#offsets(this.#buffers)),
      undefined,
      undefined,
      offset(this.#offsets([signature])),
    ]);
    builder.finish(model, 'TFL3');
    return builder.asUint8Array().slice();
  }

  #named = (name, tensor) => this.#table([offset(this.#builder.createString(name)), int32(tensor)]);

  #table(fields) {
    this.#builder.startObject(fields.length);
    fields.forEach((add, slot) => add?.(this.#builder, slot));
    return this.#builder.endObject();
  }

  #offsets(values) {
    this.#builder.startVector(4, values.length, 4);
    for (const value of [...values].reverse()) this.#builder.addOffset(value);
    return this.#builder.endVector();
  }

  #buffer(data) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const builder = this.#builder;
    builder.startVector(1, bytes.length, ALIGNMENT);
    builder.space -= bytes.length; // a flatbuffer grows downwards
    builder.bb.bytes().set(bytes, builder.space);
    const values = builder.endVector();
    this.#buffers.push(this.#table([offset(values)]));
    return this.#buffers.length - 1;
  }
}
