//! CONSUMER_003: a consumer whose replicas cannot make a majority.

use super::{Case, Check, Outcome, Severity, stream_quorum_lost::judge_those};

/// The check.
pub const CHECK: Check = Check {
    code: "CONSUMER_003",
    name: "Consumer quorum lost",
    severity: Severity::Critical,
    why: "So many replicas of a consumer are out of contact that the rest are no majority: it delivers nothing and \
          takes no acknowledgement. Its group is its own: the stream may be well.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    judge_those(case, "consumer", |kind| &kind.consumers)
}
