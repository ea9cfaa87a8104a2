//! One command and what it printed: which answer belongs to which of its questions.

use std::ops::Range;

use super::{
    Input, Reading, Said, Silence, Time,
    command::Command,
    label,
    question::{Endpoint, Target},
};
use crate::{
    order::{Map, Set},
    wire::Healthz,
};

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
    pub(super) form: Form,
    /// What it answers, by its content.
    pub(super) endpoint: Option<Endpoint>,
    /// The question it answers when nobody says more.
    pub(super) canonical: String,
    /// The key it stands under, where keys are servers.
    pub(super) key: Option<String>,
    /// Whom and what it names itself: in a failure's words, in curl -v.
    pub(super) own: Target,
    /// The label in the heading above it.
    pub(super) heading: Option<String>,
    /// The question it answers.
    pub(super) target: Option<Target>,
}

/// What kind of answer it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// A body.
    #[default]
    Body,
    /// A reply over NATS: it says itself whose it is, and a subject names no place.
    Reply,
    /// A table of the `nats` command line.
    Table,
    /// Nothing but its HTTP status was printed.
    HttpAlone,
    /// Nobody answered.
    Failure,
    /// The same failure said again, as curl -v and wget do.
    Repeated,
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
        let endpoint = |target: &Target| target.question.as_deref().and_then(Endpoint::of_question);
        let mut asked = self.command.asked.iter().map(endpoint);
        let first = asked.next()??;
        asked.all(|endpoint| endpoint == Some(first)).then_some(first)
    }

    /// A command that should have printed an answer and printed nothing.
    pub(super) fn is_silent(&self) -> bool {
        self.command.prints && !self.command.asked.is_empty() && self.answers.is_empty() && !self.printed
    }

    /// What hid why there is no answer, and what to do about it.
    pub(super) fn hides(&self) -> Option<&'static str> {
        self.command.hides
    }

    pub(super) fn set_heading(&mut self, label: Option<String>) {
        self.heading = label;
        self.end_body();
    }

    /// A body is over: what was printed for it is not for the next one.
    pub(super) fn end_body(&mut self) {
        (self.once, self.http, self.date, self.request, self.host) = (None, None, None, None, None);
    }

    /// Gives an answer what was printed for it: its status and date, whom and what curl -v asked, its heading.
    pub(super) fn spent_on(&mut self, answer: &mut Answer) -> (Option<u16>, Option<Time>) {
        if answer.form != Form::Failure && (self.host.is_some() || self.request.is_some()) {
            let (host, path) = (self.host.take().unwrap_or_default(), self.request.take().unwrap_or_default());
            answer.own = Target::of_url(&format!("{host}{path}"));
        }
        answer.heading = self.once.take().or_else(|| self.heading.clone());
        (self.http.take().map(|(http, _)| http), self.date.take())
    }

    /// Gives every answer its target.
    pub(super) fn assign(&mut self) {
        let free = self.assign_by_name();
        if let [only] = &self.command.asked[..] {
            let open = self.answers.iter_mut().filter(|answer| answer.target.is_none() && answer.may_answer(only));
            open.for_each(|answer| answer.target = Some(only.clone()));
            self.fail_once();
        } else {
            self.assign_by_order(&free);
        }
    }

    /// The failure's words, curl -v, or the heading say who it is. Returns the targets that nobody took.
    fn assign_by_name(&mut self) -> Vec<Target> {
        let mut free: Vec<Option<Target>> = self.command.asked.iter().cloned().map(Some).collect();
        let mut failed = Set::default();
        for answer in &mut self.answers {
            let Some(name) = answer.own.label.as_ref().or(answer.heading.as_ref()) else { continue };
            let fits = |target: &Target| target.label.as_ref() == Some(name) && answer.may_answer(target);
            if let Some(target) = free.iter_mut().find(|target| target.as_ref().is_some_and(fits)) {
                answer.target = target.take();
            }
            if answer.form == Form::Failure && answer.own.label.is_some() && !self.command.asked.is_empty() {
                let again = !failed.insert(answer.own.label.clone());
                if again && answer.target.is_none() {
                    answer.form = Form::Repeated;
                }
            }
        }
        free.into_iter().flatten().collect()
    }

    /// One command to one address fails once, however often it says so.
    fn fail_once(&mut self) {
        let is_one = |answer: &&mut Answer| {
            answer.form == Form::Failure
                && answer.key.is_none()
                && answer.target.as_ref().is_some_and(|target| target.label.is_some())
        };
        let mut seen = Set::default();
        for answer in self.answers.iter_mut().filter(is_one).filter(|_| !self.command.broadcast) {
            if !seen.insert(answer.heading.clone()) {
                answer.form = Form::Repeated;
            }
        }
    }

    /// In the order of asking, if there are as many answers as questions; else by what fits one question only.
    fn assign_by_order(&mut self, free: &[Target]) {
        let is_open = |answer: &&mut Answer| answer.target.is_none() && answer.form != Form::Repeated;
        let mut open: Vec<&mut Answer> = self.answers.iter_mut().filter(is_open).collect();
        let is_one_server = free.windows(2).all(|pair| matches!(pair, [a, b] if a.label == b.label));
        let in_order = open.len() == free.len()
            && (is_one_server || !self.command.unordered)
            && open.iter().zip(free).all(|(answer, target)| answer.may_answer(target));
        if in_order {
            open.iter_mut().zip(free).for_each(|(answer, target)| answer.target = Some(target.clone()));
            return;
        }
        let is_one_question = free.windows(2).all(|pair| matches!(pair, [a, b] if a.question == b.question));
        let mut takers: Map<usize, usize> = Map::default();
        for answer in &mut open {
            let mut fitting = free.iter().enumerate().filter(|(_, target)| answer.may_answer(target));
            match (fitting.next(), fitting.next()) {
                (Some((index, only)), None) => {
                    answer.target = Some(only.clone());
                    *takers.entry(index) += 1;
                }
                // Who of them answered is not known; what was asked may be the same for all.
                (Some((_, first)), Some(_)) if is_one_question => {
                    answer.target = Some(Target { label: None, question: first.question.clone() });
                }
                _ => {}
            }
        }
        // That only one question fits is no proof when two answers fit it.
        let contested: Vec<&Target> =
            takers.iter().filter(|(_, takers)| *takers > 1).filter_map(|(index, _)| free.get(*index)).collect();
        for target in open.iter_mut().filter_map(|answer| answer.target.as_mut()) {
            if contested.contains(&&*target) {
                target.label = None;
            }
        }
    }
}

impl Answer {
    pub(super) fn of(form: Form) -> Self {
        Self { form, ..Self::default() }
    }

    /// Can this be the answer to that question, by its content?
    fn may_answer(&self, target: &Target) -> bool {
        self.form != Form::Table && self.fits(target.question.as_deref())
    }

    fn fits(&self, question: Option<&str>) -> bool {
        match (self.endpoint, question.and_then(Endpoint::of_question)) {
            (Some(answered), Some(asked)) => answered == asked,
            _ => true,
        }
    }

    /// Writes label and question into the reading.
    pub(super) fn settle(self, reading: &mut Reading, input: &Input) {
        if self.form == Form::Table {
            "nats server report jetstream".clone_into(&mut reading.question);
            return;
        }
        let label = self.label(input);
        if let Said::NoAnswer(failure) = &mut reading.said
            && self.is_of_another()
        {
            failure.how = Silence::NotAsked;
        }
        let from_source = input.source.contains("://").then(|| Target::of_url(&input.source).question).flatten();
        let target = self.target.as_ref().and_then(|target| target.question.clone());
        let questions = [input.path.as_deref().map(written), target, self.own.question.clone(), from_source];
        let question = questions.into_iter().flatten().find(|question| self.fits(Some(question)));
        (reading.label, reading.question) = (label, question.unwrap_or_else(|| self.canonical.clone()));
        if self.form == Form::HttpAlone {
            let is_healthz = Endpoint::of_question(&reading.question) == Some(Endpoint::Healthz);
            let http = reading.http.map(|http| http.to_string()).unwrap_or_default();
            let words = || Said::Words(format!("HTTP {http}"));
            reading.said = if is_healthz { Said::Healthz(Healthz::default()) } else { words() };
        }
    }

    /// Did somebody else than the server fail: a proxy, a login?
    fn is_of_another(&self) -> bool {
        let target = self.target.as_ref().and_then(|target| target.label.as_deref());
        match (self.own.label.as_deref(), target) {
            (Some(own), Some(asked)) => !label::is_here(own) && !label::may_be_same(own, asked),
            _ => false,
        }
    }

    fn label(&self, input: &Input) -> Option<String> {
        let target = self.target.as_ref().and_then(|target| target.label.as_ref());
        // On the asker's own machine a heading that stands there says more than the port.
        let heading = self.heading.as_ref();
        let headed = heading.filter(|_| target.is_some_and(|label| label::is_here(label)) && self.own.label.is_none());
        let asked = input.server.as_ref().or(headed).or(target).or(self.own.label.as_ref()).or(heading);
        self.key.as_ref().or(asked.filter(|_| self.form != Form::Reply)).cloned()
    }
}

/// A path as hosts write it: with or without a slash, or a whole URL.
fn written(path: &str) -> String {
    let word = path.split('?').next().unwrap_or_default();
    match path.contains("://").then(|| Target::of_url(path).question).flatten() {
        Some(question) => question,
        None if Endpoint::of_word(word).is_some() && !path.starts_with('$') => format!("/{path}"),
        _ => path.to_owned(),
    }
}
