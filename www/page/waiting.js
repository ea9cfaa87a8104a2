// What a page says that does not get ready. A module for itself, since what does not come may be a part of page.js.

/** On a slow line, too, something has come by then. */
const PATIENCE_MS = 10_000;
const SAYS = 'This page is not ready yet: something that it needs does not come. If it does not go on by ' +
  'itself, reload it, or close all its tabs and open it again; in a private window it comes without what is kept.';

const note = /** @type {HTMLElement} */ (document.getElementById('newer'));
function tell() {
  if (!document.querySelector('.trouble')) note.textContent = SAYS;
}
const late = setTimeout(tell, PATIENCE_MS);
const watch = new MutationObserver(() => {
  clearTimeout(late);
  watch.disconnect();
  if (note.textContent === SAYS) note.textContent = '';
});
watch.observe(document.body, { attributeFilter: ['data-loaded'] });

// Now and then Chromium breaks off a request that a service worker was to answer. Of a module that did not come nothing
// else comes in this document: so it is begun again, once.
document.querySelector('script[src="page.js"]')?.addEventListener('error', () => {
  const [{ type }] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  if (type === 'reload') tell();
  else location.reload();
});
