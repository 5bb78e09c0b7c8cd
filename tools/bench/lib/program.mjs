// A native program that answers each line on its standard input with one line on its standard output.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { project } from './paths.mjs';

/** Where CMake puts a target of tools/bench/CMakeLists.txt. */
export function programPath(name) {
  const file = path.join(project, 'build/release', name);
  if (!existsSync(file)) throw new Error(`${name} is not built`);
  return file;
}

/** @returns {Promise<{ ask: (line: string) => Promise<string>, stop: () => Promise<void> }>} */
export async function startProgram(file, args) {
  const child = spawn(file, args, { cwd: project, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${path.basename(file)} ended without an answer to "${line}"`);
      return value;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
