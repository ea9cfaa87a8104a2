//! Tables of the `nats` command line.
//!
//! `nats server report jetstream` prints the meta leader's list of peers when there is a leader. It is the leader's
//! view with four things missing: when it was said, by which server id, whether a rescue is active, and the size where the
//! leader has just been elected and lists nobody.

use super::go_duration_ms;
use crate::wire::{Jsz, MetaCluster, Replica};

/// What a table is.
pub(super) enum Table {
    /// `RAFT Meta Group Information`, as the view of the leader it names.
    Meta(Box<Jsz>),
    /// Another one, by its title or its first row.
    Other(String),
}

/// Reads a table, box-drawn or ASCII.
pub(super) fn read(text: &str) -> Table {
    let rows: Vec<Vec<&str>> = text.lines().map(cells).filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    let title = rows.first().map(|row| row.join(" ").trim().to_owned()).unwrap_or_default();
    let header = rows.iter().position(|row| row.contains(&"Leader") && row.contains(&"Current"));
    let is_meta = title.to_ascii_lowercase().contains("raft meta group");
    let group = is_meta.then_some(header).flatten().and_then(|header| {
        let (before, body) = rows.split_at_checked(header + 1)?;
        meta_group(before.last()?, body)
    });
    match group {
        Some(mut group) => {
            group.name = title.split_once("Lead cluster:").map(|(_, cluster)| cluster.trim().to_owned());
            Table::Meta(Box::new(Jsz { meta_cluster: Some(group), ..Jsz::default() }))
        }
        None => Table::Other(title),
    }
}

/// The cells of a row; none of a line that is only drawn.
fn cells(line: &str) -> Vec<&str> {
    const BARS: [char; 4] = ['│', '|', '┃', '║'];
    if !line.contains(BARS) || line.contains("|--") {
        return Vec::new();
    }
    line.trim().trim_matches(BARS).split(BARS).map(str::trim).collect()
}

fn meta_group(header: &[&str], body: &[Vec<&str>]) -> Option<MetaCluster> {
    let column = |names: &[&str]| header.iter().position(|cell| names.contains(cell));
    let name = column(&["Connection Name", "Name", "Server"])?;
    let (id, leads) = (column(&["ID"]), column(&["Leader"])?);
    let (current, online, offline) = (column(&["Current"]), column(&["Online"]), column(&["Offline"]));
    let (active, lag) = (column(&["Active"]), column(&["Lag"]));
    let mut group = MetaCluster { rescue_untold: true, ..MetaCluster::default() };
    for row in body {
        let cell =
            |column: Option<usize>| column.and_then(|column| row.get(column)).copied().filter(|cell| !cell.is_empty());
        let Some(name) = cell(Some(name)).map(str::to_owned) else { continue };
        let peer = cell(id).map(str::to_owned);
        if cell(Some(leads)).is_some_and(yes) {
            (group.leader, group.peer) = (Some(name), peer);
            continue;
        }
        let current = cell(current).map(yes);
        group.replicas.push(Some(Replica {
            name: Some(name),
            current,
            offline: cell(online)
                .map(|online| !yes(online))
                .or_else(|| cell(offline).map(yes))
                .filter(|&offline| offline),
            active: cell(active).and_then(|active| nanoseconds(active, current)),
            lag: cell(lag).and_then(|lag| lag.replace([',', '.', ' '], "").parse().ok()),
            peer,
        }));
    }
    group.leader.as_ref()?;
    // A leader elected a moment ago lists nobody for some seconds: one row is no size.
    if !group.replicas.is_empty() {
        group.cluster_size = u32::try_from(group.replicas.len() + 1).ok();
    }
    Some(group)
}

fn yes(cell: &str) -> bool {
    matches!(cell.to_ascii_lowercase().as_str(), "yes" | "true" | "*")
}

/// `0.41s`, `556ms`, `1m2s`. The table rounds: a zero beside `current` was heard just now; else it may be "never", or
/// as good as now, and nobody can say.
fn nanoseconds(active: &str, current: Option<bool>) -> Option<u64> {
    let ms = go_duration_ms(&active.replace(' ', ""))?;
    match (ms, current) {
        (0, Some(true)) => Some(1),
        (0, _) => None,
        _ => ms.checked_mul(1_000_000),
    }
}
