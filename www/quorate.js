// The ES module `quorate`, as npm and other hosts import it.
export { Triage, whatIf } from './core.js';
