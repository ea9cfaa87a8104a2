//! From what one server after the other believes of a group to the group.

use super::{AssetGroup, AssetPeer, AssetRow, AssetView};
use crate::{
    listing::{Listed, Row},
    order::sort,
    peer_id::peer_id,
    phrase::quoted,
    reading::{Evidence, Time},
    wire::is_server_name,
};

/// Who describes it.
#[derive(Debug)]
pub(super) struct Speaker<'a> {
    /// By its own documents.
    pub(super) id: Option<&'a str>,
    /// By what whoever asked called it: proves nothing.
    pub(super) labelled: Option<String>,
    pub(super) name: Option<&'a str>,
}

/// One description in one reading.
pub(super) struct Place<'a> {
    pub(super) speaker: &'a Speaker<'a>,
    pub(super) reading: usize,
    pub(super) pointer: String,
    pub(super) time: Option<Time>,
}

/// Takes in what one server believes of a group.
pub(super) fn hear(group: &mut AssetGroup, listed: &Listed, place: &Place) {
    let shape = &listed.shape;
    let (size, content) = (shape.size, listed.content);
    let name = group.consumer.as_ref().unwrap_or(&group.stream).clone();
    group.size = group.size.max(size);
    group.least_size = group.least_size.into_iter().chain(size).min();
    group.created = listed.created.or(group.created);
    let leader = shape.leader.map(|leader| {
        let named_by = || place.at("cluster/leader", leader);
        peer_in(group, &peer_id(leader), Some(leader), named_by)
    });
    let rows = shape.rows.iter().enumerate();
    let mut rows: Vec<AssetRow> = rows.filter_map(|(n, row)| row_of(group, n, row.as_ref()?, place)).collect();
    // Whoever knows a leader lists everybody but itself: so the leader is the one who does not list it.
    let lists_leader = leader.is_some_and(|leader| rows.iter().any(|row| row.peer == leader));
    let lists_others = usize::try_from(size.unwrap_or(0)) == Ok(rows.len() + 1) && !lists_leader;
    let own = match place.speaker.id {
        Some(id) => Some(peer_in(group, id, place.speaker.name, || place.at("name", &name))),
        None => leader.filter(|_| lists_others).or_else(|| {
            let labelled = place.speaker.labelled.as_deref()?;
            let own = group.peers.iter().position(|peer| peer.id == labelled)?;
            // Where it lists the one it is called by, it is called wrongly.
            (leader.is_none() || rows.iter().all(|row| row.peer != own)).then_some(own)
        }),
    };
    let leads = leader.is_some() && leader == own && (place.speaker.id.is_some() || lists_others);
    rows.retain(|row| Some(row.peer) != own);
    let view = AssetView {
        leader,
        leads,
        rows,
        content,
        is_settled: listed.is_settled(place.time),
        time: place.time,
        reading: place.reading,
        pointer: place.pointer.clone(),
    };
    match own {
        Some(own) => group.peers[own].view = Some(view),
        None => group.unnamed.push(view),
    }
}

impl Place<'_> {
    fn at(&self, below: &str, value: &str) -> Evidence {
        Evidence { reading: self.reading, pointer: format!("{}/{below}", self.pointer), quote: quoted(value) }
    }
}

/// Index of the peer with this id, which is new if nobody named it before.
fn peer_in(group: &mut AssetGroup, id: &str, name: Option<&str>, named_by: impl Fn() -> Evidence) -> usize {
    let known = group.peers.iter().position(|peer| peer.id == id);
    let at = known.unwrap_or_else(|| {
        group.peers.push(AssetPeer { id: id.to_owned(), name: None, named_by: named_by(), view: None });
        group.peers.len() - 1
    });
    let peer = &mut group.peers[at];
    if peer.name.is_none() {
        peer.name = name.map(str::to_owned);
    }
    at
}

fn row_of(group: &mut AssetGroup, place: usize, row: &Row, at: &Place) -> Option<AssetRow> {
    let name = row.peer.name.filter(|name| is_server_name(name));
    let id = row.peer.id.map(str::to_owned).or_else(|| name.map(peer_id))?;
    let named_by = || match row.peer.name {
        Some(name) => at.at(&format!("cluster/replicas/{place}/name"), name),
        None => at.at(&format!("cluster/replicas/{place}/peer"), &id),
    };
    Some(AssetRow {
        peer: peer_in(group, &id, name, named_by),
        heard: row.heard,
        current: row.current,
        lags: row.lags,
        offline: row.offline,
        place,
    })
}

/// Peers by id, so that it does not matter who spoke first.
pub(super) fn in_order(mut group: AssetGroup) -> AssetGroup {
    let mut order: Vec<usize> = (0..group.peers.len()).collect();
    sort(&mut order, &|&a, &b| group.peers[a].id.cmp(&group.peers[b].id));
    let mut place = vec![0; order.len()];
    for (new, old) in order.into_iter().enumerate() {
        place[old] = new;
    }
    for view in group.peers.iter_mut().filter_map(|peer| peer.view.as_mut()).chain(&mut group.unnamed) {
        view.leader = view.leader.map(|leader| place[leader]);
        for row in &mut view.rows {
            row.peer = place[row.peer];
        }
    }
    sort(&mut group.peers, &|a, b| a.id.cmp(&b.id));
    if group.size.is_none() && !group.peers.is_empty() {
        group.size = u32::try_from(group.peers.len()).ok();
    }
    group
}
