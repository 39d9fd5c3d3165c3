//! Lanyard, the app: state, one mount, and then the deferred part.

mod components;
mod deferred;
mod pages;
mod platform;
mod route;
mod state;
mod wording;

use std::rc::Rc;

use lanyard_core::schedule::Trip;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::platform::address::BrowserAddress;
use crate::platform::own_files::{BrowserOwnFiles, OwnFiles};
use crate::platform::window;
use crate::state::App;

fn main() {
    // Heard only in a build that keeps the words of its panics, such as plain `trunk serve`. In what `cargo xtask build`
    // makes a panic is a trap, and `boot.js` sees that.
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        window::announce("lanyard:panic");
    }));
    spawn_local(async {
        let files: Rc<dyn OwnFiles> = Rc::new(BrowserOwnFiles);
        match state::load_trip(&*files).await {
            Ok(trip) => mount(trip, files),
            Err(sentence) => window::announce_failure(sentence),
        }
    });
}

/// Replaces the shell that `index.html` painted with the living app.
fn mount(trip: Trip, files: Rc<dyn OwnFiles>) {
    let Some(shell) = window::by_id("app") else { return };
    window::clear(&shell);
    window::watch_taps();
    mount_to(shell, move || {
        let app = App::start(trip, Rc::new(BrowserAddress::new()), files);
        pages::apply_settings(app);
        spawn_local(async move {
            match deferred::load().await {
                Ok(deferred) => {
                    app.complete(deferred);
                    window::announce("lanyard:started");
                }
                Err(_) => window::announce_failure(wording::DEFERRED_NOT_LOADED),
            }
        });
        pages::frame(app)
    })
    .forget();
}
