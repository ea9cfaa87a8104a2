// Kept by the browser, so that it opens without a network: the service worker, and what a newer one means.

import { carried } from './carried.js';

/** @param {HTMLElement} note Where a newer version is told of, quietly. */
export function installed(note) {
  if (carried.isWhole || !('serviceWorker' in navigator) || !isSecureContext) return;
  const tell = () => {
    note.textContent = 'A newer Quorate is here: it comes when this page is opened again. Until then nothing changes.';
  };
  void navigator.serviceWorker.register(new URL('../service-worker.js', import.meta.url), { updateViaCache: 'none' })
    .then((registration) => {
      const watch = (/** @type {ServiceWorker | null} */ worker) => {
        // The first one is no newer one.
        if (!worker || !navigator.serviceWorker.controller) return;
        const changed = () => worker.state === 'installed' && tell();
        worker.addEventListener('statechange', changed);
        changed();
      };
      watch(registration.waiting);
      watch(registration.installing);
      registration.addEventListener('updatefound', () => watch(registration.installing));
    })
    // Not allowed here, or no such file beside the page: then it is just a page.
    .catch(() => {});
}
