// Line charts and reliability diagrams as inline SVG. What a chart says in words is its title and description; its
// figures belong into a table beside it.

import { svgElement } from './tables.js';

/** @typedef {{ name: string, points: [x: number, y: number][] }} Line */

const [width, height] = [560, 280];
const area = { left: 52, top: 12, right: 12, bottom: 40 };
let charts = 0; // for ids

/**
 * @param {{ title: string, description: string, xLabel: string, x: [number, number], y: [number, number], xTicks: number[],
 *   yTicks: number[], format: (value: number) => string }} options ranges and ticks of the axes; format: of y's ticks
 * @param {(place: { x: (value: number) => number, y: (value: number) => number }) => SVGElement[]} draw
 */
function chart({ title, description, xLabel, x: [left, right], y: [low, high], xTicks, yTicks, format }, draw) {
  const x = (/** @type {number} */ value) => area.left + ((value - left) / (right - left)) * (width - area.left - area.right);
  const y = (/** @type {number} */ value) => height - area.bottom - ((value - low) / (high - low)) * (height - area.top - area.bottom);
  const id = `chart-${++charts}`;
  const text = (/** @type {string} */ content, /** @type {Record<string, string | number>} */ at) => svgElement('text', at, content);
  return svgElement('svg', { class: 'line-chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-labelledby': `${id}-title ${id}-words` },
    svgElement('title', { id: `${id}-title` }, title),
    svgElement('desc', { id: `${id}-words` }, description),
    svgElement('g', { class: 'axes', 'aria-hidden': 'true' },
      ...yTicks.flatMap((tick) => [
        svgElement('line', { x1: x(left), x2: x(right), y1: y(tick), y2: y(tick) }),
        text(format(tick), { x: area.left - 8, y: y(tick) + 4, 'text-anchor': 'end' }),
      ]),
      ...xTicks.map((tick) => text(String(tick), { x: x(tick), y: height - area.bottom + 18, 'text-anchor': 'middle' })),
      text(xLabel, { x: (x(left) + x(right)) / 2, y: height - 4, 'text-anchor': 'middle' })),
    svgElement('g', { 'aria-hidden': 'true' }, ...draw({ x, y })));
}

/** About five round values from low to high, both included in their range. @param {number} low @param {number} high */
export function ticks(low, high) {
  const rough = Math.max(high - low, 1e-9) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const stepSize = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(low / stepSize + 1e-9);
  const last = Math.ceil(high / stepSize - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * stepSize).toPrecision(12)));
}

/**
 * Lines over whole numbers, such as epochs. The first is drawn whole, the others dashed; a mark stands at `marked`.
 * @param {{ title: string, description: string, xLabel: string, format: (value: number) => string, marked?: number }} options
 * @param {Line[]} lines
 */
export function lineChart({ marked, ...options }, lines) {
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x));
  const ys = lines.flatMap(({ points }) => points.map(([, y]) => y));
  const yTicks = ticks(Math.min(...ys), Math.max(...ys));
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const xTicks = ticks(first, last).filter((tick) => tick >= first && tick <= last && Number.isInteger(tick));
  return chart({ ...options, x: [first, Math.max(last, first + 1)], y: [yTicks[0], yTicks[yTicks.length - 1]], xTicks, yTicks }, ({ x, y }) => [
    ...(marked === undefined ? [] : [svgElement('line', { class: 'mark', x1: x(marked), x2: x(marked), y1: area.top, y2: height - area.bottom })]),
    ...lines.map(({ points }, index) =>
      svgElement('polyline', { class: `series series-${index}`, points: points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(' ') })),
  ]);
}

/**
 * How often answers are right, by how sure they are; on the diagonal they keep their word.
 * @param {{ title: string, description: string, xLabel: string, format: (value: number) => string }} options
 * @param {{ low: number, high: number, n: number, correct: number, confidence: number }[]} bins
 */
export function reliabilityDiagram(options, bins) {
  const filled = bins.filter(({ n }) => n > 0);
  const most = Math.max(1, ...filled.map(({ n }) => n));
  const shares = [0, 0.2, 0.4, 0.6, 0.8, 1];
  return chart({ ...options, x: [0, 1], y: [0, 1], xTicks: shares, yTicks: shares }, ({ x, y }) => [
    svgElement('line', { class: 'ideal', x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
    ...filled.map(({ low, high, n, correct }) =>
      svgElement('rect', { class: 'bin', x: x(low) + 1, width: x(high) - x(low) - 2, y: y(correct / n), height: y(0) - y(correct / n) })),
    ...filled.map(({ n, correct, confidence }) =>
      svgElement('circle', { class: 'share', cx: x(confidence), cy: y(correct / n), r: 3 + 5 * Math.sqrt(n / most) })),
  ]);
}
