// The ES module `quorate`, as npm and other hosts import it.
export { Triage } from './core.js';
