/**
 * A drawing that becomes another: who is in both keeps its element, and only what differs is changed, laid out and
 * painted.
 */

import { takeAttributes } from './refresh.js';

/** Who or what a node is about; those alike follow each other in their order. */
function keyOf(/** @type {Node} */ node) {
  if (!(node instanceof Element)) return node.nodeName;
  return [node.localName, ...['class', 'data-peer', 'data-other'].map((name) => node.getAttribute(name))].join('\n');
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
  for (const node of shown.childNodes) {
    const key = keyOf(node);
    by.set(key, [...by.get(key) ?? [], node]);
  }
  const all = wanted.map((node) => by.get(keyOf(node))?.shift());
  for (const rest of by.values()) for (const node of rest) node.remove();
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
    const node = found[index] ?? next;
    // One that comes later makes way for the one behind it: else all behind it would be moved, one by one.
    if (at && at !== node && at.nextSibling === node) {
      at.remove();
      at = /** @type {ChildNode} */ (node);
    }
    if (at === node) at = node.nextSibling;
    else shown.insertBefore(node, at);
    if (node !== next) redraw(node, next);
  });
}
