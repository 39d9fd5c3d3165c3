//! Where the events that the user added come from, how fresh they are, and the way to a newer state.

use lanyard_core::schedule::{EventId, Trip};
use lanyard_core::share::partial::is_partial;
use lanyard_core::trips::Origin;
use leptos::prelude::*;

use super::html::{HtmlElement, button, chip, div, live, p};
use super::words;
use crate::state::App;
use crate::state::trips::REFRESH_ON_OPENING;

/// Of which day the schedule of an event is that came with the app; of one that the user added, where it was read and
/// when.
pub fn origin(app: App, trip: &Trip, event: &EventId) -> HtmlElement {
    let Some(source) = app.trips.sources().into_iter().find(|source| source.event == *event) else {
        let as_of = format!("As of {} {}. It came with Lanyard.", words::day_long(trip.as_of), trip.as_of.ymd().0);
        return p().class("facts").child(as_of);
    };
    if source.origin.is_bundled() {
        return p().class("facts").child("It came with an earlier Lanyard.");
    }
    if trip.events.iter().position(|known| known.id == *event).is_some_and(|index| is_partial(trip, index)) {
        return p().class("facts").child("This phone has only what was shared with you of it.");
    }
    let from = match &source.origin {
        Origin::Address(address) => host(address).to_owned(),
        Origin::File(name) => format!("the file {name}"),
        Origin::Pasted => "what you pasted".to_owned(),
    };
    let read_at = words::day_and_clock(trip, source.read_at);
    p().class("facts").child(format!("From {from}, read {read_at}."))
}

/// Asks for newer states of all events that have an address.
pub fn refresh(app: App) -> AnyView {
    let has_address = Memo::new(move |_| app.trips.sources().iter().any(|source| source.origin.address().is_some()));
    let is_asking = move || app.trips.refreshing.with(Option::is_some);
    let tapped = move || if untrack(is_asking) { app.trips.cancel_refresh() } else { app.trips.refresh(false) };
    let name = move || if is_asking() { "Cancel" } else { "Look for changes" }.to_owned();
    let is_allowed = move || app.settings.get(REFRESH_ON_OPENING).as_deref() == Some("yes");
    let allow = move || {
        let next = if untrack(is_allowed) { "no" } else { "yes" };
        app.settings.set(REFRESH_ON_OPENING, next);
    };
    let state = move || {
        let asked = app.trips.refreshing.get();
        asked.map_or_else(String::new, |title| format!("Looking for changes of {title}"))
    };
    live(move || {
        if !has_address.get() {
            return None;
        }
        let ask = button().class("button").on_click(tapped).child(name);
        let allow = chip("Also each time Lanyard opens", is_allowed, allow);
        let row = div().class("buttons").child(ask).child(allow);
        Some(div().class("sources").child(row).child(p().class("facts").role("status").child(state)))
    })
}

/// `fosdem.org`: the site of an address.
pub fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}
