// Frames of what real servers answered, one row an answer, as a data source with a text column returns them.

import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Answer
 * @property {string | null} [server]
 * @property {string | null} [path]
 * @property {number | null} [status]
 * @property {string | null} [error]
 * @property {any} [body]
 */

/**
 * @param {Answer[]} answers
 * @param {string} [refId]
 */
export function frameOf(answers, refId = 'A') {
  const column = (/** @type {string} */ name, /** @type {(answer: Answer) => unknown} */ of) =>
    ({ name, values: answers.map((answer) => of(answer) ?? null) });
  return {
    refId,
    name: refId,
    fields: [
      column('server', ({ server }) => server),
      column('endpoint', ({ path }) => path),
      column('status', ({ status }) => status),
      column('error', ({ error }) => error),
      column('body', ({ body }) => body),
    ],
  };
}

/**
 * One of the page's examples, with the time its servers gave themselves.
 *
 * @param {string} name
 * @returns {{ answers: Answer[], at: number }}
 */
export function example(name) {
  /** @type {Answer[]} */
  const answers = JSON.parse(readFileSync(`www/examples/${name}.json`, 'utf8'))
    .filter((/** @type {Answer} */ { path }) => path === '/jsz' || path === '/healthz');
  return { answers, at: timeOf(answers) };
}

/**
 * @param {Answer[]} answers
 * @returns {number} Unix milliseconds
 */
export function timeOf(answers) {
  const times = answers.flatMap(({ body }) => /"now": *"([^"]+)"/.exec(String(body))?.[1] ?? []);
  return Math.max(...times.map((time) => Date.parse(time)));
}
