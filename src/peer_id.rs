//! Floor 0: from a server's name to its Raft peer id, and back where a guess can be checked.
//!
//! A peer id is the start of the SHA-256 of the server name: eight bytes, each modulo 62, written in `0-9A-Za-z`.
//! So an id whose server nobody names any more (a ghost) can still be named by hashing candidates.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH: usize = 8;

/// The id a server without a leader prints in `meta_cluster.peer`: that of the empty name.
pub const NOBODY: &str = "fqA4S4SK";

/// How far the numbers at the end of known names are tried: `nats-0` to `nats-99`.
const HIGHEST_ORDINAL: u32 = 99;

/// The peer id of the server called `name`.
#[must_use]
pub fn peer_id(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    digest.iter().take(LENGTH).filter_map(|byte| ALPHABET.get(usize::from(byte % 62))).map(|&c| char::from(c)).collect()
}

/// Whether some name could hash to `id`; if not, the peer set is corrupt (nats-server#6403).
#[must_use]
pub fn is_possible(id: &str) -> bool {
    id.len() == LENGTH && id.bytes().all(|c| c.is_ascii_alphanumeric())
}

/// What servers are called where nothing else is known of their names.
const USUAL: [&str; 6] = ["nats-0", "nats0", "nats-00", "n1", "server-0", "server1"];

/// The name behind `id`, if it is one of `names`, or such a one with another number at its end, or with a prefix or
/// suffix more or less than these, or a usual one. That it hashes to `id` is the proof.
pub fn name_of<'a>(id: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut stems: Vec<(&str, usize)> = Vec::new();
    for name in names {
        if let Some(part) = parts(name).find(|part| peer_id(part) == id) {
            return Some(part.to_owned());
        }
        add_stems(&mut stems, &mut parts(name));
    }
    add_stems(&mut stems, &mut USUAL.into_iter());
    let ordinals = stems.iter().flat_map(|&(stem, digits)| {
        (0..=HIGHEST_ORDINAL).flat_map(move |n| [format!("{stem}{n}"), format!("{stem}{n:0digits$}")])
    });
    ordinals.into_iter().find(|name| peer_id(name) == id)
}

fn add_stems<'a>(stems: &mut Vec<(&'a str, usize)>, names: &mut dyn Iterator<Item = &'a str>) {
    for stem in names.filter_map(numbered) {
        if !stems.contains(&stem) {
            stems.push(stem);
        }
    }
}

/// A name without the number at its end, and how many digits that has.
fn numbered(name: &str) -> Option<(&str, usize)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (stem.len() < name.len()).then_some((stem, name.len() - stem.len()))
}

/// A name, and it without what stands before or after one of its separators.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let separators = name.match_indices(['-', '_', '.']);
    let cut = separators.flat_map(|(at, _)| [name.get(at + 1..), name.get(..at)]);
    [Some(name)].into_iter().chain(cut).flatten().filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_servers_own() {
        for (name, id) in [
            ("n1", "fjFyEjc1"),
            ("n2", "44jzkV9D"),
            ("n3", "BXScrY9i"),
            ("n4", "C7B8kAbl"),
            ("nats-0", "S1Nunr6R"),
            ("", NOBODY),
        ] {
            assert_eq!(peer_id(name), id, "{name}");
            assert!(is_possible(id));
        }
    }

    #[test]
    fn ghosts_are_named_from_their_neighbours() {
        let id = peer_id("nats-7");
        assert_eq!(name_of(&id, ["nats-0", "hub"]).as_deref(), Some("nats-7"));
        assert_eq!(name_of(&peer_id("eu-03"), ["eu-11"]).as_deref(), Some("eu-03"));
        assert_eq!(name_of(&peer_id("hub-a"), ["hub"]), None);
    }

    #[test]
    fn ghosts_of_a_changed_prefix_or_suffix_are_named() {
        for (old, now) in [("nats-2", "prod-nats-2"), ("nats-2", "nats-2.new"), ("eu_js7", "x-eu_js7"), ("n3", "hub")] {
            assert_eq!(name_of(&peer_id(old), [now]).as_deref(), Some(old), "{now}");
        }
    }

    #[test]
    fn ids_that_no_name_gives_are_corrupt() {
        assert!(!is_possible("fjFyEjc"));
        assert!(!is_possible("fjFy/jc1"));
        assert!(!is_possible(""));
    }
}
