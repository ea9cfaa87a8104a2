//! No majority: bring it back with the old disks, else as the survivors' version allows.

use super::{
    After, Recovery, Step, bring_back, clone, copy, loses, network, never, replace, rescue, settle, version::Line,
};
use crate::recovery::scene::{Scene, State, names, one_or_more};

pub(super) fn recovery(scene: &Scene) -> Option<Recovery> {
    let missing = scene.missing();
    let here = scene.holders();
    let short = scene.short();
    if short == 0 {
        return partition(scene);
    }
    let empty = scene.those(&[State::Empty]);
    if missing.is_empty() && empty.is_empty() && bring_back::unnamed(scene).is_none() {
        return None;
    }
    let mut steps = vec![copy::step(scene)];
    steps.extend(bring_back::look(scene));
    let down = scene.those(&[State::JetStreamDown]);
    steps.extend(bring_back::free_disk(scene));
    let able = bring_back::candidates(scene, short).len() + down.len();
    steps.extend(match short.saturating_sub(down.len()) {
        0 => bring_back::step(scene, short).map(|step| Step {
            only_if: Some(format!(
                "JetStream stays down on {}, or the group no longer counts {}",
                names(&down),
                one_or_more(&down, "it", "them")
            )),
            ..step
        }),
        wanted => bring_back::step(scene, wanted),
    });
    steps.extend(bring_back::unnamed(scene).filter(|_| able < short));
    steps.extend(without_disk(scene));
    steps.extend(settle::steps(scene));
    let size = scene.case.judgement.size.unwrap_or_default();
    let needed = scene.case.judgement.needed.unwrap_or_default();
    let who = match &here[..] {
        [] => "Nobody answers".to_owned(),
        [only] => format!("Only {} answers", only.name),
        several => format!("{} answer", names(several)),
    };
    let beside = match &empty[..] {
        [] => String::new(),
        [only] => format!(", and {} has an empty log, so it does not count", only.name),
        several => format!(", and {} have empty logs, so they do not count", names(several)),
    };
    let stopped = match &down[..] {
        [] => String::new(),
        down => format!(", JetStream is down on {}", names(down)),
    };
    let observers = match &scene.those(&[State::Observer])[..] {
        [] => String::new(),
        observers => format!(" {} {} only.", names(observers), one_or_more(observers, "observes", "observe")),
    };
    let gone: Vec<_> = missing.iter().chain(&empty).copied().collect();
    Some(Recovery {
        says: format!("{who}{stopped}{beside}: {} of {size}, and {needed} are needed.{observers}", here.len()),
        steps,
        never: never::of(scene),
        loses: loses::with_the_disks_of(scene, &gone),
    })
}

fn partition(scene: &Scene) -> Option<Recovery> {
    let here = scene.holders();
    let mut steps = vec![copy::step(scene), network::step(scene)];
    steps.extend(bring_back::free_disk(scene));
    steps.extend(bring_back::step(scene, scene.missing().len().min(1)));
    steps.extend(settle::steps(scene));
    (!here.is_empty()).then(|| Recovery {
        says: format!("{} answer, but too few of them hear each other: a partition.", names(&here)),
        steps,
        never: never::of(scene),
        loses: vec![
            "Nothing, while nobody is rescued, removed or renamed; streams with one replica are where they were."
                .to_owned(),
        ],
    })
}

/// Enough answer, nobody leads, and somebody is missing: an election, or a cold start that waits for all.
pub(super) fn cold_start(scene: &Scene) -> Option<Recovery> {
    let missing = scene.missing();
    let unnamed = bring_back::unnamed(scene);
    if missing.is_empty() && unnamed.is_none() {
        return None;
    }
    let all = if missing.is_empty() { "a server that no reading names".to_owned() } else { names(&missing) };
    let mut steps = vec![copy::step(scene)];
    let wait = Step {
        says: "Fetch /jsz of every server again in 30 s.".to_owned(),
        why: "An election is over after 13 s at most; then nothing has to be done for it.".to_owned(),
        actions: scene.holders().iter().map(|server| super::act::ask(server, "/jsz")).collect(),
        after: vec![After::told(format!(
            "Still none of {} names a leader; else go on with what those readings say.",
            names(&scene.holders())
        ))],
        verified: "Elections were recorded on 2.9.10 to 2.15.1: 1 to 13 s.".to_owned(),
        ..Step::default()
    };
    steps.push(wait);
    steps.extend(bring_back::free_disk(scene));
    steps.extend(bring_back::look(scene));
    let down = scene.those(&[State::JetStreamDown]).len();
    steps.extend(bring_back::step(scene, missing.len() - down));
    steps.extend(unnamed);
    steps.extend(settle::steps(scene));
    let is = if missing.len() > 1 { "are" } else { "is" };
    Some(Recovery {
        says: format!(
            "Enough servers answer, none has a leader, and {all} {is} missing: an election, or a start that waits for all of them."
        ),
        steps,
        never: never::of(scene),
        loses: loses::with_the_disks_of(scene, &missing),
    })
}

/// No old disk can come back: what the version of the survivors allows.
fn without_disk(scene: &Scene) -> Vec<Step> {
    let gone = [scene.missing(), scene.those(&[State::Empty])].concat();
    if scene.holders().is_empty() || gone.is_empty() {
        return Vec::new();
    }
    let survivors = names(&scene.holders());
    let only_if = scene.without_disks_of(&gone);
    let may = |line: Line| scene.may_all_be(line);
    let mixed = !may(Line::UpTo2_11) && !may(Line::From2_12To2_14) && !may(Line::From2_15);
    let open = [Line::UpTo2_11, Line::From2_12To2_14, Line::From2_15].into_iter().filter(|line| may(*line)).count() > 1;
    let if_of =
        |line: Line| if open { format!("{only_if}, and {}", line.of_whom(&survivors)) } else { only_if.clone() };
    let mut steps = Vec::new();
    if may(Line::From2_15) {
        steps.extend(rescue::steps(scene, &only_if));
    }
    if may(Line::From2_12To2_14) || mixed {
        let condition = if_of(Line::From2_12To2_14);
        let not_run = |step: Step| Step {
            verified: if mixed { format!("{} Not run with mixed versions.", step.verified) } else { step.verified },
            ..step
        };
        steps.extend(clone::step(scene, &condition).map(not_run));
        if !mixed {
            steps.extend(clone::last_resort(scene, &condition));
        }
    } else if may(Line::From2_15) {
        let refused = format!("{only_if}, and no survivor accepted the rescue");
        steps.extend(clone::step(scene, &refused));
    }
    if may(Line::UpTo2_11) {
        steps.extend(replace::step(scene, &if_of(Line::UpTo2_11)));
    }
    steps
}
