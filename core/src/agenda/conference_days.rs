//! Which day of the conference an instant belongs to: after midnight the day goes on until its last session has ended.

use super::slot::slot;
use crate::schedule::{Day, Instant, Local, Trip};

/// So many days before a trip and after it still belong to it: one arrives early and leaves late.
const AROUND: i32 = 7;

/// A day ends at noon of the next one at the latest, whatever a schedule says.
const LATEST_HOUR: u32 = 12;

/// When the days of a trip end, for the trip it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConferenceDays {
    first: Day,
    /// The first instant after each day of the trip, without a gap from the first day on.
    ends: Vec<Instant>,
}

impl ConferenceDays {
    /// A day ends at midnight in the trip's zone, or with its last session after that; but no later than the next day's
    /// first session begins. What runs in the background or was cancelled prolongs no day.
    pub fn of(trip: &Trip) -> Self {
        let mut ends: Vec<Instant> = trip.days().map(|day| midnight_after(trip, day)).collect();
        let mut starts: Vec<Option<Instant>> = vec![None; ends.len()];
        let position = |day: Day| usize::try_from(i64::from(day.0) - i64::from(trip.first.0)).ok();
        for session in &trip.sessions {
            let Some((slot, at)) = slot(session).zip(session.day.and_then(position)) else { continue };
            if let Some(end) = ends.get_mut(at) {
                *end = slot.end.max(*end);
            }
            if let Some(start) = starts.get_mut(at) {
                *start = Some(start.map_or(slot.start, |start| start.min(slot.start)));
            }
        }
        for (index, (day, end)) in trip.days().zip(&mut ends).enumerate() {
            let midnight = midnight_after(trip, day);
            let next = starts.get(index + 1).copied().flatten();
            let latest = trip.zone.instant(Local::new(day.plus(1), LATEST_HOUR, 0));
            *end = (*end).min(next.unwrap_or(latest)).min(latest).max(midnight);
        }
        Self { first: trip.first, ends }
    }

    /// The one day an instant belongs to: the civil day in the trip's zone, or the one before while that goes on.
    pub fn day_at(&self, trip: &Trip, at: Instant) -> Day {
        let civil = trip.today(at);
        let before = civil.plus(-1);
        if self.end_of(before).is_some_and(|end| at < end) { before } else { civil }
    }

    /// The first instant after a day of the trip; `None` for any other day.
    pub fn end_of(&self, day: Day) -> Option<Instant> {
        let index = usize::try_from(i64::from(day.0) - i64::from(self.first.0)).ok()?;
        self.ends.get(index).copied()
    }

    /// The first instant after the trip.
    pub fn end(&self) -> Option<Instant> {
        self.ends.last().copied()
    }
}

/// Whether a day is one of the trip's or so near to them that something of the user's own on it belongs to the trip.
pub fn is_around(trip: &Trip, day: Day) -> bool {
    day >= trip.first.plus(-AROUND) && day <= trip.last.plus(AROUND)
}

fn midnight_after(trip: &Trip, day: Day) -> Instant {
    trip.zone.instant(Local::new(day.plus(1), 0, 0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::agenda::fixture::{day, late, trip};
    use crate::schedule::{SessionStatus, Span, Zone};

    /// The days that instants of the night after the fixture's day belong to, with these sessions in it.
    #[track_caller]
    fn check(sessions: &[(&str, i32, &str, &str)], expect: &[(&str, i32)]) {
        let mut trip = trip();
        trip.sessions.extend(sessions.iter().map(|(id, on, start, end)| late(id, *on, start, end)));
        let days = ConferenceDays::of(&trip);
        for (clock, on) in expect {
            let at = trip.zone.instant(Local::parse(&format!("2024-11-14T{clock}")).unwrap());
            assert_eq!(days.day_at(&trip, at), day().plus(*on), "{clock}");
        }
    }

    #[test]
    fn a_day_goes_on_until_its_last_session_has_ended() {
        check(&[], &[("00:00", 1), ("02:00", 1)]);
        check(&[("party", 0, "00:30", "02:30")], &[("00:00", 0), ("02:29", 0), ("02:30", 1)]);
    }

    #[test]
    fn the_next_day_begins_with_its_first_session_at_the_latest() {
        let night = ("night", 0, "08:00", "10:00");
        check(&[night, ("breakfast", 1, "09:00", "09:30")], &[("08:59", 0), ("09:00", 1)]);
        check(&[("noon", 0, "11:00", "13:30")], &[("11:59", 0), ("12:00", 1)]);
        check(&[("party", 0, "00:30", "02:30"), ("before midnight", 1, "00:00", "00:10")], &[("00:00", 1)]);
    }

    #[test]
    fn what_is_cancelled_or_in_the_background_prolongs_no_day() {
        let mut trip = trip();
        trip.sessions.push(late("bar", 0, "00:30", "02:30"));
        trip.sessions.push(late("party", 0, "00:30", "02:30"));
        if let [.., bar, party] = trip.sessions.as_mut_slice() {
            bar.background = true;
            party.status = SessionStatus::Cancelled;
        }
        let midnight = trip.zone.instant(Local::new(day().plus(1), 0, 0));
        assert_eq!(ConferenceDays::of(&trip).day_at(&trip, midnight), day().plus(1));
    }

    #[test]
    fn days_outside_the_trip_are_civil() {
        let trip = trip();
        let days = ConferenceDays::of(&trip);
        assert_eq!((days.end_of(day().plus(-1)), days.end_of(day().plus(2))), (None, None));
        assert_eq!(days.end(), days.end_of(day().plus(1)));
        let before = trip.zone.instant(Local::new(day().plus(-1), 23, 59));
        assert_eq!(days.day_at(&trip, before), day().plus(-1));
    }

    proptest! {
        #[test]
        fn every_instant_has_one_day_and_days_go_forward(
            sessions in proptest::collection::vec((0..3_i32, 0..40_i64, 0..180_i64), 0..8),
            minutes in proptest::collection::vec(-2000..6000_i64, 2),
        ) {
            let mut trip = trip();
            let midnight = trip.zone.instant(Local::new(day(), 0, 0));
            for (on, hours, length) in sessions {
                let start = midnight.plus_minutes(i64::from(on) * 1440 + hours * 60);
                let mut session = late("some", on, "00:00", "00:00");
                session.when = crate::schedule::When::stated(start, Some(start.plus_minutes(length)));
                trip.sessions.push(session);
            }
            let days = ConferenceDays::of(&trip);
            let mut at: Vec<Instant> = minutes.iter().map(|minutes| midnight.plus_minutes(*minutes)).collect();
            at.sort_unstable();
            let on: Vec<Day> = at.iter().map(|at| days.day_at(&trip, *at)).collect();
            prop_assert!(on[0] <= on[1]);
            for (at, on) in at.iter().zip(on) {
                let civil = trip.today(*at);
                prop_assert!(on == civil || on == civil.plus(-1));
                prop_assert_eq!(on != civil, days.end_of(civil.plus(-1)).is_some_and(|end| *at < end));
            }
        }
    }

    #[test]
    fn a_day_that_changes_to_winter_time_ends_at_its_own_midnight() {
        let mut trip = trip();
        trip.zone = winter();
        trip.first = Day::parse("2024-11-03").unwrap();
        trip.last = trip.first;
        let days = ConferenceDays::of(&trip);
        assert_eq!(days.end(), Instant::parse("2024-11-04T07:00:00Z"));
        // 01:30 comes twice; both are on the same day.
        for at in ["2024-11-03T07:30:00Z", "2024-11-03T08:30:00Z"] {
            assert_eq!(days.day_at(&trip, Instant::parse(at).unwrap()), trip.first);
        }
    }

    fn winter() -> Zone {
        let span = |from, hours: i32, abbreviation: &str| Span {
            from,
            offset_seconds: hours * 3600,
            abbreviation: abbreviation.to_owned(),
        };
        let change = Instant::parse("2024-11-03T08:00:00Z").unwrap();
        let spans = vec![span(Instant(i64::MIN), -6, "MDT"), span(change, -7, "MST")];
        Zone { name: "America/Denver".to_owned(), spans }
    }
}
