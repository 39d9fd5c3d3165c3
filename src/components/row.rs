//! A session in a list: its link, where and who, its star, and what there is to know about it.

use lanyard_core::agenda;
use lanyard_core::schedule::{Precision, Session, SessionKey, Standing, Trip, When};
use leptos::prelude::*;

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
pub struct Tag {
    pub text: String,
    pub warns: bool,
}

/// A list item. `extra` tags come first.
pub fn session_row(app: App, trip: &Trip, session: &Session, time: RowTime, extra: Vec<Tag>) -> AnyView {
    let key = trip.key(session);
    let class = ["row ", &state::event_class(trip.event(session))].concat();
    let facts = row_facts(trip, session, time);
    let event = trip.event(session).map(|event| event.short.clone());
    let extra: Vec<_> = extra.into_iter().map(|tag| tag_view(tag.text, tag.warns)).collect();
    let standing = match session.standing {
        Standing::Listed => None,
        Standing::Cancelled => Some("Cancelled"),
        Standing::Gone => Some("No longer listed"),
    };
    view! {
        <li class=class>
            <div class="row-body">
                <a class="row-title" href=app.href(Page::Session(key.clone()))>{session.title.clone()}</a>
                <p class="row-facts"><span class="row-event">{event}</span>{facts}</p>
                <p class="row-tags">
                    {extra}
                    {standing.map(|text| tag_view(text.to_owned(), true))}
                    {own_tags(app, key.clone(), session.when)}
                </p>
            </div>
            {star(app, key, session)}
        </li>
    }
    .into_any()
}

fn tag_view(text: String, warns: bool) -> impl IntoView {
    view! { <span class=if warns { "tag warns" } else { "tag" }>{text}</span> }
}

fn row_facts(trip: &Trip, session: &Session, time: RowTime) -> String {
    let mut facts = String::new();
    let mut add = |text: &str| {
        if !text.is_empty() {
            facts.push_str(" · ");
            facts.push_str(text);
        }
    };
    if let (RowTime::DayAndClock, Some(day)) = (time, trip.day(session)) {
        add(&words::day_short(day));
    }
    match (time, session.when) {
        (RowTime::InGroup, When::Timed { start_precision: Precision::Stated, end: Some(end), .. }) => {
            add(&["until ", &words::clock(trip, end)].concat())
        }
        (RowTime::InGroup, When::Timed { start_precision: Precision::Stated, .. } | When::Day(_) | When::Unknown) => {}
        _ => add(&words::time_range(trip, session.when)),
    }
    add(&words::place(trip, session).unwrap_or_default());
    add(&words::speakers(trip, session));
    facts
}

/// What hangs on the row: overlaps with my agenda, and how much I wrote.
fn own_tags(app: App, key: SessionKey, when: When) -> impl IntoView {
    let noted = key.clone();
    let notes = move || {
        let written = app.notes_on(&noted);
        (written > 0).then(|| tag_view(words::count(written, "note", "notes"), false))
    };
    let overlap = move || {
        if when.start().is_none() || !app.is_mine(&key) {
            return None;
        }
        let trip = app.trip.get();
        let session = trip.find(&key)?;
        let mine = app.mine();
        let clashes = agenda::conflicts_of(&trip, &|other| mine.has(other), session);
        let longest = clashes.iter().map(|clash| clash.minutes).max()?;
        let mut text = String::from("Overlaps ");
        match clashes.len() {
            1 => text.push_str("1 other of yours by "),
            many => {
                text.push_str(&many.to_string());
                text.push_str(" others of yours by ");
            }
        }
        text.push_str(&words::duration(longest));
        Some(tag_view(text, true))
    };
    (overlap, notes)
}
