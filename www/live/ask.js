/**
 * One question to one server's monitoring, as far as a browser can ask it. nats-server lets any page read its answers
 * (`Access-Control-Allow-Origin: *`). How a connection failed a browser tells nobody: what is not known is not said.
 *
 * @typedef {import('../collect/servers.js').Server} Server
 *
 * @typedef {object} Answer Either a status and a body, or why there is none.
 * @property {number} [status]
 * @property {string} [body]
 * @property {string} [error]
 */

import { isHere } from '../collect/servers.js';

/** Words that the core takes for what they are: it was asked, and nothing came. */
export const NO_ANSWER = 'Failed to fetch: nothing came, and a browser is not told why';
/** Words that prove nothing about the server. */
export const NOT_READABLE = 'something answered, and did not let this page read it';
export const NOT_ALLOWED = 'the browser lets no https page ask an http address';

/**
 * An https page may ask only https; but for servers on the same machine.
 *
 * @param {Pick<Server, 'base' | 'host'>} server
 * @param {string} protocol Of this page.
 */
export function isMixed({ base, host }, protocol) {
  return protocol === 'https:' && base.startsWith('http:') && !isHere(host);
}

/** Nothing kept, nothing sent along, no copy of an earlier answer. @type {RequestInit} */
const BARE = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' };

/**
 * @param {string} url
 * @param {number} seconds
 * @param {AbortSignal} stop Ends it without an answer.
 * @returns {Promise<Answer>}
 */
export async function ask(url, seconds, stop) {
  const patience = AbortSignal.timeout(seconds * 1000);
  const signal = AbortSignal.any([patience, stop]);
  try {
    const answer = await fetch(url, { ...BARE, signal });
    return { status: answer.status, body: await answer.text() };
  } catch (error) {
    if (stop.aborted) throw error;
    if (patience.aborted) return { error: `timeout after ${seconds} s` };
    // An answer that may not be read differs from none: asked without wanting to read it, it does not fail.
    const isThere = await fetch(url, { ...BARE, mode: 'no-cors', signal }).then(() => true, () => false);
    if (stop.aborted) throw error;
    return { error: isThere ? NOT_READABLE : NO_ANSWER };
  }
}
