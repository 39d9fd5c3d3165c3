//! Person: everything by one speaker, and what I wrote about them.

use leptos::prelude::*;

use super::lost;
use crate::components::entry::entry_item;
use crate::components::header::inner_header;
use crate::components::node::{list, node, nothing, p, section};
use crate::components::row::{RowTime, session_row};
use crate::route::Page;
use crate::state::App;

pub fn page(app: App, name: &str) -> AnyView {
    let trip = app.trip.get();
    let entries = app.user.entries().get();
    let rows: Vec<AnyView> = trip
        .sessions_by(name)
        .map(|(_, session)| session_row(app, &trip, session, RowTime::DayAndClock, Vec::new()))
        .collect();
    let notes: Vec<AnyView> =
        entries.iter().filter(|entry| entry.name == name).map(|entry| entry_item(app, &trip, entry, true)).collect();
    if rows.is_empty() && notes.is_empty() {
        return lost::page(app, &["person/", name].concat());
    }
    let person = trip.people.iter().find(|person| person.name == name);
    let back = app.href(Page::Agenda(app.last_filter.get_untracked()));
    let mut page = node("article")
        .child(inner_header(back, "Agenda", name.to_owned(), nothing()))
        .child(p("where", person.and_then(|person| person.affiliation.clone()).unwrap_or_default()));
    for (title, class, items) in [("Sessions", "rows", rows), ("Your notes", "entries", notes)] {
        if !items.is_empty() {
            page = page.child(section(title, list(class, items)));
        }
    }
    page.build()
}
