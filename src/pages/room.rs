//! Room: where it is, what is on there now and next, my notes on it, and all that happens in it.

use lanyard_core::agenda;
use lanyard_core::notebook::{Attachment, Entry, is_on_venue};
use lanyard_core::schedule::{Instant, RoomId, Session, Trip, Venue};
use leptos::prelude::*;

use super::not_found;
use crate::components::entry::{entries_on, entry_list};
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, all, article, li, list, live, p, span, titled};
use crate::components::long_list::session_list;
use crate::components::notes_field::notes_field;
use crate::components::row::{RowTime, session_row};
use crate::components::{rich, words};
use crate::route::Page;
use crate::state::App;

pub fn page(app: App, id: &RoomId) -> HtmlElement {
    let trip = app.trip.get();
    let index = trip.rooms.iter().position(|room| room.id == *id);
    let Some((index, room)) = index.and_then(|index| Some((index, trip.rooms.get(index)?))) else {
        return not_found::page(app, &format!("room/{id}"));
    };
    let venue = trip.venue_of_room(room).map(|venue| Page::Venue(venue.id.clone()));
    let (back, back_to) = venue.clone().map_or((Page::Trip, "Trip"), |venue| (venue, "Venue"));
    let what = Attachment::Room(room.id.clone());
    let kept = StoredValue::new(what.clone());
    let blank = move || app.blank_entry(kept.get_value(), None);
    let sessions: Vec<usize> = trip.sessions_in(index).map(|(index, _)| index).collect();
    let location = words::room_name(&trip, room);
    let whereabouts = match venue {
        Some(venue) => Some(a().href(app.href(venue)).child(location)),
        None => (location != room.name).then(|| span().child(location)),
    };
    article()
        .class("venue")
        .child(inner_header(app, back, back_to, room.name.clone(), ()))
        .child(whereabouts.map(|words| p().class("where").child(words)))
        .child(in_here_now(app, index))
        .child(titled("Your notes on this room", all((entries_on(app, what), notes_field(app, blank)))))
        .child(titled(words::count(sessions.len(), "session", "sessions"), session_list(app, &trip, sessions)))
}

/// What is on in a room, and what comes next there, while the trip lasts.
fn in_here_now(app: App, room: usize) -> AnyView {
    let state = Memo::new(move |_| {
        let (trip, now) = (app.trip.get(), app.now());
        let during = agenda::phase(&trip, &app.conference_days.get(), now) == agenda::Phase::During;
        during.then(|| InRoom::at(&trip, room, now))
    });
    live(move || {
        let InRoom { on, next } = state.get()?;
        let trip = app.trip.get_untracked();
        let row = |index: &usize, time| {
            trip.sessions.get(*index).map(|session| session_row(app, &trip, session, time, Vec::new()))
        };
        let running: Vec<HtmlElement> = on.iter().filter_map(|index| row(index, RowTime::Clock)).collect();
        let nothing = running.is_empty().then(|| p().class("empty").child("Nothing is on in here now."));
        let next = list("rows", next.iter().filter_map(|index| row(index, RowTime::DayAndClock)).collect());
        Some(all((
            nothing,
            list("rows", running).map(|rows| titled("On now", rows)),
            next.map(|rows| titled("Next in here", rows)),
        )))
    })
}

/// Sessions of one room at an instant, by their index into the trip.
#[derive(Clone, PartialEq)]
struct InRoom {
    on: Vec<usize>,
    next: Option<usize>,
}

impl InRoom {
    fn at(trip: &Trip, room: usize, now: Instant) -> Self {
        let slots = || trip.sessions_in(room).filter_map(|(index, session)| Some((index, agenda::slot(session)?)));
        let next = slots().filter(|(_, slot)| slot.start > now).min_by_key(|(_, slot)| slot.start);
        Self {
            on: slots().filter(|(_, slot)| slot.holds(now)).map(|(index, _)| index).collect(),
            next: next.map(|(index, _)| index),
        }
    }
}

/// What I wrote on where a session is: its room, or else its venue with all its rooms.
pub fn notes_at(app: App, trip: &Trip, session: &Session) -> AnyView {
    let room = trip.room(session).map(|room| room.id.clone());
    let venue = trip.venue_of(session).and_then(|index| trip.venues.get(index)).map(|venue| venue.id.clone());
    let is_about = move |entry: &Entry| match &entry.attachment {
        Attachment::Room(id) => room.as_ref() == Some(id),
        Attachment::Venue(id) => venue.as_ref() == Some(id),
        Attachment::Hallway | Attachment::Session(_) => false,
    };
    let texts = Memo::new(move |_| {
        let text = |entry: &Entry| is_about(entry).then(|| entry.text.clone());
        app.notebook.entries().with(|entries| entries.iter().filter_map(text).collect::<Vec<String>>())
    });
    live(move || {
        let notes = texts.with(|texts| texts.iter().map(|text| li().child(rich::note(app, text))).collect());
        let name = "Your notes on this place";
        list("location-notes", notes).map(|list| list.aria_label(name))
    })
}

/// What I wrote on a venue and on its rooms.
pub fn notes_on_venue(app: App, venue: &Venue, rooms: Vec<RoomId>) -> AnyView {
    let id = venue.id.clone();
    let is_about = move |entry: &Entry| is_on_venue(entry, &id, &rooms);
    entry_list(app, is_about, |entry| matches!(entry.attachment, Attachment::Room(_)))
}

/// The way to a room's page, or to its venue's.
pub fn way(app: App, trip: &Trip, session: &Session, name: String) -> Option<HtmlElement> {
    let page = match (trip.room(session), trip.venue_of(session).and_then(|index| trip.venues.get(index))) {
        (Some(room), _) => Page::Room(room.id.clone()),
        (None, Some(venue)) => Page::Venue(venue.id.clone()),
        (None, None) => return None,
    };
    Some(a().href(app.href(page)).child(name))
}
