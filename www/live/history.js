/**
 * The moments that are kept: so many, and never more than memory is for; the oldest goes first.
 *
 * @typedef {{ sources: string[], bytes: number }} Moment
 */

/** Of bodies, in characters. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Of readings: each report judges all of them. */
const MOST_READINGS = 6_000;

export class History {
  /** @type {Moment[]} */
  #moments = [];
  #most;

  /** @param {number} most How many moments. */
  constructor(most) {
    this.#most = most;
  }

  get length() {
    return this.#moments.length;
  }

  /**
   * @param {{ source: string, body?: string }[]} readings Of one moment.
   * @returns {string[]} The sources that are dropped for it.
   */
  add(readings) {
    this.#moments.push({
      sources: readings.map(({ source }) => source),
      bytes: readings.reduce((sum, { body = '' }) => sum + body.length, 0),
    });
    const dropped = [];
    while (this.#moments.length > 1 && this.#isTooMuch()) dropped.push(...(this.#moments.shift()?.sources ?? []));
    return dropped;
  }

  #isTooMuch() {
    const sum = (/** @type {(moment: Moment) => number} */ of) => this.#moments.reduce((all, one) => all + of(one), 0);
    return this.#moments.length > this.#most || sum(({ bytes }) => bytes) > MOST_BYTES ||
      sum(({ sources }) => sources.length) > MOST_READINGS;
  }

  /** @returns {string[]} All that is kept no longer. */
  clear() {
    return this.#moments.splice(0).flatMap(({ sources }) => sources);
  }
}
