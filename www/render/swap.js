/**
 * A part whose listeners know its elements, when a new report takes the place of an old one (refresh.js): it is changed
 * whole, and what the reader did in it stays.
 */

const STOPS = 'a, button, input, summary, [tabindex]';

/**
 * @param {Element} shown
 * @param {Element} wanted The same part of the new report; its children move over.
 */
export function swap(shown, wanted) {
  if (shown === wanted) return;
  const { activeElement: focused } = /** @type {Document | ShadowRoot} */ (shown.getRootNode());
  const stops = (/** @type {Element} */ part) => /** @type {HTMLElement[]} */ ([...part.querySelectorAll(STOPS)]);
  const at = focused && shown.contains(focused) ? stops(shown).indexOf(/** @type {HTMLElement} */ (focused)) : -1;
  const folds = [...shown.querySelectorAll('details')].map(({ open }) => open);
  const scrolled = shown.querySelector('.scroll')?.scrollLeft ?? 0;
  shown.replaceChildren(...wanted.childNodes);
  shown.querySelectorAll('details').forEach((fold, index) => { fold.open = folds[index] ?? false; });
  const box = shown.querySelector('.scroll');
  if (box) box.scrollLeft = scrolled;
  if (at >= 0) stops(shown)[at]?.focus();
}
