// What a page says that does not get ready. A module for itself, since what does not come may be a part of page.js.

/** On a slow line, too, something has come by then. */
const PATIENCE_MS = 10_000;
const SAYS = 'This page is not ready yet: something that it needs does not come. It goes on by itself when that is ' +
  'here. Else reload it, or close all its tabs and open it again; in a private window it comes without what is kept.';

const note = /** @type {HTMLElement} */ (document.getElementById('newer'));
const late = setTimeout(() => {
  if (!document.querySelector('.trouble')) note.textContent = SAYS;
}, PATIENCE_MS);
const watch = new MutationObserver(() => {
  clearTimeout(late);
  watch.disconnect();
  if (note.textContent === SAYS) note.textContent = '';
});
watch.observe(document.body, { attributeFilter: ['data-loaded'] });
