//! What the row of a session says, in every list of the app and on the start page before the app runs.

use super::Overlap;
use crate::notebook::OwnItem;
use crate::schedule::{Event, Precision, Session, Trip, When, words};

/// Whether a row says its day: lists of one day leave it out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RowTime {
    /// The time alone.
    Clock,
    /// The day and the time.
    DayAndClock,
}

/// The words of a row, and its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// `row` and the class of the event.
    pub class: String,
    /// When it starts: `14:30`, or `~14:30` when that was worked out; empty when no time is known.
    pub start: String,
    /// When it ends, likewise.
    pub end: String,
    /// The session's title.
    pub title: String,
    /// The event's short name; in a trip of one event the track, or else the kind.
    pub label: String,
    /// What follows the label: day, room and who, each after a middle dot.
    pub facts: String,
}

/// What stands before a time that was worked out.
const ABOUT: &str = "~";

impl SessionRow {
    /// The row of a session of this trip.
    pub fn of(trip: &Trip, session: &Session, time: RowTime) -> Self {
        let event = trip.event(session);
        let (start, end) = times(trip, session.when);
        let label = match trip.events.as_slice() {
            [_] => trip.label(session.track).or_else(|| trip.label(session.kind)),
            _ => event.map(|event| event.short.as_str()),
        };
        let label = label.unwrap_or_default().to_owned();
        let facts = facts(trip, session, time, label.is_empty());
        Self { class: format!("row {}", event_class(event)), start, end, title: session.title.clone(), label, facts }
    }
}

/// The class that carries the colour of an event: `event-0` to `event-9`.
pub fn event_class(event: Option<&Event>) -> String {
    let mut class = String::from("event-");
    class.push(char::from(b'0' + event.map_or(0, |event| event.color % 10)));
    class
}

/// `Overlaps by 45 min: Dinner`, `Overlaps 2 by up to 45 min: Dinner`, with the longest of these overlaps; `None` without
/// any. A narrow row cuts the end off, so the title comes last.
pub fn overlap_words(trip: &Trip, own: &[OwnItem], overlaps: &[Overlap]) -> Option<String> {
    let longest = overlaps.iter().max_by_key(|overlap| overlap.minutes)?;
    let (title, long) = (longest.with.title(trip, own)?, words::duration(longest.minutes));
    Some(match overlaps.len() {
        1 => format!("Overlaps by {long}: {title}"),
        count => format!("Overlaps {count} by up to {long}: {title}"),
    })
}

fn times(trip: &Trip, when: When) -> (String, String) {
    let When::Timed { start, start_precision, end, end_precision } = when else {
        return (String::new(), String::new());
    };
    let clock = |at, precision| {
        let about = if precision == Precision::Derived { ABOUT } else { "" };
        format!("{about}{}", words::clock(trip, at))
    };
    (clock(start, start_precision), end.map(|end| clock(end, end_precision)).unwrap_or_default())
}

fn facts(trip: &Trip, session: &Session, time: RowTime, is_first: bool) -> String {
    let day = trip.day(session).filter(|_| time == RowTime::DayAndClock).map(words::day_short);
    let unknown = session.when.start().is_none().then(|| "time not known".to_owned());
    let room = trip.room(session).map(|room| room.name.clone()).filter(|name| !name.is_empty());
    let parts = [day, unknown, room.or_else(|| words::location(trip, session)), Some(words::speakers(trip, session))];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let facts = parts.join(" · ");
    if is_first || facts.is_empty() { facts } else { format!(" · {facts}") }
}

#[cfg(test)]
mod tests {
    use super::super::{AgendaItemRef, fixture};
    use super::*;
    use crate::schedule::wire::mutation::mutated;
    use crate::schedule::{Person, wire};
    use proptest::prelude::*;

    #[track_caller]
    fn check(id: &str, time: RowTime, expect: &str) {
        let mut trip = fixture::trip();
        trip.people =
            ["Ana", "Ben", "Cy", "Di", "Eve"].map(|name| Person { name: name.into(), affiliation: None }).to_vec();
        for session in &mut trip.sessions {
            session.speakers = match session.id.as_str() {
                "early" => vec![0, 1],
                "long" => vec![0, 1, 2, 3, 4],
                _ => Vec::new(),
            };
        }
        let row = SessionRow::of(&trip, fixture::session(&trip, id), time);
        let SessionRow { class, start, end, title, label, facts } = row;
        assert_eq!(format!("{class} {start}-{end} {title}: {label}{facts}"), expect);
    }

    #[test]
    fn a_row_says_when_where_and_who() {
        check("early", RowTime::Clock, "row event-0 10:00-10:30 early: main · main · Ana, Ben");
        check("somewhere", RowTime::DayAndClock, "row event-0 14:00-14:30 somewhere: side · Wed 13 Nov");
        check("long", RowTime::Clock, "row event-0 10:00-11:30 long: main · beside · Ana, Ben, Cy and 2 more");
        check("opening", RowTime::Clock, "row event-0 09:00- opening: main · main");
        check("timeless", RowTime::Clock, "row event-0 - timeless: main · time not known");
    }

    #[test]
    fn in_a_trip_of_one_event_a_row_says_the_track_or_the_kind() {
        let mut trip = fixture::trip();
        trip.events.truncate(1);
        let said = |id| {
            let row = SessionRow::of(&trip, fixture::session(&trip, id), RowTime::Clock);
            format!("{}{}", row.label, row.facts)
        };
        assert_eq!(said("upstairs"), "Storage · upper");
        assert_eq!(said("long"), "Workshop · beside");
        assert_eq!(said("early"), "main");
    }

    #[test]
    fn an_overlap_is_named_and_says_how_long() {
        let trip = fixture::trip();
        let own = [fixture::own("Dinner with everybody who came along this year", "19:00", None)];
        let index = |id: &str| trip.sessions.iter().position(|session| session.id.as_str() == id).unwrap();
        let with = |what, minutes| Overlap { with: what, minutes };
        let said = |overlaps: &[Overlap]| overlap_words(&trip, &own, overlaps);
        let early = with(AgendaItemRef::Session(index("early")), 15);
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[early]).as_deref(), Some("Overlaps by 15 min: early"));
        let dinner = with(AgendaItemRef::Own(0), 75);
        assert_eq!(
            said(&[early, dinner]).as_deref(),
            Some("Overlaps 2 by up to 1 h 15 min: Dinner with everybody who came along this year")
        );
    }

    proptest! {
        #[test]
        fn a_trip_that_was_spoilt_has_rows(texts in mutated(wire::tests::trip(), wire::encode_index)) {
            for trip in texts.iter().flat_map(|text| wire::decode_index(text)) {
                words::days_between(trip.first, trip.last);
                let times = [RowTime::Clock, RowTime::DayAndClock];
                for (session, time) in trip.sessions.iter().zip(times.iter().cycle()) {
                    prop_assert!(!SessionRow::of(&trip, session, *time).facts.ends_with(" · "));
                }
            }
        }
    }

    #[test]
    fn a_time_that_was_worked_out_says_so() {
        let mut trip = fixture::trip();
        let index = trip.sessions.iter().position(|session| session.id.as_str() == "somewhere").unwrap();
        let When::Timed { start, end, .. } = trip.sessions[index].when else { panic!() };
        let mut check = |start_precision, end_precision, expect: (&str, &str)| {
            trip.sessions[index].when = When::Timed { start, start_precision, end, end_precision };
            let row = SessionRow::of(&trip, &trip.sessions[index], RowTime::Clock);
            assert_eq!((row.start.as_str(), row.end.as_str()), expect);
        };
        let (stated, derived) = (Precision::Stated, Precision::Derived);
        check(stated, derived, ("14:00", "~14:30"));
        check(derived, derived, ("~14:00", "~14:30"));
        check(stated, stated, ("14:00", "14:30"));
    }
}
