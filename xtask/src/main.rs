//! Everything one does with the project from a terminal: `cargo xtask COMMAND`.

mod pack;
mod zones;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((command, rest)) if command == "pack" => pack::run(rest).map_err(|error| error.to_string()),
        _ => Err("Usage: cargo xtask pack [DIR] [--out DIR]".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
