// What an input may be: a wrong call throws a TypeError that names the field.

/**
 * As the core takes them, one by one.
 *
 * @typedef {[source: string, server?: string, path?: string, status?: number, error?: string, moment?: string,
 *   batch?: string]} Fields
 */

/**
 * @param {string} name
 * @param {string} wanted
 * @param {unknown} value
 */
export function wrong(name, wanted, value) {
  return new TypeError(`${name} must be ${wanted}, got ${typeof value === 'number' ? value : typeName(value)}`);
}

/**
 * What JavaScript calls a value's type, whichever window or worker it comes from: `Uint8Array`.
 * @param {unknown} value
 */
export function typeName(value) {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string | undefined}
 */
function text(name, value) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrong(name, 'a string', value);
  return value;
}

/** @param {unknown} value */
function http(value) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 65535) {
    throw wrong('status', 'a whole number from 0 to 65535', value);
  }
  return value;
}

/** @param {unknown} value */
function time(value) {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'number') throw wrong('moment', 'a string or a finite number', value);
  try {
    return text('moment', value);
  } catch {
    throw wrong('moment', 'a string or a finite number', value);
  }
}

/** What every input may have. */
export const FIELDS = {
  source: undefined,
  server: undefined,
  path: undefined,
  status: undefined,
  error: undefined,
  moment: undefined,
  batch: undefined,
};

/**
 * Nothing else may be set: a misspelt field would otherwise be evidence lost without a word.
 *
 * @param {Record<string, unknown>} input As `ownOf` gives it.
 * @param {Record<string, undefined>} known All that it may have.
 * @returns {Fields}
 */
export function fieldsOf(input, known) {
  const { source, server, path, status, error, moment, batch } = input;
  if (source === undefined || source === null) throw new TypeError('source is missing');
  /** @type {Fields} */
  const fields = [
    /** @type {string} */ (text('source', source)),
    text('server', server),
    text('path', path),
    http(status),
    text('error', error),
    time(moment),
    text('batch', batch),
  ];
  for (const name of Object.keys(input)) {
    if (Object.hasOwn(known, name) || input[name] === undefined || input[name] === null) continue;
    throw new TypeError(`${name} is not a known field`);
  }
  return fields;
}

/**
 * Only what is the input's own counts: what all objects of a page have inherited is nobody's evidence. So all that is
 * looked for is there; an object that inherits nothing would do, too, and take twice as long.
 *
 * @param {unknown} input
 * @param {Record<string, undefined>} known All that is looked for.
 * @returns {Record<string, any>}
 */
export function ownOf(input, known) {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw wrong('input', 'an object', input);
  return { ...known, ...input };
}
