// The panel's own sources, and what Grafana's packages make of what a data source returns.

import { createRequire } from 'node:module';

const project = createRequire(new URL('../../www/grafana/package.json', import.meta.url));
const { tsImport } = await import(project.resolve('tsx/esm/api').replace(/cjs$/, 'mjs'));

/** @param {string} path Below the panel's src/. */
export const source = (path) =>
  tsImport(new URL(`../../www/grafana/src/${path}`, import.meta.url).href, import.meta.url);
