// Which readings belong together: all of one refresh, and of rows that say when they were, all of one round of asking.

import type { Input } from 'quorate';

import type { Reading } from './shape';

/** Rows further apart than this were not asked together. */
const GAP_MS = 15_000;
/** What one refresh brought; the core joins to a round what says nothing of its time. */
const REFRESH = 'refresh';

/** With names, moments, and the frame's own clock in place of the time of each. */
export function inRounds(readings: Reading[]): Input[] {
  const moments = momentsOf(readings);
  const names = new Map<string, number>();
  return readings.map((reading) => {
    const { at: _, source: __, ...input } = reading;
    const name = `${input.server ?? 'a server'} ${input.path ?? ''}`.trim();
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    const moment = moments.get(reading);
    return { ...input, source: count > 1 ? `${name} (${count})` : name, batch: REFRESH, ...(moment && { moment }) };
  });
}

/** A round ends where time passes, or where the same is asked again. */
function momentsOf(readings: Reading[]): Map<Reading, number> {
  const moments = new Map<Reading, number>();
  const dated = readings.filter(({ at }) => at !== undefined).sort((a, b) => Number(a.at) - Number(b.at));
  let round: Reading[] = [];
  const end = () => {
    for (const reading of round) moments.set(reading, Number(round.at(-1)?.at));
    round = [];
  };
  const asked = new Map<string, number>();
  for (const reading of dated) {
    const at = Number(reading.at);
    const question = `${reading.server ?? ''} ${reading.path ?? ''}`;
    const again = asked.has(question) && asked.get(question) !== at && reading.server !== undefined;
    if (round.length > 0 && (again || at - Number(round.at(-1)?.at) > GAP_MS)) {
      end();
      asked.clear();
    }
    round.push(reading);
    asked.set(question, at);
  }
  end();
  return moments;
}
