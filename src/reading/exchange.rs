//! One command and what it printed: which answer belongs to which of its questions.

use std::ops::Range;

use super::{
    Input, Reading, Said, Time,
    command::Command,
    question::{Endpoint, Target},
};
use crate::wire::Healthz;

/// A command, and the answers to it so far. Without a command: a text in which nobody asks.
#[derive(Debug, Default)]
pub(super) struct Exchange {
    command: Command,
    /// The command as typed, and where.
    pub(super) words: String,
    pub(super) at: usize,
    pub(super) answers: Vec<Answer>,
    /// It printed something, readable or not.
    pub(super) printed: bool,
    /// The label in the heading above.
    heading: Option<String>,
    /// The label in front of the next answer, on the same line.
    pub(super) once: Option<String>,
    /// Status line, `Date` header, and what curl -v says it asked; for the next answer.
    pub(super) http: Option<(u16, Range<usize>)>,
    pub(super) date: Option<Time>,
    pub(super) request: Option<String>,
    pub(super) host: Option<String>,
}

/// An answer that waits for its label and its question.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// Index of its reading.
    pub(super) reading: usize,
    /// What it answers, by its content.
    pub(super) endpoint: Option<Endpoint>,
    /// The question it answers when nobody says more.
    pub(super) canonical: String,
    /// The key it stands under, where keys are servers.
    pub(super) key: Option<String>,
    /// Whom it names itself: a failure's words, a curl -v.
    pub(super) own: Option<String>,
    pub(super) own_question: Option<String>,
    /// The label in the heading above it.
    pub(super) heading: Option<String>,
    pub(super) failed: bool,
    pub(super) is_reply: bool,
    pub(super) is_table: bool,
    /// Nothing but its HTTP status was printed.
    pub(super) status_alone: bool,
    /// The question it answers.
    pub(super) target: Option<Target>,
}

impl Exchange {
    pub(super) fn open(command: Command, words: String, at: usize) -> Self {
        Self { command, words, at, ..Self::default() }
    }

    /// Has somebody been asked, as far as the text shows?
    pub(super) fn is_asked(&self) -> bool {
        !self.command.asked.is_empty() || self.heading.is_some()
    }

    /// The endpoint that the command asks for, if it asks for one only.
    pub(super) fn asked(&self) -> Option<Endpoint> {
        let mut asked =
            self.command.asked.iter().map(|target| target.question.as_deref().and_then(Endpoint::of_question));
        let first = asked.next()??;
        asked.all(|endpoint| endpoint == Some(first)).then_some(first)
    }

    /// A command that should have printed an answer and printed nothing.
    pub(super) fn is_silent(&self) -> bool {
        self.command.prints && !self.command.asked.is_empty() && self.answers.is_empty() && !self.printed
    }

    pub(super) fn set_heading(&mut self, label: Option<String>) {
        self.heading = label;
        (self.once, self.http, self.date, self.request, self.host) = (None, None, None, None, None);
    }

    /// Gives an answer what was printed for it: its status and date, whom and what curl -v asked, its heading.
    pub(super) fn spent_on(&mut self, answer: &mut Answer) -> (Option<u16>, Option<Time>) {
        if !answer.failed {
            let asked = Target::of_url(&format!(
                "{}{}",
                self.host.take().unwrap_or_default(),
                self.request.take().unwrap_or_default()
            ));
            answer.own = answer.own.take().or(asked.label);
            answer.own_question = answer.own_question.take().or(asked.question);
        }
        answer.heading = self.once.take().or_else(|| self.heading.clone());
        (self.http.take().map(|(http, _)| http), self.date.take())
    }

    /// Gives every answer its target. Returns the readings that only repeat another one's failure.
    pub(super) fn assign(&mut self) -> Vec<usize> {
        let mut free: Vec<Option<Target>> = self.command.asked.iter().cloned().map(Some).collect();
        let mut surplus = Vec::new();
        // First by name: the failure's words, curl -v, or the heading say who it is.
        for index in 0..self.answers.len() {
            let (seen, rest) = self.answers.split_at_mut(index);
            let Some(answer) = rest.first_mut() else { break };
            let Some(name) = answer.own.clone().or_else(|| answer.heading.clone()) else { continue };
            let fits = |target: &Target| target.label.as_ref() == Some(&name) && answer.may_answer(target);
            match free.iter_mut().find(|target| target.as_ref().is_some_and(&fits)) {
                Some(target) => answer.target = target.take(),
                None => {
                    let is_said = |earlier: &Answer| earlier.failed && earlier.own == answer.own;
                    if answer.failed
                        && answer.own.is_some()
                        && !self.command.asked.is_empty()
                        && seen.iter().any(is_said)
                    {
                        surplus.push(answer.reading);
                    }
                }
            }
        }
        if let [only] = &self.command.asked[..] {
            for answer in self.answers.iter_mut().filter(|answer| answer.target.is_none() && answer.may_answer(only)) {
                answer.target = Some(only.clone());
            }
            // One command fails once, however often it says so.
            let mut failures = self.answers.iter().filter(|answer| answer.failed && answer.key.is_none());
            if !self.command.broadcast && failures.next().is_some() {
                surplus.extend(failures.map(|answer| answer.reading));
            }
            return surplus;
        }
        // Then in order, if there are as many answers as questions.
        let open: Vec<Target> = free.into_iter().flatten().collect();
        let mut waiting: Vec<&mut Answer> =
            self.answers.iter_mut().filter(|a| a.target.is_none() && !surplus.contains(&a.reading)).collect();
        let in_order = waiting.len() == open.len()
            && (!self.command.unordered || open.windows(2).all(|pair| matches!(pair, [a, b] if a.label == b.label)))
            && waiting.iter().zip(&open).all(|(answer, target)| answer.may_answer(target));
        for (index, answer) in waiting.iter_mut().enumerate() {
            let mut fitting = open.iter().filter(|target| answer.may_answer(target));
            answer.target = match (in_order, fitting.next(), fitting.next()) {
                (true, ..) => open.get(index).cloned(),
                (false, Some(only), None) => Some(only.clone()),
                // Who of them answered is not known, but what was asked may be the same for all.
                (false, Some(first), Some(_)) => {
                    let same = open.iter().all(|target| target.question == first.question);
                    same.then(|| Target { label: None, question: first.question.clone() })
                }
                (false, None, _) => None,
            };
        }
        // "Only one fits" is no proof when two answers fit it.
        if !in_order {
            let labels: Vec<Option<String>> =
                waiting.iter().map(|answer| answer.target.as_ref().and_then(|target| target.label.clone())).collect();
            for (index, answer) in waiting.iter_mut().enumerate() {
                let label = labels.get(index).cloned().flatten();
                if label.is_some() && labels.iter().filter(|other| **other == label).count() > 1 {
                    if let Some(target) = &mut answer.target {
                        target.label = None;
                    }
                }
            }
        }
        surplus
    }
}

impl Answer {
    /// Can this be the answer to that question, by its content?
    fn may_answer(&self, target: &Target) -> bool {
        self.fits(target.question.as_deref()) && !self.is_table
    }

    fn fits(&self, question: Option<&str>) -> bool {
        match (self.endpoint, question.and_then(Endpoint::of_question)) {
            (Some(answered), Some(asked)) => answered == asked,
            _ => true,
        }
    }

    /// Writes label and question into the reading.
    pub(super) fn settle(self, reading: &mut Reading, input: &Input) {
        if self.is_table {
            reading.question = "nats server report jetstream".to_owned();
            return;
        }
        let target = self.target.clone().unwrap_or_default();
        // On the asker's own machine a heading printed by the command says more than its port.
        let is_here =
            |label: &String| ["localhost", "127.", "[::1]", "0.0.0.0"].iter().any(|here| label.starts_with(here));
        let addressed = match (&target.label, &self.heading) {
            (Some(label), Some(heading)) if is_here(label) && self.own.is_none() => Some(heading.clone()),
            (label, heading) => label.clone().or_else(|| self.own.clone()).or_else(|| heading.clone()),
        };
        // A reply over NATS says itself whose it is; a subject names no place.
        let asked = if self.is_reply { None } else { input.server.clone().or(addressed) };
        reading.label = self.key.clone().or(asked);
        let from_source = input.source.contains("://").then(|| Target::of_url(&input.source).question).flatten();
        let questions = [input.path.as_deref().map(written), target.question, self.own_question.clone(), from_source];
        let question = questions.into_iter().flatten().find(|question| self.fits(Some(question)));
        reading.question = question.unwrap_or_else(|| self.canonical.clone());
        if self.status_alone && Endpoint::of_question(&reading.question) == Some(Endpoint::Healthz) {
            reading.said = Said::Healthz(Healthz::default());
        } else if self.status_alone {
            let http = reading.http.map(|http| http.to_string()).unwrap_or_default();
            reading.said = Said::Words(format!("HTTP {http}"));
        }
    }
}

/// A path as hosts write it: with or without a slash, or a whole URL.
fn written(path: &str) -> String {
    match Target::of_url(path).question {
        Some(question) if path.contains("://") => question,
        _ if Endpoint::of_word(path.split('?').next().unwrap_or_default()).is_some()
            && path.starts_with(|c: char| c.is_ascii_lowercase()) =>
        {
            format!("/{path}")
        }
        _ => path.to_owned(),
    }
}
