// Runs the command line program as a person would.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const program = `${root}build/release/ziffer`;

/** { status, stdout, stderr, lines } of `ziffer ...args`, run in the project's root. */
export function ziffer(args, { input } = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root, input, encoding: 'utf8', maxBuffer: 1 << 28,
  });
  if (error) throw error;
  return { status, stdout, stderr, lines: stdout.split('\n').filter(Boolean) };
}

/** The running `ziffer ...args`, its output thrown away: a ChildProcess. */
export const start = (args) => spawn(program, args, { cwd: root, stdio: 'ignore' });

/** The error objects or readings of `ziffer read --json`. */
export const json = (result) => result.lines.map((line) => JSON.parse(line));
