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

/**
 * @param {string} literal With its quotes.
 * @returns {string | undefined} What it means; nothing where it is no JSON after all.
 */
function decoded(literal) {
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}

/** @param {({ key?: string } | null)[]} frames Objects, and null for lists, outermost first. */
function placeOf(frames) {
  const [key, parent, grand] = frames.filter((frame) => frame !== null).map((frame) => frame.key).reverse();
  return { key, parent, grand };
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
    last = text.slice(seen, index).trimEnd().at(-1) ?? last;
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
    const isKey = frame && /^\s*:/.test(text.slice(end, end + 40));
    flush(index);
    plainFrom = end;
    if (isKey) {
      out += JSON.stringify(visitor.key(said, placeOf(frames.slice(0, -1))));
      frame.key = said;
    } else {
      out += JSON.stringify(visitor.value(said, placeOf(frames)));
    }
  }
  flush(text.length);
  return out;
}
