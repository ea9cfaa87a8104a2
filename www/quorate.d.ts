import type { Input as ReadInput } from './types/input.js';
import type { Answer, Group, Outlook, Report, Shows, Thresholds } from './types/report.js';

export type * from './types/report.js';

/** One text (or bytes, or an object the host has parsed already) with what the host knows about it. */
export interface Input extends Omit<ReadInput, 'moment' | 'source'> {
  /** What it is called: file name, URL, "paste 1". All readings of an equal source are kept and removed together. */
  source: string;
  /** Readings with an equal moment belong together: Unix seconds (or milliseconds), RFC 3339, or any name. */
  moment?: string | number | null;
  /**
   * What came: text as pasted; a file's bytes, plain or gzip; or an object read from JSON, which is read as
   * `JSON.stringify` writes it: its integers above 2^53 may be rounded already.
   */
  body?: string | Uint8Array | ArrayBuffer | object | null;
}

/** What comes as a stream, with what the host knows about it. */
export interface StreamInput extends Omit<Input, 'body'> {
  /**
   * Bytes, plain or gzip, or text; or an archive: ZIP, tar, .tgz, whose files are then the sources (`a.zip/n1/jsz.json`).
   * A file is best given as it is: it is read in the way that is fastest, and read on where the browser stops to answer.
   */
  stream:
    | Blob
    | ReadableStream<Uint8Array | string>
    | AsyncIterable<Uint8Array | string>
    | { body: ReadableStream<Uint8Array> | null };
  /** How many bytes are to come; known of a Blob. */
  total?: number;
  /** Ends the reading. What was read is kept. */
  signal?: AbortSignal;
  /** At most ten times a second, and once at the end. */
  onProgress?: (progress: Progress) => void;
}

export interface Progress {
  /** Read so far, as they come: of gzip, the packed ones. */
  bytes: number;
  total?: number;
  /** Bytes per second, since the beginning. */
  rate: number;
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

  /**
   * Reads one input as it comes, in bounded memory, however long it is; several may be read at once, and a report made
   * meanwhile is about what was read so far. Rejects with a TypeError when the call is wrong, and never else: when the
   * stream breaks off or the signal ends it, what was read is kept, and `problem` says why there is not more, as the
   * report's `errors` do. Gzip is unpacked; what unpacks to more than 64 MiB and 200 times its size is refused as a
   * bomb. What is removed meanwhile is read no further.
   */
  addStream(input: StreamInput): Promise<{ bytes: number; problem?: string }>;

  /** Names the servers the group should have, in place of those named before. */
  expect(servers: string[]): void;

  /**
   * Judges what was read so far. `moment`, an index into the report's `moments`, asks for the report as of then: what it
   * would have said when nothing later had been read. Readings and moments are all listed even so, so that every index
   * stays what it is. Without it the report is about the newest moment. Throws a TypeError when there is no such moment.
   */
  report(moment?: number): Report;

  /**
   * Only what the report as of that moment says of the moment; all else in it is the same whichever is asked for:
   * `{ ...triage.report(), ...triage.asOf(0) }` is `triage.report(0)`, in less time where much was read.
   */
  asOf(moment: number): Pick<Report, 'moment' | 'groups' | 'outlook' | 'findings'>;

  /** Forgets everything read from `source`, and from the files in it where it is an archive. */
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

/**
 * Does a report's group show what a step of a way out waits for? Takes what stands in `after[].shows` of the steps, of
 * this report or of an earlier one about the same group, and gives one answer for each. Synchronous; needs the wasm,
 * which `Triage.create()` loads. Throws a TypeError that names the field when the call is wrong.
 */
export declare function shown(group: Group, shows: Shows[]): Answer[];
