//! On this phone: the trips kept here, and the room for them and for what I write.

use lanyard_core::trips::{CatalogTrip, TripCatalog};
use leptos::prelude::*;

use crate::components::hand_over::hand_over;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, article, button, div, h3, li, list, live, p, titled};
use crate::components::storage_space;
use crate::components::words;
use crate::route::Page;
use crate::state::App;
use crate::state::hand_over::all_photos;

pub fn page(app: App) -> HtmlElement {
    article()
        .child(inner_header(app, Page::Trip, "Trip", "On this phone".to_owned(), ()))
        .child(move || trips(app))
        .child(storage_space::state(app))
        .child(photos(app))
}

/// All photos at once, once there are some.
fn photos(app: App) -> AnyView {
    let entries = app.notebook.entries();
    let count =
        Memo::new(move |_| entries.with(|entries| entries.iter().filter(|entry| entry.photo.is_some()).count()));
    live(move || {
        let count = count.get();
        let export = move || app.trip.with(|trip| entries.with(|entries| all_photos(trip, entries)));
        let said = format!("{} in your notebook.", words::count(count, "photo", "photos"));
        let along = || div().class("storage-space").child(p().child(said)).child(hand_over(app, "all photos", export));
        (count > 0).then(|| titled("Photos", along()))
    })
}

/// The trips kept here, and the bundled one, which can only be hidden.
fn trips(app: App) -> Option<HtmlElement> {
    let catalog = app.trips.catalog.get();
    let shown = app.trip.get().id.clone();
    let is_hidden = |kept: &CatalogTrip| catalog.hides(kept) && kept.id != shown;
    let show = |kept: &CatalogTrip| {
        let id = kept.id.clone();
        button().class("button").on_click(move || app.trips.choose(id.clone())).child(format!("Show {}", kept.title))
    };
    let card = |kept: &CatalogTrip| {
        let is_shown = kept.id == shown;
        let id = kept.id.clone();
        let put_away = match kept.now.base {
            Some(_) if is_shown => None,
            Some(_) => {
                let hide = move || app.trips.hide_bundled(true);
                Some(button().class("button").on_click(hide).child(format!("Hide {}", kept.title)))
            }
            None => {
                let remove = move || app.trips.remove(id.clone());
                Some(button().class("button").on_click(remove).child(format!("Remove {}", kept.title)))
            }
        };
        let buttons = div().class("buttons").child((!is_shown).then(|| show(kept))).child(put_away);
        li().class("card")
            .child(h3().child(kept.title.clone()))
            .child(is_shown.then(|| p().class("row-facts").child("Shown")))
            .child(buttons)
    };
    if catalog.trips.len() < 2 {
        return None;
    }
    let cards = catalog.trips.iter().filter(|kept| !is_hidden(kept)).map(card).collect();
    let hidden = catalog.trips.iter().find(|kept| is_hidden(kept));
    let trips = titled("Trips", list("cards", cards))
        .child(hidden.map(|kept| p().class("facts").child(format!("Hidden: {}", kept.title))))
        .child(hidden.map(|kept| div().class("buttons").child(show(kept))));
    Some(trips)
}

/// What is on screen is of another trip that is kept here: the way to that one. Nothing while it is shown.
pub fn way_to_trip(app: App, of: impl Fn(&TripCatalog) -> Option<&CatalogTrip> + Send + Sync + 'static) -> AnyView {
    live(move || {
        let catalog = app.trips.catalog.get();
        let kept = of(&catalog).filter(|kept| app.trip.with(|shown| shown.id != kept.id))?;
        let id = kept.id.clone();
        let show = button()
            .class("button")
            .on_click(move || app.trips.choose(id.clone()))
            .child(format!("Show {}", kept.title));
        let way = div()
            .class("ask")
            .child(p().child(format!("This belongs to another trip on this phone: {}.", kept.title)))
            .child(div().class("buttons").child(show));
        Some(way)
    })
}
