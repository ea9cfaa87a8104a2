/**
 * Who answers at an address, as the answers say it: whoever is silent later has its name already. The core itself does
 * not take an address for a server, because behind a forwarded port there may be any.
 */

export class Names {
  /** Nothing, once two servers have answered there. @type {Map<string, string | undefined>} */
  #names = new Map();

  /**
   * @param {string} base
   * @param {string | undefined} varz The body of its `/varz`.
   */
  learn(base, varz) {
    const name = nameIn(varz);
    if (name === undefined) return;
    const isNew = !this.#names.has(base);
    if (isNew) this.#names.set(base, name);
    else if (this.#names.get(base) !== name) this.#names.set(base, undefined);
  }

  /** @param {import('../collect/servers.js').Server} server */
  of({ base, name }) {
    return this.#names.get(base) ?? name;
  }
}

/** @param {string | undefined} varz */
function nameIn(varz) {
  try {
    const { server_name: name } = JSON.parse(varz ?? '{}');
    return typeof name === 'string' && name ? name : undefined;
  } catch {
    return undefined;
  }
}
