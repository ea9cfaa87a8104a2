/**
 * With the `nats` command line and the system account: all servers are asked in one breath, and those that are known
 * by name once more each, because who is silent among all is nowhere to be read.
 *
 * @typedef {import('./questions.js').Ask} Ask
 */

import { atOnce } from './posix.js';
import { alike } from './questions.js';
import { folded, sh } from './quote.js';
import { podOf } from './servers.js';

/** @param {string} path `/jsz?streams=true` */
function subjectAndOptions(path) {
  const [endpoint, query = ''] = path.slice(1).split('?');
  const options = Object.fromEntries(query.split('&').filter(Boolean).map((one) => [one.split('=')[0], true]));
  // Streams are listed below their account.
  return { token: endpoint.toUpperCase(), options: options.streams ? { accounts: true, ...options } : options };
}

/**
 * A server is asked by the name it has in its configuration; an address is none.
 *
 * @param {import('./servers.js').Server} server
 */
function nameOf(server) {
  const name = server.called ?? podOf(server);
  // In double quotes, inside of JSON.
  return name && /^[\p{L}\p{N}._:@-]+$/u.test(name) ? name : undefined;
}

/** @param {object} options */
function payload(options) {
  return Object.keys(options).length ? JSON.stringify(options) : '';
}

/**
 * @param {Ask[]} asks
 * @param {{ context?: string, paths?: string[] }} [options] What all are asked, whoever they are.
 */
export function nats(asks, { context = '', paths = [] } = {}) {
  const named = context.trim() ? ` --context ${sh(context.trim())}` : '';
  const ask = [
    `printf "\\$ nats req '%s' '%s'\\n" "$1" "$2"`,
    // Nothing at all is printed when nobody answers.
    `r=$(nats${named} req "$1" "$2" --raw --replies=\${3:-1} --timeout=\${4:-5}s --reply-timeout=2s 2>&1)`,
    `printf '%s\\n' "\${r:-nats: error: nats: timeout}"`,
  ].join('\n  ');
  const all = paths.map((path) => {
    const { token, options } = subjectAndOptions(path);
    return `ask '$SYS.REQ.SERVER.PING.${token}' ${sh(payload(options))} 0`;
  });
  const known = asks.filter(({ server }) => nameOf(server));
  const each = alike(known).flatMap(({ servers, paths: what }) => what.map((path) => {
    const { token, options } = subjectAndOptions(path);
    const filter = JSON.stringify({ ...options, server_name: '$s', exact_match: true }).replaceAll('"', '\\"');
    const names = folded(servers.map((server) => sh(nameOf(server) ?? '')), ' ', ' \\');
    return `for s in ${names}; do ask '$SYS.REQ.SERVER.PING.${token}' "${filter}"; done`;
  }));
  return atOnce(ask, [...all, ...each]);
}
