// The panel's own sources, as they stand.

import { createRequire } from 'node:module';

/** @import { Input } from '../../dist/quorate.js' */

const project = createRequire(new URL('../../www/grafana/package.json', import.meta.url));
const { tsImport } = await import(project.resolve('tsx/esm/api').replace(/cjs$/, 'mjs'));

/** @param {string} path Below the panel's src/. */
export const source = (path) =>
  tsImport(new URL(`../../www/grafana/src/${path}`, import.meta.url).href, import.meta.url);

/** @type {{ readingsOf: (given: any, wanted?: any) => { readings: Input[], refused: string[] } }} */
export const { readingsOf } = await source('frames/readings.ts');
