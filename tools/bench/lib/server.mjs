// Serves the bench's pages, Ziffer's built site and the rivals' packages on this machine, uncompressed, and remembers
// what was asked for. Pages are cross-origin isolated, for the finest clock a browser gives.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { packages, site, work } from './paths.mjs';

const mimeTypes = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const folders = { site, packages, web: path.join(work, 'web') };
const headers = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * @param {Record<string, () => Uint8Array>} [made] content by path, for what is no file
 * @returns {Promise<{ url: string, answers: { path: string, body: Uint8Array }[], page: (script: string, config: object) => string, close: () => Promise<void> }>}
 */
export async function startServer(made = {}) {
  const answers = [];
  const pages = new Map();
  const server = createServer(async (request, response) => {
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    try {
      const body = pages.get(name) ?? made[name]?.() ?? (await readFile(fileFor(name)));
      answers.push({ path: name, body });
      const type = mimeTypes[path.extname(name)] ?? 'application/octet-stream';
      response.writeHead(200, { ...headers, 'Content-Type': type, 'Content-Length': body.length }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    answers,
    /** Address of a page that runs one of pages/*.mjs, with its configuration in the page itself. */
    page(script, config) {
      const name = `/${script}-${pages.size}.html`;
      pages.set(name, Buffer.from(html(script, config)));
      return url + name;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fileFor(name) {
  const [, folder, ...rest] = name.split('/');
  const file = path.join(folders[folder], ...rest);
  if (!file.startsWith(folders[folder] + path.sep)) throw new Error('outside');
  return file;
}

const html = (script, config) => `<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">
<script type="application/json" id="config">${JSON.stringify(config).replaceAll('<', '\\u003c')}</script>
<body><script type="module" src="/web/pages/${script}.js"></script>`;
