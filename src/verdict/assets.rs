//! Has a stream's or a consumer's own group its quorum? The same algebra, with its own leader's word.
//!
//! Servers are the meta group's, so what its readings say of them counts here too: who did not answer, whose JetStream
//! is down, whose routes are gone. Only that the meta leader calls a server offline proves less: it may be out of its
//! reach together with the majority of a stream. A rescue lowers nothing here.

use std::ops::RangeInclusive;

use crate::{
    asset_groups::{AssetGroup, AssetView},
    listing::Heard,
    meta_group::{Facts, MetaGroup, Peer},
    order::{Map, sort},
    peer_id::peer_id,
    quorum::{Count, Standing, Vote, majority},
    reading::Evidence,
};

use super::{
    Ballot, Verdict,
    contact::{Apart, by_routes},
    votes::{ballot, own_vote, strange_vote},
    words,
};

/// The verdict on one stream's or consumer's group.
#[derive(Debug, Clone)]
pub struct AssetJudgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in one plain sentence.
    pub says: String,
    /// What must be true for it besides what was read.
    pub assumes: Option<String>,
    /// How many of its peers make the majority; None without a size.
    pub needed: Option<u32>,
    /// How many of them can be in contact with each other (under what is assumed); None without a size.
    pub in_contact: Option<RangeInclusive<u32>>,
    /// How many further losses are survived; only when held.
    pub tolerance: Option<u32>,
    /// One vote for each of its peers, in their order.
    pub votes: Vec<Vote>,
    /// Index of the leader among its peers: the one that holds its majority, else one that claims the lead.
    pub leader: Option<usize>,
    /// What it rests on; empty when held.
    pub evidence: Vec<Evidence>,
}

impl AssetJudgement {
    /// The verdict, with what it assumes.
    #[must_use]
    pub fn told(&self) -> String {
        match &self.assumes {
            Some(assumes) => format!("{} Assuming: {assumes}.", self.says),
            None => self.says.clone(),
        }
    }
}

/// What the readings say of each server of a meta group, whatever it holds.
#[derive(Debug)]
pub struct Servers {
    by_id: Map<String, usize>,
    ballots: Vec<Ballot>,
    /// By index of the meta group's peers.
    apart: Apart,
    /// Somebody is silent or unheard: more may have died within the 3 s that a leader needs to see it.
    trouble: bool,
    /// The same without what has been so for long.
    new_trouble: bool,
    /// Whose JetStream answered, and not only by way of /varz where more was asked.
    runs_jetstream: Vec<bool>,
}

impl Servers {
    /// The servers of `group`.
    #[must_use]
    pub fn of(group: &MetaGroup) -> Self {
        let leading = || group.peers.iter().filter_map(Peer::leading_view);
        let ballot_of = |peer: &Peer| {
            let rows = || leading().filter_map(|view| view.row(peer.id.as_deref()));
            let own = own_vote(peer, rows().any(|row| row.fresh));
            match rows().find_map(|row| row.offline.clone().filter(|_| !row.is_recent())) {
                Some(offline) if own.vote == Vote::Unknown && !peer.speaks() => {
                    ballot(Vote::Silent, "called offline by the meta leader", [offline])
                }
                _ => own,
            }
        };
        let id_of = |facts: &Facts| facts.peer_id.clone().or_else(|| facts.label.as_deref().map(peer_id));
        let ids = group.strangers.iter().map(id_of).zip(group.peers.len()..);
        let ids = ids.chain(group.peers.iter().map(|peer| peer.id.clone()).zip(0..));
        let by_id = ids.filter_map(|(id, at)| Some((id?, at))).collect();
        let runs = |peer: &Peer| peer.facts.as_deref().is_some_and(Facts::runs_jetstream);
        let unheard = leading().flat_map(|view| &view.rows).any(|row| !row.fresh);
        Self {
            by_id,
            ballots: group.peers.iter().map(ballot_of).chain(group.strangers.iter().map(strange_vote)).collect(),
            apart: by_routes(group),
            trouble: group.somebody_is_silent() || unheard,
            new_trouble: group.may_be_dying(&leading().collect::<Vec<_>>()),
            runs_jetstream: group.peers.iter().map(runs).chain(group.strangers.iter().map(|_| false)).collect(),
        }
    }

    /// The verdict on a stream's or consumer's group that they hold.
    #[must_use]
    pub fn judge(&self, asset: &AssetGroup) -> AssetJudgement {
        Case::of(asset, self).judge()
    }
}

/// This leader has not heard everybody within 3 s, or calls somebody offline.
fn misses_somebody(view: &AssetView) -> bool {
    view.rows.iter().any(|row| !row.is_fresh())
}

/// One group with what is known of its servers.
struct Case<'a> {
    asset: &'a AssetGroup,
    servers: &'a Servers,
    /// Which server each of its peers is.
    at: Vec<Option<usize>>,
    votes: Vec<Vote>,
}

impl<'a> Case<'a> {
    fn of(asset: &'a AssetGroup, servers: &'a Servers) -> Self {
        let at: Vec<Option<usize>> = asset.peers.iter().map(|peer| servers.by_id.get(&peer.id).copied()).collect();
        let mut case = Self { asset, servers, at, votes: Vec::new() };
        case.votes = (0..asset.peers.len()).map(|i| case.own_vote(i)).collect();
        case
    }

    /// By what the readings say of its server, and by a leader of the group that calls it offline.
    fn own_vote(&self, i: usize) -> Vote {
        let vote = self.at[i].map_or(Vote::Unknown, |server| self.servers.ballots[server].vote);
        let answers = self.asset.peers[i].view.is_some();
        let mut rows = self.leading().filter_map(|(_, view)| view.row(i));
        if !answers && rows.any(|row| row.offline && !row.is_recent()) { Vote::Unable } else { vote }
    }

    /// Those who claim the lead.
    fn leading(&self) -> impl Iterator<Item = (usize, &'a AssetView)> {
        self.asset.peers.iter().enumerate().filter_map(|(i, peer)| Some((i, peer.leading_view()?)))
    }

    fn judge(&self) -> AssetJudgement {
        let sizes = self.asset.possible_sizes();
        let Some((&least, &most)) = sizes.first().zip(sizes.last()) else {
            return AssetJudgement {
                needed: None,
                in_contact: None,
                says: format!("{}: no reading says how many replicas it has.", self.asset.called()),
                ..self.judgement(Verdict::Undecided, &self.count(0, &self.votes))
            };
        };
        self.held(most).or_else(|| self.lost(least, most)).unwrap_or_else(|| self.open(most))
    }

    /// A leader's own view shows its majority, and no reading contradicts it.
    fn held(&self, size: u32) -> Option<AssetJudgement> {
        let mut standing = self.leading().filter(|(leader, view)| self.stands(*leader, view, size));
        let (leader, view) = standing.next()?;
        if standing.next().is_some() {
            return None;
        }
        let mut votes = self.votes.clone();
        votes[leader] = Vote::Able;
        let trouble = self.servers.new_trouble || misses_somebody(view);
        for row in view.rows.iter().filter(|row| row.is_fresh()) {
            if self.is_certain(leader, row.peer, trouble) {
                votes[row.peer] = Vote::Able;
            }
        }
        let count = self.count(size, &votes);
        Some(AssetJudgement {
            tolerance: count.tolerance(),
            leader: Some(leader),
            evidence: Vec::new(),
            ..self.judgement(Verdict::Held, &count)
        })
    }

    /// A majority of those who are certain.
    fn stands(&self, leader: usize, view: &AssetView, size: u32) -> bool {
        let trouble = self.servers.trouble || misses_somebody(view);
        let certain = view.rows.iter().filter(|row| row.is_fresh() && self.is_certain(leader, row.peer, trouble));
        self.votes[leader] != Vote::Unable && certain.count() + 1 >= majority(size) as usize
    }

    /// As in the meta group: nothing else counts it out, and once anybody is silent or unheard it has answered itself.
    fn is_certain(&self, leader: usize, peer: usize, trouble: bool) -> bool {
        let follows = |view: &AssetView| view.leader == Some(leader);
        self.votes[peer] != Vote::Unable
            && self.asset.peers[peer].view.as_ref().is_none_or(follows)
            && !self.are_apart(leader, peer)
            && (!trouble || self.at[peer].is_some_and(|server| self.servers.runs_jetstream[server]))
    }

    /// No majority even if every unknown peer were able, for every size that a reading speaks for.
    fn lost(&self, least: u32, most: u32) -> Option<AssetJudgement> {
        if self.may_be_led(least) {
            return None;
        }
        let standing = |size| self.count(size, &self.votes).standing();
        let standing = standing(least).max(standing(most));
        if standing >= Standing::Open {
            return None;
        }
        let count = self.count(most, &self.votes);
        let by_silence = standing == Standing::FailsIfSilentCannot;
        let silent = self.asset.peers.iter().zip(&self.votes).filter(|(_, vote)| **vote == Vote::Silent);
        let mut silent: Vec<&str> = silent.map(|(peer, _)| peer.called()).collect();
        sort(&mut silent, &Ord::cmp);
        let in_contact = if by_silence { count.in_contact_without_silent() } else { count.in_contact() };
        Some(AssetJudgement {
            says: self.says(&in_contact, &count),
            assumes: by_silence.then(|| words::are_down(&silent)),
            in_contact: Some(in_contact),
            ..self.judgement(Verdict::Lost, &count)
        })
    }

    /// Some leader may hold its majority: one shows it, or one that has not answered is calmly followed.
    fn may_be_led(&self, size: u32) -> bool {
        let shows = |view: &AssetView| {
            let heard = view.rows.iter().filter(|row| row.is_fresh()).count();
            heard + 1 >= majority(size) as usize
        };
        self.leading().any(|(_, view)| shows(view)) || self.asset.views().any(|view| self.absent_leader(view).is_some())
    }

    /// The leader that a peer calmly follows, and that has not answered: it may well hold its majority elsewhere.
    fn absent_leader(&self, view: &AssetView) -> Option<usize> {
        let leader = view.leader.filter(|_| !view.leads)?;
        let misses = view.row(leader).is_some_and(|row| row.offline || matches!(row.heard, Heard::LongAgo(_)));
        let answers = self.asset.peers[leader].view.is_some();
        (!misses && !answers && self.votes[leader] != Vote::Unable).then_some(leader)
    }

    /// Neither: leaderless when a majority answers and nobody knows a leader, else undecided.
    fn open(&self, size: u32) -> AssetJudgement {
        let count = self.count(size, &self.votes);
        let able = self.asset.peers.iter().zip(&self.votes).filter(|(_, vote)| **vote != Vote::Unable);
        let views: Vec<&AssetView> = able.filter_map(|(peer, _)| peer.view.as_ref()).collect();
        let leaderless = views.len() >= count.needed as usize && self.asset.views().all(|view| view.leader.is_none());
        self.judgement(if leaderless { Verdict::Leaderless } else { Verdict::Undecided }, &count)
    }

    fn count(&self, size: u32, votes: &[Vote]) -> Count {
        let pairs = (0..votes.len()).flat_map(|a| (a + 1..votes.len()).map(move |b| (a, b)));
        let apart = pairs.filter(|&(a, b)| self.are_apart(a, b)).collect();
        Count { size, needed: majority(size), votes: votes.to_vec(), apart }
    }

    fn are_apart(&self, a: usize, b: usize) -> bool {
        self.at[a].zip(self.at[b]).is_some_and(|(a, b)| self.servers.apart.has(a, b))
    }

    fn judgement(&self, verdict: Verdict, count: &Count) -> AssetJudgement {
        let in_contact = count.in_contact();
        let says = match verdict {
            Verdict::Leaderless => format!(
                "{}: a majority of its {} replicas answers, but none has a leader: electing, starting, or partitioned.",
                self.asset.called(),
                count.size
            ),
            _ => self.says(&in_contact, count),
        };
        AssetJudgement {
            verdict,
            says,
            assumes: None,
            needed: Some(count.needed),
            in_contact: Some(in_contact),
            tolerance: None,
            votes: count.votes.clone(),
            leader: self.leading().next().map(|(leader, _)| leader),
            evidence: self.evidence(),
        }
    }

    /// `APP > R3_0: at most 1 of 3 in contact, 2 needed.`
    fn says(&self, in_contact: &RangeInclusive<u32>, count: &Count) -> String {
        let (least, most) = (in_contact.start(), in_contact.end());
        let many = match (least, most) {
            (least, most) if least == most => format!("{most}"),
            (_, most) if *most < count.needed => format!("at most {most}"),
            (least, most) => format!("{least} to {most}"),
        };
        format!("{}: {many} of {} in contact, {} needed.", self.asset.called(), count.size, count.needed)
    }

    /// What each peer says of the leader, whom a leader has not heard, and who did not answer.
    fn evidence(&self) -> Vec<Evidence> {
        let mut evidence = Vec::new();
        for (i, peer) in self.asset.peers.iter().enumerate() {
            if let Some(view) = &peer.view {
                let leader = view.leader.map(|leader| self.asset.peers[leader].called());
                evidence.push(view.on_leader(leader));
                let unheard = view.rows.iter().filter(|row| view.leads && !row.is_fresh());
                evidence.extend(unheard.map(|row| view.on_contact(row)));
            } else {
                let known = self.at[i].and_then(|server| self.servers.ballots[server].evidence.first());
                evidence.push(known.unwrap_or(&peer.named_by).clone());
            }
        }
        evidence
    }
}
