// Files and text, dropped anywhere on the page.

import { isTyping } from '../render/dom.js';

/**
 * @param {HTMLElement} overlay Shown while something is dragged over the page.
 * @param {(dropped: DataTransfer) => void} take
 */
export function listenToDrops(overlay, take) {
  // Dragging over a child leaves its parent: count, to know when the page itself is left.
  let depth = 0;
  const readable = ['Files', 'text/plain'];
  const dragged = (/** @type {DragEvent} */ { dataTransfer }) =>
    readable.some((type) => dataTransfer?.types.includes(type));
  addEventListener('dragenter', (event) => {
    if (!dragged(event)) return;
    depth += 1;
    overlay.hidden = false;
  });
  addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    overlay.hidden = depth === 0;
  });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    depth = 0;
    overlay.hidden = true;
    if (isTyping(event.target) && !event.dataTransfer?.files.length) return;
    event.preventDefault();
    if (event.dataTransfer) take(event.dataTransfer);
  });
}
