//! The votes, and the three answers they give.

use crate::{
    meta_group::{Facts, MetaGroup, Named, Peer},
    order::Set,
    phrase::{list, seconds},
    quorum::{Count, Standing, Vote},
    reading::Evidence,
};

use super::{
    Ballot, Case, Claim, Judgement, Verdict,
    contact::{Apart, by_routes, by_terms},
    number, words,
};

/// What is known of each peer's vote before a leader speaks for it.
pub(super) struct Votes {
    ballots: Vec<Ballot>,
    strangers: Vec<Ballot>,
    /// Proven by the routes of both.
    apart: Apart,
    /// By their terms, assuming that no election began in the instant they were read.
    apart_by_terms: Apart,
}

impl Votes {
    pub(super) fn of(group: &MetaGroup, claims: &[Claim]) -> Self {
        Self {
            ballots: group.peers.iter().map(|peer| vote_with(peer, claims)).collect(),
            strangers: group.strangers.iter().map(strange_vote).collect(),
            apart: by_routes(group),
            apart_by_terms: by_terms(group),
        }
    }
}

/// What a count would be without further assumptions, or with strangers, or with terms.
struct Attempt {
    ballots: Vec<Ballot>,
    apart: Apart,
    standing: Standing,
}

impl Case<'_> {
    /// Held: a leader's own view shows its majority, and no reading contradicts it.
    pub(super) fn held(&self) -> Option<Judgement> {
        let holding: Vec<&Claim> = self.claims.iter().filter(|claim| self.stands(claim)).collect();
        let claim = match holding[..] {
            [] => return None,
            [only] => only,
            [..] => self.highest_term(&holding)?,
        };
        let leader = self.group.peers[claim.peer].called();
        let mut ballots = self.votes.ballots.clone();
        let mut in_doubt = Vec::new();
        // Whoever did not answer for long and is heard all the same is only not to be asked from here; unless it falls
        // behind: a full disk makes 2.9 such a peer.
        let trouble = self.group.may_be_dying(&[claim.view]);
        for (i, (peer, ballot)) in self.group.peers.iter().zip(&mut ballots).enumerate() {
            let row = claim.view.row(peer.id.as_deref()).filter(|row| row.fresh && ballot.vote != Vote::Unable);
            let Some(row) = row.filter(|_| i != claim.peer) else { continue };
            let says = format!("heard by {leader} {} ago", seconds(row.heard_ms));
            let lags_silently = peer.silence().is_some() && row.current == Some(false);
            let in_vain = peer.facts.as_deref().and_then(|facts| facts.jetstream_in_vain.as_ref());
            if self.is_certain(claim, i, trouble) && !lags_silently && in_vain.is_none() {
                *ballot = Ballot { vote: Vote::Able, says, evidence: vec![row.active()] };
                continue;
            }
            in_doubt.push(i);
            let but = match in_vain {
                Some((how, note)) => {
                    ballot.evidence = vec![note.clone()];
                    format!("its JetStream {}", words::silence(*how))
                }
                None if self.votes.apart.has(i, claim.peer) => "the routes of both show no contact".to_owned(),
                None => ballot.says.clone(),
            };
            ballot.says = format!("{says}, but {but}");
            ballot.evidence.insert(0, row.active());
        }
        ballots[claim.peer] = ballot(Vote::Able, "leads", claim.view.evidence.clone());
        let (size, _) = claim.view.size.as_ref()?;
        let mut count = count_votes(*size, claim.needed, &ballots, &self.votes.apart);
        // So many of those it hears are no peers yet, and nobody knows which.
        let heard = (0..count.votes.len()).filter(|&i| i != claim.peer && ballots[i].vote == Vote::Able);
        for i in heard.take(claim.newcomers() as usize) {
            count.votes[i] = Vote::Unknown;
        }
        Some(Judgement {
            tolerance: count.tolerance(),
            leader: Some(claim.peer),
            in_doubt,
            ..self.judgement(Verdict::Held, &count, ballots)
        })
    }

    /// A claim stands when it is a majority of those who are certain.
    fn stands(&self, claim: &Claim) -> bool {
        let trouble = self.group.somebody_is_silent() || claim.misses_somebody();
        let others = (0..self.group.peers.len()).filter(|&i| i != claim.peer);
        let with = others.filter(|&i| self.is_certain(claim, i, trouble)).count();
        self.votes.ballots[claim.peer].vote != Vote::Unable
            && number(with).saturating_sub(claim.newcomers()) + 1 >= claim.needed
    }

    /// The claim hears it, and nothing else counts it out. Once anybody is silent or unheard, more may have died within
    /// the 3 s that a leader needs to see it: then it must have answered itself.
    fn is_certain(&self, claim: &Claim, i: usize, trouble: bool) -> bool {
        let peer = &self.group.peers[i];
        claim.hears(peer.id.as_deref())
            && !claim.is_missed_by(peer)
            && peer.view().is_none_or(|view| view.leader.is_some())
            && !self.votes.apart.has(i, claim.peer)
            && (!trouble || peer.speaks())
            && self.votes.ballots[i].vote != Vote::Unable
    }

    /// Of two leaders that both show a majority, the one with the higher term; None when the terms do not tell.
    fn highest_term<'c, 'v>(&self, holding: &[&'c Claim<'v>]) -> Option<&'c Claim<'v>> {
        let term = |claim: &&'c Claim<'v>| self.group.peers[claim.peer].facts.as_ref()?.raft.as_ref()?.group.term;
        let terms = holding.iter().map(term).collect::<Option<Set<u64>>>()?;
        let differ = terms.len() == holding.len();
        holding.iter().copied().find(|claim| differ && term(claim).as_ref() == terms.last())
    }

    /// Lost: no majority even if every unknown peer were able, for every size that anyone prints.
    pub(super) fn lost(&self) -> Option<Judgement> {
        let largest = *self.group.possible_sizes().last()?;
        if self.may_be_led() {
            return None;
        }
        let attempts = [(false, false), (true, false), (false, true), (true, true)];
        let attempt = attempts.into_iter().find_map(|(strangers, terms)| self.attempt(strangers, terms))?;
        let count = count_votes(largest, self.needed.for_size(largest), &attempt.ballots, &attempt.apart);
        let assumes = self.assumptions(&attempt, largest);
        let in_contact = match attempt.standing {
            Standing::FailsIfSilentCannot => count.in_contact_without_silent(),
            _ => count.in_contact(),
        };
        let mut ballots = attempt.ballots;
        for (i, ballot) in ballots.iter_mut().enumerate() {
            if let Some(evidence) = attempt.apart.of(i).filter(|_| ballot.vote == Vote::Unknown) {
                let says = format!("{}, but cut off from a majority", ballot.says);
                *ballot = Ballot { vote: Vote::Unable, says, evidence };
            }
        }
        let judgement = self.judgement(Verdict::Lost, &count, ballots);
        Some(Judgement { assumes, in_contact: Some(in_contact), apart: attempt.apart.pairs(), ..judgement })
    }

    /// Some leader may hold its majority: one shows it, was elected a moment ago, says no more than that it leads, or is
    /// calmly followed and has not answered. Then a count of the silent proves nothing.
    fn may_be_led(&self) -> bool {
        let may_lead =
            |peer| absent_leader(peer, self.group).is_some() || may_be_new_leader(peer) || leads_by_raft(peer);
        self.claims.iter().any(|claim| claim.is_majority() || claim.is_new()) || self.group.peers.iter().any(may_lead)
    }

    fn attempt(&self, strangers: bool, terms: bool) -> Option<Attempt> {
        let votes = &self.votes;
        let strangers = votes.strangers.iter().filter(|_| strangers);
        let ballots: Vec<Ballot> = votes.ballots.iter().chain(strangers).cloned().collect();
        let apart = if terms { votes.apart.and(&votes.apart_by_terms) } else { votes.apart.clone() };
        let standing = |&size: &u32| count_votes(size, self.needed.for_size(size), &ballots, &apart).standing();
        let standing = self.group.possible_sizes().iter().map(standing).max()?;
        (standing < Standing::Open).then_some(Attempt { ballots, apart, standing })
    }

    fn assumptions(&self, attempt: &Attempt, size: u32) -> Vec<String> {
        let group = self.group;
        let mut assumes = Vec::new();
        if group.sizes().is_empty() {
            assumes.push(format!("the group still has {size} peers, as before"));
        }
        if attempt.ballots.len() > group.peers.len() {
            let names = group.strangers.iter().map(words::label_of);
            assumes.push(format!("{} belong to this group", list(names)));
        }
        let is_counted_out = |vote| match vote {
            Vote::Unable => true,
            Vote::Silent => attempt.standing == Standing::FailsIfSilentCannot,
            Vote::Able | Vote::Unknown => false,
        };
        let remembered = group.peers.iter().zip(&attempt.ballots);
        let remembered = remembered.filter(|(peer, ballot)| peer.remembered && is_counted_out(ballot.vote));
        let remembered: Vec<&str> = remembered.map(|(peer, _)| peer.called()).collect();
        if !remembered.is_empty() {
            assumes.push(format!("the group still has the peers it had before: {}", list(remembered)));
        }
        if attempt.apart != self.votes.apart {
            assumes.push("no cut has healed since their last election began".to_owned());
        }
        if attempt.standing == Standing::FailsIfSilentCannot {
            let peers = group.peers.iter().map(Peer::called).chain(group.strangers.iter().map(words::label_of));
            let silent = peers.zip(&attempt.ballots).filter(|(_, ballot)| ballot.vote == Vote::Silent);
            let silent: Vec<&str> = silent.map(|(name, _)| name).collect();
            assumes.push(words::are_down(&silent));
        }
        let counts_as_able = |vote| match vote {
            Vote::Able | Vote::Unknown => true,
            Vote::Silent => attempt.standing == Standing::Fails,
            Vote::Unable => false,
        };
        let unseen = group.peers.iter().zip(&attempt.ballots).filter(|(peer, ballot)| {
            let untold = peer.view().is_none_or(|view| view.rescue_untold);
            counts_as_able(ballot.vote) && untold && may_know_rescue(peer.facts.as_deref())
        });
        let unseen: Vec<&str> = unseen.map(|(peer, _)| peer.called()).collect();
        let nameless = (size as usize).saturating_sub(attempt.ballots.len());
        match (unseen.is_empty(), nameless) {
            (true, 0) => {}
            (true, _) => assumes.push("no rescue is active on the peers that nobody names".to_owned()),
            (false, _) => assumes.push(format!("no rescue is active on {}", list(unseen))),
        }
        assumes
    }

    /// Neither: leaderless when a majority answers and nobody knows a leader, else undecided.
    pub(super) fn open(&self) -> Judgement {
        let ballots = self.votes.ballots.clone();
        let Some(size) = self.group.largest_size() else {
            return Judgement {
                size: None,
                needed: None,
                in_contact: None,
                ..self.judgement(Verdict::Undecided, &count_votes(0, 0, &[], &Apart::default()), ballots)
            };
        };
        let count = count_votes(size, self.needed.for_size(size), &ballots, &self.votes.apart);
        let able = |(_, ballot): &(&Peer, &Ballot)| ballot.vote != Vote::Unable;
        let views = || self.group.peers.iter().zip(&ballots).filter(able).filter_map(|(peer, _)| peer.view());
        let leaderless =
            number(views().count()) >= self.needed.for_size(size) && views().all(|view| view.leader.is_none());
        let verdict = if leaderless { Verdict::Leaderless } else { Verdict::Undecided };
        self.judgement(verdict, &count, ballots)
    }

    fn judgement(&self, verdict: Verdict, count: &Count, ballots: Vec<Ballot>) -> Judgement {
        Judgement {
            verdict,
            says: String::new(),
            assumes: Vec::new(),
            size: Some(count.size),
            needed: Some(count.needed),
            rescue: self.needed.rescue.as_ref().map(|(_, evidence)| evidence.clone()),
            in_contact: Some(count.in_contact()),
            tolerance: None,
            ballots,
            apart: Vec::new(),
            leader: self.claims.first().map(|claim| claim.peer),
            in_doubt: Vec::new(),
            because: Vec::new(),
            next: Vec::new(),
        }
    }
}

fn count_votes(size: u32, needed: u32, ballots: &[Ballot], apart: &Apart) -> Count {
    Count { size, needed, votes: ballots.iter().map(|ballot| ballot.vote).collect(), apart: apart.pairs() }
}

/// A peer's vote by its own readings, and by the leaders that call it offline.
fn vote_with(peer: &Peer, claims: &[Claim]) -> Ballot {
    let rows = || claims.iter().filter_map(|claim| claim.view.row(peer.id.as_deref()));
    let own = own_vote(peer, rows().any(|row| row.fresh));
    let offline = rows().find_map(|row| row.offline.clone().filter(|_| !row.is_recent()));
    match offline.filter(|_| peer.view().is_none() && own.vote != Vote::Unable) {
        Some(offline) => ballot(Vote::Unable, "called offline by the leader", [offline]),
        None => own,
    }
}

/// A peer's vote by its own readings. `is_heard`: some leader has just heard it.
pub(super) fn own_vote(peer: &Peer, is_heard: bool) -> Ballot {
    let facts = peer.facts.as_deref();
    let out = facts.and_then(|facts| facts.out.as_ref());
    let disabled = facts.and_then(|facts| facts.disabled.as_ref());
    if let (None, Some(disabled), true) = (out, disabled, peer.named_by.is_none()) {
        return ballot(Vote::Unknown, "answered that it has no JetStream, and no reading names it", [disabled.clone()]);
    }
    if let Some(out) = out.or(disabled) {
        return ballot(Vote::Unable, "answered that JetStream is down", [out.clone()]);
    }
    if let Some((how, note)) = peer.silence() {
        // Not proof: its monitoring may have been closed while it lives.
        let says = if peer.went_away() && !is_heard { "answered before, and refused now" } else { words::silence(how) };
        return ballot(Vote::Silent, says, [note.clone()]);
    }
    if let Some(view) = peer.view() {
        return ballot(Vote::Unknown, &words::of_view(view), view.evidence.clone());
    }
    match facts.and_then(|facts| facts.speaks.as_ref().or(facts.answered.as_ref())) {
        Some(answer) => ballot(Vote::Unknown, "answered, but said nothing of the group", [answer.clone()]),
        None => ballot(Vote::Unknown, "not asked", peer.named_by.clone()),
    }
}

/// The vote of a server that nothing ties to the group, should it be a peer.
pub(super) fn strange_vote(facts: &Facts) -> Ballot {
    match (&facts.out, &facts.silence) {
        (Some(out), _) => ballot(Vote::Unable, "answered that JetStream is down", [out.clone()]),
        (None, Some((how, note))) => ballot(Vote::Silent, words::silence(*how), [note.clone()]),
        (None, None) => ballot(Vote::Unknown, "said nothing of the group", []),
    }
}

/// The leader that a peer calmly follows, and that has not answered: it may well hold its majority elsewhere.
pub(super) fn absent_leader<'p>(peer: &'p Peer, group: &MetaGroup) -> Option<&'p Named> {
    let facts = peer.facts.as_deref().filter(|facts| facts.misses_leader.is_none())?;
    let by_raft = || {
        let raft = facts.raft.as_ref()?;
        raft.peers.iter().map(|(peer, _)| peer).find(|peer| raft.group.leader.as_ref() == Some(&peer.id))
    };
    let leader = match &facts.view {
        Some(view) => view.leader.as_ref().filter(|_| !view.leads)?,
        None => by_raft()?,
    };
    let answers = |other: &Peer| other.id.as_ref() == Some(&leader.id) && other.view().is_some();
    (!group.peers.iter().any(answers)).then_some(leader)
}

/// It names as leader the very name it was asked under, and lists nobody: a leader elected a moment ago looks so.
pub(super) fn may_be_new_leader(peer: &Peer) -> bool {
    let Some(view) = peer.view().filter(|view| !view.leads && view.rows.is_empty()) else { return false };
    view.leader.as_ref().is_some_and(|leader| peer.id.as_ref() == Some(&leader.id))
}

/// It gave no view of the group, and its `/raftz` says that it leads.
fn leads_by_raft(peer: &Peer) -> bool {
    let raft = peer.facts.as_deref().filter(|facts| facts.view.is_none()).and_then(|facts| facts.raft.as_ref());
    raft.is_some_and(|raft| raft.group.state.as_deref() == Some("LEADER"))
}

/// A rescue can be active on servers of 2.15 and later, and on those whose version nobody knows.
fn may_know_rescue(facts: Option<&Facts>) -> bool {
    let Some(version) = facts.and_then(|facts| facts.version.as_deref()) else { return true };
    let mut parts = version.split('.').map(|part| part.parse::<u32>().ok());
    match (parts.next().flatten(), parts.next().flatten()) {
        (Some(major), Some(minor)) => (major, minor) >= (2, 15),
        _ => true,
    }
}

pub(super) fn ballot(vote: Vote, says: &str, evidence: impl IntoIterator<Item = Evidence>) -> Ballot {
    Ballot { vote, says: says.to_owned(), evidence: evidence.into_iter().collect() }
}
