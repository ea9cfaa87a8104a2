// Names of servers tell more than that they differ: n3 that is x3 now was renamed, and a ghost is named by the numbers
// of those beside it. So what stands before the number and the number are replaced each for itself.

/** Without `s`: a word that ends so is the name of many, and labels nobody. */
const LETTERS = 'abcdefghijklmnopqrtuvwxyz';

/**
 * @param {string} name
 * @returns {[stem: string, number: string]}
 */
function numbered(name) {
  const [, stem, number] = /** @type {RegExpExecArray} */ (/^(.*?)(\d*)$/s.exec(name));
  return [stem, number];
}

/** @param {number} at @param {number} width In the order of the alphabet, all as long. */
function letters(at, width) {
  let word = '';
  for (let rest = at, i = 0; i < width; i += 1, rest = Math.floor(rest / LETTERS.length)) {
    word = LETTERS[rest % LETTERS.length] + word;
  }
  return word;
}

/**
 * @param {string[]} names In their order.
 * @param {string} stem What none of all names begins with.
 * @returns {Map<string, string>}
 */
export function serverNames(names, stem) {
  const stems = [...new Set(names.map((name) => numbered(name)[0]))];
  const numbers = [...new Set(names.map((name) => numbered(name)[1]).filter(Boolean))].sort();
  const width = Math.ceil(Math.log(stems.length + 1) / Math.log(LETTERS.length));
  // One family of numbered servers needs no letters.
  const isPlain = stems.length === 1 && names.every((name) => numbered(name)[1]);
  const digits = String(numbers.length).length;
  return new Map(names.map((name) => {
    const [before, number] = numbered(name);
    const family = isPlain ? stem : `${stem}${letters(stems.indexOf(before), width)}`;
    return [name, number ? `${family}${String(numbers.indexOf(number) + 1).padStart(digits, '0')}` : family];
  }));
}
