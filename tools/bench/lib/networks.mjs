// The networks to measure: files given, else those shipped in weights/, else a preset trained on a handful of images. How
// fast a network is does not depend on what it has learnt.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadWeights, PIXELS } from './inputs.mjs';
import { project, work } from './paths.mjs';

const PRESETS = ['classic', 'modern', 'pen'];
const IMAGES = 256;
const ziffer = path.join(project, 'build/release/ziffer');

/**
 * @param {{ nets?: string[], files: string[], log: (line: string) => void }} options
 * @returns {{ bytes: Buffer, network: import('./weights-file.mjs').Network, file: string, label: string, isShipped: boolean }[]}
 */
export function chooseNetworks({ nets, files, log }) {
  const given = files.map((file) => ({ ...loadWeights(path.resolve(file)), isShipped: false }));
  const names = nets ?? (given.length > 0 ? [] : PRESETS);
  const named = names.filter((name) => !given.some(({ network }) => network.name === name)).map((name) => {
    const shipped = path.join(project, `weights/${name}.ziffer`);
    if (existsSync(shipped)) return { ...loadWeights(shipped), isShipped: true };
    const made = trainedBriefly(name);
    if (made) return { ...loadWeights(made), isShipped: false };
    if (nets) throw new Error(`no preset is called ${name}`);
    log(`${name} is left out: no such preset`);
    return undefined;
  });
  return [...given, ...named].filter(Boolean);
}

/** A preset trained on a handful of MNIST, in a folder of its own as the trainer expects the set. */
function trainedBriefly(preset) {
  mkdirSync(path.join(work, 'mnist'), { recursive: true });
  for (const part of ['train', 't10k']) {
    shortened(`${part}-images-idx3-ubyte`, 16, PIXELS);
    shortened(`${part}-labels-idx1-ubyte`, 8, 1);
  }
  const out = path.join(work, `${preset}.ziffer`);
  const options = { preset, data: work, sets: 'mnist', out, epochs: 1 };
  try {
    execFileSync(ziffer, ['train', ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)], { stdio: 'ignore' });
    return out;
  } catch {
    return undefined;
  }
}

/** The first images of an IDX file, as an IDX file. */
function shortened(name, header, size) {
  const file = Buffer.from(readFileSync(path.join(project, 'data/mnist', name)).subarray(0, header + IMAGES * size));
  file.writeUInt32BE(IMAGES, 4);
  writeFileSync(path.join(work, 'mnist', name), file);
}
