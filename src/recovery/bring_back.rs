//! The fewest servers that restore the majority, each under its own name with its own disk.

use super::{
    After, Step, act,
    after::{ALL_WELL, current, led},
    version::ALL_SIX,
};
use crate::{
    phrase::list,
    recovery::scene::{Scene, Server, State, names, one_or_more},
};

/// Before anything is started: does it run, and can it be reached?
pub(super) fn look(scene: &Scene) -> Vec<Step> {
    let unreached = scene.those(&[State::CutOff, State::Silent]);
    match does_it_run(scene) {
        Some(mut first) if unreached.iter().all(|server| server.state == State::Silent) => {
            first.after.extend((!unreached.is_empty()).then(|| {
                After::told("If one runs and does not answer, it may be frozen, or a route or firewall closed: mend that. Its disk is there.")
            }));
            vec![first]
        }
        first => first.into_iter().chain(reach(&unreached)).collect(),
    }
}

/// Is it so? Only where the verdict rests on who did not answer.
fn does_it_run(scene: &Scene) -> Option<Step> {
    let silent = scene.those(&[State::Refused, State::Unheard, State::Silent, State::Expected]);
    if scene.case.judgement.assumes.is_empty() || silent.is_empty() {
        return None;
    }
    Some(Step {
        says: format!(
            "Look whether {} of {} {}, on {}.",
            one_or_more(&silent, "the process", "the processes"),
            names(&silent),
            one_or_more(&silent, "runs", "run"),
            one_or_more(&silent, "the machine itself", "the machines themselves")
        ),
        why: format!("That the group is lost rests on this: {}.", scene.case.judgement.assumes.join("; ")),
        actions: silent.iter().map(|server| act::ask(server, "/healthz")).collect(),
        after: vec![After::told(
            "No process runs there, or it answers and its own /jsz names no leader. If it names one, fetch all /jsz again.",
        )],
        verified: "A look changes nothing.".to_owned(),
        ..Step::default()
    })
}

/// Whoever answers is there: only its JetStream is down.
pub(super) fn free_disk(scene: &Scene) -> Option<Step> {
    let down = scene.those(&[State::JetStreamDown]);
    if down.is_empty() {
        return None;
    }
    let verb = one_or_more(&down, "It answers", "They answer");
    let restart = one_or_more(&down, "restart it", "restart them, one after the other");
    let all = names(&down);
    let after = match scene.case.leader() {
        Some((leader, _)) => {
            let says =
                format!("/jsz of {}: its `replicas` show {all} `current`, heard less than 3 s ago.", leader.called());
            After::shown(says, current(&down))
        }
        None => After::told(format!("/jsz of {all} shows `meta_cluster` again, no longer `disabled`.")),
    };
    Some(Step {
        says: format!("Free disk on {all} without touching the JetStream store, then {restart}."),
        why: format!("{verb}, and JetStream is down there. A full disk does that, and so does a removal from the group."),
        before: vec![
            format!("The log of {all} says why JetStream is down, and `df` whether the disk is full."),
            "Delete nothing below the store directory.".to_owned(),
        ],
        actions: down.iter().flat_map(|server| [act::mend(), act::stop(server.name), act::start(server.name, true)]).collect(),
        after: vec![after],
        verified: "A full disk was recorded on real servers; this step was not run by itself. A restart under the same name on \
                   the same disk lost nothing in any run."
            .to_owned(),
        ..Step::default()
    })
}

/// Frozen or cut off: nothing is started before somebody has looked.
fn reach(silent: &[&Server]) -> Option<Step> {
    if silent.is_empty() {
        return None;
    }
    let all = names(silent);
    Some(Step {
        says: format!("Look at {all} and at the network: a process may be frozen, or a route or firewall closed."),
        only_if: Some(format!("the process of {} still runs", if silent.len() == 1 { all.as_str() } else { "one of them" })),
        why: "No answer in time is not a refusal: the server may be alive and unreachable. Then its disk is there, and only \
              the way to it has to be mended."
            .to_owned(),
        actions: std::iter::once(act::mend()).chain(silent.iter().map(|server| act::ask(server, "/routez"))).collect(),
        after: vec![After::told(format!("/routez of {all} lists the other servers."))],
        verified: "Recorded when cuts and freezes ended: a leader after 1 to 13 s.".to_owned(),
        ..Step::default()
    })
}

/// Those that can come back with their disks, the likeliest first. Ghosts only where nobody else is left.
pub(super) fn candidates<'s, 'a>(scene: &'s Scene<'a>, wanted: usize) -> Vec<&'s Server<'a>> {
    let missing = scene.missing();
    let (ghosts, mut others): (Vec<_>, Vec<_>) = missing.into_iter().partition(|server| server.state == State::Ghost);
    others.retain(|server| server.state != State::JetStreamDown);
    if others.len() < wanted {
        others.extend(ghosts.into_iter().filter(|ghost| Some(ghost.name) != ghost.id));
    }
    others
}

/// `wanted` of those that are down; None when nobody is left to start.
pub(super) fn step(scene: &Scene, wanted: usize) -> Option<Step> {
    let able = candidates(scene, wanted);
    if able.is_empty() || wanted == 0 {
        return None;
    }
    let wanted = wanted.min(able.len());
    let first = &able[..wanted];
    let rest = &able[wanted..];
    let says = match (wanted, rest.len()) {
        (1, 0) => format!("Bring {} back under its own name with its own disk.", names(first)),
        (_, 0) => format!("Bring {} back, each under its own name with its own disk.", names(first)),
        (1, _) => format!("Bring ONE of {} back under its own name with its own disk.", names(&able)),
        (n, _) => format!("Bring {n} of {} back, each under its own name with its own disk.", names(&able)),
    };
    let mut before = vec!["The disk is the one it had: an empty one does not count.".to_owned()];
    let empty = scene.those(&[State::Empty]);
    if !empty.is_empty() {
        before.push(format!("Or stop {} and put the old disk back in place of the empty one.", names(&empty)));
    }
    if !rest.is_empty() {
        let how = |server: &Server| match server.state {
            State::Refused => "refused the connection: the process is down, the disk may be there",
            State::Silent => "did not answer in time",
            State::Ghost => "is known by its id only",
            State::Expected => "is named by you alone",
            _ => "was not heard",
        };
        let mut ranks: Vec<(&str, Vec<&str>)> = Vec::new();
        for server in &able {
            match ranks.iter_mut().find(|(says, _)| *says == how(server)) {
                Some((_, names)) => names.push(server.name),
                None => ranks.push((how(server), vec![server.name])),
            }
        }
        let ranks = ranks.iter().map(|(says, names)| format!("{} {says}", list(names)));
        let order = ranks.collect::<Vec<_>>().join("; ");
        let order = if order.contains("; ") { format!(", so in this order: {order}.") } else { ".".to_owned() };
        before.push(format!("Take whichever still has its disk. No reading shows which{order}"));
    }
    let example =
        "Start it as it is usually started, for example with `systemctl start nats-server` on that machine.".to_owned();
    before.push(example);
    let voters: Vec<&Server> = scene.holders().into_iter().chain(first.iter().copied()).collect();
    Some(Step {
        says,
        why: why(scene, wanted),
        before,
        actions: first.iter().map(|server| act::start(server.name, true)).collect(),
        after: back(scene, &voters),
        verified: verified(scene),
        ..Step::default()
    })
}

/// Peers that no reading names, where those that are named are too few.
pub(super) fn unnamed(scene: &Scene) -> Option<Step> {
    let size = scene.case.judgement.size? as usize;
    let missing = size.saturating_sub(scene.servers.len());
    let named: Vec<&Server> = scene.servers.iter().collect();
    (missing > 0 && !named.is_empty()).then(|| Step {
        says: format!(
            "Find the {} of this group that no reading names, beside {}, and bring {} back under {} with {}.",
            if missing == 1 { "one server".to_owned() } else { format!("{missing} servers") },
            names(&named),
            if missing == 1 { "it" } else { "them" },
            if missing == 1 { "its own name" } else { "their own names" },
            if missing == 1 { "its own disk" } else { "their own disks" },
        ),
        why: format!(
            "The group has {size} peers, and {} named. Whoever is not may hold what the others lack.",
            if named.len() == 1 { "1 is".to_owned() } else { format!("{} are", named.len()) }
        ),
        before: vec!["The routes in the configuration of each server tell who else belongs to it.".to_owned()],
        actions: vec![act::mend()],
        after: back(scene, &scene.holders()),
        verified: "A restart under the same name on the same disk lost nothing in any run.".to_owned(),
        ..Step::default()
    })
}

fn why(scene: &Scene, wanted: usize) -> String {
    let judgement = scene.case.judgement;
    let (size, needed) = (judgement.size.unwrap_or_default(), judgement.needed.unwrap_or_default());
    let here = scene.holders().len();
    if scene.case.leader().is_some() {
        return "The group holds as it is, but survives less. Nothing is lost this way, in any version.".to_owned();
    }
    if here >= needed as usize {
        return format!(
            "{here} of {size} answer, which would be enough, yet nobody leads. From 2.12 a cluster that starts from cold elects \
                        nobody until every configured peer was seen once."
        );
    }
    if here + wanted < needed as usize {
        return format!(
            "{here} of {size} answer and {needed} are needed. It is not enough alone, but nothing is lost this way."
        );
    }
    format!(
        "{here} of {size} answer and {needed} are needed: {wanted} more {} enough. Nothing is lost this way, in any version.",
        if wanted == 1 { "is" } else { "are" }
    )
}

/// What the readings show when a leader is back.
pub(super) fn back(scene: &Scene, voters: &[&Server]) -> Vec<After> {
    let all = names(voters);
    if let Some((leader, _)) = scene.case.leader() {
        return vec![
            After::shown(
                format!(
                    "/jsz of {}: its `replicas` show everybody `current`, heard less than 3 s ago, without `lag`.",
                    leader.called()
                ),
                current(&[]),
            ),
            After::shown("/healthz of every server answers 200.", ALL_WELL),
        ];
    }
    let size = scene.case.judgement.size.unwrap_or_default();
    let says = if voters.len() == 1 {
        format!("/jsz of {all} names a leader, and `cluster_size` is {size}.")
    } else {
        format!("/jsz of {all} names one leader, the same, and `cluster_size` is {size} on each.")
    };
    vec![
        After::shown(says, led(voters, scene)),
        After::told("Give it 30 s from when the last of them is connected before you call it failed."),
    ]
}

fn verified(scene: &Scene) -> String {
    let judgement = scene.case.judgement;
    let here = scene.holders().len();
    let size = judgement.size.unwrap_or_default();
    let run = format!("Run with one survivor of three on {ALL_SIX}: a leader after 0.5 to 6.1 s");
    if scene.case.leader().is_some() {
        return "A restart under the same name on the same disk lost nothing in any run.".to_owned();
    }
    let mixed = "; with mixed versions after 1.0 to 2.3 s";
    match (here, size) {
        _ if judgement.needed.is_some_and(|needed| here >= needed as usize) => {
            "Recorded on cold starts of 2.9.10, 2.10.26, 2.12.8 and 2.15.1: a leader once the last one was up."
                .to_owned()
        }
        (1, 3) => format!("{run}{mixed}."),
        (2, 4) => {
            "Run with four peers, one of them a ghost, on 2.11.11 and 2.12.8: a leader after 2.0 to 2.8 s.".to_owned()
        }
        _ => format!("{run}. Not run with these numbers."),
    }
}
