// Which of the site's files a browser with relaxed SIMD fetches before it can read.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

// What the engine fetches by names that it puts together itself.
const byTheEngine = ['engine/relaxed/ziffer.mjs', 'engine/relaxed/ziffer.wasm', 'weights/pen.ziffer', 'weights/line.ziffer'];
const inPage = /<(?:script[^>]*\ssrc|link[^>]*\srel="(?:stylesheet|icon)"[^>]*\shref)="([^"]+)"/g;
const inScript = [
  /(?:^|[;\n}])(?:import|export)\b\s*(?:[\w$*{},\s]*?\bfrom\s*)?"([^"]+)"/g, // not import(), which is for later
  /new URL\("(\.[^"]+\.m?js)"/g, // workers
];

/**
 * Follows what the page names, scripts' imports and workers.
 * @param {string} site its folder @returns {Promise<Set<string>>} paths in it, with slashes
 */
export async function firstLoadOf(site) {
  const found = new Set();
  const waiting = ['index.html', ...byTheEngine];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const patterns = name.endsWith('.html') ? [inPage] : /\.m?js$/.test(name) && !byTheEngine.includes(name) ? inScript : [];
    if (patterns.length === 0) continue;
    const text = await readFile(path.join(site, name), 'utf8');
    for (const pattern of patterns) {
      for (const [, reference] of text.matchAll(pattern)) {
        waiting.push(path.posix.join(path.posix.dirname(name), reference));
      }
    }
  }
  return found;
}
