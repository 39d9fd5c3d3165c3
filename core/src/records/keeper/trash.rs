//! Emptying the trash: what was deleted goes for good when a month has passed, and no single clock can say so.
//!
//! A phone's clock may be years ahead, for one start or for a week, when something is deleted or when it is looked at.
//! So the days are counted from one start of the app to the next, in a record of their own (the ledger). The count of
//! an entry begins at the first start that finds it in the trash. From there on the time between two starts counts as
//! at most [`LONGEST_GAP`], however far the clock went, and a clock that goes back proves that it lied before or lies
//! now: every count begins anew. The wait is one such gap longer than what the user is promised, so one clock that is
//! set ahead brings nothing nearer than its day. And the clock has to agree, too: nothing goes before the day that the
//! trash names. All this errs on the side of keeping.

use super::Keeper;
use super::command::Urgency;
use super::heads::RecordHeads;
use crate::records::frame::{Fields, push_decimal};
use crate::records::revision::{Record, Revision};
use crate::records::time::UnixMillis;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// For so many days, and some more, what was deleted stays in the trash.
pub const TRASH_DAYS: u64 = 30;
/// Days that one stretch between two starts counts at most.
const LONGEST_GAP: u64 = 7;
const WAIT: u64 = TRASH_DAYS + LONGEST_GAP;
const DAY_SECONDS: u64 = 86_400;

/// The days counted so far, and at which of them each entry was first found in the trash.
#[derive(Default, PartialEq)]
struct Ledger {
    /// The latest start that was counted, since 1970.
    start_seconds: u64,
    days: u64,
    /// Days by record and the second of its deletion: what is restored and deleted again begins anew.
    found: BTreeMap<(Record, u64), u64>,
}

impl Ledger {
    fn read(fields: &Fields) -> Self {
        let number = |key| fields.number(key).and_then(|number| u64::try_from(number).ok()).unwrap_or(0);
        let line = |line: &str| {
            let mut words = line.splitn(3, ' ');
            let (days, deleted) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            Some(((Record::parse(words.next()?)?, deleted), days))
        };
        Self {
            start_seconds: number("start"),
            days: number("days"),
            found: fields.body.lines().filter_map(line).collect(),
        }
    }

    fn write(&self, fields: &mut Fields) {
        let number = |number: u64| i64::try_from(number).ok();
        fields.set_number("start", number(self.start_seconds));
        fields.set_number("days", number(self.days));
        fields.body.clear();
        for ((record, deleted), days) in &self.found {
            push_decimal(&mut fields.body, *days);
            fields.body.push(' ');
            push_decimal(&mut fields.body, *deleted);
            fields.body.push(' ');
            fields.body.push_str(record.as_str());
            fields.body.push('\n');
        }
    }

    /// Counts the days since the latest start, and begins to count for what is new in the trash.
    fn count(&mut self, now_seconds: u64, trash: impl Iterator<Item = (Record, u64)>) {
        let gap = now_seconds.saturating_sub(self.start_seconds) / DAY_SECONDS;
        if now_seconds + DAY_SECONDS <= self.start_seconds {
            (self.start_seconds, self.days) = (now_seconds, 0);
            self.found.clear();
        } else if gap > 0 {
            self.start_seconds = now_seconds;
            self.days = self.days.saturating_add(gap.min(LONGEST_GAP));
        }
        let before = std::mem::take(&mut self.found);
        // The day that has begun does not count.
        let first = self.days + 1;
        let since = |found: &(Record, u64)| before.get(found).copied().unwrap_or(first);
        self.found = trash.map(|found| (found.clone(), since(&found))).collect();
    }

    /// Whether the days that were counted are enough, and the clock says so as well.
    fn may_go(&self, now_seconds: u64, record: &Record, deleted_seconds: u64) -> bool {
        let counted =
            self.found.get(&(record.clone(), deleted_seconds)).map_or(0, |found| self.days.saturating_sub(*found));
        counted >= WAIT && deleted_seconds.saturating_add(TRASH_DAYS * DAY_SECONDS) < now_seconds
    }
}

impl Keeper {
    pub(super) fn empty_trash(&mut self, now: UnixMillis) {
        let trash = self.trash();
        if trash.is_empty() {
            return;
        }
        let now_seconds = now.0 / 1_000;
        let record = self.schema.trash_ledger();
        let mut fields = self.heads.fields(&record, None);
        let before = Ledger::read(&fields);
        let mut ledger = Ledger::read(&fields);
        ledger.count(now_seconds, trash.iter().map(|(head, deleted)| (head.record.clone(), *deleted)));
        if ledger != before {
            ledger.write(&mut fields);
            self.write(now, &record, None, fields, Urgency::AtOnce);
        }
        let old = trash.into_iter().filter(|(head, deleted)| ledger.may_go(now_seconds, &head.record, *deleted));
        self.forget(now, old.map(|(head, _)| head).collect());
    }

    /// What is in the trash, and when it was deleted, in seconds since 1970.
    fn trash(&self) -> Vec<(Arc<Revision>, u64)> {
        let in_trash = |record_heads: &RecordHeads| {
            let [head] = record_heads.heads.as_slice() else { return None };
            let deleted = head.fields.number(self.schema.deleted).and_then(|at| u64::try_from(at).ok())?;
            (!self.schema.is_gone(&head.fields)).then(|| (head.clone(), deleted))
        };
        self.heads.iter().filter_map(|(_, record_heads)| in_trash(record_heads)).collect()
    }

    /// Leaves nothing of these but that they are gone. Their files go with them, but for those in use elsewhere.
    fn forget(&mut self, now: UnixMillis, old: Vec<Arc<Revision>>) {
        if old.is_empty() {
            return;
        }
        let leaving: BTreeSet<&Record> = old.iter().map(|head| &head.record).collect();
        let staying = self.heads.iter().filter(|(record, _)| !leaving.contains(record));
        let heads = staying.flat_map(|(_, record_heads)| &record_heads.heads);
        let needed: BTreeSet<String> = heads.flat_map(|head| (self.schema.files)(&head.fields)).collect();
        for head in old {
            let mut fields = Fields::default();
            fields.set(self.schema.deleted, head.fields.get(self.schema.deleted).unwrap_or(""));
            fields.set_flag(self.schema.gone, true);
            self.write(now, &head.record, Some(&head.stamp), fields, Urgency::AtOnce);
            let Some(gone) = self.heads.shown(&head.record).map(|gone| gone.stamp.clone()) else { continue };
            let unneeded = (self.schema.files)(&head.fields).into_iter().filter(|name| !needed.contains(name));
            self.dropping.extend(unneeded.map(|name| (gone.clone(), name)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DELETED: u64 = 1_731_534_120;

    /// The first of the starts, given in days after the deletion by the phone's clock, at which the entry goes.
    fn goes_at(starts: &[u64]) -> Option<usize> {
        let entry = Record::new("entry", &["a"]);
        let mut fields = Fields::default();
        starts.iter().position(|days| {
            let now = DELETED + days * DAY_SECONDS;
            let mut ledger = Ledger::read(&fields);
            ledger.count(now, [(entry.clone(), DELETED)].into_iter());
            ledger.write(&mut fields);
            assert!(Ledger::read(&fields) == ledger, "it reads back");
            ledger.may_go(now, &entry, DELETED)
        })
    }

    #[test]
    fn what_was_deleted_goes_after_a_month_of_starts() {
        let daily: Vec<u64> = (0..60).collect();
        assert_eq!(goes_at(&daily), Some(38));
        let weekly: Vec<u64> = (0..9).map(|week| week * 7).collect();
        assert_eq!(goes_at(&weekly), Some(6));
        assert_eq!(goes_at(&[0, 300, 600, 900, 1_200, 1_500, 1_800]), Some(6), "a conference a year");
        assert_eq!(goes_at(&[0, 31, 365, 366]), None, "too few starts say so");
    }

    #[test]
    fn a_clock_that_lies_empties_nothing() {
        const YEARS: u64 = 3_650;
        assert_eq!(goes_at(&[0, YEARS, YEARS, YEARS + 1, YEARS + 2]), None);
        let ahead_for_a_month: Vec<u64> = [0].into_iter().chain(YEARS + 1..YEARS + 30).collect();
        assert_eq!(goes_at(&ahead_for_a_month), None, "days go on as fast as they go under a clock that is ahead");
        let to_and_fro: Vec<u64> = (0..30).flat_map(|day| [day, YEARS + day]).collect();
        assert_eq!(goes_at(&to_and_fro), None);
        let right_again: Vec<u64> = [YEARS, YEARS + 1, 1].into_iter().chain(2..38).collect();
        assert_eq!(goes_at(&right_again), None);
    }

    proptest! {
        /// However a clock is set once, at whatever start: nothing goes before thirty true days.
        #[test]
        fn one_setting_of_the_clock_brings_nothing_nearer(
            gaps in prop::collection::vec(0u64..40, 1..40), set_at in 0usize..40, by in 0u64..100_000, back in any::<bool>(),
        ) {
            let (mut true_days, mut starts) = (Vec::new(), Vec::new());
            let mut today = 0;
            for (number, gap) in gaps.iter().enumerate() {
                today += gap;
                true_days.push(today);
                let is_set = if back { number < set_at } else { number >= set_at };
                starts.push(if is_set { today + by } else { today });
            }
            if let Some(start) = goes_at(&starts) {
                prop_assert!(true_days[start] - true_days[0] >= TRASH_DAYS, "{starts:?} at {start}");
            }
        }
    }
}
