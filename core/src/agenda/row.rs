//! What the row of a session says, in every list of the app and on the start page before the app runs.

use crate::schedule::{Event, Precision, Session, Trip, When, words};

/// What a row says of time: lists grouped by start leave it to the group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RowTime {
    /// The end alone, under a group that says the start.
    InGroup,
    /// The whole time.
    Clock,
    /// The day and the whole time.
    DayAndClock,
}

/// The words of a row, and its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// `row` and the class of the event.
    pub class: String,
    /// The session's title.
    pub title: String,
    /// The event's short name.
    pub event: String,
    /// What follows the event's name: when, where and who, each after a middle dot.
    pub facts: String,
}

impl SessionRow {
    /// The row of a session of this trip.
    pub fn of(trip: &Trip, session: &Session, time: RowTime) -> Self {
        let event = trip.event(session);
        Self {
            class: format!("row {}", event_class(event)),
            title: session.title.clone(),
            event: event.map(|event| event.short.clone()).unwrap_or_default(),
            facts: facts(trip, session, time),
        }
    }
}

/// The class that carries the colour of an event: `event-0` to `event-9`.
pub fn event_class(event: Option<&Event>) -> String {
    let mut class = String::from("event-");
    class.push(char::from(b'0' + event.map_or(0, |event| event.color % 10)));
    class
}

fn facts(trip: &Trip, session: &Session, time: RowTime) -> String {
    let mut facts = String::new();
    let mut add = |text: &str| {
        if !text.is_empty() {
            facts.push_str(" · ");
            facts.push_str(text);
        }
    };
    if let (RowTime::DayAndClock, Some(day)) = (time, trip.day(session)) {
        add(&words::day_short(day));
    }
    match (time, session.when) {
        (RowTime::InGroup, When::Timed { start_precision: Precision::Stated, end, end_precision, .. }) => {
            let until = if end_precision == Precision::Derived { "until about " } else { "until " };
            add(&end.map(|end| format!("{until}{}", words::clock(trip, end))).unwrap_or_default());
        }
        (RowTime::InGroup, When::Day(_) | When::Unknown) => {}
        _ => add(&words::time_range(trip, session.when)),
    }
    add(&words::location(trip, session).unwrap_or_default());
    add(&words::speakers(trip, session));
    facts
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
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
        assert_eq!(format!("{} {}: {}{}", row.class, row.title, row.event, row.facts), expect);
    }

    #[test]
    fn a_row_says_when_where_and_who() {
        check("early", RowTime::InGroup, "row event-0 early: main · until 10:30 · palace L1 · main · Ana, Ben");
        check("early", RowTime::Clock, "row event-0 early: main · 10:00–10:30 · palace L1 · main · Ana, Ben");
        check("somewhere", RowTime::DayAndClock, "row event-0 somewhere: side · Wed 13 Nov · 14:00–14:30");
        check(
            "long",
            RowTime::InGroup,
            "row event-0 long: main · until 11:30 · palace L1 · beside · Ana, Ben, Cy and 2 more",
        );
        check("opening", RowTime::InGroup, "row event-0 opening: main · palace L1 · main");
        check("timeless", RowTime::InGroup, "row event-0 timeless: main");
        check("timeless", RowTime::Clock, "row event-0 timeless: main · time not known");
    }

    proptest! {
        #[test]
        fn a_trip_that_was_spoilt_has_rows(texts in mutated(wire::tests::trip(), wire::encode_index)) {
            for trip in texts.iter().flat_map(|text| wire::decode_index(text)) {
                words::days_between(trip.first, trip.last);
                let times = [RowTime::InGroup, RowTime::Clock, RowTime::DayAndClock];
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
        let mut check = |start_precision, end_precision, time, expect: &str| {
            trip.sessions[index].when = When::Timed { start, start_precision, end, end_precision };
            assert_eq!(SessionRow::of(&trip, &trip.sessions[index], time).facts, expect);
        };
        let (stated, derived) = (Precision::Stated, Precision::Derived);
        check(stated, derived, RowTime::InGroup, " · until about 14:30");
        check(derived, derived, RowTime::InGroup, " · about 14:00–14:30");
        check(stated, derived, RowTime::Clock, " · 14:00–about 14:30");
    }
}
