//! First of all: a copy of every store.

use super::{After, Step, act, version::ALL_SIX};
use crate::recovery::scene::{Scene, State, names};

/// Before anything else, whatever is broken.
pub(super) fn step(scene: &Scene) -> Step {
    let stores = scene.those(&[
        State::Here,
        State::Empty,
        State::Observer,
        State::JetStreamDown,
        State::CutOff,
        State::Refused,
        State::Unheard,
        State::Silent,
    ]);
    let known = |server: &&&crate::recovery::scene::Server| server.store_dir.is_some();
    let folder = match stores.iter().filter(known).count() {
        all if all == stores.len() => String::new(),
        0 => " The folder is `<store_dir>/jetstream` of each server's configuration.".to_owned(),
        _ => {
            " Where no reading says the folder, it is `<store_dir>/jetstream` of the server's configuration.".to_owned()
        }
    };
    let mut before = Vec::new();
    // Where enough servers run, one that is stopped for its copy takes away what is left.
    if scene.case.leader().is_some() || scene.short() == 0 {
        before.push("Copy a running server's folder from a disk snapshot; stop no server for it.".to_owned());
    } else if let [only] = &scene.holders()[..] {
        before.push(format!(
            "{} is the only one that answers and holds the log: copy it first, from a disk snapshot. Only where none can be made, stop it \
             for its copy; that brings no leader.",
            only.name
        ));
    } else {
        before.push(
            "Copy from a disk snapshot where you can; else stop that one server meanwhile, and start it again under the same \
             name on the same disk."
                .to_owned(),
        );
    }
    before.push("`/backup` in a command stands for a place that is not on the same disk.".to_owned());
    Step {
        says: format!(
            "Copy the store directory of every server whose disk can be reached: {}.{folder}",
            names(&stores)
        ),
        why: "Some remedies delete streams when they go wrong, and servers delete stream directories by themselves. A \
              copy is the only way back."
            .to_owned(),
        before,
        actions: stores.into_iter().map(act::back_up).collect(),
        after: vec![After::told("Each copy is as large as the folder it was made from.")],
        verified: format!(
            "Copies were used for the clones on {ALL_SIX}; a restart under the same name on the same disk lost nothing in any run."
        ),
        ..Step::default()
    }
}
