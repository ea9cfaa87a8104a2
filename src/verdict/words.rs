//! The verdict in plain words: why, and which reading would help most.

use crate::{
    meta_group::{Facts, MetaGroup, Peer, Row, View},
    order::Set,
    phrase::{counted, curl, list, survives},
    quorum::Vote,
    reading::{Evidence, Silence},
};

use super::{
    Ballot, Case, Claim, Judgement, Next, Reason, Verdict,
    votes::{absent_leader, may_be_new_leader},
};

/// How the sentence of a group without a leader ends.
const NOT_YET: &str = ": electing, starting, or partitioned.";
/// What is said of a peer in doubt.
const LEFT: &str = "may not be in contact any more";
/// So many peers are asked for one by one.
const FEW: usize = 5;
/// Elections take 1 to 13 s; after this long it is none.
const NO_ELECTION_S: f64 = 30.0;

impl Judgement {
    /// Says of a group without a leader for how long at least it has had none. The verdict stays: duration alone never
    /// makes a group lost.
    pub fn has_been_leaderless(&mut self, seconds: f64, evidence: Vec<Evidence>) {
        let long = seconds.floor();
        if long >= NO_ELECTION_S {
            self.says = self.says.replace(NOT_YET, &format!(", for at least {long} s: it cannot elect."));
            self.next = vec![ask_all(
                "/raftz",
                "Fetch /routez, /varz and /raftz of every server: they tell a partition from servers that wait for a peer.",
            )];
        } else if long >= 1.0 {
            self.says = self.says.replace(NOT_YET, &format!(", for at least {long} s{NOT_YET}"));
        }
        if long >= 1.0 {
            let says = format!("Nobody has led it for at least {long} s, as far as the moments show.");
            self.because.insert(0, Reason { says, evidence });
        }
    }
}

/// Adds the words to a judgement.
pub(super) fn explain(case: &Case, mut judgement: Judgement) -> Judgement {
    judgement.says = headline(case, &judgement);
    judgement.because = because(case, &judgement);
    judgement.next = next(case, &judgement);
    judgement
}

fn headline(case: &Case, judgement: &Judgement) -> String {
    let (Some(size), Some(needed), Some(in_contact)) = (judgement.size, judgement.needed, &judgement.in_contact) else {
        return "No reading of this moment says how many peers this group has.".to_owned();
    };
    let (least, most) = (in_contact.start(), in_contact.end());
    match judgement.verdict {
        Verdict::Held => {
            let survives = survives(judgement.tolerance, !judgement.in_doubt.is_empty());
            let (at_least, who_left) = match &judgement.in_doubt[..] {
                [] => ("", String::new()),
                [only] => ("At least ", format!(" {} {LEFT}.", case.group.peers[*only].called())),
                several => ("At least ", format!(" {} {LEFT}.", counted(several.len(), "peer"))),
            };
            let rescue = match judgement.rescue {
                Some(_) => " A rescue is active: for five minutes the majority is lowered on purpose.",
                None => "",
            };
            format!("{at_least}{least} of {size} are in contact, {needed} needed: {survives}.{who_left}{rescue}")
        }
        Verdict::Lost => format!("At most {most} of {size} can be in contact, {needed} needed."),
        Verdict::Leaderless => {
            let views = case
                .group
                .peers
                .iter()
                .zip(&judgement.ballots)
                .filter(|(peer, ballot)| ballot.vote != Vote::Unable && peer.view().is_some());
            let answer = views.count();
            format!("{answer} of {size} answer, {needed} needed, but none has a leader{NOT_YET}")
        }
        Verdict::Undecided => {
            format!(
                "Between {least} and {most} of {size} can be in contact, {needed} needed: the readings leave it open."
            )
        }
    }
}

fn because(case: &Case, judgement: &Judgement) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    reasons.extend(case.needed.rescue.as_ref().map(|(needed, evidence)| Reason {
        says: format!("A rescue is active: {needed} in contact are enough for now, on purpose."),
        evidence: vec![evidence.clone()],
    }));
    reasons.extend(case.group.twins.iter().map(|name| Reason {
        says: format!("Two servers call themselves {name}: these are two groups, or one before and after a restart."),
        evidence: Vec::new(),
    }));
    reasons.extend(case.claims.iter().map(|claim| claim_reason(case, claim)));
    let trusting = case.group.peers.iter().filter_map(|peer| Some((peer, absent_leader(peer, case.group)?)));
    if judgement.verdict == Verdict::Undecided {
        reasons.extend(trusting.map(|(peer, leader)| Reason {
            says: format!(
                "{} follows {} and does not miss it, and that leader has not answered.",
                peer.called(),
                called(leader)
            ),
            evidence: vec![leader.evidence()],
        }));
    }
    let names = case.group.peers.iter().map(Peer::called).chain(case.group.strangers.iter().map(label_of));
    let others = names
        .zip(&judgement.ballots)
        .enumerate()
        .filter(|(i, _)| case.claims.iter().all(|claim| claim.peer != *i))
        .map(|(_, vote)| vote);
    reasons.extend(group_by_words(others));
    reasons.extend(sizes_reason(case));
    reasons.extend(expected_reason(case));
    reasons
}

/// What a self-declared leader shows.
fn claim_reason(case: &Case, claim: &Claim) -> Reason {
    let name = case.group.peers[claim.peer].called();
    let size = claim.view.size.as_ref().map_or(0, |(size, _)| *size);
    let (heard, needed) = (claim.heard(), claim.needed);
    let says = if size == 1 {
        format!("{name} is the only peer of its group and leads it.")
    } else if claim.is_new() {
        format!("{name} leads and lists nobody yet: it was elected a moment ago.")
    } else {
        let peers = claim.view.rows.len();
        format!(
            "{name} says it leads, and has heard {heard} of {peers} others within 3 s: {} of {size} with itself, {needed} needed.",
            heard + 1
        )
    };
    let rows = claim.view.rows.iter().map(Row::evidence);
    Reason { says, evidence: claim.view.evidence.iter().cloned().chain(rows).collect() }
}

/// `n2, n3: did not answer.`
fn group_by_words<'a>(votes: impl Iterator<Item = (&'a str, &'a Ballot)>) -> Vec<Reason> {
    let mut said: Vec<(&str, Vec<&str>, Vec<Evidence>)> = Vec::new();
    for (name, ballot) in votes {
        match said.iter_mut().find(|(says, ..)| *says == ballot.says) {
            Some((_, names, evidence)) => {
                names.push(name);
                evidence
                    .extend(ballot.evidence.iter().filter(|new| !evidence.contains(new)).cloned().collect::<Vec<_>>());
            }
            None => said.push((&ballot.says, vec![name], ballot.evidence.clone())),
        }
    }
    said.into_iter()
        .map(|(says, names, evidence)| Reason { says: format!("{}: {says}.", names.join(", ")), evidence })
        .collect()
}

/// Whom only the operator names: that is no reading, so there is nothing to point at.
fn expected_reason(case: &Case) -> Option<Reason> {
    let expected = case.group.peers.iter().filter(|peer| peer.expected && peer.named_by.is_none());
    let names: Vec<&str> = expected.map(Peer::called).collect();
    let says = format!("{}: named by the operator as a server this group should have.", names.join(", "));
    (!names.is_empty()).then_some(Reason { says, evidence: Vec::new() })
}

fn sizes_reason(case: &Case) -> Option<Reason> {
    let views = || case.group.peers.iter().filter_map(Peer::view).filter_map(|view| view.size.as_ref());
    let sizes: Set<u32> = views().map(|(size, _)| *size).collect();
    let says = match sizes.len() {
        0 => return None,
        1 => format!("The group has {} peers.", sizes.first()?),
        _ => format!("The servers disagree on the size: {}.", list(sizes.iter())),
    };
    let mut evidence: Vec<Evidence> = Vec::new();
    for size in sizes {
        evidence.extend(views().find(|(printed, _)| *printed == size).map(|(_, at)| at.evidence()));
    }
    Some(Reason { says, evidence })
}

fn next(case: &Case, judgement: &Judgement) -> Vec<Next> {
    match judgement.verdict {
        Verdict::Held => next_when_in_doubt(case, judgement),
        Verdict::Lost => next_when_lost(case, judgement),
        Verdict::Leaderless => vec![
            ask_all("/routez", "Fetch /routez and /varz of every server: they tell an election from a partition."),
            ask_all("/jsz", "Fetch the same again in 5 s: an election is over by then."),
        ],
        Verdict::Undecided => next_when_undecided(case, judgement),
    }
}

/// Who was heard a moment ago is still heard in 5 s, or not; who was not asked can be.
fn next_when_in_doubt(case: &Case, judgement: &Judgement) -> Vec<Next> {
    let group = case.group;
    let peers = || judgement.in_doubt.iter().map(|&peer| &group.peers[peer]);
    let asked: Vec<&str> = peers().filter(|peer| peer.facts.is_some()).map(Peer::called).collect();
    let leader = judgement.leader.filter(|_| !asked.is_empty()).map(|leader| group.peers[leader].called());
    let again = leader.map(|leader| {
        let says = format!(
            "Fetch /jsz of {leader} again in 5 s: by then `active` shows whether it still hears {}.",
            list(asked)
        );
        ask(leader, group, "/jsz", &says)
    });
    let unread: Vec<&Peer> = peers().filter(|peer| peer.facts.is_none()).collect();
    let unread = match &unread[..] {
        few if few.len() <= FEW => few.iter().map(|peer| ask_at_all(group, peer)).collect(),
        many => {
            let says = format!("Fetch /jsz and /healthz of the {} peers of which nothing was read.", many.len());
            vec![ask_all("/jsz", &says)]
        }
    };
    again.into_iter().chain(unread).collect()
}

fn ask_at_all(group: &MetaGroup, peer: &Peer) -> Next {
    let name = peer.called();
    ask(name, group, "/jsz", &format!("Fetch /jsz and /healthz of {name}: nothing was read of it."))
}

/// A server was read with the others, and its clock tells another moment.
fn another_clock(name: &str, ms: i64) -> Next {
    let (by, when) = (ms.unsigned_abs() / 1000, if ms < 0 { "earlier" } else { "later" });
    tell(&format!(
        "{name} was read with these, but by its clock {by} s {when}: if all were asked at once, take the times (`now`) out \
         of its answers, and they count here."
    ))
}

fn next_when_lost(case: &Case, judgement: &Judgement) -> Vec<Next> {
    if judgement.assumes.is_empty() {
        return Vec::new();
    }
    let mut next = Vec::new();
    if judgement.ballots.len() > case.group.peers.len() {
        next.push(tell("Name the servers this group should have: then who belongs to it is no assumption any more."));
    }
    let names = case.group.peers.iter().map(Peer::called).chain(case.group.strangers.iter().map(label_of));
    let silent = names.zip(&judgement.ballots).filter(|(_, ballot)| ballot.vote == Vote::Silent);
    let silent: Vec<&str> = silent.map(|(name, _)| name).collect();
    if !silent.is_empty() {
        next.push(Next {
            server: (silent.len() == 1).then(|| silent[0].to_owned()),
            path: Some("/healthz".to_owned()),
            command: Some("curl -sS -m 5 http://localhost:8222/healthz".to_owned()),
            ..tell(&match &silent[..] {
                [only] => format!("On {only} itself: does the process run, and what does it say?"),
                several => format!("On each of {}: does the process run, and what does it say?", list(several.iter())),
            })
        });
    }
    next
}

fn next_when_undecided(case: &Case, judgement: &Judgement) -> Vec<Next> {
    let group = case.group;
    let mut next: Vec<Next> = Vec::new();
    if !group.twins.is_empty() {
        next.push(tell("Give the readings of one cluster at a time, from one round."));
    }
    let tells = |name: &str| group.peers.iter().any(|peer| peer.called() == name && peer.view().is_some());
    let apart: Vec<_> = group.apart.iter().filter(|(name, _)| !tells(name)).collect();
    next.extend(apart.iter().map(|(name, ms)| another_clock(name, *ms)));
    if judgement.size.is_none() {
        next.push(ask_all("/jsz", "Fetch /jsz of every server of this group."));
    }
    for claim in case.claims.iter().filter(|claim| claim.is_majority() || claim.is_new()) {
        let name = group.peers[claim.peer].called();
        next.push(ask(
            name,
            group,
            "/jsz",
            &format!("Fetch /jsz of {name} again in 5 s: by then `active` shows whom it still hears."),
        ));
    }
    let mut leaders: Vec<(String, Vec<&str>)> = Vec::new();
    for (peer, leader) in group.peers.iter().filter_map(|peer| Some((peer, absent_leader(peer, group)?))) {
        let name = called(leader);
        match leaders.iter_mut().find(|(known, _)| *known == name) {
            Some((_, followers)) => followers.push(peer.called()),
            None => leaders.push((name, vec![peer.called()])),
        }
    }
    next.extend(leaders.into_iter().map(|(leader, followers)| {
        let verb = if followers.len() == 1 { "says" } else { "say" };
        ask(&leader, group, "/jsz", &format!("Fetch /jsz of {leader}: {} {verb} it leads.", list(followers.iter())))
    }));
    for peer in group.peers.iter().filter(|peer| may_be_new_leader(peer)) {
        let name = peer.called();
        next.push(ask(
            name,
            group,
            "/varz",
            &format!("Fetch /varz of {name}, and its /jsz again in 5 s: it may just have been elected."),
        ));
    }
    let unasked = group.peers.iter().filter(|peer| peer.facts.is_none());
    next.extend(unasked.map(|peer| ask_at_all(group, peer)));
    if next.is_empty() {
        next.push(ask_all("/jsz", "Fetch the same again in 5 s, from every server, with /varz, /routez and /raftz."));
    }
    let named = group.peers.len() + group.strangers.len();
    if judgement.size.is_some_and(|size| (size as usize) > named) {
        next.push(tell("Name the servers this group should have: the readings do not name all of them."));
    }
    next.retain(|next| apart.iter().all(|(name, _)| next.server.as_ref() != Some(name)));
    let mut seen = Set::default();
    next.retain(|next| seen.insert((next.server.clone(), next.says.clone())));
    next
}

fn tell(says: &str) -> Next {
    Next { says: says.to_owned(), server: None, path: None, command: None }
}

fn ask_all(path: &str, says: &str) -> Next {
    Next { path: Some(path.to_owned()), ..tell(says) }
}

/// Asks a server where it was asked before, else by its name.
fn ask(server: &str, group: &MetaGroup, path: &str, says: &str) -> Next {
    let facts = group.peers.iter().find(|peer| peer.called() == server).and_then(|peer| peer.facts.as_deref());
    let address = facts.and_then(|facts| facts.label.as_deref()).unwrap_or(server);
    Next { server: Some(server.to_owned()), path: Some(path.to_owned()), command: curl(address, path), ..tell(says) }
}

/// A view in words that follow a name, or several.
pub(super) fn of_view(view: &View) -> String {
    match &view.leader {
        None => "answered and named no leader".to_owned(),
        Some(_) if view.leads => "claimed the lead".to_owned(),
        Some(leader) => format!("answered and named {} as leader", called(leader)),
    }
}

pub(super) fn silence(how: Silence) -> &'static str {
    match how {
        Silence::Refused => "refused the connection",
        Silence::TimedOut => "did not answer in time",
        Silence::Broken => "broke the connection",
        Silence::NotAsked => "could not be asked",
    }
}

fn called(named: &crate::meta_group::Named) -> String {
    named.name.clone().unwrap_or_else(|| named.id.clone())
}

pub(super) fn label_of(facts: &Facts) -> &str {
    facts.label.as_deref().or(facts.name.as_deref()).unwrap_or("a server")
}

/// What a loss by silence assumes.
pub(super) fn are_down(silent: &[&str]) -> String {
    let down = if silent.len() == 1 { "it is down" } else { "they are down" };
    format!("{} did not answer because {down}", list(silent))
}
