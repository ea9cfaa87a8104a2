//! Floor 2: what is understood from what people drop and paste.

mod corpus;
mod describe;
mod odd;
mod pastes;
mod properties;

use quorate::{
    listing::Names,
    reading::{self, Body, Input, ReadError, Reading},
};

fn text(text: &str) -> Input {
    Input { source: "paste 1".into(), body: Some(Body::Text(text.into())), ..Input::default() }
}

fn bytes(source: &str, bytes: Vec<u8>) -> Input {
    Input { source: source.into(), body: Some(Body::Bytes(bytes)), ..Input::default() }
}

fn read(input: &Input) -> (Vec<Reading>, Vec<ReadError>) {
    reading::read(input, &mut Names::default())
}
