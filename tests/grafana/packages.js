// Grafana's own `toDataFrame`, of the newest and the oldest version the panel is for.

import { createRequire } from 'node:module';

const newest = createRequire(new URL('../../www/grafana/package.json', import.meta.url));
const oldest = createRequire(new URL(process.env['G11'] ?? '../../www/grafana/package.json', import.meta.url));
const page = /** @type {any} */ (globalThis);

export const VERSIONS = [{ version: '13.2.2', ...newest('@grafana/data') }];

// 11.6 looks for the page around it, and what it is made of must not find one.
oldest('react-use');
page.window = {};
VERSIONS.push({ version: '11.6.7', ...oldest('@grafana/data') });
delete page.window;
