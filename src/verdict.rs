//! Floor 3: has this group its quorum? Votes from evidence, a verdict from votes: sound before clever.

use std::collections::BTreeSet;

use crate::{
    meta_group::{Facts, MetaGroup, Peer, View},
    quorum::{Standing, Tally, Vote, majority},
    reading::Evidence,
};

mod contact;

use contact::cut_off;

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
    /// The votes counted; None without a size.
    pub tally: Option<Tally>,
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
        .filter(|(_, peer)| !peer.outside)
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
        let views = || group.peers.iter().filter(|peer| !peer.outside).filter_map(Peer::view);
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
}

impl Votes {
    fn of(group: &MetaGroup, claims: &[Claim]) -> Self {
        let cut_off = cut_off(group);
        let vote = |(i, peer): (usize, &Peer)| own_vote(peer, claims, cut_off.get(i).and_then(Option::as_ref));
        let strange = |facts: &Facts| match (&facts.out, &facts.silence) {
            (Some(out), _) => ballot(Vote::Unable, "says that its JetStream is down", [out.clone()]),
            (None, Some((_, note))) => ballot(Vote::Silent, "did not answer", [note.clone()]),
            (None, None) => ballot(Vote::Unknown, "says nothing of the group", []),
        };
        Self {
            ballots: group.peers.iter().enumerate().map(vote).collect(),
            strangers: group.strangers.iter().map(strange).collect(),
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
        let tally = Tally::count(size, claim.needed, ballots.iter().map(|ballot| ballot.vote));
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
            tally: Some(tally),
            ballots,
            leader: Some(claim.peer),
            because: vec![reason],
        })
    }

    /// A claim stands when it is a majority without the peers whom anything else counts out. Once any peer of the
    /// group is silent, a crash may be younger than the 3 s a leader needs to see it: then only those who answered.
    fn stands(&self, group: &MetaGroup, claim: &Claim) -> bool {
        let fresh = claim.fresh();
        let anyone_silent = group.peers.iter().any(|peer| !peer.outside && has_failed(peer));
        let counts = |(i, peer): (usize, &Peer)| {
            let named = peer.id.as_deref().is_some_and(|id| fresh.contains(id));
            let alive = if anyone_silent { peer.answered() } else { true };
            named && alive && self.ballots[i].vote != Vote::Unable
        };
        let with = group.peers.iter().enumerate().filter(|&(i, peer)| i != claim.peer && counts((i, peer))).count();
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
        let votes = |with_strangers: bool| {
            let strangers = self.strangers.iter().filter(move |_| with_strangers);
            group
                .peers
                .iter()
                .zip(&self.ballots)
                .filter(|(peer, _)| !peer.outside || peer.view().is_some())
                .map(|(_, ballot)| ballot.vote)
                .chain(strangers.map(|ballot| ballot.vote))
        };
        let standing = |with_strangers: bool| {
            let proves = |size: &u32| Tally::count(*size, needed.for_size(*size), votes(with_strangers)).standing();
            sizes.iter().map(proves).max_by_key(|standing| match standing {
                Standing::Fails => 0,
                Standing::FailsIfSilentCannot => 1,
                Standing::Open | Standing::Stands => 2,
            })
        };
        let known = standing(false)?;
        let (with_strangers, standing) = match known {
            Standing::Fails | Standing::FailsIfSilentCannot => (false, known),
            _ => (true, standing(true)?),
        };
        if !matches!(standing, Standing::Fails | Standing::FailsIfSilentCannot) {
            return None;
        }
        let mut assumes = Vec::new();
        if with_strangers {
            let names: Vec<&str> = group.strangers.iter().filter_map(|facts| facts.label.as_deref()).collect();
            assumes.push(format!("{} belong to this group", names.join(", ")));
        }
        if standing == Standing::FailsIfSilentCannot {
            assumes.push("the silent are down".to_owned());
        }
        let tally = Tally::count(largest, needed.for_size(largest), votes(with_strangers));
        let mut ballots = self.ballots.clone();
        if with_strangers {
            ballots.extend(self.strangers.iter().cloned());
        }
        Some(Judgement {
            verdict: Verdict::Lost,
            assumes,
            size: Some(largest),
            needed: Some(needed.for_size(largest)),
            rescue: None,
            tally: Some(tally),
            ballots,
            leader: claims.first().map(|claim| claim.peer),
            because: Vec::new(),
        })
    }

    /// Neither: leaderless when a majority answers and nobody knows a leader, else undecided.
    fn open(&self, group: &MetaGroup, claims: &[Claim], needed: &Needed) -> Judgement {
        let size = group.largest_size();
        let views = || {
            let able = |(peer, ballot): &(&Peer, &Ballot)| !peer.outside && ballot.vote != Vote::Unable;
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
            tally: size
                .map(|size| Tally::count(size, needed.for_size(size), self.ballots.iter().map(|ballot| ballot.vote))),
            ballots: self.ballots.clone(),
            leader: claims.first().map(|claim| claim.peer),
            because: Vec::new(),
        }
    }
}

/// A peer's vote by its own readings, by the leaders that call it offline, and by the routes.
fn own_vote(peer: &Peer, claims: &[Claim], cut: Option<&Vec<Evidence>>) -> Ballot {
    let row_in = |claim: &Claim| claim.view.rows.iter().find(|row| Some(&row.peer.id) == peer.id.as_ref()).cloned();
    let heard = || claims.iter().filter_map(row_in).any(|row| row.fresh);
    let offline = || claims.iter().filter_map(row_in).find_map(|row| row.offline);
    let facts = peer.facts.as_ref();
    if let Some(out) = facts.and_then(|facts| facts.out.as_ref().or(facts.disabled.as_ref())) {
        return ballot(Vote::Unable, "says that its JetStream is down", [out.clone()]);
    }
    if let Some(cut) = cut {
        return ballot(Vote::Unable, "is cut off from a majority", cut.iter().cloned());
    }
    if peer.view().is_none()
        && let Some(offline) = offline()
    {
        return ballot(Vote::Unable, "is offline, says the leader", [offline]);
    }
    if let Some(note) = peer.silence() {
        let refused = facts.and_then(|facts| facts.silence.as_ref());
        let refused = refused.is_some_and(|(how, _)| *how == crate::reading::Silence::Refused);
        if refused && peer.answered_before && !heard() {
            return ballot(Vote::Unable, "answered before and now refuses the connection", [note.clone()]);
        }
        return ballot(Vote::Silent, "did not answer", [note.clone()]);
    }
    if peer.answered() {
        return ballot(Vote::Unknown, "answers", facts.and_then(|facts| facts.answered.clone()));
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

/// Some question to it was not answered.
fn has_failed(peer: &Peer) -> bool {
    peer.facts.as_ref().is_some_and(|facts| facts.silence.is_some())
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
