//! Everything one does with the project from a terminal: `cargo xtask COMMAND`.

mod fuzz;
mod pack;
mod read;
mod zones;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((command, rest)) if command == "pack" => pack::run(rest).map_err(|error| error.to_string()),
        Some((command, rest)) if command == "fuzz" => fuzz::run(rest),
        Some((command, rest)) if command == "read" => read::read(rest),
        Some((command, rest)) if command == "diff" => read::diff_files(rest),
        _ => Err("Usage: cargo xtask pack [DIR] [--out DIR] | read FILE... | diff OLD NEW | fuzz [SECONDS] [READER]"
            .to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
