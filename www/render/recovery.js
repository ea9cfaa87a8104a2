/**
 * The way out as a checklist: what to do, in order, each step with its commands and what must be seen before the next
 * one. What is only for some cases is folded behind its "Only if"; what is done is folded as well.
 *
 * @typedef {import('../types/report.js').After} After
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Recovery} Recovery
 * @typedef {import('../types/report.js').Step} Step
 * @typedef {import('./evidence.js').Host} Host
 * @typedef {import('./way-out.js').Done} Done
 * @typedef {import('./way-out.js').Followed} Followed
 */

import { command } from './command.js';
import { el, sentence } from './dom.js';
import { answerIcon } from './icons.js';
import { clock } from './words.js';

const SEEN = { yes: 'seen', no: 'not yet', unknown: 'not known yet' };

/**
 * @param {string} title
 * @param {(Node | string)[]} lines
 * @param {string} [kind]
 */
function told(title, lines, kind) {
  if (!lines.length) return null;
  return el('div', { class: 'told-of', 'data-kind': kind },
    el('p', { class: 'label' }, title),
    el('ul', { 'aria-label': title }, ...lines.map((one) => el('li', {}, one))));
}

/**
 * @param {After} after
 * @param {Followed} [followed]
 */
function awaited(after, followed) {
  const answer = followed?.answer(after);
  if (!answer) return sentence(after.says);
  return el('span', { class: 'awaited' }, sentence(after.says), ' ',
    el('span', { class: 'answered', 'data-answer': answer }, answerIcon(answer), SEEN[answer]));
}

/**
 * @param {Step} step
 * @param {Followed} [followed]
 */
function how(step, followed) {
  const commands = step.actions.flatMap((action) => action.command ?? []);
  return [
    el('p', { class: 'why' }, sentence(step.why)),
    told('Check before', step.before.map(sentence)),
    ...commands.map((text) => command(text, 'Command of this step')),
    step.costs !== undefined && el('p', { class: 'costs' }, el('strong', {}, 'Costs: '), sentence(step.costs)),
    told('Go on when', step.after.map((after) => awaited(after, followed)), 'after'),
    el('p', { class: 'verified' }, sentence(step.verified)),
  ];
}

/**
 * Where the next output goes: the steps it shows to be done are ticked by it.
 *
 * @param {Host} host
 */
function pasteNext({ read }) {
  if (!read) return null;
  const field = el('textarea', { rows: 2, spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (field.value.trim()) read(field.value);
    else field.focus();
  };
  return el('form', { class: 'paste-next', submit },
    el('label', {}, 'Paste what the servers say now', field),
    el('button', { type: 'submit', class: 'quiet' }, 'Read it, and tick off what it shows'));
}

/** @param {Done} done */
function howItIsKnown({ isShown, asOf }) {
  if (!isShown) return 'done, as you say';
  return asOf === undefined ? 'done: the readings show it' : `done: the readings of ${clock(asOf)} show it`;
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

/**
 * @param {Done[]} done
 * @param {string} title
 */
function doneSoFar(done, title) {
  if (!done.length) return null;
  return el('div', { class: 'done-so-far' },
    el('h4', {}, title),
    el('ul', {}, ...done.map((one) => el('li', {},
      answerIcon('yes'), el('span', {}, sentence(one.says)), el('span', { class: 'note' }, howItIsKnown(one))))));
}

/**
 * @param {Group} group
 * @param {Host} [host]
 * @returns {HTMLElement | null}
 */
export function wayOut(group, host = {}) {
  const followed = host.wayOut?.of(group);
  const recovery = group.recovery ?? followed?.recovery;
  if (!recovery) return null;
  const done = followed?.done ?? [];
  const isPast = !group.recovery;
  if (isPast && group.verdict === 'held') {
    return done.length ? el('section', { class: 'recovery', 'data-past': true },
      el('h3', { tabindex: -1 }, 'The way out is behind you'),
      el('p', { class: 'situation' }, 'The newest readings ask for no further step.'),
      doneSoFar(done, 'What was done')) : null;
  }
  const isDone = (/** @type {Step} */ step) => done.find(({ says }) => says === step.says);
  const earlier = done.filter(({ says }) => recovery.steps.every((step) => step.says !== says));
  const next = followed && recovery.steps.find((step) => step.only_if === undefined && !isDone(step));

  /**
   * The section anew, with the focus where it was.
   *
   * @param {Step} step
   * @param {boolean} ticked
   */
  function tick(step, ticked) {
    host.wayOut?.tick(group, step, ticked);
    const anew = wayOut(group, host);
    if (!anew) return;
    section.replaceWith(anew);
    const boxes = /** @type {NodeListOf<HTMLElement>} */ (anew.querySelectorAll('.tick input'));
    boxes.item(recovery?.steps.indexOf(step) ?? 0)?.focus();
  }

  /** @param {Step} step */
  function item(step) {
    const was = isDone(step);
    const title = el('h4', {}, sentence(step.says));
    const change = (/** @type {Event} */ event) =>
      tick(step, /** @type {HTMLInputElement} */ (event.currentTarget).checked);
    const box = followed && el('label', { class: 'tick' },
      el('input', { type: 'checkbox', checked: Boolean(was), disabled: was?.isShown, change }),
      was ? howItIsKnown(was) : 'done');
    const parts = [...how(step, followed), step === next && pasteNext(host)];
    const condition = step.only_if !== undefined && el('span', { class: 'only-if' },
      el('strong', {}, 'Only if '), sentence(step.only_if));
    const isFolded = condition || was;
    return el('li', {
      class: step.only_if === undefined ? 'step' : 'step conditional',
      'data-done': Boolean(was),
      'aria-current': step === next && 'step',
    },
    ...(isFolded
      ? [el('details', {}, el('summary', {}, condition, title), el('div', { class: 'how' }, ...parts))]
      : [title, ...parts]),
    box);
  }

  const section = el('section', { class: 'recovery' },
    el('h3', { tabindex: -1 }, 'The way out'),
    isPast && el('p', { class: 'past' }, 'The newest readings do not settle what is broken. ',
      followed?.asOf === undefined ? 'These are the steps of the readings before.'
        : `These are the steps of the readings of ${clock(followed.asOf)}.`),
    el('p', { class: 'situation' }, sentence(recovery.says)),
    told('What is lost', recovery.loses.map(sentence), 'loses'),
    doneSoFar(earlier, 'Done so far'),
    el('ol', { class: 'steps' }, ...recovery.steps.map(item)),
    never(recovery));
  return section;
}
