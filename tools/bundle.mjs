// Makes one script of those that the page starts with, so that a start asks for one file instead of twenty. Scripts that
// are loaded later go on importing from the others' own files, which now only pass on what the one script holds.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

/** import() is for later: what it names stays a file of its own. @type {import('esbuild').Plugin} */
const keepDynamic = {
  name: 'keep dynamic imports',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path: name, kind }) => (kind === 'dynamic-import' ? { path: name, external: true } : undefined));
  },
};

/** How the site's scripts are written. */
export const scriptOptions = /** @type {const} */ ({ format: 'esm', target: 'es2022', charset: 'utf8' });
const options = /** @type {const} */ ({ ...scriptOptions, metafile: true, write: false, logLevel: 'silent' });

/**
 * @param {string} entry the script the page names: everything it imports is put into it
 * @returns {Promise<string[]>} the scripts that were put into it, the entry too
 */
export async function bundleStart(entry) {
  const folder = path.dirname(entry);
  const { metafile } = await build({ ...options, entryPoints: [entry], bundle: true, plugins: [keepDynamic] });
  const scripts = Object.keys(metafile.inputs).map((name) => path.resolve(name));
  const shared = await Promise.all(scripts.filter((script) => script !== entry).map(async (script) => ({ script, names: await exportsOf(script) })));

  const relative = (/** @type {string} */ from, /** @type {string} */ to) => {
    const name = path.relative(from, to).split(path.sep).join('/');
    return JSON.stringify(name.startsWith('.') ? name : `./${name}`);
  };
  const inBundle = (/** @type {string} */ script, /** @type {string} */ name) => `${path.basename(script, '.js').replaceAll('-', '_')}_${name}`;
  const list = (/** @type {string[]} */ pairs) => pairs.join(', ');
  const contents = [
    `import ${relative(folder, entry)};`,
    ...shared.map(({ script, names }) => `export { ${list(names.map((name) => `${name} as ${inBundle(script, name)}`))} } from ${relative(folder, script)};`),
  ].join('\n');
  const { outputFiles } = await build({ ...options, stdin: { contents, resolveDir: folder }, bundle: true, minify: true, plugins: [keepDynamic] });
  await writeFile(entry, outputFiles[0].text);
  for (const { script, names } of shared) {
    await writeFile(script, `export{${list(names.map((name) => `${inBundle(script, name)} as ${name}`))}}from${relative(path.dirname(script), entry)};\n`);
  }
  return scripts;
}

/** @param {string} script */
async function exportsOf(script) {
  const { metafile } = await build({ ...options, entryPoints: [script] });
  return Object.values(metafile.outputs)[0].exports;
}
