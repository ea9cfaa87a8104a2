//! Text -> pieces: documents, commands, headings, statuses, failures, tables, and the rest.
//!
//! One pass from front to back. A broken document may be looked into a second time, for a document it swallowed; how
//! often is bounded, so that no text, however odd, takes more than linear time.

use std::ops::Range;

use super::{
    command,
    line::{self, Line},
    unread,
};
use crate::scan::{Broken, Document, Scanner, begins};

/// One piece of a text.
#[derive(Debug)]
pub(super) struct Piece {
    /// What it is.
    pub(super) kind: Kind,
    /// Where it stands.
    pub(super) at: Range<usize>,
}

/// The kinds of pieces.
#[derive(Debug)]
pub(super) enum Kind {
    /// A JSON document, whole or broken; true where it stands inside of another one whose beginning is missing.
    Document(Document, bool),
    /// A command, continuation lines joined, and the host in its prompt; empty for a bare prompt.
    Command(String, Option<String>),
    /// Words in front of something on the same line: `n1: {"status":"ok"}`.
    Prefix(String),
    /// One line.
    Line(Line),
    /// A table, all its rows.
    Table,
    /// A page, all of it.
    Html,
    /// A report of ours for people, all of it.
    Export,
}

/// Takes a text apart.
pub(super) struct Split<'t> {
    text: &'t str,
    /// Those that were found when the text was scanned, the next one last.
    documents: Vec<Document>,
    /// Reports of ours, the next one last.
    exports: Vec<Range<usize>>,
    at: usize,
    line_end: usize,
    /// Bytes that may still be scanned twice.
    patience: usize,
    in_headers: bool,
    in_fragment: bool,
    /// End of the last document.
    document_end: usize,
}

impl<'t> Split<'t> {
    pub(super) fn new(text: &'t str, mut documents: Vec<Document>) -> Self {
        documents.reverse();
        let mut exports = unread::exports(text);
        exports.reverse();
        Self {
            text,
            documents,
            exports,
            at: 0,
            line_end: 0,
            patience: text.len().saturating_mul(4),
            in_headers: false,
            in_fragment: false,
            document_end: 0,
        }
    }

    /// The document that begins here.
    fn document(&mut self, start: usize) -> Piece {
        let mut document = self.scanned(start);
        if let Some(Broken::Cut { at, inner: Some(inner), .. }) = document.broken
            && at - inner <= self.patience
        {
            self.patience -= at - inner;
            // Up to the inner document, as if the text ended there.
            let before = self.text.as_bytes().get(..inner).unwrap_or_default();
            let mut outer = Scanner::one(&[], before, start, &mut |_| false);
            if let Some(Broken::Cut { inner: swallowed, .. }) = &mut outer.broken {
                *swallowed = Some(inner);
                outer.end = inner;
                document = outer;
            }
        }
        let end = document.end;
        let in_fragment = self.in_fragment;
        self.in_fragment = document.broken.is_some() || (in_fragment && !self.is_line_start(start));
        self.in_headers = false;
        self.at = end;
        self.document_end = end;
        Piece { kind: Kind::Document(document, in_fragment && !self.is_line_start(start)), at: start..end }
    }

    /// As it was found when the text was scanned; what begins in the middle of another document is looked at now.
    fn scanned(&mut self, start: usize) -> Document {
        while let Some(next) = self.documents.pop_if(|next| next.start <= start) {
            if next.start == start {
                return next;
            }
        }
        Scanner::one(&[], self.text.as_bytes(), start, &mut |_| false)
    }

    fn is_line_start(&self, at: usize) -> bool {
        at == 0 || self.text.as_bytes().get(at - 1) == Some(&b'\n')
    }

    /// The rest of the current line, without its line feed.
    fn rest_of_line(&mut self) -> &'t str {
        if self.line_end < self.at || self.line_end == 0 {
            self.line_end = self.end_of_line(self.at);
        }
        self.text.get(self.at..self.line_end).unwrap_or_default()
    }

    fn end_of_line(&self, from: usize) -> usize {
        self.text.get(from..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |length| from + length)
    }

    /// The command in the current line, and the lines it goes on in.
    fn command(&mut self, start: usize, first: &str) -> Piece {
        const MOST_LINES: usize = 40;
        let prompt = self.text.get(start..self.line_end).and_then(|line| line.trim_end().strip_suffix(first));
        let host = prompt.and_then(command::host_of_prompt).map(str::to_owned);
        let mut joined = first.to_owned();
        let mut end = self.line_end;
        for _ in 0..MOST_LINES {
            if !command::continues(&joined) || end >= self.text.len() {
                break;
            }
            let next_end = self.end_of_line(end + 1);
            let next = self.text.get(end + 1..next_end).unwrap_or_default();
            if begins(self.text.as_bytes(), end + 1) {
                break;
            }
            let glued = joined.trim_end().trim_end_matches(['\\', '`']).len();
            joined.truncate(glued);
            joined.push(if first.starts_with("for ") { '\n' } else { ' ' });
            joined.push_str(command::continuation(next));
            end = next_end;
        }
        self.at = end;
        self.in_headers = false;
        self.in_fragment = false;
        Piece { kind: Kind::Command(joined, host), at: start..end }
    }

    /// A status glued to the end of a document: `{"status":"ok"}200$ `.
    fn glued_code(&mut self, start: usize) -> Option<Piece> {
        let end = start + 3;
        let code = self.text.get(start..end).filter(|_| start == self.document_end && start > 0)?;
        let goes_on = |next: &u8| next.is_ascii_alphanumeric() || *next == b'.';
        if self.text.as_bytes().get(end).is_some_and(goes_on) {
            return None;
        }
        match line::judge(code, false) {
            Line::Code(code) => {
                self.at = end;
                Some(Piece { kind: Kind::Line(Line::Code(code)), at: start..end })
            }
            _ => None,
        }
    }

    /// A report of ours that begins here.
    fn export(&mut self, start: usize) -> Option<Piece> {
        while self.exports.last().is_some_and(|export| export.end <= start) {
            self.exports.pop();
        }
        let export = self.exports.pop_if(|export| export.start <= start)?;
        self.at = export.end;
        self.in_headers = false;
        self.in_fragment = false;
        Some(Piece { kind: Kind::Export, at: start..export.end })
    }

    /// Rows of a table, or lines of a page, from here.
    fn block(&mut self, start: usize, is_table: bool) -> Piece {
        let mut end = start;
        loop {
            let line_end = self.end_of_line(end);
            let line = self.text.get(end..line_end).unwrap_or_default();
            if is_table {
                if line::judge(line, false) != Line::Table {
                    break;
                }
            } else if let Some(close) = line.to_ascii_lowercase().rfind("</html>") {
                end += close + "</html>".len();
                break;
            } else if end > start && (command::of_line(line).is_some() || begins(self.text.as_bytes(), end)) {
                break;
            }
            end = line_end;
            if end >= self.text.len() {
                break;
            }
            end += 1;
        }
        self.at = end.max(start + 1).min(self.text.len());
        self.in_headers = false;
        Piece { kind: if is_table { Kind::Table } else { Kind::Html }, at: start..end }
    }

    /// A bare word heads what follows only if something does follow: a document, an answer, a failure.
    fn heads_something(&self) -> bool {
        let rest = self.text.get(self.line_end..).unwrap_or_default().trim_start();
        let Some(begin) = self.text.len().checked_sub(rest.len()) else { return false };
        if begins(self.text.as_bytes(), begin) {
            return true;
        }
        let next = rest.get(..rest.floor_char_boundary(400)).unwrap_or_default();
        let next = next.lines().next().unwrap_or_default();
        matches!(
            line::judge(next, false),
            Line::Http(..) | Line::NoAnswer(..) | Line::Words | Line::Code(_) | Line::Table | Line::Html
        ) || next.trim_start().starts_with("% Total")
    }
}

impl Iterator for Split<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let line = self.rest_of_line();
            let blank = line.len() - line.trim_start().len();
            let start = self.at + blank;
            if line.len() == blank {
                // curl -i prints an empty line between headers and body.
                if self.is_line_start(self.at) {
                    self.in_headers = false;
                }
                if self.line_end >= self.text.len() {
                    return None;
                }
                self.at = self.line_end + 1;
                continue;
            }
            if let Some(export) = self.export(start) {
                return Some(export);
            }
            if begins(self.text.as_bytes(), start) {
                return Some(self.document(start));
            }
            if let Some(code) = self.glued_code(start) {
                return Some(code);
            }
            // A document further on in the line ends what is judged, so that no byte is judged twice.
            let here = self.text.get(start..self.line_end).unwrap_or_default();
            let brackets = here.match_indices(['{', '[']).map(|(at, _)| start + at);
            let document = brackets.into_iter().find(|&at| begins(self.text.as_bytes(), at));
            let end = document.unwrap_or(self.line_end);
            let before = self.text.get(start..end).unwrap_or_default().trim_end();
            match command::of_line(before.get(..before.floor_char_boundary(300)).unwrap_or(before)) {
                Some("") => {
                    self.at = end;
                    return Some(Piece { kind: Kind::Command(String::new(), None), at: start..end });
                }
                Some(_) => return Some(self.command(start, command::of_line(here).unwrap_or_default())),
                None => {}
            }
            let mut verdict = line::judge(before, self.in_headers && document.is_none());
            match verdict {
                Line::Table => return Some(self.block(start, true)),
                Line::Html => return Some(self.block(start, false)),
                Line::Heading(_) | Line::Prose | Line::Code(_) if document.is_some() && !self.in_fragment => {
                    self.at = end;
                    return Some(Piece { kind: Kind::Prefix(before.to_owned()), at: start..end });
                }
                _ => {}
            }
            self.at = end;
            match &verdict {
                Line::Http(_, quoted) => self.in_headers = !quoted,
                Line::Fragment => self.in_fragment = true,
                Line::Heading(_) if document.is_none() && !line::is_framed(before) && !self.heads_something() => {
                    verdict = Line::Prose;
                }
                _ => {}
            }
            if !matches!(verdict, Line::Fragment | Line::Noise | Line::Prose) {
                self.in_fragment = false;
            }
            return Some(Piece { kind: Kind::Line(verdict), at: start..end });
        }
    }
}
