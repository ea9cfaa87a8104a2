/** A command to take away. */

import { el } from './dom.js';

/**
 * @param {string} text
 * @param {string} [label] What it is, for who does not see it.
 */
export function command(text, label = 'Command') {
  const told = el('span', { class: 'told', role: 'status' });
  const code = el('code', {}, text);
  const copy = async () => {
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
    el('pre', { role: 'group', 'aria-label': label }, code),
    el('div', { class: 'copy' },
      told,
      el('button', { type: 'button', class: 'quiet', click: () => void copy() }, 'Copy')));
}
