/**
 * The numbers of the peers, and Escape, for whoever has just read a report: with the focus nowhere, or in a part of it
 * that is no group's. In a group that has the focus they act anyhow.
 */

import { isTyping } from '../render/dom.js';
import { setting } from './settings.js';

/** @param {HTMLElement} report */
export function listenToNumbers(report) {
  document.addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (!/^([1-9]|Escape)$/.test(key) || ctrlKey || metaKey || altKey || setting('keys') === 'off') return;
    if (!(target instanceof Element) || isTyping(target) || document.querySelector('dialog[open]')) return;
    const isGroups = target.closest('.group') !== null;
    if (isGroups || (target !== document.body && !report.contains(target))) return;
    const groups = report.querySelectorAll('.group');
    // Of several nobody knows which is meant.
    if (groups.length === 1) groups[0].dispatchEvent(new KeyboardEvent('keydown', { key }));
  });
}
