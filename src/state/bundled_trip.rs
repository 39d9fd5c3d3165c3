//! The index of the trip to start with.

use lanyard_core::schedule::Trip;
use lanyard_core::schedule::wire::decode_index;

use crate::platform::own_files::OwnFiles;
use crate::wording;

/// The ids under which the start page names the bundled trip's files.
pub const INDEX: &str = "trip-index";
pub const DETAILS: &str = "trip-details";

/// Loads the index of the trip to show: the one the user keeps, which `boot.js` has looked up, or the bundled one.
///
/// # Errors
/// A sentence for the user, when the file cannot be had or read.
pub async fn load_trip(files: &dyn OwnFiles) -> Result<Trip, &'static str> {
    if let Some(trip) = files.first_trip().and_then(|text| decode_index(&text).ok()) {
        return Ok(trip);
    }
    let address = files.address(INDEX).ok_or(wording::PART_MISSING)?;
    let text = files.read(&address).await.ok_or(wording::PART_NOT_LOADED)?;
    decode_index(&text).map_err(|_| wording::BUNDLED_TRIP_DAMAGED)
}
