/**
 * The parts of a report: drawn all at once, or of another moment one after the other, each in the place of its like.
 *
 * @typedef {[name: string, make: () => Element | null | undefined]} Part Its class, and what makes it, if there is any.
 * @typedef {{ place: Element, parts: Part[] }} Place Where some of them stand, in this order.
 */

import { renew } from './refresh.js';
import { isInSight } from './sight.js';

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
 * @param {Element | null | undefined} wanted
 */
function put({ place, parts }, index, wanted) {
  const shown = shownIn(place, parts[index][0]);
  if (!wanted) return shown?.remove();
  if (shown) return renew(shown, wanted);
  const next = parts.slice(index).map(([later]) => shownIn(place, later)).find((one) => one !== null);
  place.insertBefore(wanted, next ?? null);
}

/**
 * Until the next picture is begun: what is put then is in it. Or until nobody waits for it any more.
 *
 * @param {AbortSignal} [signal]
 */
function picture(signal) {
  return new Promise((resolve) => {
    if (document.hidden) return resolve(undefined);
    signal?.addEventListener('abort', resolve, { once: true });
    requestAnimationFrame(resolve);
    setTimeout(resolve, PICTURE_MS);
  });
}

/** Until what was put is on the screen, and the page has answered whoever pressed anything. */
function turn() {
  return new Promise((resolve) => { setTimeout(resolve); });
}

/**
 * What can be seen first, and what is not there yet: nobody knows where it will stand.
 *
 * @param {Place[]} places
 */
function bySight(places) {
  const all = places.flatMap((place) => place.parts.slice(1).map(([name], at) => {
    const shown = shownIn(place.place, name);
    return { place, index: at + 1, isSeen: !shown || isInSight(shown) };
  }));
  return [...all.filter(({ isSeen }) => isSeen), ...all.filter(({ isSeen }) => !isSeen)];
}

/**
 * The first part of each place at once, every other with a picture of its own, and made before that: none of them keeps
 * the page from answering. What still shows another moment is marked as busy.
 *
 * @param {Place[]} places
 * @param {() => void} lost What had the focus is gone.
 * @param {AbortSignal} [signal] Leaves the rest as it is.
 */
export async function drawInTurn(places, lost, signal) {
  for (const { place, parts } of places) {
    for (const [name] of parts) shownIn(place, name)?.setAttribute('aria-busy', 'true');
  }
  for (const place of places) put(place, 0, place.parts[0][1]());
  await picture(signal);
  await turn();
  for (const { place, index } of bySight(places)) {
    if (signal?.aborted) return;
    const [name, make] = place.parts[index];
    const wanted = make();
    if (!wanted && !shownIn(place.place, name)) continue;
    await picture(signal);
    if (signal?.aborted) return;
    const had = hasFocus(place.place);
    put(place, index, wanted);
    if (had && !hasFocus(place.place)) lost();
    await turn();
  }
}
