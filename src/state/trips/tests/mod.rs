//! What becomes of trips, told as what somebody does with them: adding, updating, undoing, in one tab and in two, with
//! stores and sites that do not do as they should. In a browser the journeys `trips`, `updates` and `editions` do a part
//! of the same.
#![cfg(not(target_arch = "wasm32"))]

mod adding;
mod bundled;
mod storage;
mod tabs;
mod telling;
mod updating;
pub(in crate::state) mod world;

use std::time::Duration;

use lanyard_core::schedule::{SessionKey, TripId};
use lanyard_core::trips::Destination;
use leptos::prelude::*;

use super::{ImportState, REFRESH_ON_OPENING};
use crate::platform::reader::Failure;
use crate::wording;
use world::{Tab, World, in_a_browser, schedule, trip};

const WEEK: [&str; 2] = ["week/a", "week/b"];
const WITH_FOSDEM: [&str; 3] = ["fosdem/x", "week/a", "week/b"];

fn fosdem() -> Vec<u8> {
    schedule("FOSDEM", &["x 11 Rust"])
}

/// Adds FOSDEM to the week, from a file.
async fn add_fosdem(world: &World, tab: &Tab) {
    world.add(tab, fosdem(), Some(Destination::ThisTrip)).await;
}
