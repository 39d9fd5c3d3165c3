//! `cargo xtask kill [--browser chromium|firefox] [--count 100] [--seed 1]`
//!
//! Kills a browser again and again while someone types, and says whether anything was lost that had been called saved.

use std::process::ExitCode;

use lanyard_journeys::Outcome;
use lanyard_journeys::kill::{Engine, trials};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome {
    let (mut engine, mut count, mut seed) = (Engine::Chromium, 100, fastrand::u64(..));
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--browser" => engine = Engine::named(&value).ok_or("The browsers are chromium and firefox.")?,
            "--count" => count = value.parse()?,
            "--seed" => seed = value.parse()?,
            _ => return Err(format!("There is no {name}. There are --browser, --count and --seed.").into()),
        }
    }
    trials(engine, count, seed, |line| println!("{line}"))
}
