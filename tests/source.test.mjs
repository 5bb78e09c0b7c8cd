// The direction of dependencies that core/README.md promises, read from the #include lines.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../', import.meta.url);
const sources = (folder) => readdirSync(new URL(folder, root), { recursive: true })
  .filter((name) => /\.(h|cpp)$/.test(name)).map((name) => `${folder}/${name}`);
const includes = (file) => [...readFileSync(new URL(file, root), 'utf8').matchAll(/^#include [<"]([^>"]+)[>"]/gm)].map((m) => m[1]);

const allowed = {
  image: ['image'],
  ink: ['ink', 'image'],
  page: ['page', 'ink', 'image'],
  nn: ['nn'],
  line: ['line', 'nn', 'ink', 'image', 'core/reading.h'],
  field: ['field', 'core/reading.h'],
  train: ['train', 'line', 'nn', 'page', 'ink', 'image'],
};
const sharedByAll = ['core/result.h', 'core/geometry.h', 'core/order.h'];

test('folders of the core include only what lies below them', () => {
  const files = sources('core');
  assert.ok(files.length > 20);
  for (const file of files) {
    const folder = file.split('/').length === 3 ? file.split('/')[1] : undefined;
    for (const include of includes(file).filter((name) => /^(core|tools|wasm|tests)\//.test(name))) {
      assert.match(include, /^core\//, `${file} includes ${include}`);
      const target = include.split('/').length === 3 ? include.split('/')[1] : undefined;
      if (!folder) assert.notEqual(target, 'train', `${file} includes ${include}`);
      else if (target) assert.ok(allowed[folder].includes(target), `${file} includes ${include}`);
      else if (folder !== 'train') assert.ok([...sharedByAll, ...allowed[folder]].includes(include), `${file} includes ${include}`);
    }
  }
});

test('stb_image, Eigen and Embind each have one door', () => {
  const doors = [[/^stb\//, ['core/image/decode.cpp']], [/^Eigen\//, ['core/nn/eigen.h']],
    [/^emscripten\//, ['wasm/bindings.cpp']]];
  for (const file of [...sources('core'), ...sources('wasm'), ...sources('tools')]) {
    for (const [pattern, door] of doors) {
      if (includes(file).some((name) => pattern.test(name))) assert.ok(door.includes(file), `${file} opens a second door`);
    }
  }
});

test('the core has no exceptions, printing, files or clocks', () => {
  const banned = /\b(throw|std::cout|std::cerr|printf|fopen|ifstream|ofstream|exit|chrono|random_device)\b(?! not)/;
  for (const file of sources('core')) {
    const code = readFileSync(new URL(file, root), 'utf8').replace(/\/\/.*$/gm, '').replace(/\bsnprintf\b/g, '');
    const found = code.match(banned);
    assert.equal(found, null, `${file} uses ${found?.[0]}`);
  }
});
