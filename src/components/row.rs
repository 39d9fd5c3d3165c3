//! A session or an own item in a list: when, its link, where and who, and what there is to know about it.

use lanyard_core::agenda::{AgendaItemRef, SessionRow, Slot, overlap_words, slot};
use lanyard_core::notebook::OwnItem;
use lanyard_core::schedule::{Session, SessionKey, SessionStatus, Trip};
use leptos::prelude::*;

use super::html::{HtmlElement, a, b, div, i, li, live, p, span};
use super::{star::star, words};
use crate::route::Page;
use crate::state::App;

pub use lanyard_core::agenda::RowTime;

/// A tag beside the row's own: "in 43 min".
pub struct RowTag {
    pub text: String,
    pub warns: bool,
}

/// The row of something in my agenda; `None` when the trip or the own items have changed since.
pub fn agenda_row(app: App, what: AgendaItemRef, time: RowTime, extra: Vec<RowTag>) -> Option<HtmlElement> {
    let trip = app.trip.get_untracked();
    match what {
        AgendaItemRef::Session(index) => {
            trip.sessions.get(index).map(|session| session_row(app, &trip, session, time, extra))
        }
        AgendaItemRef::Own(index) => app
            .own_items
            .all()
            .with_untracked(|own| own.get(index).map(|item| own_row(app, item, Some(what), time, extra))),
    }
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
    tags.push(changing_tags(app, key.clone(), slot(session)));
    let facts = p().class("row-facts").child(span().class("row-event").child(row.label)).child(row.facts);
    let title = a().class("row-title").href(app.href(Page::Session(key.clone()))).child(row.title);
    let body = div().class("row-body").child(title).child(facts).child(p().class("row-tags").children(tags));
    li().class(row.class).child(time_view(row.start, row.end)).child(body).child(star(app, key, session))
}

/// `what` says which item of my agenda it is, when it is one.
pub fn own_row(
    app: App,
    item: &OwnItem,
    what: Option<AgendaItemRef>,
    time: RowTime,
    extra: Vec<RowTag>,
) -> HtmlElement {
    let trip = app.trip.get_untracked();
    let day = (time == RowTime::DayAndClock).then(|| words::day_and_year(trip.today(item.start)));
    let written = [Some(&item.location), Some(&item.note)].into_iter().flatten().filter(|part| !part.is_empty());
    let facts: Vec<String> = day.into_iter().chain(written.cloned()).collect();
    let mut tags: Vec<AnyView> = extra.into_iter().map(|tag| tag_view(tag.text, tag.warns).into()).collect();
    let (id, slot) = (item.id.clone(), Slot::new(item.start, item.end));
    tags.push(live(move || {
        let versions = (!app.own_items.versions(&id).is_empty()).then(|| tag_view("Two versions".to_owned(), true));
        let overlap = what.and_then(|what| overlap(app, what, slot)).map(|words| tag_view(words, true));
        (versions, overlap)
    }));
    let facts = facts.iter().map(|fact| format!(" · {fact}")).collect::<String>();
    let facts = p().class("row-facts").child(span().class("row-event").child("Yours")).child(facts);
    let title = a().class("row-title").href(app.href(Page::Own(item.id.clone(), None))).child(item.title.clone());
    let body = div().class("row-body").child(title).child(facts).child(p().class("row-tags").children(tags));
    let clock = |at| words::clock(&trip, at);
    li().class("row own")
        .child(time_view(clock(item.start), item.end.map(clock).unwrap_or_default()))
        .child(body)
        .child(span().class("own-mark").child(i().class("dot")))
}

fn time_view(start: String, end: String) -> HtmlElement {
    p().class("row-time").child(b().child(start)).child(" ").child(span().child(end))
}

fn tag_view(words: String, warns: bool) -> HtmlElement {
    span().class(if warns { "tag warns" } else { "tag" }).child(words)
}

/// That it is not where or when it was; what it overlaps in my agenda, when it is in it; how much I wrote on it. One piece
/// of the page, because there are hundreds of rows.
fn changing_tags(app: App, key: SessionKey, slot: Option<Slot>) -> AnyView {
    live(move || {
        let moved = app.trips.mark(&key).map(|words| tag_view(words.to_owned(), true));
        let starred = slot.filter(|_| app.marks.is_starred(&key));
        let index = starred.and_then(|_| app.trip.with_untracked(|trip| trip.index_of(&key)));
        let clash = starred.zip(index).and_then(|(slot, index)| overlap(app, AgendaItemRef::Session(index), slot));
        let overlap = clash.map(|words| tag_view(words, true));
        let notes = Some(app.notes_on(&key)).filter(|written| *written > 0);
        let notes = notes.map(|written| tag_view(words::count(written, "note", "notes"), false));
        [moved, overlap, notes].into_iter().flatten().collect::<Vec<HtmlElement>>()
    })
}

fn overlap(app: App, what: AgendaItemRef, slot: Slot) -> Option<String> {
    let overlaps = app.overlaps(what, slot);
    app.trip.with(|trip| app.own_items.all().with(|own| overlap_words(trip, own, &overlaps)))
}
