//! A small trip for the tests of this module: two events, three buildings, one day.

use super::SessionPredicate;
use crate::notebook::{OwnItem, OwnItemId, StarLevel};
use crate::schedule::{
    Day, Event, Instant, Local, Precision, Room, Session, SessionKey, Telling, Trip, Venue, Walk, When, Zone,
};

pub fn day() -> Day {
    Day::parse("2024-11-13").unwrap()
}

/// A clock time of [`day`] in the trip's zone.
pub fn at(clock: &str) -> Instant {
    Local::parse(&format!("{}T{clock}", day())).unwrap().at_offset(-7 * 3600)
}

pub fn all(_: &SessionKey) -> bool {
    true
}

pub fn none(_: &SessionKey) -> bool {
    false
}

pub fn only(ids: &[&str]) -> impl Fn(&SessionKey) -> bool {
    let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
    move |key| ids.iter().any(|id| id == key.session.as_str())
}

/// I am going to whatever is mine.
pub fn going<'a>(mine: &'a SessionPredicate<'_>) -> impl Fn(&SessionKey) -> Option<StarLevel> + 'a {
    |key| mine(key).then_some(StarLevel::Going)
}

pub fn own(title: &str, start: &str, end: Option<&str>) -> OwnItem {
    OwnItem {
        id: OwnItemId(title.into()),
        title: title.to_owned(),
        start: at(start),
        end: end.map(at),
        location: String::new(),
        note: String::new(),
        deleted: None,
        based_on: None,
    }
}

/// A session of the conference day so many days after [`day`], at clock times of the civil day after [`day`].
pub fn late(id: &str, on: i32, start: &str, end: &str) -> Session {
    let next = |clock| at(clock).plus_minutes(24 * 60);
    let session = timed(id, 0, "00:00", None, Some(0));
    Session { when: When::stated(next(start), Some(next(end))), day: Some(day().plus(on)), ..session }
}

/// Adds sessions, and brings all of them into the order that every trip has.
pub fn add(trip: &mut Trip, sessions: impl IntoIterator<Item = Session>) {
    trip.sessions.extend(sessions);
    trip.sessions.sort_by_key(|session| {
        let start = session.when.start();
        (session.day.is_none(), session.day, start.is_none(), start)
    });
}

pub fn session<'a>(trip: &'a Trip, id: &str) -> &'a Session {
    trip.sessions.iter().find(|session| session.id.as_str() == id).unwrap()
}

pub fn trip() -> Trip {
    let (main, side) = (0, 1);
    let mut trip = Trip {
        id: "trip".into(),
        title: "Week".to_owned(),
        city: "Town".to_owned(),
        zone: Zone::fixed("America/Denver", -7 * 3600, "MST"),
        telling: Telling::default(),
        first: day(),
        last: day().plus(1),
        as_of: day(),
        facts: Vec::new(),
        events: vec![event("main", &[0, 1]), event("side", &[])],
        venues: vec![venue("palace"), venue("hotel"), venue("bar")],
        walks: vec![Walk { between: (0, 1), minutes: 10, precision: Precision::Stated }],
        rooms: vec![
            room("main", Some("Level 1"), 0),
            room("beside", Some("Level 1"), 0),
            room("upper", Some("Level 3"), 0),
            room("attic", None, 0),
            room("lobby", Some("Level 2"), 1),
            room("counter", None, 2),
        ],
        people: Vec::new(),
        labels: ["Keynote", "Workshop", "Storage", "Beginner", "de"].map(str::to_owned).to_vec(),
        sessions: vec![
            Session { background: true, ..timed("desk", main, "08:00", Some("17:00"), Some(1)) },
            Session { kind: Some(0), ..timed("opening", main, "09:00", None, Some(0)) },
            timed("early", main, "10:00", Some("10:30"), Some(0)),
            Session { kind: Some(1), ..timed("long", main, "10:00", Some("11:30"), Some(1)) },
            Session {
                track: Some(2),
                level: Some(3),
                language: Some(4),
                ..timed("upstairs", main, "11:00", Some("11:45"), Some(2))
            },
            timed("elsewhere", main, "11:00", Some("11:45"), Some(4)),
            timed("early-too", main, "14:00", Some("14:30"), Some(0)),
            timed("no-level", main, "14:00", Some("14:30"), Some(3)),
            timed("far", side, "14:00", Some("14:30"), Some(5)),
            timed("somewhere", side, "14:00", Some("14:30"), None),
        ],
    };
    let when = When::Day(day());
    trip.sessions.push(Session { when, ..timed("timeless", main, "00:00", None, None) });
    trip
}

pub fn timed(id: &str, event: usize, start: &str, end: Option<&str>, room: Option<usize>) -> Session {
    Session {
        when: When::stated(at(start), end.map(at)),
        day: Some(day()),
        room,
        ..Session::new(id.into(), event, id.to_owned())
    }
}

fn event(id: &str, venues: &[usize]) -> Event {
    Event {
        id: id.into(),
        title: id.to_owned(),
        short: id.to_owned(),
        color: 0,
        first: day(),
        last: day(),
        url: None,
        links: Vec::new(),
        facts: Vec::new(),
        venues: venues.to_vec(),
        completeness: None,
    }
}

fn venue(id: &str) -> Venue {
    Venue { id: id.into(), name: id.to_owned(), short: id.to_owned(), address: None, position: None, facts: Vec::new() }
}

fn room(id: &str, level: Option<&str>, venue: usize) -> Room {
    Room { id: id.into(), name: id.to_owned(), level: level.map(str::to_owned), venue: Some(venue) }
}
