//! The bundled trip's files: a small index before the first screen, the details after it.
//!
//! The shell names both files, because only the build knows their hashed names: `<link id="trip-index" href>`, which
//! also makes the browser fetch the index beside the WebAssembly, and `<link id="trip-details" href>`.

use std::rc::Rc;
use std::sync::Arc;

use lanyard_core::schedule::{Trip, wire};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::own_files::{BrowserOwnFiles, OwnFiles};

/// Loads the index of the trip to show: the one the user keeps, which `boot.js` has looked up, or the bundled one.
///
/// # Errors
/// A sentence for the user, when the file cannot be had or read.
pub async fn load_trip(files: &dyn OwnFiles) -> Result<Trip, String> {
    if let Some(trip) = files.first_trip().and_then(|text| wire::decode_index(&text).ok()) {
        return Ok(trip);
    }
    let address = files.address("trip-index").ok_or("A part of the app is missing.")?;
    let text = files.read(&address).await.ok_or("A part of the app could not be loaded.")?;
    wire::decode_index(&text).map_err(|_| "The bundled trip is damaged.".to_owned())
}

/// Where the bundled trip's index and details are. The name of the first stands for this very state of the trip.
pub fn addresses() -> Option<(String, String)> {
    Some((index_name()?, BrowserOwnFiles.address("trip-details")?))
}

pub fn index_name() -> Option<String> {
    BrowserOwnFiles.address("trip-index")
}

/// Loads the details in the background. Without them a session's page shows its row's facts and no links.
pub fn load_details(files: Rc<dyn OwnFiles>, details: RwSignal<Option<Arc<wire::DetailsBook>>>) {
    // Those of a trip the user keeps come with the trip.
    if files.first_trip().is_some() {
        return;
    }
    spawn_local(async move {
        let Some(address) = files.address("trip-details") else { return };
        let Some(text) = files.read(&address).await else { return };
        details.set(wire::DetailsBook::open(text).ok().map(Arc::new));
    });
}
