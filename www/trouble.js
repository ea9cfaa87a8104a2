/** Why Quorate itself does not work, and what helps. It never says anything about the servers. */

const FORBIDDEN = /Content Security Policy|\bCSP\b|unsafe-eval/i;

/**
 * @param {unknown} error
 * @returns {{ says: string, detail: string }}
 */
export function troubleOf(error) {
  const detail = error instanceof Error ? error.message : String(error);
  if (FORBIDDEN.test(detail)) {
    return {
      says: 'The Content Security Policy of this page forbids WebAssembly, so nothing was judged. ' +
        'Its admin has to add one word to `script-src`: `\'wasm-unsafe-eval\'`.',
      detail,
    };
  }
  // A wrong call; a module that could not be fetched is a TypeError too.
  if (error instanceof TypeError && !/fetch|network|load/i.test(detail)) {
    return { says: 'The page around this gave Quorate something that it cannot take, so nothing was judged.', detail };
  }
  return {
    says: 'Quorate itself is in trouble; this says nothing about your servers. Reload the page; if it stays, tell us.',
    detail,
  };
}
