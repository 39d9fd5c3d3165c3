//! `cargo xtask kill [restore] [--browser chromium|firefox|webkit] [--count 100 | --copies 60] [--seed 1]`
//!
//! Kills a browser again and again while someone types, or copies its profile while someone types, and says whether
//! anything was lost that had been called saved. With `restore` it kills a browser while a backup is restored, and says
//! whether a mixture was left.

use std::process::ExitCode;

use lanyard_journeys::engine::Engine;
use lanyard_journeys::kill::{copies, kills};
use lanyard_journeys::restoring;
use lanyard_journeys::{Outcome, exit_code};

fn main() -> ExitCode {
    exit_code(run())
}

fn run() -> Outcome {
    let (mut engine, mut count, mut copied, mut seed) = (Engine::Chromium, 100, None, fastrand::u64(..));
    let mut arguments = std::env::args().skip(1).peekable();
    let restores = arguments.next_if(|it| it == "restore").is_some();
    while let Some(name) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
        match name.as_str() {
            "--browser" => engine = Engine::named(&value).ok_or("The browsers are chromium, firefox and webkit.")?,
            "--count" => count = value.parse()?,
            "--copies" => copied = Some(value.parse()?),
            "--seed" => seed = value.parse()?,
            _ => return Err(format!("There is no {name}. There are --browser, --count, --copies and --seed.").into()),
        }
    }
    let say = |line: &str| println!("{line}");
    match copied {
        _ if restores => restoring::kills(engine, u32::try_from(count)?, seed, say),
        Some(count) => copies(engine, count, seed, say),
        None => kills(engine, count, seed, say),
    }
}
