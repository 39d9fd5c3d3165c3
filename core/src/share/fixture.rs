//! A trip of three sessions for the tests of sharing.

use crate::schedule::{Day, Event, EventId, Instant, Session, SessionKey, Telling, Trip, TripId, When, Zone};

/// Minutes after the trip's first talk begins.
pub fn at(minutes: i64) -> Instant {
    Instant(1_731_500_000).plus_minutes(minutes)
}

pub fn key(id: &str) -> SessionKey {
    SessionKey::new("kubecon", id)
}

/// `a` from 0 to 30, `b` from 30 to 60, and a `desk` that is open all day.
pub fn trip() -> Trip {
    Trip {
        id: TripId::from("week"),
        title: String::new(),
        city: String::new(),
        zone: Zone::utc(),
        telling: Telling::default(),
        first: Day(20_000),
        last: Day(20_005),
        as_of: Day(20_000),
        facts: Vec::new(),
        events: vec![Event {
            id: EventId::from("kubecon"),
            title: String::new(),
            short: String::new(),
            color: 0,
            first: Day(20_000),
            last: Day(20_005),
            url: None,
            links: Vec::new(),
            facts: Vec::new(),
            venues: Vec::new(),
            completeness: None,
        }],
        venues: Vec::new(),
        walks: Vec::new(),
        rooms: Vec::new(),
        people: Vec::new(),
        labels: Vec::new(),
        sessions: vec![session("a", 0, 30, false), session("b", 30, 60, false), session("desk", 0, 600, true)],
    }
}

fn session(id: &str, from: i64, to: i64, background: bool) -> Session {
    Session { when: When::stated(at(from), Some(at(to))), background, ..Session::new(id.into(), 0, id.to_owned()) }
}
