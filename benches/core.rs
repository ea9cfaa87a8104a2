//! The core's own parts, natively: `cargo bench`. What a page feels, `npm run bench` measures.

use std::{hint::black_box, process::Command, time::Duration};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use quorate::{
    reading::{Body, Input},
    report::Options,
    triage::Triage,
};
use serde_json::json;

/// As the page cuts what it hands over.
const PIECE: usize = 256 * 1024;

criterion_group!(benches, small, dump, many_streams);
criterion_main!(benches);

/// The plain /jsz and /healthz of nine servers.
fn small(criterion: &mut Criterion) {
    let shape = json!({ "servers": 9, "down": 0, "streams": 20 });
    let mut inputs = Vec::new();
    for server in servers(9) {
        inputs.push(input(&server, "/jsz", generated("plain", &shape, &server)));
        inputs.push(input(&server, "/healthz", br#"{"status":"ok"}"#.to_vec()));
    }
    criterion.bench_function("plain /jsz and /healthz of 9 servers, read", |bencher| {
        bencher.iter(|| inputs.iter().fold(Triage::default(), added));
    });
    let triage = inputs.iter().fold(Triage::default(), added);
    criterion.bench_function("plain /jsz and /healthz of 9 servers, reported", |bencher| {
        bencher.iter(|| black_box(triage.report()));
    });
}

/// 10 MB of streams and consumers.
fn dump(criterion: &mut Criterion) {
    let bytes = generated("jsz", &json!({ "bytes": 10_000_000 }), "n1");
    let mut group = criterion.benchmark_group("dump of 10 MB");
    group.throughput(Throughput::Bytes(bytes.len() as u64)).sample_size(10);
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let mut triage = Triage::new(Options::default());
            pour(&mut triage, "n1", &bytes);
            triage
        });
    });
    group.finish();
}

/// 100,000 streams on three servers.
fn many_streams(criterion: &mut Criterion) {
    let shape = json!({
        "servers": 5, "down": 2, "streams": 100_000, "sizes": [3], "consumers": 0, "lostEvery": 100,
    });
    let mut triage = Triage::new(Options::default());
    for server in servers(3) {
        triage.add(&input(&server, "/varz", generated("varz", &shape, &server)));
        pour(&mut triage, &server, &generated("jsz", &shape, &server));
    }
    let mut group = criterion.benchmark_group("100,000 streams on 3 servers");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.bench_function("reported", |bencher| bencher.iter(|| black_box(triage.report())));
    group.finish();
}

fn servers(count: u32) -> impl Iterator<Item = String> {
    (1..=count).map(|n| format!("n{n}"))
}

fn input(server: &str, path: &str, body: Vec<u8>) -> Input {
    Input {
        source: format!("{server}{path}"),
        server: Some(server.to_owned()),
        path: Some(path.to_owned()),
        body: Some(Body::Bytes(body)),
        ..Input::default()
    }
}

fn added(mut triage: Triage, input: &Input) -> Triage {
    triage.add(input);
    triage
}

fn pour(triage: &mut Triage, server: &str, bytes: &[u8]) {
    let handle = triage.open(Input { body: None, ..input(server, "/jsz", Vec::new()) });
    for piece in bytes.chunks(PIECE) {
        triage.push(handle, piece);
    }
    triage.close(handle, None);
}

/// From the one generator there is: `benches/dump.js`.
fn generated(kind: &str, shape: &serde_json::Value, server: &str) -> Vec<u8> {
    let shape = shape.to_string();
    let output = Command::new("node").args(["benches/dump.js", kind, &shape, server]).output();
    let output = output.expect("Node makes the dumps");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
