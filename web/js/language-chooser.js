// The language of this visit, and the list in which another is chosen.

import { currentLanguage, preferredLanguage, saveLanguage, useLanguage } from './messages.js';

/**
 * Call it once, before the page is painted: the page stays hidden while it is translated, for nobody should see English turn
 * into another language.
 * @param {HTMLSelectElement} chooser its values are languageCodes
 */
export function startLanguage(chooser) {
  const root = document.documentElement;
  const wanted = preferredLanguage();
  const use = async (/** @type {string} */ language) => {
    await useLanguage(language).catch(() => {}); // away from the network: the page stays as it is
    chooser.value = currentLanguage();
  };
  chooser.value = wanted;
  chooser.addEventListener('change', async () => {
    saveLanguage(chooser.value);
    await use(chooser.value);
  });
  if (wanted === currentLanguage()) return;
  root.toggleAttribute('data-translating', true);
  use(wanted).then(() => root.removeAttribute('data-translating'));
}
