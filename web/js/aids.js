// Aids that are there from the start: large text and the list of keys. The others are loaded with the reader.

import { keepSetting, setting } from './settings.js';

/** @param {<T extends Element>(id: string, type: new () => T) => T} byId */
export function startAids(byId) {
  const largeText = byId('large-text', HTMLButtonElement);
  const showSize = (/** @type {boolean} */ isLarge) => {
    document.documentElement.classList.toggle('large-text', isLarge);
    largeText.setAttribute('aria-pressed', String(isLarge));
  };
  showSize(setting('large-text', 'off') === 'on');
  largeText.addEventListener('click', () => {
    const isLarge = largeText.getAttribute('aria-pressed') !== 'true';
    keepSetting('large-text', isLarge ? 'on' : 'off');
    showSize(isLarge);
  });

  byId('show-shortcuts', HTMLButtonElement).addEventListener('click', async () => {
    const { showShortcuts } = await import('./shortcuts-dialog.js');
    showShortcuts();
  });
}
