//! Floor 1: the streams and consumers that a server lists, in a few bytes each.
//!
//! There may be hundreds of thousands on every server, so what is kept is what sets them apart. [`Names`] has every
//! name once, for all readings. A [`Listing`] has, for each stream and consumer of one reading, the number of its name
//! and the number of its view's [`Shape`]: which peers, who leads, how long they were not heard. Of these there are few,
//! since thousands of groups have the same servers. What is a group's own is kept apart, where there is any.
#![expect(
    clippy::inline_always,
    reason = "what is done many times for each stream: where code is made small, calls are half of it"
)]

use std::borrow::Cow;

use crate::{
    clock::Time,
    scan::{Json, Keep},
};

mod arena;
mod column;
mod names;
mod shape;
mod table;
mod tests;

pub use names::{AssetId, Key, Named, Names};
pub use shape::{Heard, Row, Shape};

use arena::{Arena, fold, put_whole, take_whole, unfold};
use column::Column;
use names::{Base, ms, time, to_the_ms, to_the_next_ms};

/// A leader has just heard a peer when it heard it less than this ago (heartbeats come every second).
pub const FRESH_MS: f64 = 3_000.0;

/// A leader that leads for so long has taken over what its log holds.
const SETTLED_MS: i64 = 10_000;

/// What is looked at of a stream, and nothing else: see [`Json::wanted`].
pub const STREAM: Keep = Keep::Only(&OF_STREAM);
const OF_STREAM: [(&str, Keep); 6] = [
    ("name", Keep::All),
    ("created", Keep::All),
    ("cluster", shape::CLUSTER),
    ("config", CONFIG),
    ("state", Keep::Only(&OF_STATE)),
    ("consumer_detail", Keep::Each(&Keep::Only(&OF_CONSUMER))),
];
const OF_STATE: [(&str, Keep); 3] = [("messages", Keep::All), ("last_seq", Keep::All), ("last_ts", Keep::All)];
const OF_CONSUMER: [(&str, Keep); 3] = [("name", Keep::All), ("cluster", shape::CLUSTER), ("config", CONFIG)];
const CONFIG: Keep = Keep::Only(&OF_CONFIG);
const OF_CONFIG: [(&str, Keep); 1] = [("num_replicas", Keep::All)];

/// What one server's copy of a stream holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// Messages in it.
    pub messages: u64,
    /// Sequence of the last message it ever took in.
    pub last_seq: u64,
    /// When that came, to the millisecond; None where it took in none, or no reading says.
    pub last: Option<Time>,
}

/// The streams and consumers that one reading lists, fed one by one while it is read: the consumers of a stream, the
/// stream, the other streams of its account, the account.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The responder's clock, where it was read before the list.
    now: Option<Time>,
    /// It is a stream by itself: pointers begin at the payload.
    is_bare: bool,
    accounts: Vec<u32>,
    streams: Entries,
    consumers: Entries,
    /// Where streams stand: from one of these to the next, one behind the other.
    spans: Vec<Span>,
    /// Of a consumer: how many streams came before its own.
    behind: Column,
    /// Of a consumer: its place in `consumer_detail`.
    places: Column,
    /// Consumers from here on belong to the stream that comes next.
    next_stream_from: u32,
    lists_consumers: bool,
    /// To write in.
    exact: Vec<u64>,
}

/// Streams or consumers in the order of their coming.
#[derive(Debug, Clone, Default)]
struct Entries {
    count: u32,
    ids: Column,
    shapes: Column,
    /// Addresses of what only this one says.
    own: Column,
    arena: Arena,
}

/// The entries of a listing in the order of their numbers: by how many of their kind came before.
#[derive(Debug, Clone, Default)]
pub struct ById {
    streams: Vec<u32>,
    consumers: Vec<u32>,
}

/// The stream that is the `first` of the listing stands at `/account_details/{account}/stream_detail/{place}`.
#[derive(Debug, Clone, Copy)]
struct Span {
    first: u32,
    account: u32,
    place: u32,
}

/// One server's view of one group, unpacked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Listed<'n> {
    /// What `cluster` and `config` say.
    pub shape: Shape<'n>,
    /// When the stream was made, to the millisecond.
    pub created: Option<Time>,
    /// What its copy holds; only of a stream.
    pub content: Option<Content>,
    /// Since when it leads, by its own word, unless its shape says that it is settled.
    led_since: Option<Time>,
}

/// What is looked at of a stream as it is read, whole or as far as it has come.
#[derive(Debug)]
pub struct Stream<'j> {
    name: Cow<'j, [u8]>,
    created: Option<Json<'j>>,
    cluster: Option<Json<'j>>,
    state: Option<Json<'j>>,
    consumers: Option<Json<'j>>,
    /// How many replicas it should have.
    size: Option<u32>,
}

impl<'j> Stream<'j> {
    /// None where it has no name.
    #[must_use]
    pub fn of(stream: Json<'j>) -> Option<Self> {
        let [name, created, cluster, config, state, consumers] = stream.wanted(&OF_STREAM);
        Some(Self { name: name?.utf8()?, created, cluster, state, consumers, size: size_in(config) })
    }
}

/// What follows of what is a view's own.
const OTHER_BASE: u64 = 1;
const LED_SINCE: u64 = 2;

impl Listing {
    /// `now`: the responder's clock, where it is known before the list comes.
    #[must_use]
    pub fn new(now: Option<Time>) -> Self {
        Self { now, ..Self::default() }
    }

    /// The list in a `/jsz`; None where it has none.
    #[must_use]
    pub fn of_jsz(names: &mut Names, now: Option<Time>, jsz: Json) -> Option<Self> {
        let accounts = jsz.get("account_details").filter(|accounts| accounts.is_list())?;
        let mut listing = Self::new(now);
        for (a, account) in accounts.items().enumerate() {
            let number = names.account(account.get("name").and_then(Json::utf8).as_deref());
            for (s, stream) in account.get("stream_detail").into_iter().flat_map(Json::items).enumerate() {
                if let Some(stream) = Stream::of(stream) {
                    listing.stream(names, number, [a, s], &stream);
                }
            }
            listing.account(number);
        }
        Some(listing.settled())
    }

    /// A stream by itself: an archive's `stream_info`.
    #[must_use]
    pub fn of_stream(names: &mut Names, account: Option<&[u8]>, stream: Json) -> Self {
        let mut listing = Self { is_bare: true, ..Self::default() };
        if let Some(stream) = Stream::of(stream) {
            let account = names.account(account);
            listing.stream(names, account, [0, 0], &stream);
        }
        listing.settled()
    }

    /// Takes in a consumer while its stream is still read: `stream` is what has come of it, `account` the number of its
    /// account. `at`: the places of its account, its stream, and itself. False where it has no name.
    pub fn consumer(
        &mut self,
        names: &mut Names,
        account: u32,
        stream: &Stream,
        at: [usize; 3],
        consumer: Json,
    ) -> bool {
        let id = names.stream(account, &stream.name);
        self.lists_consumers = true;
        self.stands(at[0], at[1]);
        self.consumer_of(names, (id, stream.size), at[2], consumer)
    }

    /// Takes in a stream, with the consumers it still has in it; `account`: the number of its account; `at`: the places
    /// of its account and itself.
    pub fn stream(&mut self, names: &mut Names, account: u32, at: [usize; 2], stream: &Stream) {
        let &Stream { ref name, created, cluster, state, consumers, size } = stream;
        self.lists_consumers |= consumers.is_some();
        let id = names.stream(account, name);
        self.stands(at[0], at[1]);
        for (place, consumer) in consumers.into_iter().flat_map(Json::items).enumerate() {
            self.consumer_of(names, (id, size), place, consumer);
        }
        let first = std::mem::replace(&mut self.next_stream_from, self.consumers.count);
        if let Some(size) = size {
            for consumer in first..self.consumers.count {
                let shape = self.consumers.shapes.get_u32(consumer).unwrap_or_default();
                self.consumers.shapes.set(consumer, shape::with_size(names, shape, size).into());
            }
        }
        let Some(cluster) = cluster.filter(|cluster| cluster.is_object()) else {
            let shape = names.shapes.number(0, &[]);
            return self.streams.push(id, shape, &[]);
        };
        let said = Base { created: time_in(created).map(to_the_ms), content: content_in(state) };
        let base = names.base_with(id, said);
        let differs = said.content.is_some_and(|content| Some(content) != base.content)
            || said.created.is_some_and(|created| Some(created) != base.created);
        let prints = [(said.content.is_some(), shape::HAS_CONTENT), (said.created.is_some(), shape::HAS_CREATED)];
        let shape = self.pack(names, shape::Cluster::of(cluster), size, &prints, differs.then_some((base, said)));
        self.streams.push(id, shape, &names.room);
    }

    /// Takes note of an account, with or without streams, by its number.
    pub fn account(&mut self, account: u32) {
        if self.accounts.len() == self.accounts.capacity() {
            self.accounts.reserve_exact(self.accounts.len() / 8 + 1);
        }
        self.accounts.push(account);
    }

    /// Everything has come: memory that was for more is given back.
    #[must_use]
    pub fn settled(mut self) -> Self {
        let Self { streams, consumers, behind, places, .. } = &mut self;
        let columns = [streams, consumers].into_iter().flat_map(|all| [&mut all.ids, &mut all.shapes, &mut all.own]);
        columns.chain([behind, places]).for_each(Column::settle);
        self.exact = Vec::new();
        self
    }

    /// The numbers of the accounts in it, in their order.
    #[must_use]
    pub fn accounts(&self) -> &[u32] {
        &self.accounts
    }

    /// It has a stream.
    #[must_use]
    pub fn lists_streams(&self) -> bool {
        self.streams.count > 0
    }

    /// It was asked for consumers.
    #[must_use]
    pub fn lists_consumers(&self) -> bool {
        self.lists_consumers
    }

    /// The numbers of the streams in it, with a group or without one.
    pub fn streams(&self) -> impl Iterator<Item = u32> {
        (0..self.streams.count).filter_map(|nth| self.streams.ids.get_u32(nth))
    }

    /// Every stream's and then every consumer's group, in the order of their coming, with the number of its view's shape:
    /// equal numbers, equal views.
    pub fn groups(&self, names: &Names) -> impl Iterator<Item = (AssetId, u32)> {
        let of = |entries: &'_ Entries, n| Some((entries.ids.get_u32(n)?, entries.shapes.get_u32(n)?));
        let streams = (0..self.streams.count).filter_map(move |n| of(&self.streams, n));
        let consumers = (0..self.consumers.count).filter_map(move |n| of(&self.consumers, n));
        let streams = streams.map(|(id, shape)| (AssetId::Stream(id), shape));
        let all = streams.chain(consumers.map(|(id, shape)| (AssetId::Consumer(id), shape)));
        let nothing = (0..names.shapes.count()).find(|&shape| names.shapes.get(shape).1.is_empty());
        all.filter(move |(_, shape)| Some(*shape) != nothing)
    }

    /// Its entries, to be found by their numbers.
    #[must_use]
    pub fn by_id(&self) -> ById {
        let sorted = |entries: &Entries| {
            let id = |nth| u64::from(entries.ids.get_u32(nth).unwrap_or_default());
            let mut pairs: Vec<u64> = (0..entries.count).map(|nth| id(nth) << 32 | u64::from(nth)).collect();
            pairs.sort_unstable();
            pairs.into_iter().filter_map(|pair| u32::try_from(pair & u64::from(u32::MAX)).ok()).collect()
        };
        ById { streams: sorted(&self.streams), consumers: sorted(&self.consumers) }
    }

    /// The how-many-eth of its kind a group came as; the last time, if it came twice.
    #[must_use]
    pub fn nth(&self, by_id: &ById, id: AssetId) -> Option<u32> {
        let (number, sorted) = match id {
            AssetId::Stream(number) => (number, &by_id.streams),
            AssetId::Consumer(number) => (number, &by_id.consumers),
        };
        let ids = &self.of(id).ids;
        let after = sorted.partition_point(|&nth| ids.get_u32(nth).is_some_and(|other| other <= number));
        let nth = *sorted.get(after.checked_sub(1)?)?;
        (ids.get_u32(nth) == Some(number)).then_some(nth)
    }

    /// The view of a group that came as the `nth` of its kind; None for a stream without a group.
    #[must_use]
    pub fn view<'n>(&self, names: &'n Names, id: AssetId, nth: u32) -> Option<Listed<'n>> {
        let entries = self.of(id);
        let mut own = entries.own(nth);
        let flags = take_whole(&mut own);
        let base = match id {
            AssetId::Stream(stream) => names.base(stream),
            AssetId::Consumer(_) => Base::default(),
        };
        let said = if flags & OTHER_BASE > 0 { take_base(&mut own, base) } else { base };
        let led_since = (flags & LED_SINCE > 0).then(|| Time(unfold(take_whole(&mut own))));
        let shape = shape::unpack(names, entries.shapes.get_u32(nth)?, || take_whole(&mut own))?;
        let created = said.created.filter(|_| shape.has_created);
        let content = said.content.filter(|_| shape.has_content);
        Some(Listed { shape, created, content, led_since })
    }

    /// What the copy of a stream holds that came as the `nth`, as [`Self::view`] has it.
    #[must_use]
    pub fn content(&self, names: &Names, stream: u32, nth: u32) -> Option<Content> {
        let shape = self.streams.shapes.get_u32(nth)?;
        let mut own = self.streams.own(nth);
        let base = names.base(stream);
        let said = if take_whole(&mut own) & OTHER_BASE > 0 { take_base(&mut own, base) } else { base };
        said.content.filter(|_| shape::has_content(names, shape))
    }

    /// The streams, by their place in the order of coming, of which more is known than that this copy holds what the
    /// first one that was read held.
    pub fn differing(&self) -> impl Iterator<Item = u32> {
        let differs = |nth: &u32| take_whole(&mut self.streams.own(*nth)) & OTHER_BASE > 0;
        (0..self.streams.count).filter(differs).filter_map(|nth| self.streams.ids.get_u32(nth))
    }

    /// JSON Pointer, below the payload, to the stream or consumer that came as the `nth` of its kind.
    #[must_use]
    pub fn pointer(&self, id: AssetId, nth: u32) -> String {
        let stream = match id {
            AssetId::Stream(_) => nth,
            AssetId::Consumer(_) => self.behind.get_u32(nth).unwrap_or_default(),
        };
        let span = self.spans.partition_point(|span| span.first <= stream).checked_sub(1);
        let pointer = match span.map(|span| self.spans[span]) {
            Some(Span { first, account, place }) if !self.is_bare => {
                format!("/account_details/{account}/stream_detail/{}", place + (stream - first))
            }
            _ => String::new(),
        };
        match id {
            AssetId::Stream(_) => pointer,
            AssetId::Consumer(_) => {
                format!("{pointer}/consumer_detail/{}", self.places.get(nth).unwrap_or_default())
            }
        }
    }

    /// Bytes of all its buffers.
    #[must_use]
    pub fn kept_bytes(&self) -> usize {
        let columns = [&self.behind, &self.places].map(Column::kept_bytes);
        let entries = [&self.streams, &self.consumers].map(Entries::kept_bytes);
        columns.iter().chain(&entries).sum::<usize>()
            + self.accounts.capacity() * size_of::<u32>()
            + self.spans.capacity() * size_of::<Span>()
            + self.exact.capacity() * size_of::<u64>()
    }

    fn of(&self, id: AssetId) -> &Entries {
        match id {
            AssetId::Stream(_) => &self.streams,
            AssetId::Consumer(_) => &self.consumers,
        }
    }

    /// The stream that comes next stands there.
    fn stands(&mut self, account: usize, place: usize) {
        let (first, narrow) = (self.streams.count, |n: usize| u32::try_from(n).unwrap_or(u32::MAX));
        let (account, place) = (narrow(account), narrow(place));
        let is_next = |span: &Span| span.account == account && span.place + (first - span.first) == place;
        if !self.spans.last().is_some_and(is_next) {
            self.spans.push(Span { first, account, place });
        }
    }

    fn consumer_of(
        &mut self,
        names: &mut Names,
        (stream, size): (u32, Option<u32>),
        place: usize,
        consumer: Json,
    ) -> bool {
        let [name, cluster, config] = consumer.wanted(&OF_CONSUMER);
        let cluster = cluster.filter(|cluster| cluster.is_object());
        let (Some(name), Some(cluster)) = (name.and_then(Json::utf8), cluster) else { return name.is_some() };
        let id = names.consumer(stream, &name);
        let cluster = shape::Cluster::of(cluster);
        // 0 replicas: as many as its stream has; or one, if nobody named it for good.
        let is_alone = || {
            let group = cluster.raft_group.and_then(Json::text);
            let is_of_one = group.is_none_or(|group| group.contains("-R1"));
            is_of_one && cluster.replicas.is_none_or(|rows| rows.items().next().is_none())
        };
        let size = size_in(config).or_else(|| if is_alone() { Some(1) } else { size });
        let shape = self.pack(names, cluster, size, &[], None);
        let nth = self.consumers.count;
        self.behind.set(nth, self.streams.count.into());
        self.places.set(nth, place as u64);
        self.consumers.push(id, shape, &names.room);
        true
    }

    /// The number of the view's shape; what is its own is in `names.room` then.
    fn pack(
        &mut self,
        names: &mut Names,
        cluster: shape::Cluster,
        size: Option<u32>,
        prints: &[(bool, u8)],
        differs: Option<(Base, Base)>,
    ) -> u32 {
        let led_since = time_in(cluster.leader_since);
        let is_settled = led_since.zip(self.now).is_some_and(|(since, now)| now.ms_since(since) >= SETTLED_MS);
        let led_since = led_since.filter(|_| !is_settled);
        let settled = if is_settled { shape::IS_SETTLED } else { 0 };
        let flags = prints.iter().filter(|(is, _)| *is).fold(settled, |flags, (_, flag)| flags | flag);
        self.exact.clear();
        let shape = shape::pack(names, cluster, size, flags, &mut self.exact);
        names.room.clear();
        if differs.is_some() || led_since.is_some() || !self.exact.is_empty() {
            let other = if differs.is_some() { OTHER_BASE } else { 0 };
            put_whole(&mut names.room, other | if led_since.is_some() { LED_SINCE } else { 0 });
            if let Some((base, said)) = differs {
                put_base(&mut names.room, base, said);
            }
            if let Some(since) = led_since {
                put_whole(&mut names.room, fold(since.0));
            }
            for &ns in &self.exact {
                put_whole(&mut names.room, ns);
            }
        }
        shape
    }
}

impl Entries {
    fn push(&mut self, id: u32, shape: u32, own: &[u8]) {
        self.ids.set(self.count, id.into());
        self.shapes.set(self.count, shape.into());
        if !own.is_empty() {
            self.own.set(self.count, self.arena.put(&[own]));
        }
        self.count += 1;
    }

    /// What is its own, with what follows; empty where nothing is.
    fn own(&self, nth: u32) -> &[u8] {
        self.own.get(nth).map(|at| self.arena.at(at)).unwrap_or_default()
    }

    fn kept_bytes(&self) -> usize {
        let columns = [&self.ids, &self.shapes, &self.own].map(Column::kept_bytes);
        columns.iter().sum::<usize>() + self.arena.kept_bytes()
    }
}

impl Listed<'_> {
    /// It leads for 10 s or more, by its own word (2.12+); `now`: its clock.
    #[must_use]
    pub fn is_settled(&self, now: Option<Time>) -> bool {
        let led_for = now.zip(self.led_since).map(|(now, since)| now.ms_since(since));
        self.shape.is_settled || led_for.is_some_and(|led_for| led_for >= SETTLED_MS)
    }
}

/// What differs from the base, as differences: neighbours in time are near each other.
fn put_base(bytes: &mut Vec<u8>, base: Base, said: Base) {
    let apart = |a: u64, b: u64| fold(a.wrapping_sub(b).cast_signed());
    let content = |base: Base| base.content.map_or((0, 0, 0), |held| (held.messages, held.last_seq, ms(held.last)));
    let ((messages, last_seq, last), (messages_of_base, last_seq_of_base, last_of_base)) =
        (content(said), content(base));
    put_whole(bytes, apart(ms(said.created), ms(base.created)));
    put_whole(bytes, apart(messages, messages_of_base));
    put_whole(bytes, apart(last_seq, last_seq_of_base));
    put_whole(bytes, apart(last, last_of_base));
}

fn take_base(bytes: &mut &[u8], base: Base) -> Base {
    let mut next = |of_base: u64| of_base.wrapping_add_signed(unfold(take_whole(bytes)));
    let created = time(next(ms(base.created)));
    let content = base.content.unwrap_or(Content { messages: 0, last_seq: 0, last: None });
    let (messages, last_seq) = (next(content.messages), next(content.last_seq));
    Base { created, content: Some(Content { messages, last_seq, last: time(next(ms(content.last))) }) }
}

fn size_in(config: Option<Json>) -> Option<u32> {
    let [size] = config?.wanted(&OF_CONFIG);
    let size = size?.whole()?;
    u32::try_from(size).ok().filter(|&size| size > 0)
}

fn time_in(written: Option<Json>) -> Option<Time> {
    Time::of_rfc_3339(&written?.utf8()?)
}

fn content_in(state: Option<Json>) -> Option<Content> {
    let [messages, last_seq, last] = state?.wanted(&OF_STATE);
    // No server counts beyond what is signed.
    let count = |count: Option<Json>| count?.whole().filter(|&count| i64::try_from(count).is_ok());
    // The year 1 stands for never, and is no time of ours.
    let last = time_in(last).map(to_the_next_ms);
    Some(Content { messages: count(messages)?, last_seq: count(last_seq)?, last })
}
