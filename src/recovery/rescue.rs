//! From 2.15: lower the majority for five minutes, remove the dead, then add new servers.

use super::{After, Shows, Step, act, clone, remove};
use crate::{
    quorum::majority,
    recovery::{
        scene::{Scene, State, names, one_or_more},
        version::Line,
    },
};

/// RESCUE on the survivors that hold the log.
pub(super) fn steps(scene: &Scene, only_if: &str) -> Vec<Step> {
    let survivors = scene.holders();
    let n = survivors.len();
    let condition = if survivors.iter().all(|server| {
        server.facts.is_some_and(|facts| !Line::UpTo2_11.may_be_of(facts) && !Line::From2_12To2_14.may_be_of(facts))
    }) {
        only_if.to_owned()
    } else {
        format!("{only_if}, and {}", Line::From2_15.of_whom(&names(&survivors)))
    };
    let dead = scene.missing();
    let ask = || survivors.iter().map(|server| act::ask(server, "/jsz"));
    let rescue = Step {
        says: format!("Ask {} to lower the majority to {n} for five minutes.", names(&survivors)),
        only_if: Some(condition.clone()),
        why: "One request over NATS; each server of 2.15 and later answers for itself, and only those that accept are lowered. \
              Whoever holds no log, or has no vote, does not count and refuses."
            .to_owned(),
        before: [
            format!("{} {} really dead: a server that is only cut off would accept it on its side as well, and the two would diverge (by the source; not tried).", names(&dead), one_or_more(&dead, "is", "are")),
            "No /jsz names a leader any more: that takes 10 to 20 s after the loss.".to_owned(),
            "Have the removals of the next steps ready: they must be through within five minutes.".to_owned(),
            account(scene),
        ]
        .into_iter()
        .chain(clone::fewer(scene.short()))
        .collect(),
        actions: ask().chain([act::rescue(n)]).collect(),
        after: vec![
            After::told(format!("{} {} with `\"new_quorum\":{n}`.", names(&survivors), if n == 1 { "answers" } else { "each answer" })),
            After::shown(
                format!("/jsz of {} names a leader and shows `\"rescue\":true`, `\"quorum_needed\":{n}`. /healthz does not show a rescue.", names(&survivors)),
                Shows::Rescue { active: true },
            ),
            After::told("`leader is known`: the old leader has not stepped down yet, or a rescue already worked: look at /jsz before sending it again."),
            After::told("`log is empty` or `not a voting member`: that server does not count. No answer at all: this is not the system account."),
        ],
        costs: Some("Until the dead are removed there may be one copy of everything, behind a green /healthz; after five minutes the group is lost again.".to_owned()),
        verified: match (n, scene.case.judgement.size) {
            (1, Some(3)) | (2, Some(4 | 5)) => "Run on 2.15.1: a leader 0.2 to 0.4 s after the request.".to_owned(),
            _ => "Run on 2.15.1 with 1 of 3, 2 of 4 and 2 of 5 servers; not with these numbers.".to_owned(),
        },
    };
    let mut steps = vec![rescue];
    if condition != only_if {
        let older = "`JetStream not enabled for account`: that server is older than 2.15 and has no rescue.";
        steps[0].after.push(After::told(older));
    }
    steps.extend(removal(scene).map(|step| Step { only_if: Some(condition.clone()), ..step }));
    steps.push(add(scene, Some(condition)));
    steps
}

/// A rescue is active: finish it before it ends.
pub(super) fn finish(scene: &Scene) -> Vec<Step> {
    let mut steps: Vec<Step> = removal(scene).into_iter().collect();
    steps.push(add(scene, None));
    steps
}

/// How many peers are left when the dead are removed.
fn left(scene: &Scene) -> u32 {
    let removed = scene.missing().iter().filter(|server| server.id.is_some()).count();
    let size = scene.case.judgement.size.unwrap_or_default();
    size.saturating_sub(u32::try_from(removed).unwrap_or(u32::MAX)).max(1)
}

/// The removals end the rescue: those that hold a log are a majority of whoever is left.
fn ends_early(scene: &Scene) -> bool {
    majority(left(scene)) as usize <= scene.holders().len()
}

/// All of the dead, while the rescue lasts.
fn removal(scene: &Scene) -> Option<Step> {
    let mut step = remove::step(scene, &scene.missing(), "within five minutes of the rescue")?;
    "Run on 2.15.1: about 1 s for each.".clone_into(&mut step.verified);
    let left = left(scene);
    step.after.push(if ends_early(scene) {
        After::shown("/jsz no longer shows `rescue`: enough peers are removed.", Shows::Rescue { active: false })
    } else {
        After::told(format!("`rescue` stays until its five minutes end: by then {} of the {left} peers that are left must hear each other, each with a log (/raftz `pindex` above 0).", majority(left)))
    });
    if let [only] = &scene.those(&[State::Here, State::Empty, State::Observer])[..] {
        step.after.push(After::told(format!(
            "Alone, {} may answer /healthz with 503 `group node missing` until a second server joins: that is harmless.",
            only.name
        )));
    }
    Some(step)
}

fn add(scene: &Scene, only_if: Option<String>) -> Step {
    Step {
        says: "Start new servers, one after the other, until the number of peers is odd and at least three.".to_owned(),
        only_if,
        why: "One server is one copy of everything. A new server with an empty disk joins a group that has a leader, and gets the streams from it.".to_owned(),
        before: vec![format!(
            "/jsz of {} names a leader{}.",
            names(&scene.holders()),
            if ends_early(scene) { " and no longer shows `rescue`" } else { "" }
        )],
        after: vec![After::shown(
            "/jsz of each: `cluster_size` grows by one within 2 s, and /healthz of the new one answers 200.",
            Shows::OddSize,
        )],
        verified: "Run on 2.15.1: each joined in 0.3 s, and streams with three replicas were whole after 3 s.".to_owned(),
        ..Step::default()
    }
}

/// Over which connection a request goes.
pub(super) fn account(scene: &Scene) -> String {
    let to = scene.those(&[State::Here]);
    let whom = match &to[..] {
        [] => "a server of this group".to_owned(),
        [only] => only.name.to_owned(),
        several => format!("one of {}", names(several)),
    };
    match &scene.case.group.domain {
        Some(domain) => format!(
            "Connect to {whom} as a user of the system account of the servers of domain {domain} (your own `--context`); the subject carries no domain."
        ),
        None => format!("Connect to {whom} as a user of the system account: add your own `--context` to the command."),
    }
}
