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
        .filter(|from| is_folder(from))
        .zip(host(server))
        .map(|(from, host)| format!("rsync -a {host}:{from}/ {from}/"));
    let act = Act::Copy { server: server.name.to_owned(), from: from.map(str::to_owned), to: Some(to.to_owned()) };
    Action { act, command }
}

/// Where another machine reaches it: the host it was asked at, else its name; none for what only its own machine knows.
fn host<'a>(server: &'a Server) -> Option<&'a str> {
    let (host, _) = address(server).rsplit_once(':').unwrap_or((address(server), ""));
    let is_itself = host == "localhost" || host.starts_with("127.") || host.contains(':');
    (is_plain_in_shell(host) && !is_itself).then_some(host)
}

/// The address it was asked at, else what to call it.
fn address<'a>(server: &'a Server) -> &'a str {
    let asked_at = server.facts.and_then(|facts| facts.answers_at.as_deref().or(facts.label.as_deref()));
    asked_at.filter(|label| label.contains(':')).unwrap_or(server.name)
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

pub(super) fn ask(server: &Server, path: &str) -> Action {
    let act = Act::Ask { server: server.name.to_owned(), path: path.to_owned() };
    Action { act, command: curl(address(server), path) }
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
