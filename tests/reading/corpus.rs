//! Every recorded body is what its path says.

use quorate::reading::Said;

use crate::{describe::said, read, text};

#[path = "../recorded/mod.rs"]
mod moments;

/// Every recorded answer: path, status, body.
pub fn recorded() -> Vec<(String, Option<u16>, String)> {
    let moments = moments::corpus().into_iter().flat_map(|file| moments::moments_of(&file));
    let asked = moments.flat_map(|moment| moment.readings);
    asked.filter_map(|asked| Some((asked.path, asked.status, asked.body?))).collect()
}

/// What a path's answer must be recognised as.
fn is_expected(path: &str, said: &Said) -> bool {
    let endpoint = path.rsplit(['/', '.']).next().unwrap().split('?').next().unwrap().to_lowercase();
    match said {
        Said::Jsz(_) => endpoint.starts_with("jsz"),
        Said::Healthz(_) => endpoint == "healthz",
        Said::Varz(_) => endpoint == "varz",
        Said::Routez(_) => endpoint == "routez",
        Said::Raftz(..) | Said::Words(_) => endpoint == "raftz",
        Said::Statsz(_) => endpoint == "statsz",
        Said::Stream(_) | Said::MetaTable(_) | Said::NoAnswer(_) => false,
    }
}

#[test]
fn every_recorded_body_is_what_its_path_says() {
    for (path, status, body) in recorded() {
        // With what the host knows, and without.
        for known in [true, false] {
            let mut input = text(&body);
            if known {
                (input.path, input.status) = (Some(path.clone()), status);
            }
            let (readings, errors) = read(&input);
            if path.starts_with("/gatewayz") {
                assert!(readings.is_empty() && errors.len() == 1, "{path}: {body}");
                continue;
            }
            if !known && path.starts_with("/raftz") && body.trim() == "{}" {
                // Only who knows what was asked knows what nothing means.
                assert!(readings.is_empty() && errors.len() == 1);
                continue;
            }
            assert!(errors.is_empty(), "{path}: {errors:?}");
            let lines = if path.starts_with('$') { body.lines().filter(|line| !line.is_empty()).count() } else { 1 };
            assert_eq!(readings.len(), lines, "{path}: {body}");
            for reading in readings {
                assert!(is_expected(&path, &reading.said), "{path}: {}", said(&reading.said));
                assert!(reading.cut.is_empty() && reading.problems.is_empty());
                if known {
                    assert_eq!(reading.question, path);
                }
            }
        }
    }
}
