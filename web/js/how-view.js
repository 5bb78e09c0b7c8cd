// The four steps from ink to digit, drawn from what the engine says it did: registration, preparation, features, classes.

import { tell, tellPercent } from './explanations.js';
import { element, svgElement, tableElement } from './tables.js';

/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').Explanation} Explanation */
/** @typedef {import('../../wasm/recognizer.js').Plane} Plane */
/** @typedef {import('../../wasm/recognizer.js').LayerOutput} Layer */
/** @typedef {{ reading: Reading, symbol: number, explanation: Explanation, isDrawn: boolean }} Shown */

const glyphSide = 28;
const glyphBox = 20;
const gap = 1; // empty pixels between two maps

/**
 * @param {HTMLElement} place filled anew
 * @param {Shown} shown
 * @returns {() => void} paints again, in the colours of now
 */
export function showExplanation(place, shown) {
  /** @type {(() => void)[]} */
  const paints = [];
  place.replaceChildren(registration(shown, paints), preparation(shown, paints), features(shown, paints), classes(shown));
  const paintAll = () => paints.forEach((paint) => paint());
  paintAll();
  return paintAll;
}

/** A step's frame. @param {string} id @param {string} title @param {string} words @param {Node[]} children */
function step(id, title, words, ...children) {
  const heading = element('h2', { id: `how-${id}` }, title);
  return element('section', { class: `how-step how-step-${id}`, 'aria-labelledby': heading.id }, heading, element('p', { class: 'how-words' }, words), ...children);
}

/** A picture with its caption, which is not read twice: `label` says what matters. @param {Node} picture @param {string} caption */
function figure(picture, caption) {
  return element('figure', {}, picture, element('figcaption', {}, caption));
}

/** Names and values. @param {[name: string, value: string, id?: string][]} pairs */
function figures(pairs) {
  return element('dl', { class: 'how-figures' }, ...pairs.map(([name, value, id]) =>
    element('div', {}, element('dt', {}, name), element('dd', id ? { 'data-figure': id } : {}, value))));
}

const whole = (/** @type {number} */ value) => String(Math.round(value));
const tenth = (/** @type {number} */ value) => value.toFixed(1);
const size = (/** @type {number} */ width, /** @type {number} */ height) => `${width} × ${height}`;
const degrees = (/** @type {number} */ radians) => tell('how.degrees', { number: tenth((radians * 180) / Math.PI) });

const leaning = (/** @type {number} */ slant) => tell(slant < 0 ? 'how.slant.left' : 'how.slant.right', { angle: degrees(Math.abs(slant)) });

/**
 * Ink in the text's colour on transparent paper.
 * @param {(() => void)[]} paints
 * @param {{ width: number, height: number, label: string, className?: string }} options
 * @param {(index: number) => number} inkAt 0 to 255
 */
function inkCanvas(paints, { width, height, label, className = 'how-plane' }, inkAt) {
  const canvas = element('canvas', { width, height, role: 'img', 'aria-label': label, class: className });
  paints.push(() => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const image = context.createImageData(width, height);
    const [red, green, blue] = getComputedStyle(canvas).color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0];
    for (let i = 0; i < width * height; i += 1) image.data.set([red, green, blue, inkAt(i)], i * 4);
    context.putImageData(image, 0, 0);
  });
  return canvas;
}

/** Grey levels as they are. @param {(() => void)[]} paints @param {Plane} plane @param {string} label */
function greyCanvas(paints, { width, height, pixels }, label) {
  const canvas = element('canvas', { width, height, role: 'img', 'aria-label': label, class: 'how-plane' });
  paints.push(() => {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const image = context.createImageData(width, height);
    for (const [i, level] of pixels.entries()) image.data.set([level, level, level, 255], i * 4);
    context.putImageData(image, 0, 0);
  });
  return canvas;
}

/** A canvas with lines over it, in its pixels. @param {HTMLCanvasElement} canvas @param {SVGElement[]} marks */
function marked(canvas, ...marks) {
  const overlay = svgElement('svg', { viewBox: `0 0 ${canvas.width} ${canvas.height}`, 'aria-hidden': 'true' }, ...marks);
  return element('div', { class: 'how-marked' }, canvas, overlay);
}

const rectangle = (/** @type {number[]} */ [x, y, width, height], className = '') =>
  svgElement('rect', { x, y, width, height, class: className });
const line = (/** @type {number} */ x1, /** @type {number} */ y1, /** @type {number} */ x2, /** @type {number} */ y2, className = '') =>
  svgElement('line', { x1, y1, x2, y2, class: className });

/** Centre of mass of ink, and how far strokes lean to the right, by second moments. @param {Plane} plane */
function moments({ width, height, pixels }) {
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let i = 0; i < pixels.length; i += 1) {
    mass += pixels[i];
    sumX += pixels[i] * (i % width);
    sumY += pixels[i] * Math.floor(i / width);
  }
  const [x, y] = mass > 0 ? [sumX / mass, sumY / mass] : [width / 2, height / 2];
  let [xy, yy] = [0, 0];
  for (let i = 0; i < pixels.length; i += 1) {
    const down = Math.floor(i / width) - y;
    xy += pixels[i] * ((i % width) - x) * down;
    yy += pixels[i] * down * down;
  }
  return { x: x + 0.5, y: y + 0.5, slant: yy > 0 ? Math.atan(-xy / yy) : 0 };
}

// ---- 1. Registration

/** @param {Shown} shown @param {(() => void)[]} paints */
function registration({ reading, symbol, explanation }, paints) {
  const { ink, box, placed, frame, mass, reduced } = explanation;
  const glyph = glyphOf(reading, symbol);
  const { x, y, slant } = moments(ink);
  const [left, top, width, height] = reading.symbols[symbol].box;
  const slope = Math.atan2(frame[3], frame[2]);
  const lean = Math.tan(slant) * (box[3] / 2);
  const before = marked(
    inkCanvas(paints, { width: ink.width, height: ink.height, label: tell('how.ink.alt', { size: size(box[2], box[3]), slant: leaning(slant) }) }, (i) => ink.pixels[i]),
    rectangle(box, 'frame'),
    line(x - lean, box[1] + box[3], x + lean, box[1], 'lean'),
    svgElement('circle', { cx: x, cy: y, r: Math.max(ink.width, ink.height) / 50, class: 'centre' }),
  );
  const after = marked(
    inkCanvas(paints, { width: glyphSide, height: glyphSide, label: tell('how.glyph.alt', { size: size(placed[2], placed[3]), left: placed[0], top: placed[1] }) }, (i) => glyph[i]),
    rectangle([(glyphSide - glyphBox) / 2, (glyphSide - glyphBox) / 2, glyphBox, glyphBox], 'field'),
    rectangle(placed, 'frame'),
    line(glyphSide / 2 + 0.5, 12.5, glyphSide / 2 + 0.5, 16.5, 'centre'),
    line(12.5, glyphSide / 2 + 0.5, 16.5, glyphSide / 2 + 0.5, 'centre'),
  );
  return step('registration', tell('how.registration'), tell('how.registration.words'),
    element('div', { class: 'how-pair' }, figure(before, tell('how.ink')), figure(after, tell('how.glyph'))),
    figures([
      [tell('how.place'), tell('how.place.at', { size: size(width, height), x: left, y: top, sheet: size(reading.width, reading.height) })],
      [tell('how.slope'), tell('how.slope.turned', { angle: degrees(slope) })],
      [tell('how.slant'), tell('how.slant.kept', { slant: leaning(slant) })],
      [tell('how.scale'), tell(reduced > 1 ? 'how.scale.reduced' : 'how.scale.to', { from: size(box[2], box[3]), to: size(placed[2], placed[3]), reduced })],
      [tell('how.mass'), tell('how.mass.at', { x: tenth(mass[0]), y: tenth(mass[1]), left: placed[0], top: placed[1] })],
    ]));
}

/** @param {Reading} reading @param {number} symbol */
const glyphOf = (reading, symbol) => reading.symbols[symbol].glyph;

// ---- 2. Preparation

/** @param {Shown} shown @param {(() => void)[]} paints */
function preparation({ explanation, isDrawn }, paints) {
  const { paper, ink } = explanation;
  const inked = ink.pixels.filter((value) => value > 0).length;
  const full = ink.pixels.filter((value) => value === 255).length;
  const share = inked / Math.max(1, ink.pixels.length);
  const mask = inkCanvas(paints, { width: ink.width, height: ink.height, label: tell('how.mask.alt', { share: tellPercent(share) }) }, (i) => (ink.pixels[i] > 0 ? 255 : 0));
  const plane = inkCanvas(paints, { width: ink.width, height: ink.height, label: tell('how.plane.alt') }, (i) => ink.pixels[i]);
  /** @type {[string, string][]} */
  const counted = [
    [tell('how.inked'), tell('how.inked.of', { inked, all: ink.pixels.length, share: tellPercent(share) })],
    [tell('how.soft'), tell('how.soft.of', { soft: inked - full })],
  ];
  const pair = [figure(mask, tell('how.mask')), figure(plane, tell('how.plane'))];
  if (isDrawn) return step('preparation', tell('how.preparation'), tell('how.preparation.drawn'), element('div', { class: 'how-pair' }, ...pair), figures(counted));
  const levels = greyLevels(explanation);
  const isDark = levels.ink < levels.paper;
  const original = greyCanvas(paints, paper, tell('how.paper.alt', { size: size(paper.width, paper.height) }));
  return step('preparation', tell('how.preparation'), tell('how.preparation.words'),
    element('div', { class: 'how-pair three' }, figure(original, tell('how.paper')), ...pair),
    figures([
      [tell('how.polarity'), tell(isDark ? 'how.polarity.dark' : 'how.polarity.light')],
      [tell('how.levels'), tell('how.levels.are', { ink: whole(levels.ink), paper: whole(levels.paper) })],
      ...counted,
    ]));
}

/** Mean grey level where there is full ink and where there is none. @param {Explanation} explanation */
function greyLevels({ paper, ink, frame }) {
  const [originX, originY, acrossX, acrossY, downX, downY] = frame;
  const sums = { ink: [0, 0], paper: [0, 0] };
  // The grey levels begin at the corner of the box around the ink's four corners, which may be turned.
  const corner = (/** @type {number} */ origin, /** @type {number} */ across, /** @type {number} */ down) =>
    Math.round(origin + Math.min(0, across * ink.width) + Math.min(0, down * ink.height));
  const [left, top] = [corner(originX, acrossX, downX), corner(originY, acrossY, downY)];
  for (let i = 0; i < ink.pixels.length; i += 1) {
    const [column, row] = [(i % ink.width) + 0.5, Math.floor(i / ink.width) + 0.5];
    const x = Math.floor(originX + column * acrossX + row * downX - left);
    const y = Math.floor(originY + column * acrossY + row * downY - top);
    if (x < 0 || y < 0 || x >= paper.width || y >= paper.height || (ink.pixels[i] > 0 && ink.pixels[i] < 255)) continue;
    const sum = ink.pixels[i] > 0 ? sums.ink : sums.paper;
    sum[0] += paper.pixels[y * paper.width + x];
    sum[1] += 1;
  }
  const mean = (/** @type {number[]} */ [sum, count]) => sum / Math.max(1, count);
  return { ink: mean(sums.ink), paper: mean(sums.paper) };
}

// ---- 3. Features

/** The steps that hold maps: all but a copy of the glyph and the last, which has the classes. @param {Layer[]} layers */
const mapsOf = (layers) => layers.slice(0, -1).filter(({ step: name }) => name !== 'input copy');

/** @param {Shown} shown @param {(() => void)[]} paints */
function features({ explanation }, paints) {
  const layers = mapsOf(explanation.layers);
  const count = layers.reduce((sum, { channels }) => sum + channels, 0);
  return step('features', tell('how.features'), tell('how.features.words', { count, layers: layers.length }),
    ...layers.map((layer, index) => layerView(layer, index, paints)));
}

/** @param {Layer} layer @param {number} index @param {(() => void)[]} paints */
function layerView(layer, index, paints) {
  const { height, width, channels, values } = layer;
  const [name, ...rest] = layer.step.split(' ');
  const kind = name.startsWith('max_pooling') ? 'pool' : name.startsWith('conv') ? 'conv' : 'other';
  const activity = channelActivity(layer);
  const largest = Math.max(1e-9, ...activity.map((each) => each.largest));
  const strongest = activity.reduce((best, each) => (each.mean > best.mean ? each : best));
  const silent = activity.filter((each) => each.largest <= 0).length;
  const columns = Math.min(channels, width > 12 ? 8 : 16);
  const rows = Math.ceil(channels / columns);
  const [wide, high] = [columns * (width + gap) - gap, rows * (height + gap) - gap];
  const label = tell('how.layer.alt', {
    name, count: channels, size: size(width, height), strongest: strongest.channel + 1, active: tellPercent(strongest.active), silent,
  });
  const grid = inkCanvas(paints, { width: wide, height: high, label, className: 'how-maps' }, (i) => {
    const [x, y] = [i % wide, Math.floor(i / wide)];
    const [column, row] = [Math.floor(x / (width + gap)), Math.floor(y / (height + gap))];
    const channel = row * columns + column;
    const [inX, inY] = [x - column * (width + gap), y - row * (height + gap)];
    if (inX >= width || inY >= height || channel >= channels) return 40; // the lines between maps
    return (255 * Math.max(0, values[(inY * width + inX) * channels + channel])) / largest;
  });
  grid.style.setProperty('--wide', String(wide));
  const heading = element('h3', { id: `how-layer-${index}` }, tell('how.layer', { number: index + 1, name }));
  const shape = element('p', { class: 'how-shape' },
    element('span', { 'data-shape': `${height}x${width}x${channels}` }, tell('how.layer.shape', { height, width, channels })), ' ',
    tell(`how.layer.${kind}`, { count: channels }), ...(rest.length > 0 ? [' ', tell('how.layer.by', { algorithm: rest.join(' ') })] : []));
  const details = element('details', {}, element('summary', {}, tell('how.channels', { name })));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(channelTable(`how-channels-${index}`, name, activity));
  });
  return element('section', { class: 'how-layer', 'aria-labelledby': heading.id }, heading, shape, grid, details);
}

/** @param {Layer} layer */
function channelActivity({ channels, values }) {
  const pixels = values.length / channels;
  return Array.from({ length: channels }, (_, channel) => {
    let [sum, largest, active] = [0, 0, 0];
    for (let i = channel; i < values.length; i += channels) {
      sum += values[i];
      largest = Math.max(largest, values[i]);
      if (values[i] > 0) active += 1;
    }
    return { channel, mean: sum / pixels, largest, active: active / pixels };
  });
}

/** @param {string} id @param {string} name @param {ReturnType<typeof channelActivity>} activity */
function channelTable(id, name, activity) {
  return tableElement({
    id,
    caption: tell('how.channels', { name }),
    head: ['how.channel', 'how.mean', 'how.largest', 'how.active'].map((key) => tell(/** @type {import('./explanations.js').TextKey} */ (key))),
    rows: activity.map(({ channel, mean, largest, active }) => [
      { text: String(channel + 1), head: true },
      { text: mean.toFixed(3), value: mean },
      { text: largest.toFixed(3), value: largest },
      { text: tellPercent(active), value: active },
    ]),
  });
}

// ---- 4. Classes

/** @param {number[]} logits */
function softmax(logits) {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** @param {Shown} shown */
function classes({ reading, symbol, explanation }) {
  const { temperature, refusal } = explanation;
  const logits = [...(explanation.layers.at(-1)?.values ?? [])];
  const read = reading.symbols[symbol];
  const own = softmax(logits.slice(0, 10).map((logit) => logit / temperature));
  const noDigit = logits.length > 10 ? softmax(logits)[10] : null;
  const best = own.indexOf(Math.max(...own));
  const isCombined = !read.separator && read.probabilities.some((probability, digit) => Math.abs(probability - own[digit]) > 1e-5);
  const rows = own.map((probability, digit) => {
    const bar = element('span');
    bar.style.setProperty('--share', String(probability));
    const together = isCombined ? [element('td', { class: 'chart-value together' }, tellPercent(read.probabilities[digit]))] : [];
    return element('tr', { class: digit === best ? 'best' : '' },
      element('th', { scope: 'row' }, String(digit)),
      element('td', { class: 'chart-bar', 'aria-hidden': 'true' }, bar),
      element('td', { class: 'chart-value logit' }, logits[digit].toFixed(2)),
      element('td', { class: 'chart-value probability', 'data-value': probability }, tellPercent(probability)), ...together);
  });
  const head = element('tr', {},
    element('th', { scope: 'col' }, tell('how.digit.column')), element('td'),
    element('th', { scope: 'col' }, tell('how.logit')), element('th', { scope: 'col' }, tell('how.probability')),
    ...(isCombined ? [element('th', { scope: 'col' }, tell('how.together'))] : []));
  const table = element('table', {}, element('caption', { class: 'chart-title' }, tell('how.classes.caption')), element('thead', {}, head), element('tbody', {}, ...rows));
  const sentences = [tell(noDigit !== null && noDigit >= refusal ? 'how.choice.refused' : 'how.choice', { digit: best, percent: tellPercent(own[best]) })];
  if (read.separator) sentences.splice(0, 1, tell('how.choice.separator', { text: read.separator, percent: tellPercent(read.confidence) }));
  else if (isCombined) {
    sentences.push(tell('how.choice.line', { text: read.text, percent: tellPercent(read.confidence) }));
  }
  /** @type {[string, string, string?][]} */
  const pairs = [[tell('how.temperature'), tell('how.temperature.is', { number: temperature.toFixed(3) }), 'temperature']];
  if (noDigit !== null) {
    pairs.push([tell('how.no-digit'), tell('how.no-digit.is', { logit: logits[10].toFixed(2), percent: tellPercent(noDigit) }), 'no-digit']);
    pairs.push([tell('how.refusal'), tell('how.refusal.from', { percent: tellPercent(refusal) }), 'refusal']);
  }
  return step('classes', tell('how.classes'), tell('how.classes.words'),
    element('div', { class: 'chart how-chart' }, table),
    element('p', { class: 'how-choice' }, sentences.join(' ')), figures(pairs));
}
