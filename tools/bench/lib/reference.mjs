// The plainest forward pass, in double precision: what every engine's logits are held against.

/** Largest difference to the reference that still counts as right. */
export const LOGIT_TOLERANCE = 1e-3;

/**
 * @param {import('./weights-file.mjs').Network} network
 * @param {Float32Array} images count planes, each of network.input
 * @returns {Float64Array} count * classes logits
 */
export function referenceLogits(network, images, count) {
  const size = images.length / count;
  const logits = new Float64Array(count * network.classes);
  for (let image = 0; image < count; image += 1) {
    let values = Float64Array.from(images.subarray(image * size, (image + 1) * size));
    let next = 0;
    for (const operation of network.operations) {
      const [kernel, bias] = operation.kernelSize ? network.tensors.slice(next, (next += 2)) : [];
      values = forward[operation.type](operation, values, kernel, bias);
      if (operation.relu) values = values.map((value) => Math.max(0, value));
    }
    logits.set(values, image * network.classes);
  }
  return logits;
}

const forward = {
  conv2d(operation, values, kernel, bias) {
    const [height, width, filters] = operation.out;
    const channels = operation.in[2];
    const result = new Float64Array(height * width * filters);
    for (let place = 0; place < height * width; place += 1) {
      const out = result.subarray(place * filters, (place + 1) * filters);
      out.set(bias);
      eachInWindow(operation, Math.floor(place / width), place % width, (position, tap) => {
        for (let channel = 0; channel < channels; channel += 1) {
          const value = values[position * channels + channel];
          if (value === 0) continue;
          const row = (tap * channels + channel) * filters;
          for (let filter = 0; filter < filters; filter += 1) out[filter] += value * kernel[row + filter];
        }
      });
    }
    return result;
  },
  max_pool2d(operation, values) {
    const [height, width, channels] = operation.out;
    const result = new Float64Array(height * width * channels).fill(-Infinity);
    for (let place = 0; place < height * width; place += 1) {
      eachInWindow(operation, Math.floor(place / width), place % width, (position) => {
        for (let channel = 0; channel < channels; channel += 1) {
          const at = place * channels + channel;
          result[at] = Math.max(result[at], values[position * channels + channel]);
        }
      });
    }
    return result;
  },
  dense(operation, values, kernel, bias) {
    const units = operation.out[2];
    const result = Float64Array.from(bias);
    values.forEach((value, row) => {
      for (let unit = 0; unit < units; unit += 1) result[unit] += value * kernel[row * units + unit];
    });
    return result;
  },
};

/** Calls visit(position, tap) for each input position under the window of output (row, column), zeros around left out. */
function eachInWindow({ kernel, stride, pads, in: [height, width] }, row, column, visit) {
  for (let tap = 0; tap < kernel * kernel; tap += 1) {
    const y = row * stride + Math.floor(tap / kernel) - pads[0];
    const x = column * stride + (tap % kernel) - pads[1];
    if (y >= 0 && y < height && x >= 0 && x < width) visit(y * width + x, tap);
  }
}

/** Largest absolute difference between two lists of logits; NaN when one holds a NaN. */
export function largestError(logits, reference) {
  let largest = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const error = Math.abs(logits[i] - reference[i]);
    if (!(error <= largest)) largest = error;
  }
  return largest;
}
