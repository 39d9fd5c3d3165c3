//! The bundled trip's files: a small index before the first screen, the details after it.
//!
//! The shell names both files, because only the build knows their hashed names: `<link id="trip-index" href>`, which
//! also makes the browser fetch the index beside the WebAssembly, and `<link id="trip-details" href>`.

use std::sync::Arc;

use lanyard_core::schedule::{Trip, wire};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::App;
use crate::platform::window;

/// Loads the bundled trip's index.
///
/// # Errors
/// A sentence for the user, when the file cannot be had or read.
pub async fn load_trip() -> Result<Trip, String> {
    let text = window::own_file(&file("trip-index")?).await?;
    wire::decode_index(&text).map_err(|_| "The bundled trip is damaged.".to_owned())
}

/// Loads the details in the background. Without them a session's page shows its row's facts and no links.
pub fn load_details(app: App) {
    spawn_local(async move {
        let Ok(url) = file("trip-details") else { return };
        let Ok(text) = window::own_file(&url).await else { return };
        if let Ok(details) = wire::decode_details(&text) {
            app.details.set(Some(Arc::new(details.into_iter().collect())));
        }
    });
}

fn file(id: &str) -> Result<String, String> {
    window::by_id(id)
        .and_then(|link| link.get_attribute("href"))
        .ok_or_else(|| "A part of the app is missing.".to_owned())
}
