/**
 * Keys that lead to each part of the page, and the map of them. Single letters act only outside of fields, and can be
 * switched off: who speaks to a computer would press them by accident.
 */

import { el, isTyping } from '../render/dom.js';
import { keepSetting, setting } from './settings.js';

/** Where each key leads: the first of these that is on the page. */
const PLACES = [
  { key: 'v', does: 'the verdict', to: '#report' },
  { key: 'n', does: 'what would help most', to: '.next h3' },
  { key: 'w', does: 'the way out', to: '.recovery h3' },
  { key: 'd', does: 'the drawing of the group', to: '.picture' },
  { key: 'p', does: 'the peers', to: '.peers h3' },
  { key: 'h', does: 'how we know', to: '.because h3' },
  { key: 'f', does: 'the findings', to: '.findings h2' },
  { key: 't', does: 'the timeline', to: '.timeline' },
  { key: 'a', does: 'add readings', to: '#text' },
  { key: 'r', does: 'what was read', to: '#read' },
  { key: 'c', does: 'how to collect', to: '#collect' },
  { key: 's', does: 'share and keep', to: '#share' },
];

/** What else the keyboard does. */
const OTHERS = [
  { keys: ['Ctrl', 'V'], does: 'read what was copied, wherever you are' },
  { keys: ['Ctrl', 'Enter'], does: 'read the text in the field' },
  { keys: ['1', '…', '9'], does: 'take a peer out in thought, or put it back, in the group that has the focus' },
  { keys: ['Esc'], does: 'back to what is; closes what is open' },
];

/**
 * @param {HTMLDialogElement} dialog Empty.
 * @param {HTMLElement} button Opens it.
 */
export function listenToKeys(dialog, button) {
  const box = el('input', { type: 'checkbox', checked: setting('keys') !== 'off' });
  box.addEventListener('change', () => keepSetting('keys', box.checked ? 'on' : 'off'));
  dialog.append(
    el('header', {},
      el('h2', { id: 'keys-title', tabindex: -1 }, 'Keys'),
      el('form', { method: 'dialog' }, el('button', { class: 'quiet' }, 'Close'))),
    el('div', { class: 'keys' },
      el('dl', {}, ...[
        ...PLACES.map(({ key, does }) => ({ keys: [key.toUpperCase()], does: `go to ${does}` })),
        ...OTHERS,
        { keys: ['?'], does: 'this map' },
      ].flatMap(({ keys, does }) => [
        el('dt', {}, ...keys.map((key) => (key === '…' ? '…' : el('kbd', {}, key)))), el('dd', {}, does)])),
      el('label', {}, box, 'Single keys act')));
  const show = () => {
    dialog.showModal();
    dialog.querySelector('h2')?.focus();
  };
  button.addEventListener('click', show);
  document.addEventListener('keydown', (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(event.target) || document.querySelector('dialog[open]')) return;
    if (event.key === '?') show();
    else if (!lead(event.key.toLowerCase())) return;
    event.preventDefault();
  });
}

/** @param {string} key */
function lead(key) {
  const place = PLACES.find((one) => one.key === key);
  const found = [...document.querySelectorAll(place?.to ?? 'none')].find((one) => one.checkVisibility());
  if (!(found instanceof HTMLElement)) return false;
  // What is read only can have the focus as well, so that a screen reader begins there.
  if (!found.matches('textarea, button, a[href], [tabindex]')) found.tabIndex = -1;
  found.focus();
  found.scrollIntoView({ block: 'start' });
  return true;
}
