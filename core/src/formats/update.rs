//! The guard of an update: whether a newly fetched schedule may replace the one at hand without asking.
//!
//! A captive portal, a half-written export or next year's schedule at the same address all read as a schedule. The
//! guard knows nothing of networks; it compares what was read with what is there, and when in doubt it asks. It never
//! refuses: the user may know better.

use crate::schedule::diff::diff;
use crate::schedule::{Day, Listing, Schedule, SessionStatus};

/// Why the user is asked before an update. Each says what was found; the view adds what is safe and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// The old schedule lists sessions, the new one none.
    #[error("The new schedule has no sessions.")]
    NothingLeft,
    /// More than 30 % of the old sessions vanished.
    #[error("{vanished} of {all} sessions are missing from the new schedule.")]
    ManyVanished {
        /// How many sessions of the old schedule the new one lacks.
        vanished: usize,
        /// How many sessions the old schedule lists, without those that were gone before.
        all: usize,
    },
    /// Both the first day and the last day that have a session changed.
    #[error("The event moved from {from} to {to}.")]
    DaysMoved {
        /// The first day with a session in the old schedule.
        from: Day,
        /// The first day with a session in the new schedule.
        to: Day,
    },
}

/// More of the old sessions than this may not vanish unasked, in percent.
const MOST_VANISHED_PERCENT: usize = 30;

/// What speaks against replacing `old` by `new` unasked; empty when nothing does.
pub fn doubts(old: &Schedule, new: &Schedule) -> Vec<Doubt> {
    let listed = |schedule: &Schedule| -> Vec<Listing> {
        schedule.listings.iter().filter(|listing| listing.status != SessionStatus::Gone).cloned().collect()
    };
    let old = Schedule { listings: listed(old), ..Schedule::default() };
    let all = old.listings.len();
    if all == 0 {
        return Vec::new();
    }
    if new.listings.is_empty() {
        return vec![Doubt::NothingLeft];
    }
    let vanished = diff(&old, new).gone.len();
    let mut doubts = Vec::new();
    if vanished * 100 > all * MOST_VANISHED_PERCENT {
        doubts.push(Doubt::ManyVanished { vanished, all });
    }
    doubts.extend(days_moved(&old, new));
    doubts
}

/// The event moved when both its first and its last day did. A day more or less at one end is no move.
fn days_moved(old: &Schedule, new: &Schedule) -> Option<Doubt> {
    let bounds = |schedule: &Schedule| {
        let days = || schedule.listings.iter().filter_map(|listing| listing.day);
        days().min().zip(days().max())
    };
    let ((old_first, old_last), (first, last)) = (bounds(old)?, bounds(new)?);
    (old_first != first && old_last != last).then_some(Doubt::DaysMoved { from: old_first, to: first })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many sessions as there are days given, ids counted from `first_id`.
    fn schedule(first_id: usize, days: &[i32]) -> Schedule {
        let listing = |(index, day): (usize, &i32)| {
            let mut listing = Listing::new(format!("s{}", first_id + index).as_str(), "T");
            listing.day = Some(Day(*day));
            listing
        };
        Schedule { listings: days.iter().enumerate().map(listing).collect(), ..Schedule::default() }
    }

    #[track_caller]
    fn check(old: &Schedule, new: &Schedule, expect: &[Doubt]) {
        assert_eq!(doubts(old, new), expect);
    }

    #[test]
    fn what_is_asked_and_what_is_not() {
        let old = schedule(0, &[1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
        check(&old, &old, &[]);
        check(&schedule(0, &[]), &old, &[]);
        check(&old, &schedule(0, &[]), &[Doubt::NothingLeft]);
        // Three of ten may vanish, four may not.
        check(&old, &schedule(3, &[1, 1, 1, 1, 2, 2, 2]), &[]);
        check(&old, &schedule(4, &[1, 1, 1, 2, 2, 2]), &[Doubt::ManyVanished { vanished: 4, all: 10 }]);
        // A day more at one end is no move; a shifted week is.
        check(&old, &schedule(0, &[0, 1, 1, 1, 1, 2, 2, 2, 2, 2]), &[]);
        let moved = schedule(0, &[8, 8, 8, 8, 8, 9, 9, 9, 9, 9]);
        check(&old, &moved, &[Doubt::DaysMoved { from: Day(1), to: Day(8) }]);
    }

    #[test]
    fn sessions_that_are_gone_already_do_not_vanish_again() {
        let mut old = schedule(0, &[1, 1, 2, 2]);
        old.listings[0].status = SessionStatus::Gone;
        old.listings[1].status = SessionStatus::Gone;
        check(&old, &schedule(2, &[2, 2]), &[]);
    }

    #[test]
    fn doubts_are_sentences() {
        let doubt = Doubt::DaysMoved { from: Day::parse("2024-11-12").unwrap(), to: Day::parse("2025-11-10").unwrap() };
        assert_eq!(doubt.to_string(), "The event moved from 2024-11-12 to 2025-11-10.");
    }
}
