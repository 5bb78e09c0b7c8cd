// Where the page begins: the engine and the language load at once, each by itself; then the page is wired.

import './page-engine.js';
import { currentLanguage, preferredLanguage, saveLanguage, useLanguage } from './messages.js';

const root = document.documentElement;
const chooser = /** @type {HTMLSelectElement} */ (document.getElementById('language'));
const wanted = preferredLanguage();
document.body.dataset.view = location.hash.match(/^#\/(\w+)$/)?.[1] ?? 'start'; // before anything is painted
root.toggleAttribute('data-translating', wanted !== 'en'); // nobody should see English turn into another language

chooser.addEventListener('change', async () => {
  const chosen = chooser.value;
  await useLanguage(chosen).then(() => saveLanguage(chosen)).catch(() => {}); // away from the network
  chooser.value = currentLanguage();
});

useLanguage(wanted)
  .catch(() => useLanguage('en'))
  .catch(() => {}) // without sentences the page says little, but it reads
  .then(() => {
    chooser.value = currentLanguage();
    root.removeAttribute('data-translating');
    return import('./main.js');
  });
