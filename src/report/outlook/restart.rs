//! May this server be restarted now?
//!
//! Yes only when the readings show all of it: a settled leader holds the group, hears everybody and finds everybody
//! current, nobody complains, and neither the group nor any stream loses its majority meanwhile.

use super::{Answer, Peer, Restart, Standing, Thought, Verdict, Vote, words};
use crate::{
    order::sort,
    phrase::{counted, list, whole},
    quorum,
};

/// One answer for each peer that is a server.
pub(super) fn restarts(thought: &Thought) -> Vec<Restart> {
    let is_server = |peer: &&Peer| !matches!(peer.standing, Standing::Ghost | Standing::Corrupt);
    thought.peers().filter(is_server).filter(|peer| !thought.is_gone(peer)).map(|peer| restart(thought, peer)).collect()
}

fn restart(thought: &Thought, peer: &Peer) -> Restart {
    let server = peer.called();
    let meanwhile = thought.and(thought.peers().filter(|other| other.called() == server));
    let reasons = match thought.verdict() {
        Verdict::Held => if_held(thought, &meanwhile, peer),
        Verdict::Lost => vec![no("The group has lost its quorum: bring that back first.".to_owned())],
        Verdict::Leaderless => vec![no("The group has no leader: wait until one leads.".to_owned())],
        Verdict::Undecided => vec![unknown("It is not known whether the group has its quorum.".to_owned())],
    };
    let mut reasons: Vec<Reason> = absence(thought, peer).into_iter().chain(reasons).collect();
    let place = |(answer, _): &Reason| match answer {
        Answer::No => 0,
        Answer::Unknown => 1,
        Answer::Yes => 2,
    };
    sort(&mut reasons, &|a, b| place(a).cmp(&place(b)));
    Restart {
        server: server.to_owned(),
        safe: reasons.first().map_or(Answer::Unknown, |(answer, _)| *answer),
        because: reasons.into_iter().map(|(_, says)| says).collect(),
        losses: meanwhile.losses_after(thought),
    }
}

/// What speaks for an answer.
type Reason = (Answer, String);

fn no(says: String) -> Reason {
    (Answer::No, says)
}

fn unknown(says: String) -> Reason {
    (Answer::Unknown, says)
}

/// Whoever is away is not restarted but started, if it is down; from here that cannot be seen.
fn absence(thought: &Thought, peer: &Peer) -> Option<Reason> {
    let is_in_doubt = thought.is_in_doubt(peer);
    let away = match peer.vote {
        Vote::Able => false,
        Vote::Unknown => thought.verdict() == Verdict::Held,
        Vote::Unable | Vote::Silent => true,
    };
    let server = peer.called();
    let says = || match peer.vote {
        _ if is_in_doubt => still_there(peer),
        Vote::Unknown => {
            format!("{server} is not in contact ({}): restarted or not, it must come back first.", peer.says)
        }
        _ => format!("{server} is not in contact ({}): if it is down, it is the one to start.", peer.says),
    };
    let answer = if peer.vote == Vote::Unable { Answer::No } else { Answer::Unknown };
    away.then(|| (answer, says()))
}

/// What to do about a peer in doubt.
fn still_there(peer: &Peer) -> String {
    let server = peer.called();
    format!("It is not known whether {server} is still in contact ({}): fetch its /jsz again in 5 s.", peer.says)
}

fn if_held(thought: &Thought, meanwhile: &Thought, peer: &Peer) -> Vec<Reason> {
    if peer.vote != Vote::Able {
        return Vec::new();
    }
    let mut reasons = of_group(thought, meanwhile, peer);
    if reasons.is_empty() {
        reasons.extend(allowed(thought, meanwhile, peer));
        reasons.extend(not_listed(thought, peer));
    }
    reasons.extend(of_streams(thought, meanwhile, peer));
    reasons
}

/// What speaks against it in the meta group.
fn of_group(thought: &Thought, meanwhile: &Thought, peer: &Peer) -> Vec<Reason> {
    let group = thought.group;
    let (size, needed) = (group.size.unwrap_or_default(), group.needed.unwrap_or_default());
    let server = peer.called();
    if group.rescue {
        return vec![no("A rescue is active: finish that first.".to_owned())];
    }
    if size <= needed {
        let says = if size == 1 {
            format!("{server} is the only peer: while it restarts the JetStream API stops. No later moment is safer.")
        } else {
            format!("A group of {size} has no majority while one of them restarts. No later moment is safer.")
        };
        return vec![no(says)];
    }
    let mut reasons: Vec<Reason> = thought.peers().filter_map(|other| unsettled(thought, other)).collect();
    let left = meanwhile.in_contact().map_or(0, |in_contact| *in_contact.start());
    match meanwhile.verdict() {
        Verdict::Held => {}
        Verdict::Lost => reasons.push(no(format!(
            "Without {server} the majority is lost: {left} of {size} left in contact, {needed} needed."
        ))),
        Verdict::Leaderless | Verdict::Undecided => {
            let says = format!(
                "Without {server} the majority is not certain: {left} of {size} left in contact, {needed} needed."
            );
            let some_in_doubt = thought.peers().any(|other| thought.is_in_doubt(other));
            reasons.push(if some_in_doubt { unknown(says) } else { no(says) });
        }
    }
    if group.sizes.len() > 1 {
        let sizes = list(group.sizes.iter());
        reasons.push(no(format!("The servers disagree on the size of the group ({sizes}): wait until they agree.")));
    }
    if group.leader_settled == Answer::No {
        let leader = group.leader.as_deref().unwrap_or("The leader");
        reasons.push(no(format!("{leader} has only just become the leader: wait, and ask again.")));
    }
    let nameless = (size as usize).saturating_sub(thought.peers().count());
    if nameless > 0 {
        let peers = counted(nameless, "peer");
        reasons.push(unknown(format!("{peers} of this group no reading names: nothing is known of how they are.")));
    }
    reasons
}

/// Why a restart has to wait for this peer.
fn unsettled(thought: &Thought, peer: &Peer) -> Option<Reason> {
    let server = peer.called();
    let leads = thought.group.leader.as_deref() == Some(server);
    let behind = whole(peer.lag.unwrap_or_default());
    if thought.is_gone(peer) {
        Some(no(format!("{server} would be away: bring it back first.")))
    } else if matches!(peer.standing, Standing::Ghost | Standing::Corrupt) {
        Some(no(format!("{server} is no server any more and still counts as a peer: have it removed first.")))
    } else if peer.standing == Standing::Expected && peer.vote != Vote::Able {
        Some(unknown(format!("{server} is expected, but no reading names it as a peer.")))
    } else if peer.vote != Vote::Able && !thought.is_in_doubt(peer) {
        Some(no(format!("{server} is not in contact ({}): bring it back first.", peer.says)))
    } else if let Some(complaint) = peer.complaints.first() {
        Some(no(format!("{server} itself complains ({complaint}): wait until its /healthz is 200.")))
    } else if leads {
        None
    } else if peer.current == Some(false) {
        Some(no(format!("{server} is not current: wait until it is.")))
    } else if behind > 0 {
        Some(no(format!("{server} is {behind} log entries behind: wait until it has caught up.")))
    } else if thought.is_in_doubt(peer) {
        Some(unknown(still_there(peer)))
    } else if peer.current.is_none() {
        Some(unknown(format!("It is not known whether {server} is current: the leader does not print it.")))
    } else {
        None
    }
}

/// The meta group allows it; what to do before, and what the readings do not show.
fn allowed(thought: &Thought, meanwhile: &Thought, peer: &Peer) -> Vec<Reason> {
    let group = thought.group;
    let (size, needed) = (group.size.unwrap_or_default(), group.needed.unwrap_or_default());
    let left = meanwhile.in_contact().map_or(0, |in_contact| *in_contact.start());
    let server = peer.called();
    let mut says = vec![format!(
        "The meta group allows it: all {size} peers are in contact and current, and {left} stay while {server} restarts, {needed} needed."
    )];
    if group.leader.as_deref() == Some(server) {
        says.push("It leads: move the lead first with `nats server cluster step-down`, and ask again.".to_owned());
    }
    if group.leader_settled == Answer::Unknown {
        says.push(
            "For how long it has had its leader the readings do not show: fetch the same again a little later."
                .to_owned(),
        );
    }
    says.into_iter().map(|says| (Answer::Yes, says)).collect()
}

/// What becomes of the streams and consumers on this server meanwhile.
fn of_streams(thought: &Thought, meanwhile: &Thought, peer: &Peer) -> Vec<Reason> {
    let server = peer.called();
    let mut reasons = Vec::new();
    let losses = meanwhile.losses_after(thought);
    if losses.streams > 0 || losses.consumers > 0 {
        let (things, names) = (words::things(&losses), words::examples(&losses));
        reasons.push(no(format!("Without {server}, {things} would lose the majority of their replicas: {names}.")));
    }
    let is_open = |placement: &&crate::report::Placement| {
        placement.servers.iter().any(|other| other == server)
            && matches!(meanwhile.standing(placement), quorum::Standing::Open | quorum::Standing::FailsIfSilentCannot)
    };
    let open: Vec<&str> =
        thought.placements().filter(is_open).flat_map(|placement| &placement.examples).map(String::as_str).collect();
    if thought.placements().any(|placement| is_open(&placement)) {
        let some = list(open.iter().take(5));
        reasons.push(unknown(format!(
            "Whether a majority of their replicas stays without {server} is not known: {some}."
        )));
    }
    let not_placed = thought.not_placed();
    if not_placed > 0 {
        reasons.push(unknown(format!(
            "Of {not_placed} of the streams and consumers this report does not tell where their replicas are."
        )));
    }
    let alone = thought.only_on(server);
    if alone > 0 {
        let streams = words::streams(alone);
        reasons.push((Answer::Yes, format!("Meanwhile {streams} with a single replica, on {server}, cannot be used.")));
    }
    reasons
}

/// Without its own whole list of streams nobody knows what else stands on a server.
fn not_listed(thought: &Thought, peer: &Peer) -> Option<Reason> {
    let server = peer.called();
    let says = || {
        format!(
            "Which streams would lose their majority is not known: fetch /jsz?streams=true&consumers=true of {server}."
        )
    };
    (!thought.is_listed(server)).then(|| unknown(says()))
}
