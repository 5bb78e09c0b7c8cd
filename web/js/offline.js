// The installed and the offline page: its service worker, updates that wait for consent, and pictures from other apps.

import { languageEvents, phrase } from './messages.js';

const sharedName = `ziffer-${new URL('../', import.meta.url).pathname}-shared`; // as in service-worker.js
const updateInterval = 60 * 60 * 1000; // a page that stays open asks once an hour

/**
 * Keeps the page for use without a network, from now on.
 * @param {string} variant of the engine in use: the only one that is kept
 * @param {{ bar: HTMLElement, reload: HTMLButtonElement, later: HTMLButtonElement, state: HTMLElement }} elements the
 *     notice of a new version with its buttons, and the place for "works offline"
 */
export async function keepOffline(variant, { bar, reload, later, state }) {
  if (!('serviceWorker' in navigator)) return;
  const container = navigator.serviceWorker;
  const isUpdate = container.controller !== null;
  const url = new URL(`../service-worker.js?variant=${variant}`, import.meta.url);
  const registration = await container.register(url).catch(() => null); // refused: a page from a disk, a private window
  if (!registration) return;

  let agreed = false;
  const offer = () => {
    bar.hidden = false;
  };
  later.addEventListener('click', () => {
    bar.hidden = true;
  });
  reload.addEventListener('click', () => {
    agreed = true;
    if (registration.waiting) registration.waiting.postMessage('take over');
    else location.reload(); // another tab has agreed already
  });
  container.addEventListener('controllerchange', () => {
    if (agreed) location.reload();
    else if (isUpdate) offer();
  });
  const watch = (/** @type {ServiceWorker | null} */ worker) => {
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && container.controller) offer();
    });
  };
  if (registration.waiting && container.controller) offer();
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  setInterval(() => registration.update().catch(() => {}), updateInterval);

  await container.ready;
  const say = () => {
    state.textContent = phrase('offline.ready');
  };
  say();
  languageEvents.addEventListener('changed', say);
}

/**
 * Calls `onPictures` with pictures that another app has shared, or that the system opens with the installed page.
 * @param {(files: File[]) => void} onPictures
 */
export async function listenForOtherApps(onPictures) {
  /** @type {any} */ (globalThis).launchQueue?.setConsumer(async (/** @type {{ files: FileSystemFileHandle[] }} */ { files }) => {
    if (files.length > 0) onPictures(await Promise.all(files.map((handle) => handle.getFile())));
  });
  if (!('caches' in globalThis) || !(await caches.has(sharedName).catch(() => false))) return;
  const cache = await caches.open(sharedName);
  const pictures = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (!response) continue;
    const name = decodeURIComponent(response.headers.get('X-File-Name') ?? '');
    pictures.push(new File([await response.blob()], name, { type: response.headers.get('Content-Type') ?? '' }));
  }
  await caches.delete(sharedName);
  if (pictures.length > 0) onPictures(pictures);
}

/**
 * Shows `button` while the browser offers to install the page.
 * @param {HTMLButtonElement} button
 */
export function offerInstall(button) {
  /** @type {any} */
  let offered = null;
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offered = event;
    button.hidden = false;
  });
  addEventListener('appinstalled', () => {
    button.hidden = true;
  });
  button.addEventListener('click', async () => {
    button.hidden = true;
    await offered?.prompt();
    offered = null;
  });
}
