/**
 * The way out: what to do, in order, each step with its commands and what must be seen before the next one. What is
 * only for some cases is folded behind its "Only if".
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Recovery} Recovery
 * @typedef {import('../types/report.js').Step} Step
 */

import { command } from './command.js';
import { el, sentence } from './dom.js';

/**
 * @param {string} title
 * @param {string[]} sentences
 * @param {string} [kind]
 */
function told(title, sentences, kind) {
  if (!sentences.length) return null;
  return el('div', { class: 'told-of', 'data-kind': kind },
    el('p', { class: 'label' }, title),
    el('ul', { 'aria-label': title }, ...sentences.map((one) => el('li', {}, sentence(one)))));
}

/** @param {Step} step */
function how(step) {
  const commands = step.actions.flatMap((action) => action.command ?? []);
  return [
    el('p', { class: 'why' }, sentence(step.why)),
    told('Check before', step.before),
    ...commands.map((text) => command(text, 'Command of this step')),
    step.costs !== undefined && el('p', { class: 'costs' }, el('strong', {}, 'Costs: '), sentence(step.costs)),
    told('Go on when', step.after, 'after'),
    el('p', { class: 'verified' }, sentence(step.verified)),
  ];
}

/** @param {Step} step */
function item(step) {
  const title = el('h4', {}, sentence(step.says));
  if (step.only_if === undefined) return el('li', { class: 'step' }, title, ...how(step));
  return el('li', { class: 'step conditional' },
    el('details', {},
      el('summary', {},
        el('span', { class: 'only-if' }, el('strong', {}, 'Only if '), sentence(step.only_if)), title),
      el('div', { class: 'how' }, ...how(step))));
}

/** @param {Recovery} recovery */
function never(recovery) {
  if (!recovery.never.length) return null;
  return el('div', { class: 'never' },
    el('h4', {}, 'Not now, whoever advises it'),
    el('ul', {}, ...recovery.never.map((one) => el('li', {},
      el('details', {},
        el('summary', {}, sentence(one.says)),
        el('p', {}, sentence(one.why)))))));
}

/** @param {Group} group */
export function wayOut({ recovery }) {
  if (!recovery) return null;
  return el('section', { class: 'recovery' },
    el('h3', {}, 'The way out'),
    el('p', { class: 'situation' }, sentence(recovery.says)),
    told('What is lost', recovery.loses, 'loses'),
    el('ol', { class: 'steps' }, ...recovery.steps.map(item)),
    never(recovery));
}
