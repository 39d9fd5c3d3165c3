//! Someone types, and the browser is gone, or the phone is replaced by one that has its files.

use lanyard_journeys::Outcome;
use lanyard_journeys::engine::Engine;
use lanyard_journeys::kill::{copies, kills};
use lanyard_journeys::stage::{skipped, turn};

/// So that a run that lost something can be played again.
const SEED: u64 = 20_241_113;

fn say(line: &str) {
    println!("{line}");
}

#[test]
fn nothing_called_saved_is_lost_in_twenty_kills() -> Outcome {
    if !Engine::Chromium.is_here() {
        return skipped("there is no Chromium here");
    }
    let _turn = turn();
    kills(Engine::Chromium, 20, SEED, say)
}

#[test]
fn nothing_called_saved_is_missing_from_a_copy() -> Outcome {
    if !Engine::Chromium.is_here() {
        return skipped("there is no Chromium here");
    }
    let _turn = turn();
    copies(Engine::Chromium, 3, SEED, say)
}

/// Firefox and hundreds more of each are for `cargo xtask kill`.
#[test]
fn nothing_called_saved_is_lost_in_webkit() -> Outcome {
    if !Engine::WebKit.is_here() {
        return skipped("there is no WebKit here");
    }
    let _turn = turn();
    kills(Engine::WebKit, 2, SEED, say)?;
    copies(Engine::WebKit, 1, SEED, say)
}
