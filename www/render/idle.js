/** Where a browser tells nobody when it has time. */
const LATER_MS = 200;

/** Time of which nothing else is made. @returns {Promise<void>} */
export function idle() {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve());
    else setTimeout(resolve, LATER_MS);
  });
}
