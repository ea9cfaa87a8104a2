/**
 * The numbers of the peers, and Escape, for whoever has just read a report and has the focus nowhere in it. In a group
 * that has the focus they act anyhow.
 */

import { setting } from './settings.js';

/** @param {HTMLElement} report */
export function listenToNumbers(report) {
  document.addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (!/^([1-9]|Escape)$/.test(key) || ctrlKey || metaKey || altKey || setting('keys') === 'off') return;
    const elsewhere = target !== document.body && target !== report;
    if (elsewhere || document.querySelector('dialog[open]')) return;
    const groups = report.querySelectorAll('.group');
    // Of several nobody knows which is meant.
    if (groups.length === 1) groups[0].dispatchEvent(new KeyboardEvent('keydown', { key }));
  });
}
