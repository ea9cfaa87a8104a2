//! Whose clock may be wrong: of what was read at once, each server asked in one moment only, not all is of one moment.

use super::moments::{Moment, who};
use crate::{
    order::{Map, Set},
    reading::Reading,
};

/// Tells each moment what was read with it, and is of another by its clock.
pub(super) fn set_apart(readings: &[Reading], moments: &mut [Moment]) {
    let mut read_at_once: Map<&str, Vec<(usize, usize)>> = Map::default();
    for (m, moment) in moments.iter().enumerate() {
        for &i in &moment.readings {
            let Reading { source, batch, .. } = &readings[i];
            if readings[i].time.is_some() && readings[i].moment.is_none() {
                read_at_once.entry(batch.as_deref().unwrap_or(source)).push((i, m));
            }
        }
    }
    for (_, dated) in read_at_once {
        let mut moments_of: Map<Option<&str>, Set<usize>> = Map::default();
        for &(i, m) in &dated {
            moments_of.entry(who(&readings[i]).or(readings[i].label.as_deref())).insert(m);
        }
        // Whoever was asked in two of them tells that time went by.
        if moments_of.iter().any(|(who, moments)| who.is_none() || moments.len() > 1) {
            continue;
        }
        let all: Set<usize> = dated.iter().map(|&(_, m)| m).collect();
        for here in all {
            let others = dated.iter().filter(|(_, m)| *m != here).map(|&(i, _)| i);
            moments[here].apart.extend(others);
        }
    }
}
