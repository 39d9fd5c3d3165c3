//! What of my agenda is at the same time.

use super::SessionPredicate;
use super::slot::slot;
use crate::schedule::{Session, Trip};

/// A session of mine that is at the same time as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Index into [`Trip::sessions`].
    pub session: usize,
    /// How long both run.
    pub minutes: i64,
}

/// What of my agenda is at the same time as `session`, itself aside.
pub fn conflicts_of(trip: &Trip, mine: &SessionPredicate<'_>, session: &Session) -> Vec<Conflict> {
    let Some(wanted) = slot(session) else { return Vec::new() };
    let mut conflicts = Vec::new();
    for (index, other) in trip.sessions.iter().enumerate() {
        let minutes = slot(other).map_or(0, |slot| slot.shared_minutes(&wanted));
        // Time is compared first: it is cheap, and few sessions are left to ask about.
        let same = other.event == session.event && other.id == session.id;
        if minutes > 0 && !same && mine(&trip.key(other)) {
            conflicts.push(Conflict { session: index, minutes });
        }
    }
    conflicts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::fixture::{all, none, session, trip};

    #[track_caller]
    fn check(id: &str, mine: &SessionPredicate<'_>, expect: &[(&str, i64)]) {
        let trip = trip();
        let conflicts = conflicts_of(&trip, mine, session(&trip, id));
        let conflicts: Vec<(&str, i64)> =
            conflicts.iter().map(|c| (trip.sessions[c.session].id.as_str(), c.minutes)).collect();
        assert_eq!(conflicts, expect, "{id}");
    }

    #[test]
    fn conflicts_are_with_mine_and_say_how_long() {
        check("early", &all, &[("long", 30)]);
        check("long", &all, &[("early", 30), ("upstairs", 30), ("elsewhere", 30)]);
        check("early", &none, &[]);
    }

    #[test]
    fn background_and_sessions_without_a_time_never_conflict() {
        check("desk", &all, &[]);
        check("timeless", &all, &[]);
        check("opening", &all, &[]);
    }
}
