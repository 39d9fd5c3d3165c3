//! Someone types, and the browser is gone.

use lanyard_journeys::Outcome;
use lanyard_journeys::kill::{Engine, is_here, trials};
use lanyard_journeys::stage::{skipped, turn};

#[test]
fn nothing_called_saved_is_lost_in_twenty_kills() -> Outcome {
    if !is_here(Engine::Chromium) {
        return skipped("there is no Chromium here");
    }
    let _turn = turn();
    trials(Engine::Chromium, 20, 20_241_113, |line| println!("{line}"))
}
