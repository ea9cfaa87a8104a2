// A Triage off the main thread, for remote.js.

import { Triage } from './core.js';

/**
 * @typedef {{ id: number, parameter?: any,
 *   method: 'create' | 'addStream' | 'stop' | 'add' | 'expect' | 'remove' | 'clear' | 'report' | 'asOf' }} Asked
 * @typedef {{ id: number, value?: unknown, error?: unknown, progress?: import('./quorate.js').Progress }} Told
 */

/** @type {Promise<Triage>} */
let triage;
/** @type {Map<number, AbortController>} */
const stoppers = new Map();
const tell = (/** @type {Told} */ told) => postMessage(told);

/** @param {Asked} asked */
async function answer({ id, method, parameter }) {
  switch (method) {
    case 'create':
      triage = Triage.create(parameter);
      // Asked for now: when an archive comes, there may be no network any more.
      await Promise.all([triage, import('./archive.js')]);
      return undefined;
    case 'stop':
      return stoppers.get(parameter)?.abort();
    case 'addStream': {
      const stopper = new AbortController();
      stoppers.set(id, stopper);
      const onProgress = (/** @type {Told['progress']} */ progress) => tell({ id, progress });
      const reading = (await triage).addStream({ ...parameter, signal: stopper.signal, onProgress });
      return reading.finally(() => stoppers.delete(id));
    }
    case 'report':
    case 'asOf':
      return (await triage)[method](parameter);
    default:
      return (await triage)[method](parameter);
  }
}

addEventListener('message', ({ data: asked }) => {
  answer(asked).then((value) => tell({ id: asked.id, value }), (error) => tell({ id: asked.id, error }));
});
