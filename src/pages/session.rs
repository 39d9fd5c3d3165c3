//! Session: what, when, where, who; my marks; my entries on it, with a field that is always open.

use lanyard_core::agenda::{self, AgendaItemRef};
use lanyard_core::notebook::Attachment;
use lanyard_core::schedule::{Details, Session, SessionKey, SessionStatus, Trip, When, parts};
use leptos::prelude::*;

use super::{changes, room, unlisted};
use crate::components::capture::open_field;
use crate::components::entry::entries_on;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, all, article, div, li, list, live, p, span, text, titled};
use crate::components::marks::{marks, recording};
use crate::components::row::{RowTime, agenda_row};
use crate::components::{rich, share, words};
use crate::platform::zone;
use crate::route::Page;
use crate::state::{self, App};

/// Drawn anew when something about this session is new, and not with every update: somebody may be typing here.
pub fn page(app: App, key: SessionKey) -> AnyView {
    let known = key.clone();
    let listing = Memo::new(move |_| {
        app.trip.with(|trip| trip.find(&known).map(|session| parts::listing_of(trip, session, None)))
    });
    live(move || {
        // A memo that is only tracked is never worked out, and so never changes.
        listing.with(|_| ());
        let trip = app.trip.get_untracked();
        match trip.find(&key) {
            Some(session) => found(app, &trip, session, key.clone()),
            None => unlisted::page(app, &key),
        }
    })
}

fn found(app: App, trip: &Trip, session: &Session, key: SessionKey) -> HtmlElement {
    let event = trip.event(session);
    let known = state::snapshot(session);
    let over = p().class("event-name").child(event.map(|event| event.title.clone()).unwrap_or_default());
    let back = app.href(Page::Agenda(app.last_filter.get_untracked()));
    let kept = StoredValue::new(key.clone());
    let blank =
        move || kept.with_value(|key| app.blank_entry(Attachment::Session(key.clone()), Some(key.event.clone())));
    let details = move || {
        let found = app.details.with(|book| book.as_ref().and_then(|book| kept.with_value(|key| book.find(key))));
        found.map(details_view)
    };
    let notes = all((entries_on(app, Attachment::Session(key.clone())), open_field(app, blank)));
    article()
        .class(format!("session {}", state::event_class(event)))
        .child(inner_header(back, "Agenda", session.title.clone(), over))
        .child(p().class("when").child(when_line(trip, session)))
        .child(status(session))
        .child(move || kept.with_value(|key| changes::on_session(app, key)))
        .child(readers_time(trip, session.when))
        .child(p().class("where").child(where_line(app, trip, session)))
        .child(room::notes_at(app, trip, session))
        .child(speakers(app, trip, session))
        .child(labels(trip, session))
        .child(marks(app, &key, &known))
        .child(move || kept.with_value(|key| overlaps(app, key)))
        .child(details)
        .child(recording(app, &key, &known))
        .child(titled("Your notes", notes))
        .child(share::share_session(app, trip, session))
}

fn when_line(trip: &Trip, session: &Session) -> String {
    let mut words = trip.day(session).map(|day| format!("{}, ", words::day_long(day))).unwrap_or_default();
    words += &words::time_range(trip, session.when);
    if let Some(start) = session.when.start() {
        words += &format!(" {}", trip.zone.abbreviation_at(start));
    }
    words
}

fn status(session: &Session) -> Option<HtmlElement> {
    let words = match session.status {
        SessionStatus::Listed => return None,
        SessionStatus::Cancelled => "Cancelled",
        SessionStatus::Gone => "No longer listed. This is what was last known of it.",
    };
    Some(p().child(span().class("tag warns").child(words)))
}

/// The reader's own time, when it differs from the venue's.
fn readers_time(trip: &Trip, when: When) -> Option<HtmlElement> {
    let start = when.start()?;
    let here = zone::local_time(start)?;
    let differs = here != trip.zone.local(start);
    differs.then(|| {
        p().class("readers-time").child(format!("Your time: {}, {}", words::day_short(here.day), here.clock()))
    })
}

fn where_line(app: App, trip: &Trip, session: &Session) -> AnyView {
    let name = words::location(trip, session).unwrap_or_else(|| "Place not known".to_owned());
    room::way(app, trip, session, name.clone()).map_or_else(|| text(name), Into::into)
}

fn speakers(app: App, trip: &Trip, session: &Session) -> Option<HtmlElement> {
    let people = trip
        .speakers(session)
        .map(|person| {
            let name = a().href(app.href(Page::Person(person.name.clone()))).child(person.name.clone());
            let affiliation = person.affiliation.as_ref().map(|affiliation| format!(", {affiliation}"));
            li().child(name).child(affiliation)
        })
        .collect();
    list("people", people).map(|list| list.aria_label("Speakers"))
}

fn labels(trip: &Trip, session: &Session) -> Option<HtmlElement> {
    let labels: Vec<HtmlElement> = [session.kind, session.track, session.level, session.language]
        .into_iter()
        .filter_map(|index| trip.label(index))
        .map(|label| span().class("tag").child(label.to_owned()))
        .collect();
    (!labels.is_empty()).then(|| p().class("row-tags").children(labels))
}

fn overlaps(app: App, key: &SessionKey) -> Option<HtmlElement> {
    let trip = app.trip.get();
    let index = trip.index_of(key)?;
    let slot = trip.sessions.get(index).and_then(agenda::slot)?;
    let overlaps = app.timeline.get().overlaps(AgendaItemRef::Session(index), slot);
    let rows =
        overlaps.iter().filter_map(|overlap| agenda_row(app, overlap.with, RowTime::Clock, Vec::new())).collect();
    list("rows", rows).map(|rows| titled("Overlaps in your agenda", rows))
}

fn details_view(details: Details) -> AnyView {
    let links = details
        .url
        .iter()
        .map(|url| ("Page in the programme", url.as_str()))
        .chain(details.links.iter().map(|link| (link.title.as_str(), link.url.as_str())))
        .map(|(title, url)| li().child(rich::link(url, title)))
        .collect();
    let described = details.abstract_text.map(|words| div().class("abstract").child(rich::described(&words)));
    all((
        described,
        details.remark.map(|remark| p().class("remark").child(remark)),
        list("links", links).map(|list| list.aria_label("Links")),
    ))
}
