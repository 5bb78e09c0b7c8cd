// How large a file is on the wire. Compressing 13 MB with brotli's best quality takes half a minute, so what has been
// compressed once is remembered by its SHA-256.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { work } from './paths.mjs';

const memory = path.join(work, 'compressed-sizes.json');
const known = existsSync(memory) ? JSON.parse(readFileSync(memory, 'utf8')) : {};

/** @returns {Promise<{ raw: number, gzip: number, brotli: number }>} */
export async function compressedSizes(body) {
  const key = createHash('sha256').update(body).digest('hex');
  if (!known[key]) {
    const [gzipped, brotlied] = await Promise.all([
      promisify(gzip)(body, { level: 9 }),
      promisify(brotliCompress)(body, {
        params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
      }),
    ]);
    known[key] = { raw: body.length, gzip: gzipped.length, brotli: brotlied.length };
    mkdirSync(work, { recursive: true });
    writeFileSync(memory, JSON.stringify(known));
  }
  return known[key];
}
