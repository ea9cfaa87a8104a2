//! What one server believes of one group: the part that many groups share, packed.

use super::{
    FRESH_MS, Named, Names,
    arena::{put_whole, take_whole},
};
use crate::scan::{Json, Keep};

/// What is looked at of `cluster`.
pub(super) const CLUSTER: Keep = Keep::Only(&OF_CLUSTER);
const OF_CLUSTER: [(&str, Keep); 4] =
    [("raft_group", Keep::All), ("leader", Keep::All), ("leader_since", Keep::All), ("replicas", Keep::Only(&OF_ROW))];
const OF_ROW: [(&str, Keep); 6] = [
    ("name", Keep::All),
    ("current", Keep::All),
    ("offline", Keep::All),
    ("active", Keep::All),
    ("lag", Keep::All),
    ("peer", Keep::All),
];

/// What `cluster` says, as far as many groups can say the same.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shape<'n> {
    /// How many replicas it should have; None where nothing says.
    pub size: Option<u32>,
    /// Its copy's content is printed.
    pub has_content: bool,
    /// When the stream was made is printed.
    pub has_created: bool,
    /// It leads for 10 s or more, by its own word.
    pub is_settled: bool,
    /// Server name of the leader it knows.
    pub leader: Option<&'n str>,
    /// The rows of `replicas`, in their order; None for one that names nobody.
    pub rows: Vec<Option<Row<'n>>>,
}

/// One row of `replicas`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row<'n> {
    /// Whose row it is.
    pub peer: Named<'n>,
    /// `current`.
    pub current: Option<bool>,
    /// `offline: true`.
    pub offline: bool,
    /// `lag` is above 0.
    pub lags: bool,
    /// When the peer was heard last.
    pub heard: Heard,
}

/// When a peer was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Never in this term, or nothing is printed.
    Never,
    /// Less than 3 s ago.
    Recently,
    /// So many nanoseconds ago.
    LongAgo(u64),
}

// Flags of a view.
pub(super) const HAS_CONTENT: u8 = 1;
pub(super) const HAS_CREATED: u8 = 2;
pub(super) const IS_SETTLED: u8 = 4;
const HAS_LEADER: u8 = 8;

// Flags of a row.
const CURRENT: u8 = 1;
const NOT_CURRENT: u8 = 2;
const OFFLINE: u8 = 4;
const LAGS: u8 = 8;
const RECENTLY: u8 = 16;
const LONG_AGO: u8 = 32;
const NAMES_NOBODY: u8 = 64;

/// What matters of `cluster`.
#[derive(Clone, Copy)]
pub(super) struct Cluster<'j> {
    pub(super) raft_group: Option<Json<'j>>,
    leader: Option<Json<'j>>,
    pub(super) leader_since: Option<Json<'j>>,
    pub(super) replicas: Option<Json<'j>>,
}

impl<'j> Cluster<'j> {
    pub(super) fn of(cluster: Json<'j>) -> Self {
        let [raft_group, leader, leader_since, replicas] = cluster.wanted(&OF_CLUSTER);
        Self { raft_group, leader, leader_since, replicas }
    }
}

/// Packs `cluster` with the flags of what is beside it; returns the number of the shape. What only this group says goes
/// to `exact`: the nanoseconds of [`Heard::LongAgo`].
pub(super) fn pack(names: &mut Names, cluster: Cluster, size: Option<u32>, flags: u8, exact: &mut Vec<u64>) -> u32 {
    let leader = cluster.leader.and_then(Json::utf8).filter(|leader| !leader.is_empty());
    let leader = leader.map(|leader| names.peer(Some(&leader), None));
    let flag = |is: bool, flag: u8| if is { flag } else { 0 };
    let mut bytes = std::mem::take(&mut names.packing);
    bytes.clear();
    put_whole(&mut bytes, size.unwrap_or(0).into());
    bytes.push(flags | flag(leader.is_some(), HAS_LEADER));
    if let Some(leader) = leader {
        put_whole(&mut bytes, leader.into());
    }
    for row in cluster.replicas.into_iter().flat_map(Json::items) {
        let [name, current, offline, active, lag, id] = row.wanted(&OF_ROW);
        let (name, id) = (name.and_then(Json::utf8), id.and_then(Json::utf8));
        if name.is_none() && id.is_none() {
            bytes.push(NAMES_NOBODY);
            continue;
        }
        let is = |word: Option<Json>| word.and_then(Json::truth);
        let count = |count: Option<Json>| count.and_then(Json::whole).filter(|&count| count > 0);
        let heard = match count(active) {
            None => 0,
            Some(ns) if is_recent(ns) => RECENTLY,
            Some(ns) => {
                exact.push(ns);
                LONG_AGO
            }
        };
        let current = is(current).map_or(0, |is| if is { CURRENT } else { NOT_CURRENT });
        bytes.push(current | flag(is(offline) == Some(true), OFFLINE) | flag(count(lag).is_some(), LAGS) | heard);
        let peer = names.peer(name.as_deref(), id.as_deref());
        put_whole(&mut bytes, peer.into());
    }
    let number = names.shapes.number(0, &bytes);
    names.packing = bytes;
    number
}

/// The same shape with a size, if it has none.
pub(super) fn with_size(names: &mut Names, shape: u32, size: u32) -> u32 {
    let mut bytes = std::mem::take(&mut names.packing);
    bytes.clear();
    put_whole(&mut bytes, size.into());
    let is_open = match names.shapes.get(shape).1.split_first() {
        Some((0, rest)) => {
            bytes.extend_from_slice(rest);
            true
        }
        _ => false,
    };
    let number = if is_open { names.shapes.number(0, &bytes) } else { shape };
    names.packing = bytes;
    number
}

/// What was packed; None for a stream without a group. `exact` gives the nanoseconds back, in their order.
pub(super) fn unpack(names: &Names, shape: u32, mut exact: impl FnMut() -> u64) -> Option<Shape<'_>> {
    let mut bytes = names.shapes.get(shape).1;
    if bytes.is_empty() {
        return None;
    }
    let peer = |bytes: &mut &[u8]| names.named(u32::try_from(take_whole(bytes)).unwrap_or(u32::MAX));
    let size = u32::try_from(take_whole(&mut bytes)).ok().filter(|&size| size > 0);
    let flags = take_byte(&mut bytes).unwrap_or(0);
    let leader = if flags & HAS_LEADER > 0 { peer(&mut bytes).name } else { None };
    let mut rows = Vec::new();
    while let Some(flags) = take_byte(&mut bytes) {
        rows.push((flags & NAMES_NOBODY == 0).then(|| Row {
            peer: peer(&mut bytes),
            current: (flags & (CURRENT | NOT_CURRENT) > 0).then_some(flags & CURRENT > 0),
            offline: flags & OFFLINE > 0,
            lags: flags & LAGS > 0,
            heard: match flags {
                flags if flags & RECENTLY > 0 => Heard::Recently,
                flags if flags & LONG_AGO > 0 => Heard::LongAgo(exact()),
                _ => Heard::Never,
            },
        }));
    }
    let is = |flag| flags & flag > 0;
    let (has_content, has_created, is_settled) = (is(HAS_CONTENT), is(HAS_CREATED), is(IS_SETTLED));
    Some(Shape { size, has_content, has_created, is_settled, leader, rows })
}

/// A copy's content is printed, by a shape.
pub(super) fn has_content(names: &Names, shape: u32) -> bool {
    let mut bytes = names.shapes.get(shape).1;
    take_whole(&mut bytes);
    bytes.first().is_some_and(|flags| flags & HAS_CONTENT > 0)
}

fn take_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (&byte, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(byte)
}

#[expect(clippy::cast_precision_loss, reason = "far from the limit nothing depends on the last digit")]
fn is_recent(ns: u64) -> bool {
    (ns as f64) / 1e6 < FRESH_MS
}
