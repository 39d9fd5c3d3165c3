//! A backup is restored, and the phone goes out on the way; or it comes from another browser.

use lanyard_journeys::Outcome;
use lanyard_journeys::engine::Engine;
use lanyard_journeys::restoring::kills;
use lanyard_journeys::stage::{skipped, turn};

/// So that a run that left a mixture can be played again.
const SEED: u64 = 20_241_113;

/// Hundreds more are for `cargo xtask kill restore`.
fn killed_while_restoring(engine: Engine, count: u32) -> Outcome {
    if !engine.is_here() {
        return skipped(&format!("there is no {engine:?} here"));
    }
    let _turn = turn();
    kills(engine, count, SEED, |line| println!("{line}"))
}

#[test]
fn a_restore_that_chromium_did_not_survive_is_all_or_nothing() -> Outcome {
    killed_while_restoring(Engine::Chromium, 4)
}

#[test]
fn a_restore_that_firefox_did_not_survive_is_all_or_nothing() -> Outcome {
    killed_while_restoring(Engine::Firefox, 2)
}

#[test]
fn a_restore_that_webkit_did_not_survive_is_all_or_nothing() -> Outcome {
    killed_while_restoring(Engine::WebKit, 2)
}
