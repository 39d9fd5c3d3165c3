//! Agenda: a day of all events in one list or against time, or all that is mine; filtered by what stands in the address.

pub mod filters;
pub mod grid;
mod list;
mod tools;

use lanyard_core::agenda::Filter;
use lanyard_core::schedule::{Day, Trip};
use leptos::prelude::*;

use crate::components::header::header;
use crate::components::html::{all, live, p};
use crate::components::words;
use crate::route::Page;
use crate::state::{AgendaFilter, App};
use list::AgendaList;

pub fn page(app: App) -> AnyView {
    let filter = Memo::new(move |_| {
        app.navigation.route.with(|route| match &route.page {
            Page::Agenda(filter) => filter.clone(),
            // The list beside a page is at that one's day.
            page => {
                let last = app.last_filter.get_untracked();
                Filter { day: day_of(app, page).or(last.day), ..last }
            }
        })
    });
    Effect::new(move || app.last_filter.set(filter.get()));
    let day = Memo::new(move |_| filter.with(|filter| filter.day).unwrap_or_else(|| opening_day(app)));
    let head = header(app, "Agenda".to_owned(), p().child(move || age(&app.trip.get())));
    let list = AgendaList::new(app, filter, day);
    let shown = AgendaFilter { filter, day: list.shown_day(), count: list.rows() };
    let is_grid = Memo::new(move |_| filter.with(|filter| filter.grid.is_some()));
    let moment = || p().class("empty").child("One moment").into();
    let grid = move || app.deferred.get().map_or_else(moment, |deferred| deferred.grid(app, filter, day));
    let body = live(move || if is_grid.get() { live(grid) } else { list.view() });
    all((head, tools::tools(app, shown, day, list), body))
}

/// The day of what a page is about.
fn day_of(app: App, page: &Page) -> Option<Day> {
    match page {
        Page::Session(key) => app.trip.with(|trip| trip.find(key).and_then(|session| trip.day(session))),
        Page::Own(id, day) => day.or_else(|| app.own_items.get(id).map(|item| app.day_at(item.start))),
        _ => None,
    }
}

/// Today while the trip is on; else its first day.
fn opening_day(app: App) -> Day {
    let trip = app.trip.get();
    let today = app.day_at(app.now());
    if trip.holds(today) { today } else { trip.first }
}

/// How old the schedule is, and whose clocks are shown where they are not the trip's.
fn age(trip: &Trip) -> String {
    let mut text = format!("Schedule as of {}", words::day_and_year(trip.as_of));
    if let Some(zone) = &trip.telling.zone {
        text += &format!(" · Times in {}", zone.abbreviation_at(trip.first_moment()));
    }
    text
}
