//! Acts, with the command that does each.

use super::{Act, Action};
use crate::{
    phrase::{curl, is_plain_in_shell},
    recovery::scene::Server,
};

pub(super) const REMOVE: &str = "$JS.API.SERVER.REMOVE";
pub(super) const RESCUE: &str = "$JS.API.META.RESCUE";

/// Reads what each replica of each stream holds.
pub(super) const STREAMS: &str = "/jsz?accounts=true&streams=true";

/// Copies a server's store for a backup.
pub(super) fn back_up(server: &Server) -> Action {
    let from = server.store_dir.as_deref();
    let command = from
        .filter(|from| is_folder(from) && is_plain_in_shell(server.name))
        .map(|from| format!("cp -a {from} /backup/{}", server.name));
    Action { act: Act::Copy { server: server.name.to_owned(), from: from.map(str::to_owned), to: None }, command }
}

/// Copies a server's store to the machine that takes the name of another; run on that machine.
pub(super) fn copy_to(server: &Server, to: &str) -> Action {
    let from = server.store_dir.as_deref();
    let command = from
        .filter(|from| is_folder(from) && is_plain_in_shell(server.name) && !server.name.contains(':'))
        .map(|from| format!("rsync -a {}:{from}/ {from}/", server.name));
    let act = Act::Copy { server: server.name.to_owned(), from: from.map(str::to_owned), to: Some(to.to_owned()) };
    Action { act, command }
}

fn is_folder(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|path| path.split('/').all(is_plain_in_shell))
}

pub(super) fn start(server: &str, own_disk: bool) -> Action {
    Action { act: Act::Start { server: server.to_owned(), own_disk }, command: None }
}

pub(super) fn stop(server: &str) -> Action {
    Action { act: Act::Stop { server: server.to_owned() }, command: None }
}

pub(super) fn mend() -> Action {
    Action { act: Act::Mend, command: None }
}

pub(super) fn ask(server: &str, path: &str) -> Action {
    Action { act: Act::Ask { server: server.to_owned(), path: path.to_owned() }, command: curl(server, path) }
}

/// Removes a peer by its id: a name is known only to servers that have seen it since they started.
pub(super) fn remove(id: &str) -> Action {
    let payload = format!(r#"{{"peer":"","peer_id":"{id}"}}"#);
    request("", REMOVE, payload)
}

/// Lowers the majority of every survivor that accepts it, for five minutes.
pub(super) fn rescue(needed: usize) -> Action {
    request("--replies 0 --timeout 5s ", RESCUE, format!(r#"{{"quorum_needed":{needed}}}"#))
}

fn request(options: &str, subject: &str, payload: String) -> Action {
    let command = Some(format!("nats req {options}'{subject}' '{payload}'"));
    Action { act: Act::Request { subject: subject.to_owned(), payload }, command }
}
