//! gzip, unpacked as it comes: one file, or several one after the other.
//!
//! What is around the packed bytes is read here, RFC 1952 on two pages: the crate that does it brings tables as large as
//! a quarter of all that the page loads.

use miniz_oxide::{
    DataFormat, MZError, MZFlush, MZStatus,
    inflate::stream::{FullReset, InflateState, inflate},
};

/// Unpacks, and checks what is unpacked.
pub(super) struct Gzip {
    inflater: Box<InflateState>,
    part: Part,
    /// Bytes of a header or a trailer that has not come whole.
    held: Vec<u8>,
    /// Where unpacked bytes are laid.
    room: Vec<u8>,
    checksum: u32,
    length: u32,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Header,
    Packed,
    Trailer,
}

/// A header holds a name and a comment; longer ones are none.
const LONGEST_HEADER: usize = 128 * 1024;

const ROOM: usize = 32 * 1024;

impl Default for Gzip {
    fn default() -> Self {
        Self {
            inflater: InflateState::new_boxed(DataFormat::Raw),
            part: Part::Header,
            held: Vec::new(),
            room: vec![0; ROOM],
            checksum: 0,
            length: 0,
        }
    }
}

impl std::fmt::Debug for Gzip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gzip")
    }
}

impl Gzip {
    /// The next bytes, and what they unpack to; or what is wrong with them.
    pub(super) fn push(&mut self, bytes: &[u8], out: &mut dyn FnMut(&[u8])) -> Result<(), &'static str> {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match self.part {
                Part::Packed => self.unpack(rest, out)?,
                Part::Header => self.header(rest)?,
                Part::Trailer => self.trailer(rest)?,
            };
        }
        Ok(())
    }

    /// There are no more.
    pub(super) fn finish(&self) -> Result<(), &'static str> {
        let is_whole = self.part == Part::Header && self.held.is_empty();
        if is_whole { Ok(()) } else { Err("it ends too early") }
    }

    fn unpack<'b>(&mut self, bytes: &'b [u8], out: &mut dyn FnMut(&[u8])) -> Result<&'b [u8], &'static str> {
        let mut rest = bytes;
        loop {
            let done = inflate(&mut self.inflater, rest, &mut self.room, MZFlush::None);
            let unpacked = self.room.get(..done.bytes_written).unwrap_or_default();
            self.checksum = checksum(self.checksum, unpacked);
            self.length = self.length.wrapping_add(u32::try_from(unpacked.len()).unwrap_or_default());
            out(unpacked);
            rest = rest.get(done.bytes_consumed..).unwrap_or_default();
            // Where the room is full there may be more, though no byte is left to unpack.
            let may_go_on = !rest.is_empty() || done.bytes_written == ROOM;
            match done.status {
                Ok(MZStatus::StreamEnd) => self.part = Part::Trailer,
                Ok(_) | Err(MZError::Buf) if !may_go_on => {}
                Ok(_) if done.bytes_consumed + done.bytes_written > 0 => continue,
                _ => return Err("its packed bytes make no sense"),
            }
            return Ok(rest);
        }
    }

    fn header<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], &'static str> {
        let before = self.held.len();
        self.held.extend_from_slice(bytes);
        if !self.held.iter().zip(&[0x1f, 0x8b, 8]).all(|(byte, wanted)| byte == wanted) {
            return Err("something else follows in it");
        }
        let Some(length) = header_length(&self.held) else {
            let goes_on = self.held.len() < LONGEST_HEADER;
            return if goes_on { Ok(&[]) } else { Err("its header has no end") };
        };
        self.held.clear();
        self.part = Part::Packed;
        Ok(bytes.get(length - before..).unwrap_or_default())
    }

    fn trailer<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], &'static str> {
        let (own, rest) = bytes.split_at(bytes.len().min(8 - self.held.len()));
        self.held.extend_from_slice(own);
        if self.held.len() == 8 {
            if self.held != [self.checksum.to_le_bytes(), self.length.to_le_bytes()].concat() {
                return Err("its checksum is another");
            }
            self.held.clear();
            self.part = Part::Header;
            (self.checksum, self.length) = (0, 0);
            self.inflater.reset_as(FullReset(DataFormat::Raw));
        }
        Ok(rest)
    }
}

/// None until it is whole: ten bytes, and after them what the fourth says.
fn header_length(head: &[u8]) -> Option<usize> {
    let flags = *head.get(3)?;
    let mut length = 10;
    if flags & 4 != 0 {
        let extra = [*head.get(length)?, *head.get(length + 1)?];
        length += 2 + usize::from(u16::from_le_bytes(extra));
    }
    for text in [8, 16] {
        if flags & text != 0 {
            length += head.get(length..)?.iter().position(|&byte| byte == 0)? + 1;
        }
    }
    length += usize::from(flags & 2);
    (length <= head.len()).then_some(length)
}

/// CRC-32, half a byte at a time: a table for whole bytes would be larger than all of this.
fn checksum(before: u32, bytes: &[u8]) -> u32 {
    const STEPS: [u32; 16] = {
        let mut steps = [0; 16];
        let (mut at, mut number) = (0, 0);
        while at < 16 {
            let mut step: u32 = number;
            let mut bit = 0;
            while bit < 4 {
                step = if step & 1 == 1 { step >> 1 ^ 0xedb8_8320 } else { step >> 1 };
                bit += 1;
            }
            steps[at] = step;
            at += 1;
            number += 1;
        }
        steps
    };
    let half = |sum: u32| sum >> 4 ^ STEPS[(sum & 15) as usize];
    !bytes.iter().fold(!before, |sum, &byte| half(half(sum ^ u32::from(byte))))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, GzBuilder};

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let all = GzBuilder::new().filename("n1.json").comment("jsz").extra(vec![1, 2, 3]);
        let mut packer = all.write(Vec::new(), Compression::default());
        packer.write_all(text).unwrap();
        packer.finish().unwrap()
    }

    fn unpacked(packed: &[u8], piece: usize) -> (Vec<u8>, Result<(), &'static str>) {
        let (mut gzip, mut text) = (Gzip::default(), Vec::new());
        let mut pieces = packed.chunks(piece);
        let outcome = pieces.try_for_each(|bytes| gzip.push(bytes, &mut |bytes| text.extend_from_slice(bytes)));
        (text, outcome.and_then(|()| gzip.finish()))
    }

    #[test]
    fn gives_what_was_packed_in_pieces_of_any_size() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(|n| (n.wrapping_mul(n) >> 7).to_string().into_bytes()).collect();
        let two = [packed(&text), packed(b"and more")].concat();
        for piece in [1, 2, 7, 1000, two.len()] {
            let (found, outcome) = unpacked(&two, piece);
            assert_eq!(outcome, Ok(()));
            assert!(found == [&text[..], b"and more"].concat());
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let whole = packed(b"{}");
        let cut = &whole[..whole.len() - 1];
        let mut changed = whole.clone();
        *changed.iter_mut().nth_back(5).unwrap() ^= 1;
        let mut broken = whole.clone();
        *broken.iter_mut().nth_back(10).unwrap() = 0xff;
        let mut nameless = whole[..10].to_vec();
        nameless.resize(LONGEST_HEADER, b'x');
        assert_eq!(unpacked(cut, 3).1, Err("it ends too early"));
        assert_eq!(unpacked(&changed, 3).1, Err("its checksum is another"));
        assert!(unpacked(&broken, 3).1.is_err());
        assert_eq!(unpacked(&[&whole[..], b"\0\0"].concat(), 3).1, Err("something else follows in it"));
        assert_eq!(unpacked(&nameless, 1000).1, Err("its header has no end"));
    }
}
