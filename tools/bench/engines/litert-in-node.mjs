// LiteRT.js is a browser package: it loads its glue with importScripts() and its binary with fetch(). Only while it
// starts, Node gets just enough of both; the other engines must not mistake Node for a worker.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

/** Runs `work` with the globals of a worker whose scripts are files. */
export async function asWorker(work) {
  let folder = '';
  const stand = {
    self: globalThis,
    importScripts(file) {
      folder = path.dirname(file);
      const source = `(function (require, __filename, __dirname) {${readFileSync(file, 'utf8')}\nreturn ModuleFactory; })`;
      globalThis.ModuleFactory = vm.runInThisContext(source, { filename: file })(createRequire(file), file, folder);
    },
    async fetch(url) {
      return new Response(await readFile(path.resolve(folder, String(url))), { headers: { 'Content-Type': 'application/wasm' } });
    },
  };
  const before = Object.keys(stand).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const [name, value] of Object.entries(stand)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  try {
    return await work();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
    }
  }
}
