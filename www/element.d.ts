import type { Input } from './quorate.js';
import type { Group, Report, Thresholds, Verdict } from './types/report.js';

export type { Input, Report };

/** `<quorate-report>`: has this JetStream meta group its quorum? Registered by `quorate/define`. */
export declare class QuorateReport extends HTMLElement {
  /** For who bundles `quorate_bg.wasm`: gives its bytes when they are first needed. */
  static wasm?: () => BufferSource;

  /** What servers said, as `Triage.add` takes it. Set anew it takes the place of what was set before. */
  get readings(): Input[];
  set readings(readings: Iterable<Input>);

  /** The last report. One that is set is shown as it is, until readings are set, or null. */
  report: Report | null;

  /** Addresses to ask, separated by blanks. */
  src: string;
  /** Seconds from one round of questions to the next: 10. With 0 there is one round. */
  every: number;
  /** Seconds after which a question counts as not answered: 5. */
  timeout: number;
  /** Seconds after which what is shown is stale: 60 with `src`, else never. */
  fresh: number;
  /** Names of the servers the group should have. */
  expected: string[];
  /** When the checks fire; what is left out keeps its default. */
  thresholds: Partial<Thresholds>;
  theme: 'auto' | 'light' | 'dark';
  /** As tall as the whole report, instead of a box that scrolls. */
  flow: boolean;

  addEventListener<Type extends keyof QuorateEventMap>(
    type: Type,
    listener: (this: QuorateReport, event: QuorateEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export interface QuorateEventMap extends HTMLElementEventMap {
  /** A group's verdict is another than before, or its first. */
  'quorate-verdict': CustomEvent<{ oldVerdict: Verdict | null; verdict: Verdict; group: Group; report: Report }>;
  'quorate-report': CustomEvent<{ report: Report }>;
  /** Quorate itself is in trouble, or was called wrongly. */
  'quorate-error': CustomEvent<{ error: unknown }>;
}
