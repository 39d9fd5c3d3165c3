//! Everything one does with the project from a terminal: `cargo xtask COMMAND`.

mod browser;
mod build;
#[cfg(test)]
mod catalogue;
mod check;
mod fuzz;
mod measured;
mod pack;
mod read;
mod reading_speed;
mod serve;
mod shots;
mod size;
mod speed;
mod split;
mod steps;
mod structure;
mod test;
mod tools;
mod zones;

use std::process::ExitCode;

pub use xtask::{seal, server};

const HELP: &str = "\
cargo xtask COMMAND

  serve [DIR] [--port N] [--base PATH] [--host ADDRESS] [--no-build]
                     builds the app and serves it; DIR holds another trip than the bundled one
  build [DIR] [--quick]
                     builds the app into dist/, for any static host; --quick in seconds, for looking at, twice the bytes
  test               everything: checks, tests, build, size, journeys in a browser
  check              format, lints and banned words
  e2e [FILTER]       builds the app and takes the journeys through it in a browser
  kill [--browser chromium|firefox|webkit] [--count N | --copies N] [--seed N]
                     kills a browser again and again while someone types, or copies its profile; nothing called saved may
                     be lost
  size               the bytes of the built app, against their budgets
  speed              when the first session shows on a slow phone, median of five, against its limit
  speed FILE         how soon a schedule file is read and in the agenda on a slow phone, and whether the screen stays smooth
  shots [DIR]        pictures of every screen, phone and desk, light and dark
  pack [DIR] [--out DIR]
                     checks a trip's description and writes the form that ships
  read FILE...       what a schedule file holds, as one line of JSON
  diff OLD NEW       what changed between two schedule files, as one line of JSON
  fuzz [SECONDS | --inputs COUNT] [READER]
                     feeds every reader what no organiser would write
";

fn main() -> ExitCode {
    let mut arguments = std::env::args();
    let called = arguments.next().unwrap_or_default();
    let arguments: Vec<String> = arguments.collect();
    if std::path::Path::new(&called).file_stem().is_some_and(|name| name == split::NAME) {
        return ended(split::stand_in(&arguments));
    }
    let (command, rest) =
        arguments.split_first().map_or(("--help", &[][..]), |(command, rest)| (command.as_str(), rest));
    let done = match command {
        "serve" => serve::serve(rest),
        "build" => build::build(rest),
        "test" => test::test(),
        "check" => check::check(),
        "structure" => structure::check(),
        "e2e" => test::e2e(rest),
        "kill" => test::kill(rest),
        "size" => size::size(),
        "speed" => rest.first().map_or_else(speed::speed, |file| reading_speed::speed(file.as_ref())),
        "shots" => shots::shots(rest),
        "pack" => pack::run(rest).map_err(|error| error.to_string()),
        "read" => read::read(rest),
        "diff" => read::diff_files(rest),
        "fuzz" => fuzz::run(rest),
        "--help" | "-h" | "help" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("There is no command `{other}`.\n\n{HELP}")),
    };
    ended(done)
}

fn ended(done: Result<(), String>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
