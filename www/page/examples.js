// The examples: asked for while the page loads, so that it asks for nothing any more afterwards.

import { carried } from './carried.js';
import { PATIENCE_MS } from './soon.js';

/** @typedef {import('../originals.js').Input} Input */

const NAMES = ['held', 'crash', 'partition'];

/** @param {string} name @returns {Promise<Input[] | undefined>} */
async function ask(name) {
  const inside = carried.example(name);
  if (inside) return inside;
  try {
    const answer = await fetch(`examples/${name}.json`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

export class Examples {
  /** @type {Map<string, Promise<Input[] | undefined>>} */
  #all = new Map(NAMES.map((name) => [name, ask(name)]));

  /** All that came. */
  async given() {
    return (await Promise.all(this.#all.values())).filter((one) => one !== undefined);
  }

  /**
   * What did not come is asked for again.
   *
   * @param {string} name
   * @returns {Promise<import('../intake.js').Given[]>}
   */
  async of(name) {
    const given = (await this.#all.get(name)) ?? (await ask(name));
    return given ?? [{ source: `examples/${name}.json`, unopened: 'it does not come' }];
  }
}
