//! Who is there, who is missing, and how: what every remedy starts from.

use crate::{
    case::{Case, Renamed},
    meta_group::{Facts, Peer},
    order::sort,
    peer_id::is_possible,
    phrase::list,
    quorum::Vote,
    reading::Silence,
    recovery::version::Line,
    verdict::Ballot,
};

/// How a server stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// It answers, and holds the group's log as far as the readings show.
    Here,
    /// It answers, and its JetStream is down: the quickest to come back.
    JetStreamDown,
    /// It answers, and the leader that holds the majority does not hear it.
    CutOff,
    /// Nothing listens there: the process is down, its disk may well be there.
    Refused,
    /// Gone by a leader's word, or nobody asked it.
    Unheard,
    /// It did not answer in time: frozen, or cut off.
    Silent,
    /// Only the operator names it.
    Expected,
    /// Only its id is known.
    Ghost,
    /// It answers with an empty log beside others that have one.
    Empty,
    /// It follows, and can never lead.
    Observer,
}

/// One server of the group.
#[derive(Debug, Clone)]
pub(super) struct Server<'a> {
    /// What to call it.
    pub(super) name: &'a str,
    /// `name` is its server_name, not merely where it was asked, or its id.
    pub(super) is_named: bool,
    /// Its peer id, where a removal can name it.
    pub(super) id: Option<&'a str>,
    /// How it stands.
    pub(super) state: State,
    /// What its own readings say.
    pub(super) facts: Option<&'a Facts>,
    /// The folder that holds its streams and its log, by now's readings or earlier ones.
    pub(super) store_dir: Option<String>,
}

/// One group, with how each of its servers stands.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    /// The case.
    pub(super) case: &'a Case<'a>,
    /// Its servers: whoever is easiest to bring back first.
    pub(super) servers: Vec<Server<'a>>,
    /// Peers that seem to be living servers' old names.
    pub(super) renamed: Vec<Renamed<'a>>,
}

impl<'a> Scene<'a> {
    pub(super) fn of(case: &'a Case<'a>) -> Self {
        let (group, judgement) = (case.group, case.judgement);
        let some_have_a_log = group.peers.iter().any(|peer| log_of(peer).is_some_and(|entries| entries > 0));
        let peers = group.peers.iter().enumerate().filter_map(|(i, peer)| {
            Some(Server {
                name: peer.called(),
                is_named: peer.name.is_some(),
                id: peer.id.as_deref().filter(|id| is_possible(id)),
                state: state(case, peer, judgement.ballots.get(i)?, some_have_a_log)?,
                facts: peer.facts.as_deref(),
                store_dir: store_dir(case, peer),
            })
        });
        let mut servers: Vec<Server> = peers.collect();
        let is_counted = judgement.ballots.len() > group.peers.len();
        servers.extend(group.strangers.iter().filter(|_| is_counted).map(|facts| Server {
            name: facts.label.as_deref().or(facts.name.as_deref()).unwrap_or("a server"),
            is_named: facts.name.is_some()
                && facts.label.as_ref().is_none_or(|label| facts.name.as_ref() == Some(label)),
            id: None,
            state: match (&facts.out, &facts.silence) {
                (Some(_), _) => State::JetStreamDown,
                (None, Some((Silence::Refused, _))) => State::Refused,
                (None, _) => State::Silent,
            },
            facts: Some(facts),
            store_dir: facts.store_dir.clone(),
        }));
        sort(&mut servers, &|a, b| a.state.cmp(&b.state));
        Self { case, servers, renamed: case.renamed() }
    }

    /// Those under whose server_name another machine could start: not whom only an id tells.
    pub(super) fn replaceable(&self) -> Vec<&Server<'a>> {
        let mut dead = self.missing();
        dead.retain(|server| Some(server.name) != server.id && server.state != State::JetStreamDown);
        dead
    }

    /// When a remedy without the old disks is due: follows "Only if".
    pub(super) fn without_disks_of(&self, gone: &[&Server]) -> String {
        match (gone, self.short()) {
            ([only], _) => format!("the disk of {} can never come back", only.name),
            (several, ..=1) => format!("none of the disks of {} can ever come back", names(several)),
            (several, short) => format!("fewer than {short} of the disks of {} can ever come back", names(several)),
        }
    }

    /// Servers in one of these states.
    pub(super) fn those(&self, states: &[State]) -> Vec<&Server<'a>> {
        self.servers.iter().filter(|server| states.contains(&server.state)).collect()
    }

    /// Those that answer and hold the group's log.
    pub(super) fn holders(&self) -> Vec<&Server<'a>> {
        self.those(&[State::Here])
    }

    /// Those that are not there, or cannot vote; the easiest to bring back first.
    pub(super) fn missing(&self) -> Vec<&Server<'a>> {
        use State::{Expected, Ghost, JetStreamDown, Refused, Silent, Unheard};
        self.those(&[JetStreamDown, Refused, Unheard, Silent, Expected, Ghost])
    }

    /// How many more voters the majority takes.
    pub(super) fn short(&self) -> usize {
        let needed = self.case.judgement.needed.map_or(0, |needed| needed as usize);
        needed.saturating_sub(self.holders().len())
    }

    /// Whether no list of the group names this server, though it answers.
    pub(super) fn is_unlisted(&self, name: &str) -> bool {
        let group = self.case.group;
        group.outsiders.iter().any(|facts| facts.name.as_deref() == Some(name))
            || group.peers.iter().any(|peer| peer.called() == name && peer.named_by.is_none())
    }

    /// Whether every holder may be of this line; not when there is none.
    pub(super) fn may_all_be(&self, line: Line) -> bool {
        let holders = self.holders();
        !holders.is_empty() && holders.iter().all(|holder| holder.facts.is_none_or(|facts| line.may_be_of(facts)))
    }

    /// Whether any holder may be of this line.
    pub(super) fn may_some_be(&self, line: Line) -> bool {
        self.holders().iter().any(|holder| holder.facts.is_none_or(|facts| line.may_be_of(facts)))
    }
}

/// Under which server_name a machine takes a server's place: `n1`, or where to read it.
pub(super) fn server_names(servers: &[&Server]) -> String {
    let read = |server: &&Server| format!("the server_name in the configuration of {}", server.name);
    list(servers.iter().map(|server| if server.is_named { server.name.to_owned() } else { read(server) }))
}

/// `is` or `are`, or any other pair of words.
pub(super) fn one_or_more<'w>(servers: &[&Server], one: &'w str, more: &'w str) -> &'w str {
    if servers.len() == 1 { one } else { more }
}

/// `n1`, `n1 and n2`.
pub(super) fn names(servers: &[&Server]) -> String {
    list(servers.iter().map(|server| server.name))
}

/// The end of its log; 0 when it has none.
fn log_of(peer: &Peer) -> Option<u64> {
    peer.facts.as_deref()?.raft.as_ref()?.group.pindex
}

/// None when it is no peer to count on or to bring back.
fn state(case: &Case, peer: &Peer, ballot: &Ballot, some_have_a_log: bool) -> Option<State> {
    let facts = peer.facts.as_deref();
    let is_observer = facts.and_then(|facts| facts.raft.as_ref()).is_some_and(|raft| raft.group.observer == Some(true));
    let is_out = facts.is_some_and(|facts| facts.out.is_some() || facts.disabled.is_some());
    if is_out {
        return (ballot.vote == Vote::Unable).then_some(State::JetStreamDown);
    }
    if is_observer {
        return Some(State::Observer);
    }
    if some_have_a_log && log_of(peer) == Some(0) {
        return Some(State::Empty);
    }
    if let Some((_, view)) = case.leader() {
        let row = view.row(peer.id.as_deref());
        let leads = peer.leading_view().is_some_and(|own| std::ptr::eq(own, view));
        if leads || ballot.vote == Vote::Able || row.is_some_and(|row| row.fresh) {
            return Some(State::Here);
        }
        // Whom the leader does not list is no peer of its group.
        let row = row?;
        let follows = || peer.view().is_some_and(|own| own.leader.is_some());
        if row.offline.is_none() && row.heard_ms.is_none() && follows() {
            return Some(State::Here);
        }
        if peer.speaks() {
            return Some(State::CutOff);
        }
    } else if peer.speaks() {
        return Some(State::Here);
    }
    Some(match peer.silence() {
        _ if peer.is_ghost() || peer.is_corrupt() => State::Ghost,
        Some((Silence::Refused, _)) => State::Refused,
        Some(_) => State::Silent,
        None if peer.named_by.is_none() => State::Expected,
        None => State::Unheard,
    })
}

/// Where its readings say its store is, now or at an earlier moment.
fn store_dir(case: &Case, peer: &Peer) -> Option<String> {
    let before = case.before.iter().rev().flat_map(|then| &then.group.peers);
    let same = before.filter(|other| other.id.is_some() && other.id == peer.id);
    std::iter::once(peer).chain(same).find_map(|peer| peer.facts.as_deref()?.store_dir.clone())
}
