// Where things lie, as absolute paths.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const bench = fileURLToPath(new URL('..', import.meta.url));
export const project = path.join(bench, '../..');
export const site = path.join(project, 'build/site');
export const packages = path.join(bench, 'node_modules');
/** Everything the bench makes. */
export const work = path.join(project, 'build/bench');
