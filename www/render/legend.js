import { el } from './dom.js';
import { voteIcon } from './icons.js';

/** What the shapes and lines mean, for whoever asks. */
export function legend() {
  const line = (/** @type {string} */ how, /** @type {string} */ says) =>
    el('li', {}, el('span', { class: `stroke ${how}`, 'aria-hidden': 'true' }), says);
  return el('div', { class: 'legend' },
    el('p', { class: 'label' }, 'What the signs mean'),
    el('ul', {},
      el('li', {}, voteIcon('able'), 'able: in contact with a majority'),
      el('li', {}, voteIcon('unable'), 'unable: cannot be'),
      el('li', {}, voteIcon('silent'), 'silent: was asked and did not answer'),
      el('li', {}, voteIcon('unknown'), 'unknown: nobody asked it, or what it said settles nothing'),
      line('raft', 'a thick line: Raft’s contact with the leader, and its age'),
      line('route', 'a thin line: a route between two peers, in use'),
      line('unheard', 'a broken line with a cross: not heard, or not for long'),
      el('li', {}, 'An arrow points to who hears; a line without arrows is heard at both ends. ',
        'A ghost is a peer id that no living server claims. No line: nothing read tells.')));
}
