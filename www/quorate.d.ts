import type { Input as ReadInput } from './types/input.js';
import type { Outlook, Report, Thresholds } from './types/report.js';

export type * from './types/report.js';

/** One text (or bytes, or an object the host has parsed already) with what the host knows about it. */
export interface Input extends Omit<ReadInput, 'moment' | 'source'> {
  /** What it is called: file name, URL, "paste 1". All readings of an equal source are kept and removed together. */
  source: string;
  /** Readings with an equal moment belong together: Unix seconds (or milliseconds), RFC 3339, or any name. */
  moment?: string | number | null;
  /**
   * What came: text as pasted; a file's bytes, plain or gzip; or an object read from JSON, whose integers above 2^53
   * may be rounded already.
   */
  body?: string | Uint8Array | ArrayBuffer | object | null;
}

export interface CreateOptions {
  /** Names of the servers the group should have, as far as the operator knows. */
  expected?: string[];
  /** When the checks fire; what is left out keeps its default. */
  thresholds?: Partial<Thresholds>;
  /** `quorate_bg.wasm`, for hosts that embed it; else it is loaded from beside the module. Loaded once for all. */
  wasm?: BufferSource | WebAssembly.Module;
}

/** Collects readings and judges them. Order of arrival does not matter. */
export declare class Triage {
  private constructor();

  /** Loads the wasm, once for all. */
  static create(options?: CreateOptions): Promise<Triage>;

  /**
   * Reads one input and keeps what it says. Throws a TypeError that names the field when the call is wrong; what the
   * body says never throws: what cannot be read of it is in the report's `errors`.
   */
  add(input: Input): void;

  /** Judges what was read so far. */
  report(): Report;

  /** Forgets everything read from `source`. */
  remove(source: string): void;

  /** Forgets everything read. */
  clear(): void;
}

/**
 * What if these servers were gone? One outlook for each of the report's groups, in their order, from nothing but what
 * stands in `groups`: a report read back from JSON will do. Servers are named as the report calls its peers: by name,
 * else label, else server id, else peer id. Synchronous; needs the wasm, which `Triage.create()` loads. Throws a
 * TypeError that names the field when the call is wrong.
 */
export declare function whatIf(report: Pick<Report, 'groups'>, without: string[]): Outlook[];
