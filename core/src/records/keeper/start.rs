//! Reading both stores: the journal is replayed, and each store gets what it lacks.
//!
//! It happens at the start, and again when a store answered late, or lost under an open page what it had held.

use super::Keeper;
use super::command::{Command, Damage, KeyedFrames, Store};
use super::heads::RecordHeads;
use super::pending::PendingRevision;
use super::pending::{CALM, HEAD, JOURNAL};
use crate::records::frame::FrameError;
use crate::records::revision::{Record, Revision};
use crate::records::stamp::Stamp;
use crate::records::time::UnixMillis;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A revision found in the journal, with the key and text it was found under.
type Journaled = (Arc<Revision>, (String, String));

impl Keeper {
    /// What both stores hold; `None` for a store that is not there, or does not answer. Whatever this page knows and a
    /// store lacks is written to it again.
    pub fn load(&mut self, now: UnixMillis, main: Option<KeyedFrames>, small: Option<KeyedFrames>) {
        self.loaded = true;
        let damaged_before = self.restored.damaged.len();
        for (store, rows) in [(Store::Main, &main), (Store::Small, &small)] {
            if rows.is_some() {
                self.heads.forget_stored(store);
            }
        }
        self.has_main |= main.is_some();
        self.has_small |= small.is_some();
        self.mirror_due = now + CALM;
        for (name, frame) in main.unwrap_or_default() {
            if let Some((record, stamp)) = self.known_head(&name) {
                self.heads.of(&record).put_in(Store::Main, &stamp);
            } else if let Some(revision) = self.read(now, Store::Main, name, frame) {
                self.heads.of(&revision.record).put_in(Store::Main, &revision.stamp);
                self.put_head(revision);
            }
        }
        let mut journals = Vec::new();
        for (name, frame) in small.unwrap_or_default() {
            if let Some(bare) = name.strip_prefix(HEAD) {
                if let Some((record, stamp)) = self.known_head(bare) {
                    self.heads.of(&record).put_in(Store::Small, &stamp);
                } else if let Some(revision) = self.read(now, Store::Small, name, frame) {
                    self.heads.of(&revision.record).put_in(Store::Small, &revision.stamp);
                    self.put_head(revision);
                }
            } else if name.starts_with(JOURNAL)
                && let Some(revision) = self.read(now, Store::Small, name.clone(), frame.clone())
            {
                self.put_head(revision.clone());
                journals.push((revision, (name, frame)));
            }
        }
        self.count_restored();
        self.count_unreadable();
        self.set_damage_aside(damaged_before);
        self.queue_what_a_store_lacks(now, journals);
        self.empty_trash(now);
        self.settle(now);
    }

    /// The head that a key names, when it has been read already, perhaps from the other store. A notebook opens in half the
    /// time when it is not read twice.
    fn known_head(&self, key: &str) -> Option<(Record, Stamp)> {
        let (record, stamp) = key.split_once(' ')?;
        let (record, stamp) = (Record::parse(record)?, Stamp::parse(stamp)?);
        self.heads.heads(&record).iter().any(|head| head.stamp == stamp).then_some((record, stamp))
    }

    /// `known`: how many of them have been set aside before.
    fn set_damage_aside(&mut self, known: usize) {
        for damage in self.restored.damaged.iter().skip(known) {
            let mut name = String::from(if damage.store == Store::Main { "aside/main/" } else { "aside/small/" });
            name.push_str(&damage.key);
            self.commands.push_back(Command::SetAside { name, text: damage.text.clone() });
        }
    }

    fn read(&mut self, now: UnixMillis, store: Store, key: String, text: String) -> Option<Arc<Revision>> {
        match Revision::read(&text) {
            Ok(revision) if self.is_withdrawn(&revision.stamp) => {
                if store == Store::Small {
                    self.drop_withdrawn(key, text);
                }
                None
            }
            Ok(revision) => {
                self.clock.observe(now, &revision.stamp);
                Some(Arc::new(revision))
            }
            Err(why) => {
                let damage = Damage { store, key, text, why };
                if !self.restored.damaged.contains(&damage) {
                    self.restored.damaged.push(damage);
                }
                None
            }
        }
    }

    fn count_restored(&mut self) {
        let (mut only_small, mut only_main, mut mirrored) = (0, 0, 0);
        // What this page has written is not restored, but new.
        for (_, record_heads) in self.heads.iter().filter(|(_, record_heads)| record_heads.own.is_none()) {
            let in_main = !record_heads.stored(Store::Main).is_empty();
            let in_small = !record_heads.stored(Store::Small).is_empty();
            only_small += usize::from(in_small && !in_main);
            only_main += usize::from(in_main && !in_small);
            mirrored += usize::from(in_small);
        }
        self.restored.from_small = if self.has_main { only_small } else { 0 };
        self.restored.from_main = if self.has_small && mirrored == 0 { only_main } else { 0 };
    }

    /// Counts what cannot be read as people do: a record that is spoilt in both stores is one, and one that a store still
    /// holds whole is none.
    fn count_unreadable(&mut self) {
        let mut seen = BTreeSet::new();
        let (mut unreadable, mut newer) = (0, 0);
        for damage in &self.restored.damaged {
            let (name, stamp) = parts_of(&damage.key);
            let record_heads = Record::parse(name).and_then(|record| self.heads.get(&record));
            let holds = |record_heads: &RecordHeads, store| {
                record_heads.stored(store).iter().any(|known| known.as_str() == stamp)
            };
            let is_whole = record_heads
                .is_some_and(|record_heads| holds(record_heads, Store::Main) || holds(record_heads, Store::Small));
            if !is_whole && seen.insert(name) {
                match damage.why {
                    FrameError::Damaged => unreadable += 1,
                    FrameError::Newer => newer += 1,
                }
            }
        }
        (self.restored.unreadable, self.restored.newer) = (unreadable, newer);
    }

    fn queue_what_a_store_lacks(&mut self, now: UnixMillis, journals: Vec<Journaled>) {
        let Some(lasting) = self.lasting() else { return };
        let pending = |revision, frame, journal| PendingRevision {
            revision,
            frame,
            journal,
            journaled: true,
            since: now,
            due: now,
            ticket: None,
        };
        let mut copies: Vec<Arc<Revision>> = Vec::new();
        let mut rescued: Vec<PendingRevision> = Vec::new();
        // What waits already does not wait twice.
        let mut waiting: BTreeSet<Stamp> = self.pending.iter().map(|pending| pending.revision.stamp.clone()).collect();
        for (revision, (key, frame)) in journals {
            if waiting.contains(&revision.stamp) {
                continue;
            }
            if self.heads.of(&revision.record).lasts(lasting, &revision) {
                self.commands.push_back(Command::Unjournal { key, frame: frame.into() });
            } else {
                waiting.insert(revision.stamp.clone());
                rescued.push(pending(revision, frame.into(), Some(key)));
            }
        }
        for (record, record_heads) in self.heads.iter() {
            for head in &record_heads.heads {
                if waiting.contains(&head.stamp) || record_heads.lasts(lasting, head) {
                    // Nothing is lacking.
                } else if self.is_unreadable(lasting, head) {
                    copies.push(head.clone());
                } else {
                    rescued.push(pending(head.clone(), head.write().into(), None));
                }
                if !record_heads.stored(Store::Small).contains(&head.stamp) {
                    self.unmirrored.insert(record.clone());
                }
            }
        }
        self.pending.extend(rescued);
        for copy in copies {
            self.add_copy(now, &copy);
        }
    }

    /// Takes in what a store holds now. Reading a frame costs more than looking up its key, and most are known.
    pub(super) fn absorb(&mut self, now: UnixMillis, rows: KeyedFrames) {
        for (name, frame) in rows {
            let (bare, store) = match name.strip_prefix(HEAD) {
                Some(bare) => (bare, Store::Small),
                None => (name.as_str(), Store::Main),
            };
            let Some((record, stamp)) = bare.split_once(' ') else { continue };
            let record_heads = Record::parse(record).and_then(|record| self.heads.get(&record));
            if record_heads
                .is_some_and(|record_heads| record_heads.stored(store).iter().any(|known| known.as_str() == stamp))
            {
                continue;
            }
            let Ok(revision) = Revision::read(&frame) else { continue };
            if self.is_withdrawn(&revision.stamp) {
                continue;
            }
            self.clock.observe(now, &revision.stamp);
            self.heads.of(&revision.record).put_in(store, &revision.stamp);
            self.put_head(Arc::new(revision));
        }
    }
}

/// The record and the stamp that a key of either store names. A journal's key names no stamp.
fn parts_of(key: &str) -> (&str, &str) {
    if let Some(journal) = key.strip_prefix(JOURNAL) {
        return (journal.split_once('/').map_or(journal, |(_, record)| record), "");
    }
    let bare = key.strip_prefix(HEAD).unwrap_or(key);
    bare.split_once(' ').unwrap_or((bare, ""))
}

#[cfg(test)]
mod tests {
    use super::super::WriterId;
    use super::*;
    use crate::notebook::schema::SCHEMA;
    use crate::records::frame::Fields;
    use crate::records::stamp::{HybridClock, Knows};

    /// A row of the main store.
    fn row(name: &str, text: &str) -> (String, String) {
        let stamp = HybridClock::new().tick(UnixMillis(1_731_534_120_000), &WriterId::new("t"));
        let mut fields = Fields::default();
        fields.body.push_str(text);
        let revision = Revision { record: Record::new("entry", &[name]), stamp, knows: Knows::default(), fields };
        (revision.key(), revision.write())
    }

    #[derive(Clone, Copy)]
    enum Is {
        Absent,
        Whole,
        Damaged,
        Newer,
    }

    fn spoil((key, frame): &(String, String), prefix: &str, is: Is) -> Option<(String, String)> {
        let frame = match is {
            Is::Absent => return None,
            Is::Whole => frame.clone(),
            Is::Damaged => frame.replace("marmot", "tomato"),
            Is::Newer => frame.replacen("lanyard 1", "lanyard 2", 1),
        };
        Some((format!("{prefix}{key}"), frame))
    }

    #[test]
    fn what_cannot_be_read_is_counted_once() {
        #[track_caller]
        fn check(main: Is, small: Is, journal: Is, unreadable: usize, newer: usize) {
            let (one, other) = (row("a", "a marmot"), row("b", "an otter"));
            let journaled = ("entry/a".to_owned(), one.1.clone());
            let rows = |row: Option<(String, String)>| row.into_iter().chain([other.clone()]).collect::<KeyedFrames>();
            let mut keeper = Keeper::new(&SCHEMA, WriterId::new("me"));
            let small = spoil(&one, HEAD, small).into_iter().chain(spoil(&journaled, "journal/t/", journal));
            keeper.load(UnixMillis(0), Some(rows(spoil(&one, "", main))), Some(small.collect()));
            assert_eq!((keeper.restored().unreadable, keeper.restored().newer), (unreadable, newer));
            keeper.compare_count_markers(UnixMillis(0), &["2 00000000".to_owned()]);
            assert_eq!(keeper.restored().missing, 0, "it is there, though nobody can read it");
        }
        check(Is::Whole, Is::Whole, Is::Absent, 0, 0);
        check(Is::Damaged, Is::Damaged, Is::Absent, 1, 0);
        check(Is::Damaged, Is::Damaged, Is::Damaged, 1, 0);
        check(Is::Damaged, Is::Absent, Is::Absent, 1, 0);
        check(Is::Absent, Is::Damaged, Is::Absent, 1, 0);
        check(Is::Newer, Is::Newer, Is::Absent, 0, 1);
        check(Is::Damaged, Is::Whole, Is::Absent, 0, 0);
        check(Is::Whole, Is::Newer, Is::Absent, 0, 0);
        check(Is::Whole, Is::Whole, Is::Damaged, 1, 0);
    }
}
