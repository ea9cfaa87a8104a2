//! An input whose text comes in pieces: decoded, scanned, and read when it has come whole.
//!
//! The streams and consumers of a `/jsz` are listed as they come, and forgotten: what is kept of a text does not grow
//! with them.

use super::{
    Input, ReadError, Reading,
    session::Session,
    text::{self, Complaint, Decoder},
};
use crate::{
    clock::Time,
    listing::{Listing, Names, STREAM, Stream},
    order::sort,
    scan::{Document, Element, Json, Keep, Scanned, Scanner, Watched},
};

/// So much of a text is kept at most, beside the streams and consumers in it.
const MOST_KEPT: usize = 64 * 1024 * 1024;

/// The lists that may be long, and what of their elements matters. Of those that say nothing about the meta group, that
/// they are there.
const LONG_LISTS: Watched = &[
    ("account_details", Keep::Each(&Keep::Only(&[("name", Keep::All), ("stream_detail", Keep::Each(&STREAM))]))),
    ("connections", Keep::Each(&Keep::Only(&[]))),
    ("leafs", Keep::Each(&Keep::Only(&[]))),
    ("subscriptions_list", Keep::Each(&Keep::Only(&[]))),
];

/// What was listed in one document.
#[derive(Debug)]
pub(super) struct Listed {
    /// The how-many-eth document of its text; later its first byte.
    pub(super) document: usize,
    /// Index of the `/jsz` among the document's values.
    payload: u32,
    listing: Listing,
    /// The account whose streams come: its place, and that list's among the document's values; its number.
    account: ((usize, u32), u32),
}

/// An input whose text is coming.
#[derive(Debug)]
pub struct Intake {
    decoder: Decoder,
    scanner: Scanner,
    listed: Vec<Listed>,
}

impl Default for Intake {
    fn default() -> Self {
        Self { decoder: Decoder::default(), scanner: scanner(), listed: Vec::new() }
    }
}

/// The scanner as it reads what servers print: alone it is part of the benchmark.
#[must_use]
pub fn scanner() -> Scanner {
    Scanner::new(LONG_LISTS, MOST_KEPT)
}

impl Intake {
    /// For text in UTF-8, as pasted: no encoding to make out.
    pub(super) fn of_text() -> Self {
        Self { decoder: Decoder::Utf8, ..Self::default() }
    }

    /// The next piece. The names of streams and consumers go to `names`.
    pub fn push(&mut self, piece: &[u8], names: &mut Names) {
        let Self { decoder, scanner, listed } = self;
        decoder.push(piece, &mut |text| scanner.push(text, &mut |element| take(listed, names, element)));
    }

    /// All pieces have come: what they say. `input` is what the host knows of them.
    #[must_use]
    pub fn close(mut self, input: &Input, names: &mut Names) -> (Vec<Reading>, Vec<ReadError>) {
        let Self { decoder, scanner, listed } = &mut self;
        decoder.finish(&mut |text| scanner.push(text, &mut |element| take(listed, names, element)));
        let Self { decoder, scanner, listed } = self;
        let mut kept = Kept::of(scanner.finish(), listed);
        let (problem, mut complaints) = decoder.into_complaints();
        complaints.append(&mut kept.complaints);
        let problem = problem.or(kept.problem.take());
        let is_blank = kept.text.trim().is_empty();
        let mut readings = super::note(input, is_blank, names);
        let is_told = input.status.is_some() || input.error.is_some();
        if is_blank && complaints.is_empty() && is_told {
            return (super::in_order(readings), Vec::new());
        }
        let Kept { text, documents, listed, gaps, .. } = kept;
        let (more, errors) = Session::new(input, &text, problem, names).with(listed, gaps).read(documents, complaints);
        readings.extend(more);
        (super::in_order(readings), errors)
    }
}

/// What was kept of a text, as text.
#[derive(Debug, Default)]
struct Kept {
    text: String,
    documents: Vec<Document>,
    listed: Vec<Listed>,
    gaps: Vec<(usize, u64)>,
    problem: Option<String>,
    complaints: Vec<Complaint>,
}

impl Kept {
    fn of(scanned: Scanned, mut listed: Vec<Listed>) -> Self {
        let Scanned { text, documents, gaps, is_full } = scanned;
        for list in &mut listed {
            list.document = documents.get(list.document).map_or(usize::MAX, |document| document.start);
        }
        let mut kept = match String::from_utf8(text) {
            Ok(text) if !text::is_odd(&text) => Self { text, documents, listed, gaps, ..Self::default() },
            // Other letters, other offsets: all documents are looked for again.
            Ok(text) => Self::plain(text.as_bytes(), listed, gaps),
            Err(error) => Self::plain(error.as_bytes(), listed, gaps),
        };
        if is_full {
            kept.complaints.push(Complaint::new(
                format!("more than {} MiB of text beside what servers list of streams", MOST_KEPT / 1024 / 1024),
                None,
                "What came before that is used: give the /jsz and /healthz of each server by themselves",
            ));
        }
        kept
    }

    /// Decoded and blanked out piece by piece, so that it is known where what was listed and left out stood.
    fn plain(text: &[u8], mut listed: Vec<Listed>, mut gaps: Vec<(usize, u64)>) -> Self {
        let mut marks: Vec<&mut usize> = listed.iter_mut().map(|listed| &mut listed.document).collect();
        marks.extend(gaps.iter_mut().map(|(kept, _)| kept));
        sort(&mut marks, &|a, b| a.cmp(b));
        let mut plain = Self::default();
        let mut from = 0;
        let mut decode = |to: usize, plain: &mut Self| {
            let piece = text::decode_utf8(text.get(from..to).unwrap_or_default(), plain.text.len());
            if plain.problem.is_none() {
                plain.complaints.extend(piece.complaints);
                plain.problem = piece.problem;
            }
            plain.text.push_str(&piece.text);
            from = to;
        };
        for mark in marks {
            decode((*mark).min(text.len()), &mut plain);
            *mark = plain.text.len();
        }
        decode(text.len(), &mut plain);
        plain.text = text::blank_out(plain.text);
        Self { listed, gaps, ..plain }
    }
}

impl Listed {
    /// The one of the `/jsz` that is `up` objects and lists around an element.
    fn of<'l>(listed: &'l mut Vec<Self>, element: Element, up: usize) -> &'l mut Self {
        let (document, payload) = (element.document(), element.around(up));
        let index = payload.map_or(0, Json::index);
        let is_it = |list: &Self| list.document == document && list.payload == index;
        let at = listed.iter().rposition(is_it).unwrap_or_else(|| {
            let now = payload.and_then(|payload| Time::parse(&payload.get("now")?.text()?));
            // No list is the first value of a document.
            listed.push(Self { document, payload: index, listing: Listing::new(now), account: ((0, 0), 0) });
            listed.len() - 1
        });
        &mut listed[at]
    }

    /// The number of the account that is `up` objects and lists around an element. Of all streams of one list it is the
    /// same.
    fn account(&mut self, names: &mut Names, element: Element, up: usize) -> u32 {
        let around = (element.place(up + 1), element.around(up - 1).map_or(0, Json::index));
        if self.account.0 != around {
            let name = element.around(up).and_then(|account| account.get("name")?.utf8());
            self.account = (around, names.account(name.as_deref()));
        }
        self.account.1
    }

    /// What was listed in the `/jsz` `payload` of the document that begins at byte `start`.
    pub(super) fn take_from(listed: &mut Vec<Self>, start: usize, payload: Json) -> Option<Listing> {
        let is_it = |list: &Self| list.document == start && list.payload == payload.index();
        let at = listed.iter().position(is_it)?;
        Some(listed.swap_remove(at).listing.settled())
    }
}

/// Lists an element and lets it be forgotten; false where it is no stream, consumer or account.
fn take(listed: &mut Vec<Listed>, names: &mut Names, element: Element) -> bool {
    let json = element.json();
    match &*element.key() {
        "stream_detail" => {
            let Some(stream) = Stream::of(json) else { return false };
            let list = Listed::of(listed, element, 3);
            let account = list.account(names, element, 1);
            list.listing.stream(names, account, [element.place(2), element.place(0)], &stream);
            true
        }
        "consumer_detail" => {
            let Some(stream) = element.around(1).and_then(Stream::of) else { return false };
            let list = Listed::of(listed, element, 5);
            let account = list.account(names, element, 3);
            let at = [element.place(4), element.place(2), element.place(0)];
            list.listing.consumer(names, account, &stream, at, json)
        }
        "account_details" => {
            let Some(name) = json.get("name") else { return false };
            let account = names.account(name.utf8().as_deref());
            Listed::of(listed, element, 1).listing.account(account);
            true
        }
        _ => true,
    }
}
