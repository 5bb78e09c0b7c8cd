// Weights lie beside the recipe that made them: whoever runs it is to get them again.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const folder = new URL('../weights/', import.meta.url);
const text = (name) => readFileSync(new URL(name, folder), 'utf8');
const recipes = readdirSync(folder).filter((name) => name.endsWith('.recipe'));

// What the record says otherwise than by a number behind its name.
const elsewhere = new Set(['preset', 'sets', 'number-sets', 'non-digits', 'out', 'precision', 'batch-norm', 'refused', 'keep-last',
  'composed', 'line-times', 'line-width']);

test('the record of a training holds what its recipe says', () => {
  assert.ok(recipes.length >= 5);
  for (const name of recipes) {
    const options = text(name).split('\n').filter((line) => line && !line.startsWith('#'))
      .map((line) => line.split('=').map((part) => part.trim()));
    const recipe = Object.fromEntries(options);
    const record = JSON.parse(text(name.replace('.recipe', '.training.json')));
    assert.equal(record.recipe, name);
    assert.equal(record.preset, recipe.preset, name);
    assert.equal(record.non_digits, Math.fround(Number(recipe['non-digits'] ?? 0)), name);
    assert.equal(/last epoch kept/.test(record.options), 'keep-last' in recipe, `${name}: keep-last`);
    for (const set of recipe.sets.split(',')) {
      const [of, times] = set.split(':');
      const found = record.sets.some((known) => known.name === of && known.times === Number(times ?? 1));
      assert.ok(found, `${name}: ${set} is not recorded`);  // numbers and single digits may be of one set
    }
    let compared = 0;
    for (const [option, value] of options.filter(([option]) => !elsewhere.has(option))) {
      const recorded = record.options.match(new RegExp(`(?:^|, )${option.replaceAll('-', ' ')} ([0-9.]+)`));
      assert.ok(recorded, `${name}: ${option} is not recorded`);
      assert.equal(Number(recorded[1]), Number(value), `${name}: ${option}`);
      compared += 1;
    }
    assert.ok(compared >= 8, name);
  }
});
