// Keeps the page's own files, and nothing else, so that it opens without a network. The build writes into it what they
// are, each with its hash: a version is kept whole or not at all, and a page gets the version it began with until it is
// closed.

/** @type {Record<string, string>} Path -> SHA-256, laid here by the build. */
const FILES = {};
const VERSION = 'quorate-unbuilt';
/** So long what is kept is waited for, before the network is asked. */
const PATIENCE_MS = 5000;

/** @typedef {Event & { waitUntil: (work: Promise<unknown>) => void }} LifeEvent */

/**
 * @param {string} path
 * @param {Cache} cache
 */
async function keep(path, cache) {
  const url = new URL(path, location.href);
  const response = await fetch(url, { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  const digest = await crypto.subtle.digest('SHA-256', await response.clone().arrayBuffer());
  const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  // Files of two versions, while one is being laid over the other: tried again at the next visit.
  if (hash !== FILES[path]) throw new Error(`${path} is of another version`);
  await cache.put(url, response);
}

async function install() {
  const cache = await caches.open(VERSION);
  await Promise.all(Object.keys(FILES).map((path) => keep(path, cache)));
}

/** Versions before this one: no page has them any more. */
async function forget() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('quorate-') && name !== VERSION);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** @param {Request} request */
async function keptFor(request) {
  const { waiting } = /** @type {ServiceWorkerRegistration} */ (/** @type {any} */ (self).registration);
  if (request.mode === 'navigate' && waiting) {
    const open = await /** @type {any} */ (self).clients.matchAll({ type: 'window' });
    // Nobody else has this version open: the page comes again, from the newer one. That takes over only while this one
    // has nothing to answer: asked again at once, both may wait for each other for ever.
    if (open.length < 2) {
      waiting.postMessage('take over');
      return new Response('', { headers: { refresh: '1', 'content-type': 'text/html' } });
    }
  }
  const cache = await caches.open(VERSION);
  return (await cache.match(request, { ignoreSearch: request.mode === 'navigate' })) ?? fetch(request);
}

let patience = PATIENCE_MS;

/**
 * Where what is kept does not come, the network is asked as well, for the next file at once: no page waits for ever.
 *
 * @param {Request} request
 */
async function answer(request) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((resolve) => { timer = setTimeout(resolve, patience); }).then(() => {
    patience = 0;
    return fetch(request);
  });
  const kept = keptFor(request).then((found) => {
    patience = PATIENCE_MS;
    return found;
  });
  try {
    return await Promise.any([kept, late]);
  } finally {
    clearTimeout(timer);
  }
}

addEventListener('install', (event) => /** @type {LifeEvent} */ (event).waitUntil(install()));
addEventListener('activate', (event) => /** @type {LifeEvent} */ (event).waitUntil(forget()));
addEventListener('message', ({ data }) => {
  if (data === 'take over') void /** @type {any} */ (self).skipWaiting();
});
addEventListener('fetch', (event) => {
  const { request } = /** @type {Event & { request: Request }} */ (event);
  if (request.method === 'GET' && request.url.startsWith(new URL('.', location.href).href)) {
    /** @type {any} */ (event).respondWith(answer(request));
  }
});
