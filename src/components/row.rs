//! A session or an own item in a list: when, its link, where and who, and what there is to know about it.

use lanyard_core::agenda::{AgendaItemRef, Overlap, SessionRow, clash_key, overlap_words};
use lanyard_core::notebook::OwnItem;
use lanyard_core::schedule::{Session, SessionKey, SessionStatus, Trip};
use leptos::prelude::*;

use super::html::{HtmlElement, all, b, div, i, li, p, small, span};
use super::plain_row::link;
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
    let (known, tagged) = (session.clone(), key.clone());
    let tags = p().class("row-tags").children(extra.into_iter().map(tag_view).collect()).child(move || {
        let starred = app.marks.is_starred(&tagged);
        let index = starred.then(|| app.trip.with(|trip| trip.index_of(&tagged))).flatten();
        let tags = tags(app, &known, &tagged, index.map(AgendaItemRef::Session));
        tags.into_iter().map(tag_view).collect::<Vec<HtmlElement>>()
    });
    let facts = p().class("row-facts").child(span().class("row-event").child(row.label)).child(row.facts);
    let title = link(app, Page::Session(key.clone())).class("row-title").child(row.title);
    let body = div().class("row-body").child(title).child(facts);
    let mark = session.day.zip(session.when.start()).and_then(|(day, start)| words::day_mark(trip, day, start));
    let when = time_view(row.start, row.end, mark);
    li().class(row.class).child(when).child(body).child(star(app, key, session)).child(tags)
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
    let own = item.clone();
    let tags = p()
        .class("row-tags")
        .children(extra.into_iter().map(tag_view).collect())
        .child(move || own_tags(app, &own, what).into_iter().map(tag_view).collect::<Vec<HtmlElement>>());
    let facts = facts.iter().map(|fact| format!(" · {fact}")).collect::<String>();
    let facts = p().class("row-facts").child(span().class("row-event").child("Yours")).child(facts);
    let title = link(app, Page::Own(item.id.clone(), None)).class("row-title").child(item.title.clone());
    let body = div().class("row-body").child(title).child(facts);
    let clock = |at| words::clock(&trip, at);
    let mark = words::day_mark(&trip, untrack(|| app.day_at(item.start)), item.start);
    li().class("row own")
        .child(time_view(clock(item.start), item.end.map(clock).unwrap_or_default(), mark))
        .child(body)
        .child(span().class("own-mark").child(i().class("dot")))
        .child(tags)
}

/// `mark` says that it starts on another day where the reader's clocks are.
fn time_view(start: String, end: String, mark: Option<String>) -> HtmlElement {
    let mark = mark.map(|mark| all((" ", small().child(mark))));
    p().class("row-time").child(b().child(start)).child(" ").child(span().child(end)).child(mark)
}

fn tag_view(tag: RowTag) -> HtmlElement {
    span().class(if tag.warns { "tag warns" } else { "tag" }).child(tag.text)
}

/// Whether a row of the agenda has a line of tags. Reactive.
pub fn has_tags(app: App, trip: &Trip, what: AgendaItemRef) -> bool {
    match what {
        AgendaItemRef::Session(index) => {
            let session = trip.sessions.get(index);
            session.is_some_and(|session| !tags(app, session, &trip.key(session), Some(what)).is_empty())
        }
        AgendaItemRef::Own(index) => {
            let item = app.own_items.all().with(|own| own.get(index).cloned());
            item.is_some_and(|item| !own_tags(app, &item, Some(what)).is_empty())
        }
    }
}

/// That it does not take place; that it is not where or when it was; what it overlaps, when it is in my agenda; how much I
/// wrote on it. Reactive.
fn tags(app: App, session: &Session, key: &SessionKey, in_agenda: Option<AgendaItemRef>) -> Vec<RowTag> {
    let status = match session.status {
        SessionStatus::Listed => None,
        SessionStatus::Cancelled => Some("Cancelled"),
        SessionStatus::Gone => Some("No longer listed"),
    };
    let warning = |text: &str| RowTag { text: text.to_owned(), warns: true };
    let moved = app.trips.mark(key);
    let overlap = in_agenda.and_then(|what| overlap(app, what));
    let notes = Some(app.notes_on(key)).filter(|written| *written > 0);
    let notes = notes.map(|written| RowTag { text: words::count(written, "note", "notes"), warns: false });
    [status.map(warning), moved.map(warning), overlap, notes].into_iter().flatten().collect()
}

fn own_tags(app: App, item: &OwnItem, in_agenda: Option<AgendaItemRef>) -> Vec<RowTag> {
    let has_versions = app.deferred.get().is_some_and(|deferred| deferred.has_versions(app, &item.id));
    let versions = has_versions.then(|| RowTag { text: "Two versions".to_owned(), warns: true });
    versions.into_iter().chain(in_agenda.and_then(|what| overlap(app, what))).collect()
}

fn overlap(app: App, what: AgendaItemRef) -> Option<RowTag> {
    let (overlaps, decided) = (app.overlaps_of(what), app.decisions.decided());
    app.trip.with(|trip| {
        app.own_items.all().with(|own| {
            let is_open = |overlap: &&Overlap| {
                clash_key(trip, own, what, overlap.with).is_some_and(|key| !decided.clashes.contains_key(&key))
            };
            // What is settled is told, and no longer warns.
            let open: Vec<Overlap> = overlaps.iter().filter(is_open).copied().collect();
            let warns = !open.is_empty();
            let told = if warns { &open } else { &overlaps };
            overlap_words(trip, own, told).map(|text| RowTag { text, warns })
        })
    })
}
