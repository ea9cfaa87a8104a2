//! Every recorded body is what its path says.

use std::{fs, io::Read as _, path::Path};

use flate2::read::GzDecoder;
use quorate::reading::{Said, read};
use serde_json::Value;

use crate::{describe::said, text};

/// Every recorded answer: path, status, body.
pub fn recorded() -> Vec<(String, Option<u16>, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let Ok(folder) = fs::read_dir(folder) else { return Vec::new() };
    let mut answers = Vec::new();
    for file in folder.map(|file| file.unwrap().path()).filter(|file| file.extension().is_some_and(|end| end == "gz")) {
        let mut lines = String::new();
        GzDecoder::new(fs::File::open(file).unwrap()).read_to_string(&mut lines).unwrap();
        for line in lines.lines() {
            let moment: Value = serde_json::from_str(line).unwrap();
            for reading in moment["readings"].as_array().unwrap() {
                let Some(body) = reading["body"].as_str() else { continue };
                let status = reading["status"].as_u64().map(|status| u16::try_from(status).unwrap());
                answers.push((reading["path"].as_str().unwrap().to_owned(), status, body.to_owned()));
            }
        }
    }
    answers
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
        Said::MetaTable(_) | Said::NoAnswer(_) => false,
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
