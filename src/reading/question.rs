//! What was asked, and of whom: endpoints, subjects, addresses, and the labels they give.

use super::{Said, label::label_of_address};

/// The answers that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Endpoint {
    Jsz,
    Healthz,
    Varz,
    Routez,
    Raftz,
    Statsz,
}

impl Endpoint {
    /// The endpoint a word names, as in `/jsz`, `JSZ`, or a file called `jsz`.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        const WORDS: [(&str, Endpoint); 15] = [
            ("jsz", Endpoint::Jsz),
            ("jetstream", Endpoint::Jsz),
            ("jetstream_info", Endpoint::Jsz),
            ("jsz_full", Endpoint::Jsz),
            ("healthz", Endpoint::Healthz),
            ("health", Endpoint::Healthz),
            ("varz", Endpoint::Varz),
            ("variables", Endpoint::Varz),
            ("vars", Endpoint::Varz),
            ("routez", Endpoint::Routez),
            ("routes", Endpoint::Routez),
            ("raftz", Endpoint::Raftz),
            ("account_raftz", Endpoint::Raftz),
            ("raft", Endpoint::Raftz),
            ("statsz", Endpoint::Statsz),
        ];
        WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, endpoint)| *endpoint)
    }

    /// The endpoint a path or a subject asks for.
    pub(super) fn of_question(question: &str) -> Option<Self> {
        if let Some(subject) = question.strip_prefix("$SYS.REQ.") {
            let last = subject.rsplit('.').next()?;
            return if last == "PING" { Some(Self::Statsz) } else { Self::of_word(last) };
        }
        let path = question.split(['?', '#']).next()?;
        Self::of_word(path.trim_end_matches('/').rsplit('/').next()?)
    }

    /// The endpoint that says such a thing.
    pub(super) fn of_said(said: &Said) -> Option<Self> {
        match said {
            Said::Jsz(_) => Some(Self::Jsz),
            Said::Healthz(_) => Some(Self::Healthz),
            Said::Varz(_) => Some(Self::Varz),
            Said::Routez(_) => Some(Self::Routez),
            Said::Raftz(..) => Some(Self::Raftz),
            Said::Statsz(_) => Some(Self::Statsz),
            Said::Stream(_) | Said::MetaTable(_) | Said::Words(_) | Said::NoAnswer(_) => None,
        }
    }

    /// How it is asked for over HTTP.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Jsz => "/jsz",
            Self::Healthz => "/healthz",
            Self::Varz => "/varz",
            Self::Routez => "/routez",
            Self::Raftz => "/raftz",
            Self::Statsz => "STATSZ",
        }
    }

    /// How it is asked for over NATS: the last token of the subject.
    pub(super) fn token(self) -> &'static str {
        match self {
            Self::Jsz => "JSZ",
            Self::Healthz => "HEALTHZ",
            Self::Varz => "VARZ",
            Self::Routez => "ROUTEZ",
            Self::Raftz => "RAFTZ",
            Self::Statsz => "STATSZ",
        }
    }
}

/// Who was asked, and what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Target {
    /// The server, as a label.
    pub(super) label: Option<String>,
    /// The path or subject.
    pub(super) question: Option<String>,
}

impl Target {
    /// Of a URL, with or without scheme: `http://u:p@n2:8222/jsz?streams=true`, `n2:8222/jsz`, `localhost:8222`.
    pub(super) fn of_url(url: &str) -> Self {
        let url = url.trim_matches(['"', '\'']);
        let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
        let (authority, path) = bare.find(['/', '?']).map_or((bare, ""), |at| bare.split_at(at));
        let address = authority.rsplit_once('@').map_or(authority, |(_, address)| address);
        let (directory, question) = split_path(path);
        let label = label_of_address(address).map(|host| format!("{host}{directory}"));
        Self { label, question }
    }
}

/// A path as what precedes the endpoint, and the question: `/n1/jsz?x` is `/n1` and `/jsz?x`.
fn split_path(path: &str) -> (&str, Option<String>) {
    let (before_query, query) = path.find(['?', '#']).map_or((path, ""), |at| path.split_at(at));
    let trimmed = before_query.trim_end_matches('/');
    match trimmed.rfind('/') {
        Some(slash) if trimmed.len() > 1 => {
            let (directory, last) = trimmed.split_at(slash);
            let known = Endpoint::of_word(last.trim_start_matches('/')).is_some();
            (if known { directory } else { "" }, Some(format!("{last}{query}")))
        }
        _ => ("", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_urls() {
        for (url, label, question) in [
            ("http://n2:8222/jsz?streams=true", Some("n2"), Some("/jsz?streams=true")),
            ("n2:8222/healthz", Some("n2"), Some("/healthz")),
            ("https://u:p@n2.nats.svc/jsz", Some("n2.nats.svc"), Some("/jsz")),
            ("localhost:8222/jsz", Some("localhost:8222"), Some("/jsz")),
            ("http://10.0.0.2:18222/jsz", Some("10.0.0.2:18222"), Some("/jsz")),
            ("http://[::1]:8222/jsz", Some("[::1]:8222"), Some("/jsz")),
            ("https://proxy/n1/jsz", Some("proxy/n1"), Some("/jsz")),
            ("http://$n:8222/jsz", None, Some("/jsz")),
            ("n2", Some("n2"), None),
        ] {
            let target = Target { label: label.map(str::to_owned), question: question.map(str::to_owned) };
            assert_eq!(Target::of_url(url), target, "{url}");
        }
    }
}
