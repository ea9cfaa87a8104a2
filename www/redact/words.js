/**
 * Plain text, word for word: what is known to be a name, and what is not known to be nobody's.
 *
 * @typedef {object} Lookup
 * @property {(name: string) => string | undefined} known What stands for a name.
 * @property {(word: string) => string} other What stands for any other word.
 * @property {(address: string) => string} address
 * @property {(run: string) => string[]} startingWith The names whose first letters and digits are these, longest first.
 */

import { WORDS } from './vocabulary.js';

const LETTER = '[\\p{L}\\p{N}\\p{M}\\p{Emoji_Presentation}]';
const EDGE = new RegExp(LETTER, 'u');

/** The first letters and digits of a name, and what stands before them. */
const HEAD = new RegExp(`^(.*?)(${LETTER}+)`, 'su');

const UNIT = '(?:(?:ns|us|µs|ms|s|m|h|d)(?:\\d[\\d.]*(?:ns|us|µs|ms|s|m|h))*|\\s?[KMGTkmg]?i?B|[kKMGT])';
const FLAG = '-(?:[A-Za-z]|it|[sSifkLvINgq#46]+[omwHXuO]?|qO-?)';
const SHAPES = [
  // A time.
  '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d[:_]\\d\\d[:_]\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?',
  // An address, of four numbers or of the longer kind.
  '(?<ip>\\d{1,3}(?:\\.\\d{1,3}){3}|(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4})',
  // A number with its unit, `HTTP/1.1`, a flag, the level and the day of a log line of kubectl's.
  `(?<kept>\\d[\\d.,]*${UNIT}|HTTP/\\d(?:\\.\\d)?|(?<=\\s)${FLAG}|[IWEF]\\d{4}(?= \\d\\d:\\d\\d:))`,
  `(?<run>${LETTER}+)`,
];
const SCAN = new RegExp(`(?<!${LETTER})(?:${SHAPES.join('|')})(?!${LETTER})`, 'gu');
const ESCAPED = /[^\s"'<>]*%[0-9A-Fa-f]{2}[^\s"'<>]*/g;

/**
 * @param {string} name
 * @returns {{ lead: string, head: string } | undefined}
 */
export function headOf(name) {
  const [, lead, head] = HEAD.exec(name) ?? [];
  return head === undefined ? undefined : { lead, head };
}

/** @param {string} word Is it everybody's? */
export function isCommon(word) {
  return WORDS.has(word.toLowerCase()) || /^\p{N}+$/u.test(word);
}

/** What stands between two strings of a document, nearly always. */
const NO_WORDS = /^[\s{}[\],:]*(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)?[\s{}[\],:]*$/;

/**
 * @param {string} text
 * @param {Lookup} lookup
 * @returns {string}
 */
export function redactWords(text, lookup) {
  if (NO_WORDS.test(text)) return text;
  const unescaped = text.replace(ESCAPED, (token) => {
    try {
      const plain = decodeURIComponent(token);
      const redacted = scan(plain, lookup);
      return redacted === plain ? token : encodeURI(redacted);
    } catch {
      return token;
    }
  });
  return scan(unescaped, lookup);
}

/**
 * @param {string} text
 * @param {Lookup} lookup
 */
function scan(text, lookup) {
  let out = '';
  let from = 0;
  SCAN.lastIndex = 0;
  for (let found = SCAN.exec(text); found; found = SCAN.exec(text)) {
    const { index, groups: { ip, run } = {} } = found;
    out += text.slice(from, index);
    from = index + found[0].length;
    if (ip !== undefined && !/^\d+:\d+(:\d+)?$/.test(ip)) {
      out += lookup.address(ip);
    } else if (run !== undefined) {
      const name = nameAt(text, index, run, out, lookup);
      if (name) {
        out = out.slice(0, out.length - name.lead) + name.stands;
        from = index + name.length;
      } else {
        out += isCommon(run) || !hasLetter(run) ? run : lookup.other(run);
      }
    } else {
      out += found[0];
    }
    SCAN.lastIndex = from;
  }
  return out + text.slice(from);
}

/** @param {string} run */
function hasLetter(run) {
  return /[^\p{N}]/u.test(run);
}

/**
 * The longest known name that stands here, with what it begins before its first letter.
 *
 * @param {string} text
 * @param {number} index
 * @param {string} run
 * @param {string} before
 * @param {Lookup} lookup
 */
function nameAt(text, index, run, before, lookup) {
  for (const name of lookup.startingWith(run)) {
    const { lead } = /** @type {{ lead: string }} */ (headOf(name));
    const rest = name.slice(lead.length);
    if (!text.startsWith(rest, index) || !before.endsWith(lead)) continue;
    const next = text.slice(index + rest.length, index + rest.length + 2);
    if (next && EDGE.test(String.fromCodePoint(next.codePointAt(0) ?? 0)) && EDGE.test(name.slice(-1))) continue;
    const stands = lookup.known(name);
    if (stands !== undefined) return { stands, lead: lead.length, length: rest.length };
  }
  return undefined;
}
