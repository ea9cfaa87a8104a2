/**
 * Where the value at a JSON Pointer stands in a JSON text. Only walks: the text need not be whole, a cut-off document
 * still shows what stands before the cut.
 */

/**
 * @param {string} text
 * @param {number} at
 */
function skipSpace(text, at) {
  while (at < text.length && ' \t\r\n'.includes(text[at])) at += 1;
  return at;
}

/**
 * @param {string} text
 * @param {number} at The opening quote.
 * @returns {number} Just after the closing one.
 */
function skipString(text, at) {
  for (at += 1; at < text.length && text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
  return Math.min(at + 1, text.length);
}

/**
 * A number, `true`, `false`, `null`.
 *
 * @param {string} text
 * @param {number} at
 */
function skipWord(text, at) {
  while (at < text.length && !',]} \t\r\n'.includes(text[at])) at += 1;
  return at;
}

/**
 * @param {string} text
 * @param {number} at The first character of a value.
 * @returns {number} Just after it.
 */
function skipValue(text, at) {
  let depth = 0;
  do {
    const c = text[at];
    if (c === '"') at = skipString(text, at);
    else if (depth === 0 && !'{['.includes(c ?? ' ')) at = skipWord(text, at);
    else at += 1;
    if (c === '{' || c === '[') depth += 1;
    else if (c === '}' || c === ']') depth -= 1;
  } while (depth > 0 && at < text.length);
  return at;
}

/**
 * @param {string} text
 * @param {number} at The opening brace or bracket.
 * @param {string} wanted Key or index.
 * @returns {number | undefined} The first character of the value.
 */
function enter(text, at, wanted) {
  const object = text[at] === '{';
  if (!object && text[at] !== '[') return undefined;
  at = skipSpace(text, at + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    let key = String(index);
    if (object) {
      const end = skipString(text, at);
      try {
        key = JSON.parse(text.slice(at, end));
      } catch {
        return undefined;
      }
      at = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (key === wanted) return at < text.length ? at : undefined;
    at = skipSpace(text, skipValue(text, at));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return undefined;
}

/**
 * @param {string} text
 * @param {string} pointer
 * @returns {{ start: number, end: number } | undefined} `undefined` when it is not there.
 */
export function locate(text, pointer) {
  /** @type {number | undefined} */
  let at = skipSpace(text, 0);
  for (const part of pointer.split('/').slice(1)) {
    at = enter(text, at, part.replace(/~1/g, '/').replace(/~0/g, '~'));
    if (at === undefined) return undefined;
  }
  const end = skipValue(text, at);
  return end > at ? { start: at, end } : undefined;
}
