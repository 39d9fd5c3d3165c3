//! Posters and booths: what has a location and no time, by hall and number, each to tick off and to photograph.

use lanyard_core::agenda::{Hall, halls};
use lanyard_core::notebook::{Attachment, Mark};
use lanyard_core::schedule::{Session, Trip};
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, all, article, b, button, chip, div, li, p, span, titled, ul};
use crate::components::plain_row::link;
use crate::components::{icon::icon, words};
use crate::route::Page;
use crate::state::{self, App};

pub fn page(app: App) -> HtmlElement {
    article()
        .class("posters")
        .child(inner_header(app, Page::Trip, "Trip", "Posters and booths".to_owned(), ()))
        .child(p().class("facts").child(move || visited(app)))
        .child(move || all_halls(app))
}

/// `3 of 40 visited`; nothing where there are none. Reactive.
pub fn visited(app: App) -> String {
    let trip = app.trip.get();
    let attended = app.marks.sessions_with(Mark::Attended);
    let stands = halls(&trip).into_iter().flat_map(|hall| hall.stands);
    let keys: Vec<_> = stands.filter_map(|index| trip.sessions.get(index)).map(|session| trip.key(session)).collect();
    let visited = keys.iter().filter(|key| attended.binary_search(key).is_ok()).count();
    if keys.is_empty() { String::new() } else { format!("{visited} of {} visited", keys.len()) }
}

fn all_halls(app: App) -> AnyView {
    let trip = app.trip.get();
    let halls = halls(&trip);
    let none = halls.is_empty().then(|| {
        p().class("empty")
            .child("The programme lists no posters and no booths. They are sessions of such a type without a time.")
    });
    let hall = |hall: &Hall| {
        let name = hall.room.and_then(|room| trip.rooms.get(room)).map(|room| words::room_name(&trip, room));
        let rows = hall.stands.iter().filter_map(|index| trip.sessions.get(*index)).map(|it| stand(app, &trip, it));
        let rows = ul().class("rows").children(rows.collect());
        titled(format!("{} · {}", name.unwrap_or_else(|| "Hall not known".to_owned()), hall.stands.len()), rows)
    };
    all((none, halls.iter().map(hall).collect::<Vec<HtmlElement>>()))
}

fn stand(app: App, trip: &Trip, session: &Session) -> HtmlElement {
    let (key, known) = (trip.key(session), state::snapshot(session));
    let (shown, set, noted) = (key.clone(), key.clone(), key.clone());
    let on = move || app.marks.of(&shown).attended;
    let now = on.clone();
    let visit = move || app.marks.set(&set, known.clone(), Mark::Attended, !untrack(&now));
    let visited = chip("Visited", on, visit).aria_label(format!("Visited: {}", session.title));
    let written = move || match app.notes_on(&noted) {
        0 => String::new(),
        count => format!(" · {}", words::count(count, "note", "notes")),
    };
    let note = {
        let key = key.clone();
        move || app.capture_on(Attachment::Session(key.clone()), Some(key.event.clone()))
    };
    let note = button().class("icon-button").aria_label(format!("Photo or note on {}", session.title)).on_click(note);
    let title = link(app, Page::Session(key)).class("stand-title").child(b().child(session.title.clone()));
    let who = span().class("facts").child(words::speakers(trip, session)).child(written);
    let words = div().class("row-words").child(title).child(who);
    li().child(div().class("plain-row stand").child(words).child(visited).child(note.child(icon("pen"))))
}
