// Keeps one panel's report up to date: what its queries returned goes to the core, and the report to the surface.

import { LoadingState, type PanelData } from '@grafana/data';
import { whatIf, type Report } from 'quorate';
import { styles } from 'quorate/styles.js';
import { Surface } from 'quorate/surface.js';

import { newTriage } from './core';
import { remember, remembered, saidBy, withRefresh, type Said, type Stretch } from './stretches';
import { readingsOf } from './frames/readings';
import type { Options } from './options';
import { Rounds } from './rounds';
import { shownParts } from './parts';

const NOTHING = 'The queries returned nothing, so nothing is known about the servers. Wanted are the answers of /jsz and ' +
  '/healthz of every server of the cluster.';

export class Keeper {
  readonly #surface: Surface;
  readonly #tell: (stretches: Stretch[]) => void;
  readonly #name: string | undefined;
  #stretches: Stretch[];
  #rounds: Rounds | undefined;
  #starting = false;
  #asked = '';
  #isClosed = false;
  #latest: { data: PanelData; options: Options } | undefined;

  /**
   * @param root where it draws
   * @param name what the panel's past is remembered by, if at all
   * @param tell called with what every refresh so far said
   */
  constructor(root: ShadowRoot, name: string | undefined, tell: (stretches: Stretch[]) => void) {
    this.#surface = new Surface(root, {
      styles: [...styles, shownParts],
      original: (source) => this.#rounds?.original(source),
      whatIf,
    });
    this.#name = name;
    this.#tell = tell;
    this.#stretches = remembered(name);
    tell(this.#stretches);
  }

  refresh(data: PanelData, options: Options) {
    if (isAwaited(data)) return this.#surface.show({ kind: 'loading' });
    this.#latest = { data, options };
    if (this.#rounds) return this.#judge();
    this.#surface.show({ kind: 'loading' });
    if (!this.#starting) void this.#start();
  }

  close() {
    this.#isClosed = true;
    this.#surface.close();
    this.#rounds?.clear();
  }

  async #start() {
    this.#starting = true;
    try {
      const triage = await newTriage();
      if (this.#isClosed) return;
      this.#rounds = new Rounds(triage);
      this.#judge();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#starting = false;
    }
  }

  #judge() {
    if (!this.#latest || !this.#rounds) return;
    const { data, options } = this.#latest;
    const now = data.request?.endTime ?? data.request?.startTime ?? Date.now();
    try {
      const { series, errors, error, request } = data;
      const failed = errors?.length ? errors : error && [error];
      const { readings, refused } = readingsOf({ series, errors: failed, targets: request?.targets }, options);
      if (readings.length === 0) {
        this.#surface.show({ kind: 'empty', word: refused.length > 0 ? 'No readings' : 'No data',
          says: refused.join(' ') || NOTHING });
        return this.#remember({}, now);
      }
      // Other queries may be about other servers.
      const asked = JSON.stringify(request?.targets ?? []);
      if (asked !== this.#asked) this.#rounds.clear();
      this.#asked = asked;
      this.#rounds.expect(options.expected);
      const report = this.#rounds.take(readings, now);
      const at = Math.min(newest(report) ?? now, now);
      this.#surface.show({ kind: 'report', report, at, fresh: options.fresh, notes: refused });
      const isStale = at + options.fresh * 1000 < now;
      this.#remember(isStale ? {} : saidBy(report), now);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Nothing that was said before is left on the wall; the next refresh begins anew. */
  #fail(error: unknown) {
    this.#rounds = undefined;
    this.#surface.show({ kind: 'trouble', error });
    this.#remember({}, Date.now());
  }

  #remember(said: Said, at: number) {
    this.#stretches = withRefresh(this.#stretches, said, at);
    remember(this.#name, this.#stretches);
    this.#tell(this.#stretches);
  }
}

/** What came so far of an answer, or what was there before it, is not judged. */
function isAwaited({ state }: PanelData): boolean {
  return ![LoadingState.Done, LoadingState.Error, LoadingState.Streaming].includes(state);
}

/** The newest time a server gave itself. */
function newest({ groups }: Report): number | undefined {
  const times = groups.map(({ as_of }) => Date.parse(as_of ?? '')).filter((time) => !Number.isNaN(time));
  return times.length > 0 ? Math.max(...times) : undefined;
}
