//! A group that holds and says that it is well, and whose streams are gone.

use super::{After, Recovery, Step, act, copy, never};
use crate::{meta_group::Holds, phrase::list, recovery::scene::Scene};

/// None unless an earlier moment shows messages where now none of the answering servers has any.
pub(super) fn recovery(scene: &Scene) -> Option<Recovery> {
    let messages = |holds: &Holds| holds.messages.as_ref().map(|(n, _)| *n);
    let held_now = scene.holders().into_iter().filter_map(|server| messages(server.facts?.holds.as_ref()?));
    let counts: Vec<u64> = held_now.collect();
    let before = scene.case.before.iter().flat_map(|then| &then.group.peers);
    let before = before.filter_map(|peer| messages(peer.facts.as_deref()?.holds.as_ref()?)).max()?;
    let all_answer = counts.len() == scene.holders().len();
    if counts.is_empty() || !all_answer || counts.iter().any(|&n| n > 0) || before == 0 {
        return None;
    }
    let here = scene.holders();
    let all = list(here.iter().map(|server| server.name));
    let back = Step {
        says: format!("Stop {all} within 30 s, and put the folder or the copies of the stores back."),
        only_if: Some("the `_meta_` folder was removed, and the servers started less than 30 s ago".to_owned()),
        why: "30 s after the start each server takes the streams' files for left over and deletes them (2.10.26 to 2.15.1).".to_owned(),
        before: vec!["The log says `Detected orphaned stream` when it begins.".to_owned()],
        actions: here.iter().map(|server| act::stop(server.name)).chain([act::mend()]).collect(),
        after: vec![After::told("/jsz of each: `messages` is what it was.")],
        costs: Some("JetStream is down meanwhile.".to_owned()),
        verified: "Not run: advice.".to_owned(),
    };
    let compare = Step {
        says: "Look what each server still holds.".to_owned(),
        why: "A server's own copy may outlive the group's knowledge of it for some time.".to_owned(),
        actions: here.iter().map(|server| act::ask(server, act::STREAMS)).collect(),
        after: vec![After::told(
            "Each stream and its messages are listed, or the copies of the first step are all there is.",
        )],
        verified: "A look changes nothing; healing such a stream was not tried.".to_owned(),
        ..Step::default()
    };
    let mut never = never::of(scene);
    never.insert(0, never::tell("Do not create the streams again.", "Where it was tried the new streams had 0 messages; on 2.9.10 alone one with three replicas took over its old files."));
    Some(Recovery {
        says: format!(
            "{all} hold no messages any more, and at an earlier moment there were {before}: unless somebody deleted them, they are being lost behind a green /healthz."
        ),
        steps: vec![copy::step(scene), back, compare],
        never,
        loses: vec!["What is in no copy. Streams with one replica first.".to_owned()],
    })
}
