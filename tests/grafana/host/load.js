// Loads a plugin's module.js as Grafana's frontend does: SystemJS with shared dependencies, by script or by fetch.

import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';
import 'systemjs/dist/extras/named-register.js';

import { SHARED } from './shared.js';

const { System } = window;
const prototype = System.constructor.prototype;

const imports = {};
for (const [name, module] of Object.entries(SHARED)) {
  imports[name] = `package:${name}`;
  // A CommonJS module's exports are the default, and its names beside it.
  System.set(imports[name], { ...module, __useDefault: false });
}
System.addImportMap({ imports });

/** @type {'script' | 'fetch'} */
let strategy = 'script';
prototype.shouldFetch = () => strategy === 'fetch';

const resolved = prototype.resolve;
prototype.resolve = function resolve(id, parent) {
  return imports[id] ?? resolved.call(this, id, parent);
};

const imported = prototype.import;
prototype.import = async function importUnwrapped(...given) {
  const module = await imported.apply(this, given);
  return module?.__useDefault ? module.default : module;
};

/**
 * @param {string} address of module.js
 * @param {'script' | 'fetch'} how
 */
export async function load(address, how) {
  strategy = how;
  const { plugin } = await System.import(address);
  return plugin;
}
