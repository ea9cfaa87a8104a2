/**
 * In Kubernetes: each pod is asked from inside, where its monitoring is sure to be reached.
 *
 * @typedef {import('./questions.js').Ask} Ask
 */

import { atOnce } from './posix.js';
import { PATIENCE, alike } from './questions.js';
import { folded, sh } from './quote.js';
import { podOf } from './servers.js';

/**
 * The official Alpine image has no curl, and its wget keeps the body of an error to itself: then nc asks, in HTTP/1.0.
 * In single quotes, so without any.
 */
const INSIDE = [
  'if command -v curl >/dev/null; then curl -sSi -m $2 "http://localhost:$1"',
  'else printf "GET /${1#*/} HTTP/1.0\\r\\n\\r\\n" | timeout $2 nc localhost ${1%%/*}',
  'case $? in 124|143) echo "nc: timed out after $2 s";; esac; fi',
].join('; ');

/** Of the cluster's own API, without which it tries for minutes; an answer that has begun is not cut off by it. */
const PROMPT = ' --request-timeout=10s';

/** Where no pod is named, those of the Helm chart. */
const ALL_PODS = `$(kubectl get pods{namespace}${PROMPT} -l app.kubernetes.io/component=nats -o name)`;

/**
 * @param {Ask[]} asks
 * @param {{ namespace?: string, paths?: string[] }} [options] What all are asked where nobody is named.
 */
export function kubectl(asks, { namespace = '', paths = [] } = {}) {
  const pods = asks.filter(({ server }) => podOf(server));
  const spaces = new Set(pods.map(({ server }) => server.namespace).filter(Boolean));
  const space = namespace.trim() || (spaces.size === 1 ? [...spaces][0] : '');
  const flag = space ? ` -n ${sh(space)}` : '';
  const ask = [
    'printf "\\$ kubectl exec %s -- curl -i \'localhost:%s\'\\n" "$1" "$2"',
    `kubectl exec${flag}${PROMPT} "$1" -- sh -c '${INSIDE}' sh "$2" \${3:-${PATIENCE}}`,
  ].join('\n  ');
  const call = (/** @type {string} */ names, /** @type {string} */ port, /** @type {string[]} */ what,
    /** @type {number} */ patience) => {
    const longer = patience === PATIENCE ? '' : ` ${patience}`;
    const questions = what.map((path) => sh(path.slice(1))).join(' ');
    return `for p in ${names}; do for q in ${questions}; do ask "$p" "${port}/$q"${longer}; done; done`;
  };
  if (!pods.length) {
    const all = ALL_PODS.replace('{namespace}', flag);
    const some = asks.length ? [] : alike([{ server: { base: '', name: '', host: '', port: '' }, paths }]);
    return atOnce(ask, some.map((one) => call(all, '8222', one.paths, one.patience)));
  }
  const ports = [...new Set(pods.map(({ server }) => server.port || '8222'))];
  return atOnce(ask, ports.flatMap((port) => {
    const there = pods.filter(({ server }) => (server.port || '8222') === port);
    return alike(there).map(({ servers, paths: what, patience }) =>
      call(folded([...new Set(servers.map((server) => sh(podOf(server) ?? '')))], ' ', ' \\'), port, what, patience));
  }));
}
