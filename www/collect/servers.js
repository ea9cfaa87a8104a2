/**
 * Servers in whatever people type or paste: names, addresses, URLs, and the tables of `kubectl get pods` and
 * `nats server ls`.
 *
 * @typedef {object} Server
 * @property {string} base Where its monitoring is asked: `http://n1:8222`. A URL's characters only, and no quotes.
 * @property {string} name What its readings are called: `n1`; with the port, where it is not 8222 or the host is here.
 * @property {string} host `n1.nats.svc`, `[::1]`
 * @property {string} port `8222`; empty where the scheme's own is meant.
 * @property {string} [namespace] Of its pod, where the text says.
 * @property {string} [called] Its `server_name`, where a reading says.
 *
 * @typedef {object} Found
 * @property {Server[]} servers Each once, in the order they came.
 * @property {string[]} rest Words that name no server.
 */

import { podsIn, tableNames } from './tables.js';

const MONITORING = '8222';
/** Nobody has more; and a pasted book must not stop the page. */
const MOST = 500;
/** Between the names of a sentence. */
const GLUE = new Set(['and', 'or', 'und', 'servers', 'server', 'hosts', 'routes', 'cluster', '=', ':', '-', '&', '|']);
/** The ports of clients and routes: their URLs name the server, not where its monitoring is. */
const OTHER_PORTS = new Set(['4222', '6222', '7422', '7222']);
const ENDPOINT = /\/(?:jsz|healthz|varz|routez|raftz|connz|gatewayz|leafz|subsz|accountz|accstatz)?\/?$/i;

/**
 * @param {string} text
 * @returns {Found}
 */
export function findServers(text) {
  /** @type {Map<string, Server>} */
  const servers = new Map();
  /** @type {string[]} */
  const rest = [];
  const take = (/** @type {string} */ word, /** @type {string | undefined} */ namespace) => {
    if (servers.size >= MOST) return;
    const server = serverOf(word);
    if (server && !servers.has(server.base)) servers.set(server.base, namespace ? { ...server, namespace } : server);
    if (!server && rest.length < MOST) rest.push(word);
  };
  const pods = podsIn(text);
  const names = pods ? [] : tableNames(text);
  if (pods) for (const { pod, namespace } of pods) take(pod, namespace);
  else if (names.length) for (const name of names) take(name, undefined);
  else for (const word of wordsOf(text)) for (const one of expanded(word)) take(one, undefined);
  return { servers: [...servers.values()], rest };
}

/** @param {string} text */
function wordsOf(text) {
  const lines = text.split('\n').filter((line) => !/^\s*(?:#|\/\/)|^\S*[$%>]\s/.test(line));
  // Of a configuration or a log only the URLs are names.
  const urls = lines.join('\n').match(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`,;<>()]+/gi);
  if (urls && /["{]|=\s*\[/.test(text)) return urls.map((url) => (url.includes('[') ? url : url.replace(/\]+$/, '')));
  return lines.join(' ').split(/[\s,;"'`<>()]+/).map(trimmed).filter((word) => word && !GLUE.has(word.toLowerCase()));
}

/**
 * Without what stands around a word in a list; the brackets of an IPv6 address are its own.
 *
 * @param {string} word
 */
function trimmed(word) {
  const bare = word.replace(/^(?:pod|pods|statefulset|host)\//, '').replace(/[.,]+$/, '');
  return /\[[0-9a-f:.%]+\]/i.test(bare) || /[[{]\d+(?:\.\.|-)\d+[\]}]|\{[^}]*\}/.test(bare)
    ? bare : bare.replace(/^[[{]+|[\]}]+$/g, '');
}

/**
 * `n{1..3}`, `n[1-3]`, as shells write several names.
 *
 * @param {string} word
 * @returns {string[]}
 */
function expanded(word) {
  const range = /^([^[{]*)[[{](\d{1,6})(?:\.\.|-)(\d{1,6})[\]}](.*)$/.exec(word);
  if (!range) return [word];
  const [, before, first, last, after] = range;
  const count = Math.min(Math.max(Number(last) - Number(first) + 1, 0), MOST);
  return Array.from({ length: count }, (_, at) => {
    const number = String(Number(first) + at);
    return before + (first.startsWith('0') ? number.padStart(first.length, '0') : number) + after;
  });
}

/**
 * @param {string} word
 * @returns {Server | undefined}
 */
export function serverOf(word) {
  const [, scheme = '', , authority = '', path = ''] =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^@/]*)@)?([^/?#]*)([^?#]*)/i.exec(word) ?? [];
  const isWeb = /^https?$/i.test(scheme);
  const isBareV6 = /^[0-9a-f]*:[0-9a-f:]*:[0-9a-f.]*$/i.test(authority);
  const [, host, typed = ''] = isBareV6 ? ['', `[${authority}]`]
    : /^(\[[0-9a-f:.]+\]|[^[\]:]+)(?::(\d{1,5}))?$/i.exec(authority) ?? [];
  const looksReal = host && (host.startsWith('[') || /^[\p{L}\p{N}](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?$/u.test(host));
  // A lone number is no host, though a URL would take it for an address.
  if (!looksReal || /^\d+$/.test(host) || Number(typed) > 65535 || typed === '0') return undefined;
  const prefix = path.replace(ENDPOINT, '').replace(/\/+$/, '');
  const isProxy = isWeb && (prefix !== '' || scheme.toLowerCase() === 'https');
  const port = (isWeb ? typed : typed && !OTHER_PORTS.has(typed) ? typed : '') || (isProxy ? '' : MONITORING);
  try {
    const url = new URL(`${isWeb ? scheme : 'http'}://${host}`);
    const bare = `${url.hostname}${port && `:${port}`}${isWeb ? encoded(prefix) : ''}`;
    const name = nameOf(url.hostname, port, isWeb ? prefix : '');
    return { base: `${url.protocol}//${bare}`, name, host: url.hostname, port };
  } catch {
    return undefined;
  }
}

/**
 * A path in which no shell finds a quote.
 *
 * @param {string} path
 */
function encoded(path) {
  return new URL(`http://x${path}`).pathname.replace(/\/$/, '').replaceAll("'", '%27');
}

/**
 * As the core labels what was asked there: on this machine two ports are two servers.
 *
 * @param {string} host
 * @param {string} port
 * @param {string} prefix
 */
function nameOf(host, port, prefix) {
  const isPlain = port === '' || (port === MONITORING && !isHere(host));
  return `${isPlain ? host : `${host}:${port}`}${prefix}`;
}

/**
 * Does it mean the machine it is asked on?
 *
 * @param {string} host
 */
export function isHere(host) {
  return /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);
}

/**
 * A pod's name: the first part of its address.
 *
 * @param {Server} server
 */
export function podOf({ host }) {
  return /^[\d.]+$|^\[/.test(host) ? undefined : host.split('.')[0];
}
