/**
 * The group to look at: the drawing with what if beside it, then who hears whom in a table.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('./evidence.js').Host} Host
 */

import { drawing } from './drawing.js';
import { el, isTyping, stopAt } from './dom.js';
import { legend } from './legend.js';
import { saving } from './picture.js';
import { refresh, renew } from './refresh.js';
import { labelsOf } from './short-names.js';
import { whatIf } from './what-if.js';
import { captionOf, groupName } from './words.js';

/**
 * @param {Group} group
 * @param {Report} report
 * @param {Host} host
 */
export function drawnSection(group, report, host) {
  if (!group.peers.length) return undefined;
  const can = host.whatIf !== undefined && group.verdict !== 'lost' && group.peers.length > 1;
  const picture = drawing(group, { press: can, short: labelsOf(report, group.domain) });
  const thought = whatIf(group, report.groups.indexOf(group), host, picture, () => shown);
  const figure = el('figure', { class: 'figure', ...thought && pressed(thought) },
    el('div', { class: 'canvas', 'data-kept': true, refresh: ({ currentTarget }) => {
      renew(/** @type {Element} */ (/** @type {Element} */ (currentTarget).firstElementChild), picture.element);
    } }, picture.element));
  // Who was taken out in thought stays out when the report is another.
  const takeOver = (/** @type {Event} */ { currentTarget }) => {
    const kept = /** @type {HTMLElement} */ (currentTarget);
    const gone = [...kept.querySelectorAll('.seat[data-gone]')].map((seat) => seat.getAttribute('data-peer') ?? '');
    thought?.takeOut(gone);
    shown = kept;
    kept.toggleAttribute('data-hypothetical', section.hasAttribute('data-hypothetical'));
    become(kept, section);
  };
  const section = el('section', { class: 'drawn picture', 'data-kept': true, refresh: takeOver },
    el('h3', {}, 'The group'),
    el('div', { class: picture.element.matches('.dense, .from-576') ? 'beside broad' : 'beside' },
      figure,
      el('div', { class: 'told-beside' },
        thought?.element ?? el('div', { class: 'explained' },
          host.whatIf && group.verdict === 'lost'
            && el('p', { class: 'hint' }, 'It is lost already, and stays so whoever else goes.'),
          legend()),
        saving('.drawing', `${groupName(group.domain)} drawn`, host, (kept) => captions(kept, group, report)))));
  let shown = section;

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
      const name = shown.querySelector(`.drawing [data-key="${key}"]`)?.getAttribute('data-peer');
      if (name) thought.toggle(name);
    },
  };
}

/**
 * What a picture of it must tell by itself.
 *
 * @param {Element} section
 * @param {Group} group
 * @param {Report} report
 */
function captions(section, group, report) {
  const thought = section.hasAttribute('data-hypothetical')
    ? section.querySelector('.what-if [role=status]')?.textContent?.split('. ', 1) : undefined;
  return [...captionOf(group, report), ...thought ?? []];
}

/**
 * @param {HTMLElement} shown
 * @param {HTMLElement} wanted
 */
function become(shown, wanted) {
  const { activeElement: focused } = /** @type {Document | ShadowRoot} */ (shown.getRootNode());
  const isAt = shown.querySelector('.drawing')?.contains(focused);
  // Nobody is told anew what was told already.
  const [heard, told] = [shown, wanted].map((part) => part.querySelector('.what-if [role=status]'));
  if (heard && told && !heard.isEqualNode(told)) heard.replaceWith(told.cloneNode(true));
  refresh(shown, [...wanted.childNodes]);
  const stops = /** @type {SVGElement[]} */ ([...shown.querySelectorAll('.drawing [tabindex]')]);
  if (!isAt || !stops.length) return;
  const stop = stops.find((one) => one === focused) ?? stops[0];
  stop.focus();
  stopAt(stop, stops);
}

/**
 * By a click, or from peer to peer by the arrows.
 *
 * @param {NonNullable<ReturnType<typeof whatIf>>} thought
 */
function pressed({ toggle, ahead }) {
  const all = (/** @type {Event} */ { currentTarget }) => /** @type {SVGElement[]} */ (
    [.../** @type {Element} */ (currentTarget).querySelectorAll('[aria-pressed]')]);
  const seat = (/** @type {Event} */ { target }) =>
    /** @type {SVGElement | null} */ (/** @type {Element} */ (target).closest('[aria-pressed]'));
  const withName = (/** @type {(name: string) => unknown} */ act) => (/** @type {Event} */ event) => {
    const name = seat(event)?.getAttribute('data-peer');
    if (name) void act(name);
  };
  const pointed = withName(ahead);
  return {
    pointerover: pointed,
    click: withName(toggle),
    focusin: (/** @type {Event} */ event) => {
      stopAt(seat(event), all(event));
      pointed(event);
    },
    keydown: (/** @type {Event} */ event) => {
      const { key } = /** @type {KeyboardEvent} */ (event);
      const own = seat(event);
      if (!own) return;
      const seats = all(event);
      /** @type {Record<string, number>} */
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      if (key in steps) {
        seats[(seats.indexOf(own) + steps[key] + seats.length) % seats.length].focus();
      } else if (key === 'Enter' || key === ' ') {
        toggle(own.getAttribute('data-peer') ?? '');
      } else {
        return;
      }
      event.preventDefault();
    },
  };
}
