//! QUORATE_006: a server answers under a new name, and its old one is still counted.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::{Facts, Peer},
    order::Set,
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
    /// Its name now.
    pub name: &'a str,
    /// What the server says now.
    now: &'a Facts,
    /// How we know.
    how: &'static str,
    /// The same place answers under both names; else only the names look like it.
    is_same_place: bool,
}

fn judge(case: &Case) -> Outcome {
    let renamed = renamed(case);
    if renamed.is_empty() {
        return Outcome::NotApplicable;
    }
    let told = renamed.iter().map(|pair| {
        let verb = if pair.is_same_place { "is" } else { "looks like" };
        format!("{} {verb} {} under another name: {}", pair.name, pair.old.called(), pair.how)
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

/// The answers under the new names, and where the old ones are counted.
pub(super) fn evidence(renamed: &[Renamed]) -> Vec<Evidence> {
    let now = renamed.iter().filter_map(|pair| pair.now.answered.clone());
    now.chain(renamed.iter().filter_map(|pair| pair.old.named_by.clone())).collect()
}

/// Peers that are gone, with the answering servers that they seem to be now.
pub(super) fn renamed<'a>(case: &Case<'a>) -> Vec<Renamed<'a>> {
    let answering = answering(case);
    let gone = case.group.peers.iter().filter(|peer| is_gone(case, peer));
    let of = |old: &'a Peer| {
        let pair = |now: &(&'a str, &'a Facts)| {
            let (how, is_same_place) = link(case, &answering, old, *now)?;
            Some(Renamed { old, name: now.0, now: now.1, how, is_same_place })
        };
        answering.iter().find_map(pair)
    };
    gone.filter_map(of).collect()
}

/// Everybody who answers and whose name is known, peer or not.
fn answering<'a>(case: &Case<'a>) -> Vec<(&'a str, &'a Facts)> {
    let peers = case.group.peers.iter().filter_map(|peer| Some((peer.name.as_deref()?, peer.facts.as_deref()?)));
    let outside = case.group.outsiders.iter().filter_map(|facts| Some((facts.name.as_deref()?, &**facts)));
    peers.chain(outside).filter(|(_, facts)| facts.speaks.is_some()).collect()
}

/// It answers nothing, a reading counts it, and the leader (if there is one) does not hear it.
fn is_gone(case: &Case, peer: &Peer) -> bool {
    let is_heard = case.leader().is_some_and(|(_, view)| view.row(peer.id.as_deref()).is_some_and(|row| row.fresh));
    !peer.speaks() && peer.named_by.is_some() && !is_heard
}

/// What ties an answering server to a peer that is gone.
fn link(case: &Case, answering: &[(&str, &Facts)], old: &Peer, now: (&str, &Facts)) -> Option<(&'static str, bool)> {
    let was = old.name.as_deref()?;
    let (is, facts) = now;
    if was == is {
        return None;
    }
    if facts.label.as_deref() == Some(was) {
        return Some(("it answers where the old name is asked", true));
    }
    let is_there = |other: &Facts| other.address.is_some() && other.address == facts.address;
    let was_there = |peer: &&Peer| peer.facts.as_deref().is_some_and(is_there);
    let mut then = case.before.iter().flat_map(|then| &then.group.peers).filter(was_there).peekable();
    let only_one = answering.iter().filter(|(_, other)| is_there(other)).count() == 1;
    if only_one && then.peek().is_some() && then.all(|peer| peer.id == old.id) {
        return Some(("it listens at the address that was the old one's", true));
    }
    (follows_pattern(was, is, answering) && is_new(case, answering, old, now))
        .then_some(("the names differ only before the number, and it came without streams", false))
}

/// A name without the number at its end, and the number.
fn numbered(name: &str) -> Option<(&str, &str)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.len() < name.len()).then(|| name.split_at(stem.len()))
}

/// `n3` and `x3`: one number, two prefixes, and no number for which servers of both prefixes answer (that would be two
/// families of servers, as in a super-cluster).
fn follows_pattern(was: &str, is: &str, answering: &[(&str, &Facts)]) -> bool {
    let (Some((old_stem, old_number)), Some((new_stem, new_number))) = (numbered(was), numbered(is)) else {
        return false;
    };
    let numbers = |of: &str| -> Set<&str> {
        let known = answering.iter().filter_map(|(name, _)| numbered(name));
        known.filter(|(stem, _)| *stem == of).map(|(_, number)| number).collect()
    };
    old_number == new_number && old_stem != new_stem && numbers(old_stem).is_disjoint(&numbers(new_stem))
}

/// It is no peer, or it holds nothing, as all of its new name's family, though others do or did. Not when both answered
/// at an earlier moment.
fn is_new(case: &Case, answering: &[(&str, &Facts)], old: &Peer, (name, facts): (&str, &Facts)) -> bool {
    let streams = |facts: &Facts| facts.holds.as_ref().and_then(|holds| Some(holds.streams.as_ref()?.0));
    let is_outside = |name: &str| case.group.outsiders.iter().any(|facts| facts.name.as_deref() == Some(name));
    let named = |peer: &Peer| peer.name.as_deref() == Some(name);
    let both_were_there = case
        .before
        .iter()
        .map(|then| &then.group.peers)
        .any(|peers| peers.iter().any(named) && peers.iter().any(|peer| peer.id == old.id && peer.speaks()));
    let is_leaf = facts.routes_are_not_all;
    let family = |other: &str| numbered(other).map(|(stem, _)| stem) == numbered(name).map(|(stem, _)| stem);
    let came_empty = answering
        .iter()
        .filter(|(other, _)| family(other))
        .all(|(other, facts)| streams(facts) == Some(0) || is_outside(other));
    let then = case.before.iter().flat_map(|then| &then.group.peers).filter_map(|peer| peer.facts.as_deref());
    let mut all = answering.iter().map(|(_, facts)| *facts).chain(then);
    !both_were_there && !is_leaf && came_empty && (is_outside(name) || all.any(|facts| streams(facts) > Some(0)))
}
