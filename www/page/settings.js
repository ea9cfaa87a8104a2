/** What a user changed, kept for the next visit: nothing else is ever stored, and nothing before it was changed. */

const PREFIX = 'quorate.';

/** @param {string} name */
export function setting(name) {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    // From a file, or where storage is forbidden: then each visit begins anew.
    return undefined;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function keepSetting(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // As above.
  }
}
