//! Session: what, when, where, who; my marks; my entries on it, with a field that is always open.

use lanyard_core::agenda::{self, AgendaItemRef, Overlap};
use lanyard_core::notebook::{Attachment, Recording, StarLevel};
use lanyard_core::schedule::{Details, Session, SessionKey, SessionStatus, Trip, When, parts};
use leptos::prelude::*;

use super::{changes, hidden, room, unlisted};
use crate::components::entry::entries_on;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, all, article, b, div, li, list, live, p, span, titled};
use crate::components::marks::{mark_bar, recording, to_calendar};
use crate::components::notes_field::notes_field;
use crate::components::plain_row::link;
use crate::components::row::{RowTag, RowTime, agenda_row};
use crate::components::{icon::icon, rich, share, words};
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
            None => hidden::hidden_session(app, &key).unwrap_or_else(|| unlisted::page(app, &key)),
        }
    })
}

fn found(app: App, trip: &Trip, session: &Session, key: SessionKey) -> HtmlElement {
    let event = trip.event(session);
    let known = state::snapshot(session);
    let labels = [event.map(|event| event.short.as_str()), trip.label(session.track)];
    let over = p().class("event-name").child(labels.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let back = Page::Agenda(app.last_filter.get_untracked());
    let kept = StoredValue::new(key.clone());
    let blank =
        move || kept.with_value(|key| app.blank_entry(Attachment::Session(key.clone()), Some(key.event.clone())));
    let labels = StoredValue::new(labels_of(trip, session));
    let about = move || {
        let found = app.details.with(|book| book.as_ref().and_then(|book| kept.with_value(|key| book.find(key))));
        about(found, labels.get_value())
    };
    let notes = all((entries_on(app, Attachment::Session(key.clone())), notes_field(app, blank)));
    let (share, link) = share::share_session(app, trip, session);
    article()
        .class(format!("session {}", state::event_class(event)))
        .child(inner_header(app, back, "Agenda", session.title.clone(), over))
        .child(status(session))
        .child(when_and_where(app, trip, session))
        .child(mark_bar(app, &key, &known, vec![share, to_calendar(app, &key)]))
        .child(link)
        .child(move || kept.with_value(|key| changes::on_session(app, key)))
        .child(move || kept.with_value(|key| overlaps(app, key)))
        .child(move || kept.with_value(|key| other_choices(app, key)))
        .child(room::notes_at(app, trip, session))
        .child(speakers(app, trip, session))
        .child(titled("Your notes", notes))
        .child(recording(app, &key, &known))
        .child(about)
        .child(hidden::ways_to_hide(app, trip, session))
}

/// The way to what else there is at the time of a session, and to when it is held again.
fn other_choices(app: App, key: &SessionKey) -> Option<HtmlElement> {
    let trip = app.trip.get();
    let index = trip.index_of(key)?;
    let again = agenda::repeats(&trip, index).len();
    let words = match again {
        0 => "Something else at this time".to_owned(),
        again => format!("Held {} more, or something else", words::count(again, "time", "times")),
    };
    let has_time = trip.sessions.get(index)?.when.start().is_some();
    let way = || link(app, Page::Instead(key.clone())).class("plain-row more").child(words).child(icon("back"));
    has_time.then(way)
}

/// One block: the day, the time and the length; the reader's own time, when it differs; the room.
fn when_and_where(app: App, trip: &Trip, session: &Session) -> HtmlElement {
    let length = words::length(session.when).map(|length| span().class("length").child(format!(" · {length}")));
    let location = words::location(trip, session).unwrap_or_else(|| "Room not known".to_owned());
    let location = match room::way(app, trip, session, location.clone()) {
        Some(way) => way.class("plain-row").child(icon("back")).into(),
        None => all(p().class("where").child(location)),
    };
    div()
        .class("when-where")
        .child(p().class("when").child(when_line(trip, session)).child(length))
        .child(elsewhere(trip, session.when))
        .child(location)
}

/// `Fri 15 Nov, 14:55–15:30 MST`.
fn when_line(trip: &Trip, session: &Session) -> String {
    let Some(start) = session.when.start() else {
        let day = trip.day(session).map(words::day_short);
        return day.map_or_else(|| "Time not known".to_owned(), |day| format!("{day}, time not known"));
    };
    let zone = words::shown_zone(trip).abbreviation_at(start);
    let day = words::day_beside(trip, trip.day(session), start)
        .map(|day| format!("{}, ", words::day_short(day)))
        .unwrap_or_default();
    format!("{day}{} {zone}", words::time_range(trip, session.when))
}

fn status(session: &Session) -> Option<HtmlElement> {
    let words = match session.status {
        SessionStatus::Listed => return None,
        SessionStatus::Cancelled => "Cancelled",
        SessionStatus::Gone => "No longer listed. This is what was last known.",
    };
    Some(p().child(span().class("tag warns").child(words)))
}

/// The time by the venue's clocks, when others are shown; else by the reader's own, when those differ.
fn elsewhere(trip: &Trip, when: When) -> Option<HtmlElement> {
    let start = when.start()?;
    let at_venue = trip.telling.zone.is_some();
    let local = |at| if at_venue { Some(trip.zone.local(at)) } else { zone::local_time(at) };
    let (name, zone) = match at_venue {
        true => ("At the venue", Some(trip.zone.abbreviation_at(start).to_owned())),
        false => ("Your time", zone::own_abbreviation(start)),
    };
    let here = local(start).filter(|here| *here != words::shown_local(trip, start))?;
    let end = when.end().and_then(local).map(|end| format!("–{}", words::clock_of(trip, end))).unwrap_or_default();
    let zone = zone.map(|zone| format!(" {zone}")).unwrap_or_default();
    let said = format!("{name}: {}, {}{end}{zone}", words::day_short(here.day), words::clock_of(trip, here));
    Some(p().class("readers-time").child(said))
}

fn speakers(app: App, trip: &Trip, session: &Session) -> Option<HtmlElement> {
    let people =
        trip.speakers(session)
            .map(|person| {
                let row =
                    a().class("plain-row")
                        .href(app.href(Page::Person(person.name.clone())))
                        .child(span().class("row-words").child(b().child(person.name.clone())).child(
                            person.affiliation.as_ref().map(|affiliation| span().child(format!(" {affiliation}"))),
                        ))
                        .child(icon("back"));
                li().child(row)
            })
            .collect();
    list("rows people", people).map(|list| list.aria_label("Speakers"))
}

/// What kind of session it is, for whom, and in which language.
fn labels_of(trip: &Trip, session: &Session) -> Vec<String> {
    let labels = [session.kind, session.level, session.language];
    labels.into_iter().filter_map(|index| trip.label(index)).map(str::to_owned).collect()
}

fn overlaps(app: App, key: &SessionKey) -> Option<HtmlElement> {
    let trip = app.trip.get();
    let index = trip.index_of(key)?;
    let slot = trip.sessions.get(index).and_then(agenda::slot)?;
    let overlaps = app.timeline.get().overlaps(AgendaItemRef::Session(index), slot);
    let row = |overlap: &Overlap| {
        let tag = RowTag { text: format!("Overlaps by {}", words::duration(overlap.minutes)), warns: true };
        agenda_row(app, overlap.with, RowTime::Clock, vec![tag])
    };
    let rows = overlaps.iter().filter_map(row).collect();
    let settle = app.marks.star_level(key).filter(|level| *level == StarLevel::Going).map(|_| {
        let day = trip.sessions.get(index).and_then(|session| session.day);
        a().class("plain-row more").href(app.href(Page::Plan(day))).child("What each choice costs").child(icon("back"))
    });
    list("rows", rows).map(|rows| titled("Overlaps in your agenda", (rows, settle)).class("overlaps"))
}

/// The links, then the abstract.
fn about(details: Option<Details>, labels: Vec<String>) -> AnyView {
    let details = details.unwrap_or_default();
    let recording = Recording::among(&details.links).map(|recording| recording.url);
    // The recording has its own section.
    let others = details.links.iter().filter(|link| Some(&link.url) != recording.as_ref());
    let links = details
        .url
        .iter()
        .map(|url| ("Page in the programme", url.as_str()))
        .chain(others.map(|link| (link.title.as_str(), link.url.as_str())))
        .map(|(title, url)| li().child(rich::link(url, title)))
        .collect();
    let labels: Vec<HtmlElement> = labels.into_iter().map(|label| span().class("tag").child(label)).collect();
    let labels = (!labels.is_empty()).then(|| p().class("labels").children(labels));
    let described = details.abstract_text.map(|words| div().class("abstract").child(rich::described(&words)));
    let about = match described {
        Some(described) => Some(titled("About", (labels, described))),
        None => labels,
    };
    all((
        list("links", links).map(|list| titled("Links", list.aria_label("Links"))),
        about,
        details.remark.map(|remark| p().class("remark").child(remark)),
    ))
}
