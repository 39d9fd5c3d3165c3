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
