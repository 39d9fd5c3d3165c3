//! The order of the notebook, and the day each entry stands under.
//!
//! Entries stand by when they were captured, which the phone's clock says and the user can put right. A clock that was
//! years ahead must not keep an entry above all later ones for ever: once the clock is right again, an entry from the
//! future stands where it was written, beside the entries that were written just before it, and under their day. What
//! was written before what is told by [`Entry::sequence`], which no clock decides. The entry's own time stays as it is.

use super::entry::Entry;
use crate::schedule::Instant;

/// Nobody captures anything tomorrow: a time further ahead than this was told by a wrong clock.
const BELIEVED_MINUTES: i64 = 24 * 60;

fn is_believed(entry: &Entry, now: Instant) -> bool {
    entry.at <= now.plus_minutes(BELIEVED_MINUTES)
}

/// When each entry was captured, as far as that can be believed, in the order of the list.
pub fn times(entries: &[Entry], now: Instant) -> Vec<Instant> {
    if entries.iter().all(|entry| is_believed(entry, now)) {
        return entries.iter().map(|entry| entry.at).collect();
    }
    let believed = entries.iter().filter(|entry| is_believed(entry, now));
    let mut written: Vec<(u64, Instant)> = believed.map(|entry| (entry.sequence, entry.at)).collect();
    written.sort();
    // Of all up to each, the latest time.
    let before: Vec<Instant> = written
        .iter()
        .scan(Instant(i64::MIN), |latest, (_, at)| {
            *latest = (*latest).max(*at);
            Some(*latest)
        })
        .collect();
    let time = |entry: &Entry| {
        if is_believed(entry, now) {
            return entry.at;
        }
        let count = written.partition_point(|(sequence, _)| *sequence < entry.sequence);
        let next = written.get(count..).and_then(|later| later.iter().find(|(sequence, _)| *sequence > entry.sequence));
        let last = count.checked_sub(1).and_then(|last| before.get(last).copied());
        last.or(next.map(|(_, at)| *at)).unwrap_or(entry.at)
    };
    entries.iter().map(time).collect()
}

/// Newest first; what was captured in one minute in the order it was written in.
pub fn newest_first(entries: &mut Vec<Entry>, now: Instant) {
    if entries.iter().all(|entry| is_believed(entry, now)) {
        // With every letter that is written: the list is in order but for one entry, and is not moved.
        entries.sort_by(|one, other| (other.at, other.sequence, &other.id).cmp(&(one.at, one.sequence, &one.id)));
        return;
    }
    let mut timed: Vec<(Instant, Entry)> = times(entries, now).into_iter().zip(std::mem::take(entries)).collect();
    timed.sort_by(|(one_at, one), (other_at, other)| {
        (other_at, other.sequence, &other.id).cmp(&(one_at, one.sequence, &one.id))
    });
    entries.extend(timed.into_iter().map(|(_, entry)| entry));
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Attachment, EntryId};
    use super::*;

    const NOW: Instant = Instant(1_731_534_120);

    /// Entries named by their index in the order they were written in; `at` in minutes from now.
    #[track_caller]
    fn check(written: &[(u64, i64)], expect: &[usize]) {
        let entry = |(index, (sequence, minutes)): (usize, &(u64, i64))| {
            let at = NOW.plus_minutes(*minutes);
            let mut entry = Entry::new(EntryId::new(&index.to_string()), at, Attachment::Hallway, None);
            entry.sequence = *sequence;
            entry
        };
        let mut entries: Vec<Entry> = written.iter().enumerate().map(entry).collect();
        newest_first(&mut entries, NOW);
        let found: Vec<usize> = entries.iter().map(|entry| entry.id.as_str().parse().unwrap()).collect();
        assert_eq!(found, expect);
    }

    const YEARS: i64 = 3_650 * 24 * 60;

    #[test]
    fn entries_stand_by_when_they_were_captured() {
        check(&[(1, -30), (2, -20), (3, -10)], &[2, 1, 0]);
        check(&[(1, -30), (2, -40), (3, -10)], &[2, 0, 1]);
        check(&[(1, -5), (2, -5), (0, -5)], &[1, 0, 2]);
        check(&[], &[]);
    }

    #[test]
    fn an_entry_from_the_future_stands_where_it_was_written() {
        check(&[(1, -30), (2, YEARS), (3, YEARS + 1), (4, -10)], &[3, 2, 1, 0]);
        check(&[(1, YEARS), (2, -20), (3, -10)], &[2, 1, 0]);
        // Those of an older Lanyard were all written before.
        check(&[(0, -40), (0, -30), (1, YEARS), (2, -10)], &[3, 2, 1, 0]);
        check(&[(0, YEARS), (1, -20), (2, -10)], &[2, 1, 0]);
    }

    #[test]
    fn under_a_clock_that_is_behind_the_order_stays() {
        check(&[(1, YEARS), (2, YEARS + 5), (3, YEARS + 9)], &[2, 1, 0]);
        check(&[(1, YEARS), (2, YEARS + 5), (3, -10)], &[2, 1, 0]);
    }
}
