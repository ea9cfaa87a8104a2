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
 * A box that scrolls stays where it is, as far as it is scrolled: to ask for that, what is out of sight would have to
 * be laid out.
 *
 * @param {Element} shown
 * @param {Element} wanted
 */
function refill(shown, wanted) {
  const [box, next] = [shown, wanted].map((part) => part.querySelector(':scope > .scroll'));
  if (!box || !next) return shown.replaceChildren(...wanted.childNodes);
  box.replaceChildren(...next.childNodes);
  const all = [...wanted.childNodes];
  const at = all.indexOf(next);
  for (const one of [...shown.childNodes]) if (one !== box) one.remove();
  box.before(...all.slice(0, at));
  box.after(...all.slice(at + 1));
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
  refill(shown, wanted);
  shown.querySelectorAll('details').forEach((fold, index) => { fold.open = folds[index] ?? false; });
  if (!focused || at < 0) return;
  const chosen = /** @type {HTMLElement | null} */ (shown.querySelector(CHOSEN));
  const next = wasChosen ? chosen : like(shown, focused)[at];
  // Its like is gone.
  (next ?? chosen ?? /** @type {HTMLElement | null} */ (shown.querySelector(STOPS)))?.focus();
}
