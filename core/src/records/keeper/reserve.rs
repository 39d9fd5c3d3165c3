//! The storage reserve, and the marker that notices lost entries.
//!
//! A reserve lies in both stores. When one of them is full it is let go, so that the last note still fits, and the
//! person is told while there is time. It is laid down again at the next start.
//!
//! The marker is the number of entries and a digest of their names. It also stands where clearing the stores does not
//! reach, so that an empty notebook can be told from one that the browser threw away. Entries that are missing stay in
//! its number until the person has taken note of the loss.

use super::Keeper;
use super::command::{Command, Reason, Refusal, StorageHealth};
use crate::checksum::crc32;
use crate::records::frame::{push_decimal, push_hex};
use crate::records::revision::Record;
use crate::records::time::UnixMillis;

impl Keeper {
    /// The reserve is gone: what was refused for want of room is tried at once.
    pub fn freed(&mut self, now: UnixMillis) {
        for pending in &mut self.pending {
            pending.due = pending.due.min(now);
            if !pending.journaled
                && let Some(key) = pending.journal.clone()
            {
                pending.journaled = true;
                self.commands.push_back(Command::Journal { key, frame: pending.frame.clone() });
            }
        }
        self.settle(now);
    }

    /// What the witnesses outside the stores say; none at the very first start.
    pub fn compare_count_markers(&mut self, now: UnixMillis, witnesses: &[String]) {
        if !self.has_main {
            // What is not here may be in the store that does not answer.
            return;
        }
        let counts = witnesses.iter().filter_map(|text| text.split(' ').next()?.parse::<usize>().ok());
        // What cannot be read is not missing.
        let here = self.count_entries().0 + self.restored.unreadable + self.restored.newer;
        self.restored.missing = counts.max().unwrap_or(0).saturating_sub(here);
        self.may_write_marker = true;
        self.settle(now);
    }

    /// The person has taken note that entries are missing.
    pub fn acknowledge_missing(&mut self, now: UnixMillis) {
        self.restored.missing = 0;
        self.marker_is_stale = true;
        self.mirror_due = now;
        self.settle(now);
    }

    pub(super) fn free_reserve(&mut self) {
        if !self.reserve_spent {
            self.reserve_spent = true;
            self.commands.push_back(Command::FreeReserve);
        }
    }

    /// In a calm moment: the reserve is laid down once, and the marker written when something changed.
    pub(super) fn use_calm(&mut self) {
        if !self.reserve_kept && !self.reserve_spent {
            self.reserve_kept = true;
            self.commands.push_back(Command::KeepReserve);
        }
        if self.marker_is_stale && self.may_write_marker {
            self.marker_is_stale = false;
            let (count, digest) = self.count_entries();
            let mut text = String::new();
            push_decimal(&mut text, (count + self.restored.missing) as u64);
            text.push(' ');
            push_hex(&mut text, u64::from(digest), 8);
            self.commands.push_back(Command::StoreCountMarker { text });
        }
    }

    pub(super) fn has_calm_work(&self) -> bool {
        self.can_mirror()
            || (self.marker_is_stale && self.may_write_marker)
            || (!self.reserve_kept && !self.reserve_spent)
    }

    /// Whether the stores said that they are full.
    pub fn is_full(&self) -> bool {
        self.reserve_spent || self.health() == StorageHealth::LessSafe(Reason::MainStoreRefuses(Refusal::Full))
    }

    fn count_entries(&self) -> (usize, u32) {
        let kept = |record: &Record| !self.heads.shown(record).is_some_and(|head| self.schema.is_gone(&head.fields));
        let is_counted = |record: &&Record| record.kind() == self.schema.counted && kept(record);
        let entries = self.heads.iter().map(|(record, _)| record).filter(is_counted);
        entries.fold((0, 0), |(count, digest), record| (count + 1, digest ^ crc32(record.as_str().as_bytes())))
    }
}
