//! What is on, what comes next, and where in the trip we are.

use super::slot::slot;
use super::way::{Way, way};
use super::{SessionPredicate, Slot};
use crate::schedule::{Event, Instant, Local, Session, Trip};

/// A session that is on, and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnNow {
    /// Index into [`Trip::sessions`].
    pub session: usize,
    /// Minutes until it ends, rounded up.
    pub minutes_left: i64,
    /// How much of it has passed, in thousandths.
    pub permille: u32,
}

/// The session of my agenda that starts next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Index into [`Trip::sessions`].
    pub session: usize,
    /// Minutes until it starts, rounded up.
    pub in_minutes: i64,
    /// From where I am likely to be; `None` when either location is not known.
    pub way: Option<Way>,
}

/// Where a trip is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Minutes until the first session that has a time.
    Before {
        /// Rounded up; until the first midnight of the trip when no session has a time after it.
        minutes: i64,
    },
    /// From the first midnight of the trip up to the midnight after its last day, in its zone.
    During,
    /// The last day of the trip is over.
    After,
}

/// What is on now in my agenda, in the trip's order.
pub fn on_now(trip: &Trip, mine: &SessionPredicate<'_>, now: Instant) -> Vec<OnNow> {
    running(trip, now)
        .filter(|(_, session, _)| mine(&trip.key(session)))
        .map(|(index, _, slot)| {
            let length = slot.end.0.saturating_sub(slot.start.0);
            let passed = now.0.saturating_sub(slot.start.0);
            let permille = u32::try_from(passed.saturating_mul(1000) / length.max(1)).unwrap_or(0);
            OnNow { session: index, minutes_left: slot.minutes_left(now), permille }
        })
        .collect()
}

/// What else is on now, in the trip's order.
pub fn also_on(trip: &Trip, mine: &SessionPredicate<'_>, now: Instant) -> Vec<usize> {
    running(trip, now).filter(|(_, session, _)| !mine(&trip.key(session))).map(|(index, ..)| index).collect()
}

/// The session I am likely to sit in: the one of mine that runs, else the one that runs where I last was today. `been`
/// says where that was; my agenda is only one way to know. An index into [`Trip::sessions`].
pub fn here(trip: &Trip, mine: &SessionPredicate<'_>, been: &SessionPredicate<'_>, now: Instant) -> Option<usize> {
    if let Some(on) = on_now(trip, mine, now).first() {
        return Some(on.session);
    }
    let today = trip.zone.local(now).day;
    let earlier = slots(trip).filter(|(_, session, slot)| {
        slot.start <= now && trip.zone.local(slot.start).day == today && been(&trip.key(session))
    });
    let room = earlier.max_by_key(|(_, _, slot)| slot.start)?.1.room?;
    running(trip, now).find(|(_, session, _)| session.room == Some(room)).map(|(index, ..)| index)
}

/// The event of a day on which there is only one.
pub fn only_event_on(trip: &Trip, now: Instant) -> Option<&Event> {
    let today = trip.zone.local(now).day;
    let mut on = trip.events.iter().filter(|event| (event.first..=event.last).contains(&today));
    on.next().filter(|_| on.next().is_none())
}

/// The next session of my agenda, on whatever day.
pub fn next(trip: &Trip, mine: &SessionPredicate<'_>, now: Instant) -> Option<Next> {
    let coming = slots(trip).filter(|(_, session, slot)| slot.start > now && mine(&trip.key(session)));
    let (index, session, to) = coming.min_by_key(|(_, _, slot)| slot.start)?;
    // I am where my agenda last led me today: in the session that runs, or in the one before.
    let today = trip.zone.local(now).day;
    let been = slots(trip).filter(|(_, session, slot)| {
        slot.start <= now && trip.zone.local(slot.start).day == today && mine(&trip.key(session))
    });
    let here = been.max_by_key(|(_, _, slot)| slot.start);
    let way = here.and_then(|(_, here, from)| way(trip, here, session, to.start.minutes_since(from.end.max(now))));
    Some(Next { session: index, in_minutes: -now.minutes_since(to.start), way })
}

/// Whether the trip is still to come, runs, or is over. It runs from the first midnight to the last, in its zone.
pub fn phase(trip: &Trip, now: Instant) -> Phase {
    let begins = trip.zone.instant(Local::new(trip.first, 0, 0));
    let ends = trip.zone.instant(Local::new(trip.last.plus(1), 0, 0));
    if now < begins {
        let first = trip.sessions.iter().filter_map(|session| session.when.start()).min();
        let first = first.filter(|first| *first > begins).unwrap_or(begins);
        Phase::Before { minutes: -now.minutes_since(first) }
    } else if now < ends {
        Phase::During
    } else {
        Phase::After
    }
}

fn running(trip: &Trip, now: Instant) -> impl Iterator<Item = (usize, &Session, Slot)> {
    slots(trip).filter(move |(_, _, slot)| slot.holds(now))
}

fn slots(trip: &Trip) -> impl Iterator<Item = (usize, &Session, Slot)> {
    let sessions = trip.sessions.iter().enumerate();
    sessions.filter_map(|(index, session)| slot(session).map(|slot| (index, session, slot)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::{all, at, none, only, trip};
    use crate::schedule::SessionStatus;

    fn ids(trip: &Trip, indices: impl IntoIterator<Item = usize>) -> Vec<String> {
        indices.into_iter().map(|index| trip.sessions[index].id.to_string()).collect()
    }

    #[track_caller]
    fn check_on(now: &str, expect: &[(&str, i64, u32)]) {
        let trip = trip();
        let on = on_now(&trip, &all, at(now));
        let on: Vec<(&str, i64, u32)> =
            on.iter().map(|on| (trip.sessions[on.session].id.as_str(), on.minutes_left, on.permille)).collect();
        assert_eq!(on, expect, "at {now}");
    }

    #[test]
    fn on_now_is_mine_and_takes_place_and_is_no_background() {
        check_on("08:59", &[]);
        check_on("09:00", &[("opening", 30, 0)]);
        check_on("09:30", &[]);
        check_on("10:15", &[("early", 15, 500), ("long", 75, 166)]);
        check_on("12:00", &[]);
    }

    #[test]
    fn what_else_is_on_leaves_mine_out() {
        let trip = trip();
        assert_eq!(ids(&trip, also_on(&trip, &only(&["early"]), at("10:15"))), ["long"]);
        assert_eq!(ids(&trip, also_on(&trip, &none, at("10:15"))), ["early", "long"]);
    }

    #[test]
    fn a_cancelled_session_is_not_on() {
        let mut trip = trip();
        for session in &mut trip.sessions {
            session.status = SessionStatus::Cancelled;
        }
        assert_eq!(on_now(&trip, &all, at("10:15")), []);
        assert_eq!(next(&trip, &all, at("08:00")), None);
    }

    #[track_caller]
    fn check_here(mine: &[&str], been: &[&str], now: &str, expect: Option<&str>) {
        let trip = trip();
        let here = here(&trip, &only(mine), &only(been), at(now));
        assert_eq!(here.map(|index| trip.sessions[index].id.as_str()), expect, "at {now}");
    }

    #[test]
    fn i_am_in_mine_or_in_the_room_i_was_last_in() {
        check_here(&["long"], &["opening"], "10:15", Some("long"));
        check_here(&[], &["opening"], "10:15", Some("early"));
        check_here(&[], &["opening", "far"], "10:15", Some("early"));
        check_here(&[], &["early", "upstairs"], "14:10", None);
        check_here(&[], &["early"], "14:10", Some("early-too"));
        check_here(&[], &["somewhere"], "14:10", None);
        check_here(&[], &[], "10:15", None);
    }

    #[test]
    fn the_event_of_a_day_is_known_when_there_is_only_one() {
        let mut trip = trip();
        assert_eq!(only_event_on(&trip, at("10:15")), None, "two are on");
        trip.events.truncate(1);
        assert_eq!(only_event_on(&trip, at("10:15")).map(|event| event.id.as_str()), Some("main"));
        trip.events.clear();
        assert_eq!(only_event_on(&trip, at("10:15")), None);
    }

    #[track_caller]
    fn check_next(mine: &[&str], now: &str, expect: Option<(&str, i64, Option<&str>)>) {
        let trip = trip();
        let next = next(&trip, &only(mine), at(now));
        let words = next.as_ref().and_then(|next| next.way.as_ref()).map(Way::words);
        let next =
            next.as_ref().map(|next| (trip.sessions[next.session].id.as_str(), next.in_minutes, words.as_deref()));
        assert_eq!(next, expect, "at {now}");
    }

    #[test]
    fn next_is_the_soonest_of_mine_with_the_way_from_the_last() {
        check_next(&["early", "upstairs"], "09:10", Some(("early", 50, None)));
        check_next(&["early", "upstairs"], "10:10", Some(("upstairs", 50, Some("About 4 min walk, 2 floors up"))));
        check_next(&["early", "elsewhere"], "10:10", Some(("elsewhere", 50, Some("10 min walk, 1 floor up"))));
        check_next(&["early"], "11:00", None);
        check_next(&["desk"], "07:00", None);
    }

    #[test]
    fn minutes_to_go_are_rounded_up() {
        let trip = trip();
        let next = next(&trip, &only(&["early"]), Instant(at("09:59").0 + 1)).unwrap();
        assert_eq!(next.in_minutes, 1);
    }

    #[test]
    fn the_trip_runs_from_midnight_to_midnight_in_its_zone() {
        let trip = trip();
        let instant = |text| Instant::parse(text).unwrap();
        assert_eq!(phase(&trip, instant("2024-11-13T06:59:00Z")), Phase::Before { minutes: 8 * 60 + 1 });
        assert_eq!(phase(&trip, instant("2024-11-13T07:00:00Z")), Phase::During);
        assert_eq!(phase(&trip, instant("2024-11-15T06:59:59Z")), Phase::During);
        assert_eq!(phase(&trip, instant("2024-11-15T07:00:00Z")), Phase::After);
    }
}
