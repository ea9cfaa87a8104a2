/**
 * A part whose listeners know its elements, when a new report takes the place of an old one (refresh.js): it is changed
 * whole, and what the reader did in it stays.
 */

const STOPS = 'a, button, input, summary, [tabindex]';
/** Of several the one whose turn it is, whichever that is in the new report. */
const CHOSEN = 'input[type=radio]:checked';

/**
 * All in a part that may have the focus and is like one of them.
 *
 * @param {Element} part
 * @param {Element} stop
 */
function like(part, stop) {
  const kind = (/** @type {Element | null} */ one) =>
    [one?.localName, one?.getAttribute('type'), one?.getAttribute('class')].join();
  const wanted = kind(stop) + kind(stop.parentElement);
  return /** @type {HTMLElement[]} */ ([...part.querySelectorAll(STOPS)]
    .filter((one) => kind(one) + kind(one.parentElement) === wanted));
}

/**
 * @param {Element} shown
 * @param {Element} wanted The same part of the new report; its children move over.
 */
export function swap(shown, wanted) {
  if (shown === wanted) return;
  const { activeElement: focused } = /** @type {Document | ShadowRoot} */ (shown.getRootNode());
  const at = focused && shown.contains(focused) ? like(shown, focused).findIndex((one) => one === focused) : -1;
  const wasChosen = focused?.matches(CHOSEN);
  const folds = [...shown.querySelectorAll('details')].map(({ open }) => open);
  const scrolled = shown.querySelector('.scroll')?.scrollLeft ?? 0;
  shown.replaceChildren(...wanted.childNodes);
  shown.querySelectorAll('details').forEach((fold, index) => { fold.open = folds[index] ?? false; });
  const box = shown.querySelector('.scroll');
  if (box) box.scrollLeft = scrolled;
  if (!focused || at < 0) return;
  const chosen = /** @type {HTMLElement | null} */ (shown.querySelector(CHOSEN));
  const next = wasChosen ? chosen : like(shown, focused)[at];
  // Its like is gone.
  (next ?? chosen ?? /** @type {HTMLElement | null} */ (shown.querySelector(STOPS)))?.focus();
}
