// The architecture line of a weights file ("28x28x1 conv2d(64,3x3,stride 1,valid) relu ...") as a list of operations with
// their shapes worked out. Every model file and every reference in the bench is made from this list.

/**
 * @typedef {object} Operation
 * @property {'conv2d' | 'max_pool2d' | 'dense'} type
 * @property {[number, number, number]} in    height, width, channels
 * @property {[number, number, number]} out
 * @property {boolean} relu                   a ReLU follows
 * @property {number} kernel                  side of the window; 1 for dense
 * @property {number} stride
 * @property {'valid' | 'same'} padding       "same" as TensorFlow has it: the odd zero comes after
 * @property {[number, number, number, number]} pads  top, left, bottom, right
 * @property {number} kernelSize              values in the kernel, 0 without parameters
 * @property {number} biasSize
 * @property {number} multiplyAdds            for one image
 */

/** @returns {{ input: [number, number, number], operations: Operation[] }} */
export function parseArchitecture(line) {
  const [shape, ...layers] = line.match(/\w+(\([^)]*\))?/g);
  const input = numbers(shape);
  const operations = [];
  let current = input;
  for (const layer of layers) {
    const kind = layer.match(/^\w+/)[0];
    if (kind === 'dropout') continue;
    if (kind === 'relu') {
      if (operations.length === 0) throw new Error('a ReLU on the input is not supported');
      operations.at(-1).relu = true;
      continue;
    }
    if (kind === 'flatten') {
      current = [1, 1, current[0] * current[1] * current[2]];
      continue;
    }
    const operation = makers[kind]?.(current, layer.slice(kind.length));
    if (!operation) throw new Error(`a layer the bench does not know: ${layer}`);
    operations.push(operation);
    current = operation.out;
  }
  return { input, operations };
}

const numbers = (text) => text.match(/\d+/g).map(Number);

const makers = {
  conv2d(shape, options) {
    const [filters, kernel] = numbers(options);
    const window = slide(shape, kernel, strideOf(options) ?? 1, paddingOf(options));
    const out = [...window.outSides, filters];
    const kernelSize = kernel * kernel * shape[2] * filters;
    const multiplyAdds = out[0] * out[1] * kernelSize;
    return { type: 'conv2d', in: shape, out, relu: false, ...window, kernelSize, biasSize: filters, multiplyAdds };
  },
  max_pool2d(shape, options) {
    const [kernel] = numbers(options);
    const window = slide(shape, kernel, strideOf(options) ?? kernel, paddingOf(options));
    const out = [...window.outSides, shape[2]];
    return { type: 'max_pool2d', in: shape, out, relu: false, ...window, kernelSize: 0, biasSize: 0, multiplyAdds: 0 };
  },
  dense(shape, options) {
    const [units] = numbers(options);
    const kernelSize = shape[2] * units;
    const window = { kernel: 1, stride: 1, padding: 'valid', pads: [0, 0, 0, 0] };
    const out = [1, 1, units];
    return { type: 'dense', in: shape, out, relu: false, ...window, kernelSize, biasSize: units, multiplyAdds: kernelSize };
  },
};

function strideOf(options) {
  const match = options.match(/stride (\d+)/);
  return match ? Number(match[1]) : undefined;
}

const paddingOf = (options) => (/\bsame\b/.test(options) ? 'same' : 'valid');

/** Output sides and zeros around for a square window that slides over height x width. */
function slide([height, width], kernel, stride, padding) {
  const sides = [height, width];
  const outSides = sides.map((side) => Math.ceil((padding === 'same' ? side : side - kernel + 1) / stride));
  const missing = sides.map((side, i) => (padding === 'same' ? Math.max(0, (outSides[i] - 1) * stride + kernel - side) : 0));
  const before = missing.map((zeros) => Math.floor(zeros / 2));
  const pads = [before[0], before[1], missing[0] - before[0], missing[1] - before[1]];
  return { outSides, kernel, stride, padding, pads };
}
