/**
 * Those of one word together, each in the order it came in.
 *
 * @template One
 * @param {Iterable<One>} all
 * @param {(one: One) => string} by
 * @returns {Map<string, One[]>}
 */
export function grouped(all, by) {
  const groups = new Map();
  for (const one of all) {
    const word = by(one);
    const group = groups.get(word);
    if (group) group.push(one);
    else groups.set(word, [one]);
  }
  return groups;
}
