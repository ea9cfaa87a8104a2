/** A command to take away. */

import { el } from './dom.js';

/**
 * @param {string} text
 * @param {string} [label] What it is, for who does not see it.
 */
export function command(text, label = 'Command') {
  const copy = async (/** @type {Event} */ { currentTarget }) => {
    const box = /** @type {Element} */ (currentTarget).closest('.command');
    const [code, told] = ['code', '.told'].map((one) => /** @type {Element} */ (box?.querySelector(one)));
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = 'Copied';
    } catch {
      // No clipboard (an insecure address, or not allowed): select it, so that one key copies it.
      getSelection()?.selectAllChildren(code);
      told.textContent = 'Selected: press Ctrl+C';
    }
    setTimeout(() => { told.textContent = ''; }, 3000);
  };
  return el('div', { class: 'command' },
    el('pre', { role: 'group', 'aria-label': label }, el('code', {}, text)),
    el('div', { class: 'copy' },
      el('span', { class: 'told', role: 'status', 'data-kept': true }),
      el('button', { type: 'button', class: 'quiet', click: (event) => void copy(event) }, 'Copy')));
}
