//! Bytes -> text: decompression, encodings, and bytes that are no text at all.
//!
//! Whatever can be read is read: an odd encoding costs a complaint, not the document.

use std::borrow::Cow;

use super::{gzip::Gzip, quote};
use crate::scan::is_plain;

/// What gzip may unpack to whatever its size ...
const MOST_UNPACKED: u64 = 256 * 1024 * 1024;
/// ... and how many times its size. What servers print packs to a tenth or a twentieth.
const MOST_RATIO: u64 = 200;

/// Text, and what was odd about its bytes.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    /// The text, UTF-8, without byte order mark.
    pub(super) text: String,
    /// What every reading from it should carry as a problem.
    pub(super) problem: Option<String>,
    /// What went wrong.
    pub(super) complaints: Vec<Complaint>,
}

/// A [`super::ReadError`] to be: the source's name and the position in lines come later.
#[derive(Debug)]
pub(super) struct Complaint {
    /// What it looks like and what is wrong with it.
    pub(super) what: String,
    /// Byte of the decoded text where it broke.
    pub(super) byte: Option<usize>,
    /// What to do.
    pub(super) remedy: String,
}

impl Complaint {
    pub(super) fn new(what: impl Into<String>, byte: Option<usize>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), byte, remedy: remedy.into() }
    }
}

/// Turns a file's bytes into text as they come.
#[derive(Debug)]
pub(super) enum Decoder {
    /// Its first bytes, until there are enough to make out what it is.
    Unknown(Vec<u8>),
    /// Text in UTF-8, or near enough: what is kept of it is looked at later.
    Utf8,
    /// Text in UTF-16; with what is left of a pair.
    Utf16(Box<Utf16>),
    /// gzip, of something.
    Gzip(Box<Gunzip>),
    /// Nothing that can be read.
    Refused(Complaint),
}

/// So many bytes tell what a file is.
const TELLING: usize = 4096;

/// Takes pieces of text.
type Out<'o> = &'o mut dyn FnMut(&[u8]);

impl Default for Decoder {
    fn default() -> Self {
        Self::Unknown(Vec::new())
    }
}

impl Decoder {
    /// The next bytes.
    pub(super) fn push(&mut self, bytes: &[u8], out: Out) {
        match self {
            Self::Unknown(head) => {
                if head.is_empty() && bytes.len() >= TELLING {
                    return self.begin(bytes, out);
                }
                head.extend_from_slice(bytes);
                if head.len() >= TELLING {
                    let head = std::mem::take(head);
                    self.begin(&head, out);
                }
            }
            Self::Utf8 => out(bytes),
            Self::Utf16(utf16) => utf16.push(bytes, out),
            Self::Gzip(gunzip) => gunzip.push(bytes, out),
            Self::Refused(_) => {}
        }
    }

    /// There are no more.
    pub(super) fn finish(&mut self, out: Out) {
        match self {
            Self::Unknown(head) => {
                let head = std::mem::take(head);
                self.begin(&head, out);
                self.finish(out);
            }
            Self::Utf16(utf16) => utf16.finish(out),
            Self::Gzip(gunzip) => gunzip.finish(out),
            Self::Utf8 | Self::Refused(_) => {}
        }
    }

    /// The first bytes tell what it is.
    fn begin(&mut self, head: &[u8], out: Out) {
        let (decoder, text) = match head {
            [0x1f, 0x8b, ..] => (Self::Gzip(Box::default()), head),
            [0xef, 0xbb, 0xbf, rest @ ..] => (Self::Utf8, rest),
            [0xff, 0xfe, rest @ ..] => (Self::Utf16(Box::new(Utf16::new(u16::from_le_bytes, None))), rest),
            [0xfe, 0xff, rest @ ..] => (Self::Utf16(Box::new(Utf16::new(u16::from_be_bytes, None))), rest),
            [b'{' | b'[', ..] if is_plain(head) || !head.contains(&0) => (Self::Utf8, head),
            _ => match unmarked_utf16(head) {
                Some((name, order)) => (Self::Utf16(Box::new(Utf16::new(order, Some(name)))), head),
                None => (binary(head).map_or(Self::Utf8, Self::Refused), head),
            },
        };
        *self = decoder;
        self.push(text, out);
    }

    /// What every reading should carry as a problem, and what went wrong.
    pub(super) fn into_complaints(self) -> (Option<String>, Vec<Complaint>) {
        match self {
            Self::Unknown(_) | Self::Utf8 => (None, Vec::new()),
            Self::Refused(complaint) => (None, vec![complaint]),
            Self::Gzip(gunzip) => gunzip.into_complaints(),
            Self::Utf16(utf16) => match utf16.unmarked {
                None => (None, Vec::new()),
                Some(name) => (
                    Some(format!("read as {name}, which nothing in the file says it is")),
                    vec![Complaint::new(
                        format!("text in {name} without a byte order mark"),
                        None,
                        "It was read all the same; save it as UTF-8 to be sure of every character",
                    )],
                ),
            },
        }
    }
}

/// Unpacks gzip, one file or several one after the other.
#[derive(Debug, Default)]
pub(super) struct Gunzip {
    unpacker: Gzip,
    inside: Decoder,
    packed: u64,
    unpacked: u64,
    complaint: Option<Complaint>,
}

impl Gunzip {
    fn push(&mut self, bytes: &[u8], out: Out) {
        // A thousandfold is the most that gzip can do: in small portions, what is unpacked at once stays small.
        for bytes in bytes.chunks(16 * 1024) {
            if self.complaint.is_some() {
                return;
            }
            self.packed += bytes.len() as u64;
            let outcome = self.unpacker.push(bytes, &mut |unpacked| {
                self.unpacked += unpacked.len() as u64;
                self.inside.push(unpacked, out);
            });
            if let Err(trouble) = outcome {
                self.damaged(trouble);
            } else if self.unpacked > MOST_UNPACKED.max(self.packed * MOST_RATIO) {
                let what = format!(
                    "gzip that unpacks to more than {} MiB and to more than {MOST_RATIO} times its size",
                    MOST_UNPACKED / 1024 / 1024
                );
                let remedy = "No server's answer does: see what it is, and give the /jsz answers in it one by one";
                self.complaint = Some(Complaint::new(what, None, remedy));
            }
        }
    }

    fn finish(&mut self, out: Out) {
        if let (None, Err(trouble)) = (&self.complaint, self.unpacker.finish()) {
            self.damaged(trouble);
        }
        self.inside.finish(out);
    }

    fn damaged(&mut self, trouble: &str) {
        let what = format!("a damaged gzip file ({trouble}) of which {} bytes could be unpacked", self.unpacked);
        self.complaint = Some(Complaint::new(what, None, "Copy the file again: what was whole before is used"));
    }

    fn into_complaints(self) -> (Option<String>, Vec<Complaint>) {
        let (problem, mut complaints) = self.inside.into_complaints();
        let damaged = self.complaint.is_some().then(|| "from a damaged gzip file".to_owned());
        complaints.splice(0..0, self.complaint);
        (problem.or(damaged), complaints)
    }
}

/// UTF-16 to UTF-8.
#[derive(Debug)]
pub(super) struct Utf16 {
    order: ByteOrder,
    /// What it seems to be, where no byte order mark says so.
    unmarked: Option<&'static str>,
    /// Bytes of a pair of units that has not come whole.
    left: Vec<u8>,
}

impl Utf16 {
    fn new(order: ByteOrder, unmarked: Option<&'static str>) -> Self {
        Self { order, unmarked, left: Vec::new() }
    }

    fn push(&mut self, bytes: &[u8], out: Out) {
        let mut all = std::mem::take(&mut self.left);
        all.extend_from_slice(bytes);
        let mut whole = all.len() / 2 * 2;
        let last = whole.checked_sub(2).and_then(|at| all.get(at..whole)).map(|pair| (self.order)([pair[0], pair[1]]));
        if last.is_some_and(|unit| (0xd800..0xdc00).contains(&unit)) {
            whole -= 2;
        }
        self.left = all.split_off(whole);
        out(decode_utf16(&all, self.order).as_bytes());
    }

    fn finish(&mut self, out: Out) {
        out(decode_utf16(&self.left, self.order).as_bytes());
    }
}

/// UTF-8; whatever is not is read as Latin-1, byte by byte, so that the JSON around it survives. `from`: bytes of text
/// before it.
pub(super) fn decode_utf8(bytes: &[u8], from: usize) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut complaints = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if let (Some(first), true) = (chunk.invalid().first(), complaints.is_empty()) {
            complaints.push(Complaint::new(
                format!("text that is not UTF-8: the byte 0x{first:02X} stands alone, as in Latin-1 or Windows-1252"),
                Some(from + text.len()),
                "It was read with that in place; save the file as UTF-8 if a name looks wrong",
            ));
        }
        text.extend(chunk.invalid().iter().map(|&byte| char::from(byte)));
    }
    let problem = (!complaints.is_empty()).then(|| "not all of the file is UTF-8: read as Latin-1 there".to_owned());
    Decoded { text, problem, complaints }
}

/// All of a file's bytes as text.
pub(super) fn decode(bytes: &[u8]) -> String {
    let (mut decoder, mut text) = (Decoder::default(), Vec::new());
    decoder.push(bytes, &mut |piece| text.extend_from_slice(piece));
    decoder.finish(&mut |piece| text.extend_from_slice(piece));
    decode_utf8(&text, 0).text
}

/// How two bytes make a unit of UTF-16.
type ByteOrder = fn([u8; 2]) -> u16;

fn decode_utf16(bytes: &[u8], order: ByteOrder) -> String {
    let units = bytes.chunks_exact(2).map(|pair| order([*pair.first().unwrap_or(&0), *pair.get(1).unwrap_or(&0)]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// UTF-16 of mostly ASCII has a zero in every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<(&'static str, ByteOrder)> {
    let sample = bytes.get(..bytes.len().min(512))?;
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    match pairs {
        0 | 1 => None,
        _ if odd * 10 > pairs * 8 && even == 0 => Some(("UTF-16 LE", u16::from_le_bytes)),
        _ if even * 10 > pairs * 8 && odd == 0 => Some(("UTF-16 BE", u16::from_be_bytes)),
        _ => None,
    }
}

/// Archives are the host's to open: what comes here is one of a host that did not.
const ARCHIVE: &str = "Drop the file as it is, or give it to `addStream`: both read archives";

/// What kind of file that is no text, if it is one.
fn binary(bytes: &[u8]) -> Option<Complaint> {
    const KINDS: [(&[u8], &str, &str); 12] = [
        (b"PK\x03\x04", "a ZIP archive", ARCHIVE),
        (b"PK\x05\x06", "an empty ZIP archive", "Gather it again"),
        (b"\x7fELF", "an ELF program", "Drop what the servers answered instead"),
        (b"\x89PNG", "a PNG picture", "Paste the text instead of a picture of it"),
        (b"\xff\xd8\xff", "a JPEG picture", "Paste the text instead of a picture of it"),
        (b"GIF8", "a GIF picture", "Paste the text instead of a picture of it"),
        (b"%PDF", "a PDF document", "Paste its text"),
        (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "Unpack it with `zstd -d`"),
        (b"\xfd7zXZ", "an XZ archive", "Unpack it with `xz -d`"),
        (b"BZh", "a bzip2 archive", "Unpack it with `bzip2 -d`"),
        (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it"),
        (b"MZ\x90", "a Windows program", "Drop what the servers answered instead"),
    ];
    if let Some((_, name, remedy)) = KINDS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Some(Complaint::new(format!("{name}, not text"), None, *remedy));
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Some(Complaint::new("a tar archive, not text", None, ARCHIVE));
    }
    let sample = bytes.get(..bytes.len().min(4096))?;
    let odd = sample.iter().position(|&byte| byte == 0)?;
    Some(Complaint::new(
        format!("a binary file: byte {odd} is zero"),
        None,
        "Drop what the servers answered instead: the JSON of /jsz and /healthz",
    ))
}

const ODD_SPACES: [(&str, &str); 5] =
    [("\u{a0}", "  "), ("\u{2007}", "   "), ("\u{202f}", "   "), ("\u{feff}", "   "), ("\u{200b}", "   ")];

/// Is there anything in it to blank out?
pub(super) fn is_odd(text: &str) -> bool {
    let may_be = !is_plain(text.as_bytes());
    (may_be && (text.contains('\u{1b}') || ODD_SPACES.iter().any(|(odd, _)| text.contains(odd))))
        || quote::is_quoted(text)
}

/// Blanks out, length for length, what terminals, chat and mail programs leave in copied text: ANSI colours, no-break
/// spaces, marks of quotes, and byte order marks between joined files. Offsets stay what they were.
pub(super) fn blank_out(mut text: String) -> String {
    for (odd, blank) in ODD_SPACES {
        if text.contains(odd) {
            text = text.replace(odd, blank);
        }
    }
    if text.contains('\u{1b}') {
        text = without_colours(&text);
    }
    quote::unquote(text)
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(escape) = rest.find('\u{1b}') {
        let (before, tail) = rest.split_at(escape);
        plain.push_str(before);
        let end = escape_sequence(tail);
        plain.extend(std::iter::repeat_n(' ', end));
        rest = tail.get(end..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

/// Words with one space where there are several: what a blank of more than one byte was blanked out to.
pub(super) fn single_spaced(words: &str) -> Cow<'_, str> {
    if !words.contains("  ") {
        return Cow::Borrowed(words);
    }
    let mut last = '\0';
    Cow::Owned(words.chars().filter(|&c| std::mem::replace(&mut last, c) != ' ' || c != ' ').collect())
}

/// Length of the escape sequence that `text` begins with: `ESC [ 0 ; 32 m`, or ESC alone.
fn escape_sequence(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else { return 1 };
    let end = parameters.find(|c: char| !c.is_ascii_digit() && c != ';' && c != '?');
    match end.and_then(|end| parameters.get(end..)?.chars().next().map(|last| (end, last))) {
        Some((end, last)) if last.is_ascii_alphabetic() => 2 + end + 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_blanks_of_the_same_length() {
        let coloured = "\u{1b}[1;39m{\u{1b}[0m\u{a0}\"a\":\u{2007}1}\u{1b}";
        let plain = blank_out(coloured.to_owned());
        assert_eq!(plain.len(), coloured.len());
        assert_eq!(plain.split_whitespace().collect::<String>(), r#"{"a":1}"#);
    }
}
