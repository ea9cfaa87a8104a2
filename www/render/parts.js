/**
 * The parts of a report: drawn all at once, or of another moment one after the other, each in the place of its like.
 *
 * @typedef {[name: string, make: () => Element | null | undefined]} Part Its class, and what makes it, if there is any.
 * @typedef {{ place: Element, parts: Part[] }} Place Where some of them stand, in this order.
 */

import { renew } from './refresh.js';

/** Whoever looks at the page has a new picture by then. */
const PICTURE_MS = 100;

/** @param {Part[]} parts */
export function drawn(parts) {
  return parts.map(([, make]) => make() ?? null).filter((part) => part !== null);
}

/**
 * @param {Element} place
 * @param {string} name
 */
function shownIn(place, name) {
  return place.querySelector(`:scope > .${name}`);
}

/** @param {Element} place */
function hasFocus(place) {
  return place.contains(/** @type {Document | ShadowRoot} */ (place.getRootNode()).activeElement);
}

/**
 * @param {Place} place
 * @param {number} index
 */
function draw({ place, parts }, index) {
  const [name, make] = parts[index];
  const shown = shownIn(place, name);
  const wanted = make();
  if (!wanted) return shown?.remove();
  if (shown) return renew(shown, wanted);
  const next = parts.slice(index).map(([later]) => shownIn(place, later)).find((one) => one !== null);
  place.insertBefore(wanted, next ?? null);
}

/**
 * Until what was drawn is on the screen, or nobody waits for it any more.
 *
 * @param {AbortSignal} [signal]
 */
function pictured(signal) {
  return new Promise((resolve) => {
    if (document.hidden) return resolve(undefined);
    signal?.addEventListener('abort', resolve, { once: true });
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, PICTURE_MS);
  });
}

/**
 * The first part of each place at once, every other with the next picture: none of them keeps the page from answering.
 * What still shows another moment is marked as busy.
 *
 * @param {Place[]} places
 * @param {() => void} lost What had the focus is gone.
 * @param {AbortSignal} [signal] Leaves the rest as it is.
 */
export async function drawInTurn(places, lost, signal) {
  for (const { place, parts } of places) {
    for (const [name] of parts) shownIn(place, name)?.setAttribute('aria-busy', 'true');
  }
  for (const place of places) draw(place, 0);
  for (const place of places) {
    for (let index = 1; index < place.parts.length; index += 1) {
      await pictured(signal);
      if (signal?.aborted) return;
      const had = hasFocus(place.place);
      draw(place, index);
      if (had && !hasFocus(place.place)) lost();
    }
  }
}
