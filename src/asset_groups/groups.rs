//! All streams' and consumers' groups at one moment, in the listings of the servers that hold them.

use std::cell::OnceCell;

use super::{
    AssetGroup, AssetId, Content, Names,
    gather::{Place, Speaker, hear, in_order},
    looks::Looks,
    numbers::Numbers,
    whole::{Page, Partly, is_whole, partly},
};
use crate::{
    listing::{ById, Listing},
    meta_group::{Facts, MetaGroup},
    order::sort,
    peer_id::peer_id,
    reading::{Reading, Said},
};

/// The stream and consumer groups of one meta group's servers at its moment.
#[derive(Debug)]
pub struct AssetGroups<'a> {
    names: &'a Names,
    /// In the order of hearing: server after server, the newest of its readings last.
    heard: Vec<HeardList<'a>>,
    /// Which of the group's peers (by index) listed every stream they hold.
    pub listed_by: Vec<usize>,
    /// Which of them listed a part.
    pub partly: Vec<Partly>,
    /// Found when first asked for.
    kinds: OnceCell<Kinds>,
}

/// What one reading lists.
#[derive(Debug)]
struct HeardList<'a> {
    speaker: Speaker<'a>,
    reading: usize,
    said: &'a Reading,
    listing: &'a Listing,
    by_id: ById,
}

/// Which groups look alike: what the servers believe of them differs in nothing that a verdict depends on.
#[derive(Debug)]
pub struct Kinds {
    /// By number of stream, and of consumer: a kind, from 1.
    streams: Vec<u32>,
    consumers: Vec<u32>,
    /// One group of each kind.
    pub examples: Vec<AssetId>,
}

impl<'a> AssetGroups<'a> {
    /// What the servers of `group` list; `names`: those of all `readings`.
    #[must_use]
    pub fn of(group: &'a MetaGroup, readings: &'a [Reading], names: &'a Names) -> Self {
        let mut groups =
            Self { names, heard: Vec::new(), listed_by: Vec::new(), partly: Vec::new(), kinds: OnceCell::new() };
        for (i, peer) in group.peers.iter().enumerate() {
            let Some(facts) = &peer.facts else { continue };
            let labelled = peer.id.clone().or_else(|| facts.label.as_deref().map(peer_id));
            let pages = groups.hear(facts, labelled.as_deref(), readings);
            if is_whole(&pages) {
                groups.listed_by.push(i);
            } else {
                groups.partly.extend(partly(i, &pages));
            }
        }
        for facts in &group.outsiders {
            groups.hear(facts, facts.label.as_deref().map(peer_id).as_deref(), readings);
        }
        groups
    }

    /// Takes in what one server's readings list, the newest last; returns the pages of `/jsz` that came whole.
    fn hear(&mut self, facts: &'a Facts, labelled: Option<&str>, readings: &'a [Reading]) -> Vec<Page<'a>> {
        let mut in_time = facts.readings.clone();
        sort(&mut in_time, &|&a, &b| readings[a].time.cmp(&readings[b].time));
        let mut pages = Vec::new();
        for i in in_time {
            let said = &readings[i];
            let is_whole = said.cut.is_empty();
            let Some(listing) = &said.listing else { continue };
            match &said.said {
                Said::Jsz(jsz) if is_whole => pages.push(Page { jsz, listing, question: &said.question }),
                Said::Stream(_) if !is_whole => continue,
                _ => {}
            }
            let speaker = Speaker {
                id: facts.peer_id.as_deref(),
                labelled: labelled.map(str::to_owned),
                name: facts.name.as_deref(),
            };
            self.heard.push(HeardList { speaker, reading: i, said, listing, by_id: listing.by_id() });
        }
        pages
    }

    /// Every name in them.
    #[must_use]
    pub fn names(&self) -> &'a Names {
        self.names
    }

    /// Nobody lists any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heard.iter().all(|heard| heard.listing.groups(self.names).next().is_none())
    }

    /// One of them, as all who list it believe; None where nobody does.
    #[must_use]
    pub fn get(&self, id: AssetId) -> Option<AssetGroup> {
        let (account, stream, consumer) = self.names.key(id);
        let mut group = AssetGroup {
            account: account.map(str::to_owned),
            stream: stream.to_owned(),
            consumer: consumer.map(str::to_owned),
            ..AssetGroup::default()
        };
        let mut is_listed = false;
        for heard in &self.heard {
            let view = |nth| Some((nth, heard.listing.view(self.names, id, nth)?));
            let Some((nth, view)) = heard.listing.nth(&heard.by_id, id).and_then(view) else { continue };
            let pointer = format!("{}{}", heard.said.payload, heard.listing.pointer(id, nth));
            let time = heard.said.time;
            hear(&mut group, &view, &Place { speaker: &heard.speaker, reading: heard.reading, pointer, time });
            is_listed = true;
        }
        is_listed.then(|| in_order(group))
    }

    /// All of them, by how they look.
    #[must_use]
    pub fn kinds(&self) -> &Kinds {
        self.kinds.get_or_init(|| self.by_look())
    }

    /// Each server's list is passed once: what a group looks like so far, and what the next one believes of it, is what
    /// it looks like then.
    fn by_look(&self) -> Kinds {
        let none = |count: u32| vec![0_u32; count as usize];
        let mut kinds = Kinds {
            streams: none(self.names.streams()),
            consumers: none(self.names.consumers()),
            examples: Vec::new(),
        };
        let mut looks = Looks::default();
        for heard in &self.heard {
            looks.next_list();
            for (id, shape) in heard.listing.groups(self.names) {
                if let Some(look) = kinds.of(id) {
                    *look = looks.with(*look, shape);
                }
            }
        }
        let mut numbers = vec![0_u32; looks.count() as usize + 1];
        let all = kinds.streams.iter_mut().zip(0..).map(|(look, n)| (look, AssetId::Stream(n)));
        let all = all.chain(kinds.consumers.iter_mut().zip(0..).map(|(look, n)| (look, AssetId::Consumer(n))));
        for (look, id) in all.filter(|(look, _)| **look > 0) {
            let number = &mut numbers[*look as usize];
            if *number == 0 {
                kinds.examples.push(id);
                *number = u32::try_from(kinds.examples.len()).unwrap_or(u32::MAX);
            }
            *look = *number;
        }
        kinds
    }

    /// The streams of which copies differ, from each other or from what there was `before`.
    pub fn differing<'s>(&'s self, before: Option<&'s AssetGroups>) -> impl Iterator<Item = AssetId> + use<'s, 'a> {
        let groups = [Some(self), before].into_iter().flatten();
        let streams: Numbers =
            groups.flat_map(|groups| &groups.heard).flat_map(|heard| heard.listing.differing()).collect();
        let held = |groups: &'s AssetGroups, stream| groups.copies(stream).map(|held| (held.messages, held.last_seq));
        let differs = move |stream: &u32| {
            let Some(least) = held(self, *stream).map(|(_, last)| last).min() else { return false };
            let mut now = held(self, *stream);
            let first = now.next();
            let fell = before.is_some_and(|before| held(before, *stream).any(|(_, last)| last > least));
            fell || now.any(|other| Some(other) != first)
        };
        streams.each().filter(differs).map(AssetId::Stream)
    }

    /// What the copies of a stream hold.
    fn copies(&self, stream: u32) -> impl Iterator<Item = Content> {
        self.heard.iter().filter_map(move |heard| {
            let nth = heard.listing.nth(&heard.by_id, AssetId::Stream(stream))?;
            heard.listing.content(self.names, stream, nth)
        })
    }
}

impl Kinds {
    /// Every group with the place of its kind in the examples: streams, then consumers, in the order of their numbers.
    pub fn each(&self) -> impl Iterator<Item = (AssetId, usize)> {
        let streams = self.streams.iter().zip(0..).map(|(kind, n)| (AssetId::Stream(n), kind));
        let consumers = self.consumers.iter().zip(0..).map(|(kind, n)| (AssetId::Consumer(n), kind));
        streams.chain(consumers).filter_map(|(id, kind)| Some((id, kind.checked_sub(1)? as usize)))
    }

    fn of(&mut self, id: AssetId) -> Option<&mut u32> {
        match id {
            AssetId::Stream(n) => self.streams.get_mut(n as usize),
            AssetId::Consumer(n) => self.consumers.get_mut(n as usize),
        }
    }
}
