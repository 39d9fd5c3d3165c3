//! Lanyard, the app: state, one mount, and then the deferred part.

mod components;
mod deferred;
mod later;
mod pages;
mod platform;
mod route;
mod state;
mod wording;

use std::rc::Rc;

use lanyard_core::schedule::Trip;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::platform::{Screen, shell};
use crate::state::App;

fn main() {
    // Heard only in a build that keeps the words of its panics, such as plain `trunk serve`. In what `cargo xtask build`
    // makes a panic is a trap, and `boot.js` sees that.
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        shell::announce("lanyard:panic");
    }));
    spawn_local(async {
        let screen = Rc::new(Screen::browser());
        match state::load_trip(&screen).await {
            Ok(trip) => mount(trip, screen),
            Err(sentence) => shell::announce_failure(sentence),
        }
    });
}

/// Replaces the shell that `index.html` painted with the living app.
fn mount(trip: Trip, screen: Rc<Screen>) {
    let Some(shell) = shell::by_id("app") else { return };
    shell::clear(&shell);
    mount_to(shell, move || {
        let app = App::start(trip, &screen);
        pages::apply_settings(app);
        spawn_local(async move {
            match deferred::load().await {
                Ok(deferred) => {
                    app.complete(deferred);
                    later::fetch(app);
                    shell::announce("lanyard:started");
                }
                Err(_) => shell::announce_failure(wording::DEFERRED_NOT_LOADED),
            }
        });
        pages::frame(app)
    })
    .forget();
}
