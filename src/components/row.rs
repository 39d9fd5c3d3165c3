//! A session in a list: its link, where and who, its star, and what there is to know about it.

use lanyard_core::agenda::{self, SessionRow};
use lanyard_core::schedule::{Session, SessionKey, SessionStatus, Trip};
use leptos::prelude::*;

use super::html::{HtmlElement, a, div, li, live, p, span};
use super::{star::star, words};
use crate::route::Page;
use crate::state::App;

pub use lanyard_core::agenda::RowTime;

/// A tag beside the row's own: "in 43 min".
pub struct RowTag {
    pub text: String,
    pub warns: bool,
}

/// A list item. `extra` tags come first.
pub fn session_row(app: App, trip: &Trip, session: &Session, time: RowTime, extra: Vec<RowTag>) -> HtmlElement {
    let key = trip.key(session);
    let row = SessionRow::of(trip, session, time);
    let mut tags: Vec<AnyView> = extra.into_iter().map(|tag| tag_view(tag.text, tag.warns).into()).collect();
    match session.status {
        SessionStatus::Listed => {}
        SessionStatus::Cancelled => tags.push(tag_view("Cancelled".to_owned(), true).into()),
        SessionStatus::Gone => tags.push(tag_view("No longer listed".to_owned(), true).into()),
    }
    tags.push(changing_tags(app, key.clone(), session.when.start().is_some()));
    let facts = p().class("row-facts").child(span().class("row-event").child(row.event)).child(row.facts);
    let body = div()
        .class("row-body")
        .child(a().class("row-title").href(app.href(Page::Session(key.clone()))).child(row.title))
        .child(facts)
        .child(p().class("row-tags").children(tags));
    li().class(row.class).child(body).child(star(app, key, session))
}

fn tag_view(words: String, warns: bool) -> HtmlElement {
    span().class(if warns { "tag warns" } else { "tag" }).child(words)
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
    if !app.marks.is_starred(key) {
        return None;
    }
    let trip = app.trip.get();
    let mine = app.marks.my_agenda();
    let clashes = agenda::conflicts_of(&trip, &|other| mine.has(other), trip.find(key)?);
    let longest = clashes.iter().map(|clash| clash.minutes).max()?;
    let others = match clashes.len() {
        1 => "1 other".to_owned(),
        many => format!("{many} others"),
    };
    Some(format!("Overlaps {others} of yours by {}", words::duration(longest)))
}
