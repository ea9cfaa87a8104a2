//! QUORATE_005: replicas of one stream that hold different messages, and nothing says that they are catching up.
//!
//! Servers are never read in the same instant, so under load their counts always differ a little. What load cannot do:
//! no leader has less than any of its replicas had before, since a replica takes in only what the leader has committed;
//! and where nothing came for a while, all copies are equal.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    asset_groups::{AssetGroup, AssetId, AssetPeer, AssetView, Content},
    case::Kind,
    order::Set,
    phrase::counted,
    reading::Evidence,
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_005",
    name: "Replicas diverge",
    severity: Severity::Critical,
    why: "Replicas of one stream hold different messages though none is catching up. It was the only sign of both data \
          losses seen on real servers: every /healthz said 200 while an empty replica led the stream, and the one copy \
          that was still whole stood beside it, waiting to be overwritten.",
    judge,
};

/// After this long without a message, everything that was under way has arrived.
const QUIET_MS: i64 = 10_000;

/// How many a finding names.
const NAMED: usize = 5;

/// A stream whose copies differ.
struct Difference {
    /// Account and stream.
    key: (Option<String>, String),
    /// Load or catching up cannot explain it.
    is_proven: bool,
    says: String,
    evidence: Vec<Evidence>,
    /// The server with the fullest copy.
    fullest: String,
}

fn judge(case: &Case) -> Outcome {
    let (mut proven, mut open) = (Differences::default(), Differences::default());
    for id in case.assets.groups().differing(case.streams_before) {
        let difference = case.assets.groups().get(id).and_then(|stream| difference(case, id, &stream));
        if let Some(difference) = difference {
            (if difference.is_proven { &mut proven } else { &mut open }).add(difference);
        }
    }
    if proven.count > 0 {
        let says = counted(proven.count, "stream");
        return Outcome::Fail(Found {
            remedy: way_out(&proven),
            ..found(&format!("{says} with copies that differ"), &proven)
        });
    }
    if open.count > 0 {
        let again =
            "Fetch /jsz?streams=true of every server again in 10 s: what is only on its way has arrived by then.";
        let says = format!("{} with copies that differ, on its way or for good", counted(open.count, "stream"));
        return Outcome::Undecided(Found { remedy: vec![again.to_owned()], ..found(&says, &open) });
    }
    let is_compared = |kind: &Kind| {
        let copies = kind.asset.group.peers.iter().filter_map(AssetPeer::view_of_stream);
        kind.streams.count > 0 && copies.clone().any(|(view, _)| view.leads) && copies.count() > 1
    };
    if case.assets.kinds().iter().any(is_compared) { Outcome::Pass } else { Outcome::NotApplicable }
}

/// Streams whose copies differ: the first by name, and how many.
#[derive(Default)]
struct Differences {
    first: Vec<Difference>,
    count: usize,
    /// The servers with the fullest copies of any of them.
    fullest: Set<String>,
}

impl Differences {
    fn add(&mut self, difference: Difference) {
        self.count += 1;
        self.fullest.insert(difference.fullest.clone());
        let place = self.first.partition_point(|other| other.key < difference.key);
        self.first.insert(place, difference);
        self.first.truncate(NAMED);
    }
}

/// The most telling difference between a stream's leader and another copy, now or before.
fn difference(case: &Case, id: AssetId, stream: &AssetGroup) -> Option<Difference> {
    let key = || (stream.account.clone(), stream.stream.clone());
    let mut leading = stream.peers.iter().filter(|peer| peer.leading_view().is_some());
    let (leader, None) = (leading.next()?, leading.next()) else { return None };
    let (own, held) = leader.view_of_stream()?;
    let then = case.streams_before.and_then(|before| before.get(id));
    let then = then.as_ref();
    let before = fuller_before(stream, then, held).map(|(peer, view, before)| Difference {
        key: key(),
        is_proven: true,
        says: format!(
            "{}: the leader {} holds {} now, and {} held {} before.",
            stream.called(),
            leader.called(),
            told(held),
            peer.called(),
            told(before)
        ),
        evidence: [shown(own, held), shown(view, before)].concat(),
        fullest: peer.called().to_owned(),
    });
    before.or_else(|| {
        let others = stream.peers.iter().enumerate().filter(|(_, peer)| !std::ptr::eq(*peer, leader));
        let judged = others.filter_map(|(i, peer)| {
            let (view, copy) = peer.view_of_stream()?;
            let is_proven = judge_copy(case, stream, then, (leader, own, held), (i, peer, view, copy))?;
            let fullest = if copy.last_seq > held.last_seq { peer } else { leader };
            Some(Difference {
                key: key(),
                is_proven,
                says: format!(
                    "{}: the leader {} holds {}, {} holds {}.",
                    stream.called(),
                    leader.called(),
                    told(held),
                    peer.called(),
                    told(copy)
                ),
                evidence: [shown(own, held), shown(view, copy)].concat(),
                fullest: fullest.called().to_owned(),
            })
        });
        judged.max_by_key(|difference| difference.is_proven)
    })
}

/// A copy of the same group had come further then than its leader now: what was committed is gone.
fn fuller_before<'a>(
    stream: &AssetGroup,
    then: Option<&'a AssetGroup>,
    held: Content,
) -> Option<(&'a AssetPeer, &'a AssetView, Content)> {
    // A stream that was deleted and made anew begins at 1 again.
    let then = then.filter(|then| then.created.is_some() && then.created == stream.created)?;
    let copies = then.peers.iter().filter_map(|peer| peer.view_of_stream().map(|(view, copy)| (peer, view, copy)));
    copies.filter(|(.., copy)| copy.last_seq > held.last_seq).max_by_key(|(.., copy)| copy.last_seq)
}

/// None: equal, or lag. Else whether the difference is proven to stay.
fn judge_copy(
    case: &Case,
    stream: &AssetGroup,
    then: Option<&AssetGroup>,
    (leader, own, held): (&AssetPeer, &AssetView, Content),
    (i, peer, view, copy): (usize, &AssetPeer, &AssetView, Content),
) -> Option<bool> {
    if (held.messages, held.last_seq) == (copy.messages, copy.last_seq) {
        return None;
    }
    let row = own.row(i)?;
    let is_quiet = is_quiet(own, held) && is_quiet(view, copy);
    if copy.last_seq > held.last_seq {
        // A leader that was elected a moment ago may still take over what its log holds.
        // Read before the other one, the leader may have gone on since.
        let is_read_later = own.time.zip(view.time).is_some_and(|(leader, other)| leader >= other);
        let suspicious = is_quiet || (then.is_none() && row.current == Some(false) && is_read_later);
        return suspicious.then_some(is_quiet && own.is_settled);
    }
    let is_catching_up = row.current != Some(true) || row.lags || row.offline;
    if !is_quiet || is_catching_up || complains(case, stream, peer) {
        return None;
    }
    let before = |peer: &AssetPeer| {
        let known = then?.peers.iter().find(|known| known.id == peer.id)?;
        known.view_of_stream().map(|(_, copy)| copy)
    };
    Some(before(leader) == Some(held) && before(peer) == Some(copy))
}

/// Nothing came for so long that nothing can be on its way.
fn is_quiet(view: &AssetView, copy: Content) -> bool {
    let since = view.time.zip(copy.last).map(|(now, last)| now.ms_since(last));
    since.map_or(copy.last_seq == 0, |since| since >= QUIET_MS)
}

/// Its server's own /healthz says that the stream is catching up.
fn complains(case: &Case, stream: &AssetGroup, peer: &AssetPeer) -> bool {
    let named = format!("'{}'", stream.called());
    let server = case.group.peers.iter().find(|server| server.id.as_ref() == Some(&peer.id));
    let facts = server.and_then(|server| server.facts.as_deref());
    facts.is_some_and(|facts| facts.complaints.iter().any(|complaint| complaint.words.contains(&named)))
}

fn told(copy: Content) -> String {
    let messages = usize::try_from(copy.messages).unwrap_or(usize::MAX);
    format!("{}, the last with sequence {}", counted(messages, "message"), copy.last_seq)
}

fn shown(view: &AssetView, copy: Content) -> Vec<Evidence> {
    vec![view.at("state/messages", copy.messages.to_string()), view.at("state/last_seq", copy.last_seq.to_string())]
}

fn found(says: &str, differences: &Differences) -> Found {
    let told: Vec<&str> = differences.first.iter().map(|difference| difference.says.as_str()).collect();
    let rest = match differences.count - differences.first.len() {
        0 => String::new(),
        n => format!(" And {n} more."),
    };
    Found {
        says: format!("{says}. {}{rest}", told.join(" ")),
        evidence: differences.first.iter().flat_map(|difference| difference.evidence.clone()).collect(),
        remedy: Vec::new(),
    }
}

fn way_out(proven: &Differences) -> Vec<String> {
    vec![
        format!(
            "Copy the store directory of {} at once: it holds the fullest copy.",
            crate::phrase::list(&proven.fullest)
        ),
        "Until then restart, remove, rename and scale nothing, and let no leader step down: servers overwrite what \
         differs from their leader."
            .to_owned(),
        "Compare with a backup before going on: how to heal such a stream was not tried.".to_owned(),
    ]
}
