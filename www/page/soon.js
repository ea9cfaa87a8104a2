// What is asked for while the page loads keeps nobody waiting for ever.

export const PATIENCE_MS = 8000;

/**
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T | undefined>} Nothing where it fails, or takes too long.
 */
export function soon(promise) {
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS); });
  return Promise.race([promise, late]).catch(() => undefined);
}
