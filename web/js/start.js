// Where the page begins: the engine and the language load at once, each by itself; then the page is wired.

import './page-engine.js';
import { preferredLanguage, useLanguage } from './messages.js';

const root = document.documentElement;
const wanted = preferredLanguage();
document.body.dataset.view = location.hash.match(/^#\/(\w+)$/)?.[1] ?? 'start'; // before anything is painted
root.toggleAttribute('data-translating', wanted !== 'en'); // nobody should see English turn into another language

useLanguage(wanted)
  .catch(() => {}) // the page says so little without its sentences, but it reads
  .then(() => {
    root.removeAttribute('data-translating');
    return import('./main.js');
  });
