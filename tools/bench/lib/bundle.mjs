// One file for each engine, as a developer would ship it: minified, with nothing of the other engines.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { bench, work } from './paths.mjs';

export const engineNames = ['ziffer', 'onnxruntime-web', 'litert', 'tfjs-wasm'];

/** Bundles engines and pages for the browser into build/bench/web/. */
export async function bundleForPages() {
  const pages = readdirSync(path.join(bench, 'pages')).map((file) => `pages/${file}`);
  await build({
    absWorkingDir: bench,
    entryPoints: [...engineNames.map((name) => `engines/${name}.mjs`), ...pages],
    outdir: path.join(work, 'web'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['onnxruntime-web-use-extern-wasm'],
    logLevel: 'error',
  });
}
