//! Accounts, streams and consumers by number, and what all servers print alike of a stream.

use std::cmp::Ordering;

use super::{
    Content, Time,
    arena::{fold, put_whole, take_whole, unfold},
    column::Column,
    table::Table,
};

/// A stream's or consumer's own group, by the number of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AssetId {
    /// A stream's.
    Stream(u32),
    /// A consumer's.
    Consumer(u32),
}

/// Every name that any [`super::Listing`] mentions, once; one for all readings, so that the same stream has the same
/// number in each.
///
/// Servers hold the same messages most of the time: what the first of them says of a stream's content is kept here, and
/// whoever says the same costs nothing more.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Parent 1; 0 for the account that no reading names.
    accounts: Table,
    /// Their parents are accounts.
    streams: Table,
    /// Their parents are streams.
    consumers: Table,
    /// What a row prints of its peer: name, peer id. The parent says which of the two are there, see [`Named`].
    pub(super) peers: Table,
    /// What views look like, packed.
    pub(super) shapes: Table,
    /// Milliseconds, see [`ms`].
    created: Column,
    messages: Column,
    /// Less the messages, folded.
    last_seq: Column,
    /// Milliseconds, rounded up so that nothing looks quiet too early.
    last: Column,
    /// To write in.
    pub(super) room: Vec<u8>,
    pub(super) packing: Vec<u8>,
}

/// What groups are sorted by: account, stream and consumer. Bytes are in the order of the text they are.
#[derive(Debug, Clone, Copy)]
pub struct Key<'n> {
    account: u32,
    /// With 0 before it where no reading names it.
    account_name: (u32, &'n [u8]),
    stream: u32,
    stream_name: &'n [u8],
    consumer_name: Option<&'n [u8]>,
}

impl Key<'_> {
    /// Whether this one comes before the other, after it, or is the same.
    #[must_use]
    pub fn order(&self, other: &Key) -> Ordering {
        if self.account != other.account {
            self.account_name.cmp(&other.account_name)
        } else if self.stream != other.stream {
            self.stream_name.cmp(other.stream_name)
        } else {
            self.consumer_name.cmp(&other.consumer_name)
        }
    }
}

/// What the first who described a stream said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Base {
    /// When it was made, to the millisecond.
    pub(super) created: Option<Time>,
    /// What it holds.
    pub(super) content: Option<Content>,
}

impl Names {
    /// Account, stream and consumer of a group.
    #[must_use]
    pub fn key(&self, id: AssetId) -> (Option<&str>, &str, Option<&str>) {
        let (stream, consumer) = match id {
            AssetId::Stream(stream) => (stream, None),
            AssetId::Consumer(consumer) => {
                let (stream, name) = self.consumers.get(consumer);
                (stream, Some(text(name)))
            }
        };
        let (account, name) = self.streams.get(stream);
        let (is_named, account) = self.accounts.get(account);
        ((is_named > 0).then(|| text(account)), text(name), consumer)
    }

    /// What a group is sorted by. `near`: the key of another one, where one is at hand; often it is of the same stream.
    #[must_use]
    pub fn sort_key<'n>(&'n self, id: AssetId, near: Option<&Key<'n>>) -> Key<'n> {
        let (stream, consumer_name) = match id {
            AssetId::Stream(stream) => (stream, None),
            AssetId::Consumer(consumer) => {
                let (stream, name) = self.consumers.get(consumer);
                (stream, Some(name))
            }
        };
        if let Some(near) = near.filter(|near| near.stream == stream) {
            return Key { consumer_name, ..*near };
        }
        let (account, stream_name) = self.streams.get(stream);
        let account_name = match near {
            Some(near) if near.account == account => near.account_name,
            _ => self.accounts.get(account),
        };
        Key { account, account_name, stream, stream_name, consumer_name }
    }

    /// `APP > ORDERS`, `APP > ORDERS > worker`.
    #[must_use]
    pub fn called(&self, id: AssetId) -> String {
        let (account, stream, consumer) = self.key(id);
        account.into_iter().chain([stream]).chain(consumer).collect::<Vec<_>>().join(" > ")
    }

    /// How many streams have a number.
    #[must_use]
    pub fn streams(&self) -> u32 {
        self.streams.count()
    }

    /// How many consumers have a number.
    #[must_use]
    pub fn consumers(&self) -> u32 {
        self.consumers.count()
    }

    /// Bytes of all its buffers.
    #[must_use]
    pub fn kept_bytes(&self) -> usize {
        let tables = [&self.accounts, &self.streams, &self.consumers, &self.peers, &self.shapes];
        let columns = [&self.created, &self.messages, &self.last_seq, &self.last];
        tables.map(Table::kept_bytes).iter().sum::<usize>()
            + columns.map(Column::kept_bytes).iter().sum::<usize>()
            + self.room.capacity()
            + self.packing.capacity()
    }

    /// The number of an account; None for the one that no reading names.
    pub fn account(&mut self, name: Option<&[u8]>) -> u32 {
        self.accounts.number(name.is_some().into(), name.unwrap_or_default())
    }

    pub(super) fn stream(&mut self, account: u32, name: &[u8]) -> u32 {
        self.streams.number(account, name)
    }

    pub(super) fn consumer(&mut self, stream: u32, name: &[u8]) -> u32 {
        self.consumers.number(stream, name)
    }

    /// What was first said of a stream, as far as anything was.
    pub(super) fn base(&self, stream: u32) -> Base {
        let content = || {
            let (messages, folded) = (self.messages.get(stream)?, self.last_seq.get(stream)?);
            let last_seq = messages.wrapping_add_signed(unfold(folded));
            Some(Content { messages, last_seq, last: self.last.get(stream).and_then(time) })
        };
        Base { created: self.created.get(stream).and_then(time), content: content() }
    }

    /// Takes what is said of a stream for its base where nothing was said before; the base is what it was or becomes.
    pub(super) fn base_with(&mut self, stream: u32, said: Base) -> Base {
        let mut base = self.base(stream);
        if let (None, Some(created)) = (base.created, said.created) {
            self.created.set(stream, ms(Some(created)));
            base.created = said.created;
        }
        if let (None, Some(content)) = (base.content, said.content) {
            self.messages.set(stream, content.messages);
            let ahead = content.last_seq.cast_signed().wrapping_sub(content.messages.cast_signed());
            self.last_seq.set(stream, fold(ahead));
            if content.last.is_some() {
                self.last.set(stream, ms(content.last));
            }
            base.content = said.content;
        }
        base
    }
}

/// What a row, or `leader`, prints of a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'n> {
    /// As printed: also `Server name unknown at this time (peerID: X)`.
    pub name: Option<&'n str>,
    /// Peer id.
    pub id: Option<&'n str>,
}

impl Names {
    /// Both in UTF-8.
    pub(super) fn peer(&mut self, name: Option<&[u8]>, id: Option<&[u8]>) -> u32 {
        let which = u32::from(name.is_some()) | u32::from(id.is_some()) << 1;
        self.room.clear();
        // Its length in front tells where the name ends.
        put_whole(&mut self.room, name.unwrap_or_default().len() as u64);
        for part in [name, id].into_iter().flatten() {
            self.room.extend_from_slice(part);
        }
        self.peers.number(which, &self.room)
    }

    pub(super) fn named(&self, peer: u32) -> Named<'_> {
        let (which, mut bytes) = self.peers.get(peer);
        let length = usize::try_from(take_whole(&mut bytes)).unwrap_or(usize::MAX);
        let (name, id) = bytes.split_at_checked(length).unwrap_or_default();
        Named { name: (which & 1 > 0).then(|| text(name)), id: (which & 2 > 0).then(|| text(id)) }
    }
}

/// Only text is put in.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Above the milliseconds of any time, so that none is negative.
const EARLIEST: i64 = 1 << 44;
const MS: i64 = 1_000_000;

/// 0 for none.
pub(super) fn ms(time: Option<Time>) -> u64 {
    time.map_or(0, |time| (time.0.div_euclid(MS) + EARLIEST).cast_unsigned())
}

pub(super) fn time(ms: u64) -> Option<Time> {
    (ms > 0).then(|| Time((ms.cast_signed() - EARLIEST).saturating_mul(MS)))
}

/// As it is kept: to the millisecond.
pub(super) fn to_the_ms(time: Time) -> Time {
    Time(time.0.div_euclid(MS) * MS)
}

/// The millisecond that has come when it came.
pub(super) fn to_the_next_ms(time: Time) -> Time {
    to_the_ms(Time(time.0.saturating_add(MS - 1)))
}
