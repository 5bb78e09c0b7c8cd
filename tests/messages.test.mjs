// The languages of the page: the same keys and values in each, every plural form, nothing unused, nothing missing.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { anyOf, formatPercentage, formatTime, languageCodes, phrase, useLanguage } from '../web/js/messages.js';

const web = new URL('../web/', import.meta.url);
const page = readFileSync(new URL('index.html', web), 'utf8');
const scripts = readdirSync(new URL('js/', web)).map((name) => readFileSync(new URL(`js/${name}`, web), 'utf8')).join('\n').replace(/\/\*\*.*?\*\//gs, '');
const tables = Object.fromEntries(
  await Promise.all(
    readdirSync(new URL('messages/', web)).map(async (name) => [name.replace('.js', ''), (await import(new URL(`messages/${name}`, web))).default]),
  ),
);
const { en, 'en-later': later, ...translations } = tables; // English of what is loaded later stands apart
const english = { ...en, ...later };

/** English of index.html by key: the text of the element, or of the attribute, that the key translates. */
const standing = Object.fromEntries(
  [...page.matchAll(/<[^>]*?\bdata-message(?:-(\w+))?="([^"]+)"[^>]*>([^<]*)/g)].map(([tag, kind, key, text]) => {
    const attribute = { label: 'aria-label' }[kind] ?? kind;
    return [key, attribute ? tag.match(new RegExp(`[\\s]${attribute}="([^"]*)"`))?.[1] : text.replace(/\s+/g, ' ').trim()];
  }),
);
const forms = (entry) => (typeof entry === 'string' ? { other: entry } : entry);
const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
const allPlaceholders = (entry) => [...new Set(Object.values(forms(entry)).flatMap(placeholders))].sort();

test('there is a file for each language, and no other', () => {
  assert.deepEqual(Object.keys({ en, ...translations }).sort(), [...languageCodes].sort());
  assert.deepEqual(Object.keys(en).filter((key) => key in later), [], 'said twice');
});

test('what index.html says is plain text in one element, and the same wherever a key is used', () => {
  assert.equal(Object.keys(standing).length, new Set(page.match(/\bdata-message(-\w+)?="[^"]+"/g).map((each) => each.split('"')[1])).size);
  for (const [key, text] of Object.entries(standing)) {
    assert.ok(text, `${key} has no English in index.html`);
    assert.equal(english[key] ?? text, text, `${key} is said differently in messages/en.js`);
  }
  for (const [, key, end] of page.matchAll(/\bdata-message="([^"]+)"[^>]*>[^<]*<(\/?)/g)) assert.equal(end, '/', `${key} has elements inside`);
});

test('every key that a script asks for is there, and every key is used', () => {
  const named = new Set([...scripts.matchAll(/'([\w-]+(?:\.[^'\s]+|\. )*)'/g)].map(([, key]) => key));
  const prefixes = [...scripts.matchAll(/`([\w.-]+\.)\$\{/g)].map(([, prefix]) => prefix);
  const unused = Object.keys(english).filter((key) => !named.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)));
  assert.deepEqual(unused, []);
  for (const [, call] of scripts.matchAll(/\bphrase\(([^;]*?)[,)]/g)) {
    for (const [, key] of call.matchAll(/'([^']+)'/g)) assert.ok(key in english, `phrase('${key}')`);
  }
});

for (const [code, table] of Object.entries(translations)) {
  test(`${code}: the keys of English, none empty, with the same values in them`, () => {
    const wanted = { ...standing, ...english };
    assert.deepEqual(Object.keys(wanted).filter((key) => !(key in table)), [], 'missing');
    assert.deepEqual(Object.keys(table).filter((key) => !(key in wanted)), [], 'too many');
    for (const [key, entry] of Object.entries(table)) {
      for (const text of Object.values(forms(entry))) assert.notEqual(text.trim(), '', key);
      assert.deepEqual(allPlaceholders(entry), allPlaceholders(wanted[key]), key);
    }
  });
}

for (const [code, table] of Object.entries({ en: english, ...translations })) {
  test(`${code}: every plural form that its numbers have, and no other`, () => {
    const needed = (type) => {
      const rules = new Intl.PluralRules(code, { type });
      return [...new Set(Array.from({ length: 1000 }, (_, number) => rules.select(number)))].sort();
    };
    for (const [key, entry] of Object.entries(table)) {
      if (typeof entry === 'string') continue;
      const isOrdinal = allPlaceholders(entry).includes('nth');
      const own = Object.keys(entry).filter((form) => !/^\d+$/.test(form)).sort();
      assert.deepEqual(own, needed(isOrdinal ? 'ordinal' : 'cardinal'), key);
    }
  });
}

test('lists, percentages and times are written as the language writes them', async () => {
  const written = async (code) => {
    await useLanguage(code);
    return [anyOf(['3', '8', '5']), formatPercentage(99.1, 1), formatTime(3.14, 'millisecond', 1)].map((text) => text.replace(/[\u00a0\u202f]/g, ' '));
  };
  assert.deepEqual(await written('de'), ['3, 8 oder 5', '99,1 %', '3,1 ms']);
  assert.deepEqual(await written('zh'), ['3、8或5', '99.1%', '3.1毫秒']);
  assert.deepEqual(await written('en'), ['3, 8 or 5', '99.1 %', '3.1 ms']);
});

test('in a language from right to left each text in a sentence keeps its own direction', async () => {
  await useLanguage('ar');
  assert.match(phrase('picture', { name: 'a.png' }), /\u2068a\.png\u2069/);
  await useLanguage('en');
  assert.equal(phrase('picture', { name: 'a.png' }), 'Picture “a.png”');
});

test('a sentence has the form of its number', async () => {
  const counted = async (code, counts) => (await useLanguage(code), counts.map((count) => phrase('numbers', { count })));
  assert.deepEqual(await counted('ar', [0, 1, 2, 3, 11, 100]), ['لا أعداد', 'عدد واحد', 'عددان', '3 أعداد', '11 عددًا', '100 عدد']);
  assert.deepEqual(await counted('fr', [0, 1, 2]), ['0 nombre', '1 nombre', '2 nombres']);
  await useLanguage('fr');
  assert.deepEqual([1, 2, 21].map((nth) => phrase('ordinal', { nth })), ['1er', '2e', '21e']);
  await useLanguage('en');
  assert.deepEqual([1, 2].map((count) => phrase('numbers', { count })), ['1 number', '2 numbers']);
  assert.deepEqual([1, 9, 10, 21, 22, 23, 112].map((nth) => phrase('ordinal', { nth })), ['first', 'ninth', '10th', '21st', '22nd', '23rd', '112th']);
});
