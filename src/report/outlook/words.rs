//! The outlook in plain sentences.

use super::{Losses, Peer, Thought, Verdict, Vote};
use crate::{
    order::Set,
    phrase::{counted, list, survives},
};

/// All of an outlook in one text: the meta group, then its streams, then what is assumed.
pub(super) fn says(thought: &Thought, without: &[String]) -> String {
    let group = thought.group;
    let gone: Vec<&Peer> = thought.peers().filter(|peer| thought.is_gone(peer)).collect();
    let mut sentences: Vec<String> = Vec::new();
    if gone.is_empty() {
        sentences.push(group.says.clone());
    } else {
        sentences.push(of_group(thought, &gone));
        sentences.extend(of_streams(thought, &gone));
    }
    let strange: Set<&String> = without.iter().filter(|name| gone.iter().all(|peer| peer.called() != **name)).collect();
    if !strange.is_empty() {
        sentences.push(format!("Not among the peers of this group, so without effect: {}.", list(&*strange)));
    }
    sentences.join(" ")
}

fn of_group(thought: &Thought, gone: &[&Peer]) -> String {
    let group = thought.group;
    let names = list(gone.iter().map(|peer| peer.called()));
    let (Some(size), Some(needed), Some(in_contact)) = (group.size, group.needed, thought.in_contact()) else {
        return format!("Without {names}: it is not known how many peers this group has.");
    };
    let (least, most) = (in_contact.start(), in_contact.end());
    match thought.verdict() {
        Verdict::Held => {
            let in_doubt = thought.peers().any(|peer| thought.is_in_doubt(peer));
            let at_least = if in_doubt { "at least " } else { "" };
            let survives = survives(thought.tolerance(), in_doubt);
            let stays = format!("{at_least}{least} of {size} stay in contact, {needed} needed: {survives}.");
            match thought.leader().filter(|leader| thought.is_gone(leader)) {
                Some(leader) => format!(
                    "Without {names}, {stays} They elect a new leader within some seconds, provided that they hear each other as {} hears them.",
                    leader.called()
                ),
                None => format!("Without {names}, {stays}"),
            }
        }
        Verdict::Lost if group.verdict == Verdict::Lost => {
            format!(
                "The quorum is lost as it is: without {names}, at most {most} of {size} can be in contact, {needed} needed."
            )
        }
        Verdict::Lost => {
            format!("Without {names} the quorum is lost: at most {most} of {size} can be in contact, {needed} needed.")
        }
        Verdict::Leaderless | Verdict::Undecided => {
            let silent: Vec<&str> = thought
                .peers()
                .filter(|peer| peer.vote == Vote::Silent && !thought.is_gone(peer))
                .map(Peer::called)
                .collect();
            let silent = if silent.is_empty() { String::new() } else { format!(" Silent: {}.", list(silent)) };
            format!(
                "Without {names}, between {least} and {most} of {size} can be in contact, {needed} needed: the readings leave it open.{silent}"
            )
        }
    }
}

fn of_streams(thought: &Thought, gone: &[&Peer]) -> Vec<String> {
    let mut sentences = Vec::new();
    let losses = thought.losses();
    if losses.streams + losses.consumers > 0 {
        sentences.push(format!("{} lose their majority: {}.", things(&losses), examples(&losses)));
    }
    let alone = gone.iter().map(|peer| thought.only_on(peer.called())).fold(0, u32::saturating_add);
    if alone > 0 {
        sentences.push(format!("{} with a single replica stop with it.", streams(alone)));
    }
    let unlisted: Vec<&str> =
        gone.iter().map(|peer| peer.called()).filter(|server| !thought.is_listed(server)).collect();
    if !unlisted.is_empty() {
        sentences.push(format!("Which streams {} held is not known.", list(unlisted)));
    }
    sentences
}

/// `2 streams and 1 consumer`.
pub(super) fn things(losses: &Losses) -> String {
    let some = [(losses.streams, "stream"), (losses.consumers, "consumer")].into_iter().filter(|(n, _)| *n > 0);
    list(some.map(|(n, thing)| counted(n as usize, thing)))
}

pub(super) fn streams(n: u32) -> String {
    counted(n as usize, "stream")
}

/// `APP > ORDERS and 3 more`.
pub(super) fn examples(losses: &Losses) -> String {
    let more = (losses.streams.saturating_add(losses.consumers) as usize).saturating_sub(losses.examples.len());
    let more = (more > 0).then(|| format!("{more} more"));
    list(losses.examples.iter().cloned().chain(more))
}
