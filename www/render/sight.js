/** What whoever looks at the page can see of it now: that comes first. */

/**
 * Measured: to be asked before anything is changed.
 *
 * @param {Element} part
 */
export function isInSight(part) {
  const { top, bottom } = part.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
