/**
 * What is known as of a moment. The last few are kept, and those beside the one that is shown are worked out while
 * nobody waits: whoever goes from moment to moment finds them ready. Of one evidence: when that changes, another takes
 * its place.
 */

import { idle } from '../render/idle.js';

/** Three that stand beside each other, and where one came from. */
const MOST = 5;

/** @typedef {Pick<import('../types/report.js').Report, 'moment' | 'groups' | 'outlook' | 'findings'>} Known */

export class AsOf {
  #ask;
  /** By moment, the last asked for at the end. @type {Map<number, Known | Promise<Known>>} */
  #kept = new Map();
  /** Where it looks ahead from. @type {number | undefined} */
  #from;

  /** @param {(moment: number) => Known | Promise<Known>} ask */
  constructor(ask) {
    this.#ask = ask;
  }

  /** @param {number} moment */
  of(moment) {
    const known = this.#kept.get(moment) ?? this.#ask(moment);
    this.#kept.delete(moment);
    this.#kept.set(moment, known);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST) this.#kept.delete(oldest);
    return known;
  }

  /**
   * The one before it, and the one after it.
   *
   * @param {number} moment
   * @param {number} count Of all there are.
   */
  async ahead(moment, count) {
    this.#from = moment;
    for (const beside of [moment - 1, moment + 1]) {
      if (beside < 0 || beside >= count || this.#kept.has(beside)) continue;
      await idle();
      if (this.#from !== moment) return;
      await this.of(beside);
    }
  }

  /** Nothing is worked out any more for who does not ask. */
  end() {
    this.#from = undefined;
  }
}
