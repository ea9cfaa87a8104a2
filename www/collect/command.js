/**
 * One block to copy, in the form of where it is typed.
 *
 * @typedef {import('./questions.js').Ask} Ask
 *
 * @typedef {'bash' | 'powershell' | 'kubectl' | 'nats'} Form
 *
 * @typedef {object} Wanted
 * @property {Ask[]} asks
 * @property {string[]} [all] What is asked of everybody where a form can ask without names.
 * @property {string} [namespace]
 * @property {string} [context]
 */

import { bash } from './bash.js';
import { kubectl } from './kubectl.js';
import { nats } from './nats.js';
import { powershellCommand } from './powershell.js';

/** @type {Record<Form, string>} */
export const FORMS = { bash: 'bash, zsh', powershell: 'PowerShell', kubectl: 'kubectl', nats: 'nats CLI' };

/**
 * @param {Form} form
 * @param {Wanted} wanted
 * @returns {string}
 */
export function collectCommand(form, { asks, all = [], namespace, context }) {
  switch (form) {
    case 'powershell': return powershellCommand(asks);
    case 'kubectl': return kubectl(asks, { namespace, paths: all });
    case 'nats': return nats(asks, { context, paths: all });
    default: return bash(asks);
  }
}
