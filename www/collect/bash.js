/**
 * With curl, from a shell that reaches the monitoring ports.
 *
 * @typedef {import('./questions.js').Ask} Ask
 * @typedef {import('./servers.js').Server} Server
 */

import { atOnce } from './posix.js';
import { PATIENCE, alike } from './questions.js';
import { folded, sh } from './quote.js';

const CURL = `printf "\\$ curl -sSi -m \${2:-${PATIENCE}} '%s'\\n" "$1"; curl -sSi -m \${2:-${PATIENCE}} "$1"`;

/** @param {Server} server */
function isPlain({ base, host, port }) {
  return port === '8222' && base === `http://${host}:8222` && sh(host) === host;
}

/** @param {Ask[]} asks */
export function bash(asks) {
  return atOnce(CURL, alike(asks).map(({ servers, paths, patience }) => {
    const short = servers.every(isPlain);
    const names = folded(servers.map(({ base, host }) => (short ? host : sh(base))), ' ', ' \\');
    const questions = paths.map((path) => sh(path.slice(1))).join(' ');
    const longer = patience === PATIENCE ? '' : ` ${patience}`;
    const url = `"${short ? 'http://$s:8222' : '$s'}/$q"`;
    return `for s in ${names}; do for q in ${questions}; do ask ${url}${longer}; done; done`;
  }));
}
