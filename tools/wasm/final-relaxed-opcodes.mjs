// node final-relaxed-opcodes.mjs module.wasm
//
// Clang 14 (Debian 12) writes relaxed-SIMD's fused multiply-add with the opcode of an early draft, which no browser runs:
// fd af 01. The standard's f32x4.relaxed_madd is fd 85 02: as long, with the same operands. This walks the code
// section instruction by instruction, so that equal bytes inside constants stay as they are, and rewrites the file.
import { readFileSync, writeFileSync } from 'node:fs';

const DRAFT_FMA = 0xaf;
const RELAXED_MADD = [0x85, 0x02];
const CODE_SECTION = 10;

const file = process.argv[2];
const bytes = readFileSync(file);
let at = 8; // after magic and version

function leb() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
}
const lebs = (count) => { for (let i = 0; i < count; i++) leb(); };

function skipBulk() {
  const operation = leb();
  if (operation >= 8) lebs(operation === 8 || operation === 10 || operation === 12 || operation === 14 ? 2 : 1);
}

function simd() {
  const start = at;
  const operation = leb();
  if (operation === DRAFT_FMA) {
    bytes.set(RELAXED_MADD, start);
    return 1;
  }
  if (operation <= 11 || operation === 92 || operation === 93) lebs(2); // loads, stores
  else if (operation === 12 || operation === 13) at += 16; // constant, shuffle
  else if (operation >= 21 && operation <= 34) at += 1; // lanes
  else if (operation >= 84 && operation <= 91) { lebs(2); at += 1; } // loads and stores of a lane
  return 0;
}

function functionBody(end) {
  let rewritten = 0;
  for (let groups = leb(); groups > 0; groups--) lebs(2); // locals
  while (at < end) {
    const code = bytes[at++];
    if (code === 0xfd) rewritten += simd();
    else if (code === 0xfc) skipBulk();
    else if (code === 0x0e || code === 0x1c) lebs(leb() + (code === 0x0e ? 1 : 0)); // br_table, select
    else if (code === 0x11) lebs(2); // call_indirect
    else if (code >= 0x28 && code <= 0x3e) lebs(2); // memory
    else if (code === 0x43) at += 4;
    else if (code === 0x44) at += 8;
    else if ((code >= 0x02 && code <= 0x04) || code === 0x0c || code === 0x0d || code === 0x10 ||
             (code >= 0x20 && code <= 0x26) || (code >= 0x3f && code <= 0x42) || code === 0xd0 || code === 0xd2) leb();
    else if (code > 0xc4) throw new Error(`opcode ${code} at ${at - 1} is not known here`);
  }
  if (at !== end) throw new Error('a function does not end where it should');
  return rewritten;
}

let rewritten = 0;
while (at < bytes.length) {
  const section = bytes[at++];
  const end = leb() + at;
  if (section === CODE_SECTION) {
    for (let functions = leb(); functions > 0; functions--) {
      const size = leb();
      rewritten += functionBody(at + size);
    }
  }
  at = end;
}
writeFileSync(file, bytes);
console.log(`${file}: ${rewritten} fused multiply-adds`);
