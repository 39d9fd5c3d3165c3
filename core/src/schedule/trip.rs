//! The whole week, joined: what the app holds in one signal and replaces whole.
//!
//! Tables are interned: a session names its event, room, labels and people by their index into the trip's lists. Indices
//! are valid only within the trip they come from; what outlives a trip is a [`SessionKey`].

use std::collections::BTreeMap;
use std::fmt;

use super::ids::{EventId, RoomId, SessionId, SessionKey, TripId, VenueId};
use super::listing::{Link, Precision, SessionStatus, When};
use super::telling::Telling;
use super::time::{Day, Instant, Local};
use super::zone::Zone;

/// A trip with its events, venues and sessions; every index in it points into one of its own lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trip {
    /// What links and stored records call the trip.
    pub id: TripId,
    /// The trip's name, as shown.
    pub title: String,
    /// The city, as shown beside the date.
    pub city: String,
    /// The zone in which the trip's days and times are told.
    pub zone: Zone,
    /// The first day.
    pub first: Day,
    /// The last day, inclusive.
    pub last: Day,
    /// The day the schedule was last taken from its sources.
    pub as_of: Day,
    /// Weather, transport and what else holds for the whole trip: facts of one sentence each.
    pub facts: Vec<String>,
    /// Those of the trip's description, then those that the user added; [`Session::event`] points here.
    pub events: Vec<Event>,
    /// The known buildings; [`Event::venues`], [`Room::venue`] and [`Walk::between`] point here.
    pub venues: Vec<Venue>,
    /// How long it takes on foot from one venue to another, where somebody says so.
    pub walks: Vec<Walk>,
    /// Those of the trip's frame first, then those that only sessions name; [`Session::room`] points here.
    pub rooms: Vec<Room>,
    /// The speakers, each name and affiliation once; [`Session::speakers`] points here.
    pub people: Vec<Person>,
    /// Tracks, kinds, levels and languages, in the words of their sources.
    pub labels: Vec<String>,
    /// In order of day, start (those without a time last), event, and the source's own order.
    pub sessions: Vec<Session>,
    /// How the reader wants its times told. It is never encoded.
    pub telling: Telling,
}

/// An event of the trip, without its sessions: they are in [`Trip::sessions`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What session keys, links and stored records call the event.
    pub id: EventId,
    /// The full name.
    pub title: String,
    /// A short name for labels: "KubeCon".
    pub short: String,
    /// Which of the palette's event colours is its own: `--event-0` and so on.
    pub color: u8,
    /// The first day.
    pub first: Day,
    /// The last day, inclusive.
    pub last: Day,
    /// The event's own web page; `None` when its source names none.
    pub url: Option<String>,
    /// What else is worth a tap: a livestream, a map of the fair.
    pub links: Vec<Link>,
    /// How many people came, who may attend, what it costs: facts of one sentence each.
    pub facts: Vec<String>,
    /// Indices into [`Trip::venues`]; empty when no venue is known.
    pub venues: Vec<usize>,
    /// How whole the schedule is, in one sentence, when it is not whole.
    pub completeness: Option<String>,
}

/// A building in which sessions take place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Venue {
    /// What links and stored records call the venue.
    pub id: VenueId,
    /// The full name. A room written as `Building | Level | Room` finds its venue by this, the short name or the id.
    pub name: String,
    /// A short name for rows: "Salt Palace".
    pub short: String,
    /// The postal address as one text; `None` when nobody says it.
    pub address: Option<String>,
    /// Where it is on the map; `None` when nobody says it.
    pub position: Option<Position>,
    /// How to get there and around, one sentence each.
    pub facts: Vec<String>,
}

/// A position on the map in ten-millionths of a degree, about a centimetre: whole numbers, so that the app carries no
/// code that reads or writes fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// North is positive.
    pub latitude: i32,
    /// East is positive.
    pub longitude: i32,
}

/// A walk between two venues. It takes as long in either direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Walk {
    /// Indices into [`Trip::venues`].
    pub between: (usize, usize),
    /// Minutes on foot.
    pub minutes: u32,
    /// [`Precision::Derived`] when the minutes are an estimate.
    pub precision: Precision,
}

/// A room of the trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// The id, made from venue and name (`salt-palace-grand-ballroom-g`) unless the trip's frame gives it.
    pub id: RoomId,
    /// The room's own name: "Grand Ballroom G".
    pub name: String,
    /// "Level 1", when the source says it.
    pub level: Option<String>,
    /// Index into [`Trip::venues`]; `None` for a room in no known building.
    pub venue: Option<usize>,
}

/// A speaker. Two of one name and different affiliations are two people here; see [`Trip::sessions_by`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name, as its source writes it.
    pub name: String,
    /// Company, project or role, as its source writes it; `None` when it says none.
    pub affiliation: Option<String>,
}

/// A session of the trip: what a row, a filter or a search needs. The rest is in [`Details`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The id within its event; [`Trip::key`] gives the one that is unique in the trip.
    pub id: SessionId,
    /// Index into [`Trip::events`].
    pub event: usize,
    /// The title in one line of plain text, with the subtitle after a colon.
    pub title: String,
    /// When it takes place, as exactly as its source knows.
    pub when: When,
    /// The day of the programme it belongs to, as in [`super::Listing::day`].
    pub day: Option<Day>,
    /// Index into [`Trip::rooms`].
    pub room: Option<usize>,
    /// The track; index into [`Trip::labels`].
    pub track: Option<usize>,
    /// The kind of session; index into [`Trip::labels`].
    pub kind: Option<usize>,
    /// The level of experience it asks for; index into [`Trip::labels`].
    pub level: Option<usize>,
    /// The language it is held in; index into [`Trip::labels`].
    pub language: Option<usize>,
    /// Indices into [`Trip::people`].
    pub speakers: Vec<usize>,
    /// Whether it is listed, cancelled, or gone and kept.
    pub status: SessionStatus,
    /// Registration, breaks and desks, and whatever lasts over three hours: never "now", never a conflict.
    pub background: bool,
}

/// What a session's own page shows beyond its row. Loaded after the first screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// HTML or Markdown or plain text, as in [`super::Listing::abstract_text`]; `None` when there is none.
    pub abstract_text: Option<String>,
    /// The session's own web page; `None` when its source names none.
    pub url: Option<String>,
    /// Slides, recordings and what else the source links.
    pub links: Vec<Link>,
    /// A remark of the pack's own: where a time comes from, what the title was before.
    pub remark: Option<String>,
}

impl Trip {
    /// The event of a session; `None` only for a session of another trip.
    pub fn event(&self, session: &Session) -> Option<&Event> {
        self.events.get(session.event)
    }

    /// The room of a session; `None` when its source names none.
    pub fn room(&self, session: &Session) -> Option<&Room> {
        session.room.and_then(|index| self.rooms.get(index))
    }

    /// The venue of a room; `None` for a room in no known building.
    pub fn venue_of_room(&self, room: &Room) -> Option<&Venue> {
        room.venue.and_then(|index| self.venues.get(index))
    }

    /// The index of the venue a session is in: its room's, or else the only one of its event.
    pub fn venue_of(&self, session: &Session) -> Option<usize> {
        match self.room(session) {
            Some(room) => room.venue,
            None => match self.event(session)?.venues.as_slice() {
                [only] => Some(*only),
                _ => None,
            },
        }
    }

    /// The speakers of a session, in the order of its source.
    pub fn speakers<'a>(&'a self, session: &'a Session) -> impl Iterator<Item = &'a Person> {
        session.speakers.iter().filter_map(|index| self.people.get(*index))
    }

    /// The text behind an index into [`Trip::labels`]; `None` for none and for an index beyond the list.
    pub fn label(&self, index: Option<usize>) -> Option<&str> {
        index.and_then(|index| self.labels.get(index)).map(String::as_str)
    }

    /// The key of a session: what may outlive this trip.
    pub fn key(&self, session: &Session) -> SessionKey {
        let event = self.event(session).map_or_else(|| EventId::from(""), |event| event.id.clone());
        SessionKey { event, session: session.id.clone() }
    }

    /// Whether an event is one of this trip's, with the session or without.
    pub fn has_event(&self, id: &EventId) -> bool {
        self.events.iter().any(|event| event.id == *id)
    }

    /// The session with this key; `None` when this trip does not hold it.
    pub fn find(&self, key: &SessionKey) -> Option<&Session> {
        self.index_of(key).and_then(|index| self.sessions.get(index))
    }

    /// The index into [`Trip::sessions`] of the session with this key.
    pub fn index_of(&self, key: &SessionKey) -> Option<usize> {
        let is_it = |session: &Session| {
            session.id == key.session && self.event(session).is_some_and(|event| event.id == key.event)
        };
        self.sessions.iter().position(is_it)
    }

    /// The day of the programme a session belongs to; `None` when nothing is known of its time.
    pub fn day(&self, session: &Session) -> Option<Day> {
        session.day
    }

    /// The sessions of a day, in the trip's order.
    pub fn sessions_on(&self, day: Day) -> impl Iterator<Item = (usize, &Session)> {
        self.sessions.iter().enumerate().filter(move |(_, session)| session.day == Some(day))
    }

    /// The sessions in a room, in the trip's order.
    pub fn sessions_in(&self, room: usize) -> impl Iterator<Item = (usize, &Session)> {
        self.sessions.iter().enumerate().filter(move |(_, session)| session.room == Some(room))
    }

    /// The rooms in which tracks are at home: pairs of an index into [`Trip::rooms`] and one into [`Trip::labels`], room by
    /// room. That is where at least two sessions of a track are, and a third of all it has in rooms.
    pub fn track_rooms(&self) -> Vec<(usize, usize)> {
        let (mut in_room, mut of_track) = (BTreeMap::<(usize, usize), usize>::new(), BTreeMap::<usize, usize>::new());
        for session in &self.sessions {
            if let (Some(room), Some(track)) = (session.room, session.track) {
                *in_room.entry((room, track)).or_default() += 1;
                *of_track.entry(track).or_default() += 1;
            }
        }
        let is_home = |((_, track), sessions): &((usize, usize), usize)| {
            *sessions > 1 && of_track.get(track).is_some_and(|all| sessions * 3 >= *all)
        };
        in_room.into_iter().filter(is_home).map(|(pair, _)| pair).collect()
    }

    /// Every session of whoever is called `name`, in the trip's order. Two entries of [`Trip::people`] may share a
    /// name, because sources give one person two affiliations.
    pub fn sessions_by<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (usize, &'a Session)> {
        let speaks = move |session: &Session| self.speakers(session).any(|person| person.name == name);
        self.sessions.iter().enumerate().filter(move |(_, session)| speaks(session))
    }

    /// The rooms of a venue, in the trip's order.
    pub fn rooms_of(&self, venue: usize) -> impl Iterator<Item = (usize, &Room)> {
        self.rooms.iter().enumerate().filter(move |(_, room)| room.venue == Some(venue))
    }

    /// The index of a venue into [`Trip::venues`].
    pub fn venue_index(&self, id: &VenueId) -> Option<usize> {
        self.venues.iter().position(|venue| venue.id == *id)
    }

    /// Every day from the first to the last, with sessions or without.
    pub fn days(&self) -> impl Iterator<Item = Day> {
        (self.first.0..=self.last.0).map(Day)
    }

    /// Whether it is one of the trip's days.
    pub fn holds(&self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// When the first session starts, of those whose time is known; without one, nine o'clock of the first day.
    pub fn first_moment(&self) -> Instant {
        let starts = self.sessions.iter().filter_map(|session| session.when.start());
        starts.min().unwrap_or_else(|| self.zone.instant(Local::new(self.first, 9, 0)))
    }

    /// The end of the afternoon of the last day, when what there was can be looked back on.
    pub fn last_evening(&self) -> Instant {
        self.zone.instant(Local::new(self.last, 17, 0))
    }

    /// The day it is at `now` in the trip's zone.
    pub fn today(&self, now: Instant) -> Day {
        self.zone.local(now).day
    }
}

impl Session {
    /// A listed session of an event with nothing but its identity and title.
    pub fn new(id: SessionId, event: usize, title: String) -> Self {
        Self {
            id,
            event,
            title,
            when: When::Unknown,
            day: None,
            room: None,
            track: None,
            kind: None,
            level: None,
            language: None,
            speakers: Vec::new(),
            status: SessionStatus::Listed,
            background: false,
        }
    }
}

impl Position {
    /// Reads `40.7696398,-111.9036433`: degrees with at most seven decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let (latitude, longitude) = text.split_once(',')?;
        let position = Self { latitude: parse_degrees(latitude)?, longitude: parse_degrees(longitude)? };
        let within = position.latitude.abs() <= 900_000_000 && position.longitude.abs() <= 1_800_000_000;
        within.then_some(position)
    }
}

/// `40.7696398,-111.9036433`, as map links want it.
impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_degrees(f, self.latitude)?;
        f.write_str(",")?;
        write_degrees(f, self.longitude)
    }
}

fn write_degrees(f: &mut fmt::Formatter<'_>, ten_millionths: i32) -> fmt::Result {
    let sign = if ten_millionths < 0 { "-" } else { "" };
    let size = ten_millionths.unsigned_abs();
    write!(f, "{sign}{}.{:07}", size / 10_000_000, size % 10_000_000)
}

fn parse_degrees(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.len() <= 7 && text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(fraction) {
        return None;
    }
    let mut size: i64 = whole.parse().ok()?;
    for index in 0..7 {
        let digit = fraction.as_bytes().get(index).map_or(0, |byte| i64::from(byte - b'0'));
        size = size * 10 + digit;
    }
    i32::try_from(sign * size).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schedule::wire::tests::trip;

    proptest! {
        #[test]
        fn a_trip_begins_with_its_first_session_that_has_a_time(trip in trip()) {
            let mut trip = trip;
            let starts: Vec<Instant> = trip.sessions.iter().filter_map(|session| session.when.start()).collect();
            prop_assert!(starts.is_empty() || starts.contains(&trip.first_moment()));
            prop_assert!(starts.iter().all(|start| trip.first_moment() <= *start));
            trip.sessions.clear();
            prop_assert_eq!(trip.first_moment(), trip.zone.instant(Local::new(trip.first, 9, 0)));
        }

        #[test]
        fn a_track_is_at_home_where_a_third_of_it_is(trip in trip()) {
            let in_room = |(room, track): (usize, usize)| {
                let place = Session::new("any".into(), 0, String::new());
                Session { room: Some(room), track: Some(track), ..place }
            };
            let check = |pairs: &[(usize, usize)], expect: &[(usize, usize)]| {
                let sessions = pairs.iter().copied().map(in_room).collect();
                assert_eq!(Trip { sessions, ..trip.clone() }.track_rooms(), expect);
            };
            check(&[(3, 1), (2, 1), (3, 1), (2, 0), (2, 0)], &[(2, 0), (3, 1)]);
            check(&[(2, 1), (2, 1), (3, 1), (3, 1), (4, 1), (4, 1)], &[(2, 1), (3, 1), (4, 1)]);
            check(&[(2, 1), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1)], &[]);
            check(&[(2, 1)], &[]);
        }
    }

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(Position::parse(text).map(|position| position.to_string()).as_deref(), expect);
    }

    #[test]
    fn positions_are_read_and_written_to_seven_decimals() {
        check("40.7696398,-111.9036433", Some("40.7696398,-111.9036433"));
        check("-33.5, 151", Some("-33.5000000,151.0000000"));
        check("-0.25,0", Some("-0.2500000,0.0000000"));
        for wrong in ["", "40", "40,", "91,0", "0,181", "1.12345678,0", "1e3,0", "north,east", "+1,1"] {
            check(wrong, None);
        }
    }
}
