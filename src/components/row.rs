//! A session in a list: its link, where and who, its star, and what there is to know about it.

use lanyard_core::agenda;
use lanyard_core::schedule::{Precision, Session, SessionKey, SessionStatus, Trip, When};
use leptos::prelude::*;

use super::html::{HtmlElement, a, div, li, live, p, span};
use super::{star::star, words};
use crate::route::Page;
use crate::state::{self, App};

/// What a row says of time: lists grouped by start leave it to the group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RowTime {
    /// The end alone, under a group that says the start.
    InGroup,
    /// The whole time.
    Clock,
    /// The day and the whole time.
    DayAndClock,
}

/// A tag beside the row's own: "in 43 min".
pub struct RowTag {
    pub text: String,
    pub warns: bool,
}

/// A list item. `extra` tags come first.
pub fn session_row(app: App, trip: &Trip, session: &Session, time: RowTime, extra: Vec<RowTag>) -> HtmlElement {
    let key = trip.key(session);
    let event = trip.event(session);
    let mut tags: Vec<AnyView> = extra.into_iter().map(|tag| tag_view(tag.text, tag.warns).into()).collect();
    match session.status {
        SessionStatus::Listed => {}
        SessionStatus::Cancelled => tags.push(tag_view("Cancelled".to_owned(), true).into()),
        SessionStatus::Gone => tags.push(tag_view("No longer listed".to_owned(), true).into()),
    }
    tags.push(changing_tags(app, key.clone(), session.when.start().is_some()));
    let facts = p()
        .class("row-facts")
        .child(span().class("row-event").child(event.map(|event| event.short.clone()).unwrap_or_default()))
        .child(row_facts(trip, session, time));
    let body = div()
        .class("row-body")
        .child(a().class("row-title").href(app.href(Page::Session(key.clone()))).child(session.title.clone()))
        .child(facts)
        .child(p().class("row-tags").children(tags));
    li().class(format!("row {}", state::event_class(event))).child(body).child(star(app, key, session))
}

fn tag_view(words: String, warns: bool) -> HtmlElement {
    span().class(if warns { "tag warns" } else { "tag" }).child(words)
}

fn row_facts(trip: &Trip, session: &Session, time: RowTime) -> String {
    let mut facts = String::new();
    let mut add = |text: &str| {
        if !text.is_empty() {
            facts += &format!(" · {text}");
        }
    };
    if let (RowTime::DayAndClock, Some(day)) = (time, trip.day(session)) {
        add(&words::day_short(day));
    }
    match (time, session.when) {
        (RowTime::InGroup, When::Timed { start_precision: Precision::Stated, end, end_precision, .. }) => {
            let until = if end_precision == Precision::Derived { "until about " } else { "until " };
            add(&end.map(|end| format!("{until}{}", words::clock(trip, end))).unwrap_or_default());
        }
        (RowTime::InGroup, When::Day(_) | When::Unknown) => {}
        _ => add(&words::time_range(trip, session.when)),
    }
    add(&words::location(trip, session).unwrap_or_default());
    add(&words::speakers(trip, session));
    facts
}

/// That it is not where or when it was; what it overlaps in my agenda, when it is in it; how much I wrote on it. One piece
/// of the page, because there are hundreds of rows.
fn changing_tags(app: App, key: SessionKey, has_time: bool) -> AnyView {
    live(move || {
        let moved = app.trips.mark(&key).map(|words| tag_view(words.to_owned(), true));
        let overlap = has_time.then(|| overlap(app, &key)).flatten().map(|words| tag_view(words, true));
        let notes = Some(app.notes_on(&key)).filter(|written| *written > 0);
        let notes = notes.map(|written| tag_view(words::count(written, "note", "notes"), false));
        [moved, overlap, notes].into_iter().flatten().collect::<Vec<HtmlElement>>()
    })
}

fn overlap(app: App, key: &SessionKey) -> Option<String> {
    if !app.is_mine(key) {
        return None;
    }
    let trip = app.trip.get();
    let mine = app.mine();
    let clashes = agenda::conflicts_of(&trip, &|other| mine.has(other), trip.find(key)?);
    let longest = clashes.iter().map(|clash| clash.minutes).max()?;
    let others = match clashes.len() {
        1 => "1 other".to_owned(),
        many => format!("{many} others"),
    };
    Some(format!("Overlaps {others} of yours by {}", words::duration(longest)))
}
