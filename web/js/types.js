// Types shared by the page and its worker. Nothing here runs.

/** @typedef {import('../../wasm/recognizer.js').Point} Point */
/** @typedef {import('../../wasm/recognizer.js').Reading} Reading */
/** @typedef {import('../../wasm/recognizer.js').ReadingError} ReadingError */
/** @typedef {import('../../wasm/recognizer.js').DigitSymbol} DigitSymbol */
/** @typedef {import('../../wasm/recognizer.js').NumberReading} NumberReading */
/** @typedef {[x: number, y: number, width: number, height: number]} Box */
/** @typedef {import('../../wasm/recognizer.js').Recognizer} Recognizer */

/** @typedef {import('../../wasm/recognizer.js').FieldReading} FieldReading */
/** @typedef {Parameters<Recognizer['validate']>[0]} Evidence what is validated */

/** @typedef {import('../../wasm/recognizer.js').Explanation} Explanation */
/** @typedef {(Reading & { explanation?: Explanation }) | ReadingError} Explained */

/**
 * A reading and how long the engine worked on it; preliminary: without the network that reads lines.
 * @typedef {{ reading: Reading | ReadingError, milliseconds: number, preliminary: boolean }} TimedReading
 */

/**
 * What lies on the sheet. A drawing made by the page itself is a demo.
 * @typedef {{ kind: 'empty' }} EmptySource
 * @typedef {{ kind: 'drawing', strokes: Point[][], demo: boolean }} DrawingSource
 * @typedef {{ kind: 'picture', blob: Blob, name?: string }} PictureSource
 * @typedef {EmptySource | DrawingSource | PictureSource} Source
 */

/**
 * What was read from it.
 * @typedef {{ kind: 'none' }} NoOutcome
 * @typedef {{ kind: 'read', reading: Reading, milliseconds: number, preliminary: boolean }} ReadOutcome
 * @typedef {{ kind: 'unreadable', message: () => string }} UnreadableOutcome
 * @typedef {NoOutcome | ReadOutcome | UnreadableOutcome} Outcome
 */

/**
 * `asked`: somebody pressed Predict or dropped the picture. `typed`: by number, what a person typed instead of the reading,
 * or without any. `sheet`: which sheet it is, 0 before anything lay on it.
 * @typedef {{ source: Source, outcome: Outcome, asked: boolean, typed: (string | null)[], sheet: number }} State
 */

export {};
