//! What changed since the user last looked, over any number of updates.
//!
//! An update swaps one schedule for the next and must never lose what hangs on a session. [`update`] keeps vanished
//! sessions that something of the user's hangs on, with their last known values, and remembers for every changed session
//! what the user last acknowledged. [`Changes::list`] compares that with the present: a session moved twice shows its
//! first and its present time, and one that moved back shows nothing. The first schedule of an event changes nothing.

use super::diff::{self, ChangeRank, Difference, FieldChange};
use super::ids::SessionId;
use super::listing::{Listing, Schedule, SessionStatus};

/// The sessions of one event that changed and were not acknowledged yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// In the order in which they first changed.
    pub pending: Vec<PendingChange>,
}

/// A session that changed, and what the user last knew of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingChange {
    /// The id it has now, or had last.
    pub id: SessionId,
    /// The session as the user last knew it; `None` when it was not there.
    pub acknowledged: Option<Listing>,
}

/// A session that changed, as a list of changes shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionChange<'a> {
    /// The id it has now, or had last.
    pub id: &'a SessionId,
    /// Whether it is one of the user's, as the `is_mine` of [`Changes::list`] says.
    pub is_mine: bool,
    /// The session as it is now, or as it was last known.
    pub listing: &'a Listing,
    /// What is different from what the user last acknowledged.
    pub what: ChangeKind,
}

/// What happened to a session since the user last looked.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// What matters most comes first; never empty.
    Changed(Vec<FieldChange>),
}

impl SessionChange<'_> {
    /// `None` for an added session, which ranks below every change.
    pub fn rank(&self) -> Option<ChangeRank> {
        match &self.what {
            ChangeKind::Added => None,
            ChangeKind::Changed(changes) => changes.first().map(FieldChange::rank),
        }
    }
}

/// Replaces `old` by `new`, notes what changed, and gives the newer schedule with the kept sessions that it no longer
/// lists at its end. `difference` is what [`diff::diff`] found, after [`Difference::keep_ids`]; `is_kept` tells on which
/// sessions something of the user's hangs.
pub fn update(
    old: &Schedule,
    new: Schedule,
    difference: &Difference,
    changes: &mut Changes,
    is_kept: impl Fn(&SessionId) -> bool,
) -> Schedule {
    let mut schedule = new;
    for changed in &difference.changed {
        changes.note(&changed.id, find(old, &changed.id));
    }
    for id in &difference.added {
        changes.note(id, None);
    }
    for listing in difference.gone.iter().filter_map(|id| find(old, id)) {
        if listing.status != SessionStatus::Gone {
            changes.note(&listing.id, Some(listing));
        }
        if is_kept(&listing.id) {
            schedule.listings.push(Listing { status: SessionStatus::Gone, ..listing.clone() });
        }
    }
    changes.pending.retain(|pending| {
        let now = find(&schedule, &pending.id);
        // One that came and went unseen and is kept must still count as added should it come back.
        what_changed(pending.acknowledged.as_ref(), now).is_some() || (pending.acknowledged.is_none() && now.is_some())
    });
    schedule
}

impl Changes {
    /// The user has seen what changed about this session.
    pub fn acknowledge(&mut self, id: &SessionId) {
        self.pending.retain(|pending| pending.id != *id);
    }

    /// The user has seen everything that changed.
    pub fn acknowledge_all(&mut self) {
        self.pending.clear();
    }

    /// What changed, mine first, then what matters most, then in the order of time.
    pub fn list<'a>(&'a self, current: &'a Schedule, is_mine: impl Fn(&SessionId) -> bool) -> Vec<SessionChange<'a>> {
        let change = |pending: &'a PendingChange| {
            let now = find(current, &pending.id);
            Some(SessionChange {
                id: &pending.id,
                is_mine: is_mine(&pending.id),
                listing: now.or(pending.acknowledged.as_ref())?,
                what: what_changed(pending.acknowledged.as_ref(), now)?,
            })
        };
        let mut list: Vec<SessionChange<'a>> = self.pending.iter().filter_map(change).collect();
        list.sort_by_key(|change| {
            let rank = change.rank();
            (!change.is_mine, rank.is_none(), rank, change.listing.day, change.listing.when.start())
        });
        list
    }

    /// Remembers a session as it was before its first change since it was acknowledged.
    fn note(&mut self, id: &SessionId, before: Option<&Listing>) {
        if !self.pending.iter().any(|pending| pending.id == *id) {
            self.pending.push(PendingChange { id: id.clone(), acknowledged: before.cloned() });
        }
    }
}

/// What changed between what was acknowledged and what is. Of a session that is gone nothing else matters any more.
fn what_changed(acknowledged: Option<&Listing>, now: Option<&Listing>) -> Option<ChangeKind> {
    let now = now.filter(|now| now.status != SessionStatus::Gone);
    match (acknowledged, now) {
        (None, None) => None,
        (None, Some(_)) => Some(ChangeKind::Added),
        (Some(before), Some(now)) => {
            let changes = diff::changes(before, now);
            (!changes.is_empty()).then_some(ChangeKind::Changed(changes))
        }
        (Some(before), None) if before.status == SessionStatus::Gone => None,
        (Some(before), None) => {
            Some(ChangeKind::Changed(vec![FieldChange::Status { from: before.status, to: SessionStatus::Gone }]))
        }
    }
}

fn find<'a>(schedule: &'a Schedule, id: &SessionId) -> Option<&'a Listing> {
    schedule.listings.iter().find(|listing| listing.id == *id)
}

#[cfg(test)]
mod tests {
    use super::super::diff::diff;
    use super::super::listing::When;
    use super::super::time::Instant;
    use super::*;
    use proptest::prelude::*;

    /// `id|minutes|room|title`, all but the id optional.
    fn schedule(lines: &[&str]) -> Schedule {
        let listing = |line: &&str| {
            let mut parts = line.split('|').filter(|part| !part.is_empty());
            let mut listing = Listing::new(parts.next().unwrap(), "Title");
            let start = parts.next().and_then(|minutes| minutes.parse().ok()).map(|minutes: i64| Instant(minutes * 60));
            listing.when = start.map_or(When::Unknown, |start| When::stated(start, None));
            listing.room = parts.next().map(str::to_owned);
            listing.title = format!("{} {}", listing.id, parts.next().unwrap_or("T"));
            listing
        };
        Schedule { listings: lines.iter().map(listing).collect(), ..Schedule::default() }
    }

    /// A change as one line: `mine a: Time 10 to 20`, values shortened.
    fn line(change: &SessionChange<'_>) -> String {
        let what = match &change.what {
            ChangeKind::Added => "added".to_owned(),
            ChangeKind::Changed(changes) => changes.iter().map(short).collect::<Vec<_>>().join(", "),
        };
        format!("{}{}: {what}", if change.is_mine { "mine " } else { "" }, change.id)
    }

    fn short(change: &FieldChange) -> String {
        let minutes = |when: &When| when.start().map_or("?".to_owned(), |start| (start.0 / 60).to_string());
        match change {
            FieldChange::Status { from, to } => format!("{from:?} to {to:?}"),
            FieldChange::Time { from, to } => format!("{} to {}", minutes(from), minutes(to)),
            FieldChange::Room { from, to } => {
                format!("{} to {}", from.as_deref().unwrap_or("?"), to.as_deref().unwrap_or("?"))
            }
            FieldChange::Title { .. } => "title".to_owned(),
            FieldChange::Speakers { .. } => "speakers".to_owned(),
        }
    }

    fn updated(
        old: &Schedule,
        mut new: Schedule,
        changes: &mut Changes,
        is_kept: impl Fn(&SessionId) -> bool,
    ) -> Schedule {
        let mut difference = diff(old, &new);
        difference.keep_ids(&mut new);
        update(old, new, &difference, changes, is_kept)
    }

    /// Applies revisions one after the other. `!a` acknowledges a session, `!` all. Sessions called m are mine.
    #[track_caller]
    fn check(revisions: &[&[&str]], expect: &[&str]) -> Schedule {
        let is_mine = |id: &SessionId| id.as_str().starts_with('m');
        let mut changes = Changes::default();
        let mut current = schedule(revisions[0]);
        for revision in &revisions[1..] {
            match revision {
                ["!"] => changes.acknowledge_all(),
                [one] if one.starts_with('!') => changes.acknowledge(&one[1..].into()),
                lines => current = updated(&current, schedule(lines), &mut changes, is_mine),
            }
        }
        let found: Vec<String> = changes.list(&current, is_mine).iter().map(line).collect();
        assert_eq!(found, expect);
        current
    }

    #[test]
    fn changes_add_up_until_they_are_acknowledged() {
        check(&[&["a|10"], &["a|20"]], &["a: 10 to 20"]);
        check(&[&["a|10"], &["a|20"], &["a|30"]], &["a: 10 to 30"]);
        check(&[&["a|10"], &["a|20"], &["a|10"]], &[]);
        check(&[&["a|10"], &["a|20"], &["!a"], &["a|30"]], &["a: 20 to 30"]);
        check(&[&["a|10", "b|10"], &["a|20", "b|20"], &["!a"], &["a|20", "b|20"]], &["b: 10 to 20"]);
        check(&[&["a|10"], &["a|20"], &["!"], &["a|20"]], &[]);
        check(&[&["a|10|R"], &["a|20|R"], &["a|20|S"]], &["a: 10 to 20, R to S"]);
    }

    #[test]
    fn mine_come_first_then_what_matters_most_then_what_is_soonest() {
        check(
            &[
                &["a|10|R", "b|10|R", "c|30", "d|20", "m|90|R"],
                &["a|10|R|U", "b|10|S", "c|31", "d|21", "e|1", "m|90|R|U"],
            ],
            &["mine m: title", "d: 20 to 21", "c: 30 to 31", "b: R to S", "a: title", "e: added"],
        );
    }

    #[test]
    fn a_vanished_session_stays_while_something_hangs_on_it() {
        let kept =
            check(&[&["m|10|R", "a|20"], &["b|30"]], &["mine m: Listed to Gone", "a: Listed to Gone", "b: added"]);
        let listing = find(&kept, &"m".into()).unwrap();
        assert_eq!((listing.status, listing.room.as_deref()), (SessionStatus::Gone, Some("R")));
        assert_eq!(find(&kept, &"a".into()), None);
        // It stays over further updates, is reported once, and may come back.
        let kept = check(&[&["m|10"], &["b"], &["!"], &["b"], &["b", "c"]], &["c: added"]);
        assert_eq!(kept.listings.len(), 3);
        check(&[&["m|10"], &[], &["m|10"]], &[]);
        check(&[&["m|10"], &[], &["m|20"]], &["mine m: 10 to 20"]);
        check(&[&["m|10"], &[], &["!"], &["m|10"]], &["mine m: Gone to Listed"]);
    }

    #[test]
    fn a_session_that_came_and_went_unseen_is_nothing_to_report() {
        check(&[&["a"], &["a", "b|10"], &["a"]], &[]);
        check(&[&["a"], &["a", "b|10"], &["a", "b|20"]], &["b: added"]);
    }

    #[test]
    fn a_session_with_a_new_id_keeps_the_old_one_and_what_was_noted_of_it() {
        let with_title = |id: &str, minutes: i64| {
            let mut listing = Listing::new(id, "The same");
            listing.when = When::stated(Instant(minutes * 60), None);
            Schedule { listings: vec![listing], ..Schedule::default() }
        };
        let mut changes = Changes::default();
        let second = updated(&with_title("m1", 10), with_title("m1", 20), &mut changes, |_| true);
        let third = updated(&second, with_title("m2", 20), &mut changes, |_| true);
        assert_eq!(third.listings.len(), 1);
        let found: Vec<String> = changes.list(&third, |_| true).iter().map(line).collect();
        assert_eq!(found, ["mine m1: 10 to 20"]);
    }

    fn any_revision() -> impl Strategy<Value = Vec<String>> {
        prop::collection::btree_map("[m-q]", "\\|[1-3]\\|[RS]\\|[TU]", 0..5)
            .prop_map(|sessions| sessions.into_iter().map(|(id, rest)| format!("{id}{rest}")).collect())
    }

    proptest! {
        /// However many steps it took, what is listed is the difference between the first and the last.
        #[test]
        fn the_way_does_not_matter(revisions in prop::collection::vec(any_revision(), 2..6)) {
            let revisions: Vec<Schedule> = revisions
                .iter()
                .map(|lines| schedule(&lines.iter().map(String::as_str).collect::<Vec<_>>()))
                .collect();
            let run = |steps: &[Schedule]| {
                let mut changes = Changes::default();
                let mut current = revisions[0].clone();
                for next in steps {
                    current = updated(&current, next.clone(), &mut changes, |_| true);
                }
                let mut lines: Vec<String> = changes.list(&current, |_| true).iter().map(line).collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(run(&revisions[1..]), run(&revisions[revisions.len() - 1..]));
        }

        /// Nothing that is kept is ever lost.
        #[test]
        fn what_is_kept_stays(revisions in prop::collection::vec(any_revision(), 2..6)) {
            let mut changes = Changes::default();
            let mut current = Schedule::default();
            let mut known: Vec<SessionId> = Vec::new();
            for lines in &revisions {
                let next = schedule(&lines.iter().map(String::as_str).collect::<Vec<_>>());
                known.extend(next.listings.iter().map(|listing| listing.id.clone()));
                current = updated(&current, next, &mut changes, |_| true);
                prop_assert!(known.iter().all(|id| find(&current, id).is_some()));
            }
        }
    }
}
