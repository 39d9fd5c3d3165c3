//! Settings: whose clocks are shown.

use leptos::prelude::*;

use crate::components::html::{HtmlElement, chip, chips, div, live, p, titled};
use crate::components::words;
use crate::components::zone_search::{place, zone_search};
use crate::platform::zone;
use crate::state::App;
use crate::state::trips::telling::{OWN_ZONE, SHOWN_ZONE, TRIP_ZONE};

/// The trip's, this device's, or any that the browser knows.
pub fn zone(app: App) -> HtmlElement {
    let chosen = move || app.settings.get(SHOWN_ZONE).unwrap_or_else(|| TRIP_ZONE.to_owned());
    let other = move || Some(chosen()).filter(|zone| zone != TRIP_ZONE && zone != OWN_ZONE);
    let is_searching = RwSignal::new(false);
    let choose = move |zone: &str| {
        is_searching.set(false);
        app.settings.set(SHOWN_ZONE, zone);
    };
    let of_trip =
        move || app.trip.with(|trip| format!("The trip's, {}", trip.zone.abbreviation_at(trip.first_moment())));
    let mine = zone::own_zone().map_or_else(|| "Mine".to_owned(), |zone| format!("Mine, {}", place(&zone)));
    let another = move || other().map_or_else(|| "Another".to_owned(), |zone| place(&zone));
    let zones = vec![
        chip(of_trip, move || chosen() == TRIP_ZONE, move || choose(TRIP_ZONE)),
        chip(mine, move || chosen() == OWN_ZONE, move || choose(OWN_ZONE)),
        chip(another, move || other().is_some(), move || is_searching.update(|it| *it = !*it))
            .aria_expanded(move || is_searching.get().to_string()),
    ];
    let search = live(move || is_searching.get().then(|| zone_search("City of the zone", choose)));
    let said = p().class("facts").role("status").child(move || consequence(app));
    let body = div().class("open-field").child(chips("Times in the zone", zones)).child(search).child(said);
    titled("Times in the zone", body)
}

/// What is shown now, and what it means.
fn consequence(app: App) -> String {
    let chosen = app.settings.get(SHOWN_ZONE).filter(|zone| zone != TRIP_ZONE);
    app.trip.with(|trip| match (&trip.telling.zone, chosen) {
        (Some(zone), _) => format!(
            "Times are {} time, {}. Days stay those of the programme, and a time on another day says so. What you type and \
             what you share is venue time.",
            place(&zone.name),
            zone.abbreviation_at(trip.first_moment())
        ),
        (None, Some(zone)) if zone != OWN_ZONE && zone != trip.zone.name => {
            format!("This browser does not know {}, so times are the trip's.", place(&zone))
        }
        _ => format!("Times are those of the trip, {}.", words::shown_zone(trip).abbreviation_at(trip.first_moment())),
    })
}
