//! Runs wasm-bindgen's generator in the very version Cargo.lock pins for the library.
fn main() {}
