// Whatever shape a moment comes in, the verdict is that of its raw readings, or an open one: never the contrary, and
// never wrong.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';

import { Triage } from '../../dist/quorate.js';
import * as shapes from './frames.js';
import { VERSIONS } from './packages.js';
import { readingsOf } from './sources.js';

/** @import { Input } from '../../dist/quorate.js' */
/** @import { Given } from './frames.js' */

const CORPUS = new URL('../corpus/', import.meta.url);
const DECIDED = ['held', 'lost'];

const triage = await Triage.create();
/** @param {Input[]} readings */
function verdictsOf(readings) {
  triage.clear();
  for (const reading of readings) triage.add(reading);
  return triage.report().groups.map(({ verdict, assumes, peers }) => ({ verdict, assumes, peers }));
}

const moments = readdirSync(CORPUS)
  .filter((name) => name.endsWith('.gz'))
  .flatMap((name) =>
    gunzipSync(readFileSync(new URL(name, CORPUS)))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );

for (const [name, shape] of Object.entries(shapes)) {
  const { toDataFrame, version } = VERSIONS[Object.keys(shapes).indexOf(name) % VERSIONS.length];
  test(`${name}, read by @grafana/data ${version}: no recorded moment is judged wrong`, () => {
    let decided = 0;
    for (const moment of moments) {
      const asked = moment.readings
        .filter((/** @type {Input} */ { path }) => path === '/jsz' || path === '/healthz')
        .map((/** @type {Input} */ reading) => ({ ...reading, source: `${reading.server}${reading.path}` }));
      /** @type {Given} */
      const { series, errors, targets } = shape(asked);
      const { readings, refused } = readingsOf({ series: series.map(toDataFrame), errors, targets });
      const [told, raw] = [verdictsOf(readings), verdictsOf(asked)];
      for (const { verdict, assumes, peers } of told) {
        if (!DECIDED.includes(verdict)) continue;
        const twin = raw.find((group) => group.peers.some(({ id }) => id && peers.some((peer) => peer.id === id)));
        // Rows and vectors leave out a rescue: that none is active is then said to be assumed.
        const isAssumed = verdict === 'lost' && assumes.some((words) => words.startsWith('no rescue'));
        const contrary = twin && DECIDED.includes(twin.verdict) && twin.verdict !== verdict;
        assert.ok(!contrary || isAssumed, `${moment.id}: ${verdict} as ${name}, ${twin?.verdict} as it was read`);
        decided += 1;
        for (const truth of moment.truth.meta_groups) {
          const isIts = peers.some((peer) => truth.members.includes(peer.name));
          const early = moment.seconds_since_fault !== null && moment.seconds_since_fault < 4;
          const wrong = verdict === 'held' ? !truth.meta_quorum && !early : truth.meta_quorum && !assumes.length;
          assert.ok(!isIts || !wrong, `${moment.id}: ${verdict} as ${name}`);
        }
      }
      assert.deepEqual(
        refused.filter((words) => !words.includes('failed')),
        [],
        moment.id,
      );
    }

    assert.ok(decided > 0);
  });
}
