//! Agenda: a day of all events in one list, or all that is mine; filtered by what stands in the address.

pub mod filters;
mod list;
mod tools;

use lanyard_core::schedule::{Day, Trip};
use leptos::prelude::*;

use crate::components::header::header;
use crate::components::html::{all, h2, live, p};
use crate::components::words;
use crate::route::Page;
use crate::state::{AgendaFilter, App};
use list::AgendaList;

/// The agenda. `is_page` says whether it is the page itself (then its heading is the page's) or the list beside one.
pub fn page(app: App, is_page: Signal<bool>) -> AnyView {
    let filter = Memo::new(move |_| {
        app.navigation.route.with(|route| match &route.page {
            Page::Agenda(filter) => filter.clone(),
            _ => app.last_filter.get_untracked(),
        })
    });
    Effect::new(move || app.last_filter.set(filter.get()));
    let day = Memo::new(move |_| filter.with(|filter| filter.day).unwrap_or_else(|| opening_day(app)));
    let head = live(move || {
        if is_page.get() {
            let age = p().child(move || age(&app.trip.get()));
            header(app, "Agenda".to_owned(), age)
        } else {
            h2().class("list-title").child("Agenda")
        }
    });
    let list = AgendaList::new(app, filter, day);
    let shown = AgendaFilter { filter, day: list.shown_day(), count: list.rows() };
    all((head, tools::tools(app, shown, day, list), list.view()))
}

/// The day of the session beside the list; else today while the trip is on; else its first day.
fn opening_day(app: App) -> Day {
    let trip = app.trip.get();
    let beside = app.navigation.route.with(|route| match &route.page {
        Page::Session(key) => trip.find(key).and_then(|session| trip.day(session)),
        _ => None,
    });
    let today = app.day_at(app.now());
    beside.unwrap_or(if trip.holds(today) { today } else { trip.first })
}

fn age(trip: &Trip) -> String {
    format!("Schedule as of {}", words::day_and_year(trip.as_of))
}
