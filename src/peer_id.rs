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

/// The name behind `id`, if it is one of `names` or differs from one only in the number at its end.
pub fn name_of<'a>(id: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut stems = std::collections::BTreeSet::new();
    for name in names {
        if peer_id(name) == id {
            return Some(name.to_owned());
        }
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if stem.len() < name.len() {
            stems.insert((stem, name.len() - stem.len()));
        }
    }
    let ordinals = stems.iter().flat_map(|&(stem, digits)| {
        (0..=HIGHEST_ORDINAL).flat_map(move |n| [format!("{stem}{n}"), format!("{stem}{n:0digits$}")])
    });
    ordinals.into_iter().find(|name| peer_id(name) == id)
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
        assert_eq!(name_of(&id, ["hub"]), None);
    }

    #[test]
    fn ids_that_no_name_gives_are_corrupt() {
        assert!(!is_possible("fjFyEjc"));
        assert!(!is_possible("fjFy/jc1"));
        assert!(!is_possible(""));
    }
}
