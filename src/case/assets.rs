//! The streams' and consumers' groups beside a meta group, judged: those that look alike once.

use crate::{
    asset_groups::{AssetGroup, AssetGroups, AssetId, Key, Names, Partly},
    meta_group::MetaGroup,
    order::{Set, sort},
    reading::Reading,
    verdict::{AssetJudgement, Servers, Verdict},
};

/// So many of those that are alike are known one by one: as many as any sentence names.
pub(super) const KNOWN: usize = 5;

/// So many of those that fare the same are known one by one: as many as a report lists.
const LISTED: usize = 100;

/// The streams' and consumers' groups of one meta group. Nothing here grows with their number but counts.
#[derive(Debug)]
pub struct Assets<'a> {
    groups: AssetGroups<'a>,
    servers: Servers,
    kinds: Vec<Kind>,
    /// Those that are not held, worst first.
    worst: Vec<Alike>,
}

/// One stream's or consumer's group, judged.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The group.
    pub group: AssetGroup,
    /// The verdict on it.
    pub judgement: AssetJudgement,
}

/// Groups of which the servers believe the same: their verdicts differ in names only.
#[derive(Debug)]
pub struct Kind {
    /// One of them.
    pub asset: Asset,
    /// The streams among them.
    pub streams: Alike,
    /// The consumers among them.
    pub consumers: Alike,
}

/// Streams, or consumers, that are alike.
#[derive(Debug, Default)]
pub struct Alike {
    /// How many.
    pub count: usize,
    /// The first of them by name, in order.
    first: Vec<AssetId>,
}

impl<'a> Assets<'a> {
    /// What the servers of `group` list, judged; `names`: those of all `readings`.
    #[must_use]
    pub fn of(group: &'a MetaGroup, readings: &'a [Reading], names: &'a Names) -> Self {
        let mut assets = Self {
            groups: AssetGroups::of(group, readings, names),
            servers: Servers::of(group),
            kinds: Vec::new(),
            worst: Vec::new(),
        };
        let kinds = assets.groups.kinds();
        // An example is always listed: so every kind has its place.
        let examples: Vec<Asset> = kinds.examples.iter().filter_map(|&id| assets.get(id)).collect();
        let ranks: Set<(Verdict, bool)> = examples.iter().filter_map(Asset::rank).collect();
        let mut worst: Vec<First> = ranks.iter().map(|_| First::new(LISTED)).collect();
        let mut those: Vec<(Option<usize>, [First; 2])> = examples
            .iter()
            .map(|asset| {
                let rank = asset.rank().and_then(|rank| ranks.iter().position(|other| *other == rank));
                (rank, [KNOWN; 2].map(First::new))
            })
            .collect();
        let mut key = None;
        for (id, kind) in kinds.each() {
            let Some((rank, [streams, consumers])) = those.get_mut(kind) else { continue };
            let key = *key.insert(names.sort_key(id, key.as_ref()));
            (if matches!(id, AssetId::Stream(_)) { streams } else { consumers }).add(id, key);
            if let Some(rank) = *rank {
                worst[rank].add(id, key);
            }
        }
        let those = those.into_iter().map(|(_, those)| those.map(First::done));
        let kinds = examples.into_iter().zip(those);
        assets.kinds = kinds.map(|(asset, [streams, consumers])| Kind { asset, streams, consumers }).collect();
        assets.worst = worst.into_iter().map(First::done).collect();
        assets
    }

    /// The groups themselves.
    #[must_use]
    pub fn groups(&self) -> &AssetGroups<'a> {
        &self.groups
    }

    /// All of them, by what their servers believe.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Indices of the meta group's peers that listed every stream they hold.
    #[must_use]
    pub fn listed_by(&self) -> &[usize] {
        &self.groups.listed_by
    }

    /// Its peers that listed a part of what they hold.
    #[must_use]
    pub fn partly(&self) -> &[Partly] {
        &self.groups.partly
    }

    /// One of them; None if nobody lists it.
    #[must_use]
    pub fn get(&self, id: AssetId) -> Option<Asset> {
        let group = self.groups.get(id)?;
        Some(Asset { judgement: self.servers.judge(&group), group })
    }

    /// The first `most` of those, in order of account, stream and consumer.
    pub fn first<'k>(&self, most: usize, those: impl IntoIterator<Item = &'k Alike>) -> Vec<Asset> {
        let ids = Alike::first_of(self.groups.names(), most, those);
        ids.into_iter().filter_map(|id| self.get(id)).collect()
    }

    /// The worst, at most 100: lost before undecided, and those with one replica after all others with that verdict.
    #[must_use]
    pub fn worst(&self) -> Vec<Asset> {
        let ids = self.worst.iter().flat_map(|alike| &alike.first).take(LISTED);
        ids.filter_map(|&id| self.get(id)).collect()
    }

    /// What the first `most` of those are called.
    pub fn called<'k>(&self, most: usize, those: impl IntoIterator<Item = &'k Alike>) -> Vec<String> {
        let names = self.groups.names();
        Alike::first_of(names, most, those).into_iter().map(|id| names.called(id)).collect()
    }
}

impl Asset {
    /// It should have more than one replica, as far as any reading says.
    #[must_use]
    pub fn is_replicated(&self) -> bool {
        self.group.possible_sizes().last().is_some_and(|&size| size > 1)
    }

    /// The least is the worst; None for what is held.
    fn rank(&self) -> Option<(Verdict, bool)> {
        let verdict = self.judgement.verdict;
        (verdict != Verdict::Held).then(|| (verdict, !self.is_replicated()))
    }
}

impl Kind {
    /// How many streams and consumers it has.
    #[must_use]
    pub fn count(&self) -> usize {
        self.streams.count + self.consumers.count
    }
}

/// Those that are alike, while they come.
pub(super) struct First<'n> {
    most: usize,
    count: usize,
    least: Vec<(Key<'n>, AssetId)>,
}

impl<'n> First<'n> {
    /// `most` are known one by one.
    pub(super) fn new(most: usize) -> Self {
        Self { most, count: 0, least: Vec::new() }
    }

    /// One more, and what it is sorted by.
    pub(super) fn add(&mut self, id: AssetId, key: Key<'n>) {
        self.count += 1;
        let comes_before = |(other, _): &(Key, AssetId)| other.order(&key).is_lt();
        if self.least.len() == self.most && self.least.last().is_some_and(comes_before) {
            return;
        }
        let place = self.least.partition_point(comes_before);
        self.least.insert(place, (key, id));
        self.least.truncate(self.most);
    }

    /// All of them.
    pub(super) fn done(self) -> Alike {
        Alike { count: self.count, first: self.least.into_iter().map(|(_, id)| id).collect() }
    }
}

impl Alike {
    /// The first `most` of all those, in order; no more than are known one by one.
    pub(super) fn first_of<'k>(names: &Names, most: usize, those: impl IntoIterator<Item = &'k Self>) -> Vec<AssetId> {
        let ids = those.into_iter().flat_map(|alike| alike.first.iter().take(most));
        let mut ids: Vec<(Key, AssetId)> = ids.map(|&id| (names.sort_key(id, None), id)).collect();
        sort(&mut ids, &|(a, _), (b, _)| a.order(b));
        ids.truncate(most);
        ids.into_iter().map(|(_, id)| id).collect()
    }
}
