// Places of the page, and what is laid there.

import { refresh } from '../render/refresh.js';

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * @param {string} id
 * @param {...(Node | null)} parts
 */
export function fill(id, ...parts) {
  byId(id).replaceChildren(...parts.filter((part) => part !== null));
}

/**
 * Draws what comes next in place of what is there; the focus of what is gone goes no farther than it must.
 *
 * @param {HTMLElement} root
 * @param {Node[]} wanted
 */
export function follow(root, wanted) {
  const hadFocus = root.contains(document.activeElement);
  refresh(root, wanted);
  if (hadFocus && !root.contains(document.activeElement)) {
    /** @type {HTMLElement} */ (root.closest('[tabindex]'))?.focus({ preventScroll: true });
  }
}
