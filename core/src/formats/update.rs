//! The guard of an update: whether a newly fetched schedule may replace the one at hand without asking.
//!
//! A captive portal, a half-written export or next year's schedule at the same address all read as a schedule. The
//! guard knows nothing of networks; it compares what was read with what is there, and when in doubt it asks. It never
//! refuses: the user may know better.

use crate::schedule::diff::Difference;
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

/// What speaks against replacing `old` by `new`, which differs so, unasked; empty when nothing does.
pub fn doubts(old: &Schedule, new: &Schedule, difference: &Difference) -> Vec<Doubt> {
    let listed = || old.listings.iter().filter(|listing| listing.status != SessionStatus::Gone);
    let all = listed().count();
    if all == 0 {
        return Vec::new();
    }
    if new.listings.is_empty() {
        return vec![Doubt::NothingLeft];
    }
    let vanished = difference.vanished(old).count();
    let mut doubts = Vec::new();
    if vanished * 100 > all * MOST_VANISHED_PERCENT {
        doubts.push(Doubt::ManyVanished { vanished, all });
    }
    doubts.extend(days_moved(listed(), new.listings.iter()));
    doubts
}

/// The event moved when both its first and its last day did. A day more or less at one end is no move.
fn days_moved<'a>(old: impl Iterator<Item = &'a Listing>, new: impl Iterator<Item = &'a Listing>) -> Option<Doubt> {
    let ((old_first, old_last), (first, last)) = (bounds(old)?, bounds(new)?);
    (old_first != first && old_last != last).then_some(Doubt::DaysMoved { from: old_first, to: first })
}

fn bounds<'a>(listings: impl Iterator<Item = &'a Listing>) -> Option<(Day, Day)> {
    let days = listings.filter_map(|listing| listing.day);
    days.fold(None, |bounds, day| Some(bounds.map_or((day, day), |(first, last)| (day.min(first), day.max(last)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::changes::{ChangeKind, Changes, update};
    use crate::schedule::diff::{FieldChange, diff};
    use crate::schedule::{Instant, When};
    use proptest::prelude::*;

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
        assert_eq!(doubts(old, new, &diff(old, new)), expect);
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

    fn any_revision() -> impl Strategy<Value = Schedule> {
        prop::collection::btree_map("[a-h]", ("[TU]", 1_i64..4, prop::bool::weighted(0.2)), 0..8).prop_map(|sessions| {
            let listing = |(id, (title, start, is_gone)): (String, (String, i64, bool))| {
                let mut listing = Listing::new(id.as_str(), &title);
                listing.when = When::stated(Instant(start), None);
                listing.status = if is_gone { SessionStatus::Gone } else { SessionStatus::Listed };
                listing
            };
            Schedule { listings: sessions.into_iter().map(listing).collect(), ..Schedule::default() }
        })
    }

    proptest! {
        /// One comparison serves the ids, the question and the list of changes.
        #[test]
        fn the_difference_the_doubts_and_the_list_of_changes_agree(old in any_revision(), mut new in any_revision()) {
            new.listings.iter_mut().for_each(|listing| listing.status = SessionStatus::Listed);
            let mut difference = diff(&old, &new);
            difference.keep_ids(&mut new);
            prop_assert_eq!(&difference, &diff(&old, &new), "also once the ids are kept");

            let vanished = difference.vanished(&old).count();
            for doubt in doubts(&old, &new, &difference) {
                if let Doubt::ManyVanished { vanished: told, .. } = doubt {
                    prop_assert_eq!(told, vanished);
                }
            }

            let mut changes = Changes::default();
            let current = update(&old, new, &difference, &mut changes, |_| true);
            let list = changes.list(&current, |_| true);
            let count = |is_such: fn(&ChangeKind) -> bool| list.iter().filter(|change| is_such(&change.what)).count();
            let is_gone = |what: &ChangeKind| {
                let ChangeKind::Changed(changes) = what else { return false };
                matches!(changes[..], [FieldChange::Status { to: SessionStatus::Gone, .. }])
            };
            prop_assert_eq!(count(|what| *what == ChangeKind::Added), difference.added.len());
            prop_assert_eq!(count(is_gone), vanished);
            prop_assert_eq!(list.len(), difference.added.len() + difference.changed.len() + vanished);
        }
    }
}
