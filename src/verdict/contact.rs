//! Who can be in contact with whom, by the routes.

use crate::{meta_group::MetaGroup, reading::Evidence};

/// For each peer: the evidence that no majority can be in contact with it, if there is any.
pub(super) fn cut_off(group: &MetaGroup) -> Vec<Option<Vec<Evidence>>> {
    vec![None; group.peers.len()]
}
