/**
 * A new report in the place of an old one. What is the same stays untouched: the focus, what was unfolded, what was
 * scrolled, and what a screen reader has read.
 */

import { handOver } from './dom.js';

/** What an element is called among its neighbours, by its key or else its class; those of one name by their order. */
function nameOf(/** @type {Node} */ node) {
  if (!(node instanceof Element)) return node.nodeName;
  const key = node.getAttribute('data-key');
  return key === null ? `${node.nodeName} .${node.getAttribute('class') ?? ''}` : `${node.nodeName} ${key}`;
}

/**
 * Takes over attributes, but not whether a fold is open: that is the reader's.
 *
 * @param {Element} shown
 * @param {Element} wanted
 */
export function takeAttributes(shown, wanted) {
  if (!shown.hasAttributes() && !wanted.hasAttributes()) return;
  const isFold = shown.localName === 'details';
  const hadTick = shown.hasAttribute('checked');
  for (const { name } of [...shown.attributes]) {
    if (!wanted.hasAttribute(name) && !(isFold && name === 'open')) shown.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (shown.getAttribute(name) !== value && !(isFold && name === 'open')) shown.setAttribute(name, value);
  }
  // A box that was pressed once no longer follows its attribute.
  if (shown instanceof HTMLInputElement && hadTick !== wanted.hasAttribute('checked')) shown.checked = !hadTick;
}

/**
 * @param {Node} shown
 * @param {Node} wanted Of the same name.
 */
export function renew(shown, wanted) {
  if (!(shown instanceof Element && wanted instanceof Element)) {
    if (shown.nodeValue !== wanted.nodeValue) shown.nodeValue = wanted.nodeValue;
    return;
  }
  // A picture listens to nothing and is nowhere stopped at: what is equal is found out at once, and the rest made anew.
  if (shown instanceof SVGElement) {
    if (!shown.isEqualNode(wanted)) shown.replaceWith(wanted);
    return;
  }
  takeAttributes(shown, wanted);
  handOver(wanted, shown);
  // What the reader made appear there is not the report's; it hears that the report is another.
  if (shown.hasAttribute('data-kept')) shown.dispatchEvent(new Event('refresh'));
  else refresh(shown, [...wanted.childNodes]);
}

/**
 * @param {ParentNode & Node} parent
 * @param {Node[]} wanted What it is to hold.
 */
export function refresh(parent, wanted) {
  let at = parent.firstChild;
  for (const next of wanted) {
    const name = nameOf(next);
    let found = at;
    while (found && nameOf(found) !== name) found = found.nextSibling;
    if (!found) {
      parent.insertBefore(next, at);
      continue;
    }
    // What stood before it is wanted no more, or comes later and is made anew.
    while (at && at !== found) at = dropped(at);
    at = found.nextSibling;
    renew(found, next);
  }
  while (at) at = dropped(at);
}

/** @param {ChildNode} node @returns {ChildNode | null} The one after it. */
function dropped(node) {
  const { nextSibling } = node;
  node.remove();
  return nextSibling;
}
