// The sheet: either the pad or the picture, and over it a box round each digit that was read.

/** @typedef {import('./types.js').Source} Source */
/** @typedef {import('./types.js').Reading} Reading */

const svgNamespace = 'http://www.w3.org/2000/svg';
const tinyPicture = 100; // pictures of fewer pixels are shown as pixels
const boxMargin = 6; // screen pixels between ink and box
const smallestTarget = 24; // screen pixels

export class SheetView {
  #sheet;
  #picture;
  #boxes;
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
    new ResizeObserver(() => this.#drawBoxes()).observe(sheet);
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
    if (reading === this.#shown.reading && selected === this.#shown.selected) return;
    this.#shown = { reading, selected };
    this.#drawBoxes();
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

  #drawBoxes() {
    const { reading, selected } = this.#shown;
    if (!reading) return this.#boxes.replaceChildren();
    const { width, height, symbols } = reading;
    this.#boxes.setAttribute('viewBox', `0 0 ${width} ${height}`);
    const { clientWidth, clientHeight } = this.#sheet;
    const pixel = Math.max(width / clientWidth, height / clientHeight); // one screen pixel in picture units
    this.#boxes.replaceChildren(
      ...symbols.map((symbol, index) => {
        const group = element('g', { class: index === selected ? 'box selected' : 'box' });
        const frame = inflated(symbol.box, boxMargin * pixel);
        const target = atLeast(frame, smallestTarget * pixel);
        group.append(element('rect', { ...target, class: 'target' }), element('rect', { ...frame, class: 'frame', rx: 3 * pixel }));
        const fontSize = 15 * pixel;
        const above = frame.y > fontSize * 1.2;
        const label = element('text', {
          x: frame.x,
          y: above ? frame.y - fontSize * 0.35 : frame.y + frame.height + fontSize * 1.1,
          'font-size': fontSize,
        });
        label.textContent = symbol.text;
        group.append(label);
        group.addEventListener('click', () => this.#onSelected(index));
        return group;
      }),
    );
  }
}

/** @param {string | undefined} name @param {Reading | null} reading */
function describe(name, reading) {
  const what = name ? `Picture “${name}”` : 'Pasted picture';
  return reading ? `${what}, read as ${reading.text}` : what;
}

/** @param {[number, number, number, number]} box @param {number} margin */
function inflated([x, y, width, height], margin) {
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
