// Loads a plugin's module.js into Grafana's frontend sandbox: a realm of its own behind a membrane.

import createVirtualEnvironment from '@locker/near-membrane-dom';

import { SHARED } from './shared.js';

/** @param {string} address of module.js */
export async function loadInSandbox(address) {
  const text = await (await fetch(address)).text();
  return new Promise((resolve, reject) => {
    /**
     * @param {string[] | string} first dependencies, or the module's name before them
     * @param {unknown[]} rest
     */
    const define = (first, ...rest) => {
      const [dependencies, factory] = typeof first === 'string' ? rest : [first, ...rest];
      const given = dependencies.map((name) => (name === 'module' ? { uri: address } : SHARED[name]));
      try {
        resolve(factory(...given).plugin);
      } catch (error) {
        reject(error);
      }
    };
    define.amd = true;
    const environment = createVirtualEnvironment(window, {
      endowments: Object.getOwnPropertyDescriptors({ define, grafanaBootData: window.grafanaBootData }),
      // What both sides write to is one object for both, as with Grafana: elements' styles, and what React hands on.
      liveTargetCallback: (target) => target instanceof CSSStyleDeclaration || Object.hasOwn(target, 'current'),
    });
    environment.evaluate(`${text}\n//# sourceURL=${address}`);
  });
}
