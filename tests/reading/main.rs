//! Floor 1: what is understood from what people drop and paste.

mod corpus;
mod describe;
mod odd;
mod pastes;
mod properties;

use quorate::reading::{Body, Input};

fn text(text: &str) -> Input {
    Input { source: "paste 1".into(), body: Some(Body::Text(text.into())), ..Input::default() }
}

fn bytes(source: &str, bytes: Vec<u8>) -> Input {
    Input { source: source.into(), body: Some(Body::Bytes(bytes)), ..Input::default() }
}
