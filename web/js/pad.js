// The drawing pad: pointer or arrow keys in, strokes of points out. The canvas only shows them; nothing is ever read
// back from its pixels. Points are in pad units: the pad is 560 units high, whatever its size on the screen.

import { shortcutFor } from './shortcuts.js';

/** @typedef {import('./types.js').Point} Point */
/**
 * @typedef {object} PadEvents
 * @property {() => void} onStrokeStarted
 * @property {(strokes: Point[][]) => void} onStrokeMoved
 * @property {(strokes: Point[][]) => void} onStrokeEnded
 * @property {() => void} onStrokeCancelled the stroke was a tap that `isTarget` claimed
 * @property {(point: Point) => boolean} claimTap whether a tap here means something other than a dot
 * @property {(strokes: Point[][] | undefined) => void} onResized the pad is wider or narrower; strokes moved to fit
 */

const padHeight = 560;
const keyStep = 20;
const fineKeyStep = 4;
const tapDistance = 4;
const edgeMargin = 16; // kept free when a drawing is fitted into a narrower pad

export class Pad {
  #canvas;
  #events;
  #width = 0; // before it was measured
  #told = 840; // the width that whoever listens to onResized goes by
  #penWidth = 22;
  #hasInk = false; // the canvas shows something
  /** @type {Point[][]} */
  #strokes = [];
  /** @type {number | null} */
  #pointer = null;
  /** The pen moved by arrow keys. @type {{ point: Point, down: boolean } | null} */
  #keyPen = null;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {PadEvents} events
   */
  constructor(canvas, events) {
    this.#canvas = canvas;
    this.#events = events;
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      canvas.addEventListener(type, (event) => this.#release(/** @type {PointerEvent} */ (event)));
    }
    canvas.addEventListener('keydown', (event) => this.#key(event));
    canvas.addEventListener('blur', () => this.#hideKeyPen());
    // Called before the first frame, too: until then nobody makes the browser lay the page out sooner than it would.
    new ResizeObserver(() => {
      this.#measure();
      if (this.width !== this.#told) {
        this.#told = this.width;
        this.#events.onResized(this.#fitted());
      }
      this.repaint();
    }).observe(canvas);
  }

  get width() {
    if (this.#width === 0) this.#measure();
    return this.#width || this.#told;
  }
  get height() {
    return padHeight;
  }

  /** Shows another drawing; a stroke under way is given up. @param {Point[][]} strokes @param {number} penWidth */
  show(strokes, penWidth) {
    if (strokes === this.#strokes && penWidth === this.#penWidth) return;
    this.#strokes = strokes;
    this.#penWidth = penWidth;
    this.#pointer = null;
    if (this.#keyPen) this.#keyPen.down = false;
    this.repaint();
  }

  repaint() {
    const isBare = this.#strokes.length === 0 && !this.#keyPen;
    if (this.#width === 0 || (isBare && !this.#hasInk)) return;
    this.#hasInk = !isBare;
    const context = this.#context();
    context.clearRect(0, 0, this.#width, padHeight);
    for (const stroke of this.#strokes) inkLine(context, stroke);
    if (this.#keyPen) crosshair(context, this.#keyPen.point, this.#penWidth, this.#keyPen.down);
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (this.#pointer !== null || event.button !== 0) return;
    this.#hideKeyPen();
    this.#begin(this.#pointAt(event));
    this.#pointer = event.pointerId;
    this.#canvas.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    const events = event.getCoalescedEvents?.() ?? [];
    this.#extend((events.length > 0 ? events : [event]).map((each) => this.#pointAt(each)));
  }

  /** @param {PointerEvent} event */
  #release(event) {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    const stroke = this.#strokes[this.#strokes.length - 1];
    const isTap = stroke.every((point) => distance(point, stroke[0]) <= tapDistance);
    if (isTap && this.#events.claimTap(stroke[0])) this.#events.onStrokeCancelled();
    else this.#events.onStrokeEnded(this.#strokes);
  }

  /** @param {Point} point */
  #begin(point) {
    this.#events.onStrokeStarted(); // may show() another drawing to go on from
    this.#strokes = [...this.#strokes, [point]];
    inkLine(this.#context(), [point]);
    this.#events.onStrokeMoved(this.#strokes);
  }

  /** @param {Point[]} points */
  #extend(points) {
    const stroke = this.#strokes[this.#strokes.length - 1];
    const last = stroke[stroke.length - 1];
    const fresh = points.filter((point, index) => distance(point, points[index - 1] ?? last) > 0);
    if (fresh.length === 0) return;
    inkLine(this.#context(), [last, ...fresh]);
    // A new array: earlier ones belong to the undo history.
    this.#strokes = [...this.#strokes.slice(0, -1), [...stroke, ...fresh]];
    this.#events.onStrokeMoved(this.#strokes);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const shortcut = shortcutFor('pad', event);
    if (!shortcut || this.#pointer !== null) return;
    const step = shortcut.id === 'moveFinely' ? fineKeyStep : keyStep;
    /** @type {Record<string, Point>} */
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const move = moves[event.key];
    event.preventDefault();
    const pen = (this.#keyPen ??= { point: [this.#width / 2, padHeight / 4], down: false });
    if (move) {
      pen.point = [clamp(pen.point[0] + move[0], 0, this.#width), clamp(pen.point[1] + move[1], 0, padHeight)];
      if (pen.down) this.#extend([pen.point]);
    } else if (!event.repeat) {
      if (pen.down) this.#events.onStrokeEnded(this.#strokes);
      else this.#begin(pen.point);
      pen.down = !pen.down;
    }
    this.repaint();
  }

  #hideKeyPen() {
    if (!this.#keyPen) return;
    const wasDown = this.#keyPen.down;
    this.#keyPen = null;
    this.repaint();
    if (wasDown) this.#events.onStrokeEnded(this.#strokes);
  }

  /** @param {PointerEvent} event @returns {Point} */
  #pointAt(event) {
    const box = this.#canvas.getBoundingClientRect();
    const scale = padHeight / box.height;
    return [round((event.clientX - box.left) * scale), round((event.clientY - box.top) * scale)];
  }

  /** Gives the canvas the pixels of its place on the screen, if it is in sight. */
  #measure() {
    const { clientWidth, clientHeight } = this.#canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#canvas.width = Math.round(clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(clientHeight * devicePixelRatio);
    this.#hasInk = false;
    this.#width = Math.round((padHeight * clientWidth) / clientHeight);
  }

  /** The drawing, shrunk if the pad became too narrow for it. @returns {Point[][] | undefined} */
  #fitted() {
    const right = Math.max(0, ...this.#strokes.flat().map(([x]) => x));
    const scale = (this.#width - this.#penWidth / 2 - edgeMargin) / right;
    if (scale >= 1 || right === 0 || this.#pointer !== null) return undefined;
    this.#strokes = this.#strokes.map((stroke) =>
      stroke.map(([x, y]) => [round(x * scale), round(padHeight / 2 + (y - padHeight / 2) * scale)]),
    );
    return this.#strokes;
  }

  #context() {
    const context = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
    const scale = this.#canvas.height / padHeight;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.strokeStyle = context.fillStyle = getComputedStyle(this.#canvas).color;
    context.lineWidth = this.#penWidth;
    context.lineCap = context.lineJoin = 'round';
    return context;
  }
}

/** @param {CanvasRenderingContext2D} context @param {Point[]} points */
function inkLine(context, points) {
  context.beginPath();
  context.moveTo(...points[0]);
  for (const point of points) context.lineTo(...point);
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Point} point @param {number} penWidth @param {boolean} down */
function crosshair(context, [x, y], penWidth, down) {
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, penWidth / 2 + 6, 0, 2 * Math.PI);
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    context.moveTo(x + dx * (penWidth / 2 + 6), y + dy * (penWidth / 2 + 6));
    context.lineTo(x + dx * (penWidth / 2 + 18), y + dy * (penWidth / 2 + 18));
  }
  context.stroke();
  if (!down) return;
  context.beginPath();
  context.arc(x, y, penWidth / 2, 0, 2 * Math.PI);
  context.fill();
}

/** @param {Point} a @param {Point} b */
function distance(a, b) {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** @param {number} value @param {number} low @param {number} high */
function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
