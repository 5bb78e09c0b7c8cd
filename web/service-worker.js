// Keeps the whole page on the device. The build puts two constants before this text, so that the browser sees another
// service worker whenever a file of the page has changed:
//   version  a hash over every file
//   files    paths below this one that the page needs, of all engine variants
// The page registers it with ?variant=..., and only that variant's engine is kept.
//
// One version is one cache: a page never gets files of two builds. A new version waits until the person agrees.

/* global version, files */

const scope = new URL('./', location.href);
const prefix = `ziffer-${scope.pathname}-`; // a host may have other pages, and this one in another folder
const cacheName = `${prefix}${version}`;
const sharedName = `${prefix}shared`; // pictures on their way from another app to the page
const variant = new URL(location.href).searchParams.get('variant');

addEventListener('install', (event) => {
  event.waitUntil(keepAll());
  event.waitUntil(routeToCache(event).catch(() => {})); // without routes the fetch event answers
});
addEventListener('activate', (event) => event.waitUntil(takeOver()));
addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  if (event.request.method === 'POST' && url.pathname === `${scope.pathname}share`) {
    event.respondWith(takeShared(event.request));
  } else if (event.request.method === 'GET') {
    event.respondWith(answer(event.request, url));
  }
});
addEventListener('message', ({ data }) => {
  if (data === 'take over') globalThis.skipWaiting();
});

async function keepAll() {
  const cache = await caches.open(cacheName);
  const wanted = files.filter((file) => {
    const [, engine] = file.match(/^engine\/(\w+)\//) ?? [];
    return engine === undefined || engine === variant;
  });
  // Asked anew, not taken from the browser's own cache: a file of an older build must not get into this one.
  await cache.addAll(wanted.map((file) => new Request(new URL(file, scope), { cache: 'no-cache' })));
}

/**
 * Where the browser can take files out of a cache by itself, it need not start this worker first: the Service Worker Static
 * Routing API of Chromium. What is not in the cache goes to the network, as with answer(). Addresses of the page with a query
 * or by its file's name are left to the fetch event. @param {any} event
 */
async function routeToCache(event) {
  const of = (/** @type {object} */ urlPattern, /** @type {object} */ more) => ({
    condition: { urlPattern, requestMethod: 'get', ...more },
    source: { cacheName },
  });
  const { protocol, hostname, port, pathname } = scope;
  const host = { protocol: protocol.slice(0, -1), hostname, port };
  await event.addRoutes?.([
    of({ ...host, pathname, search: '' }, {}),
    ...['cors', 'no-cors', 'same-origin'].map((requestMode) => of({ ...host, pathname: `${pathname}*` }, { requestMode })),
  ]);
}

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix) && name !== cacheName && name !== sharedName) await caches.delete(name);
  }
  await globalThis.clients.claim();
}

/** @param {Request} request @param {URL} url */
async function answer(request, url) {
  const cache = await caches.open(cacheName);
  const isPage = request.mode === 'navigate' && [scope.pathname, `${scope.pathname}index.html`].includes(url.pathname);
  return (await cache.match(isPage ? scope : request, { ignoreSearch: isPage })) ?? fetch(request);
}

/** Other apps share pictures by a POST, which the page itself cannot see. @param {Request} request */
async function takeShared(request) {
  const pictures = (await request.formData()).getAll('pictures');
  const cache = await caches.open(sharedName);
  for (const [index, picture] of pictures.entries()) {
    if (!(picture instanceof File)) continue;
    const headers = { 'Content-Type': picture.type, 'X-File-Name': encodeURIComponent(picture.name) };
    await cache.put(new URL(`shared/${Date.now()}-${index}`, scope), new Response(picture, { headers }));
  }
  return Response.redirect(new URL('./#/read', scope).href, 303);
}
