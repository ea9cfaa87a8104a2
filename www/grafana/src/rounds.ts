// One refresh after another: what each of them read, kept as long as it helps to judge the newest.

import type { Input, Report, Triage } from 'quorate';

/** Some checks compare moments, and a server that answered before and refuses now is down for certain. */
const MOST = 12;
const LONGEST_MS = 15 * 60_000;

interface Round {
  at: number;
  inputs: Input[];
}

export class Rounds {
  readonly #triage: Triage;
  #rounds: Round[] = [];

  constructor(triage: Triage) {
    this.#triage = triage;
  }

  /** Reads what a refresh brought, at `now`, and judges it. */
  take(readings: Input[], now: number): Report {
    const told = new Set(readings.flatMap(({ moment }) => moment ?? []));
    // Rows of several times are their own history, and come again with each refresh.
    if (told.size > 1) this.clear();
    const [only] = told.size === 1 ? told : [now];
    const at = Number(only);
    // The same round, asked for once more; and what a clock that was put back has made later than now.
    for (const other of this.#rounds.filter((round) => round.at >= at)) this.#forget(other);
    const inputs = readings.map((reading) => named(reading, at, told.size > 1));
    for (const input of inputs) this.#triage.add(input);
    this.#rounds = [...this.#rounds, { at, inputs }].sort((a, b) => a.at - b.at);
    const isOld = (round: Round, index: number) =>
      index < this.#rounds.length - MOST || (round.at < now - LONGEST_MS && round.inputs !== inputs);
    for (const old of this.#rounds.filter(isOld)) this.#forget(old);
    return this.#triage.report();
  }

  /** What was read as `source`. */
  original(source: string): Input | undefined {
    return this.#rounds.flatMap(({ inputs }) => inputs).find((input) => input.source === source);
  }

  /** The servers the group should have, as the dashboard says. */
  expect(servers: string[]) {
    this.#triage.expect(servers);
  }

  clear() {
    this.#triage.clear();
    this.#rounds = [];
  }

  #forget(old: Round) {
    for (const { source } of old.inputs) this.#triage.remove(source);
    this.#rounds = this.#rounds.filter((round) => round !== old);
  }
}

/** Sources of different rounds have different names; what belongs together is told, unless the rows do. */
function named(reading: Input, at: number, isHistory: boolean): Input {
  const time = new Date(at).toISOString().slice(11, 23);
  const source = `${reading.source} (${time} UTC)`;
  return isHistory ? { ...reading, source } : { ...reading, source, moment: at };
}
