//! The bundled trip's files: a small index before the first screen, the details after it.
//!
//! The shell names both files, because only the build knows their hashed names: `<link id="trip-index" href>`, which
//! also makes the browser fetch the index beside the WebAssembly, and `<link id="trip-details" href>`.

use std::sync::Arc;

use lanyard_core::schedule::{Trip, wire};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::platform::window;

/// Loads the index of the trip to show: the one the user keeps, which `boot.js` has looked up, or the bundled one.
///
/// # Errors
/// A sentence for the user, when the file cannot be had or read.
pub async fn load_trip() -> Result<Trip, String> {
    if let Some(trip) = window::first_trip().and_then(|text| wire::decode_index(&text).ok()) {
        return Ok(trip);
    }
    let text = window::own_file(&file("trip-index")?).await?;
    wire::decode_index(&text).map_err(|_| "The bundled trip is damaged.".to_owned())
}

/// Where the bundled trip's index and details are. The name of the first stands for this very state of the trip.
pub fn addresses() -> Option<(String, String)> {
    Some((file("trip-index").ok()?, file("trip-details").ok()?))
}

pub fn index_name() -> Option<String> {
    file("trip-index").ok()
}

/// Loads the details in the background. Without them a session's page shows its row's facts and no links.
pub fn load_details(details: RwSignal<Option<Arc<wire::DetailsBook>>>) {
    // Those of a trip the user keeps come with the trip.
    if window::first_trip().is_some() {
        return;
    }
    spawn_local(async move {
        let Ok(url) = file("trip-details") else { return };
        let Ok(text) = window::own_file(&url).await else { return };
        details.set(wire::DetailsBook::open(text).ok().map(Arc::new));
    });
}

fn file(id: &str) -> Result<String, String> {
    window::by_id(id)
        .and_then(|link| link.get_attribute("href"))
        .ok_or_else(|| "A part of the app is missing.".to_owned())
}
