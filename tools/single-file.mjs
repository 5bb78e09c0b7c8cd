// Builds the whole page as one file, ziffer.html, which opens from disk and asks no network for anything.
//
// Scripts are CommonJS modules in one script: from disk, browsers load no module from a URL, nor a worker. The page's
// workers get the same script as a Blob. What is fetched elsewhere is in it too, as gzip in base64.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import ts from 'typescript';

// Browsers that can unpack gzip know SIMD.
const leftOut = [/^js\/types\.js$/, /^engine\/scalar\//, /^icons\//, /^index\.html$/, /\.webmanifest$/];

/**
 * @param {string} site its folder, built already
 * @param {string[]} kept paths of what any view needs
 */
export async function buildSingleFile(site, kept) {
  const names = kept.filter((name) => !leftOut.some((pattern) => pattern.test(name)));
  const read = (/** @type {string} */ name) => readFile(path.join(site, name));
  const modules = [];
  const styles = [];
  const packed = {};
  for (const name of names) {
    const content = await read(name);
    if (/\.m?js$/.test(name)) modules.push(`${JSON.stringify(name)}(require, exports, moduleUrl, Worker, fetch) {${commonJs(String(content))}}`);
    else if (name.endsWith('.css')) styles.push({ name, text: `\n${content}` });
    else packed[name] = (await promisify(gzip)(content, { level: 9 })).toString('base64');
  }
  inlineImports(styles);
  const script = `\nvar modules = {\n${modules.join(',\n')}\n};\nvar packed = ${JSON.stringify(packed)};\n(${run})(modules, packed);\n`;
  if (/<\/script|<!--/i.test(script)) throw new Error('the script would end the element it stands in');
  const icon = (await read('icons/icon.svg')).toString('base64');
  await writeFile(path.join(site, 'ziffer.html'), page(String(await read('index.html')), { script, styles, icon }));
}

/** Puts what is imported before what imports it, as a browser would, and the page's own style before all. @param {{ name: string, text: string }[]} styles */
function inlineImports(styles) {
  const isImported = ({ name }) => styles.some(({ text }) => text.includes(`@import "${path.basename(name)}";`));
  const rank = (style) => (style.name === 'style.css' ? 0 : isImported(style) ? 1 : 2);
  const ranks = new Map(styles.map((style) => [style, rank(style)]));
  styles.sort((a, b) => ranks.get(a) - ranks.get(b));
  for (const style of styles) style.text = style.text.replace(/^@import "[^"]*";\n/gm, '');
}

/** @param {string} source */
function commonJs(source) {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true, removeComments: true };
  return ts.transpileModule(source.replaceAll('import.meta.url', 'moduleUrl'), { compilerOptions }).outputText;
}

/** @param {string} html @param {{ script: string, styles: { name: string, text: string }[], icon: string }} parts */
function page(html, { script, styles, icon }) {
  const hash = (/** @type {string} */ text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval'`,
    `style-src ${styles.map(({ text }) => hash(text)).join(' ')}`,
    'img-src blob: data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const changes = [
    [/(http-equiv="Content-Security-Policy" content=")[^"]*/, `$1${policy}`],
    [/<link rel="icon"[^>]*>/, `<link rel="icon" href="data:image/svg+xml;base64,${icon}">`],
    [/ *<link rel="(apple-touch-icon|manifest)"[^>]*>\n/g, ''],
    [/<link rel="stylesheet"[^>]*>/, () => styles.map(({ name, text }) => `<style data-path="${name}">${text}</style>`).join('\n')],
    [/ *<script type="module"[^>]*><\/script>\n/, ''],
    [/ *<\/body>/, () => `    <script id="program">${script}</script>\n  </body>`],
  ];
  return changes.reduce((text, [pattern, replacement]) => {
    if (!pattern.global && !pattern.test(text)) throw new Error(`index.html has no ${pattern}`);
    return text.replace(pattern, replacement);
  }, html);
}

/**
 * What the file runs, in the page and in its workers. It is printed into the file, and sees nothing else of this module.
 * @param {Record<string, Function>} modules by path
 * @param {Record<string, string>} packed the other files by path
 */
function run(modules, packed) {
  const root = 'ziffer://file/'; // stands before paths, so that scripts find each other as they do on a server
  const entry = globalThis.zifferEntry ?? 'js/main.js';
  const loaded = {};
  const programs = {};

  const nameOf = (url) => (String(url).startsWith(root) ? String(url).slice(root.length) : null);

  function load(url) {
    const name = nameOf(url);
    if (name in loaded) return loaded[name];
    if (!(name in modules)) throw new Error(`${name ?? url} is not in this file`);
    const exports = (loaded[name] = {});
    modules[name]((specifier) => load(new URL(specifier, url).href), exports, url, FileWorker, fetchPacked);
    return exports;
  }

  class FileWorker extends (globalThis.Worker ?? Object) {
    constructor(url, { name }) {
      const program = document.getElementById('program').textContent;
      const source = [`var zifferEntry = ${JSON.stringify(nameOf(url))};`, program];
      programs[url] ??= URL.createObjectURL(new Blob(source, { type: 'text/javascript' }));
      super(programs[url], { name });
    }
  }

  async function fetchPacked(url) {
    const base64 = packed[nameOf(url)];
    if (base64 === undefined) return new Response(null, { status: 404 });
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Response(unpacked, { headers: { 'Content-Type': String(url).endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream' } });
  }

  load(root + entry);
}
