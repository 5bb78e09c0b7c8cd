// A network as an ONNX file (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), for onnxruntime-web and -node.
// Protocol buffers by hand: a message is a list of fields, a field is (number << 3 | wire type) and its value.

const IR_VERSION = 8;
const OPSET = 13;
const FLOAT = 1; // TensorProto.DataType
const ATTRIBUTE_INT = 2; // AttributeProto.AttributeType
const ATTRIBUTE_INTS = 7;

/**
 * Input "images" is (N, C, H, W), output "logits" (N, classes), N free.
 * @param {import('./weights-file.mjs').Network} network
 * @returns {Uint8Array}
 */
export function toOnnx(network) {
  const [height, width, channels] = network.input;
  const graph = [];
  let tensors = network.tensors;
  let current = 'images';
  network.operations.forEach((operation, index) => {
    const isLast = index === network.operations.length - 1;
    const result = isLast ? 'logits' : `values_${index}`;
    const raw = operation.relu ? `sums_${index}` : result;
    const names = [`kernel_${index}`, `bias_${index}`];
    if (operation.type === 'max_pool2d') {
      graph.push(node('MaxPool', [current], raw, windowAttributes(operation)));
    } else {
      const [kernel, bias] = tensors;
      tensors = tensors.slice(2);
      const isConv = operation.type === 'conv2d';
      const { shape, values } = isConv ? kernelAsOihw(operation, kernel) : matrixForChw(network, index, kernel);
      graph.push(initializer(names[0], shape, values), initializer(names[1], [bias.length], bias));
      if (isConv) {
        graph.push(node('Conv', [current, ...names], raw, windowAttributes(operation)));
      } else {
        graph.push(node('Flatten', [current], `flat_${index}`, [attribute('axis', 1)]));
        graph.push(node('Gemm', [`flat_${index}`, ...names], raw, []));
      }
    }
    if (operation.relu) graph.push(node('Relu', [raw], result, []));
    current = result;
  });
  graph.push(string(2, network.name));
  graph.push(valueInfo(11, 'images', ['N', channels, height, width]), valueInfo(12, 'logits', ['N', network.classes]));
  return joined([integer(1, IR_VERSION), string(2, 'ziffer bench'), message(7, graph), message(8, [integer(2, OPSET)])]);
}

/** (H, W, in, out) to (out, in, H, W). */
function kernelAsOihw({ kernel: side, in: [, , channels], out: [, , filters] }, kernel) {
  const values = new Float32Array(kernel.length);
  const taps = side * side;
  for (let tap = 0; tap < taps; tap += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      for (let filter = 0; filter < filters; filter += 1) {
        values[(filter * channels + channel) * taps + tap] = kernel[(tap * channels + channel) * filters + filter];
      }
    }
  }
  return { shape: [filters, channels, side, side], values };
}

/** Rows in the order in which ONNX flattens (C, H, W), for a matrix whose rows are in (H, W, C) order. */
function matrixForChw(network, index, matrix) {
  const operation = network.operations[index];
  const units = operation.out[2];
  const [height, width, channels] = index === 0 ? network.input : network.operations[index - 1].out;
  const places = height * width;
  const values = new Float32Array(matrix.length);
  for (let place = 0; place < places; place += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const row = (place * channels + channel) * units;
      values.set(matrix.subarray(row, row + units), (channel * places + place) * units);
    }
  }
  return { shape: [operation.in[2], units], values };
}

const windowAttributes = ({ kernel, stride, pads }) => [
  attribute('kernel_shape', [kernel, kernel]),
  attribute('strides', [stride, stride]),
  attribute('pads', pads),
];

function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  bytes.push(value);
  return bytes;
}

function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const integer = (field, value) => Uint8Array.from([...varint(field * 8), ...varint(value)]);
const bytes = (field, content) => joined([Uint8Array.from([...varint(field * 8 + 2), ...varint(content.length)]), content]);
const string = (field, text) => bytes(field, new TextEncoder().encode(text));
const message = (field, fields) => bytes(field, joined(fields));

function attribute(name, value) {
  const content = Array.isArray(value)
    ? [...value.map((each) => integer(8, each)), integer(20, ATTRIBUTE_INTS)]
    : [integer(3, value), integer(20, ATTRIBUTE_INT)];
  return message(5, [string(1, name), ...content]);
}

function node(operator, inputs, output, attributes) {
  return message(1, [...inputs.map((input) => string(1, input)), string(2, output), string(4, operator), ...attributes]);
}

function initializer(name, shape, values) {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message(5, [...shape.map((side) => integer(1, side)), integer(2, FLOAT), string(8, name), bytes(9, raw)]);
}

function valueInfo(field, name, shape) {
  const dimensions = shape.map((side) => message(1, [typeof side === 'string' ? string(2, side) : integer(1, side)]));
  const tensorType = message(1, [integer(1, FLOAT), message(2, dimensions)]);
  return message(field, [string(1, name), message(2, [tensorType])]);
}
