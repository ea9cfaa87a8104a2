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
 * A peer's vote about "can be in contact with a majority".
 */
export type Vote = 'able' | 'unable' | 'silent' | 'unknown';
/**
 * Has the meta group its quorum?
 */
export type Verdict = 'lost' | 'leaderless' | 'undecided' | 'held';
/**
 * What tells of a contact.
 */
export type Witness = 'replicas' | 'raftz' | 'routes';
/**
 * Yes, no, or not known.
 */
export type Answer = 'yes' | 'no' | 'unknown';
/**
 * What kind of peer it is.
 */
export type Standing = 'known' | 'expected' | 'assumed' | 'ghost' | 'corrupt' | 'outside';
/**
 * One thing that is done, as a command for people and as plain values for programs.
 */
export type Action = {
  /**
   * The command that does it, to be copied; absent where only people can.
   */
  command?: string;
} & Action1;
export type Action1 =
  | {
      do: 'copy';
      /**
       * The folder; absent where no reading says.
       */
      from?: string;
      /**
       * The server whose store it is.
       */
      server: string;
      /**
       * The server for which it is copied; absent for a backup.
       */
      to?: string;
    }
  | {
      do: 'start';
      /**
       * With the disk it had; false: with an empty one.
       */
      own_disk: boolean;
      /**
       * The server.
       */
      server: string;
    }
  | {
      do: 'stop';
      /**
       * The server.
       */
      server: string;
    }
  | {
      do: 'request';
      /**
       * The payload.
       */
      payload: string;
      /**
       * The subject.
       */
      subject: string;
    }
  | {
      do: 'ask';
      /**
       * What to ask it: `/jsz`.
       */
      path: string;
      /**
       * The server.
       */
      server: string;
    }
  | {
      do: 'mend';
    };
/**
 * What a report may show of one group.
 */
export type Shows =
  | {
      /**
       * The servers; empty for all that the report lists.
       */
      servers: string[];
      /**
       * The size; absent for any, as long as it is the same on each.
       */
      size?: number;
      what: 'led';
    }
  | {
      /**
       * The servers; empty for all that the report lists.
       */
      servers: string[];
      what: 'current';
    }
  | {
      /**
       * The servers; empty for all that the report lists.
       */
      servers: string[];
      what: 'well';
    }
  | {
      /**
       * Their peer ids.
       */
      ids: string[];
      what: 'removed';
    }
  | {
      what: 'odd_size';
    }
  | {
      /**
       * Whether it is to be active.
       */
      active: boolean;
      what: 'rescue';
    };

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
   * The meta groups of that moment, worst verdict first.
   */
  groups: Group[];
  /**
   * The moment it is about, an index into `moments`: the newest, unless another was asked for; absent without any.
   */
  moment?: number;
  /**
   * All moments, oldest first; the report is about `moment`, and nothing later tells in it but here and in `readings`.
   */
  moments: MomentNote[];
  /**
   * What may be touched next: one outlook for each of `groups`, in their order.
   */
  outlook: Outlook[];
  /**
   * What was read, in the order of sources added; evidence points into this list.
   */
  readings: ReadingNote[];
  /**
   * Always `quorate.report/1`.
   */
  schema: string;
  /**
   * When the checks fire.
   */
  thresholds: Thresholds;
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
   * Its streams' and consumers' own groups; absent when no reading lists them.
   */
  assets?: Assets;
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
   * Who heard whom, as far as the peers themselves say it, in their order.
   */
  contacts?: Contacts[];
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
   * Whether it has had that leader for as long as a restart asks for (`leader_settled_s`), as far as the moments show.
   */
  leader_settled: Answer;
  /**
   * For how many seconds at least nobody has led it, as far as the moments show; absent when somebody may, and with
   * a single moment.
   */
  leaderless_for_s?: number;
  /**
   * For how many seconds at least it has had the leader it has, as far as the moments show; absent without a leader
   * and with a single moment.
   */
  led_for_s?: number;
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
   * The way out; absent when nothing is broken, or when it is not known whether anything is.
   */
  recovery?: Recovery;
  /**
   * Whether servers that were away at an earlier moment are back in the group.
   */
  rejoined: Rejoined[];
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
   * The sizes its servers print: several only while they disagree.
   */
  sizes: number[];
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
 * The streams' and consumers' groups of one meta group.
 */
export interface Assets {
  /**
   * How many consumers were listed.
   */
  consumers: number;
  /**
   * Servers that listed every stream they hold; what only others hold is not known.
   */
  listed_by: string[];
  /**
   * How many streams and consumers with more than one replica have lost their quorum.
   */
  lost: number;
  /**
   * How many streams and consumers are placed otherwise, or nobody knows where.
   */
  not_placed: number;
  /**
   * Servers that listed a part of what they hold.
   */
  partly_listed?: PartlyListed[];
  /**
   * Where streams and consumers are placed, folded by where their replicas are and what is known of these; the most
   * used 1,000.
   */
  placements: Placement[];
  /**
   * How many streams were listed.
   */
  streams: number;
  /**
   * Of how many streams and consumers with more than one replica it is not known.
   */
  undecided: number;
  /**
   * The worst, lost before undecided, at most 100; those that are held are not listed.
   */
  worst: AssetNote[];
}
/**
 * A server that listed a part of what it holds: `/jsz` gives 1,024 accounts a page, unless asked for more.
 */
export interface PartlyListed {
  /**
   * How many accounts it listed, all pages together.
   */
  accounts: number;
  /**
   * Of how many, by its own count.
   */
  accounts_of: number;
  /**
   * The `offset` at which the first missing account is; absent when all accounts were listed.
   */
  offset?: number;
  /**
   * What the server is called.
   */
  server: string;
  /**
   * How many streams it listed.
   */
  streams: number;
  /**
   * Of how many, by its own count.
   */
  streams_of: number;
}
/**
 * Streams and consumers whose replicas are on the same servers and fare the same.
 */
export interface Placement {
  /**
   * How many consumers.
   */
  consumers: number;
  /**
   * Some of their names.
   */
  examples: string[];
  /**
   * How many of them can be in contact, minus those needed: below 0 there is no majority.
   */
  margin?: Range;
  /**
   * How many of them make the majority.
   */
  needed: number;
  /**
   * The servers, as the group's peers are called.
   */
  servers: string[];
  /**
   * How many streams.
   */
  streams: number;
  /**
   * How many further losses each is known to survive; only when held.
   */
  tolerance?: number;
  /**
   * One vote for each of them.
   */
  votes: Vote[];
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
 * One stream's or consumer's group.
 */
export interface AssetNote {
  /**
   * What it rests on.
   */
  evidence: Evidence[];
  /**
   * How many of its replicas can be in contact, minus those needed: below 0 there is no majority.
   */
  margin?: Range;
  /**
   * `APP > ORDERS`, `APP > ORDERS > worker`.
   */
  name: string;
  /**
   * The verdict in one plain sentence.
   */
  says: string;
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
 * Whom one peer heard, by one kind of reading.
 */
export interface Contacts {
  /**
   * Which reading tells.
   */
  by: Witness;
  /**
   * Where all of it is written.
   */
  evidence: Evidence;
  /**
   * Whom it names.
   */
  heard: Heard[];
  /**
   * Who hears: an index into the group's `peers`.
   */
  peer: number;
  /**
   * It names everyone it hears: who is missing from `heard` is not heard.
   */
  whole: boolean;
}
/**
 * One that is heard, or was.
 */
export interface Heard {
  /**
   * Milliseconds since; absent when never in this term.
   */
  age_ms?: number;
  /**
   * In contact: heard within 3 s and not offline; of a route, used within 15 s.
   */
  fresh: boolean;
  /**
   * The reading says `offline: true`.
   */
  offline: boolean;
  /**
   * Who is heard: an index into the group's `peers`.
   */
  peer: number;
  /**
   * Where in that reading it is written; absent when only the whole tells.
   */
  pointer?: string;
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
   * The route cluster it says it is in.
   */
  cluster?: string;
  /**
   * What its own `/healthz` complains of; empty too when nobody asked for it.
   */
  complaints: string[];
  /**
   * In step with the leader's log, by the leader's word; absent when no leader says.
   */
  current?: boolean;
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
   * Whom it names as the leader, itself where it claims the lead; absent when it names nobody.
   */
  leader?: string;
  /**
   * Server name; absent when only its id or its label is known.
   */
  name?: string;
  /**
   * How it did not answer, `connection refused`; absent when it did or nobody asked, and when it never does though the
   * leader keeps hearing it.
   */
  no_answer?: string;
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
   * Whether its own `/healthz` answers 200; absent when nobody asked for it.
   */
  well?: boolean;
  /**
   * Failure zone from its tags (`az:`, else `region:`).
   */
  zone?: string;
}
/**
 * The way out of one situation.
 */
export interface Recovery {
  /**
   * What is lost on the way, as far as the readings tell.
   */
  loses: string[];
  /**
   * What never to do now, though it is often advised.
   */
  never: Never[];
  /**
   * What the situation is, one plain sentence.
   */
  says: string;
  /**
   * What to do, in order. A step with `only_if` is for that case only.
   */
  steps: Step[];
}
/**
 * What never to do, and why not.
 */
export interface Never {
  /**
   * What not to do.
   */
  says: string;
  /**
   * What it did where it was tried.
   */
  why: string;
}
/**
 * One step.
 */
export interface Step {
  /**
   * What exactly is done, in order.
   */
  actions: Action[];
  /**
   * What the next readings must show before going on.
   */
  after: After[];
  /**
   * What to check before it.
   */
  before: string[];
  /**
   * What it costs; absent when nothing.
   */
  costs?: string;
  /**
   * When this step is needed; absent when always.
   */
  only_if?: string;
  /**
   * What to do, one plain sentence.
   */
  says: string;
  /**
   * On which versions it was run: `run on 2.12.8 and 2.15.1`; or that it was not.
   */
  verified: string;
  /**
   * Why, one or two plain sentences.
   */
  why: string;
}
/**
 * What the next readings must show before going on.
 */
export interface After {
  /**
   * In one plain sentence.
   */
  says: string;
  /**
   * What a later report must show for it; absent where only people can tell.
   */
  shows?: Shows;
}
/**
 * Is a server that was away at an earlier moment back in the group?
 */
export interface Rejoined {
  /**
   * The answer.
   */
  rejoined: Answer;
  /**
   * Why, one plain sentence.
   */
  says: string;
  /**
   * The server.
   */
  server: string;
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
   * What must have been true for the verdict besides what was read; absent when nothing.
   */
  assumes?: string[];
  /**
   * What is different from the moment before, one plain sentence each: verdict, leader, peers that came and went.
   */
  changes: string[];
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
  /**
   * How its peers voted then; absent when it had none.
   */
  votes?: Votes;
}
/**
 * What peers are called, by their vote at one moment.
 */
export interface Votes {
  /**
   * Those in contact with a majority.
   */
  able: string[];
  /**
   * Those that did not answer.
   */
  silent: string[];
  /**
   * Those that cannot be.
   */
  unable: string[];
  /**
   * Those of whom nothing settles it.
   */
  unknown: string[];
}
/**
 * What may be touched next, with nobody or somebody taken out in thought.
 */
export interface Outlook {
  /**
   * Servers whose loss alone the group is not known to survive; empty unless held.
   */
  critical_servers: string[];
  /**
   * Streams and consumers with more than one replica that lose their quorum by it, as far as they were listed.
   */
  losses: Losses;
  /**
   * How many peers could be in contact then, minus those needed.
   */
  margin?: Range;
  /**
   * May it be restarted now? One answer a server.
   */
  restart: Restart[];
  /**
   * All of it in one plain sentence.
   */
  says: string;
  /**
   * How many more losses the group would survive then; only when held.
   */
  tolerance?: number;
  /**
   * The verdict with them gone.
   */
  verdict: Verdict;
  /**
   * Servers taken out in thought; empty for what was read.
   */
  without: string[];
  /**
   * The failure zones that tags tell of.
   */
  zones: Zone[];
}
/**
 * Streams and consumers that lose their quorum.
 */
export interface Losses {
  /**
   * How many consumers.
   */
  consumers: number;
  /**
   * Some of their names.
   */
  examples: string[];
  /**
   * How many streams.
   */
  streams: number;
}
/**
 * May this server be restarted now?
 */
export interface Restart {
  /**
   * Why, one plain sentence each, the most telling first.
   */
  because: string[];
  /**
   * Streams and consumers that would lose their quorum meanwhile.
   */
  losses: Losses;
  /**
   * The answer.
   */
  safe: Answer;
  /**
   * The server, as the group's peer is called.
   */
  server: string;
}
/**
 * One failure zone.
 */
export interface Zone {
  /**
   * Whether its loss alone would lose the quorum; unknown unless held.
   */
  critical: Answer;
  /**
   * Its name, from the servers' tags.
   */
  name: string;
  /**
   * The peers in it.
   */
  servers: string[];
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
/**
 * When the checks fire. The defaults are those of Synadia Insights' public catalogue.
 */
export interface Thresholds {
  /**
   * META_003 fires above so many changes of leader ...
   */
  leader_changes: number;
  /**
   * ... within so many seconds.
   */
  leader_changes_within_s: number;
  /**
   * A server may be restarted when the group has had one leader for so many seconds, as far as moments show.
   */
  leader_settled_s: number;
  /**
   * META_008 fires above so many API requests in the queue.
   */
  pending_requests: number;
  /**
   * ... and fails when it took so many.
   */
  snapshot_critical_s: number;
  /**
   * META_004 warns when the last meta snapshot took so many seconds ...
   */
  snapshot_warning_s: number;
  /**
   * META_005 fires above so many replicas of streams and consumers.
   */
  state_replicas: number;
}
