//! Person: everything by one speaker, and what I wrote about them.

use lanyard_core::schedule::Person;
use leptos::prelude::*;

use super::lost;
use crate::components::entry::entry_item;
use crate::components::header::inner_header;
use crate::components::row::{RowTime, session_row};
use crate::route::Page;
use crate::state::App;

pub fn page(app: App, name: &str) -> AnyView {
    let trip = app.trip.get();
    let speaks = |person: &Person| person.name == name;
    let rows: Vec<_> = trip
        .sessions
        .iter()
        .filter(|session| trip.speakers(session).any(speaks))
        .map(|session| session_row(app, &trip, session, RowTime::DayAndClock, Vec::new()))
        .collect();
    let all = app.user.entries().get();
    let entries: Vec<_> =
        all.iter().filter(|entry| entry.name == name).map(|entry| entry_item(app, &trip, entry, true)).collect();
    if rows.is_empty() && entries.is_empty() {
        return lost::page(app, ["person/", name].concat());
    }
    let affiliation = trip.people.iter().find(|person| speaks(person)).and_then(|person| person.affiliation.clone());
    view! {
        <article>
            {inner_header(app.href(Page::Agenda(app.last_filter.get_untracked())), "Agenda", name.to_owned(), ())}
            <p class="where">{affiliation}</p>
            {(!rows.is_empty()).then(|| view! { <section><h2>"Sessions"</h2><ul class="rows">{rows}</ul></section> })}
            {(!entries.is_empty()).then(|| view! { <section><h2>"Your notes"</h2><ul class="entries">{entries}</ul></section> })}
        </article>
    }
    .into_any()
}
