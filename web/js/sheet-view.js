// The sheet: either the pad or the picture, and over it what was read: a box round each digit, or where there are several
// numbers a frame round each of them and the boxes of the digits of the one in focus.

import { phrase } from './messages.js';
import { holds, numberOf, symbolsOf } from './reading.js';
import { inSlices } from './slices.js';
import { judgement } from './words.js';

/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./types.js').Reading} Reading */
/** @typedef {import('./types.js').Box} Box */

const svgNamespace = 'http://www.w3.org/2000/svg';
const tinyPicture = 100; // pictures of fewer pixels are shown as pixels
const boxMargin = 6; // screen pixels between ink and box
const numberMargin = 10;
const smallestTarget = 24; // screen pixels
const framesAtOnce = 25;

export class SheetView {
  #sheet;
  #picture;
  #boxes;
  #numbers = element('g', {});
  #symbols = element('g', {});
  /** @type {Element[]} of the numbers, if there are several */
  #frames = [];
  #stopDrawing = () => {};
  /** @type {Blob | null} */
  #shownBlob = null;
  /** @type {{ reading: Reading | null, selected: number }} */
  #shown = { reading: null, selected: 0 };
  #onSelected;

  /**
   * @param {{ sheet: HTMLElement, picture: HTMLImageElement, boxes: SVGSVGElement }} elements
   * @param {(index: number) => void} onSelected a digit's box was clicked
   */
  constructor({ sheet, picture, boxes }, onSelected) {
    this.#sheet = sheet;
    this.#picture = picture;
    this.#boxes = boxes;
    this.#onSelected = onSelected;
    picture.addEventListener('load', () => picture.classList.toggle('tiny', picture.naturalWidth < tinyPicture));
    this.#boxes.append(this.#numbers, this.#symbols);
    new ResizeObserver(() => {
      this.#drawFrames();
      this.#drawFocus();
    }).observe(sheet);
  }

  /**
   * @param {Source} source
   * @param {Reading | null} reading
   * @param {number} selected index of the digit in focus
   */
  show(source, reading, selected) {
    this.#sheet.dataset.holds = source.kind;
    this.#showPicture(source.kind === 'picture' ? source.blob : null);
    if (source.kind === 'picture') this.#picture.alt = describe(source.name, reading);
    const isOther = reading !== this.#shown.reading;
    if (!isOther && selected === this.#shown.selected) return;
    this.#shown = { reading, selected };
    if (isOther) this.#drawFrames();
    this.#drawFocus();
  }

  /** @param {Blob | null} blob */
  #showPicture(blob) {
    if (blob === this.#shownBlob) return;
    URL.revokeObjectURL(this.#picture.src);
    this.#shownBlob = blob;
    this.#picture.hidden = blob === null;
    if (blob) this.#picture.src = URL.createObjectURL(blob);
    else this.#picture.removeAttribute('src');
  }

  /** A frame round each number, if there are several. */
  #drawFrames() {
    this.#stopDrawing();
    this.#frames = [];
    this.#numbers.replaceChildren();
    const { reading } = this.#shown;
    if (!reading) return;
    this.#boxes.setAttribute('viewBox', `0 0 ${reading.width} ${reading.height}`);
    const { numbers, symbols } = reading;
    if (numbers.length < 2) return;
    const pixel = this.#pixel();
    this.#stopDrawing = inSlices(numbers.length, framesAtOnce, (from, to) => {
      const frames = numbers.slice(from, to).map(({ box, first, count, confidence }, offset) => {
        const kind = judgement({ symbols: symbolsOf(reading, from + offset), confidence });
        const group = boxOf(`number ${kind}`, inflated(box, numberMargin * pixel), pixel, '');
        group.addEventListener('click', (event) => {
          const point = this.#pointAt(event);
          const within = symbols.slice(first, first + count).findIndex((symbol) => holds(symbol.box, point));
          this.#onSelected(first + Math.max(0, within));
        });
        return group;
      });
      this.#frames.push(...frames);
      this.#numbers.append(...frames);
    });
  }

  /** The number in focus, and a box round each of its symbols. */
  #drawFocus() {
    const { reading, selected } = this.#shown;
    for (const frame of this.#numbers.querySelectorAll('.selected')) frame.classList.remove('selected');
    if (!reading || reading.symbols.length === 0) return this.#symbols.replaceChildren();
    const { numbers, symbols } = reading;
    const inFocus = numberOf(reading, selected);
    const { box, text, first, count } = numbers[inFocus];
    const pixel = this.#pixel();
    const several = numbers.length > 1;
    this.#frames[inFocus]?.classList.add('selected');
    this.#symbols.replaceChildren(
      ...symbols.slice(first, first + count).map((symbol, offset) => {
        const name = first + offset === selected ? 'box selected' : 'box';
        const group = boxOf(name, inflated(symbol.box, boxMargin * pixel), pixel, several ? '' : symbol.text);
        group.addEventListener('click', () => this.#onSelected(first + offset));
        return group;
      }),
      ...(several ? [textOf(inflated(box, numberMargin * pixel), pixel, text)] : []),
    );
  }

  /** One screen pixel in picture units. */
  #pixel() {
    const { width, height } = this.#shown.reading ?? { width: 1, height: 1 };
    // A sheet in a view that is not shown has no size.
    return Math.max(width / (this.#sheet.clientWidth || width), height / (this.#sheet.clientHeight || height));
  }

  /** Where a click fell, in picture units. @param {MouseEvent} event @returns {[number, number]} */
  #pointAt({ clientX, clientY }) {
    const point = new DOMPoint(clientX, clientY).matrixTransform(this.#boxes.getScreenCTM()?.inverse());
    return [point.x, point.y];
  }
}

/**
 * A frame with its text above or below, and a target large enough for a finger.
 * @param {string} name its classes
 * @param {{ x: number, y: number, width: number, height: number }} frame
 * @param {number} pixel
 * @param {string} text
 */
export function boxOf(name, frame, pixel, text) {
  const group = element('g', { class: name });
  group.append(
    element('rect', { ...atLeast(frame, smallestTarget * pixel), class: 'target' }),
    element('rect', { ...frame, class: 'frame', rx: 3 * pixel }),
  );
  if (text !== '') group.append(textOf(frame, pixel, text));
  return group;
}

/** Above a frame, or below it where there is no room. @param {{ x: number, y: number, height: number }} frame @param {number} pixel @param {string} text */
function textOf(frame, pixel, text) {
  const fontSize = 15 * pixel;
  const isAbove = frame.y > fontSize * 1.2;
  const y = isAbove ? frame.y - fontSize * 0.35 : frame.y + frame.height + fontSize * 1.1;
  const label = element('text', { x: frame.x, y, 'font-size': fontSize });
  label.textContent = text;
  return label;
}

/** @param {string | undefined} name @param {Reading | null} reading */
function describe(name, reading) {
  const picture = name ? phrase('picture', { name }) : phrase('picture.pasted');
  if (!reading) return picture;
  const count = reading.numbers.length;
  if (count > 1) return phrase('picture.read.several', { picture, numbers: phrase('numbers', { count }) });
  return phrase('picture.read', { picture, text: reading.text });
}

/** A box with a margin round it. @param {Box} box @param {number} margin */
export function inflated([x, y, width, height], margin) {
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
}

/** @param {{ x: number, y: number, width: number, height: number }} box @param {number} side */
function atLeast({ x, y, width, height }, side) {
  const [w, h] = [Math.max(width, side), Math.max(height, side)];
  return { x: x - (w - width) / 2, y: y - (h - height) / 2, width: w, height: h };
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function element(name, attributes) {
  const created = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, String(value));
  return created;
}
