//! Which of many numbered things are meant: a bit for each.

/// Numbers, each once.
#[derive(Debug, Default)]
pub(super) struct Numbers(Vec<u64>);

impl Numbers {
    /// They come out in their order.
    pub(super) fn each(self) -> impl Iterator<Item = u32> {
        let words = self.0.into_iter().zip((0..).step_by(64));
        words.flat_map(|(word, first)| (0..64).filter(move |bit| word >> bit & 1 > 0).map(move |bit| first + bit))
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

impl FromIterator<u32> for Numbers {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut words = Vec::new();
        for number in numbers {
            let word = (number / 64) as usize;
            if word >= words.len() {
                words.resize(word + 1, 0);
            }
            words[word] |= 1 << (number % 64);
        }
        Self(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_there_once_and_in_order() {
        let numbers = || [700, 0, 63, 64, 700, 65, 0].into_iter().collect::<Numbers>();
        assert_eq!(numbers().count(), 5);
        assert_eq!(numbers().each().collect::<Vec<_>>(), [0, 63, 64, 65, 700]);
        assert_eq!(Numbers::default().each().next(), None);
    }
}
