//! Up to 2.11: an empty server under a dead server's name, beside a running survivor.

use super::{After, Step, act, bring_back, clone};
use crate::recovery::scene::{Scene, Server, names, one_or_more, server_names};

/// None without a survivor, or without a dead name to take.
pub(super) fn step(scene: &Scene, only_if: &str) -> Option<Step> {
    let survivors = scene.holders();
    let gone = scene.replaceable();
    let wanted = scene.short();
    if survivors.is_empty() || wanted == 0 || gone.len() < wanted {
        return None;
    }
    let taken = &gone[..wanted];
    let voters: Vec<&Server> = survivors.iter().copied().chain(taken.iter().copied()).collect();
    let size = scene.case.judgement.size;
    Some(Step {
        says: format!(
            "Start {} {} with {}, while {} {}.",
            one_or_more(taken, "a new machine under the exact name of", "new machines under the exact names of"),
            names(taken),
            one_or_more(taken, "an empty disk", "empty disks"),
            names(&survivors),
            if survivors.len() == 1 { "runs" } else { "run" }
        ),
        only_if: Some(only_if.to_owned()),
        why: "Up to 2.11 an empty server under the old name may vote, and gets everything from the survivor."
            .to_owned(),
        before: vec![
            format!(
                "{} {} up, and the routes to the new machine work: empty servers that meet without a survivor elect a leader of an empty group.",
                names(&survivors),
                if survivors.len() == 1 { "is" } else { "are" }
            ),
            format!(
                "{} exactly {}, with the same cluster name, routes, accounts and encryption key.",
                one_or_more(taken, "The server_name in the new configuration is", "The server_names in the new configurations are"),
                server_names(taken)
            ),
        ]
        .into_iter()
        .chain(clone::fewer(wanted))
        .collect(),
        actions: taken.iter().map(|server| act::start(server.name, false)).collect(),
        after: bring_back::back(scene, &voters)
            .into_iter()
            .chain((gone.len() > wanted).then(|| {
                After::told("The next empty server only when /healthz of this one answers 200 and it holds the same message counts.")
            }))
            .collect(),
        costs: Some(format!("Streams with one replica on {} come back empty.", names(taken))),
        verified: match (survivors.len(), size) {
            (1, Some(3)) => "Run on 2.9.10, 2.10.26 and 2.11.11: a leader after 3.4 to 7.1 s.".to_owned(),
            (2, Some(5)) => "Run with one of three on 2.11.11: a leader after 5.4 s.".to_owned(),
            _ => "Run with one survivor of three and two of five; not verified with these numbers.".to_owned(),
        },
    })
}
