/**
 * A text as a row of pieces: JSON's keys and strings, with where they stand, and all the rest. It may be whole JSON,
 * JSON among a terminal's lines, or JSON that is cut off: what is not surely JSON's is the rest.
 *
 * @typedef {object} Place Where in its document a string stands.
 * @property {string} [key] Its field, or the field of the list it is in.
 * @property {string} [parent] The field of the object that has this field.
 * @property {string} [grand] And of the object around that.
 *
 * @typedef {object} Visitor Each gets what is there, and gives what stands there afterwards.
 * @property {(text: string) => string} plain
 * @property {(key: string, place: Place) => string} key
 * @property {(value: string, place: Place) => string} value
 */

/** A string in one line, a bracket, or a bracket that begins a line, where a document begins. */
const STRUCTURE = /"(?:[^"\\\n]|\\.)*"|\n?[{[]|[}\]]/g;

/** Behind a string: then it is a key. */
const COLON = /\s{0,39}:/y;
/** What stands in a literal for something else, or may not stand there. */
// eslint-disable-next-line no-control-regex -- JSON has none in a string
const ESCAPED = /[\\\u0000-\u001f]/;

/**
 * @param {string} literal With its quotes.
 * @returns {string | undefined} What it means; nothing where it is no JSON after all.
 */
function decoded(literal) {
  if (!ESCAPED.test(literal)) return literal.slice(1, -1);
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}

/**
 * @param {({ key?: string } | null)[]} frames Objects, and null for lists, outermost first.
 * @param {number} [depth] Of so many of them.
 * @returns {Place}
 */
function placeOf(frames, depth = frames.length) {
  /** @type {(string | undefined)[]} */
  const keys = [];
  for (let at = depth - 1; at >= 0 && keys.length < 3; at -= 1) {
    const frame = frames[at];
    if (frame) keys.push(frame.key);
  }
  const [key, parent, grand] = keys;
  return { key, parent, grand };
}

/**
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @returns {string | undefined} The last character there that is seen.
 */
function lastIn(text, from, to) {
  for (let at = to - 1; at >= from; at -= 1) if (text[at].trim()) return text[at];
  return undefined;
}

/**
 * @param {string} text
 * @param {Visitor} visitor
 * @returns {string}
 */
export function rewritten(text, visitor) {
  /** @type {({ key?: string } | null)[]} */
  let frames = [];
  let out = '';
  let plainFrom = 0;
  let last = '';
  const flush = (/** @type {number} */ to) => {
    if (to > plainFrom) out += visitor.plain(text.slice(plainFrom, to));
  };
  let seen = 0;
  for (const { 0: token, index } of text.matchAll(STRUCTURE)) {
    const end = index + token.length;
    last = lastIn(text, seen, index) ?? last;
    seen = end;
    if (token[0] !== '"') {
      const bracket = token.at(-1);
      if (token[0] === '\n' || index === 0) frames = [];
      if (bracket === '{') frames.push({});
      else if (bracket === '[') frames.push(null);
      else frames.pop();
      last = /** @type {string} */ (bracket);
      continue;
    }
    const said = frames.length && '{[,:'.includes(last) ? decoded(token) : undefined;
    last = '"';
    if (said === undefined) continue;
    const frame = frames.at(-1);
    COLON.lastIndex = end;
    const isKey = frame && COLON.test(text);
    flush(index);
    plainFrom = end;
    const now = isKey ? visitor.key(said, placeOf(frames, frames.length - 1)) : visitor.value(said, placeOf(frames));
    if (isKey) frame.key = said;
    out += now === said && !token.includes('\\') ? token : JSON.stringify(now);
  }
  flush(text.length);
  return out;
}
