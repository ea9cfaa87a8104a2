/**
 * Tells who does not see the page what a report comes to, and puts the verdict into the page's title.
 *
 * @typedef {import('../types/report.js').Report} Report
 */

import { spoken } from '../render/report.js';
import { counted, verdictWords } from '../render/words.js';
import { gist } from './gist.js';

export class Announcer {
  #place;
  #isLive;
  #said = '';
  #words = '';
  /** What the place was given last. */
  #told = '';
  #unread = 0;

  /**
   * @param {HTMLElement} place Spoken by a screen reader whenever it changes.
   * @param {boolean} isLive
   */
  constructor(place, isLive) {
    this.#place = place;
    this.#isLive = isLive;
  }

  /**
   * @param {Report} report
   * @param {boolean} isRead There was something to read.
   */
  tell(report, isRead) {
    // A live report is another one each time; what it comes to is told once.
    if (this.#isLive && this.#said === gist(report)) return;
    this.#said = gist(report);
    const words = report.groups.map(spoken).join(' ') || (isRead ? 'No meta group in what was read.' : '');
    const { length: unread } = report.errors;
    const more = unread > this.#unread && `${counted(unread, 'text')} could not be read.`;
    this.#unread = unread;
    // Said once: the same words again would be noise, unless others were said meanwhile.
    const isNew = words !== this.#words || this.#place.textContent !== this.#told;
    this.#words = words;
    if (isNew || more) {
      this.#told = [isNew && words, more].filter(Boolean).join(' ');
      this.#place.textContent = this.#told;
    }
    const worst = report.groups.at(0);
    document.title = worst ? `${verdictWords(worst)} – Quorate` : 'Quorate';
  }
}
