//! What groups look like, numbered: two that every list shows alike have one number.

use crate::order::Map;

/// So many pairs are found without a search.
const RECENT: usize = 1024;

/// The numbers given while one list after the other is passed.
#[derive(Default)]
pub(super) struct Looks {
    count: u32,
    /// In this list: what a group looked like before, and what the list shows of it.
    known: Map<(u32, u32), u32>,
    /// Pairs with their numbers, found again at once: there are few looks, and very many groups.
    recent: Vec<((u32, u32), u32)>,
}

impl Looks {
    /// From here on another list is passed.
    pub(super) fn next_list(&mut self) {
        self.known = Map::default();
        self.recent = vec![((u32::MAX, u32::MAX), 0); RECENT];
    }

    /// What a group looks like that looked like `before`, 0 for nothing, and of which the list shows `shape`.
    pub(super) fn with(&mut self, before: u32, shape: u32) -> u32 {
        let place = before.wrapping_mul(31).wrapping_add(shape) as usize % RECENT;
        if self.recent[place].0 != (before, shape) {
            let look = self.known.entry((before, shape));
            if *look == 0 {
                self.count += 1;
                *look = self.count;
            }
            self.recent[place] = ((before, shape), *look);
        }
        self.recent[place].1
    }

    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        self.count
    }
}
