#![cfg(test)]

use serde_json::{Value, json};

use super::*;
use crate::scan::Scanner;

/// What a listing says of one group, as it stands in the document.
fn told(listing: &Listing, names: &Names) -> Vec<(String, String, Listed<'static>)> {
    let by_id = listing.by_id();
    let told = listing.groups(names).map(|(id, _)| {
        let nth = listing.nth(&by_id, id).unwrap();
        let Listed { shape, created, content, led_since } = listing.view(names, id, nth).unwrap();
        let kept = |text: &str| -> &'static str { Box::leak(text.to_owned().into()) };
        let row = |row: Row| {
            let peer = Named { name: row.peer.name.map(kept), id: row.peer.id.map(kept) };
            Row { peer, ..row }
        };
        let rows = shape.rows.into_iter().map(|place| place.map(row)).collect();
        let shape = Shape { leader: shape.leader.map(kept), rows, ..shape };
        (names.called(id), listing.pointer(id, nth), Listed { shape, created, content, led_since })
    });
    told.collect()
}

fn listing_of(names: &mut Names, now: Option<&str>, accounts: &Value) -> Listing {
    let jsz = json!({ "account_details": accounts });
    as_json(&jsz, |jsz| Listing::of_jsz(names, now.and_then(Time::parse), jsz)).unwrap()
}

fn stream(name: &str, cluster: &Value) -> Value {
    json!({"name": name, "cluster": cluster, "config": {"num_replicas": 3}})
}

#[test]
fn every_kind_of_row_comes_back() {
    let rows = json!([
        {"name": "n2", "current": true, "active": 1, "peer": "44jzkV9D"},
        {"name": "n2", "current": false, "active": 2_999_999_999_u64, "lag": 1},
        {"peer": "BXScrY9i", "active": 3_000_000_000_u64, "offline": true, "lag": u64::MAX},
        {"name": "Server name unknown at this time (peerID: X)", "active": u64::MAX, "peer": ""},
        {"name": "\u{202e}é\"\0", "current": null, "offline": "yes", "active": -1, "lag": 0},
        null, 7, [], {"name": 5, "peer": {}},
        {"name": "n3", "active": 0},
    ]);
    let mut names = Names::default();
    let cluster = json!({"leader": "n1", "leader_since": "2026-11-22T10:00:00.123456789Z", "replicas": rows});
    let listing = listing_of(&mut names, None, &json!([{"name": "APP", "stream_detail": [stream("S", &cluster)]}]));
    let [(called, pointer, listed)] = &told(&listing, &names)[..] else { panic!() };
    assert_eq!((called.as_str(), pointer.as_str()), ("APP > S", "/account_details/0/stream_detail/0"));
    let row = |name: Option<&'static str>, id: Option<&'static str>, current, offline, lags, heard| {
        Some(Row { peer: Named { name, id }, current, offline, lags, heard })
    };
    let unknown = Some("Server name unknown at this time (peerID: X)");
    assert_eq!(
        listed.shape.rows,
        [
            row(Some("n2"), Some("44jzkV9D"), Some(true), false, false, Heard::Recently),
            row(Some("n2"), None, Some(false), false, true, Heard::Recently),
            row(None, Some("BXScrY9i"), None, true, true, Heard::LongAgo(3_000_000_000)),
            row(unknown, Some(""), None, false, false, Heard::LongAgo(u64::MAX)),
            row(Some("\u{202e}é\"\0"), None, None, false, false, Heard::Never),
            None,
            None,
            None,
            None,
            row(Some("n3"), None, None, false, false, Heard::Never),
        ]
    );
    assert_eq!((listed.shape.size, listed.shape.leader), (Some(3), Some("n1")));
    let settled = |at: &str| listed.is_settled(Time::parse(at));
    assert!(!listed.is_settled(None) && !settled("2026-11-22T10:00:10Z") && settled("2026-11-22T10:00:10.2Z"));
}

#[test]
fn who_leads_long_is_alike() {
    let mut names = Names::default();
    let led = |since: &str| json!({"leader": "n1", "leader_since": since, "replicas": []});
    let streams = [
        stream("A", &led("2026-11-22T09:00:00Z")),
        stream("B", &led("2026-11-22T09:59:50Z")),
        stream("C", &led("2026-11-22T09:59:51Z")),
    ];
    let listing =
        listing_of(&mut names, Some("2026-11-22T10:00:00Z"), &json!([{"name": "APP", "stream_detail": streams}]));
    let shapes: Vec<u32> = listing.groups(&names).map(|(_, shape)| shape).collect();
    assert!(shapes[0] == shapes[1] && shapes[1] != shapes[2]);
    let settled: Vec<bool> = told(&listing, &names)
        .iter()
        .map(|(.., listed)| listed.is_settled(Time::parse("2026-11-22T10:00:00Z")))
        .collect();
    assert_eq!(settled, [true, true, false]);
}

#[test]
fn odd_names_stay_apart_and_pointers_find_them() {
    let mut names = Names::default();
    let cluster = json!({"leader": ""});
    let odd = ["", "a.b", "a > b", "\"", "é\u{0}", "a", "b"];
    let streams: Vec<Value> = odd.iter().map(|name| stream(name, &cluster)).collect();
    let accounts = json!([
        {"name": "a", "stream_detail": streams},
        {"stream_detail": [7, {"cluster": cluster}, stream("a", &cluster), null, stream("b", &json!(null)), stream("c", &cluster)]},
        {"name": "a", "stream_detail": [stream("a > b > c", &cluster)]},
        {"name": ""},
        {"name": "", "stream_detail": [stream("a", &cluster)]},
    ]);
    let listing = listing_of(&mut names, None, &accounts);
    let told = told(&listing, &names);
    assert_eq!(told.len(), odd.len() + 4);
    for (called, pointer, listed) in &told {
        let at = json!({ "account_details": accounts });
        let stream = at.pointer(pointer).unwrap();
        let account = at.pointer(&pointer[..pointer.find("/stream").unwrap()]).unwrap();
        let parts = account["name"].as_str().into_iter().chain(stream["name"].as_str());
        assert_eq!(*called, parts.collect::<Vec<_>>().join(" > "), "{pointer}");
        assert_eq!((listed.shape.leader, listed.content, listed.created), (None, None, None));
    }
    assert_eq!((listing.streams().count(), listing.accounts().len()), (odd.len() + 5, 5));
    assert!(listing.lists_streams() && !listing.lists_consumers());
    assert!(as_json(&json!({"account_details": null}), |jsz| Listing::of_jsz(&mut names, None, jsz)).is_none());
}

#[test]
fn consumers_have_their_own_size_or_their_streams() {
    let mut names = Names::default();
    let rows = json!([{"name": "n2"}, {"name": "n3"}]);
    let consumer = |name: &str, size: u64, group: &str, rows: &Value| json!({"name": name, "config": {"num_replicas": size}, "cluster": {"raft_group": group, "replicas": rows}});
    let none = json!([]);
    let mut one = stream("S", &json!({"leader": "n1", "replicas": rows}));
    one["consumer_detail"] = json!([
        consumer("own", 5, "C-R5F-x", &rows), consumer("stream's", 0, "C-R3F-x", &rows),
        {"name": "without a group"},
        consumer("alone", 0, "C-R1F-x", &none), consumer("many", 0, "C-R3F-x", &none),
    ]);
    let mut two = one.clone();
    two["config"] = json!({});
    two["name"] = json!("T");
    let listing = listing_of(&mut names, None, &json!([{"name": "APP", "stream_detail": [one, two]}]));
    let told = told(&listing, &names);
    let sizes: Vec<(&str, &str, Option<u32>)> = told
        .iter()
        .map(|(called, at, listed)| {
            (called.as_str(), &at["/account_details/0/stream_detail/".len()..], listed.shape.size)
        })
        .collect();
    assert_eq!(
        sizes,
        [
            ("APP > S", "0", Some(3)),
            ("APP > T", "1", None),
            ("APP > S > own", "0/consumer_detail/0", Some(5)),
            ("APP > S > stream's", "0/consumer_detail/1", Some(3)),
            ("APP > S > alone", "0/consumer_detail/3", Some(1)),
            ("APP > S > many", "0/consumer_detail/4", Some(3)),
            ("APP > T > own", "1/consumer_detail/0", Some(5)),
            ("APP > T > stream's", "1/consumer_detail/1", None),
            ("APP > T > alone", "1/consumer_detail/3", Some(1)),
            ("APP > T > many", "1/consumer_detail/4", None),
        ]
    );
    // Fed one by one, with the stream last and without them, it is the same.
    let (mut fed, document) = (Listing::new(None), [one_by_one(&["own", "stream's"], 0), one_by_one(&[], 1)]);
    let account = names.account(Some(b"APP"));
    for (s, (consumers, stream)) in document.iter().enumerate() {
        as_json(stream, |stream| {
            let stream = Stream::of(stream).unwrap();
            for (c, consumer) in consumers.iter().enumerate() {
                let at = [0, s, c];
                as_json(consumer, |consumer| assert!(fed.consumer(&mut names, account, &stream, at, consumer)));
            }
            fed.stream(&mut names, account, [0, s], &stream);
        });
    }
    fed.account(account);
    let fed = self::told(&fed, &names);
    assert_eq!(
        fed.iter().map(|(called, ..)| called.as_str()).collect::<Vec<_>>(),
        ["APP > S0", "APP > S1", "APP > S0 > own", "APP > S0 > stream's"]
    );
    assert!(fed.iter().all(|(.., listed)| listed.shape.size == Some(3)));
    assert_eq!(fed[3].1, "/account_details/0/stream_detail/0/consumer_detail/1");
}

fn as_json<T>(value: &Value, use_it: impl FnOnce(Json) -> T) -> T {
    let text = value.to_string();
    let document = Scanner::one(&[], text.as_bytes(), 0, &mut |_| false);
    use_it(document.values(text.as_bytes()).json())
}

/// A stream without its consumers, and these.
fn one_by_one(consumers: &[&str], n: usize) -> (Vec<Value>, Value) {
    let rows = json!([{"name": "n2"}, {"name": "n3"}]);
    let consumer = |name: &&str| json!({"name": name, "cluster": {"raft_group": "C-R3F", "replicas": rows}});
    (consumers.iter().map(consumer).collect(), stream(&format!("S{n}"), &json!({"leader": "n1", "replicas": rows})))
}

#[test]
fn contents_and_times_of_making_come_back_from_every_server() {
    let mut names = Names::default();
    let most = u64::try_from(i64::MAX).unwrap();
    let said = [
        (Some("2026-01-01T00:00:00.5Z"), Some((10, 20, "2026-11-22T10:00:00Z"))),
        (Some("2026-01-01T00:00:00.5Z"), Some((10, 20, "2026-11-22T10:00:00Z"))),
        (Some("2026-01-01T00:00:00.501Z"), Some((9, 19, "2026-11-22T09:59:59.999Z"))),
        (Some("1969-01-01T00:00:00Z"), Some((0, most, "0001-01-01T00:00:00Z"))),
        (None, Some((most, 0, "2200-01-01T00:00:00Z"))),
        (Some("2026-01-01T00:00:00.5Z"), None),
        (None, None),
    ];
    let listings: Vec<Listing> = said
        .iter()
        .map(|(created, content)| {
            let mut one = stream("S", &json!({"leader": "n1"}));
            one["created"] = json!(created);
            if let Some((messages, last_seq, last)) = content {
                one["state"] = json!({"messages": messages, "last_seq": last_seq, "last_ts": last});
            }
            listing_of(&mut names, None, &json!([{"name": "APP", "stream_detail": [one]}]))
        })
        .collect();
    for (listing, (created, content)) in listings.iter().zip(said) {
        let (.., listed) = &told(listing, &names)[0];
        let content = content.map(|(messages, last_seq, last)| Content { messages, last_seq, last: Time::parse(last) });
        assert_eq!((listed.created, listed.content), (created.and_then(Time::parse), content));
        assert_eq!(listing.content(&names, 0, 0), content);
    }
    let differing: Vec<usize> = listings.iter().map(|listing| listing.differing().count()).collect();
    assert_eq!(differing, [0, 0, 1, 1, 1, 0, 0]);
}
