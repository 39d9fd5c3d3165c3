//! The sessions with a mark: what I attended, what I want to watch. What has left the programme stays in the list, and so
//! does what is of another trip.

use lanyard_core::notebook::{Mark, Marks};
use lanyard_core::schedule::{SessionKey, Trip};
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, all, article, b, li, list, nav, p, span, titled};
use crate::components::marks::programmes_recording;
use crate::components::plain_row::link;
use crate::components::row::{RowTag, RowTime, session_row};
use crate::components::saved::none_yet;
use crate::components::words;
use crate::route::Page;
use crate::state::App;

const LISTS: [Mark; 5] = [Mark::Star, Mark::Interested, Mark::Attended, Mark::WatchLater, Mark::Missed];

pub fn page(app: App, mark: Mark) -> HtmlElement {
    let ways = LISTS.iter().map(|other| {
        let here = *other == mark;
        let mark = *other;
        let count = move || app.marks.sessions_with(mark).len().to_string();
        let way = a().class("chip").href(app.href(Page::Marked(mark))).child(name(mark));
        let way = way.child(span().class("count").child(count));
        if here { way.aria_current("page") } else { way }
    });
    article()
        .child(inner_header(app, Page::Trip, "Trip", name(mark).to_owned(), ()))
        .child(nav().class("chips scrolls").aria_label("Marks").children(ways.collect()))
        .child(move || lists(app, mark))
}

fn name(mark: Mark) -> &'static str {
    match mark {
        Mark::Star => "Going",
        Mark::Interested => "Interested",
        Mark::Attended => "Attended",
        Mark::WatchLater => "Watch later",
        Mark::Watched => "Watched",
        Mark::FirstHalf => "First half",
        Mark::SecondHalf => "Second half",
        Mark::Missed => "Missed",
    }
}

fn lists(app: App, mark: Mark) -> AnyView {
    let trip = app.trip.get();
    let keys = app.marks.sessions_with(mark);
    if keys.is_empty() {
        let hint = match mark {
            Mark::Star => "Nothing yet. Tap the star of a session you plan to go to.",
            Mark::Interested => "Nothing yet. Tap a star twice: you may go, and nothing clashes.",
            Mark::Attended | Mark::FirstHalf | Mark::SecondHalf => "Nothing yet. Open a session and tap Attended.",
            Mark::Missed => "Nothing yet. Closing a day asks which talks you missed.",
            Mark::WatchLater | Mark::Watched => "Nothing yet. Open a session and tap Watch later.",
        };
        return none_yet(app, hint).into();
    }
    let apart = mark == Mark::WatchLater;
    let open = rows(app, &trip, &keys, |marks| !apart || !marks.watched);
    let watched = if apart { rows(app, &trip, &keys, |marks| marks.watched) } else { Vec::new() };
    let missing = keys.iter().filter(|key| trip.find(key).is_none());
    let (gone, others): (Vec<&SessionKey>, Vec<&SessionKey>) = missing.partition(|key| trip.has_event(&key.event));
    let missing_rows = |keys: Vec<&SessionKey>, what| {
        keys.into_iter().map(|key| missing_row(app, key, what)).collect::<Vec<HtmlElement>>()
    };
    let count = p().class("found").role("status").child(words::count(keys.len(), "session", "sessions"));
    let part = |title: &'static str, rows: Vec<HtmlElement>| list("rows", rows).map(|list| titled(title, list));
    all((
        count,
        list("rows", open),
        part("Watched", watched),
        part("No longer in the programme", missing_rows(gone, "No longer listed")),
        part("In another trip", missing_rows(others, "Of another trip")),
    ))
}

fn rows(app: App, trip: &Trip, keys: &[SessionKey], wanted: impl Fn(&Marks) -> bool) -> Vec<HtmlElement> {
    let marked = trip.sessions.iter().filter(|session| keys.binary_search(&trip.key(session)).is_ok());
    let marked = marked.filter(|session| wanted(&app.marks.of(&trip.key(session))));
    marked
        .map(|session| {
            let key = trip.key(session);
            let has_recording = !app.marks.recording(&key).url.is_empty() || programmes_recording(app, &key).is_some();
            let tags =
                has_recording.then(|| RowTag { text: "Recording".to_owned(), warns: false }).into_iter().collect();
            session_row(app, trip, session, RowTime::DayAndClock, tags)
        })
        .collect()
}

fn missing_row(app: App, key: &SessionKey, what: &'static str) -> HtmlElement {
    let title = app.marks.snapshot(key).map(|known| known.title).unwrap_or_else(|| key.to_string());
    let row =
        link(app, Page::Session(key.clone())).class("plain-row two").child(b().child(title)).child(span().child(what));
    li().child(row)
}
