/**
 * The way out: what to do, in order, each step with its commands and what must be seen after it.
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
 */
function told(title, sentences) {
  if (!sentences.length) return null;
  return el('div', { class: 'check' },
    el('h5', {}, title),
    el('ul', {}, ...sentences.map((one) => el('li', {}, sentence(one)))));
}

/** @param {Step} step */
function item(step) {
  const commands = step.actions.flatMap((action) => action.command ?? []);
  return el('li', { class: 'step', 'data-conditional': String(step.only_if !== undefined) },
    step.only_if !== undefined && el('p', { class: 'only-if' }, el('strong', {}, 'Only if '), sentence(step.only_if)),
    el('h4', {}, sentence(step.says)),
    el('p', { class: 'why' }, sentence(step.why)),
    told('Check before', step.before),
    ...commands.map((text) => command(text, 'Command of this step')),
    told('Go on when', step.after),
    step.costs !== undefined && el('p', { class: 'costs' }, el('strong', {}, 'Costs: '), sentence(step.costs)),
    el('p', { class: 'note' }, sentence(step.verified)));
}

/** @param {Recovery} recovery */
function never(recovery) {
  if (!recovery.never.length) return null;
  return el('div', { class: 'never' },
    el('h4', {}, 'Not now, whoever advises it'),
    el('dl', {}, ...recovery.never.flatMap((one) => [
      el('dt', {}, sentence(one.says)),
      el('dd', {}, sentence(one.why)),
    ])));
}

/** @param {Group} group */
export function wayOut({ recovery }) {
  if (!recovery) return null;
  return el('section', { class: 'recovery' },
    el('h3', {}, 'The way out'),
    el('p', { class: 'says' }, sentence(recovery.says)),
    told('What is lost', recovery.loses),
    el('ol', { class: 'steps' }, ...recovery.steps.map(item)),
    never(recovery));
}
