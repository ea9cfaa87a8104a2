/**
 * A drawing that becomes another: who is in both keeps its element, and only what differs is changed, laid out and
 * painted.
 */

import { takeAttributes } from './refresh.js';

/** Who or what a part is about; those alike follow each other in their order. */
function keyOf(/** @type {Node} */ part) {
  if (!(part instanceof Element)) return part.nodeName;
  return [part.localName, ...['class', 'data-peer', 'data-other'].map((name) => part.getAttribute(name))].join('\n');
}

/**
 * What stands there already for each that is wanted; the rest is dropped.
 *
 * @param {Element} shown
 * @param {Node[]} wanted
 */
function known(shown, wanted) {
  /** @type {Map<string, ChildNode[]>} */
  const by = new Map();
  for (const part of shown.childNodes) {
    const key = keyOf(part);
    by.set(key, [...by.get(key) ?? [], part]);
  }
  const all = wanted.map((part) => by.get(keyOf(part))?.shift());
  for (const rest of by.values()) for (const part of rest) part.remove();
  return all;
}

/**
 * @param {Node} shown
 * @param {Node} wanted Of the same key.
 */
export function redraw(shown, wanted) {
  if (!(shown instanceof Element && wanted instanceof Element)) {
    if (shown.nodeValue !== wanted.nodeValue) shown.nodeValue = wanted.nodeValue;
    return;
  }
  if (shown.isEqualNode(wanted)) return;
  takeAttributes(shown, wanted);
  const all = [...wanted.childNodes];
  const found = known(shown, all);
  let at = shown.firstChild;
  all.forEach((next, index) => {
    const part = found[index] ?? next;
    // One that comes later makes way for the one behind it: else all behind it would be moved, one by one.
    if (at && at !== part && at.nextSibling === part) {
      at.remove();
      at = /** @type {ChildNode} */ (part);
    }
    if (at === part) at = part.nextSibling;
    else shown.insertBefore(part, at);
    if (part !== next) redraw(part, next);
  });
}
