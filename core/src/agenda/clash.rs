//! What is at the same time, and what is free.

use super::slot::slot;
use super::{SessionPredicate, Slot};
use crate::schedule::{Instant, Session, Trip};

/// A session of mine that is at the same time as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Index into [`Trip::sessions`].
    pub session: usize,
    /// How long both run.
    pub minutes: i64,
}

/// Two slots that share time, by their indices into the list, and the overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Indices into the list of slots, the smaller one first.
    pub between: (usize, usize),
    /// How long both run; at least 1.
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

/// Every pair of slots that share time, not neighbours only: a long item clashes with each short one inside it.
pub fn clashes(slots: &[Slot]) -> Vec<Clash> {
    let mut clashes = Vec::new();
    for (index, one) in slots.iter().enumerate() {
        for (other_index, other) in slots.iter().enumerate().skip(index + 1) {
            let minutes = one.shared_minutes(other);
            if minutes > 0 {
                clashes.push(Clash { between: (index, other_index), minutes });
            }
        }
    }
    clashes
}

/// What is free between `from` and `to`, in order of time.
pub fn gaps(slots: &[Slot], from: Instant, to: Instant) -> Vec<Slot> {
    let mut slots = slots.to_vec();
    slots.sort_unstable();
    let mut gaps = Vec::new();
    let mut free = from;
    for slot in slots.iter().filter(|slot| slot.start < slot.end) {
        if slot.start > free && free < to {
            gaps.push(Slot { start: free, end: slot.start.min(to) });
        }
        free = free.max(slot.end);
    }
    if free < to {
        gaps.push(Slot { start: free, end: to });
    }
    gaps
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::agenda::fixture::{all, at, none, session, trip};

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

    #[test]
    fn gaps_are_what_is_left() {
        let slots = [Slot::new(at("11:00"), Some(at("12:00"))), Slot::new(at("09:30"), Some(at("10:00")))];
        let free = gaps(&slots, at("09:00"), at("12:00"));
        assert_eq!(
            free,
            [Slot { start: at("09:00"), end: at("09:30") }, Slot { start: at("10:00"), end: at("11:00") }]
        );
    }

    fn slots() -> impl Strategy<Value = Vec<Slot>> {
        let slot = (0..300_i64, 0..90_i64);
        vec(
            slot.prop_map(|(start, length)| Slot::new(Instant(start * 60), Some(Instant((start + length) * 60)))),
            0..12,
        )
    }

    proptest! {
        #[test]
        fn a_minute_is_either_in_a_slot_or_in_a_gap(slots in slots(), minute in 0..400_i64) {
            let (from, to, now) = (Instant(0), Instant(400 * 60), Instant(minute * 60));
            let gaps = gaps(&slots, from, to);
            let busy = slots.iter().any(|slot| slot.holds(now));
            prop_assert_eq!(gaps.iter().filter(|gap| gap.holds(now)).count(), usize::from(!busy));
        }

        #[test]
        fn clashes_are_all_pairs_that_share_a_minute(slots in slots()) {
            let found = clashes(&slots);
            for clash in &found {
                let (a, b) = clash.between;
                let shared = (0..400).filter(|m| slots[a].holds(Instant(m * 60)) && slots[b].holds(Instant(m * 60)));
                prop_assert_eq!(shared.count() as i64, clash.minutes);
            }
            let pairs = (0..slots.len()).flat_map(|a| (a + 1..slots.len()).map(move |b| (a, b)));
            let sharing = pairs.filter(|(a, b)| slots[*a].shared_minutes(&slots[*b]) > 0).count();
            prop_assert_eq!(found.len(), sharing);
        }
    }
}
