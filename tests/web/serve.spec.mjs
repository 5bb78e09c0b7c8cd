// The little server: types, headers, encodings, and no way out of its folder.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';

import { contentSecurityPolicy, startServer } from '../../tools/serve.mjs';

let folder;
let server;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ziffer-serve-'));
  const root = path.join(folder, 'site');
  await mkdir(path.join(root, 'sub'), { recursive: true });
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await writeFile(path.join(root, 'index.html'), '<p>start');
  await writeFile(path.join(root, 'sub/index.html'), '<p>sub');
  await writeFile(path.join(root, 'a.wasm'), 'wasm');
  await writeFile(path.join(root, 'a.ziffer'), 'weights');
  await writeFile(path.join(root, 'a.mjs'), 'export {};');
  await writeFile(path.join(root, 'a.mjs.br'), brotliCompressSync('export {};'));
  server = await startServer({ root });
});
after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A request with the path exactly as given: fetch() would tidy it up. */
function rawGet(target, { method = 'GET', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path: target, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }));
    })
      .on('error', reject)
      .end();
  });
}

test('types and headers', async () => {
  const types = {
    '/': 'text/html; charset=utf-8',
    '/sub/': 'text/html; charset=utf-8',
    '/index.html?x#y': 'text/html; charset=utf-8',
    '/a.wasm': 'application/wasm',
    '/a.ziffer': 'application/octet-stream',
    '/a.mjs': 'text/javascript; charset=utf-8',
  };
  for (const [target, type] of Object.entries(types)) {
    const { status, headers } = await rawGet(target);
    assert.equal(status, 200, target);
    assert.equal(headers['content-type'], type);
    assert.equal(headers['content-security-policy'], contentSecurityPolicy);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
  }
});

test('nothing outside the folder is served', async () => {
  for (const target of ['/../secret.txt', '/%2e%2e/secret.txt', '/sub/../../secret.txt', '/..%2fsecret.txt', '/..%5csecret.txt', '//../secret.txt', '/%00', '/%']) {
    const { status, body } = await rawGet(target);
    assert.ok(status === 400 || status === 404, `${target}: ${status}`);
    assert.ok(!body.includes('secret'), target);
  }
});

test('what is missing is 404, folders without slash too; other methods are refused', async () => {
  assert.equal((await rawGet('/nothing.js')).status, 404);
  assert.equal((await rawGet('/sub')).status, 404);
  assert.equal((await rawGet('/', { method: 'POST' })).status, 405);
  const head = await rawGet('/', { method: 'HEAD' });
  assert.deepEqual([head.status, head.body], [200, '']);
});

test('compressed twins are sent to those who accept them', async () => {
  const plain = await rawGet('/a.mjs');
  assert.equal(plain.headers['content-encoding'], undefined);
  const brotli = await rawGet('/a.mjs', { headers: { 'Accept-Encoding': 'gzip, br' } });
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(brotli.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal((await rawGet('/a.mjs', { headers: { 'Accept-Encoding': 'gzip' } })).headers['content-encoding'], undefined);
});

test('an unchanged file is not sent twice', async () => {
  const { headers } = await rawGet('/a.wasm');
  const again = await rawGet('/a.wasm', { headers: { 'If-None-Match': headers.etag } });
  assert.deepEqual([again.status, again.body], [304, '']);
});
