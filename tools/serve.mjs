// A static server for build/site with the headers a good host would send. Loopback only.
//   node tools/serve.mjs [--port 8080] [--root build/site]
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const defaultRoot = fileURLToPath(new URL('../build/site', import.meta.url));
const defaultPort = 8080;
const portsToTry = 20;

const mimeTypes = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.ziffer': 'application/octet-stream',
};

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headersForAll = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-cache',
  Vary: 'Accept-Encoding',
};

/**
 * Serves a folder. Without a port, or with 0, the system chooses one. `onResponse` is told of every answer.
 * @param {{ root?: string, port?: number, onResponse?: (answer: { path: string, status: number, bytes: number }) => void }} [options]
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function startServer({ root = defaultRoot, port = 0, onResponse = () => {} } = {}) {
  const server = createServer((request, response) => {
    response.on('finish', () => {
      const bytes = Number(response.getHeader('Content-Length') ?? 0);
      onResponse({ path: request.url ?? '', status: response.statusCode, bytes });
    });
    answer(path.resolve(root), request, response).catch(() => refuse(response, 500, 'Internal error'));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(undefined));
  });
  const { port: actualPort } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${actualPort}/`,
    port: actualPort,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(root, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET and HEAD');
  const file = fileFor(root, request.url);
  if (file === null) return refuse(response, 400, 'Bad path');
  const original = await fileInfo(file);
  if (original === null) return refuse(response, 404, 'Not found');
  const { encoding, sent, info } = await bestEncoding(file, original, request.headers['accept-encoding'] ?? '');

  const etag = `"${info.size.toString(36)}-${info.mtimeMs.toString(36)}${encoding ? `-${encoding}` : ''}"`;
  const headers = {
    ...headersForAll,
    'Content-Type': mimeTypes[path.extname(file)] ?? 'application/octet-stream',
    ETag: etag,
    ...(encoding && { 'Content-Encoding': encoding }),
  };
  if (request.headers['if-none-match'] === etag) return response.writeHead(304, headers).end();
  response.setHeader('Content-Length', info.size);
  response.writeHead(200, headers);
  if (request.method === 'HEAD') return response.end();
  createReadStream(sent)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The file a URL names, or null when it points outside the root. A folder means its index.html. */
function fileFor(root, url) {
  let name;
  try {
    name = decodeURIComponent(url.split(/[?#]/, 1)[0]);
  } catch {
    return null;
  }
  if (!name.startsWith('/') || name.includes('\0') || name.includes('\\')) return null;
  const file = path.join(root, name.endsWith('/') ? `${name}index.html` : name);
  return file.startsWith(root + path.sep) ? file : null;
}

async function bestEncoding(file, original, accepted) {
  const encodings = accepted.split(',').map((each) => each.split(';', 1)[0].trim());
  for (const [encoding, suffix] of [['br', '.br'], ['gzip', '.gz']]) {
    if (!encodings.includes(encoding)) continue;
    const info = await fileInfo(file + suffix);
    if (info && info.mtimeMs >= original.mtimeMs) return { encoding, sent: file + suffix, info };
  }
  return { encoding: null, sent: file, info: original };
}

async function fileInfo(file) {
  try {
    const info = await stat(file);
    return info.isFile() ? info : null;
  } catch {
    return null;
  }
}

function refuse(response, status, text) {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, { ...headersForAll, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

async function main() {
  const { values } = parseArgs({ options: { port: { type: 'string' }, root: { type: 'string' } } });
  const isGiven = values.port !== undefined;
  const first = isGiven ? Number(values.port) : defaultPort;
  if (!Number.isInteger(first) || first < 0 || first > 65535) {
    console.error(`Not a port: ${values.port}`);
    process.exit(2);
  }
  const root = values.root ?? defaultRoot;
  if ((await fileInfo(path.join(root, 'index.html'))) === null) {
    console.error(`Nothing to serve: ${root} has no index.html. Build the site first: node tools/build-site.mjs`);
    process.exit(1);
  }
  for (let port = first; ; port += 1) {
    try {
      const { url } = await startServer({ root, port });
      console.error(url);
      return;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || isGiven || port >= first + portsToTry) {
        console.error(`Port ${port} cannot be used: ${error.message}`);
        process.exit(1);
      }
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
