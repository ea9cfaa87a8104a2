/**
 * A new report in the place of an old one. What is the same stays untouched: the focus, what was unfolded, what was
 * scrolled, and what a screen reader has read. Only what differs is changed, laid out and painted.
 */

import { handOver } from './dom.js';
import { grouped } from './grouped.js';

/**
 * What an element is called among its neighbours: by its key or else its class; in a picture by who or what it is
 * about. Those of one name follow each other in their order.
 */
function nameOf(/** @type {Node} */ node) {
  if (!(node instanceof Element)) return node.nodeName;
  const of = (/** @type {string} */ name) => node.getAttribute(name) ?? '';
  if (node instanceof SVGElement) return [node.localName, of('class'), of('data-peer'), of('data-other')].join('\n');
  return `${node.localName}\n${of('data-key') || `.${of('class')}`}`;
}

/**
 * Takes over attributes, but not whether a fold is open: that is the reader's.
 *
 * @param {Element} shown
 * @param {Element} wanted
 */
function takeAttributes(shown, wanted) {
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
  handOver(wanted, shown);
  // Inside of a picture nothing listens: what is equal is found out at once.
  if (shown instanceof SVGElement && shown.isEqualNode(wanted)) return;
  takeAttributes(shown, wanted);
  // What the reader made appear there is not the report's; it hears that the report is another.
  if (shown.hasAttribute('data-kept')) shown.dispatchEvent(new Event('refresh'));
  else refresh(shown, [...wanted.childNodes]);
}

/**
 * Of what stands there from a part on, the one for each that is wanted; the rest is dropped.
 *
 * @param {ChildNode | null} from
 * @param {Node[]} wanted
 */
function known(from, wanted) {
  /** @type {ChildNode[]} */
  const there = [];
  for (let part = from; part; part = part.nextSibling) there.push(part);
  const by = grouped(there, nameOf);
  const all = wanted.map((part) => by.get(nameOf(part))?.shift());
  for (const rest of by.values()) for (const part of rest) part.remove();
  return all;
}

/** @param {Node | null} part */
function hasFocus(part) {
  return part instanceof Element && part.matches(':focus-within');
}

/**
 * @param {ParentNode & Node} parent
 * @param {Node[]} wanted What it is to hold.
 */
export function refresh(parent, wanted) {
  let at = parent.firstChild;
  let same = 0;
  // Most often the same stand there in the same order.
  while (at && same < wanted.length && nameOf(at) === nameOf(wanted[same])) {
    renew(at, wanted[same]);
    at = at.nextSibling;
    same += 1;
  }
  const before = at ? at.previousSibling : parent.lastChild;
  const rest = wanted.slice(same);
  const found = known(at, rest);
  at = before ? before.nextSibling : parent.firstChild;
  rest.forEach((next, index) => {
    const part = found[index] ?? next;
    // What has the focus is not moved: what stands before it makes way, and comes back in its turn. So does one that
    // comes later, or all behind it would be moved, one by one.
    const makesWay = hasFocus(part) || (at?.nextSibling === part && !hasFocus(at));
    while (makesWay && at && at !== part) {
      const { nextSibling } = at;
      at.remove();
      at = nextSibling;
    }
    if (at === part) at = part.nextSibling;
    else parent.insertBefore(part, at);
    if (part !== next) renew(part, next);
  });
}
