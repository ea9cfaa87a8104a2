// Chance from a seed: the same numbers on every machine, and for each stream its own, in whatever order they are asked.

/** @param {...number} seeds */
export function randomOf(...seeds) {
  let state = seeds.reduce((mixed, seed) => mix(Math.imul(mixed, 31) + seed), 0x9e3779b9);
  /** A whole number from 0, below `limit`. @param {number} limit */
  const below = (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    return Math.floor((mix(state) / 2 ** 32) * limit);
  };
  return {
    below,
    /** Is it so, once in `many` times? @param {number} many */
    once: (many) => below(many) === 0,
    /** @template T @param {T[]} choices @returns {T} */
    of: (choices) => choices[below(choices.length)],
    /** Some of them, in their order. @template T @param {T[]} choices @param {number} count @returns {T[]} */
    some: (choices, count) => {
      const left = [...choices];
      while (left.length > count) left.splice(below(left.length), 1);
      return left;
    },
    /** @param {number} length */
    letters: (length) => Array.from({ length }, () => LETTERS[below(LETTERS.length)]).join(''),
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** @param {number} word */
function mix(word) {
  let mixed = word | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
