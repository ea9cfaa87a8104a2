// Made by `npm run types` from the types in Rust.

/**
 * One text (or bytes, or an object the host has parsed already) with what the host knows about it.
 */
export interface Input {
  /**
   * Readings dropped or pasted together, when the host knows no moment.
   */
  batch?: string | null;
  /**
   * How the answer failed to come: `connection refused`, `timeout`, any words.
   */
  error?: string | null;
  /**
   * Readings with an equal moment belong together: Unix seconds (or milliseconds), RFC 3339, or any name.
   */
  moment?: string | null;
  /**
   * What was asked: `/jsz?streams=true`, or a subject.
   */
  path?: string | null;
  /**
   * The server that was asked, as a label.
   */
  server?: string | null;
  /**
   * What it is called: file name, URL, "paste 1". All readings of an equal source are kept and removed together.
   */
  source?: string;
  /**
   * HTTP status of the answer.
   */
  status?: number | null;
}
