//! Finding more: what is like what I starred, and what there is in place of a session.

use std::collections::BTreeMap;

use super::gaps::Fit;
use super::slot::slot;
use super::way::{WalkingPace, way};
use super::{SessionPredicate, StarLevels};
use crate::notebook::StarLevel;
use crate::schedule::{Day, Instant, Session, Trip};

/// A session that is like what is in my agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Index into [`Trip::sessions`].
    pub session: usize,
    /// What the two have in common.
    pub why: Likeness,
}

/// What a session has in common with what is in my agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// A speaker: index into [`Trip::people`].
    Speaker(usize),
    /// A track of which there are several in my agenda: index into [`Trip::labels`], and how many.
    Track(usize, usize),
}

/// A track says something about my taste when so many of it are in my agenda.
const TELLING: usize = 2;

/// What of a day is like what is in my agenda, and is neither in it nor over: first by its speakers, then by its track, most
/// of mine first; then in the trip's order.
pub fn suggestions(trip: &Trip, mine: &SessionPredicate<'_>, day: Day, now: Instant) -> Vec<Suggestion> {
    let (mut speakers, mut tracks) = (BTreeMap::<&str, usize>::new(), BTreeMap::<usize, usize>::new());
    for session in trip.sessions.iter().filter(|session| mine(&trip.key(session))) {
        for speaker in trip.speakers(session) {
            *speakers.entry(speaker.name.as_str()).or_default() += 1;
        }
        if let Some(track) = session.track {
            *tracks.entry(track).or_default() += 1;
        }
    }
    let is_known =
        |speaker: &&usize| trip.people.get(**speaker).is_some_and(|person| speakers.contains_key(person.name.as_str()));
    let like = |session: &Session| {
        let speaker = session.speakers.iter().find(is_known).map(|speaker| Likeness::Speaker(*speaker));
        let track = || {
            let track = session.track?;
            let count = tracks.get(&track).copied().filter(|count| *count >= TELLING)?;
            Some(Likeness::Track(track, count))
        };
        speaker.or_else(track)
    };
    let coming = trip
        .sessions_on(day)
        .filter(|(_, session)| slot(session).is_some_and(|slot| slot.end > now) && !mine(&trip.key(session)));
    let mut found: Vec<Suggestion> =
        coming.filter_map(|(index, session)| Some(Suggestion { session: index, why: like(session)? })).collect();
    found.sort_by_key(|suggestion| match suggestion.why {
        Likeness::Speaker(_) => (0, 0),
        Likeness::Track(_, count) => (1, usize::MAX - count),
    });
    found
}

/// What there is at the time of a session in place of it, and not over: what I am interested in first, then what is in the
/// same building, then by the length of the walk from it, then by time.
pub fn instead_of(trip: &Trip, index: usize, levels: &StarLevels<'_>, pace: WalkingPace, now: Instant) -> Vec<Fit> {
    let Some(of) = trip.sessions.get(index) else { return Vec::new() };
    let Some(start) = of.when.start() else { return Vec::new() };
    let wanted = super::Slot::new(start, of.when.end());
    let one = |(other, session): (usize, &Session)| {
        let slot = slot(session).filter(|slot| slot.shared_minutes(&wanted) > 0 && slot.end > now)?;
        let level = levels(&trip.key(session));
        let there = way(trip, of, session, slot.start.minutes_since(now.max(wanted.start)), pace);
        let is_other = other != index && level != Some(StarLevel::Going);
        is_other.then_some(Fit { session: other, is_interested: level.is_some(), there, onward: None })
    };
    let mut found: Vec<Fit> = trip.sessions.iter().enumerate().filter_map(one).collect();
    found.sort_by_key(|fit| {
        let start = trip.sessions.get(fit.session).and_then(|session| session.when.start());
        let walk = fit.there.as_ref();
        (!fit.is_interested, walk.is_none_or(|way| !way.same_venue), walk.map_or(i64::MAX, |way| way.minutes), start)
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::{at, day, only, trip};
    use crate::schedule::{Person, SessionKey};

    fn week() -> Trip {
        let mut trip = trip();
        trip.people = ["Ana", "Ben", "Ana"].map(|name| Person { name: name.into(), affiliation: None }).to_vec();
        for session in &mut trip.sessions {
            match session.id.as_str() {
                "early" | "elsewhere" | "no-level" => session.track = Some(2),
                "long" => session.speakers = vec![0],
                "far" => session.speakers = vec![1, 2],
                _ => {}
            }
        }
        trip
    }

    #[track_caller]
    fn check(mine: &[&str], now: &str, expect: &[&str]) {
        let trip = week();
        let found = suggestions(&trip, &only(mine), day(), at(now));
        let said: Vec<String> = found
            .iter()
            .map(|suggestion| {
                let why = match suggestion.why {
                    Likeness::Speaker(speaker) => trip.people[speaker].name.clone(),
                    Likeness::Track(track, count) => format!("{} {count}", trip.labels[track]),
                };
                format!("{}: {why}", trip.sessions[suggestion.session].id)
            })
            .collect();
        assert_eq!(said, expect);
    }

    #[test]
    fn speakers_go_before_tracks_and_one_talk_is_no_taste() {
        check(&[], "08:00", &[]);
        check(&["long"], "08:00", &["far: Ana"]);
        check(&["early"], "08:00", &[]);
        check(&["long", "early", "elsewhere"], "08:00", &["far: Ana", "upstairs: Storage 2", "no-level: Storage 2"]);
        check(&["long", "early", "elsewhere"], "12:00", &["far: Ana", "no-level: Storage 2"]);
        check(&["long", "early", "elsewhere"], "14:30", &[]);
    }

    #[test]
    fn in_place_of_a_session_there_is_what_is_at_its_time() {
        let trip = week();
        let index = |id: &str| trip.sessions.iter().position(|session| session.id.as_str() == id).unwrap();
        let level = |key: &SessionKey| match key.session.as_str() {
            "far" => Some(StarLevel::Interested),
            "early-too" => Some(StarLevel::Going),
            _ => None,
        };
        let found = |id: &str, now: &str| {
            let found = instead_of(&trip, index(id), &level, WalkingPace::Normal, at(now));
            found.iter().map(|fit| trip.sessions[fit.session].id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found("early-too", "09:00"), ["far", "no-level", "somewhere"]);
        assert_eq!(found("upstairs", "09:00"), ["long", "elsewhere"]);
        assert_eq!(found("upstairs", "11:30"), ["elsewhere"], "long is over");
        assert_eq!(found("desk", "11:30"), ["far", "upstairs", "no-level", "elsewhere", "somewhere"]);
        assert!(found("timeless", "09:00").is_empty());
    }
}
