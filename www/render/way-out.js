/**
 * Ways out, as they are followed: which steps the readings since then show to be done, and which the operator ticked.
 * Kept by whoever shows one report after the other; knows neither DOM nor wasm.
 *
 * @typedef {import('../types/report.js').After} After
 * @typedef {import('../types/report.js').Answer} Answer
 * @typedef {import('../types/report.js').Group} Group
 * @typedef {import('../types/report.js').Recovery} Recovery
 * @typedef {import('../types/report.js').Report} Report
 * @typedef {import('../types/report.js').Shows} Shows
 * @typedef {import('../types/report.js').Step} Step
 *
 * @typedef {object} Done A step that was done.
 * @property {string} says
 * @property {boolean} isShown By readings; else by the operator's word.
 * @property {string} [asOf] Of those readings.
 *
 * @typedef {object} Followed One group's way out.
 * @property {Recovery} recovery The newest that a report gave.
 * @property {string} [asOf] Of the readings it came from.
 * @property {Done[]} done Steps done so far, in the order they were.
 * @property {(after: After) => Answer | undefined} answer What the readings shown say to it; nothing where people tell.
 */

export class WaysOut {
  #shown;
  /** By domain. @type {Map<string, Omit<Followed, 'answer' | 'done'> & { done: Map<string, Done> }>} */
  #followed = new Map();

  /** @param {(group: Group, shows: Shows[]) => Answer[]} shown */
  constructor(shown) {
    this.#shown = shown;
  }

  /**
   * Takes in what the newest readings show of the ways out so far.
   *
   * @param {Pick<Report, 'groups'>} report
   */
  follow({ groups }) {
    for (const group of groups) {
      const { domain = '', recovery, as_of: asOf } = group;
      const known = this.#followed.get(domain);
      for (const { says, after, only_if: onlyIf } of known?.recovery.steps ?? []) {
        // Several steps may wait for the same: what is only for some cases was hardly the one that was taken.
        if (onlyIf === undefined && this.#isShown(group, after)) known?.done.set(says, { says, isShown: true, asOf });
      }
      if (recovery) this.#followed.set(domain, { recovery, asOf, done: known?.done ?? new Map() });
    }
  }

  /**
   * @param {Group} group
   * @returns {Followed | undefined}
   */
  of(group) {
    const followed = this.#followed.get(group.domain ?? '');
    if (!followed) return undefined;
    const answer = (/** @type {After} */ { shows }) => shows && this.#shown(group, [shows])[0];
    return { ...followed, done: [...followed.done.values()], answer };
  }

  /**
   * The operator says that a step is done, or that it is not.
   *
   * @param {Group} group
   * @param {Step} step
   * @param {boolean} isDone
   */
  tick({ domain = '' }, { says }, isDone) {
    const done = this.#followed.get(domain)?.done;
    if (isDone) done?.set(says, { says, isShown: false });
    else done?.delete(says);
  }

  forget() {
    this.#followed.clear();
  }

  /**
   * All that a report can show of it, if that is anything.
   *
   * @param {Group} group
   * @param {After[]} after
   */
  #isShown(group, after) {
    const shows = after.flatMap((one) => one.shows ?? []);
    return shows.length > 0 && this.#shown(group, shows).every((answer) => answer === 'yes');
  }
}
