//! The time something takes up in an agenda. Sessions and own items become slots, and slots is all that clashes.

use crate::schedule::{Instant, Session, SessionStatus};

/// From `start` up to but not including `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    /// The first instant that belongs to it.
    pub start: Instant,
    /// The first instant that does not; never before `start`.
    pub end: Instant,
}

/// How long something without an end counts: a start says nothing about the length, and half an hour is the slot that
/// conferences use most. Longer would make clashes of things that are likely over.
const OPEN_MINUTES: i64 = 30;

impl Slot {
    /// Without an end it takes half an hour; an end before the start becomes the start.
    pub fn new(start: Instant, end: Option<Instant>) -> Self {
        let end = end.unwrap_or_else(|| start.plus_minutes(OPEN_MINUTES));
        Self { start, end: end.max(start) }
    }

    /// Whether `now` lies in the slot. Its start does, its end does not.
    pub fn holds(&self, now: Instant) -> bool {
        self.start <= now && now < self.end
    }

    /// Minutes until the end, rounded up: at 14:42:30 a talk that ends at 15:05 has 23 minutes left.
    pub fn minutes_left(&self, now: Instant) -> i64 {
        -now.minutes_since(self.end)
    }

    /// How many minutes of both are at the same time, rounded up; 0 when they only touch.
    pub fn shared_minutes(&self, other: &Self) -> i64 {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        if start < end { -start.minutes_since(end) } else { 0 }
    }
}

/// The time a session takes up; `None` for one that has no time, is in the background, or does not take place.
pub fn slot(session: &Session) -> Option<Slot> {
    if session.background || session.status != SessionStatus::Listed {
        return None;
    }
    session.when.start().map(|start| Slot::new(start, session.when.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::at;

    #[track_caller]
    fn check(a: (&str, &str), b: (&str, &str), expect: i64) {
        let slot = |(start, end): (&str, &str)| Slot::new(at(start), (!end.is_empty()).then(|| at(end)));
        assert_eq!(slot(a).shared_minutes(&slot(b)), expect, "{a:?} and {b:?}");
        assert_eq!(slot(b).shared_minutes(&slot(a)), expect, "{b:?} and {a:?}");
    }

    #[test]
    fn only_time_that_is_really_shared_counts() {
        check(("11:15", "11:50"), ("11:50", "12:25"), 0);
        check(("11:15", "11:50"), ("11:45", "12:25"), 5);
        check(("11:15", "12:45"), ("11:30", "11:50"), 20);
        check(("11:15", "11:50"), ("13:00", "13:35"), 0);
    }

    #[test]
    fn without_an_end_it_is_half_an_hour() {
        check(("11:00", ""), ("11:20", "12:00"), 10);
        check(("11:00", ""), ("11:30", "12:00"), 0);
    }

    #[test]
    fn what_ends_before_it_starts_takes_no_time() {
        check(("11:00", "10:00"), ("10:00", "12:00"), 0);
    }

    #[test]
    fn minutes_left_are_rounded_up() {
        let slot = Slot::new(at("14:30"), Some(at("15:05")));
        assert_eq!(slot.minutes_left(at("14:42")), 23);
        assert_eq!(slot.minutes_left(Instant(at("14:42").0 + 30)), 23);
        assert!(slot.holds(at("14:30")) && !slot.holds(at("15:05")));
    }
}
