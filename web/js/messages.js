// The language of the page: which it is, its sentences, and how it writes numbers, lists and times. The sentences are in
// ../messages, one file for each language. English is there from the start, so that the page is whole before any other is
// loaded; of the others, only the one that is wanted.

import english from '../messages/en.js';
import { keepSetting, setting } from './settings.js';

/** @typedef {keyof typeof english | keyof typeof import('../messages/en-later.js')['default']} MessageKey */
/** @typedef {string | Record<string, string>} Message one text, or one for each plural form */
/** @typedef {{ lang: string, dir: 'ltr' | 'rtl', lists?: string }} Language lists: whose commas lists have, if not its own */

/** By the first part of their BCP 47 tags. @type {Record<string, Language>} */
const languages = {
  en: { lang: 'en', dir: 'ltr', lists: 'en-GB' },
  es: { lang: 'es', dir: 'ltr' },
  fr: { lang: 'fr', dir: 'ltr' },
  de: { lang: 'de', dir: 'ltr' },
  hi: { lang: 'hi', dir: 'ltr' },
  bn: { lang: 'bn', dir: 'ltr' },
  ar: { lang: 'ar', dir: 'rtl' },
  zh: { lang: 'zh-Hans', dir: 'ltr' },
  ta: { lang: 'ta', dir: 'ltr' },
};
export const languageCodes = Object.keys(languages);

const chosenLanguage = 'language'; // in settings.js
const parameter = 'lang';
const isolates = ['\u2068', '\u2069']; // a value in a sentence that runs the other way keeps its own direction

/** Which attribute of an element each data-message attribute translates; the first is for its text. */
const translated = {
  'data-message': '',
  'data-message-label': 'aria-label',
  'data-message-title': 'title',
  'data-message-placeholder': 'placeholder',
  'data-message-content': 'content',
};
/** What index.html says in English. @type {WeakMap<Element, Record<string, string>>} */
const originals = new WeakMap();

/** @type {Record<string, Message>} */
let table = english;
let code = 'en';
let latest = code; // asked for, but perhaps not loaded yet
let format = formats(code);

/** Events: `changed`, when the page is to be written anew in another language. */
export const languageEvents = new EventTarget();

export function currentLanguage() {
  return code;
}

/** What the address asks for (?lang=de), what was chosen before, what the browser prefers, or English. */
export function preferredLanguage() {
  const asked = new URLSearchParams(globalThis.location?.search).get(parameter);
  const wanted = [asked, setting(chosenLanguage, ''), ...(globalThis.navigator?.languages ?? [])];
  return wanted.map((tag) => primary(tag ?? '')).find((each) => each in languages) ?? 'en';
}

/**
 * Loads a language and writes the page in it; rejects, and leaves all as it was, if it cannot be loaded.
 * @param {string} wanted one of languageCodes
 */
export async function useLanguage(wanted) {
  latest = wanted;
  const script = `../messages/${wanted}.js`; // not inside import(), where bundling would take it for all languages
  const { default: loaded } = await import(script);
  if (latest !== wanted) return; // another was chosen meanwhile
  table = loaded;
  code = wanted;
  format = formats(code);
  if (!globalThis.document) return;
  Object.assign(document.documentElement, { lang: languages[code].lang, dir: languages[code].dir });
  translatePage();
  languageEvents.dispatchEvent(new Event('changed'));
}

/** Writes what stands in the page in the current language. @param {ParentNode} [root] */
export function translatePage(root = document) {
  for (const element of root.querySelectorAll(Object.keys(translated).map((name) => `[${name}]`).join())) {
    if (code === 'en' && !originals.has(element)) continue;
    const original = originals.get(element) ?? {};
    originals.set(element, original);
    for (const [name, attribute] of Object.entries(translated)) {
      const key = element.getAttribute(name);
      if (key === null) continue;
      original[name] ??= (attribute ? element.getAttribute(attribute) : element.textContent) ?? '';
      const text = code === 'en' ? original[name] : phrase(/** @type {MessageKey} */ (key));
      if (attribute) element.setAttribute(attribute, text);
      else element.textContent = text;
    }
  }
}

/** Adds the English of a part that is loaded later, before anything of it is said. @param {Record<string, Message>} entries */
export function addEnglish(entries) {
  Object.assign(english, entries);
}

/**
 * A sentence in the current language.
 * @param {MessageKey} key
 * @param {Record<string, string | number>} [values] numbers are written as the language does; `count` chooses the plural,
 *   `nth` the form of an ordinal
 */
export function phrase(key, values = {}) {
  const entry = table[key] ?? /** @type {Record<string, Message>} */ (english)[key] ?? key;
  const text = typeof entry === 'string' ? entry : formOf(entry, values);
  return text.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    if (typeof value === 'number') return format.number.format(value);
    return languages[code].dir === 'rtl' ? isolates[0] + value + isolates[1] : value;
  });
}

/** @param {Record<string, string>} forms @param {Record<string, string | number>} values */
function formOf(forms, { count, nth }) {
  const [rules, number] = nth === undefined ? [format.plurals, count] : [format.ordinals, nth];
  return forms[number] ?? forms[rules.select(Number(number))] ?? forms.other;
}

/** A number with a fixed count of decimals. @param {number} value @param {number} decimals */
export function formatDecimal(value, decimals) {
  return numberFormat({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
}

/** @param {number} value in percent @param {number} decimals */
export function formatPercentage(value, decimals) {
  const pattern = String(table.percent);
  // No isolates: the sign stands on the number's own side.
  return pattern.replace('{number}', formatDecimal(value, decimals)).replace('{sign}', format.percentSign);
}

/** A time such as "3.1 ms". @param {number} value @param {'millisecond' | 'second' | 'minute'} unit @param {number} [decimals] */
export function formatTime(value, unit, decimals = 0) {
  const fixed = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return numberFormat({ style: 'unit', unit, unitDisplay: 'short', ...fixed }).format(value);
}

/** "a, b or c". @param {string[]} items */
export function anyOf(items) {
  return format.alternatives.format(items);
}

/** @param {Intl.NumberFormatOptions} options */
function numberFormat(options) {
  const key = JSON.stringify(options);
  format.cache[key] ??= new Intl.NumberFormat(format.locale, options);
  return format.cache[key];
}

/** Those of the region that the browser names for this language: Egypt and Morocco write other digits. @param {string} of */
function formats(of) {
  const { lang, lists = lang } = languages[of];
  const locale = (globalThis.navigator?.languages ?? []).find((tag) => primary(tag) === of) ?? lang;
  const parts = new Intl.NumberFormat(locale, { style: 'percent' }).formatToParts(0);
  return {
    locale,
    number: new Intl.NumberFormat(locale),
    percentSign: parts.find(({ type }) => type === 'percentSign')?.value ?? '%',
    plurals: new Intl.PluralRules(lang),
    ordinals: new Intl.PluralRules(lang, { type: 'ordinal' }),
    alternatives: new Intl.ListFormat(lists, { type: 'disjunction' }),
    cache: /** @type {Record<string, Intl.NumberFormat>} */ ({}),
  };
}

/** @param {string} tag */
function primary(tag) {
  return tag.toLowerCase().split('-', 1)[0];
}

/** For the next visits, whatever the address says now. @param {string} chosen one of languageCodes */
export function saveLanguage(chosen) {
  const address = new URL(location.href);
  address.searchParams.delete(parameter);
  history.replaceState(history.state, '', address);
  keepSetting(chosenLanguage, chosen);
}
