//! Floor 3: readings become moments, moments become groups, and every peer of a group gets what was read about it.
//!
//! The wire's quirks live below this file and end here: who leads, whom a label means, which silent server may be a
//! missing peer, which moment a note belongs to. Nothing here judges.

use std::rc::Rc;

use crate::{
    order::{Map, Set, sort},
    peer_id::{is_possible, name_of, peer_id},
    reading::{Evidence, Reading, Said, Silence, Time},
};

mod at;
mod clocks;
mod facts;
mod gather;
mod moments;
mod servers;

use gather::{gather_by_peers, is_whole_list, names_in};

pub use at::{Named, Number, Row};
pub use facts::{Complaint, FRESH_MS, Facts, Holds, Raft, Routes, View};
pub use moments::{Moment, moments};
pub use servers::{Server, servers};

/// One meta group at one moment.
#[derive(Debug, Clone, Default)]
pub struct MetaGroup {
    /// JetStream domain; None when none is set.
    pub domain: Option<String>,
    /// The route clusters its servers say they are in.
    pub clusters: Set<String>,
    /// The newest clock among its readings, else what the host says of the moment.
    pub as_of: Option<Time>,
    /// How many peers it had at the moment before; only where nobody answers now.
    pub size_before: Option<u32>,
    /// Everyone a reading names as a peer, everyone who answers as one, and everyone the operator expects.
    pub peers: Vec<Peer>,
    /// Servers that answer and follow, but that the group does not count as peers: removed or renamed ones.
    pub outsiders: Vec<Rc<Facts>>,
    /// Names that two answering servers use: these are readings of two groups, or of one before and after a restart.
    pub twins: Set<String>,
    /// Servers that did not answer, or answered that JetStream is down, and that nothing ties to any group.
    pub strangers: Rc<[Facts]>,
    /// Who was asked in vain in this moment, by index of the reading, and is not known to be another group's peer.
    pub in_vain: Set<usize>,
    /// Names of servers that were read with these, and whose clocks tell another moment: so much later, in milliseconds,
    /// or earlier, below 0.
    pub apart: Map<String, i64>,
}

/// One peer, with what was read about it.
#[derive(Debug, Clone, Default)]
pub struct Peer {
    /// Peer id, where known.
    pub id: Option<String>,
    /// Server name, where known.
    pub name: Option<String>,
    /// The first reading that names it; None when only the operator does, or only its own answer.
    pub named_by: Option<Evidence>,
    /// No reading prints its name; `name` is one that hashes to its id, if there is any.
    pub nameless: bool,
    /// Only an earlier moment names it.
    pub remembered: bool,
    /// The operator expects it.
    pub expected: bool,
    /// The labels under which it answered at earlier moments.
    pub answered_at: Set<String>,
    /// What its own readings say; None when nobody asked it.
    pub facts: Option<Rc<Facts>>,
}

impl Peer {
    /// What to call it: its name, else its label, else its id.
    #[must_use]
    pub fn called(&self) -> &str {
        let facts = self.facts.as_deref();
        let label = || facts.and_then(|facts| facts.label.as_deref().or(facts.server_id.as_deref()));
        self.name.as_deref().or_else(label).or(self.id.as_deref()).unwrap_or("a server")
    }

    /// Its own view of the group, if it gave one.
    #[must_use]
    pub fn view(&self) -> Option<&View> {
        self.facts.as_deref()?.view.as_ref()
    }

    /// Its own view as the leader, if it is one.
    #[must_use]
    pub fn leading_view(&self) -> Option<&View> {
        self.view().filter(|view| view.leads)
    }

    /// Whether its JetStream answered anything.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.facts.as_deref().is_some_and(|facts| facts.speaks.is_some())
    }

    /// How it did not answer, when its JetStream answered nothing at all.
    #[must_use]
    pub fn silence(&self) -> Option<(Silence, &Evidence)> {
        self.facts.as_deref()?.silence()
    }

    /// Where it is asked, if that is a place.
    #[must_use]
    pub fn asked_at(&self) -> Option<&str> {
        self.facts.as_deref()?.asked_at()
    }

    /// Nothing listens any more where it answered before.
    #[must_use]
    pub fn went_away(&self) -> bool {
        let refused = self.silence().is_some_and(|(how, _)| how == Silence::Refused);
        refused && self.asked_at().is_some_and(|label| self.answered_at.contains(label))
    }

    /// Only its id is known: no server has used that name since the ones that list it began.
    #[must_use]
    pub fn is_ghost(&self) -> bool {
        self.nameless && !self.speaks() && !self.expected
    }

    /// Its id has characters that no name hashes to.
    #[must_use]
    pub fn is_corrupt(&self) -> bool {
        self.id.as_deref().is_some_and(|id| !is_possible(id))
    }
}

/// The meta groups of one moment. `expected`: the servers the operator says there should be. `earlier`: the groups of
/// the moment before, whose peers are remembered while the size has not changed.
#[must_use]
pub fn groups(readings: &[Reading], moment: &Moment, expected: &[String], earlier: &[&MetaGroup]) -> Vec<MetaGroup> {
    let gathered = servers(readings, &moment.readings);
    let asked: Vec<Facts> = gathered
        .iter()
        .map(|server| {
            let mut facts = Facts::gather(server, readings);
            facts.silent_since = silent_since(&facts, earlier);
            facts
        })
        .collect();
    let (sighted, others): (Vec<Facts>, Vec<Facts>) =
        asked.into_iter().partition(|facts| facts.view.is_some() || facts.raft.is_some());
    let mut groups: Vec<MetaGroup> = gather_by_peers(sighted).into_iter().map(MetaGroup::of).collect();
    for group in &mut groups {
        group.as_of = group.newest(readings).or(moment.as_of);
        group.remember(earlier);
    }
    let fell_silent = |before: &&&MetaGroup| {
        let is_asked = |facts: &Facts| facts.speaks.is_none() && before.place_of(facts).is_some();
        groups.iter().all(|group| group.domain != before.domain) && others.iter().any(is_asked)
    };
    let silent: Vec<MetaGroup> =
        earlier.iter().filter(fell_silent).map(|group| group.in_memory(moment.as_of)).collect();
    groups.extend(silent);
    if groups.is_empty() && !expected.is_empty() && !others.is_empty() {
        groups.push(MetaGroup { as_of: moment.as_of, ..MetaGroup::default() });
    }
    if let [only] = &mut groups[..] {
        only.add_expected(expected);
    }
    for group in &mut groups {
        group.recall_addresses(earlier);
    }
    let mut strangers = Vec::new();
    for facts in others {
        match groups.iter_mut().find_map(|group| group.place_of(&facts).map(|peer| (group, peer))) {
            Some((group, peer)) => group.peers[peer].meet(facts),
            None if facts.out.is_some() || (facts.silence.is_some() && facts.speaks.is_none()) => strangers.push(facts),
            None => {}
        }
    }
    let strangers: Rc<[Facts]> = strangers.into();
    mark_silence(&mut groups, readings, moment);
    if groups.iter().flat_map(|group| &group.peers).any(|peer| peer.name.is_none()) {
        let names = names_seen(groups.iter().chain(earlier.iter().copied()), &strangers, expected);
        for group in &mut groups {
            group.name_ghosts(&names);
        }
    }
    let apart = servers(readings, &moment.apart);
    for group in &mut groups {
        for server in &apart {
            group.set_apart(server, readings);
        }
        group.strangers = Rc::clone(&strangers);
        sort(&mut group.peers, &|a, b| a.called().cmp(b.called()));
    }
    groups
}

/// Since when whoever is silent where it is asked has been, as far as the moments before show: with a leader that
/// heard it all the while, where it is known to be a peer.
fn silent_since(facts: &Facts, earlier: &[&MetaGroup]) -> Option<Time> {
    let label = facts.asked_at().filter(|_| facts.silence().is_some())?;
    let is_it = |other: &Facts| other.label.as_deref() == Some(label) && other.silence().is_some();
    earlier.iter().find_map(|before| {
        let peers = before.peers.iter().filter(|peer| peer.facts.as_deref().is_some_and(is_it));
        let heard = peers.filter(|peer| before.is_heard(peer)).find_map(|peer| peer.facts.as_deref());
        let other = heard.or_else(|| before.strangers.iter().find(|other| is_it(other)))?;
        other.silent_since.or(before.as_of)
    })
}

/// Whoever did not answer may be a peer of any group, unless it is known to be another's.
fn mark_silence(groups: &mut [MetaGroup], readings: &[Reading], moment: &Moment) {
    let silent = moment
        .readings
        .iter()
        .copied()
        .filter(|&i| matches!(&readings[i].said, Said::NoAnswer(silence) if silence.how != Silence::NotAsked));
    let silent: Set<usize> = silent.collect();
    let notes_of = |group: &MetaGroup| -> Set<usize> {
        group.peers.iter().filter_map(|peer| peer.facts.as_deref()).flat_map(|facts| facts.readings.clone()).collect()
    };
    let owners: Vec<Set<usize>> = groups.iter().map(notes_of).collect();
    for (n, group) in groups.iter_mut().enumerate() {
        let elsewhere = |note: &usize| owners.iter().enumerate().any(|(m, notes)| m != n && notes.contains(note));
        group.in_vain = silent.iter().copied().filter(|note| !elsewhere(note)).collect();
    }
}

/// Candidate names for ghosts: every name and label seen, now and at the moment before.
fn names_seen<'a>(
    groups: impl Iterator<Item = &'a MetaGroup> + Clone,
    strangers: &[Facts],
    expected: &[String],
) -> Set<String> {
    let peers = groups.clone().flat_map(|group| &group.peers);
    let outside = groups.flat_map(|group| &group.outsiders).map(Rc::as_ref);
    let facts = peers.clone().filter_map(|peer| peer.facts.as_deref()).chain(outside).chain(strangers);
    let names = peers.filter_map(|peer| peer.name.clone());
    names
        .chain(facts.flat_map(|facts| facts.name.clone().into_iter().chain(facts.label.clone())))
        .chain(expected.iter().cloned())
        .collect()
}

impl MetaGroup {
    /// The group that these servers' readings describe.
    fn of(answering: Vec<Facts>) -> Self {
        let mut group = Self {
            domain: answering.iter().find_map(|facts| facts.domain.clone()),
            clusters: answering.iter().filter_map(|facts| facts.cluster.clone()).collect(),
            ..Self::default()
        };
        let mut named: Map<&str, Peer> = Map::default();
        for peer in answering.iter().flat_map(names_in) {
            let known = named.entry(&peer.id);
            known.name = known.name.take().or_else(|| peer.name.clone());
            known.named_by.get_or_insert_with(|| peer.evidence());
        }
        group.peers = named
            .into_iter()
            .map(|(id, peer)| Peer { id: Some(id.to_owned()), nameless: peer.name.is_none(), ..peer })
            .collect();
        let whole = answering.iter().filter_map(|facts| facts.view.as_ref()).find(|view| is_whole_list(view));
        let listed: Option<Vec<String>> = whole.map(|view| {
            view.leader.iter().chain(view.rows.iter().map(|row| &row.peer)).map(|peer| peer.id.clone()).collect()
        });
        for facts in answering {
            match group.place_of(&facts) {
                Some(peer) => {
                    let known = &mut group.peers[peer];
                    let other = known.facts.as_deref().and_then(|other| other.server_id.as_ref());
                    if other.zip(facts.server_id.as_ref()).is_some_and(|(one, other)| one != other) {
                        group.twins.insert(known.called().to_owned());
                    }
                    known.meet(facts);
                }
                None => group.peers.push(Peer {
                    id: facts.peer_id.clone(),
                    name: facts.name.clone(),
                    facts: Some(Rc::new(facts)),
                    ..Peer::default()
                }),
            }
        }
        let is_outside = |peer: &Peer| {
            let is_listed = |id: &String| listed.as_ref().is_none_or(|listed| listed.contains(id));
            let left_out = peer.id.as_ref().is_some_and(|id| !is_listed(id)) && peer.speaks();
            left_out || peer.facts.as_deref().is_some_and(Facts::leaves_itself_out)
        };
        let (outside, peers) = group.peers.into_iter().partition(is_outside);
        group.peers = peers;
        group.outsiders = outside.into_iter().filter_map(|peer: Peer| peer.facts).collect();
        group
    }

    /// Which peer a server's readings are about: by id, else by name, else by a label that is a peer's name.
    fn place_of(&self, facts: &Facts) -> Option<usize> {
        let with_id = |id: &str| self.peers.iter().position(|peer| peer.id.as_deref() == Some(id));
        match (&facts.peer_id, &facts.label) {
            (Some(id), _) => with_id(id),
            (None, Some(label)) => {
                let same_label =
                    |peer: &Peer| peer.facts.as_deref().is_some_and(|known| known.label.as_ref() == Some(label));
                let labelled = || self.peers.iter().position(same_label);
                let in_domain = facts.domain.is_none() || facts.domain == self.domain;
                facts
                    .label_id()
                    .and_then(with_id)
                    .filter(|_| in_domain)
                    .or_else(labelled)
                    .or_else(|| self.recalled(facts))
            }
            (None, None) => None,
        }
    }

    /// A server that was read with this group's, and is of another moment by its clock.
    fn set_apart(&mut self, server: &Server, readings: &[Reading]) {
        let time = server.readings.iter().find_map(|&i| readings[i].time);
        if let (Some(name), Some((time, as_of))) =
            (server.name.as_ref().or(server.label.as_ref()), time.zip(self.as_of))
        {
            self.apart.insert(name.clone(), time.ms_since(as_of));
        }
    }

    fn newest(&self, readings: &[Reading]) -> Option<Time> {
        let times = self.peers.iter().filter_map(|peer| peer.facts.as_deref()).filter_map(|facts| {
            let at = facts.view.as_ref().and_then(|view| view.evidence.as_ref()).or(facts.answered.as_ref())?;
            readings[at.reading].time
        });
        times.max()
    }

    /// Somebody did not answer in this moment, and it is not known to be another group's peer.
    #[must_use]
    pub fn somebody_is_silent(&self) -> bool {
        !self.in_vain.is_empty()
    }

    /// A server that leads, or says so, has just heard this peer.
    fn is_heard(&self, peer: &Peer) -> bool {
        let views = self.peers.iter().filter_map(Peer::leading_view);
        views.filter_map(|view| view.row(peer.id.as_deref())).any(|row| row.fresh)
    }

    /// Somebody may have died a moment ago, and others with it: who is asked in vain, or missed by one of these leaders.
    /// Not so of who answers other questions, and where the same has been seen for long.
    #[must_use]
    pub fn may_be_dying(&self, views: &[&View]) -> bool {
        let rows = || views.iter().flat_map(|view| &view.rows);
        if rows().any(|row| !row.fresh && !row.is_long_unheard()) {
            return true;
        }
        if self.in_vain.is_empty() {
            return false;
        }
        let is_missed_for_long = |peer: &&Peer| {
            let mut own = rows().filter(|row| peer.id.as_ref() == Some(&row.peer.id));
            own.next().is_some_and(Row::is_long_unheard)
        };
        let is_no_news = |facts: &&Facts| facts.is_long_silent(self.as_of) || facts.runs_jetstream();
        let missed = self.peers.iter().filter(is_missed_for_long).filter_map(|peer| peer.facts.as_deref());
        let others = self.peers.iter().filter_map(|peer| peer.facts.as_deref()).chain(self.strangers.iter());
        let known: Set<usize> =
            missed.chain(others.filter(is_no_news)).flat_map(|facts| facts.readings.clone()).collect();
        self.in_vain.iter().any(|note| !known.contains(note))
    }

    /// The largest size any peer prints.
    #[must_use]
    pub fn largest_size(&self) -> Option<u32> {
        self.sizes().into_iter().max()
    }

    /// The different sizes its peers print.
    #[must_use]
    pub fn sizes(&self) -> Set<u32> {
        let facts = || self.peers.iter().filter_map(|peer| peer.facts.as_deref());
        let views = facts().filter_map(|facts| facts.view.as_ref()?.size.as_ref()).map(|(size, _)| *size);
        views.chain(facts().filter_map(|facts| facts.raft.as_ref()?.group.size.filter(|&size| size > 0))).collect()
    }

    /// Peers that were named in the moment before are still peers while the size has not changed and no leader of
    /// now lists everybody.
    fn remember(&mut self, earlier: &[&MetaGroup]) {
        let ids: Set<&str> = self.peers.iter().filter_map(|peer| peer.id.as_deref()).collect();
        let shares = |group: &&&MetaGroup| {
            group.domain == self.domain
                && group.largest_size() == self.largest_size()
                && (group.peers.iter().filter_map(|peer| peer.id.as_deref()).any(|id| ids.contains(id))
                    || earlier.iter().filter(|other| other.domain == self.domain).count() == 1)
        };
        if self.peers.iter().filter_map(Peer::view).any(is_whole_list) {
            return;
        }
        let Some(before) = earlier.iter().find(shares) else { return };
        let forgotten = before.peers.iter().filter(|peer| peer.id.as_deref().is_some_and(|id| !ids.contains(id)));
        let forgotten: Vec<Peer> = forgotten.map(Peer::in_memory).filter(|peer| peer.named_by.is_some()).collect();
        for peer in forgotten {
            let by_label = |known: &Peer| {
                let label = known.facts.as_deref().and_then(|facts| facts.label.as_deref());
                known.id.is_none() && label.map(peer_id) == peer.id
            };
            match self.peers.iter_mut().find(|known| by_label(known)) {
                Some(known) => {
                    *known = Peer { facts: known.facts.take(), ..peer };
                }
                None => self.peers.push(peer),
            }
        }
    }

    /// What is left of a group when nobody answers any more: who was in it, and how many.
    fn in_memory(&self, as_of: Option<Time>) -> Self {
        let known = |peer: &Peer| {
            let label = || peer.facts.as_deref()?.label.clone();
            let name = peer.name.clone().or_else(label);
            let id = peer.id.clone().or_else(|| name.as_deref().map(peer_id))?;
            Some(Peer { id: Some(id), name, ..peer.in_memory() })
        };
        Self {
            domain: self.domain.clone(),
            clusters: self.clusters.clone(),
            as_of,
            size_before: self.largest_size().or(self.size_before),
            peers: self.peers.iter().filter_map(known).collect(),
            ..Self::default()
        }
    }

    /// Every size that counts: those its peers print, else the one it had before.
    #[must_use]
    pub fn possible_sizes(&self) -> Set<u32> {
        let printed = self.sizes();
        if printed.is_empty() { self.size_before.into_iter().collect() } else { printed }
    }

    /// Where its peers answered before, as far as earlier moments of the same domain show.
    fn recall_addresses(&mut self, earlier: &[&MetaGroup]) {
        let mut known: Map<&str, Set<String>> = Map::default();
        for peer in earlier.iter().filter(|group| group.domain == self.domain).flat_map(|group| &group.peers) {
            let Some(id) = peer.id.as_deref() else { continue };
            let now = peer.facts.as_deref().and_then(|facts| facts.answers_at.clone());
            known.entry(id).extend(peer.answered_at.iter().cloned().chain(now));
        }
        for peer in &mut self.peers {
            peer.answered_at = peer.id.as_deref().and_then(|id| known.remove(id)).unwrap_or_default();
        }
    }

    /// The only peer that answered before where this one is asked: an address is no name, but was once joined to one.
    fn recalled(&self, facts: &Facts) -> Option<usize> {
        let address = facts.asked_at()?;
        let mut there = (0..self.peers.len()).filter(|&i| self.peers[i].answered_at.contains(address));
        there.next().filter(|_| there.next().is_none())
    }

    /// The operator names the servers there should be.
    fn add_expected(&mut self, expected: &[String]) {
        for name in expected {
            let id = peer_id(name);
            let is_it = |peer: &Peer| {
                let label = peer.facts.as_deref().and_then(|facts| facts.label.as_deref());
                peer.id.as_ref() == Some(&id) || (peer.id.is_none() && label == Some(name))
            };
            match self.peers.iter_mut().find(|peer| is_it(peer)) {
                Some(peer) => {
                    peer.expected = true;
                    peer.id = Some(id);
                    peer.name = Some(name.clone());
                }
                None => {
                    self.peers.push(Peer { id: Some(id), name: Some(name.clone()), expected: true, ..Peer::default() });
                }
            }
        }
    }

    fn name_ghosts(&mut self, names: &Set<String>) {
        for peer in self.peers.iter_mut().filter(|peer| peer.name.is_none()) {
            if let Some(id) = &peer.id {
                peer.name = name_of(id, names.iter().map(String::as_str));
            }
        }
    }
}

impl Peer {
    /// What is left of it when it is not asked any more: it was named, or spoke for itself.
    fn in_memory(&self) -> Self {
        let spoke = || self.facts.as_deref()?.speaks.clone();
        let named_by = self.named_by.clone().or_else(spoke);
        Self { named_by, remembered: true, facts: None, ..self.clone() }
    }

    /// One more server's readings about this peer: an answer counts before a silence, a view before none.
    fn meet(&mut self, facts: Facts) {
        let tells = |facts: &Facts| (facts.view.is_some(), facts.raft.is_some(), facts.speaks.is_some());
        self.nameless &= facts.name.is_none();
        self.name = self.name.take().or_else(|| facts.name.clone()).or_else(|| {
            let label = facts.label.clone()?;
            (self.id.as_ref() == Some(&peer_id(&label))).then_some(label)
        });
        if self.facts.as_deref().is_none_or(|known| tells(known) < tells(&facts)) {
            self.facts = Some(Rc::new(facts));
        }
    }
}
