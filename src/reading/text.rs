//! Bytes -> text: decompression, encodings, and bytes that are no text at all.
//!
//! Whatever can be read is read: an odd encoding costs a complaint, not the document.

use std::io::Read;

use flate2::read::MultiGzDecoder;

/// Decompressed text may be this long; a browser tab survives it, and no dump of a real cluster comes near.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

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

/// Reads a file's bytes as text.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return gunzip(bytes);
    }
    decode_plain(bytes)
}

fn gunzip(bytes: &[u8]) -> Decoded {
    let mut plain = Vec::new();
    let outcome = MultiGzDecoder::new(bytes).take(MOST_BYTES + 1).read_to_end(&mut plain);
    if plain.len() as u64 > MOST_BYTES {
        let what = format!("gzip of more than {} MiB of text", MOST_BYTES / 1024 / 1024);
        let complaint =
            Complaint::new(what, None, "Unpack it, and drop the files with the /jsz answers in it one by one");
        return Decoded { complaints: vec![complaint], ..Decoded::default() };
    }
    let mut decoded = decode_plain(&plain);
    if let Err(error) = outcome {
        let what = format!("a damaged gzip file ({error}) of which {} bytes could be unpacked", plain.len());
        decoded.complaints.insert(0, Complaint::new(what, None, "Copy the file again: what was whole before is used"));
        decoded.problem.get_or_insert_with(|| "from a damaged gzip file".to_owned());
    }
    decoded
}

fn decode_plain(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => decode_utf8(rest),
        [0xff, 0xfe, rest @ ..] => Decoded { text: decode_utf16(rest, u16::from_le_bytes), ..Decoded::default() },
        [0xfe, 0xff, rest @ ..] => Decoded { text: decode_utf16(rest, u16::from_be_bytes), ..Decoded::default() },
        _ => match unmarked_utf16(bytes) {
            Some((name, order)) => Decoded {
                text: decode_utf16(bytes, order),
                problem: Some(format!("read as {name}, which nothing in the file says it is")),
                complaints: vec![Complaint::new(
                    format!("text in {name} without a byte order mark"),
                    None,
                    "It was read all the same; save it as UTF-8 to be sure of every character",
                )],
            },
            None => binary(bytes).map_or_else(
                || decode_utf8(bytes),
                |complaint| Decoded { complaints: vec![complaint], ..Decoded::default() },
            ),
        },
    }
}

/// UTF-8; whatever is not is read as Latin-1, byte by byte, so that the JSON around it survives.
fn decode_utf8(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut complaints = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if let (Some(first), true) = (chunk.invalid().first(), complaints.is_empty()) {
            complaints.push(Complaint::new(
                format!("text that is not UTF-8: the byte 0x{first:02X} stands alone, as in Latin-1 or Windows-1252"),
                Some(text.len()),
                "It was read with that in place; save the file as UTF-8 if a name looks wrong",
            ));
        }
        text.extend(chunk.invalid().iter().map(|&byte| char::from(byte)));
    }
    let problem = (!complaints.is_empty()).then(|| "not all of the file is UTF-8: read as Latin-1 there".to_owned());
    Decoded { text, problem, complaints }
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

/// Blanks out, length for length, what terminals and chat programs leave in copied text: ANSI colours, no-break
/// spaces, and byte order marks between joined files. Offsets stay what they were.
pub(super) fn blank_out(mut text: String) -> String {
    const ODD_SPACES: [(&str, &str); 4] =
        [("\u{a0}", "  "), ("\u{feff}", "   "), ("\u{200b}", "   "), ("\u{202f}", "   ")];
    for (odd, blank) in ODD_SPACES {
        if text.contains(odd) {
            text = text.replace(odd, blank);
        }
    }
    if !text.contains('\u{1b}') {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
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
        let coloured = "\u{1b}[1;39m{\u{1b}[0m\u{a0}\"a\": 1}\u{1b}";
        let plain = blank_out(coloured.to_owned());
        assert_eq!(plain.len(), coloured.len());
        assert_eq!(plain.split_whitespace().collect::<String>(), r#"{"a":1}"#);
    }
}
