/** Words as shells take them whole. */

/**
 * For sh, bash and zsh.
 *
 * @param {string} word
 */
export function sh(word) {
  return /^[\w.:/@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * For PowerShell, which takes typographic quotes for quotes as well.
 *
 * @param {string} word
 */
export function powershell(word) {
  return `'${word.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

/**
 * A list over several lines, each short enough to read.
 *
 * @param {string[]} words
 * @param {string} separator Between two words.
 * @param {string} fold At the end of a line that goes on.
 */
export function folded(words, separator, fold) {
  const lines = [''];
  for (const [at, word] of words.entries()) {
    const piece = at < words.length - 1 ? word + separator : word;
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + piece.length > 96) lines.push(piece);
    else lines[last] += piece;
  }
  return lines.map((line) => line.trimEnd()).join(`${fold}\n  `);
}
