//! The whole week, joined: what the app holds in one signal and replaces whole.
//!
//! Tables are interned: a session names its event, room, labels and people by their place in the trip's lists. Places
//! are valid only within the trip they come from; what outlives a trip is a [`SessionKey`].

use super::ids::{EventId, RoomId, SessionId, SessionKey, TripId, VenueId};
use super::listing::{Link, Standing, When};
use super::time::{Day, Instant};
use super::zone::Zone;

#[derive(Clone, Debug, PartialEq)]
pub struct Trip {
    pub id: TripId,
    pub title: String,
    /// The city, as shown beside the date.
    pub place: String,
    pub zone: Zone,
    pub first: Day,
    pub last: Day,
    /// The day the schedule was last taken from its sources.
    pub as_of: Day,
    pub events: Vec<Event>,
    pub venues: Vec<Venue>,
    pub rooms: Vec<Room>,
    pub people: Vec<Person>,
    /// Tracks, kinds, levels and languages, in the words of their sources.
    pub labels: Vec<String>,
    /// In order of day, start (those without a time last), event, and the source's own order.
    pub sessions: Vec<Session>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub id: EventId,
    pub title: String,
    /// A short name for labels: "KubeCon".
    pub short: String,
    /// Which of the palette's event colours is its own: `--event-0` and so on.
    pub color: u8,
    pub first: Day,
    pub last: Day,
    pub url: Option<String>,
    /// How many people came, who may attend, what it costs: facts of one sentence each.
    pub facts: Vec<String>,
    pub venues: Vec<usize>,
    /// How whole the schedule is, in one sentence, when it is not whole.
    pub completeness: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Venue {
    pub id: VenueId,
    pub name: String,
    /// A short name for rows: "Salt Palace".
    pub short: String,
    pub address: Option<String>,
    /// Latitude and longitude in degrees.
    pub position: Option<(f64, f64)>,
    /// How to get there and around, one sentence each.
    pub facts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub id: RoomId,
    /// The room's own name: "Grand Ballroom G".
    pub name: String,
    /// "Level 1", when the source says it.
    pub level: Option<String>,
    pub venue: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub affiliation: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    /// Place in [`Trip::events`].
    pub event: usize,
    pub title: String,
    pub when: When,
    /// Place in [`Trip::rooms`].
    pub room: Option<usize>,
    /// Places in [`Trip::labels`].
    pub track: Option<usize>,
    pub kind: Option<usize>,
    pub level: Option<usize>,
    pub language: Option<usize>,
    /// Places in [`Trip::people`].
    pub speakers: Vec<usize>,
    pub standing: Standing,
    /// Registration, breaks and desks, and whatever lasts over three hours: never "now", never a conflict.
    pub background: bool,
}

/// What a session's own page shows beyond its row. Loaded after the first screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    pub abstract_text: Option<String>,
    pub url: Option<String>,
    pub links: Vec<Link>,
    /// A remark of the pack's own: where a time comes from, what the title was before.
    pub remark: Option<String>,
}

impl Trip {
    pub fn event(&self, session: &Session) -> Option<&Event> {
        self.events.get(session.event)
    }

    pub fn room(&self, session: &Session) -> Option<&Room> {
        session.room.and_then(|place| self.rooms.get(place))
    }

    pub fn venue_of_room(&self, room: &Room) -> Option<&Venue> {
        room.venue.and_then(|place| self.venues.get(place))
    }

    pub fn speakers<'a>(&'a self, session: &'a Session) -> impl Iterator<Item = &'a Person> {
        session.speakers.iter().filter_map(|place| self.people.get(*place))
    }

    pub fn label(&self, place: Option<usize>) -> Option<&str> {
        place.and_then(|place| self.labels.get(place)).map(String::as_str)
    }

    pub fn key(&self, session: &Session) -> SessionKey {
        let event = self.event(session).map_or_else(|| EventId::from(""), |event| event.id.clone());
        SessionKey { event, session: session.id.clone() }
    }

    pub fn find(&self, key: &SessionKey) -> Option<&Session> {
        self.sessions
            .iter()
            .find(|session| session.id == key.session && self.event(session).is_some_and(|event| event.id == key.event))
    }

    /// The civil day a session belongs to in the trip's zone.
    pub fn day(&self, session: &Session) -> Option<Day> {
        match session.when {
            When::Unknown => None,
            When::Day(day) => Some(day),
            When::Timed { start, .. } => Some(self.zone.local(start).day),
        }
    }

    pub fn days(&self) -> impl Iterator<Item = Day> {
        (self.first.0..=self.last.0).map(Day)
    }

    pub fn today(&self, now: Instant) -> Day {
        self.zone.local(now).day
    }
}
