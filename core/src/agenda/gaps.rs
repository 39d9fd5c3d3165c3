//! Gaps in a day of mine, and what of the programme fits in with the walk there and the walk on.

use super::Slot;
use super::slot::slot;
use super::timeline::{AgendaItem, AgendaItemRef, Timeline};
use super::way::{WalkingPace, Way, way};
use crate::notebook::StarLevel;
use crate::schedule::{Day, Instant, Session, Trip};

/// A time of a day during which I am not busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// From the end of the one to the start of the other.
    pub slot: Slot,
    /// What I come from; `None` in the morning.
    pub before: Option<AgendaItemRef>,
    /// What I go on to; `None` in the evening.
    pub after: Option<AgendaItemRef>,
}

/// A session that fits into a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Index into [`Trip::sessions`].
    pub session: usize,
    /// Whether I am interested in it.
    pub is_interested: bool,
    /// The way there from what I come from; `None` when a location is not known or there is nothing before.
    pub there: Option<Way>,
    /// The way on to what comes next, likewise.
    pub onward: Option<Way>,
}

/// The gaps of a day of mine that last at least so many minutes, in order: between its first session of the programme and
/// its last, and only from `now` on.
pub fn gaps(trip: &Trip, timeline: &Timeline, day: Day, least_minutes: i64, now: Instant) -> Vec<Gap> {
    let programme = || trip.sessions_on(day).filter_map(|(_, session)| slot(session));
    let Some((begin, end)) = programme().map(|slot| slot.start).min().zip(programme().map(|slot| slot.end).max())
    else {
        return Vec::new();
    };
    let busy = timeline.on_day(Some(day)).filter_map(|item| Some((item, item.busy_slot()?)));
    let mut busy: Vec<(&AgendaItem, Slot)> = busy.collect();
    busy.sort_by_key(|(_, slot)| slot.start);
    let mut found = Vec::new();
    let (mut free_from, mut before) = (begin.max(now), None);
    let mut add = |from: Instant, to: Instant, before, after| {
        let slot = Slot { start: from, end: to.min(end) };
        if slot.end.0.saturating_sub(slot.start.0) >= least_minutes.saturating_mul(60) {
            found.push(Gap { slot, before, after });
        }
    };
    for (item, slot) in busy {
        add(free_from, slot.start, before, Some(item.what));
        if slot.end >= free_from {
            // Whatever ends last is what one comes from.
            before = Some(item.what);
            free_from = slot.end;
        } else if before.is_none() {
            before = Some(item.what);
        }
    }
    add(free_from, end, before, None);
    found
}

/// What of the programme fits into a gap, with both walks: what I am interested in first, then what is in the building I
/// come from or go to, then by the length of the walks, then by time.
pub fn fitting(trip: &Trip, timeline: &Timeline, gap: &Gap, pace: WalkingPace) -> Vec<Fit> {
    let level = |index: usize| {
        let is_it = |item: &&AgendaItem| item.what == AgendaItemRef::Session(index);
        timeline.items().iter().find(is_it).map(|item| item.level)
    };
    let (from, to) = [gap.before, gap.after].map(|what| what.and_then(|what| what.session(trip))).into();
    let fit = |(index, session): (usize, &Session)| {
        let wanted = slot(session).filter(|wanted| gap.slot.start <= wanted.start && wanted.end <= gap.slot.end)?;
        let level = level(index);
        if level == Some(StarLevel::Going) {
            return None;
        }
        let there = from.and_then(|from| way(trip, from, session, wanted.start.minutes_since(gap.slot.start), pace));
        let onward = to.and_then(|to| way(trip, session, to, gap.slot.end.minutes_since(wanted.end), pace));
        let is_in_time = |way: &Option<Way>| way.as_ref().is_none_or(|way| way.slack_minutes >= 0);
        let fits = is_in_time(&there) && is_in_time(&onward);
        fits.then_some(Fit { session: index, is_interested: level.is_some(), there, onward })
    };
    let mut fits: Vec<Fit> = trip.sessions.iter().enumerate().filter_map(fit).collect();
    let order = |fit: &Fit| {
        let ways = || [&fit.there, &fit.onward].into_iter().flatten();
        let is_elsewhere = ways().any(|way| !way.same_venue);
        let start = trip.sessions.get(fit.session).and_then(|session| session.when.start());
        (!fit.is_interested, is_elsewhere, ways().map(|way| way.minutes).sum::<i64>(), start)
    };
    fits.sort_by_key(order);
    fits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::agenda::ConferenceDays;
    use crate::agenda::fixture::{add, at, day, going, only, own, timed, trip};
    use crate::notebook::OwnItem;
    use crate::schedule::SessionKey;

    fn timeline(trip: &Trip, mine: &[&str], own: &[OwnItem]) -> Timeline {
        Timeline::of(trip, &ConferenceDays::of(trip), &going(&only(mine)), own)
    }

    #[track_caller]
    fn check(mine: &[&str], own: &[OwnItem], now: &str, least_minutes: i64, expect: &[&str]) {
        let trip = trip();
        let clock = |at| trip.zone.local(at).clock();
        let name = |what: Option<AgendaItemRef>| what.map_or("", |what| what.title(&trip, own).unwrap());
        let found = gaps(&trip, &timeline(&trip, mine, own), day(), least_minutes, at(now));
        let found: Vec<String> = found
            .iter()
            .map(|gap| {
                let Slot { start, end } = gap.slot;
                format!("{}-{} {}>{}", clock(start), clock(end), name(gap.before), name(gap.after))
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn a_gap_lies_between_two_of_mine_or_at_an_end_of_the_programme() {
        check(
            &["early", "upstairs"],
            &[],
            "07:00",
            20,
            &["09:00-10:00 >early", "10:30-11:00 early>upstairs", "11:45-14:30 upstairs>"],
        );
        check(&["early", "upstairs"], &[], "07:00", 31, &["09:00-10:00 >early", "11:45-14:30 upstairs>"]);
        check(&["early", "upstairs"], &[], "10:45", 10, &["10:45-11:00 early>upstairs", "11:45-14:30 upstairs>"]);
        check(&["early", "upstairs"], &[], "15:00", 10, &[]);
        check(&[], &[], "07:00", 10, &["09:00-14:30 >"]);
    }

    #[test]
    fn what_ends_last_is_what_one_comes_from() {
        let coffee = [own("coffee", "10:10", Some("10:20"))];
        check(&["long"], &coffee, "07:00", 60, &["09:00-10:00 >long", "11:30-14:30 long>"]);
    }

    #[track_caller]
    fn check_fits(mine: &[&str], interested: &[&str], gap: usize, pace: WalkingPace, expect: &[&str]) {
        let trip = trip();
        let (mine, interested) = (only(mine), only(interested));
        let level = |key: &SessionKey| match (mine(key), interested(key)) {
            (true, _) => Some(StarLevel::Going),
            (_, true) => Some(StarLevel::Interested),
            _ => None,
        };
        let timeline = Timeline::of(&trip, &ConferenceDays::of(&trip), &level, &[]);
        let gap = gaps(&trip, &timeline, day(), 5, at("07:00"))[gap];
        let fits = fitting(&trip, &timeline, &gap, pace);
        let fits: Vec<&str> = fits.iter().map(|fit| trip.sessions[fit.session].id.as_str()).collect();
        assert_eq!(fits, expect);
    }

    #[test]
    fn what_fits_leaves_time_for_both_walks() {
        let normal = WalkingPace::Normal;
        // From half past ten in the main room: upstairs is four minutes away, elsewhere ten, both in time.
        check_fits(&["early", "early-too"], &[], 1, normal, &["upstairs", "elsewhere"]);
        check_fits(&["early", "early-too"], &["elsewhere"], 1, normal, &["elsewhere", "upstairs"]);
        // From the opening, which ends half past nine: both of ten o'clock, the one in the same room first.
        check_fits(&["opening", "early-too"], &[], 0, normal, &["early", "long", "upstairs", "elsewhere"]);
        // Straight from upstairs at a quarter to twelve nothing starts before two.
        check_fits(&["long", "early-too"], &[], 1, normal, &[]);
    }

    #[test]
    fn what_cannot_be_reached_or_left_in_time_does_not_fit() {
        let (upper, lobby) = (Some(2), Some(4));
        let mut trip = trip();
        // Upstairs ends at a quarter to twelve; the lobby is ten minutes from there.
        let sessions = [
            ("near", "11:50", "12:15", upper),
            ("too far there", "11:50", "12:00", lobby),
            ("too far on", "12:00", "12:15", lobby),
            ("far", "12:00", "12:05", lobby),
            ("next", "12:20", "13:00", upper),
        ];
        add(&mut trip, sessions.map(|(id, start, end, room)| timed(id, 0, start, Some(end), room)));
        let timeline = timeline(&trip, &["upstairs", "next"], &[]);
        let gaps = gaps(&trip, &timeline, day(), 5, at("11:45"));
        let fits = fitting(&trip, &timeline, &gaps[0], WalkingPace::Normal);
        let fits: Vec<&str> = fits.iter().map(|fit| trip.sessions[fit.session].id.as_str()).collect();
        assert_eq!(fits, ["near", "far"]);
    }

    #[test]
    fn an_empty_gap_fits_nothing() {
        check_fits(&["early", "upstairs"], &[], 1, WalkingPace::Slow, &[]);
    }

    proptest! {
        #[test]
        fn gaps_and_what_fits_touch_nothing_of_mine(
            spans in proptest::collection::vec((480..900_i64, 0..120_i64), 0..6),
            now in 400..900_i64,
            least in 1..90_i64,
        ) {
            let trip = trip();
            let item = |(number, (start, length)): (usize, &(i64, i64))| {
                let item = own(&number.to_string(), "00:00", None);
                let start = item.start.plus_minutes(*start);
                OwnItem { start, end: Some(start.plus_minutes(*length)), ..item }
            };
            let own: Vec<OwnItem> = spans.iter().enumerate().map(item).collect();
            let timeline = timeline(&trip, &["upstairs"], &own);
            let now = at("00:00").plus_minutes(now);
            for gap in gaps(&trip, &timeline, day(), least, now) {
                prop_assert!(gap.slot.start >= now && gap.slot.end.minutes_since(gap.slot.start) >= least);
                let shares = |slot: Slot| timeline.items().iter().filter_map(AgendaItem::busy_slot).any(|busy| busy.shared_minutes(&slot) > 0);
                prop_assert!(!shares(gap.slot));
                for fit in fitting(&trip, &timeline, &gap, WalkingPace::StepFree) {
                    prop_assert!(!shares(slot(&trip.sessions[fit.session]).unwrap()));
                }
            }
        }
    }
}
