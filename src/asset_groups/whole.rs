//! Do the pages of one server's `/jsz` list everything that it holds?

use super::numbers::Numbers;
use crate::{listing::Listing, order::Set, wire::Jsz};

/// A `/jsz` that lists accounts: at most 1,024 of them, unless more were asked for.
pub(super) struct Page<'a> {
    pub(super) jsz: &'a Jsz,
    pub(super) listing: &'a Listing,
    pub(super) question: &'a str,
}

/// A server that listed a part of what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partly {
    /// Index among the group's peers.
    pub peer: usize,
    /// How many accounts it listed.
    pub accounts: u64,
    /// Of how many, by its own count.
    pub accounts_of: u64,
    /// How many streams it listed.
    pub streams: u64,
    /// Of how many, by its own count.
    pub streams_of: u64,
    /// The `offset` at which the first missing account is.
    pub offset: Option<u64>,
}

/// One page alone, or all of them together, list every account and every stream that the server counts.
pub(super) fn is_whole(pages: &[Page]) -> bool {
    let counts = |page: &Page| page.jsz.accounts.zip(page.jsz.streams);
    let list_all = |pages: &[Page]| {
        let Some(counted) = pages.first().and_then(counts) else { return false };
        pages.iter().all(|page| counts(page) == Some(counted)) && listed(pages) == counted
    };
    pages.chunks(1).any(list_all) || list_all(pages)
}

/// What is missing, by the newest count, where streams were listed but not all.
pub(super) fn partly(peer: usize, pages: &[Page]) -> Option<Partly> {
    pages.iter().find(|page| page.listing.lists_streams())?;
    let (accounts_of, streams_of) = pages.iter().rev().find_map(|page| page.jsz.accounts.zip(page.jsz.streams))?;
    let (accounts, streams) = listed(pages);
    let offset = Some(first_gap(pages)).filter(|&gap| accounts < accounts_of && gap < accounts_of);
    Some(Partly { peer, accounts, accounts_of, streams, streams_of, offset })
}

/// How many accounts and how many streams, each counted once.
fn listed(pages: &[Page]) -> (u64, u64) {
    let accounts: Numbers = pages.iter().flat_map(|page| page.listing.accounts()).copied().collect();
    let streams: Numbers = pages.iter().flat_map(|page| page.listing.streams()).collect();
    (accounts.count(), streams.count())
}

/// The place of the first account that is on none of these pages.
fn first_gap(pages: &[Page]) -> u64 {
    let place = |page: &Page| {
        let (_, query) = page.question.split_once('?').unwrap_or_default();
        let asked = query.split('&').find_map(|asked| asked.strip_prefix("offset="));
        let first: u64 = asked.and_then(|offset| offset.parse().ok()).unwrap_or(0);
        (first, first.saturating_add(page.listing.accounts().len() as u64))
    };
    let places: Set<(u64, u64)> = pages.iter().map(place).collect();
    places.iter().fold(0, |gap, &(first, end)| if first <= gap { gap.max(end) } else { gap })
}
