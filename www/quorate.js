// The ES module `quorate`, as npm and other hosts import it.
export { Triage, shown, whatIf } from './core.js';
