//! Search: anything, as I type.

use std::sync::Arc;

use lanyard_core::search::{Kind, Search};
use leptos::prelude::*;

use crate::components::entry::entry_item;
use crate::components::header::inner_header;
use crate::components::node::{all, link, node, nothing, p};
use crate::components::row::{RowTime, session_row};
use crate::components::words;
use crate::platform::window;
use crate::route::Page;
use crate::state::App;

/// As many as one screen and a half of results; a longer query finds the rest.
const MOST: usize = 40;
const FIELD: &str = "search-field";

pub fn page(app: App) -> AnyView {
    let words = Memo::new(move |_| {
        app.route.with(|route| match &route.page {
            Page::Search(words) => words.clone(),
            _ => String::new(),
        })
    });
    // Anew when an entry changes: at a cold start they arrive after the page.
    let index = Memo::new_with_compare(move |_| Arc::new(index(app)), |_, _| true);
    Effect::new(|| window::focus(FIELD));
    let field = node("input")
        .set("id", FIELD)
        .set("type", "search")
        .class("field one-line")
        .set("aria-label", "Search")
        .set("placeholder", "Sessions, people, rooms, your notes")
        .value(move || words.get())
        .on_text(move |words| app.replace(Page::Search(words)));
    let back = app.href(Page::Agenda(app.last_filter.get_untracked()));
    node("article")
        .child(inner_header(back, "Agenda", "Search".to_owned(), nothing()))
        .child(field)
        .live(move || results(app, index, &words.get()))
        .build()
}

/// One document for each session, person, room and entry.
fn index(app: App) -> Search {
    let trip = app.trip.get();
    let mut search = Search::new();
    for (place, session) in trip.sessions.iter().enumerate() {
        let mut about = words::speakers(&trip, session);
        for part in [
            words::place(&trip, session),
            trip.label(session.kind).map(str::to_owned),
            trip.label(session.track).map(str::to_owned),
        ] {
            about.push(' ');
            about.push_str(&part.unwrap_or_default());
        }
        search.add(Kind::Session, place, &session.title, &about);
    }
    for (place, person) in trip.people.iter().enumerate() {
        search.add(Kind::Person, place, &person.name, person.affiliation.as_deref().unwrap_or(""));
    }
    for (place, room) in trip.rooms.iter().enumerate() {
        search.add(Kind::Room, place, &room.name, &words::room_name(&trip, room));
    }
    for (place, entry) in app.user.entries().get().iter().enumerate() {
        search.add(Kind::Entry, place, &entry.text, &[entry.name.as_str(), " ", &entry.affiliation].concat());
    }
    search
}

fn results(app: App, index: Memo<Arc<Search>>, words: &str) -> AnyView {
    if words.trim().is_empty() {
        return p("empty", "Type a word or a name. One mistyped letter is forgiven.").build();
    }
    let trip = app.trip.get();
    let entries = app.user.entries().get();
    let hits = index.with(|index| index.find(words, MOST));
    let rows: Vec<AnyView> = hits
        .iter()
        .filter_map(|hit| match hit.kind {
            Kind::Session => {
                let session = trip.sessions.get(hit.place)?;
                Some(session_row(app, &trip, session, RowTime::DayAndClock, Vec::new()))
            }
            Kind::Person => {
                let person = trip.people.get(hit.place)?;
                let href = app.href(Page::Person(person.name.clone()));
                Some(plain_row(href, &person.name, person.affiliation.as_deref().unwrap_or("Speaker")))
            }
            Kind::Room => {
                let room = trip.rooms.get(hit.place)?;
                let filter = lanyard_core::agenda::Filter { rooms: vec![room.id.clone()], ..Default::default() };
                Some(plain_row(app.href(Page::Agenda(filter)), &words::room_name(&trip, room), "Room"))
            }
            Kind::Entry => Some(entry_item(app, &trip, entries.get(hit.place)?, true)),
        })
        .collect();
    let found = match rows.len() {
        0 => "Nothing found. Try fewer letters.".to_owned(),
        MOST => ["The best ", &MOST.to_string(), " results"].concat(),
        number => words::count(number, "result", "results"),
    };
    all(vec![p("found", found).set("role", "status").build(), node("ul").class("rows").children(rows).build()])
}

fn plain_row(href: String, name: &str, what: &str) -> AnyView {
    let row = link("plain-row two", href, "")
        .child(node("b").text(name.to_owned()))
        .child(node("span").text(what.to_owned()));
    node("li").child(row).build()
}
