//! Search: anything, as I type.

use std::sync::Arc;

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::{EntryId, add_documents};
use lanyard_core::search::{DocumentKind, Hit, Search};
use leptos::prelude::*;

use crate::components::entry::entry_item;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, all, article, b, input, item, keyed, li, p, span, ul};
use crate::components::row::{RowTime, session_row};
use crate::components::words;
use crate::platform::focus;
use crate::route::Page;
use crate::state::App;

/// As many as one screen and a half of results; a longer query finds the rest.
const MOST: usize = 40;
const FIELD: &str = "search-field";

pub fn page(app: App) -> HtmlElement {
    let words = Memo::new(move |_| {
        app.navigation.route.with(|route| match &route.page {
            Page::Search(words) => words.clone(),
            _ => String::new(),
        })
    });
    // Anew when an entry changes: at a cold start they arrive after the page.
    let index = Memo::new_with_compare(move |_| Arc::new(index(app)), |_, _| true);
    Effect::new(|| focus::focus(FIELD));
    let field = input()
        .id(FIELD)
        .r#type("search")
        .class("field one-line")
        .aria_label("Search")
        .placeholder("Sessions, people, rooms, your notes")
        .prop_value(move || words.get())
        .on_text(move |words| app.navigation.replace(Page::Search(words)));
    let back = app.href(Page::Agenda(app.last_filter.get_untracked()));
    article()
        .child(inner_header(back, "Agenda", "Search".to_owned(), ()))
        .child(field)
        .child(move || results(app, index, words.get()))
}

/// One document for each session, person, room and entry.
fn index(app: App) -> Search {
    let trip = app.trip.get();
    let mut search = Search::new();
    for (index, session) in trip.sessions.iter().enumerate() {
        let mut about = words::speakers(&trip, session);
        for part in [
            words::location(&trip, session),
            trip.label(session.kind).map(str::to_owned),
            trip.label(session.track).map(str::to_owned),
        ] {
            about += &format!(" {}", part.unwrap_or_default());
        }
        search.add(DocumentKind::Session, index, &session.title, &about);
    }
    for (index, person) in trip.people.iter().enumerate() {
        search.add(DocumentKind::Person, index, &person.name, person.affiliation.as_deref().unwrap_or(""));
    }
    for (index, room) in trip.rooms.iter().enumerate() {
        search.add(DocumentKind::Room, index, &room.name, &words::room_name(&trip, room));
    }
    add_documents(&mut search, &app.notebook.entries().get());
    search
}

/// What a result is. An entry goes by its name, so that its words can change in place.
#[derive(Clone, PartialEq, Eq, Hash)]
enum SearchResult {
    /// A session, a person or a room, by its index in the trip.
    InTrip(DocumentKind, usize),
    Entry(EntryId),
}

fn results(app: App, index: Memo<Arc<Search>>, words: String) -> AnyView {
    if words.trim().is_empty() {
        return p().class("empty").child("Type a word or a name. One mistyped letter is forgiven.").into();
    }
    let found = Memo::new(move |_| {
        let entries = app.notebook.entries().get();
        let hits = index.with(|index| index.find(&words, MOST));
        let result = |hit: &Hit| match hit.kind {
            DocumentKind::Entry => entries.get(hit.index).map(|entry| SearchResult::Entry(entry.id.clone())),
            kind => Some(SearchResult::InTrip(kind, hit.index)),
        };
        hits.iter().filter_map(result).collect::<Vec<SearchResult>>()
    });
    let count = move || match found.with(Vec::len) {
        0 => "Nothing found. Try fewer letters.".to_owned(),
        MOST => format!("The best {MOST} results"),
        number => words::count(number, "result", "results"),
    };
    let rows = move || {
        found
            .get()
            .into_iter()
            .map(|found| match found {
                SearchResult::Entry(id) => entry_item(app, id, |_| true),
                SearchResult::InTrip(kind, index) => item(&found, move || in_trip(app, kind, index)),
            })
            .collect()
    };
    let count = p().class("found").role("status").child(count);
    all((count, ul().class("rows").child(keyed(rows))))
}

fn in_trip(app: App, kind: DocumentKind, index: usize) -> Option<HtmlElement> {
    let trip = app.trip.get_untracked();
    Some(match kind {
        DocumentKind::Session => session_row(app, &trip, trip.sessions.get(index)?, RowTime::DayAndClock, Vec::new()),
        DocumentKind::Person => {
            let person = trip.people.get(index)?;
            let href = app.href(Page::Person(person.name.clone()));
            plain_row(href, &person.name, person.affiliation.as_deref().unwrap_or("Speaker"))
        }
        DocumentKind::Room => {
            let room = trip.rooms.get(index)?;
            let filter = Filter { rooms: vec![room.id.clone()], ..Filter::default() };
            plain_row(app.href(Page::Agenda(filter)), &words::room_name(&trip, room), "Room")
        }
        DocumentKind::Entry => return None,
    })
}

fn plain_row(href: String, name: &str, what: &str) -> HtmlElement {
    let row =
        a().class("plain-row two").href(href).child(b().child(name.to_owned())).child(span().child(what.to_owned()));
    li().child(row)
}
