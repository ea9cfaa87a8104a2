//! `order.rs` against the standard library's sort, set and map.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use quorate::order::{Map, Set, sort};

proptest! {
    #[test]
    fn sorts_stably(items in prop::collection::vec((0_u8..20, any::<u8>()), 0..70)) {
        let mut sorted = items.clone();
        sort(&mut sorted, &|a, b| a.0.cmp(&b.0));
        let mut expected = items;
        expected.sort_by_key(|item| item.0);
        prop_assert_eq!(sorted, expected);
    }

    #[test]
    fn a_set_is_one(items in prop::collection::vec(0_u8..40, 0..30), more in prop::collection::vec(0_u8..40, 0..30)) {
        let mut set: Set<u8> = items.iter().copied().collect();
        let mut expected: BTreeSet<u8> = items.into_iter().collect();
        let others: Set<u8> = more.iter().copied().collect();
        prop_assert_eq!(set.is_disjoint(&others), expected.is_disjoint(&more.iter().copied().collect()));
        for item in more {
            prop_assert_eq!(set.contains(&item), expected.contains(&item));
            prop_assert_eq!(set.insert(item), expected.insert(item));
        }
        prop_assert!(set.iter().eq(expected.iter()));
    }

    #[test]
    fn a_map_is_one(pairs in prop::collection::vec((0_u8..20, 0_u8..200), 0..40), gone in 0_u8..20) {
        let mut map: Map<u8, u8> = pairs.iter().copied().collect();
        let mut expected: BTreeMap<u8, u8> = pairs.into_iter().collect();
        prop_assert_eq!(map.remove(&gone), expected.remove(&gone));
        *map.entry(gone / 2) += 1;
        *expected.entry(gone / 2).or_default() += 1;
        prop_assert_eq!(map.get(&7), expected.get(&7));
        prop_assert!(map.iter().map(|(key, value)| (key, value)).eq(expected.iter()));
    }
}
