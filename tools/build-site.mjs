// Assembles build/site/ from the page, the three WebAssembly builds and the weights, compresses it, and prints its sizes.
//   node tools/build-site.mjs [--out build/site]
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { transform } from 'esbuild';

import { bundleStart, scriptOptions } from './bundle.mjs';
import { firstLoadOf } from './first-load.mjs';
import { buildSingleFile } from './single-file.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const compressible = new Set(['.html', '.css', '.js', '.mjs', '.json', '.webmanifest', '.svg', '.wasm', '.ziffer']);
const variants = ['relaxed', 'simd', 'scalar'];

// What no view needs: those who want it fetch it.
const notKept = [/^service-worker\.js$/, /\.d\.ts$/, /^screenshots\//, /^weights\/(?!(pen|line)\.ziffer$)/];

const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(project, 'build/site') } } });
const site = path.resolve(values.out);

await assemble();
const firstLoad = await firstLoadOf(site);
const first = await compressAll((await filesOfSite()).filter((name) => name !== 'service-worker.js'));
await writeEvidence(first);
const kept = (await filesOfSite()).filter((name) => !notKept.some((pattern) => pattern.test(name)));
await stampServiceWorker(kept);
await buildSingleFile(site, kept);
const sizes = [...first, ...(await compressAll(['evidence/evidence.json', 'service-worker.js', 'ziffer.html']))];
printTable(sizes);

async function assemble() {
  const copies = [
    ...(await readdir(path.join(project, 'web'))).filter((name) => name !== 'README.md').map((name) => [`web/${name}`, name]),
    ['wasm/recognizer.js', 'engine/recognizer.js'],
    ['wasm/recognizer.d.ts', 'engine/recognizer.d.ts'],
    ...variants.flatMap((variant) =>
      ['ziffer.mjs', 'ziffer.wasm'].map((file) => [`build/wasm-${variant}/wasm/${file}`, `engine/${variant}/${file}`]),
    ),
    ...(await weightFiles()).map((file) => [`weights/${file}`, `weights/${file}`]),
  ];
  const missing = copies.map(([from]) => from).filter((from) => !existsSync(path.join(project, from)));
  if (missing.length > 0) {
    console.error(`The site cannot be built yet. Missing:\n${missing.map((file) => `  ${file}`).join('\n')}`);
    process.exit(1);
  }
  await rm(site, { recursive: true, force: true });
  for (const [from, to] of copies) {
    await mkdir(path.dirname(path.join(site, to)), { recursive: true });
    await cp(path.join(project, from), path.join(site, to), { recursive: true });
  }
  // Scripts are part of the page's weight; their comments and long names are for readers of this repository.
  const scriptsIn = async (folder) => (await readdir(path.join(site, folder))).map((name) => `${folder}/${name}`);
  const glue = variants.map((variant) => `engine/${variant}/ziffer.mjs`);
  const scripts = ['engine/recognizer.js', ...glue, ...(await scriptsIn('js')), ...(await scriptsIn('messages'))];
  const bundled = await bundleStart(path.join(site, 'js/main.js'));
  for (const script of scripts.map((name) => path.join(site, name)).filter((file) => !bundled.includes(file))) {
    const { code } = await transform(await readFile(script, 'utf8'), { ...scriptOptions, minify: true });
    await writeFile(script, code);
  }
}

/** Puts into the service worker what it shall keep, and a hash of all that: another file, another worker. @param {string[]} files */
async function stampServiceWorker(files) {
  const hash = createHash('sha256');
  for (const name of files) hash.update(name).update('\0').update(await readFile(path.join(site, name)));
  const worker = path.join(site, 'service-worker.js');
  const source = await readFile(worker, 'utf8');
  hash.update(source);
  const constants = { version: hash.digest('hex').slice(0, 16), files: files.map((name) => (name === 'index.html' ? './' : name)) };
  const stamp = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};\n`).join('');
  await writeFile(worker, stamp + source);
}

/** Paths below the site's folder, with slashes, sorted; without compressed copies. */
async function filesOfSite() {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(site, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'))
    .filter((name) => !/\.(br|gz)$/.test(name))
    .sort();
}

async function weightFiles() {
  const files = (await readdir(path.join(project, 'weights'))).filter((file) => file.endsWith('.ziffer'));
  return files.length > 0 ? files : ['pen.ziffer'];
}

/**
 * All figures of the page of evidence in one file: what `ziffer evaluate` and tools/bench wrote, and the sizes measured
 * here. null stands for what was not measured with the weights that are shipped.
 */
async function writeEvidence(sizes) {
  const json = async (file) => (existsSync(path.join(project, file)) ? JSON.parse(await readFile(path.join(project, file), 'utf8')) : null);
  const isOfShipped = async (about) => {
    if (!about) return false;
    const weights = await readFile(path.join(project, 'weights', about.weights.name)).catch(() => Buffer.alloc(0));
    return weights.length > 12 && weights.readUInt32LE(8) === about.weights.checksum;
  };
  const [report, numbers, speed] = await Promise.all(['weights/pen.report.json', 'weights/line.report.json', 'tools/bench/figures.json'].map(json));
  const evidence = {
    report: (await isOfShipped(report)) ? report : null,
    numbers: (await isOfShipped(numbers?.digits)) && (await isOfShipped(numbers?.lines)) ? numbers : null,
    speed,
    sizes: {
      made: { command: 'node tools/build-site.mjs', date: new Date().toISOString().slice(0, 10) },
      files: sizes.filter(({ name }) => firstLoad.has(name)),
      firstLoad: sum(sizes.filter(({ name }) => firstLoad.has(name))),
    },
  };
  for (const name of ['report', 'numbers', 'speed']) if (!evidence[name]) console.log(`evidence: no ${name} for the shipped weights`);
  const file = path.join(site, 'evidence/evidence.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(evidence));
}

/** Writes .br and .gz beside each file and returns the sizes of all. */
async function compressAll(files) {
  return Promise.all(
    files.map(async (name) => {
      const file = path.join(site, name);
      const raw = await readFile(file);
      if (!compressible.has(path.extname(file))) return { name, raw: raw.length, gzip: raw.length, brotli: raw.length };
      const [gzipped, brotlied] = await Promise.all([
        promisify(gzip)(raw, { level: 9 }),
        promisify(brotliCompress)(raw, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: raw.length,
          },
        }),
      ]);
      await Promise.all([writeFile(`${file}.gz`, gzipped), writeFile(`${file}.br`, brotlied)]);
      return { name, raw: raw.length, gzip: gzipped.length, brotli: brotlied.length };
    }),
  );
}

function printTable(sizes) {
  const rows = [...sizes, { name: 'first load', ...sum(sizes.filter(({ name }) => firstLoad.has(name))) }];
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name, ...cells) => [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(9))].join(' ');
  console.log(line('bytes', 'raw', 'gzip', 'brotli'));
  for (const { name, raw, gzip: gzipped, brotli } of rows) console.log(line(name, raw, gzipped, brotli));
}

function sum(sizes) {
  const total = { raw: 0, gzip: 0, brotli: 0 };
  for (const size of sizes) for (const key of Object.keys(total)) total[key] += size[key];
  return total;
}
