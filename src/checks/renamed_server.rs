//! QUORATE_006: a server answers under a new name, and its old one is still counted.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{Facts, Peer},
    phrase::list,
    reading::Evidence,
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_006",
    name: "Renamed server",
    severity: Severity::Critical,
    why: "A server's name is its identity in the meta group. Started under another name it joins as one more peer, the \
          old one stays counted, and the majority grows with every rename. Worse: at its start the renamed server \
          finds its streams assigned to somebody else and deletes them from its disk, without a line in its log.",
    judge,
};

/// A peer that is gone, and the server that it seems to be now.
pub(super) struct Renamed<'a> {
    /// The peer under its old name.
    pub old: &'a Peer,
    /// What the server says now.
    pub now: &'a Facts,
    /// How we know, in words that follow "x3 is n3:".
    pub how: &'static str,
    /// The same place answers under both names; else only the names look like it.
    pub is_same_place: bool,
}

fn judge(case: &Case) -> Outcome {
    let renamed = renamed(case);
    if renamed.is_empty() {
        return Outcome::NotApplicable;
    }
    let told = renamed.iter().map(|pair| {
        let verb = if pair.is_same_place { "is" } else { "looks like" };
        format!("{} {verb} {} under another name: {}", new_name(pair), pair.old.called(), pair.how)
    });
    let told: Vec<String> = told.collect();
    let old = list(renamed.iter().map(|pair| pair.old.called()));
    let still = match case.leader() {
        Some(_) => format!(
            "Once every stream's replicas are whole on the others, remove the old names by peer id: {}.",
            list(renamed.iter().filter_map(|pair| pair.old.id.as_deref()))
        ),
        None => format!(
            "Give the server that was renamed last its old name back ({old} are the old names): nobody answers a \
             removal without a leader."
        ),
    };
    let found = Found {
        says: format!("{}; the old peer is still counted.", told.join("; ")),
        evidence: evidence(&renamed),
        remedy: vec![
            "Rename no further server: those under their old names may hold the only data.".to_owned(),
            "Copy the store directory of every server now.".to_owned(),
            still,
        ],
    };
    if renamed.iter().any(|pair| pair.is_same_place) { Outcome::Fail(found) } else { Outcome::Warn(found) }
}

pub(super) fn new_name<'a>(pair: &Renamed<'a>) -> &'a str {
    pair.now.name.as_deref().unwrap_or("a server")
}

/// The answers under the new names, and where the old ones are counted.
pub(super) fn evidence(renamed: &[Renamed]) -> Vec<Evidence> {
    let now = renamed.iter().filter_map(|pair| pair.now.answered.clone());
    now.chain(renamed.iter().filter_map(|pair| pair.old.named_by.first().cloned())).collect()
}

/// Peers that are gone, with the answering servers that they seem to be now.
pub(super) fn renamed<'a>(case: &Case<'a>) -> Vec<Renamed<'a>> {
    let answering: Vec<&Facts> = answering(case);
    let gone = case.group.peers.iter().filter(|peer| is_gone(case, peer));
    let of = |old: &'a Peer| {
        let pair = |now: &'a Facts| {
            let (how, is_same_place) = link(case, &answering, old, now)?;
            Some(Renamed { old, now, how, is_same_place })
        };
        answering.iter().copied().find_map(pair)
    };
    gone.filter_map(of).collect()
}

/// Everybody who answers and says who it is, peer or not.
fn answering<'a>(case: &Case<'a>) -> Vec<&'a Facts> {
    let peers = case.group.peers.iter().filter_map(|peer| peer.facts.as_ref());
    peers.chain(&case.group.outsiders).filter(|facts| facts.speaks.is_some() && facts.name.is_some()).collect()
}

/// It answers nothing, a reading counts it, and the leader (if there is one) does not hear it.
fn is_gone(case: &Case, peer: &Peer) -> bool {
    let is_heard = case.leader().is_some_and(|(_, view)| view.row(peer.id.as_deref()).is_some_and(|row| row.fresh));
    !peer.speaks() && !peer.named_by.is_empty() && !is_heard
}

/// What ties an answering server to a peer that is gone.
fn link(case: &Case, answering: &[&Facts], old: &Peer, now: &Facts) -> Option<(&'static str, bool)> {
    let (was, is) = (old.name.as_deref()?, now.name.as_deref()?);
    if was == is {
        return None;
    }
    if now.label.as_deref() == Some(was) {
        return Some(("it answers where the old name is asked", true));
    }
    let then = || case.before.iter().rev().flat_map(|then| &then.group.peers);
    let is_there = |facts: &Facts| facts.address.is_some() && facts.address == now.address;
    let was_there = |peer: &Peer| peer.facts.as_ref().is_some_and(is_there);
    let only_one = answering.iter().filter(|facts| is_there(facts)).count() == 1;
    if only_one && then().filter(|peer| was_there(peer)).all(|peer| peer.id == old.id) && then().any(was_there) {
        return Some(("it listens at the address that was the old one's", true));
    }
    let names: Vec<&str> = answering.iter().filter_map(|facts| facts.name.as_deref()).collect();
    (follows_pattern(was, is, &names) && is_new(case, answering, now))
        .then_some(("the names differ only before the number, and it came without the old one's streams", false))
}

/// `n3` and `x3`: one number, two prefixes, and no number for which servers of both prefixes answer (that would be two
/// families of servers, as in a super-cluster).
fn follows_pattern(was: &str, is: &str, answering: &[&str]) -> bool {
    let parts = |name: &str| -> Option<(String, String)> {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        (stem.len() < name.len()).then(|| (stem.to_owned(), name.get(stem.len()..).unwrap_or_default().to_owned()))
    };
    let (Some((old_stem, old_number)), Some((new_stem, new_number))) = (parts(was), parts(is)) else { return false };
    let has = |stem: &str, number: &str| answering.iter().any(|name| **name == format!("{stem}{number}"));
    let both = |name: &&str| parts(name).is_some_and(|(_, number)| has(&old_stem, &number) && has(&new_stem, &number));
    old_number == new_number && old_stem != new_stem && !answering.iter().any(both)
}

/// It holds nothing, though others hold streams or did, and was no peer before as far as earlier moments show; or it is
/// none now.
fn is_new(case: &Case, answering: &[&Facts], now: &Facts) -> bool {
    let streams = |facts: &Facts| facts.holds.as_ref().and_then(|holds| Some(holds.streams.as_ref()?.0));
    let then = || case.before.iter().flat_map(|then| &then.group.peers);
    let was_a_peer =
        case.before.first().is_some_and(|first| first.group.peers.iter().any(|peer| peer.id == now.peer_id));
    let held = |facts: &Facts| streams(facts).is_some_and(|n| n > 0);
    let others_hold =
        answering.iter().any(|facts| held(facts)) || then().filter_map(|peer| peer.facts.as_ref()).any(held);
    let is_outside = case.group.outsiders.iter().any(|facts| facts.name == now.name);
    !was_a_peer && (is_outside || (streams(now) == Some(0) && others_hold))
}
