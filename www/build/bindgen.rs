//! Runs wasm-bindgen's generator in the very version Cargo.lock pins for the library.

use std::{env, error::Error, iter::successors, process::ExitCode};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [wasm, out_dir] = arguments.as_slice() else {
        eprintln!("usage: bindgen <quorate.wasm> <output folder>");
        return ExitCode::from(2);
    };
    match generate(wasm, out_dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: cannot make bindings for {wasm}: {error}");
            for cause in successors(error.source(), |&error| error.source()) {
                eprintln!("  {cause}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Writes an ES module, its types, and the wasm it works with.
fn generate(wasm: &str, out_dir: &str) -> Result<(), Box<dyn Error>> {
    Bindgen::new()
        .web(true)?
        .typescript(true)
        // Where the wasm lies is for www/core.js to say: in a page, in Node and in a host that embeds it, it differs.
        .omit_default_module_path(true)
        .input_path(wasm)
        .generate(out_dir)?;
    Ok(())
}
