/** Types of wasm/recognizer.js: the WebAssembly reader for browsers, workers and Node. */

/** A digit or a separator: what it is, how sure, where, and what the network saw. */
export interface DigitSymbol {
  /** The digit, "0" to "9", the separator, or "?" if it was refused. */
  text: string;
  /** The most probable digit, 0 to 9, refused or not; -1 for a separator. */
  digit: number;
  /** One of ". , - / :", or null for a digit. */
  separator: string | null;
  /** Probability of `digit` among the ten, 0 to 1, calibrated on held-out writers. */
  confidence: number;
  /** Probability of being no digit at all, 0 to 1; 0 with a network that has no output for it. */
  noDigit: number;
  /** Why it was refused: "no_digit" for a letter, a scribble, two digits in one; null if it was not. */
  refusal: 'no_digit' | null;
  /** [x, y, width, height] in pixels of the upright picture or the pad. */
  box: [number, number, number, number];
  /** Ten probabilities by digit, sum 1. */
  probabilities: number[];
  /** The 28x28 plane the network saw: 784 values row by row, 0 paper to 255 ink. A copy. */
  glyph: Uint8Array;
}

/** A number: symbols that stand together on one line. */
export interface NumberReading {
  text: string;
  /** The chance that every symbol is right, 0 to 1. */
  confidence: number;
  /** Which line of writing it stands on, 0 for the topmost. */
  line: number;
  /** [x, y, width, height] around its symbols, as theirs. */
  box: [number, number, number, number];
  /** Its symbols are `symbols[first]` to `symbols[first + count - 1]` of the reading. */
  first: number;
  count: number;
}

/** Everything read from one picture or drawing, in reading order: line by line, left to right. */
export interface Reading {
  /** The numbers' texts with a space between two. */
  text: string;
  /** Product of the numbers' confidences, 0 to 1. */
  confidence: number;
  /** Whether any symbol was refused. */
  rejected: boolean;
  /** Size of the upright picture (EXIF applied) or of the pad. */
  width: number;
  height: number;
  /** Never empty; together they hold every symbol once. */
  numbers: NumberReading[];
  symbols: DigitSymbol[];
}

/** A number as it was read beside what its field makes of it. They differ only where `changes` says so. */
export interface FieldReading {
  /** The number's text as read. */
  raw: string;
  /** The validated text; `raw` if there is none. */
  text: string;
  /** `text` in one notation: "1234.50", "2024-03-05"; null if not valid, or if it can mean several. */
  value: string | null;
  /** All that `text` can mean ("5/3/2024": two days); empty if not valid. */
  meanings: string[];
  valid: boolean;
  /** Why `raw` does not satisfy the field, in English; null if it does. */
  problem: string | null;
  changed: boolean;
  /** `symbol` counts in the reading's symbols; `from` is "?" for a refused one, `to` "" for a separator left out. */
  changes: { symbol: number; from: string; to: string }[];
  /** The chance that `text` was written, given that what was written satisfies the field; 0 if not valid. */
  confidence: number;
}

export interface ReadingError {
  error: {
    /** Stable name: empty_input, unsupported_format, corrupt_image, image_too_large, image_too_small, no_ink,
     * invalid_argument, corrupt_weights, self_test_failed. */
    code: string;
    /** One English sentence. */
    message: string;
  };
}

/** Bytes, row by row. */
export interface Plane {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** What one step of the network for digits put out: height x width x channels values, channels last, after its ReLU. */
export interface LayerOutput {
  /** The layer and how it was computed: "conv2d_1 winograd 4x4", "dense dense". "input copy" is the glyph itself. */
  step: string;
  height: number;
  width: number;
  channels: number;
  values: Float32Array;
}

/** How one symbol came about, from its ink to the network's raw outputs. */
export interface Explanation {
  /** Grey levels of a picture in the symbol's box, 0 black to 255 white; 0 x 0 for a drawing. */
  paper: Plane;
  /** What was taken for the symbol's ink, upright: 0 paper to 255 ink. */
  ink: Plane;
  /** Where `ink` lies on the page: [x, y] of its pixel (0, 0), the step to the next column, the step to the next row. */
  frame: [number, number, number, number, number, number];
  /** [x, y, width, height] around all ink in `ink`. */
  box: [number, number, number, number];
  /** Side of the blocks whose maxima were taken before scaling; 1: none. */
  reduced: number;
  /** Centre of mass, in pixels of the scaled box. */
  mass: [number, number];
  /** [x, y, width, height] of the scaled box in the 28x28 glyph. */
  placed: [number, number, number, number];
  /** In the order they run; the last has the logits, the eleventh being "no digit". A separator's are those of a network
   * that nobody asked. */
  layers: LayerOutput[];
  /** The digits' logits are divided by it before softmax. */
  temperature: number;
  /** From this probability of being no digit on it is refused; above 1: never. */
  refusal: number;
}

/** [x, y] in pad pixels. */
export type Point = [number, number];

export interface Recognizer {
  /** Which build runs here. */
  readonly variant: 'relaxed' | 'simd' | 'scalar';
  /** The network's preset name, such as "pen". */
  readonly architecture: string;
  /** Adds the network that reads lines to a recognizer loaded without it; what is read from then on is read with both.
   * Takes what `lineWeights` takes, and fetches the same file by default. Rejects as loadRecognizer() does, and the
   * recognizer goes on reading as before. */
  addLines(weights?: Uint8Array | string | URL): Promise<void>;
  /** Reads PNG or JPEG bytes (a subarray is fine). Never throws for bad content. */
  readPicture(bytes: Uint8Array): Reading | ReadingError;
  /** Reads a strip cut out of a page, known to hold one number at most. */
  readLine(bytes: Uint8Array): Reading | ReadingError;
  /** Reads a picture known to hold one digit at most, such as a form's box: one symbol, refused if there is no ink. */
  readDigit(bytes: Uint8Array): Reading | ReadingError;
  /** Reads a drawing: strokes of points on a pad of width x height pixels, drawn with a round pen of penWidth pixels. */
  readStrokes(strokes: Point[][], pad: { penWidth: number; width: number; height: number }): Reading | ReadingError;
  /** readPicture() once more, with what was done for one symbol (its index in `symbols`); no `explanation` if there is none. */
  explainPicture(bytes: Uint8Array, symbol: number): (Reading & { explanation?: Explanation }) | ReadingError;
  /** readStrokes() likewise. */
  explainStrokes(strokes: Point[][], pad: { penWidth: number; width: number; height: number }, symbol: number):
    (Reading & { explanation?: Explanation }) | ReadingError;
  /** What `field` makes of each number of a reading, in order: "number", "amount", "zip", "phone", "date", "time", "pin",
   * "pin:4", "card", "iban:DE", "isbn" or "ean" (core/field/field.h). Throws a RangeError for another field, and for
   * symbols that no reading has. Numbers that nobody read can be made up: certain symbols are not changed. */
  validate(reading: {
    numbers: Pick<NumberReading, 'first' | 'count' | 'confidence'>[];
    symbols: Pick<DigitSymbol, 'digit' | 'separator' | 'refusal' | 'confidence' | 'noDigit' | 'probabilities'>[];
  }, field: string): FieldReading[];
  /** One digit's ink (width * height bytes, 0 paper to 255 ink) as the network wants it: 784 floats, 0 to 1. Throws a
   * RangeError when the length does not fit. */
  normalize(ink: Uint8Array, width: number, height: number): Float32Array;
  /** Raw logits for `count` normalised 28x28 planes (count * 784 floats, 0 to 1): count * 10 floats, or count * 11 with a
   * network that knows what is no digit; a copy.
   * Throws a RangeError when the length does not fit. */
  classify(glyphs: Float32Array, count: number): Float32Array;
  /** Size of the module's memory now, in bytes. It grows with the largest picture read and never shrinks. */
  readonly heapBytes: number;
  /** The line that every build of the same version must print, native or WebAssembly. */
  signature(): string;
  /** Frees the module's memory; the object is dead afterwards. */
  dispose(): void;
}

export interface LoadOptions {
  /** Where the `relaxed/`, `simd/` and `scalar/` folders lie; default: beside this file. URL ending in "/". */
  base?: string | URL;
  /** Weights file: bytes, or where to fetch them. Default: weights/pen.ziffer beside this file's parent. */
  weights?: Uint8Array | string | URL;
  /** Weights file of the network that reads lines: touching digits and separators. null to do without, or
   * until addLines(): then digits must stand apart. Default: weights/line.ziffer beside this file's parent. */
  lineWeights?: Uint8Array | string | URL | null;
  /** Force one build instead of the feature test. */
  variant?: 'relaxed' | 'simd' | 'scalar';
}

/**
 * Fetches, compiles and self-tests the module: the first of relaxed SIMD (with fused multiply-add), SIMD128 and scalar
 * that WebAssembly.validate accepts and with which the weights file's golden batch computes right. Rejects with an Error that
 * says what is missing (a 404, an offline network, a damaged file).
 */
export function loadRecognizer(options?: LoadOptions): Promise<Recognizer>;
