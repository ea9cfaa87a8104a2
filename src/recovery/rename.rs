//! Servers that seem to have been renamed on their disks. Their streams were deleted when they started.

use super::{After, Recovery, Shows, Step, act, bring_back, copy, loses, never, remove, rescue, settle, version::Line};
use crate::{
    phrase::list,
    recovery::scene::{Scene, Server, State, names, one_or_more},
    verdict::Verdict,
};

/// None when nobody seems renamed.
pub(super) fn recovery(scene: &Scene) -> Option<Recovery> {
    if scene.renamed.is_empty() {
        return None;
    }
    let old: Vec<&Server> = scene
        .servers
        .iter()
        .filter(|server| scene.renamed.iter().any(|pair| pair.old.called() == server.name))
        .collect();
    let kept: Vec<&Server> = scene
        .holders()
        .into_iter()
        .filter(|server| scene.renamed.iter().all(|pair| pair.name != server.name))
        .collect();
    let pairs = list(scene.renamed.iter().map(|pair| format!("{} to {}", pair.old.called(), pair.name)));
    let only_if = format!("it is so: {pairs} on the same machine");
    let mut steps = vec![copy::step(scene), stop_renaming(scene, &kept, &pairs)];
    match (scene.case.judgement.verdict, kept.is_empty()) {
        (_, true) => steps.extend(nobody_kept(scene, &old, &only_if)),
        (Verdict::Held, false) => {
            steps.extend(remove::step(scene, &old, "").map(|step| Step {
                only_if: Some(only_if.clone()),
                verified: "Run on 2.11.11 and 2.12.8 after two of three were renamed: streams with three replicas were whole in 2 s, 21 of 21 messages.".to_owned(),
                ..step
            }));
            steps.push(settle::wait(scene));
        }
        (_, false) => {
            let last = renamed_last(scene);
            steps.push(old_name_back(&last, scene, &old, &kept, &only_if));
            if scene.may_all_be(Line::From2_15) && scene.short() > 0 {
                let mut rescue = rescue::steps(scene, &format!("{only_if}, and the old name cannot come back"));
                rescue.pop();
                steps.extend(rescue.into_iter().map(|step| Step {
                    verified: match scene.holders().len() {
                        2 => "Run on 2.15.1 with four peers: RESCUE 2, then both old names removed; streams with three replicas were whole."
                            .to_owned(),
                        _ => step.verified,
                    },
                    ..step
                }));
            }
            steps.extend(
                bring_back::step(scene, scene.short())
                    .map(|step| Step { only_if: Some("nobody was renamed".to_owned()), ..step }),
            );
            steps.push(settle::wait(scene));
            let others: Vec<&Server> = old.iter().copied().filter(|server| server.name != last.0).collect();
            steps.extend(remove::later(scene, &others));
        }
    }
    let mut loses = vec![format!(
        "What was on the disks of the renamed servers ({}) is deleted. Streams with one replica there are empty.",
        list(scene.renamed.iter().map(|pair| pair.name))
    )];
    let others: Vec<&Server> =
        scene.missing().into_iter().filter(|server| old.iter().all(|old| old.name != server.name)).collect();
    if !others.is_empty() {
        loses.extend(loses::with_the_disks_of(scene, &others));
    }
    Some(Recovery {
        says: format!(
            "It looks as if servers were renamed on their disks: {pairs}. Each deletes its streams when it starts under another name."
        ),
        steps,
        never: never::of(scene),
        loses,
    })
}

fn stop_renaming(scene: &Scene, kept: &[&Server], pairs: &str) -> Step {
    let rest = match kept {
        [] => "No server answers under its old name any more.".to_owned(),
        _ => format!(
            "What is left is on {}: do not stop, rename or remove {}.",
            names(kept),
            one_or_more(kept, "it", "them")
        ),
    };
    Step {
        says: format!("Rename nobody else. {rest}"),
        why: format!("{pairs}: the names tell, or where they answered before. The configurations tell for certain."),
        before: vec!["Compare the server_name of each configuration with its machine and its disk.".to_owned()],
        actions: scene.those(&[State::Here]).iter().map(|server| act::ask(server, "/varz")).collect(),
        after: vec![After::told("/varz of each: `server_name`, `host` and `port` tell which machine it is.")],
        verified: "Stopping after one or two of three was run on 2.11.11, 2.12.8, 2.14.6 and 2.15.1.".to_owned(),
        ..Step::default()
    }
}

/// The old name and the new one of the server that was renamed last: no list names it yet, or it started last.
fn renamed_last<'a>(scene: &Scene<'a>) -> (&'a str, &'a str) {
    let last = scene.renamed.iter().max_by_key(|pair| (scene.is_unlisted(pair.name), pair.now.start));
    last.map(|pair| (pair.old.called(), pair.name)).unwrap_or_default()
}

/// The group lost its majority in the middle of it.
fn old_name_back((then, now): &(&str, &str), scene: &Scene, old: &[&Server], kept: &[&Server], only_if: &str) -> Step {
    let voters: Vec<&Server> =
        kept.iter().copied().chain(old.iter().copied().filter(|server| server.name == *then)).collect();
    Step {
        says: format!("Give the one that was renamed last its old name back: {now} becomes {then} again. No other."),
        only_if: Some(format!("{only_if}, and {now} was the last")),
        why: "Only this makes the majority; its streams are gone already, and it gets them back from who kept its name.".to_owned(),
        before: vec![format!("{} run.", names(kept))],
        actions: vec![act::stop(now), act::start(then, true)],
        after: bring_back::back(scene, &voters),
        costs: Some(format!("Streams with one replica that were on {then} are empty.")),
        verified: "Run on 2.14.6 and 2.15.1 after two of three were renamed: a leader after 1.0 to 4.1 s, streams with three replicas whole.".to_owned(),
    }
}

/// All of them: the data is gone from all disks.
fn nobody_kept(scene: &Scene, old: &[&Server], only_if: &str) -> Vec<Step> {
    let restore = Step {
        says: "Stop all servers, put the stores back from a copy made before the renaming, and start all under their old names at once.".to_owned(),
        only_if: Some(format!("{only_if}, and such a copy exists")),
        why: "30 s after the start the stream directories of all three disks were gone.".to_owned(),
        before: vec!["The copies are older than the first start under a new name.".to_owned()],
        actions: scene.renamed.iter().map(|pair| act::stop(pair.name)).chain(std::iter::once(act::mend())).chain(old.iter().map(|server| act::start(server.name, true))).collect(),
        after: vec![After::told("/jsz of each names one leader, and `messages` is what it was.")],
        costs: Some("Everything since that copy.".to_owned()),
        verified: "Not run: advice.".to_owned(),
    };
    let revert = Step {
        says: format!("Start all under their old names at once: {}.", names(old)),
        only_if: Some(format!("{only_if}, and there is no such copy")),
        why: "It brings back a leader, and not the messages.".to_owned(),
        before: vec!["The copies of the first step exist: they are all there is.".to_owned()],
        actions: scene
            .renamed
            .iter()
            .map(|pair| act::stop(pair.name))
            .chain(old.iter().map(|server| act::start(server.name, true)))
            .collect(),
        after: vec![After::shown("/jsz of each names one leader.", Shows::Led { servers: Vec::new(), size: None })],
        costs: Some("The messages: streams came back with 0 messages, those with three replicas as well.".to_owned()),
        verified: "Run on 2.12.8, 2.14.6 and 2.15.1: a leader after 6 to 8 s. On 2.9.10 and 2.11.11 there was none."
            .to_owned(),
    };
    vec![restore, revert]
}
