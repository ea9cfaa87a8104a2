//! QUORATE_011: one failure zone holds so many peers that its loss takes the majority.

use super::{Case, Check, Found, Outcome, Severity};
use crate::{
    meta_group::Peer,
    order::Map,
    phrase::{counted, list},
};

/// The check.
pub const CHECK: Check = Check {
    code: "QUORATE_011",
    name: "All eggs in one zone",
    severity: Severity::Warning,
    why: "So many peers of the meta group are in one failure zone (tags `az:`, `zone:` or `region:`) that the loss of \
          this zone alone takes the majority.",
    judge,
};

fn judge(case: &Case) -> Outcome {
    let (Some(size), Some(needed)) = (case.judgement.size, case.judgement.needed) else {
        return Outcome::NotApplicable;
    };
    let mut zones: Map<&str, Vec<&Peer>> = Map::default();
    for peer in &case.group.peers {
        let Some(zone) = peer.facts.as_deref().and_then(|facts| facts.zone.as_deref()) else {
            return Outcome::NotApplicable;
        };
        zones.entry(zone).push(peer);
    }
    let number = |peers: usize| u32::try_from(peers).unwrap_or(u32::MAX);
    if size <= 1 || number(case.group.peers.len()) != size {
        return Outcome::NotApplicable;
    }
    let Some((zone, peers)) = zones.iter().find(|(_, peers)| size.saturating_sub(number(peers.len())) < needed) else {
        return Outcome::Pass;
    };
    let tagged = peers.iter().filter_map(|peer| peer.facts.as_deref()?.answered.clone());
    Outcome::Warn(Found {
        says: format!(
            "Zone {zone} holds {} of {size} ({}): its loss alone loses the majority.",
            counted(peers.len(), "peer"),
            list(peers.iter().map(|peer| peer.called()))
        ),
        evidence: tagged.collect(),
        remedy: vec!["Spread the servers over at least three zones, none with half of the peers or more.".to_owned()],
    })
}
