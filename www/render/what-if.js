/**
 * What if: peers taken out in thought, by pressing them in the drawing, by their number, or in the list. What would be
 * then stands apart from what was read, and says so. The answer has its place from the beginning, where the
 * signs are explained meanwhile: nothing moves when it comes, or goes.
 *
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Losses} Losses
 * @typedef {import('../types/report.js').Outlook} Outlook
 * @typedef {import('./drawing.js').Drawing} Drawing
 * @typedef {import('./evidence.js').Host} Host
 */

import { called, counted as peersOf } from './contact.js';
import { el, said, sentence, visible } from './dom.js';
import { grouped } from './grouped.js';
import { answerIcon, verdictIcon } from './icons.js';
import { idle } from './idle.js';
import { legend } from './legend.js';
import { refresh } from './refresh.js';
import { VERDICT, counted } from './words.js';

const ANSWER = /** @type {const} */ ({ yes: 'yes', no: 'no', unknown: 'not known' });
/** So many reasons are told. */
const FEW = 4;
/** So many of those alike are named. */
const MOST = 12;

/**
 * Some of many.
 *
 * @param {string[]} all
 */
function named(all) {
  const shown = all.slice(0, MOST);
  return [
    ...shown.flatMap((name, index) => [index ? (index === all.length - 1 ? ' and ' : ', ') : '', said(name, 40)]),
    all.length > MOST && ` and ${all.length - MOST} more`,
  ];
}

/**
 * How many; which ones is in the sentence below it.
 *
 * @param {Losses} losses
 */
function lost({ streams, consumers }) {
  if (!streams && !consumers) return null;
  const what = [streams && counted(streams, 'stream'), consumers && counted(consumers, 'consumer')].filter(Boolean);
  return el('p', { class: 'losses' }, `Without a majority then: ${what.join(' and ')}`);
}

/**
 * Those of one answer and one reason are named together; where there would be many of them, those of one answer.
 *
 * @param {Outlook} then
 */
function restarts({ restart, without }) {
  const left = restart.filter(({ server }) => !without.includes(server));
  if (!left.length) return null;
  const byReason = grouped(left, ({ safe, because: [why = ''] }) => `${safe} ${why}`);
  const shown = byReason.size <= FEW ? byReason : grouped(left, ({ safe }) => safe);
  return el('div', { class: 'then-restart' },
    el('p', { class: 'label' }, 'Could be restarted then'),
    el('ul', {}, ...[...shown.values()].map((alike) => {
      const [{ safe, because: [why] }] = alike;
      return el('li', {},
        el('span', { class: 'answered', 'data-answer': safe }, answerIcon(safe), ANSWER[safe]), ': ',
        ...named(alike.map(({ server }) => server)), '. ', shown === byReason && why && sentence(why));
    })));
}

/**
 * @param {Group} group
 * @param {number} place Of the group in the report.
 * @param {Host} host
 * @param {Drawing} picture
 * @param {() => HTMLElement} section Where it is all shown: that may be another than it was made for.
 */
export function whatIf(group, place, { whatIf: ask }, picture, section) {
  const names = peersOf(group).map(called);
  // What is lost stays lost, whoever else goes.
  if (!ask || group.verdict === 'lost' || names.length < 2) return undefined;
  /** @type {Set<string>} */
  const gone = new Set();
  /** What would be, by who is out. @type {Map<string, Outlook>} */
  const known = new Map();
  /** The one whose words are shown. @type {Outlook | undefined} */
  let told;
  /** Who was pointed at last. @type {string | undefined} */
  let pointedAt;
  const at = (/** @type {string} */ part) => /** @type {Element} */ (section().querySelector(part));

  /** @param {Set<string>} out */
  function outlookOf(out) {
    const without = names.filter((name) => out.has(name));
    const key = JSON.stringify(without);
    const outlook = known.get(key) ?? (without.length ? ask?.(without)[place] : undefined);
    if (outlook) known.set(key, outlook);
    return outlook;
  }

  function think() {
    const outlook = outlookOf(gone);
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (section().querySelectorAll('.what-if input'));
    boxes.forEach((box, index) => {
      if (box.checked !== gone.has(names[index])) box.checked = !box.checked;
    });
    section().toggleAttribute('data-hypothetical', outlook !== undefined);
    const needed = group.needed ?? 0;
    const { margin } = outlook ?? {};
    picture.without(at('.drawing'), gone, margin && { least: margin.least + needed, most: margin.most + needed });
    const words = /** @type {Text} */ (at('.what-if [role=status]').firstChild);
    if (!outlook) {
      // Told once, and only after there was something to go back from.
      words.data = words.data ? 'Back to what is: nobody is taken out.' : '';
      return;
    }
    const { verdict, says, without } = outlook;
    words.data = visible(`Hypothetical, without ${without.join(' and ')}: ${VERDICT[verdict]}. ${says}`);
    if (outlook === told) return;
    told = outlook;
    const then = at('.hypothesis');
    then.setAttribute('data-verdict', verdict);
    refresh(then, [
      el('p', { class: 'banner' }, el('strong', {}, 'Hypothetical'), ' – not what was read. Without ',
        ...named(without), ':'),
      el('p', { class: 'then-verdict' }, verdictIcon(verdict), el('strong', {}, VERDICT[verdict])),
      ...[lost(outlook.losses), el('p', { class: 'then-says' }, sentence(says)), restarts(outlook)]
        .filter((part) => part !== null),
      el('button', { type: 'button', class: 'quiet', click: reset }, 'Back to what is ', el('kbd', {}, 'Esc')),
    ]);
  }

  /** @param {string} name */
  function toggle(name) {
    if (!gone.delete(name)) gone.add(name);
    think();
  }

  function reset() {
    const then = at('.hypothesis');
    const within = then.contains(/** @type {ShadowRoot | Document} */ (then.getRootNode()).activeElement);
    gone.clear();
    think();
    // The button that had the focus is gone.
    if (within) /** @type {SVGElement | null} */ (at('.drawing').querySelector('[tabindex="0"]'))?.focus();
  }

  return {
    element: el('div', { class: 'what-if' },
      el('div', { class: 'reserved' },
        el('div', { class: 'explained' },
          el('p', { class: 'hint' }, el('strong', {}, 'What if? '), 'Press a peer',
            names.length > 1 && ', or its number,', ' to take it out in thought.'),
          legend()),
        el('div', { class: 'thought' }, el('div', { class: 'hypothesis' })),
        el('p', { class: 'unseen', role: 'status' }, document.createTextNode(''))),
      el('details', { class: 'more' },
        el('summary', {}, 'Choose from a list'),
        el('fieldset', {},
          el('legend', {}, 'Gone, in thought:'),
          ...names.map((name) => el('label', { 'data-peer': name },
            el('input', { type: 'checkbox', change: () => toggle(name) }), ' ', said(name, 40)))))),
    toggle,
    /**
     * Whoever points at a peer may press it: what would be then is worked out while nobody waits.
     *
     * @param {string} name
     */
    ahead: async (name) => {
      pointedAt = name;
      await idle();
      if (pointedAt !== name) return;
      const out = new Set(gone);
      if (!out.delete(name)) out.add(name);
      outlookOf(out);
    },
    /** @param {string[]} others */
    takeOut: (others) => {
      for (const name of others) if (names.includes(name)) gone.add(name);
      if (gone.size) think();
    },
    /** @returns {boolean} Whether there was anything to undo. */
    reset: () => {
      const any = gone.size > 0;
      if (any) reset();
      return any;
    },
  };
}
