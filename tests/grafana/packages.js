// Grafana's own `toDataFrame`, of the newest and the oldest version the panel is for.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { GRAFANA } from './bundle.js';
import { installOldGrafana } from './install.js';

const page = /** @type {any} */ (globalThis);
/** @param {string} folder */
const from = (folder) => createRequire(pathToFileURL(`${folder}/package.json`));

installOldGrafana();
const oldest = from(GRAFANA['11.6.7']);
export const VERSIONS = [{ version: '13.2.2', ...from(GRAFANA['13.2.2'])('@grafana/data') }];

// 11.6 looks for the page around it, and what it is made of must not find one.
oldest('react-use');
page.window = {};
VERSIONS.push({ version: '11.6.7', ...oldest('@grafana/data') });
delete page.window;
