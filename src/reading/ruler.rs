//! Where a byte stands, as editors count.

use super::Position;

/// Counts lines and columns, going on from where it was last asked.
pub(super) struct Ruler<'t> {
    text: &'t str,
    /// Where something was left out of the text, and the byte of the source at which it goes on.
    gaps: Vec<(usize, u64)>,
    byte: usize,
    line: usize,
    column: usize,
}

impl<'t> Ruler<'t> {
    pub(super) fn new(text: &'t str, gaps: Vec<(usize, u64)>) -> Self {
        Self { text, gaps, byte: 0, line: 1, column: 1 }
    }

    /// The position of a byte. Lines are counted where nothing before it was left out.
    pub(super) fn at(&mut self, byte: usize) -> Position {
        if self.gaps.first().is_some_and(|(gap, _)| *gap <= byte) {
            return Position { line: None, column: None, byte: self.source_of(byte) };
        }
        if byte < self.byte {
            (self.byte, self.line, self.column) = (0, 1, 1);
        }
        let byte = self.text.floor_char_boundary(byte);
        for c in self.text.get(self.byte..byte).unwrap_or_default().chars() {
            if c == '\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else {
                self.column += 1;
            }
        }
        self.byte = byte;
        Position { line: Some(self.line), column: Some(self.column), byte }
    }

    /// The byte of the source that a byte of the text is.
    pub(super) fn source_of(&self, byte: usize) -> usize {
        let before = self.gaps.partition_point(|(gap, _)| *gap <= byte).checked_sub(1).and_then(|n| self.gaps.get(n));
        let Some((gap, source)) = before else { return byte };
        usize::try_from(source.saturating_add((byte - gap) as u64)).unwrap_or(usize::MAX)
    }
}
