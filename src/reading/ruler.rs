//! Where a byte stands, as editors count.

use super::Position;

/// Counts lines and columns, going on from where it was last asked.
pub(super) struct Ruler<'t> {
    text: &'t str,
    byte: usize,
    line: usize,
    column: usize,
}

impl<'t> Ruler<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, byte: 0, line: 1, column: 1 }
    }

    /// The position of a byte.
    pub(super) fn at(&mut self, byte: usize) -> Position {
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
        Position { line: self.line, column: self.column, byte }
    }
}
