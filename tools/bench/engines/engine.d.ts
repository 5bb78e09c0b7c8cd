import type { Network } from '../lib/weights-file.mjs';

/** What every file of this folder exports by default. */
export interface Engine {
  name: string;
  /** What it downloads as its model; "tensors" is plain float32 values. */
  format: 'ziffer' | 'onnx' | 'tflite' | 'tensors';
  start(options: { network: Network; place: Place }): Promise<Session>;
}

export interface Session {
  /** Which of several builds runs, where the engine says so. */
  variant?: string;
  /** Normalised planes, one after the other, to logits, one row after the other. */
  run(images: Float32Array, count: number): Float32Array | Promise<Float32Array>;
  dispose(): void | Promise<void>;
}

/** Where an engine finds its files: all that differs between Node and a page. */
export interface Place {
  /** A folder of an npm package, ending in "/": a path in Node, a URL in a page. */
  folder(packagePath: string): string;
  /** URL of a file of Ziffer's built site. */
  site(path: string): string;
  /** The network as a model file; TensorFlow Lite's is made for one batch size. */
  model(format: 'onnx' | 'tflite', batch?: number): Promise<Uint8Array>;
  /** What to hand to Ziffer's loader. */
  weights(): Promise<Uint8Array | string | undefined>;
  /** Runs `work` where scripts and binaries can be loaded as in a worker. Does nothing special in a page. */
  asWorker<T>(work: () => Promise<T>): Promise<T>;
}
