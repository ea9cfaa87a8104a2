//! Encodings, archives, and texts that are no text.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use quorate::reading::{Body, Input, Said, Silence};
use serde_json::{Value, json};

use crate::{bytes, describe::describe, read, text};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

const JSZ: &str = r#"{"server_id":"NA7P","now":"2026-11-22T19:19:11.976613888Z","meta_cluster":{"name":"C1","leader":"n2","cluster_size":3}}"#;

#[test]
fn encodings_of_the_same_text() {
    let expected = describe(&read(&bytes("n1.json", JSZ.into())));
    assert_eq!(expected, "n1 /jsz - NA7P: jsz leader n2, size 3 (2026-11-22T19:19:11.976Z)");
    let utf16 = |order: fn(u16) -> [u8; 2]| JSZ.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    for file in [
        [b"\xef\xbb\xbf", JSZ.as_bytes()].concat(),
        [b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat(),
        [b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat(),
        gzip(JSZ.as_bytes()),
        gzip(&[b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat()),
        [gzip(&JSZ.as_bytes()[..40]), gzip(&JSZ.as_bytes()[40..])].concat(),
    ] {
        assert_eq!(describe(&read(&bytes("n1.json", file))), expected);
    }
    for (file, what) in [
        (utf16(u16::to_le_bytes), "UTF-16 LE without a byte order mark"),
        (utf16(u16::to_be_bytes), "UTF-16 BE without a byte order mark"),
    ] {
        let (readings, errors) = read(&bytes("n1.json", file));
        assert!(matches!(readings[0].said, Said::Jsz(_)) && readings[0].problems.len() == 1, "{what}");
        assert!(errors[0].what.contains(what), "{}", errors[0]);
    }
}

#[test]
fn latin_1_is_read_and_complained_of() {
    let file = [br#"{"server_id":"NA7P","now":"x","meta_cluster":{"leader":"m"#.as_slice(), b"\xfcnchen\"}}"].concat();
    let (readings, errors) = read(&bytes("n1.json", file));
    let Said::Jsz(jsz) = &readings[0].said else { panic!("{readings:?}") };
    assert_eq!(jsz.meta_cluster.as_ref().unwrap().leader.as_deref(), Some("m\u{fc}nchen"));
    assert_eq!(readings[0].problems.len(), 1);
    assert_eq!(errors[0].at.unwrap().byte, 57, "{}", errors[0]);
}

#[test]
fn no_text_at_all() {
    for (file, what) in [
        (b"\x7fELF\x02\x01\x01\x00".to_vec(), "ELF"),
        (b"PK\x03\x04\x14\x00".to_vec(), "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00".to_vec(), "PNG"),
        (b"\x01\x02\x00\x03".to_vec(), "binary"),
        (Vec::new(), "empty"),
        (gzip(b""), "empty"),
    ] {
        let (readings, errors) = read(&bytes("n1.json", file));
        assert!(readings.is_empty() && errors.len() == 1, "{what}: {readings:?} {errors:?}");
        assert!(errors[0].what.contains(what), "{}", errors[0]);
        assert!(errors[0].to_string().starts_with("n1.json: ") && !errors[0].remedy.is_empty());
    }
}

#[test]
fn a_gzip_file_cut_off_gives_what_was_in_it() {
    let many: String = (0..2000).map(|index| JSZ.replace("NA7P", &format!("N{index}")) + "\n").collect();
    let packed = gzip(many.as_bytes());
    let (readings, errors) = read(&bytes("n1.json.gz", packed[..packed.len() / 2].to_vec()));
    assert!(readings.len() > 100 && readings.iter().all(|reading| !reading.problems.is_empty()));
    assert!(errors[0].what.contains("damaged gzip"), "{}", errors[0]);
}

#[test]
fn a_gzip_bomb_is_refused() {
    let packed = gzip(&vec![b' '; 300 * 1024 * 1024]);
    let (readings, errors) = read(&bytes("n1.json.gz", packed));
    assert!(readings.is_empty());
    assert!(errors[0].what.contains("256 MiB"), "{}", errors[0]);
}

#[test]
fn an_object_of_the_host() {
    let value: Value = serde_json::from_str(JSZ).unwrap();
    let input =
        Input { source: "n1".into(), body: Some(Body::Parsed(json!({"n1": value}).to_string())), ..Input::default() };
    let (readings, errors) = read(&input);
    assert!(errors.is_empty());
    assert_eq!((readings[0].label.as_deref(), readings[0].payload.as_str()), (Some("n1"), "/n1"));
    assert_eq!(readings[0].problems, ["parsed by the host: integers above 2^53 may be rounded"]);
}

#[test]
fn integers_above_2_to_the_53_keep_their_digits() {
    let (readings, _) =
        read(&text(r#"{"server_id":"N","meta_cluster":{"replicas":[{"name":"n1","lag":18446744073709551615}]}}"#));
    let Said::Jsz(jsz) = &readings[0].said else { panic!() };
    assert_eq!(jsz.meta_cluster.as_ref().unwrap().replicas[0].as_ref().unwrap().lag, Some(u64::MAX));
}

#[test]
fn a_place_is_where_the_document_stands() {
    let paste = format!("$ curl -s n1:8222/healthz\n{{\"status\":\"ok\"}}$ curl -s n2:8222/jsz\n{JSZ}\n");
    let (readings, _) = read(&text(&paste));
    let stands = |index: usize| &paste[readings[index].place.offset..][..readings[index].place.bytes];
    assert_eq!((stands(0), stands(1)), (r#"{"status":"ok"}"#, JSZ));
    assert_eq!((readings[0].place.order, readings[1].place.order), (0, 1));
}

#[test]
fn what_the_host_knows_beside_a_body() {
    let input =
        Input { error: Some("timeout".into()), server: Some("n1".into()), moment: Some("m".into()), ..text(JSZ) };
    let (readings, errors) = read(&input);
    assert!(errors.is_empty() && readings.len() == 2);
    assert!(matches!(&readings[0].said, Said::NoAnswer(failure) if failure.how == Silence::TimedOut));
    assert!(
        readings.iter().all(|reading| reading.moment.as_deref() == Some("m") && reading.label.as_deref() == Some("n1"))
    );
}

/// Odd texts of many megabytes must not take more than linear time.
#[test]
fn long_odd_texts_do_not_hang() {
    for unit in [
        "{",
        "[",
        "{\"a\":",
        "{\"a\":\n",
        "{\"a\":1,",
        "[{\"a\":[\n",
        "x {\"a\" y",
        "\"",
        "{\"",
        "}\n",
        "n1:\n",
        "$ curl n1:8222/jsz\n",
        "| a |\n",
        "<html>\n",
        "a ",
        "\u{1b}[1m",
        "for a in ",
        "{\"status\":\"ok\"",
        "HTTP/1.1 200 OK\n",
        "200\n",
        "curl: (7) x\n",
    ] {
        let long = unit.repeat(500_000 / unit.len());
        let started = std::time::Instant::now();
        let (_, errors) = read(&text(&long));
        let took = started.elapsed();
        assert!(took.as_secs() < 20, "{unit:?} took {took:?}");
        assert!(errors.len() <= 42, "{unit:?}: {} errors", errors.len());
    }
}
