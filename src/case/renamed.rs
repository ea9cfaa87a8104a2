//! Peers that are gone, and the answering servers that they seem to be now. A server's name is its identity in the group:
//! started under another one it joins as one more peer, and the old one stays counted.

use super::{Case, Then, is_same};
use crate::{
    meta_group::{Facts, Peer},
    order::sort,
    reading::is_here,
};

/// A peer that is gone, and the server that it seems to be now.
#[derive(Debug, Clone, Copy)]
pub struct Renamed<'a> {
    /// The peer under its old name.
    pub old: &'a Peer,
    /// Its name now.
    pub name: &'a str,
    /// What the server says now.
    pub now: &'a Facts,
    /// How we know.
    pub sign: Sign,
}

/// What ties a server to the peer that it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It answers where the old name is asked.
    AskedThere,
    /// It answers where the old name answered at an earlier moment.
    AnswersThere,
    /// It listens at the address that was the old one's.
    ListensThere,
    /// The names differ only before the number, and no list of the group has the new one.
    Unlisted,
    /// The names differ only before the number, and it holds nothing, where older servers do.
    Empty,
}

impl Sign {
    /// The same place answers under both names; else only the names look like it.
    #[must_use]
    pub fn is_place(self) -> bool {
        matches!(self, Self::AskedThere | Self::AnswersThere | Self::ListensThere)
    }
}

impl<'a> Case<'a> {
    /// Peers that are gone, with the answering servers that they seem to be now, by their old names.
    #[must_use]
    pub fn renamed(&self) -> Vec<Renamed<'a>> {
        let group = self.group;
        let inside = group.peers.iter().filter_map(|peer| {
            let (facts, is_listed) = (peer.facts.as_deref()?, peer.named_by.is_some() || !self.names_exceed_size());
            Some(Living { name: peer.name.as_deref().or(facts.label.as_deref())?, facts, is_listed })
        });
        let outside = group.outsiders.iter().filter_map(|facts| {
            Some(Living { name: facts.name.as_deref().or(facts.label.as_deref())?, facts, is_listed: false })
        });
        let living = inside.chain(outside).filter(|one| one.facts.speaks.is_some()).collect();
        let signs = Signs { case: self, living, gone: group.peers.iter().filter(|peer| self.is_gone(peer)).collect() };
        let mut found = Vec::new();
        signs.find(&mut found, |old, now, _| signs.place(old, now).or_else(|| signs.unlisted(old, now)));
        signs.find(&mut found, |old, now, found| signs.empty(old, now, found));
        sort(&mut found, &|a, b| a.old.called().cmp(b.old.called()));
        found
    }

    /// A list of the group names it, it answers nothing, not even that its JetStream is down, and either it was asked in
    /// vain or whoever leads does not hear it.
    fn is_gone(&self, peer: &Peer) -> bool {
        let is_down = peer.facts.as_deref().is_some_and(|facts| facts.out.is_some() || facts.disabled.is_some());
        if peer.speaks() || is_down || peer.named_by.is_none() {
            return false;
        }
        let views = self.group.peers.iter().filter_map(Peer::leading_view);
        let mut rows = views.filter_map(|view| view.row(peer.id.as_deref())).peekable();
        let is_asked_in_vain = rows.peek().is_none() && (peer.silence().is_some() || peer.is_ghost());
        is_asked_in_vain || (rows.peek().is_some() && rows.all(|row| !row.fresh))
    }

    /// Whether more servers count as peers than there are: some of them are none.
    fn names_exceed_size(&self) -> bool {
        let group = self.group;
        self.judgement.size.is_some_and(|size| group.peers.len() > size as usize)
    }
}

/// A server that answers, peer or not.
struct Living<'a> {
    name: &'a str,
    facts: &'a Facts,
    /// A list of the group may name it.
    is_listed: bool,
}

struct Signs<'c, 'a> {
    case: &'c Case<'a>,
    living: Vec<Living<'a>>,
    gone: Vec<&'a Peer>,
}

impl<'a> Signs<'_, 'a> {
    /// Looks for whoever is gone and not found yet among those that answer.
    fn find(&self, found: &mut Vec<Renamed<'a>>, sign: impl Fn(&'a Peer, &Living<'a>, &[Renamed]) -> Option<Sign>) {
        for &old in &self.gone {
            let is_found = found.iter().any(|known| std::ptr::eq(known.old, old));
            let is_it = |now: &Living<'a>| {
                let sign = sign(old, now, found).filter(|_| !is_found && !self.lived_beside(old, now))?;
                Some(Renamed { old, name: now.name, now: now.facts, sign })
            };
            found.extend(self.living.iter().find_map(is_it));
        }
    }

    /// Both answered at an earlier moment.
    fn lived_beside(&self, old: &Peer, now: &Living) -> bool {
        let answers = |peers: &[Peer], name: &str| peers.iter().any(|peer| peer.speaks() && peer.called() == name);
        let mut before = self.case.before.iter().map(|then| &then.group.peers);
        old.called() == now.name || before.any(|peers| answers(peers, now.name) && answers(peers, old.called()))
    }

    /// It was no peer when the old one last answered. One place may lead to any server, as a service does.
    fn came_since(&self, old: &Peer, now: &Living) -> bool {
        let answered = |then: &&Then| then.group.peers.iter().any(|peer| peer.speaks() && is_same(peer, old));
        let Some(then) = self.case.before.iter().rev().find(answered) else { return true };
        let was_named = then.group.peers.iter().any(|peer| peer.called() == now.name);
        let sizes = then.judgement.size.zip(self.case.judgement.size);
        !was_named && (!now.is_listed || sizes.is_none_or(|(then, now)| now > then))
    }

    fn place(&self, old: &Peer, now: &Living) -> Option<Sign> {
        // Behind a port-forward every server is asked at the same place.
        let at = now.facts.answers_at.as_deref().filter(|label| *label != now.name && !is_here(label));
        if at.is_some() && at == old.name.as_deref() {
            return Some(Sign::AskedThere);
        }
        if at.is_some_and(|label| old.answered_at.contains(label)) && self.came_since(old, now) {
            return Some(Sign::AnswersThere);
        }
        let is_there = |other: &Facts| other.address.is_some() && other.address == now.facts.address;
        let is_only = self.living.iter().filter(|other| is_there(other.facts)).count() == 1;
        let mut then = self.then().filter(|(_, facts)| is_there(facts)).map(|(peer, _)| peer).peekable();
        (is_only && then.peek().is_some() && then.all(|peer| peer.id == old.id)).then_some(Sign::ListensThere)
    }

    fn unlisted(&self, old: &Peer, now: &Living) -> Option<Sign> {
        (!now.is_listed && self.change(old, now).is_some()).then_some(Sign::Unlisted)
    }

    /// It holds nothing, and is younger than all who hold something; or nobody of its new stem holds anything, where others
    /// do or did; or others were renamed like this.
    fn empty(&self, old: &Peer, now: &Living, found: &[Renamed]) -> Option<Sign> {
        // Servers of two clusters may be named alike.
        if self.case.group.clusters.len() > 1 {
            return None;
        }
        let change = self.change(old, now).filter(|_| holds(now.facts) == Some(false))?;
        let holders = || self.living.iter().map(|one| one.facts).filter(|facts| holds(facts) == Some(true));
        let oldest = holders().map(|facts| facts.start).max().flatten();
        let is_younger = now.facts.start.zip(oldest).is_some_and(|(start, oldest)| start > oldest);
        let is_of_its_stem = |one: &&Living| numbered(one.name).is_some_and(|(stem, _)| stem == change.1);
        let came_empty =
            self.living.iter().filter(is_of_its_stem).all(|one| holds(one.facts) == Some(false) || !one.is_listed);
        let some_hold = || holders().next().is_some() || self.then().any(|(_, facts)| holds(facts) == Some(true));
        let is_like_others = || found.iter().any(|known| changed(known.old.called(), known.name) == Some(change));
        (is_younger || (came_empty && some_hold()) || is_like_others()).then_some(Sign::Empty)
    }

    /// From which stem to which the name was changed. Not where servers of both stems have one number: these are two
    /// families of servers, as in a super-cluster.
    fn change<'n>(&self, old: &'n Peer, now: &Living<'n>) -> Option<(&'n str, &'n str)> {
        let change = changed(old.called(), now.name)?;
        let is_there = |peer: &&Peer| !self.gone.iter().any(|gone| std::ptr::eq(*gone, *peer));
        let names = || {
            let peers = self.case.group.peers.iter().filter(is_there).map(Peer::called);
            peers.chain(self.living.iter().map(|one| one.name)).filter_map(numbered)
        };
        let of_both =
            names().filter(|(stem, _)| *stem == change.0).any(|(_, number)| names().any(|is| is == (change.1, number)));
        (!of_both && !now.facts.routes_are_not_all).then_some(change)
    }

    /// Peers of earlier moments, and what they said then.
    fn then(&self) -> impl Iterator<Item = (&Peer, &Facts)> {
        let peers = self.case.before.iter().flat_map(|then| &then.group.peers);
        peers.filter_map(|peer| Some((peer, peer.facts.as_deref()?)))
    }
}

/// Whether it holds any stream or message; None where it does not say.
fn holds(facts: &Facts) -> Option<bool> {
    let holds = facts.holds.as_ref()?;
    Some(holds.streams.as_ref()?.0 > 0 || holds.messages.as_ref()?.0 > 0)
}

/// A name without the number at its end, and the number.
fn numbered(name: &str) -> Option<(&str, &str)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.len() < name.len()).then(|| name.split_at(stem.len()))
}

/// `n3` and `x3`: from `n` to `x`.
fn changed<'n>(old: &'n str, now: &'n str) -> Option<(&'n str, &'n str)> {
    let ((from, number), (to, same)) = (numbered(old)?, numbered(now)?);
    (from != to && number == same).then_some((from, to))
}
