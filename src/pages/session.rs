//! Session: what, when, where, who; my marks; my entries on it, with a field that is always open.

use lanyard_core::agenda;
use lanyard_core::notebook::Attachment;
use lanyard_core::schedule::{Details, Session, SessionKey, SessionStatus, Trip, When, parts};
use leptos::prelude::*;

use super::{changes, room, unlisted};
use crate::components::capture::open_field;
use crate::components::entry::entries_on;
use crate::components::header::inner_header;
use crate::components::marks::{marks, recording};
use crate::components::node::{Node, all, link, list, live, node, nothing, p, section, text};
use crate::components::row::{RowTime, session_row};
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

fn found(app: App, trip: &Trip, session: &Session, key: SessionKey) -> AnyView {
    let event = trip.event(session);
    let known = state::snapshot(session);
    let over = p("event-name", event.map(|event| event.title.clone()).unwrap_or_default());
    let back = app.href(Page::Agenda(app.last_filter.get_untracked()));
    let kept = StoredValue::new(key.clone());
    let blank =
        move || kept.with_value(|key| app.blank_entry(Attachment::Session(key.clone()), Some(key.event.clone())));
    let details = move || {
        let found = app.details.with(|book| book.as_ref().and_then(|book| kept.with_value(|key| book.find(key))));
        found.map_or_else(nothing, details_view)
    };
    let notes = all(vec![entries_on(app, Attachment::Session(key.clone())), open_field(app, blank)]);
    node("article")
        .class(["session ", &state::event_class(event)].concat())
        .child(inner_header(back, "Agenda", session.title.clone(), over))
        .child(p("when", when_line(trip, session)))
        .child(status(session))
        .live(move || kept.with_value(|key| changes::on_session(app, key)))
        .child(readers_time(trip, session.when))
        .child(node("p").class("where").child(where_line(app, trip, session)))
        .child(room::notes_at(app, trip, session))
        .child(speakers(app, trip, session))
        .child(labels(trip, session))
        .child(marks(app, &key, &known))
        .live(move || kept.with_value(|key| overlaps(app, key)))
        .live(details)
        .child(recording(app, &key, &known))
        .child(section("Your notes", notes))
        .child(share::share_session(app, trip, session))
        .build()
}

fn when_line(trip: &Trip, session: &Session) -> String {
    let mut words = trip.day(session).map(|day| [&words::day_long(day), ", "].concat()).unwrap_or_default();
    words.push_str(&words::time_range(trip, session.when));
    if let Some(start) = session.when.start() {
        words.push(' ');
        words.push_str(trip.zone.abbreviation_at(start));
    }
    words
}

fn status(session: &Session) -> Option<Node> {
    let words = match session.status {
        SessionStatus::Listed => return None,
        SessionStatus::Cancelled => "Cancelled",
        SessionStatus::Gone => "No longer listed. This is what was last known of it.",
    };
    Some(node("p").child(node("span").class("tag warns").text(words)))
}

/// The reader's own time, when it differs from the venue's.
fn readers_time(trip: &Trip, when: When) -> Option<Node> {
    let start = when.start()?;
    let here = zone::local_time(start)?;
    let differs = here != trip.zone.local(start);
    differs.then(|| p("readers-time", ["Your time: ", &words::day_short(here.day), ", ", &here.clock()].concat()))
}

fn where_line(app: App, trip: &Trip, session: &Session) -> AnyView {
    let name = words::location(trip, session).unwrap_or_else(|| "Place not known".to_owned());
    room::way(app, trip, session, name.clone()).unwrap_or_else(|| text(name))
}

fn speakers(app: App, trip: &Trip, session: &Session) -> Option<Node> {
    let people = trip
        .speakers(session)
        .map(|person| {
            let name = link("", app.href(Page::Person(person.name.clone())), person.name.clone());
            let affiliation = person.affiliation.as_ref().map(|affiliation| text([", ", affiliation].concat()));
            node("li").child(name).child(affiliation).build()
        })
        .collect();
    list("people", people).map(|list| list.set("aria-label", "Speakers"))
}

fn labels(trip: &Trip, session: &Session) -> Option<Node> {
    let labels: Vec<AnyView> = [session.kind, session.track, session.level, session.language]
        .into_iter()
        .filter_map(|index| trip.label(index))
        .map(|label| node("span").class("tag").text(label.to_owned()).build())
        .collect();
    (!labels.is_empty()).then(|| node("p").class("row-tags").children(labels))
}

fn overlaps(app: App, key: &SessionKey) -> AnyView {
    let trip = app.trip.get();
    let mine = app.marks.my_agenda();
    let Some(session) = trip.find(key) else { return nothing() };
    let rows: Vec<AnyView> = agenda::conflicts_of(&trip, &|other| mine.has(other), session)
        .iter()
        .filter_map(|clash| trip.sessions.get(clash.session))
        .map(|other| session_row(app, &trip, other, RowTime::Clock, Vec::new()))
        .collect();
    if rows.is_empty() { nothing() } else { section("Overlaps in your agenda", list("rows", rows)).build() }
}

fn details_view(details: Details) -> AnyView {
    let links = details
        .url
        .iter()
        .map(|url| ("Page in the programme", url.as_str()))
        .chain(details.links.iter().map(|link| (link.title.as_str(), link.url.as_str())))
        .map(|(title, url)| node("li").child(rich::link(url, title)).build())
        .collect();
    let described = details.abstract_text.map(|words| node("div").class("abstract").child(rich::described(&words)));
    all(vec![
        described.map_or_else(nothing, Node::build),
        details.remark.map_or_else(nothing, |remark| p("remark", remark).build()),
        list("links", links).map_or_else(nothing, |list| list.set("aria-label", "Links").build()),
    ])
}
