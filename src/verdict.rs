//! Floor 3: has this group its quorum? Votes from evidence, a verdict from votes: sound before clever.

use std::{collections::BTreeSet, ops::RangeInclusive};

use crate::{
    meta_group::{Facts, MetaGroup, Peer, View},
    quorum::{Count, Standing, Vote, majority},
    reading::{Evidence, Silence},
};

mod contact;

use contact::{Apart, by_routes, by_terms};

/// Has the meta group its quorum?
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No majority is possible (under what is assumed).
    Lost,
    /// A majority answers, but none of them has a leader.
    Leaderless,
    /// The readings do not settle it.
    Undecided,
    /// A majority can be in contact.
    Held,
}

/// The verdict on one group, with everything it rests on.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// What must be true for it besides what was read.
    pub assumes: Vec<String>,
    /// How many peers the group has.
    pub size: Option<u32>,
    /// How many of them make the majority.
    pub needed: Option<u32>,
    /// A rescue is active.
    pub rescue: Option<Evidence>,
    /// How many peers can be in contact with each other (under what is assumed); None without a size.
    pub in_contact: Option<RangeInclusive<u32>>,
    /// How many further losses are survived; only when held.
    pub tolerance: Option<u32>,
    /// One ballot for each of the group's peers, in their order, then one for each stranger that is assumed a peer.
    pub ballots: Vec<Ballot>,
    /// Index of the leader among the peers.
    pub leader: Option<usize>,
    /// Why.
    pub because: Vec<Reason>,
}

/// One peer's vote and why.
#[derive(Debug, Clone)]
pub struct Ballot {
    /// The vote.
    pub vote: Vote,
    /// In a few words.
    pub says: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// One sentence, with what it rests on.
#[derive(Debug, Clone)]
pub struct Reason {
    /// One plain sentence.
    pub says: String,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// A self-declared leader's claim.
struct Claim<'a> {
    peer: usize,
    view: &'a View,
    needed: u32,
}

impl Claim<'_> {
    /// The peers it has just heard, by id.
    fn fresh(&self) -> BTreeSet<&str> {
        self.view.rows.iter().filter(|row| row.fresh).map(|row| row.peer.id.as_str()).collect()
    }

    /// It and the peers it has just heard make a majority.
    fn is_majority(&self) -> bool {
        count(self.fresh().len()) + 1 >= self.needed
    }

    /// Elected a moment ago (2.11 to 2.14 list nobody for up to 6 s): its majority voted just now.
    fn is_new(&self) -> bool {
        self.view.rows.is_empty() && self.view.size.as_ref().is_some_and(|(size, _)| *size > 1)
    }
}

/// Judges one group.
#[must_use]
pub fn judge(group: &MetaGroup) -> Judgement {
    let needed = Needed::of(group);
    let claims: Vec<Claim> = group
        .peers
        .iter()
        .enumerate()
        .filter_map(|(peer, facts)| {
            let view = facts.leading_view()?;
            let size = view.size.as_ref().map(|(size, _)| *size)?;
            Some(Claim { peer, view, needed: needed.for_size(size) })
        })
        .collect();
    let votes = Votes::of(group, &claims);
    votes
        .held(group, &claims)
        .or_else(|| votes.lost(group, &claims, &needed))
        .unwrap_or_else(|| votes.open(group, &claims, &needed))
}

/// How many peers make the majority.
struct Needed {
    rescue: Option<(u32, Evidence)>,
    printed: Option<u32>,
}

impl Needed {
    fn of(group: &MetaGroup) -> Self {
        let views = || group.peers.iter().filter_map(Peer::view);
        let rescued = views().filter_map(|view| Some((view.needed.as_ref()?.0, view.rescue.clone()?)));
        Self {
            rescue: rescued.min_by_key(|(needed, _)| *needed),
            printed: views().filter_map(|view| view.needed.as_ref()).map(|(needed, _)| *needed).max(),
        }
    }

    /// A rescue lowers it on purpose; otherwise it is more than half, or the largest value printed if that is more.
    fn for_size(&self, size: u32) -> u32 {
        match &self.rescue {
            Some((needed, _)) => *needed,
            None => self.printed.unwrap_or(0).max(majority(size)),
        }
    }
}

/// What is known of each peer's vote before a leader speaks for it.
struct Votes {
    ballots: Vec<Ballot>,
    strangers: Vec<Ballot>,
    /// Proven by the routes of both.
    apart: Apart,
    /// By their terms, assuming that no election began in the instant they were read.
    apart_by_terms: Apart,
}

impl Votes {
    fn of(group: &MetaGroup, claims: &[Claim]) -> Self {
        let strange = |facts: &Facts| match (&facts.out, &facts.silence) {
            (Some(out), _) => ballot(Vote::Unable, "says that its JetStream is down", [out.clone()]),
            (None, Some((_, note))) => ballot(Vote::Silent, "did not answer", [note.clone()]),
            (None, None) => ballot(Vote::Unknown, "says nothing of the group", []),
        };
        Self {
            ballots: group.peers.iter().map(|peer| own_vote(peer, claims)).collect(),
            strangers: group.strangers.iter().map(strange).collect(),
            apart: by_routes(group),
            apart_by_terms: by_terms(group),
        }
    }

    /// Held: a leader's own view shows its majority, and no reading contradicts it.
    fn held(&self, group: &MetaGroup, claims: &[Claim]) -> Option<Judgement> {
        let holding: Vec<&Claim> = claims.iter().filter(|claim| self.stands(group, claim)).collect();
        let claim = match holding[..] {
            [] => return None,
            [only] => only,
            [..] => highest_term(group, &holding)?,
        };
        let mut ballots = self.ballots.clone();
        let fresh = claim.fresh();
        for (peer, ballot) in group.peers.iter().zip(&mut ballots) {
            let row = claim.view.rows.iter().find(|row| Some(&row.peer.id) == peer.id.as_ref());
            let Some(row) = row.filter(|row| fresh.contains(row.peer.id.as_str())) else { continue };
            if matches!(ballot.vote, Vote::Unknown | Vote::Silent) {
                *ballot = Ballot {
                    vote: Vote::Able,
                    says: format!("heard by {} {} ago", group.peers[claim.peer].called(), seconds(row.heard_ms)),
                    evidence: vec![row.active.clone()],
                };
            }
        }
        ballots[claim.peer] = ballot(Vote::Able, "leads a majority", claim.view.evidence.clone());
        let (size, _) = claim.view.size.clone()?;
        let count = count_votes(size, claim.needed, &ballots, &self.apart);
        let name = group.peers[claim.peer].called();
        let reason = Reason {
            says: format!(
                "{name} leads and has heard {} of its {} peers within 3 s: with itself {} of {size}, {} needed.",
                fresh.len(),
                claim.view.rows.len(),
                fresh.len() + 1,
                claim.needed
            ),
            evidence: claim
                .view
                .evidence
                .iter()
                .cloned()
                .chain(claim.view.rows.iter().filter(|row| row.fresh).map(|row| row.active.clone()))
                .collect(),
        };
        Some(Judgement {
            verdict: Verdict::Held,
            assumes: Vec::new(),
            size: Some(size),
            needed: Some(claim.needed),
            rescue: None,
            in_contact: Some(count.in_contact()),
            tolerance: count.tolerance(),
            ballots,
            leader: Some(claim.peer),
            because: vec![reason],
        })
    }

    /// A claim stands when it is a majority without the peers whom anything else counts out. Once anybody is silent
    /// or unheard, more may have died within the 3 s that a leader needs to see it: then only those who answered count.
    fn stands(&self, group: &MetaGroup, claim: &Claim) -> bool {
        let fresh = claim.fresh();
        let trouble = group.somebody_is_silent || claim.view.rows.iter().any(|row| !row.fresh);
        let counts = |i: usize, peer: &Peer| {
            let named = peer.id.as_deref().is_some_and(|id| fresh.contains(id));
            named
                && !self.apart.has(i, claim.peer)
                && (!trouble || peer.speaks())
                && self.ballots[i].vote != Vote::Unable
        };
        let with = group.peers.iter().enumerate().filter(|&(i, peer)| i != claim.peer && counts(i, peer)).count();
        self.ballots[claim.peer].vote != Vote::Unable && count(with) + 1 >= claim.needed
    }

    /// Lost: no majority even if every unknown peer were able, for every size that anyone prints.
    fn lost(&self, group: &MetaGroup, claims: &[Claim], needed: &Needed) -> Option<Judgement> {
        let may_be_led = claims.iter().any(|claim| claim.is_majority() || claim.is_new())
            || group.peers.iter().any(|peer| trusts_an_absent_leader(peer, group) || may_be_new_leader(peer));
        let sizes = group.sizes();
        let largest = *sizes.last()?;
        if may_be_led {
            return None;
        }
        let attempt = |strangers: bool, terms: bool| {
            let strangers = self.strangers.iter().filter(move |_| strangers);
            let ballots: Vec<Ballot> = self.ballots.iter().chain(strangers).cloned().collect();
            let apart = if terms { self.apart.and(&self.apart_by_terms) } else { self.apart.clone() };
            let standing = |&size: &u32| count_votes(size, needed.for_size(size), &ballots, &apart).standing();
            let standing = sizes.iter().map(standing).max().filter(|standing| *standing < Standing::Open)?;
            Some((ballots, apart, standing))
        };
        let attempts = [(false, false), (true, false), (false, true), (true, true)];
        let (mut ballots, apart, standing) =
            attempts.into_iter().find_map(|(strangers, terms)| attempt(strangers, terms))?;
        let mut assumes = Vec::new();
        if ballots.len() > self.ballots.len() {
            let names: Vec<&str> = group.strangers.iter().filter_map(|facts| facts.label.as_deref()).collect();
            assumes.push(format!("{} belong to this group", names.join(", ")));
        }
        if apart != self.apart {
            assumes.push("no election began in the instant of these readings".to_owned());
        }
        let count = count_votes(largest, needed.for_size(largest), &ballots, &apart);
        let in_contact = if standing == Standing::FailsIfSilentCannot {
            assumes.push("the silent are down".to_owned());
            count.in_contact_without_silent()
        } else {
            count.in_contact()
        };
        for (i, ballot) in ballots.iter_mut().enumerate() {
            if let Some(evidence) = apart.of(i).filter(|_| ballot.vote == Vote::Unknown) {
                *ballot = Ballot { vote: Vote::Unable, says: "is cut off from a majority".to_owned(), evidence };
            }
        }
        Some(Judgement {
            verdict: Verdict::Lost,
            assumes,
            size: Some(largest),
            needed: Some(needed.for_size(largest)),
            rescue: None,
            in_contact: Some(in_contact),
            tolerance: None,
            ballots,
            leader: claims.first().map(|claim| claim.peer),
            because: Vec::new(),
        })
    }

    /// Neither: leaderless when a majority answers and nobody knows a leader, else undecided.
    fn open(&self, group: &MetaGroup, claims: &[Claim], needed: &Needed) -> Judgement {
        let size = group.largest_size();
        let views = || {
            let able = |(_, ballot): &(&Peer, &Ballot)| ballot.vote != Vote::Unable;
            group.peers.iter().zip(&self.ballots).filter(able).filter_map(|(peer, _)| peer.view())
        };
        let leaderless = size.is_some_and(|size| count(views().count()) >= needed.for_size(size))
            && views().all(|view| view.leader.is_none());
        Judgement {
            verdict: if leaderless { Verdict::Leaderless } else { Verdict::Undecided },
            assumes: Vec::new(),
            size,
            needed: size.map(|size| needed.for_size(size)),
            rescue: None,
            in_contact: size
                .map(|size| count_votes(size, needed.for_size(size), &self.ballots, &self.apart).in_contact()),
            tolerance: None,
            ballots: self.ballots.clone(),
            leader: claims.first().map(|claim| claim.peer),
            because: Vec::new(),
        }
    }
}

fn count_votes(size: u32, needed: u32, ballots: &[Ballot], apart: &Apart) -> Count {
    Count { size, needed, votes: ballots.iter().map(|ballot| ballot.vote).collect(), apart: apart.pairs() }
}

/// A peer's vote by its own readings, by the leaders that call it offline, and by the routes.
fn own_vote(peer: &Peer, claims: &[Claim]) -> Ballot {
    let row_in = |claim: &Claim| claim.view.rows.iter().find(|row| Some(&row.peer.id) == peer.id.as_ref()).cloned();
    let heard = || claims.iter().filter_map(row_in).any(|row| row.fresh);
    let offline = || claims.iter().filter_map(row_in).find_map(|row| row.offline);
    let facts = peer.facts.as_ref();
    if let Some(out) = facts.and_then(|facts| facts.out.as_ref().or(facts.disabled.as_ref())) {
        return ballot(Vote::Unable, "says that its JetStream is down", [out.clone()]);
    }
    if peer.view().is_none()
        && let Some(offline) = offline()
    {
        return ballot(Vote::Unable, "is offline, says the leader", [offline]);
    }
    if let Some(note) = peer.silence() {
        let refused = facts.and_then(|facts| facts.silence.as_ref());
        let refused = refused.is_some_and(|(how, _)| *how == Silence::Refused);
        if refused && peer.answered_before && !heard() {
            return ballot(Vote::Unable, "answered before and now refuses the connection", [note.clone()]);
        }
        return ballot(Vote::Silent, "did not answer", [note.clone()]);
    }
    if let Some(answer) = facts.and_then(|facts| facts.speaks.as_ref().or(facts.answered.as_ref())) {
        return ballot(Vote::Unknown, "answers", [answer.clone()]);
    }
    ballot(Vote::Unknown, "was not asked", peer.named_by.first().cloned())
}

/// It calmly follows a leader that has not answered: that leader may well hold its majority elsewhere.
fn trusts_an_absent_leader(peer: &Peer, group: &MetaGroup) -> bool {
    let Some(facts) = &peer.facts else { return false };
    let Some(leader) = facts.view.as_ref().filter(|view| !view.leads).and_then(|view| view.leader.as_ref()) else {
        return false;
    };
    let leader_answers =
        group.peers.iter().any(|other| other.id.as_ref() == Some(&leader.id) && other.view().is_some());
    facts.misses_leader.is_none() && !leader_answers
}

/// It names as leader the very name it was asked under, and lists nobody: a leader elected a moment ago looks so.
fn may_be_new_leader(peer: &Peer) -> bool {
    let Some(view) = peer.view().filter(|view| !view.leads && view.rows.is_empty()) else { return false };
    view.leader.as_ref().is_some_and(|leader| peer.id.as_ref() == Some(&leader.id))
}

/// Of two leaders that both show a majority, the one with the higher term; None when the terms do not tell.
fn highest_term<'a, 'b>(group: &MetaGroup, holding: &[&'a Claim<'b>]) -> Option<&'a Claim<'b>> {
    let term = |claim: &&'a Claim<'b>| group.peers[claim.peer].facts.as_ref()?.raft.as_ref()?.group.term;
    let terms: Option<BTreeSet<u64>> = holding.iter().map(term).collect();
    let terms = terms.filter(|terms| terms.len() == holding.len())?;
    holding.iter().copied().find(|claim| term(claim).as_ref() == terms.last())
}

fn ballot(vote: Vote, says: &str, evidence: impl IntoIterator<Item = Evidence>) -> Ballot {
    Ballot { vote, says: says.to_owned(), evidence: evidence.into_iter().collect() }
}

fn seconds(ms: Option<f64>) -> String {
    ms.map_or_else(|| "some time".to_owned(), |ms| format!("{:.1} s", ms / 1e3))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
