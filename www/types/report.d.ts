// Made by `npm run types` from the types in Rust.

/**
 * Whether a check fires.
 */
export type OutcomeWord = 'fail' | 'warn' | 'undecided';
/**
 * How bad it is when a check fires.
 */
export type Severity = 'critical' | 'warning';
/**
 * What kind of peer it is.
 */
export type Standing = 'known' | 'expected' | 'assumed' | 'ghost' | 'corrupt' | 'outside';
/**
 * A peer's vote about "can be in contact with a majority".
 */
export type Vote = 'able' | 'unable' | 'silent' | 'unknown';
/**
 * Has the meta group its quorum?
 */
export type Verdict = 'lost' | 'leaderless' | 'undecided' | 'held';

/**
 * Everything the readings say, judged.
 */
export interface Report {
  /**
   * What could not be read.
   */
  errors: ReadErrorNote[];
  /**
   * What the checks found, worst first; passes are not listed.
   */
  findings: Finding[];
  /**
   * The meta groups of the newest moment, worst verdict first.
   */
  groups: Group[];
  /**
   * All moments, oldest first; the report is about the last one.
   */
  moments: MomentNote[];
  /**
   * What was read, in the order of sources added; evidence points into this list.
   */
  readings: ReadingNote[];
  /**
   * Always `quorate.report/1`.
   */
  schema: string;
}
/**
 * What could not be read.
 */
export interface ReadErrorNote {
  /**
   * Byte, from 0.
   */
  byte?: number;
  /**
   * Column in characters, from 1.
   */
  column?: number;
  /**
   * Line, from 1.
   */
  line?: number;
  /**
   * What to do.
   */
  remedy: string;
  /**
   * All of it in one sentence.
   */
  says: string;
  /**
   * The source it was added with.
   */
  source: string;
  /**
   * What it looks like and what is wrong with it.
   */
  what: string;
}
/**
 * What a check found.
 */
export interface Finding {
  /**
   * `META_006`: Synadia Insights' numbering.
   */
  code: string;
  /**
   * What it is about: `meta group`, `meta group hub`, with the domain.
   */
  entity: string;
  /**
   * What it rests on.
   */
  evidence: Evidence[];
  /**
   * `Meta quorum lost`.
   */
  name: string;
  /**
   * Whether it fires.
   */
  outcome: OutcomeWord;
  /**
   * What to do, in order.
   */
  remedy: string[];
  /**
   * What was found, one plain sentence.
   */
  says: string;
  /**
   * How bad it is when it fires.
   */
  severity: Severity;
  /**
   * Why it matters, one paragraph.
   */
  why: string;
}
/**
 * A value in a reading: what a verdict or a finding rests on.
 */
export interface Evidence {
  /**
   * JSON Pointer into the document; empty for the whole of it, or for words that are no JSON.
   */
  pointer: string;
  /**
   * The value as the reading prints it.
   */
  quote: string;
  /**
   * Index into the readings.
   */
  reading: number;
}
/**
 * One meta group, judged.
 */
export interface Group {
  /**
   * The newest clock among its readings, RFC 3339 UTC; absent when none carries a time.
   */
  as_of?: string;
  /**
   * What must be true for the verdict besides what was read; empty when nothing.
   */
  assumes: string[];
  /**
   * Why the verdict, most telling first.
   */
  because: Reason[];
  /**
   * The route clusters its servers say they are in.
   */
  clusters: string[];
  /**
   * JetStream domain; absent when none is set.
   */
  domain?: string;
  /**
   * How many peers can be in contact with each other.
   */
  in_contact?: Range;
  /**
   * Server name of the leader that holds or last claimed the lead.
   */
  leader?: string;
  /**
   * `in_contact` - `needed`: below 0 there is no majority.
   */
  margin?: Range;
  /**
   * How many of them make the majority; lowered only by a rescue.
   */
  needed?: number;
  /**
   * The readings that would help most, best first; empty when nothing is open.
   */
  next: Next[];
  /**
   * Everyone who is, or may be, a peer.
   */
  peers: Peer[];
  /**
   * A 2.15 rescue is active: `needed` is lowered on purpose.
   */
  rescue: boolean;
  /**
   * The verdict in one plain sentence.
   */
  says: string;
  /**
   * How many peers the group has; absent when no reading says.
   */
  size?: number;
  /**
   * How many more losses the group is known to survive; only when held.
   */
  tolerance?: number;
  /**
   * The verdict.
   */
  verdict: Verdict;
}
/**
 * One sentence, with what it rests on.
 */
export interface Reason {
  /**
   * What it rests on.
   */
  evidence: Evidence[];
  /**
   * One plain sentence.
   */
  says: string;
}
/**
 * Whole numbers from `least` to `most`; equal when it is known exactly.
 */
export interface Range {
  /**
   * The smallest value the readings allow.
   */
  least: number;
  /**
   * The largest value the readings allow.
   */
  most: number;
}
/**
 * A reading that would help.
 */
export interface Next {
  /**
   * A command that asks it.
   */
  command?: string;
  /**
   * What to ask it: `/jsz`.
   */
  path?: string;
  /**
   * What to do, one plain sentence.
   */
  says: string;
  /**
   * The server to ask; absent when it is any, or all.
   */
  server?: string;
}
/**
 * One peer, known or assumed.
 */
export interface Peer {
  /**
   * What the vote rests on.
   */
  evidence: Evidence[];
  /**
   * Who heard it within 3 s.
   */
  heard_by: string[];
  /**
   * Raft peer id: the hash of the server name.
   */
  id?: string;
  /**
   * What whoever asked called it.
   */
  label?: string;
  /**
   * Log entries behind, by the leader's word; absent when the leader prints none.
   */
  lag?: number;
  /**
   * Milliseconds since the leader last heard it; absent when no leader says.
   */
  last_heard_ms?: number;
  /**
   * Server name; absent when only its id or its label is known.
   */
  name?: string;
  /**
   * The vote in a few words: `heard by n1 0.4 s ago`, `refused the connection`.
   */
  says: string;
  /**
   * Public key of the server that answered.
   */
  server_id?: string;
  /**
   * What kind of peer it is.
   */
  standing: Standing;
  /**
   * Server version, where a reading says so.
   */
  version?: string;
  /**
   * Its vote about "can be in contact with a majority".
   */
  vote: Vote;
  /**
   * Failure zone from its tags (`az:`, else `region:`).
   */
  zone?: string;
}
/**
 * One moment: readings that belong together in time.
 */
export interface MomentNote {
  /**
   * The newest clock among its readings, RFC 3339 UTC; absent when none carries a time.
   */
  as_of?: string;
  /**
   * The verdict on each group then.
   */
  groups: MomentGroup[];
  /**
   * How many readings it holds.
   */
  readings: number;
}
/**
 * One group at one moment.
 */
export interface MomentGroup {
  /**
   * JetStream domain; absent when none is set.
   */
  domain?: string;
  /**
   * Server name of the leader then.
   */
  leader?: string;
  /**
   * Its sentence then.
   */
  says: string;
  /**
   * The verdict then.
   */
  verdict: Verdict;
}
/**
 * One reading, as listed.
 */
export interface ReadingNote {
  /**
   * Length in bytes.
   */
  bytes: number;
  /**
   * What was asked: `/jsz`, `/healthz`, ...
   */
  endpoint: string;
  /**
   * What whoever asked called the server.
   */
  label?: string;
  /**
   * Index into `moments`; absent when it could not be placed in time, and decides nothing.
   */
  moment?: number;
  /**
   * The responder's clock, RFC 3339 UTC.
   */
  now?: string;
  /**
   * First byte in the source, counted as UTF-8 text after decompression and decoding.
   */
  offset: number;
  /**
   * What was odd about it: cut off, rounded integers, not placed in time, ...
   */
  problems: string[];
  /**
   * What it says, in a few words: `leads 3 peers`, `did not answer: connection refused`.
   */
  says: string;
  /**
   * Server name, where it is known.
   */
  server?: string;
  /**
   * The source it was added with.
   */
  source: string;
  /**
   * HTTP status, where it is known.
   */
  status?: number;
}
