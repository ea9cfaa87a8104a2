/**
 * Where the value at a JSON Pointer stands in a JSON text. Only walks: the text need not be whole, a cut-off document
 * still shows what stands before the cut. It may come in pieces: a walk yields when it needs the next.
 *
 * @typedef {{ start: number, end: number }} Place In characters from the beginning of the text.
 * @typedef {Generator<undefined, Place | undefined>} Walk
 */

const BLANK = ' \t\r\n';
const ENDS_WORD = `,]}${BLANK}`;

/** A text of which one piece is here, and where in it we are. */
export class Passing {
  #before = 0;
  isLast = false;
  at = 0;
  text = '';
  /** Where the value begins, once that is known. @type {number | undefined} */
  start;

  get place() {
    return this.#before + this.at;
  }

  /**
   * The next piece, when the walk has passed the one before.
   *
   * @param {string} text
   * @param {boolean} [isLast]
   */
  next(text, isLast = false) {
    this.#before += this.text.length;
    this.text = text;
    this.at = 0;
    this.isLast = isLast;
  }

  /** @returns {Generator<undefined, boolean>} Whether there is a character. */
  *more() {
    while (this.at >= this.text.length) {
      if (this.isLast) return false;
      yield;
    }
    return true;
  }
}

/** @param {Passing} text */
function* skipSpace(text) {
  while (yield* text.more()) {
    while (text.at < text.text.length && BLANK.includes(text.text[text.at])) text.at += 1;
    if (text.at < text.text.length) return;
  }
}

/**
 * From the opening quote to just after the closing one.
 *
 * @param {Passing} text
 */
function* skipString(text) {
  text.at += 1;
  while (yield* text.more()) {
    const { text: piece } = text;
    while (text.at < piece.length && piece[text.at] !== '"' && piece[text.at] !== '\\') text.at += 1;
    if (text.at >= piece.length) continue;
    text.at += 1;
    if (piece[text.at - 1] === '"') return;
    if (yield* text.more()) text.at += 1;
  }
}

/**
 * A number, `true`, `false`, `null`.
 *
 * @param {Passing} text
 */
function* skipWord(text) {
  while (yield* text.more()) {
    while (text.at < text.text.length && !ENDS_WORD.includes(text.text[text.at])) text.at += 1;
    if (text.at < text.text.length) return;
  }
}

/** @param {Passing} text At the first character of a value. */
function* skipValue(text) {
  if (!(yield* text.more())) return;
  const first = text.text[text.at];
  if (first === '"') yield* skipString(text);
  else if (first === '{' || first === '[') yield* skipContainer(text);
  else yield* skipWord(text);
}

/** @param {Passing} text At the opening brace or bracket. */
function* skipContainer(text) {
  let depth = 0;
  do {
    const quote = inside(text, depth);
    depth = quote.depth;
    if (quote.isString) yield* skipString(text);
    else if (depth > 0 && !(yield* text.more())) return;
  } while (depth > 0);
}

/**
 * To the end of the container, to a string that may not end in this piece, or to the piece's end.
 *
 * @param {Passing} text
 * @param {number} depth
 */
function inside(text, depth) {
  const { text: piece } = text;
  for (; text.at < piece.length; text.at += 1) {
    const c = piece[text.at];
    if (c === '"') {
      const end = piece.indexOf('"', text.at + 1);
      if (end < 0 || piece[end - 1] === '\\') return { depth, isString: true };
      text.at = end;
    } else if (c === '{' || c === '[') depth += 1;
    else if ((c === '}' || c === ']') && (depth -= 1) === 0) {
      text.at += 1;
      break;
    }
  }
  return { depth, isString: false };
}

/**
 * A string's own characters, as far as they are here.
 *
 * @param {Passing} text
 */
function* key(text) {
  let from = text.at;
  let raw = '';
  const walk = skipString(text);
  while (!walk.next().done) {
    raw += text.text.slice(from);
    yield;
    from = 0;
  }
  raw += text.text.slice(from, text.at);
  try {
    return /** @type {unknown} */ (JSON.parse(raw));
  } catch {
    return undefined;
  }
}

/**
 * @param {Passing} text At the opening brace or bracket.
 * @param {string} wanted Key or index.
 * @returns {Generator<undefined, boolean>} Whether we are at the first character of the value.
 */
function* enter(text, wanted) {
  if (!(yield* text.more())) return false;
  const object = text.text[text.at] === '{';
  if (!object && text.text[text.at] !== '[') return false;
  text.at += 1;
  yield* skipSpace(text);
  for (let index = 0; yield* text.more(); index += 1) {
    if ('}]'.includes(text.text[text.at])) return false;
    /** @type {unknown} */
    let part = String(index);
    if (object) {
      if (text.text[text.at] !== '"') return false;
      part = yield* key(text);
      if (part === undefined) return false;
      yield* skipSpace(text);
      text.at += 1;
      yield* skipSpace(text);
    }
    if (part === wanted) return yield* text.more();
    yield* skipValue(text);
    yield* skipSpace(text);
    if ((yield* text.more()) && text.text[text.at] === ',') {
      text.at += 1;
      yield* skipSpace(text);
    }
  }
  return false;
}

/**
 * @param {Passing} text
 * @param {string} pointer
 * @returns {Walk}
 */
export function* walkTo(text, pointer) {
  yield* skipSpace(text);
  for (const part of pointer.split('/').slice(1)) {
    if (!(yield* enter(text, part.replace(/~1/g, '/').replace(/~0/g, '~')))) return undefined;
  }
  if (!(yield* text.more())) return undefined;
  const start = text.place;
  text.start = start;
  yield* skipValue(text);
  return { start, end: text.place };
}

/**
 * @param {string} text
 * @param {string} pointer
 * @returns {Place | undefined} Nothing when it is not there.
 */
export function locate(text, pointer) {
  const whole = new Passing();
  whole.next(text, true);
  return walkTo(whole, pointer).next().value ?? undefined;
}
