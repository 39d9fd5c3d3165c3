//! What is different between two revisions of one event's schedule.
//!
//! [`diff`] is pure: two schedules in, a [`Difference`] out, in the order of the newer one. Sessions are matched by id.
//! A session whose id changed is recognised when exactly one that went and one that came share title, speakers and
//! time; it counts as [`Renumbered`], so that whatever hangs on the old id can follow. Counters such as iCalendar's
//! SEQUENCE are not looked at: Sched never raises them.

use super::ids::SessionId;
use super::listing::{Listing, Schedule, SessionStatus, Speaker, When};

/// What is different between two revisions; empty when nothing that matters is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// Sessions that only the newer revision has, in its order.
    pub added: Vec<SessionId>,
    /// Sessions that only the older revision has, in its order.
    pub gone: Vec<SessionId>,
    /// In the order of the newer revision.
    pub changed: Vec<ChangedSession>,
    /// In the order of the older revision. [`Difference::changed`] has it too when more than its id changed.
    pub renumbered: Vec<Renumbered>,
}

impl Difference {
    /// Gives sessions whose id changed the one they had, in the newer schedule and in here, and says which they were.
    pub fn keep_ids(&mut self, new: &mut Schedule) -> Vec<Renumbered> {
        let renumbered = std::mem::take(&mut self.renumbered);
        for Renumbered { from, to } in &renumbered {
            let listed = new.listings.iter_mut().map(|listing| &mut listing.id);
            let changed = self.changed.iter_mut().map(|changed| &mut changed.id);
            listed.chain(changed).filter(|id| *id == to).for_each(|id| id.clone_from(from));
        }
        renumbered
    }

    /// The sessions that `old` still lists and the newer revision does not: those that were gone before are none.
    pub fn vanished<'a>(&'a self, old: &'a Schedule) -> impl Iterator<Item = &'a Listing> {
        let found = self.gone.iter().filter_map(|id| old.listings.iter().find(|listing| listing.id == *id));
        found.filter(|listing| listing.status != SessionStatus::Gone)
    }
}

/// A session that is in both, with at least one change.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedSession {
    /// The id in the newer schedule.
    pub id: SessionId,
    /// What matters most comes first.
    pub changes: Vec<FieldChange>,
}

/// A session whose id changed between the two revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renumbered {
    /// The id in the older revision.
    pub from: SessionId,
    /// The id in the newer revision.
    pub to: SessionId,
}

/// One changed field, with its old and its new value.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldChange {
    /// It was cancelled or reinstated, or it vanished or came back.
    Status {
        /// The older status.
        from: SessionStatus,
        /// The newer status.
        to: SessionStatus,
    },
    /// Another day, start or end; how exactly they are known does not count.
    Time {
        /// The older time.
        from: When,
        /// The newer time.
        to: When,
    },
    /// Another room, as written.
    Room {
        /// The older room; `None` when none was named.
        from: Option<String>,
        /// The newer room; `None` when none is named.
        to: Option<String>,
    },
    /// Another title.
    Title {
        /// The older title.
        from: String,
        /// The newer title.
        to: String,
    },
    /// Other speakers, other affiliations of theirs, or another order.
    Speakers {
        /// The older list, in the order of its source.
        from: Vec<Speaker>,
        /// The newer list, in the order of its source.
        to: Vec<Speaker>,
    },
}

/// How much a change matters to somebody on the way to a session. The first matters most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeRank {
    /// It was cancelled or reinstated, it vanished, or it takes place at another time.
    TimeOrStatus,
    /// It is in another room.
    Room,
    /// It has another title.
    Title,
    /// It has other speakers.
    Speakers,
}

impl FieldChange {
    /// How much the change matters.
    pub fn rank(&self) -> ChangeRank {
        match self {
            Self::Status { .. } | Self::Time { .. } => ChangeRank::TimeOrStatus,
            Self::Room { .. } => ChangeRank::Room,
            Self::Title { .. } => ChangeRank::Title,
            Self::Speakers { .. } => ChangeRank::Speakers,
        }
    }
}

/// Compares two revisions of one event's schedule.
///
/// ```
/// use lanyard_core::schedule::diff::{Difference, FieldChange, diff};
/// use lanyard_core::schedule::{Listing, Schedule};
///
/// let revision = |title: &str| Schedule { listings: vec![Listing::new("a", title)], ..Schedule::default() };
/// let difference = diff(&revision("Opening"), &revision("Welcome"));
/// let title = FieldChange::Title { from: "Opening".to_owned(), to: "Welcome".to_owned() };
/// assert_eq!(difference.changed[0].changes, [title]);
/// assert_eq!(diff(&revision("Opening"), &revision("Opening")), Difference::default());
/// ```
pub fn diff(old: &Schedule, new: &Schedule) -> Difference {
    let mut matches = Matches::by_id(&old.listings, &new.listings);
    let renumbered = matches.recognise_renumbered(&old.listings, &new.listings);
    let mut difference = Difference { renumbered, ..Difference::default() };
    for (index, listing) in new.listings.iter().enumerate() {
        match matches.old_of_new.get(index).copied().flatten().and_then(|index| old.listings.get(index)) {
            None => difference.added.push(listing.id.clone()),
            Some(before) => {
                let changes = changes(before, listing);
                if !changes.is_empty() {
                    difference.changed.push(ChangedSession { id: listing.id.clone(), changes });
                }
            }
        }
    }
    let left = old.listings.iter().zip(&matches.old_is_matched).filter(|(_, matched)| !**matched);
    difference.gone = left.map(|(listing, _)| listing.id.clone()).collect();
    difference
}

/// The changes between two states of one session, what matters most first.
pub fn changes(old: &Listing, new: &Listing) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    if old.status != new.status {
        changes.push(FieldChange::Status { from: old.status, to: new.status });
    }
    if !same_time(old.when, new.when) {
        changes.push(FieldChange::Time { from: old.when, to: new.when });
    }
    if old.room != new.room {
        changes.push(FieldChange::Room { from: old.room.clone(), to: new.room.clone() });
    }
    if old.title != new.title {
        changes.push(FieldChange::Title { from: old.title.clone(), to: new.title.clone() });
    }
    if old.speakers != new.speakers {
        changes.push(FieldChange::Speakers { from: old.speakers.clone(), to: new.speakers.clone() });
    }
    changes
}

/// Whether two times are the same. How exactly they are known does not count.
fn same_time(a: When, b: When) -> bool {
    match (a, b) {
        (When::Timed { start: a, end: a_end, .. }, When::Timed { start: b, end: b_end, .. }) => {
            a == b && a_end == b_end
        }
        _ => a == b,
    }
}

/// Which session of the old schedule is which of the new one, by their indices.
struct Matches {
    old_of_new: Vec<Option<usize>>,
    old_is_matched: Vec<bool>,
}

impl Matches {
    fn by_id(old: &[Listing], new: &[Listing]) -> Self {
        let mut matches = Self { old_of_new: vec![None; new.len()], old_is_matched: vec![false; old.len()] };
        let mut indices: Vec<usize> = (0..old.len()).collect();
        let id_at = |index: usize| old.get(index).map(|listing| &listing.id);
        indices.sort_by(|a, b| id_at(*a).cmp(&id_at(*b)));
        for (new_place, listing) in new.iter().enumerate() {
            let first = indices.partition_point(|index| id_at(*index) < Some(&listing.id));
            let same = indices.get(first..).unwrap_or_default().iter();
            let mut same = same.copied().take_while(|index| id_at(*index) == Some(&listing.id));
            // An id that occurs twice is matched in order.
            if let Some(old_index) = same.find(|index| matches.old_is_matched.get(*index) == Some(&false)) {
                matches.pair(old_index, new_place);
            }
        }
        matches
    }

    fn pair(&mut self, old_index: usize, new_place: usize) {
        if let Some(slot) = self.old_of_new.get_mut(new_place) {
            *slot = Some(old_index);
        }
        if let Some(matched) = self.old_is_matched.get_mut(old_index) {
            *matched = true;
        }
    }

    /// Pairs what is left over by title, speakers and time, where exactly one on each side has them.
    fn recognise_renumbered(&mut self, old: &[Listing], new: &[Listing]) -> Vec<Renumbered> {
        let gone: Vec<usize> = (0..old.len()).filter(|index| self.old_is_matched.get(*index) == Some(&false)).collect();
        let added: Vec<usize> = (0..new.len()).filter(|index| self.old_of_new.get(*index) == Some(&None)).collect();
        let mut renumbered = Vec::new();
        for old_index in &gone {
            let Some(before) = old.get(*old_index) else { continue };
            let is_alike =
                |listings: &[Listing], index: usize| listings.get(index).is_some_and(|other| alike(before, other));
            let mut candidates = added.iter().filter(|index| is_alike(new, **index));
            let (Some(new_place), None) = (candidates.next(), candidates.next()) else { continue };
            let is_only_one = gone.iter().filter(|index| is_alike(old, **index)).count() == 1;
            if let Some(after) = new.get(*new_place).filter(|_| is_only_one) {
                renumbered.push(Renumbered { from: before.id.clone(), to: after.id.clone() });
                self.pair(*old_index, *new_place);
            }
        }
        renumbered
    }
}

/// Whether two listings name the same session without saying so by id. A session without a time is too vague.
fn alike(a: &Listing, b: &Listing) -> bool {
    a.when.start().is_some() && a.title == b.title && a.speakers == b.speakers && same_time(a.when, b.when)
}

#[cfg(test)]
mod tests {
    use super::super::time::Instant;
    use super::*;
    use proptest::prelude::*;

    /// `id|title|minutes|room`; minutes and room may be missing.
    fn schedule(lines: &[&str]) -> Schedule {
        let listing = |line: &&str| {
            let mut parts = line.split('|');
            let mut listing = Listing::new(parts.next().unwrap(), parts.next().unwrap_or("Title"));
            let start = parts.next().and_then(|minutes| minutes.parse().ok()).map(|minutes: i64| Instant(minutes * 60));
            listing.when = start.map_or(When::Unknown, |start| When::stated(start, None));
            listing.room = parts.next().map(str::to_owned);
            listing
        };
        Schedule { listings: lines.iter().map(listing).collect(), ..Schedule::default() }
    }

    #[track_caller]
    fn check(old: &[&str], new: &[&str], expect: &[&str]) {
        let difference = diff(&schedule(old), &schedule(new));
        let mut found: Vec<String> = difference.added.iter().map(|id| format!("added {id}")).collect();
        found.extend(difference.gone.iter().map(|id| format!("gone {id}")));
        found.extend(difference.renumbered.iter().map(|pair| format!("{} is now {}", pair.from, pair.to)));
        for changed in &difference.changed {
            let ranks: Vec<String> = changed.changes.iter().map(|change| format!("{:?}", change.rank())).collect();
            found.push(format!("{} {}", changed.id, ranks.join(" ")));
        }
        assert_eq!(found, expect);
    }

    #[test]
    fn scenarios() {
        check(&["a", "b"], &["b", "a"], &[]);
        check(&["a"], &["a", "b"], &["added b"]);
        check(&["a", "b"], &["b"], &["gone a"]);
        check(&["a|T|10|R"], &["a|U|20|S"], &["a TimeOrStatus Room Title"]);
        check(&["a|T|10"], &["a|T"], &["a TimeOrStatus"]);
    }

    #[test]
    fn a_session_with_a_new_id_is_recognised_when_nothing_else_could_be_meant() {
        check(&["a|T|10|R"], &["b|T|10|S"], &["a is now b", "b Room"]);
        check(&["a|T|10"], &["b|T|20"], &["added b", "gone a"]);
        check(
            &["a|Break|10", "b|Break|10"],
            &["c|Break|10", "d|Break|10"],
            &["added c", "added d", "gone a", "gone b"],
        );
        check(&["a|T|"], &["b|T|"], &["added b", "gone a"]);
    }

    #[test]
    fn an_id_that_occurs_twice_is_matched_in_order() {
        check(&["a|T|10", "a|T|20"], &["a|T|10", "a|T|30"], &["a TimeOrStatus"]);
        check(&["a|T|10", "a|U|20"], &["a|T|10"], &["gone a"]);
    }

    #[test]
    fn a_cancelled_session_is_a_change_of_the_first_rank() {
        let old = schedule(&["a|T|10"]);
        let mut new = old.clone();
        new.listings[0].status = SessionStatus::Cancelled;
        let change = FieldChange::Status { from: SessionStatus::Listed, to: SessionStatus::Cancelled };
        assert_eq!(change.rank(), ChangeRank::TimeOrStatus);
        assert_eq!(diff(&old, &new).changed, [ChangedSession { id: "a".into(), changes: vec![change] }]);
    }

    proptest! {
        #[test]
        fn nothing_differs_from_itself(lines in prop::collection::vec("[a-c]\\|[TU]\\|[1-3]?\\|[RS]", 0..12)) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            prop_assert_eq!(diff(&schedule(&lines), &schedule(&lines)), Difference::default());
        }

        #[test]
        fn every_session_is_accounted_for_once(
            old in prop::collection::vec("[a-d]\\|[TU]\\|[1-3]?", 0..12),
            new in prop::collection::vec("[a-d]\\|[TU]\\|[1-3]?", 0..12),
        ) {
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            let difference = diff(&schedule(&old), &schedule(&new));
            prop_assert_eq!(old.len() - difference.gone.len(), new.len() - difference.added.len());
        }
    }
}
