//! `measure start`, `measure everyday`, `measure retrospective`, `measure reading FILE`, `measure screens DIR`: what
//! `cargo xtask speed` and `cargo xtask shots` run.

use std::path::Path;
use std::process::ExitCode;

use lanyard_journeys::measure::{everyday, reading, retrospective, screens, start};
use lanyard_journeys::{Outcome, exit_code};

fn main() -> ExitCode {
    exit_code(run())
}

fn run() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["start"] => runtime.block_on(start::speed()),
        ["everyday"] => runtime.block_on(everyday::speed()),
        ["retrospective"] => runtime.block_on(retrospective::speed()),
        ["reading", file] => runtime.block_on(reading::speed(Path::new(file))),
        ["screens", folder] => runtime.block_on(screens::shots(Path::new(folder))),
        _ => Err("There are `start`, `everyday`, `retrospective`, `reading FILE` and `screens DIR`.".into()),
    }
}
