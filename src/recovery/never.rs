//! What is often advised and makes it worse, each with what it did where it was tried.

use super::{Never, version::Line};
use crate::{
    recovery::scene::{Scene, State, names, one_or_more},
    verdict::Verdict,
};

/// What not to do in this situation.
pub(super) fn of(scene: &Scene) -> Vec<Never> {
    let held = scene.case.judgement.verdict == Verdict::Held;
    let partitioned = !held && scene.short() == 0;
    let mut never = Vec::new();
    if !scene.renamed.is_empty() {
        never.push(never_rename());
    }
    if held {
        never.extend(while_held(scene));
    } else {
        never.extend(while_lost(scene, partitioned));
    }
    never.push(tell(
        "Do not remove the `_meta_` folder.",
        "On all servers: every stream was gone from the API, and from 2.10 on the files were deleted 30 s after the start (2.10.26 to \
         2.15.1). On the only survivor it ended the same.",
    ));
    if scene.renamed.is_empty() {
        never.push(never_rename());
    }
    let observers = scene.those(&[State::Observer]);
    if !observers.is_empty() {
        never.push(tell(
            &format!("Do not count on {}: an observer never leads.", names(&observers)),
            "A rescue answers `not a voting member` there (2.15.1).",
        ));
    }
    never
}

fn while_held(scene: &Scene) -> Vec<Never> {
    let mut never = Vec::new();
    if scene.case.judgement.rescue.is_some() {
        never.push(tell(
            "Do not leave the rescue unfinished.",
            "Behind a green /healthz there may be one copy of everything, and 300 s after the request the group was lost again (2.15.1).",
        ));
        return never;
    }
    let missing: Vec<_> = scene.missing().into_iter().filter(|server| server.state != State::Ghost).collect();
    if !missing.is_empty() && scene.renamed.is_empty() {
        let disk = one_or_more(&missing, "its disk", "their disks");
        never.push(tell(
            &format!("Do not remove {} while {disk} may come back.", names(&missing)),
            "A removed server's streams with one replica were made anew elsewhere, empty, at that moment; when it returned, its own copies were deleted \
             within 18 s (2.10.26 to 2.15.1).",
        ));
    }
    if scene.case.judgement.size == Some(3) && !missing.is_empty() {
        never.push(tell(
            "Do not expect a removal to make the group safer.",
            "From three peers to two, two are still needed: one of the two down, and it was lost again (all six versions).",
        ));
    }
    never
}

fn while_lost(scene: &Scene, partitioned: bool) -> Vec<Never> {
    let mut never = vec![tell(
        "Do not try to remove peers now.",
        "Without a leader nobody answers a removal: it timed out and changed nothing, by name and by id (all six versions).",
    )];
    if scene.may_some_be(Line::From2_15) && (partitioned || !scene.those(&[State::Silent]).is_empty()) {
        never.push(tell(
            "Do not send RESCUE to servers that are only cut off.",
            "Each side knows no leader, so each would accept it, and the two would diverge (by the source; not tried).",
        ));
    }
    if partitioned {
        return never;
    }
    if let [only] = &scene.holders()[..] {
        never.push(tell(
            &format!("Do not restart {} in the hope of a leader.", only.name),
            "A survivor restarted alone had no leader either; on 2.14.6 and 2.15.1 its /healthz then said `still recovering meta layer` until \
             another voter was seen.",
        ));
    }
    never.push(new_names(scene));
    never.push(empty_disks(scene));
    never
}

fn new_names(scene: &Scene) -> Never {
    let old = "up to 2.11 it raised the size to 4, so that three were needed";
    let new = "on 2.12.8 it led to sizes that never agreed again, and on 2.14.6 and 2.15.1 it never joined";
    let why = match (
        scene.may_some_be(Line::UpTo2_11),
        scene.may_some_be(Line::From2_12To2_14) || scene.may_some_be(Line::From2_15),
    ) {
        (true, false) => format!("With one survivor of three {old}."),
        (false, true) => format!("With one survivor of three {new}."),
        _ => format!("With one survivor of three {old}; {new}."),
    };
    Never { says: "Do not add a server with a new name to help.".to_owned(), why }
}

fn empty_disks(scene: &Scene) -> Never {
    let holders = scene.holders();
    let whom = if holders.is_empty() { "a server with the old disk".to_owned() } else { names(&holders) };
    let old = "Up to 2.11 two empty servers elected a leader of an empty group in 0.8 s, and every stream was gone, behind a green /healthz.";
    let new = "From 2.12 one empty server of three brought no leader, and two can elect each other for a stream: on 2.15.1 2 of 27 streams lost their messages, behind a green /healthz.";
    match (
        scene.may_some_be(Line::UpTo2_11),
        scene.may_some_be(Line::From2_12To2_14) || scene.may_some_be(Line::From2_15),
    ) {
        (true, false) => Never {
            says: format!(
                "Do not start an empty server while {whom} {} down or not connected.",
                if holders.len() > 1 { "are" } else { "is" }
            ),
            why: old.to_owned(),
        },
        (false, true) => Never {
            says: "Do not start empty servers under the old names as a first idea.".to_owned(),
            why: new.to_owned(),
        },
        _ => Never {
            says: "Do not start empty servers under the old names as a first idea.".to_owned(),
            why: format!("{old} {new}"),
        },
    }
}

fn never_rename() -> Never {
    tell(
        "Do not rename a server that keeps its disk, and do not move its disk under another name.",
        "At its start the renamed server deleted all its streams, without a line in the log (all six versions); old names on those disks \
         brought messages back on 2.10.26 alone, by luck.",
    )
}

pub(super) fn tell(says: &str, why: &str) -> Never {
    Never { says: says.to_owned(), why: why.to_owned() }
}
