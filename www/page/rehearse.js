/**
 * Engines make machine code of what is called, when it is first called: that was more than half of the wait for the
 * first verdict. So while nobody has given anything yet, an example is judged and drawn, a peer of it taken out, and
 * nothing of it is kept.
 *
 * @typedef {import('../originals.js').Input} Input
 */

import { shown, whatIf } from '../core.js';
import { errorsList, readingsList, renderReport } from '../render/report.js';
import { WaysOut } from '../render/way-out.js';
import { idle } from '../render/idle.js';
import { save } from './save.js';

/**
 * @param {Input[][]} examples
 * @param {import('../core.js').Triage} triage Empty, and so again afterwards.
 * @param {() => boolean} isOver Somebody has given something.
 */
export async function rehearse(examples, triage, isOver) {
  for (const inputs of examples) {
    await idle();
    if (isOver()) return;
    for (const input of inputs) triage.add(input);
    const report = triage.report();
    triage.clear();
    const host = {
      wayOut: new WaysOut(shown),
      whatIf: (/** @type {string[]} */ without) => whatIf(report, without),
      save,
    };
    const seat = renderReport(report, host).querySelector('.seat[aria-pressed]');
    // Out, and back again.
    for (let press = 0; press < 2; press += 1) seat?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    readingsList(report, host);
    errorsList(report, host);
  }
}
