// Many files in one call of `ziffer read`: one thread against one for each core, in turns, start of the program included.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberPictures } from '../lib/inputs.mjs';
import { programPath } from '../lib/program.mjs';

const FILES = 2000;
const ROUNDS = 10;

/** @returns {Promise<{ files: number, threads: number[], rounds: number, rates: number[][] }>} pictures a second, by threads */
export async function measureFiles({ log }) {
  const threads = [...new Set([1, cpus().length])];
  const rates = threads.map(() => []);
  const folder = mkdtempSync(join(tmpdir(), 'ziffer-bench-'));
  try {
    const { files, numbers } = numberPictures();
    const paths = files.map((file, index) => join(folder, `${index}.png`));
    files.forEach((file, index) => writeFileSync(paths[index], file));
    const all = Array.from({ length: FILES }, (_, index) => paths[index % paths.length]);
    const expected = all.map((path, index) => `${path}\t${numbers[index % numbers.length]}\t`);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let turn = 0; turn < threads.length; turn += 1) {
        const which = (round + turn) % threads.length;
        const { lines, milliseconds } = await timed(['read', '--threads', String(threads[which]), ...all]);
        const wrong = expected.findIndex((start, index) => !lines[index]?.startsWith(start));
        if (wrong >= 0) throw new Error(`line ${wrong + 1} with ${threads[which]} threads is wrong: ${lines[wrong]}`);
        rates[which].push((FILES / milliseconds) * 1000);
      }
    }
    log(`files: ${ROUNDS} rounds`);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { files: FILES, threads, rounds: ROUNDS, rates };
}

function timed(args) {
  const start = performance.now();
  const child = spawn(programPath('ziffer'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => resolve({ lines: text.split('\n'), milliseconds: performance.now() - start }));
  });
}
