//! The index of the trip to start with.

use lanyard_core::schedule::Trip;
use lanyard_core::schedule::wire::decode_index;

use crate::platform::Screen;
use crate::route::Route;
use crate::wording;

/// The ids under which the start page names the bundled trip's files.
pub const INDEX: &str = "trip-index";
pub const DETAILS: &str = "trip-details";
/// The id of the address of its example, which is empty when it has none.
pub const EXAMPLE: &str = "example";

/// Loads the index of the trip to show: the one the user keeps, which `boot.js` has looked up, or the bundled one. The
/// example is of the bundled one.
///
/// # Errors
/// A sentence for the user, when the file cannot be had or read.
pub async fn load_trip(screen: &Screen) -> Result<Trip, &'static str> {
    let files = &screen.own_files;
    let is_example = Route::parse(&screen.address.fragment()).example;
    if !is_example && let Some(trip) = files.first_trip().and_then(|text| decode_index(&text).ok()) {
        return Ok(trip);
    }
    let address = files.address(INDEX).ok_or(wording::PART_MISSING)?;
    let text = files.read(&address).await.ok_or(wording::PART_NOT_LOADED)?;
    decode_index(&text).map_err(|_| wording::BUNDLED_TRIP_DAMAGED)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::rc::Rc;

    use lanyard_core::schedule::wire::encode_index;

    use super::*;
    use crate::platform::clock::MemoryClock;
    use crate::platform::contract::run;
    use crate::platform::own_files::MemoryOwnFiles;
    use crate::state::trips::tests::world::empty_trip;

    #[test]
    fn the_example_shows_the_bundled_trip_whichever_is_kept() {
        let clock = Rc::new(MemoryClock::default());
        let titled = |title: &str| encode_index(&Trip { title: title.to_owned(), ..empty_trip() });
        let own_files = MemoryOwnFiles::default();
        own_files.files.borrow_mut().insert(INDEX.to_owned(), ("index.txt".to_owned(), titled("Bundled")));
        *own_files.first_trip.borrow_mut() = Some(titled("Kept"));
        let screen = Screen { own_files: Rc::new(own_files), ..Screen::memory(clock.clone()) };
        run(&clock, async move {
            for (fragment, expect) in [("#/now", "Kept"), ("#/now?example=week", "Bundled"), ("#/trip", "Kept")] {
                screen.address.set(fragment);
                assert_eq!(load_trip(&screen).await.map(|trip| trip.title).as_deref(), Ok(expect), "{fragment}");
            }
        });
    }
}
