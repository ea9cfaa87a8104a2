//! What the moments before tell: is the leader settled, and is whoever was away back?

use super::{Answer, Rejoined, Verdict};
use crate::{
    case::{Case, Then},
    meta_group::{Facts, MetaGroup, Peer, Row},
    quorum::Vote,
    reading::Time,
    verdict::{Ballot, Judgement},
};

/// Whether it has had its leader for as long as a restart asks for. With nothing before it nobody knows.
pub(in crate::report) fn leader_settled(case: &Case) -> Answer {
    let Some((leader, now)) = case.leader().map(|(leader, _)| leader.called()).zip(case.group.as_of) else {
        return Answer::Unknown;
    };
    let asked_ms = i64::from(case.thresholds.leader_settled_s) * 1000;
    for then in case.before.iter().rev() {
        let Some(ago) = then.as_of.map(|as_of| now.ms_since(as_of)) else { return Answer::Unknown };
        let led = then.judgement.leader.filter(|_| then.judgement.verdict == Verdict::Held);
        match (then.judgement.verdict, led.map(|led| then.group.peers[led].called())) {
            (Verdict::Held, Some(same)) if same == leader => {}
            (Verdict::Undecided, _) => return Answer::Unknown,
            _ if ago <= asked_ms => return Answer::No,
            _ => return Answer::Unknown,
        }
        if ago >= asked_ms {
            return Answer::Yes;
        }
    }
    Answer::Unknown
}

/// How a peer did not answer. Whoever is able all the same is only not to be asked from here.
pub(in crate::report) fn no_answer(peer: &Peer, ballot: &Ballot) -> Option<String> {
    let (_, note) = peer.silence().filter(|_| ballot.vote != Vote::Able)?;
    Some(note.quote.clone())
}

/// Who was away at an earlier moment, or has restarted since, and is it back?
pub(in crate::report) fn rejoined(case: &Case) -> Vec<Rejoined> {
    let peers = case.group.peers.iter().filter(|peer| was_away(peer.id.as_deref(), peer.facts.as_deref(), case));
    let peers = peers.map(|peer| answer(peer, case));
    let outsiders = case.group.outsiders.iter().filter(|facts| {
        let was_peer = |then: &Then| then.group.peers.iter().any(|peer| peer.id.is_some() && peer.id == facts.peer_id);
        case.before.iter().any(was_peer)
    });
    let outsiders = outsiders.filter_map(|facts| {
        let server = facts.name.clone().or_else(|| facts.label.clone())?;
        let says = format!("{server} answers, but the group does not count it as a peer any more.");
        Some(Rejoined { server, rejoined: Answer::No, says })
    });
    peers.chain(outsiders).collect()
}

/// At a moment before it did not answer, was out or was unheard; or its process began since the first of them.
fn was_away(id: Option<&str>, facts: Option<&Facts>, case: &Case) -> bool {
    let is_it = |peer: &Peer| id.is_some() && peer.id.as_deref() == id;
    let away_then = |then: &Then| {
        let place = then.group.peers.iter().position(is_it);
        let vote = place.map(|place| then.judgement.ballots[place].vote);
        match row_of(id, then.group, then.judgement) {
            Some(row) => vote == Some(Vote::Unable) || !row.fresh,
            None => matches!(vote, Some(Vote::Unable | Vote::Silent)),
        }
    };
    let started = facts.and_then(|facts| facts.start);
    let first: Option<Time> = case.before.iter().find_map(|then| then.as_of);
    case.before.iter().any(away_then) || started.zip(first).is_some_and(|(started, first)| started > first)
}

/// What the leader that holds the group says of a peer.
fn row_of<'a>(id: Option<&str>, group: &'a MetaGroup, judgement: &Judgement) -> Option<&'a Row> {
    let leader = judgement.leader.filter(|_| judgement.verdict == Verdict::Held)?;
    group.peers[leader].leading_view()?.row(id)
}

fn answer(peer: &Peer, case: &Case) -> Rejoined {
    let server = peer.called();
    let (rejoined, says) = match case.leader() {
        Some((leader, _)) => by_leader(peer, leader, case),
        None if case.judgement.verdict == Verdict::Undecided => {
            (Answer::Unknown, format!("It is not known whether the group that {server} belongs to has its quorum."))
        }
        None => (Answer::No, format!("{server} was away, and the group has no leader now.")),
    };
    Rejoined { server: server.to_owned(), rejoined, says }
}

fn by_leader(peer: &Peer, leader: &Peer, case: &Case) -> (Answer, String) {
    let (server, leader_name) = (peer.called(), leader.called());
    let is_leader = peer.id.is_some() && peer.id == leader.id;
    let row = row_of(peer.id.as_deref(), case.group, case.judgement);
    let (complaint, well) = match &peer.facts {
        Some(facts) => (facts.complaints.first(), facts.well.is_some()),
        None => (None, false),
    };
    let hears = row.is_some_and(|row| row.fresh);
    let behind = row.and_then(|row| row.lag).unwrap_or(0);
    let is_current = row.and_then(|row| row.current);
    let in_doubt = case.judgement.in_doubt.iter().find(|&&at| std::ptr::eq(&raw const case.group.peers[at], peer));
    if !is_leader && row.is_none() {
        (Answer::Unknown, format!("{leader_name} does not list {server}: fetch /jsz of {leader_name} again in 5 s."))
    } else if !is_leader && !hears {
        (Answer::No, format!("{leader_name} does not hear {server}."))
    } else if !is_leader && is_current == Some(false) {
        (Answer::No, format!("{leader_name} hears {server}, but it is not current yet: wait."))
    } else if !is_leader && behind > 0 {
        (Answer::No, format!("{leader_name} hears {server}, but it is {behind} log entries behind: wait."))
    } else if let Some(&at) = in_doubt {
        let says = &case.judgement.ballots[at].says;
        (Answer::Unknown, format!("It is not known whether {server} is still in contact ({says}): ask again in 5 s."))
    } else if let Some(complaint) = complaint {
        let words = &complaint.words;
        (Answer::No, format!("{server} is in contact, but its /healthz complains ({words}): wait until it is 200."))
    } else if !is_leader && is_current.is_none() {
        (Answer::Unknown, format!("{leader_name} hears {server}, but does not print whether it is current."))
    } else if !well {
        (
            Answer::Unknown,
            format!("{server} is in contact and current; fetch its /healthz to see that it has recovered."),
        )
    } else if is_leader {
        (Answer::Yes, format!("{server} is back: it leads, and its /healthz is 200."))
    } else {
        (
            Answer::Yes,
            format!("{server} is back: {leader_name} hears it and finds it current, and its /healthz is 200."),
        )
    }
}
