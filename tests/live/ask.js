// One question to one server's monitoring port, as a person's curl asks it.

import { get } from 'node:http';

// As `curl -m 5`: on a busy machine a server may take seconds, and is not silent for that.
const PATIENCE_MS = 5_000;

const ERRORS = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ECONNRESET', 'connection reset'],
  ['ETIMEDOUT', 'timeout'],
]);

/**
 * @typedef {{ status: number, body: string, error?: undefined }} Answer
 * @typedef {{ error: string, status?: undefined, body?: undefined }} NoAnswer
 */

/**
 * @param {string} host
 * @param {number} port
 * @param {string} path
 * @returns {Promise<Answer | NoAnswer>}
 */
export function ask(host, port, path) {
  return new Promise((resolve) => {
    // A connection of its own each time: what stands open to a server that has died proves nothing.
    const request = get({ host, port, path, agent: false, timeout: PATIENCE_MS }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', failed);
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    request.on('error', failed);

    /** @param {NodeJS.ErrnoException} error */
    function failed({ code = '', message }) {
      resolve({ error: ERRORS.get(code) ?? message });
    }
  });
}
