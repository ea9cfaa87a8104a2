/**
 * The group to look at: the drawing with what if beside it, then who hears whom in a table.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { drawing } from './drawing.js';
import { el, isTyping } from './dom.js';
import { legend } from './legend.js';
import { saving } from './picture.js';
import { swap } from './swap.js';
import { whatIf } from './what-if.js';
import { groupName } from './words.js';

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 */
export function drawnSection(group, report, host) {
  if (!group.peers.length) return undefined;
  const can = host.whatIf !== undefined && group.verdict !== 'lost' && group.peers.length > 1;
  const picture = drawing(group, { press: can });
  const thought = whatIf(group, report.groups.indexOf(group), host, picture, () => shown);
  const figure = el('figure', { class: 'figure' }, el('div', { class: 'canvas' }, picture.element));
  // Who was taken out in thought stays out when the report is another.
  const renew = (/** @type {Event} */ { currentTarget }) => {
    shown = /** @type {HTMLElement} */ (currentTarget);
    const gone = [...shown.querySelectorAll('.seat[data-gone]')].map((seat) => seat.getAttribute('data-peer') ?? '');
    // Before it is shown: nobody is told anew what was told already.
    thought?.takeOut(gone);
    swap(shown, section);
  };
  const section = el('section', { class: 'drawn picture', 'data-kept': true, refresh: renew },
    el('h3', {}, 'The group'),
    el('div', { class: picture.element.classList.contains('dense') ? 'beside dense' : 'beside' },
      figure,
      el('div', { class: 'told-beside' },
        thought?.element ?? el('div', { class: 'explained' },
          host.whatIf && group.verdict === 'lost'
            && el('p', { class: 'hint' }, 'It is lost already, and stays so whoever else goes.'),
          legend()),
        saving(() => picture.element, `${groupName(group.domain)} drawn`, host))));
  let shown = section;
  if (thought) listen(picture.element, thought.toggle);

  return {
    section,
    /**
     * A key pressed anywhere in the group.
     *
     * @param {Event} event
     */
    press: (event) => {
      const { key, ctrlKey, metaKey, altKey, target } = /** @type {KeyboardEvent} */ (event);
      if (!thought || ctrlKey || metaKey || altKey) return;
      if (isTyping(target)) return;
      if (key === 'Escape' && thought.reset()) event.preventDefault();
      if (!/^[1-9]$/.test(key)) return;
      const name = picture.element.querySelector(`[data-key="${key}"]`)?.getAttribute('data-peer');
      if (name) thought.toggle(name);
    },
  };
}

/**
 * One stop for the Tab key; from peer to peer by the arrows.
 *
 * @param {SVGSVGElement} view
 * @param {(name: string) => void} toggle
 */
function listen(view, toggle) {
  const all = () => /** @type {SVGElement[]} */ ([...view.querySelectorAll('[aria-pressed]')]);
  const seat = (/** @type {Event} */ { target }) =>
    /** @type {SVGElement | null} */ (/** @type {Element} */ (target).closest('[aria-pressed]'));
  view.addEventListener('click', (event) => {
    const name = seat(event)?.getAttribute('data-peer');
    if (name) toggle(name);
  });
  view.addEventListener('focusin', (event) => {
    for (const one of all()) one.setAttribute('tabindex', one === seat(event) ? '0' : '-1');
  });
  view.addEventListener('keydown', (event) => {
    const own = seat(event);
    if (!own) return;
    const seats = all();
    /** @type {Record<string, number>} */
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key in steps) {
      seats[(seats.indexOf(own) + steps[event.key] + seats.length) % seats.length].focus();
    } else if (event.key === 'Enter' || event.key === ' ') {
      toggle(own.getAttribute('data-peer') ?? '');
    } else {
      return;
    }
    event.preventDefault();
  });
}
