//! Does a report show what a step of the way out waits for? From the report's own facts.

use super::{Answer, Group, Peer, Shows, Standing, Verdict, Vote};

/// What `group` answers to each of these.
#[must_use]
pub fn shown(group: &Group, shows: &[Shows]) -> Vec<Answer> {
    shows.iter().map(|one| answer(group, one)).collect()
}

fn answer(group: &Group, shows: &Shows) -> Answer {
    let led = is_led(group);
    match shows {
        Shows::Led { servers, size } => led
            .and(each(group, servers, |peer| in_contact(group, peer)))
            .and(sized(group, |n| size.is_none_or(|size| n == size))),
        Shows::Current { servers } => led.and(each(group, servers, |peer| current(group, peer))),
        Shows::Well { servers } => each(group, servers, |peer| known(peer.well)),
        Shows::Removed { ids } => led.and(removed(group, ids)),
        Shows::OddSize => led.and(sized(group, |n| n % 2 == 1)),
        Shows::Rescue { active } => led.and(yes_if(group.rescue == *active)),
    }
}

/// Only for certain: an assumption may be wrong.
fn is_led(group: &Group) -> Answer {
    match group.verdict {
        Verdict::Held if group.assumes.is_empty() => Answer::Yes,
        Verdict::Held | Verdict::Undecided => Answer::Unknown,
        Verdict::Lost | Verdict::Leaderless => Answer::No,
    }
}

/// Of these servers, or of all that the group counts or should count; one that the report does not know is not known.
fn each(group: &Group, servers: &[String], of: impl Fn(&Peer) -> Answer) -> Answer {
    let called = |name: &String| group.peers.iter().find(|peer| peer.called() == name);
    if servers.is_empty() {
        let counted = group.peers.iter().filter(|peer| peer.standing != Standing::Outside);
        return counted.map(of).fold(yes_if(!group.peers.is_empty()), Answer::and);
    }
    servers.iter().map(|name| called(name).map_or(Answer::Unknown, &of)).fold(Answer::Yes, Answer::and)
}

fn in_contact(group: &Group, peer: &Peer) -> Answer {
    match peer.vote {
        Vote::Able => Answer::Yes,
        _ if group.is_in_doubt(peer) => Answer::Unknown,
        Vote::Unable | Vote::Silent => Answer::No,
        Vote::Unknown => Answer::Unknown,
    }
}

fn current(group: &Group, peer: &Peer) -> Answer {
    if group.leader.as_deref() == Some(peer.called()) {
        return in_contact(group, peer);
    }
    in_contact(group, peer).and(known(peer.current)).and(yes_if(peer.lag.is_none_or(|lag| lag == 0.0)))
}

fn sized(group: &Group, is_right: impl Fn(u32) -> bool) -> Answer {
    match &group.sizes[..] {
        [] => Answer::Unknown,
        [only] => yes_if(is_right(*only)),
        _ => Answer::No,
    }
}

/// A leader lists all its peers.
fn removed(group: &Group, ids: &[String]) -> Answer {
    let is_listed =
        |id: &String| group.peers.iter().any(|peer| peer.standing != Standing::Outside && peer.id.as_ref() == Some(id));
    yes_if(!ids.iter().any(is_listed))
}

fn known(fact: Option<bool>) -> Answer {
    fact.map_or(Answer::Unknown, yes_if)
}

fn yes_if(is_so: bool) -> Answer {
    if is_so { Answer::Yes } else { Answer::No }
}

impl Answer {
    /// Both: one No settles it.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }
}
