// The packages of the oldest Grafana the panel is for; those of the newest come with the panel's own project.

import { cpSync, mkdirSync } from 'node:fs';

import { unlessCurrent } from '../../www/build/current.js';
import { run } from '../../www/build/run.js';

const LISTED = 'tests/grafana/host/11';
const INSTALLED = 'target/grafana/11';

export function installOldGrafana() {
  unlessCurrent(`${INSTALLED}/node_modules`, [`${LISTED}/package-lock.json`], () => {
    mkdirSync(INSTALLED, { recursive: true });
    for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
      cpSync(`${LISTED}/${name}`, `${INSTALLED}/${name}`);
    }
    run('npm', ['--prefix', INSTALLED, 'ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error']);
  });
}
