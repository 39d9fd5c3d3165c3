//! The start: both stores are read, the journal is replayed, and each store gets what only the other one holds.

use super::Keeper;
use super::command::{Command, Damage, Haste, Rows, Store};
use super::sending::{CALM, GONE, HEAD, JOURNAL, Pending};
use crate::records::frame::Fields;
use crate::records::revision::{Record, Revision};
use crate::records::stamp::Stamp;
use std::collections::BTreeSet;
use std::sync::Arc;

const TRASH_SECONDS: u64 = 30 * 86_400;

/// A revision found in the journal, with the key and text it was found under.
type Journaled = (Arc<Revision>, (String, String));

impl Keeper {
    /// What both stores hold at the start; `None` for a store that is not there.
    pub fn load(&mut self, now: u64, main: Option<Rows>, small: Option<Rows>) {
        self.loaded = true;
        self.has_main = main.is_some();
        self.has_small = small.is_some();
        self.mirror_due = now + CALM;
        for (name, frame) in main.unwrap_or_default() {
            if let Some(revision) = self.read(now, Store::Main, name, frame) {
                self.shelves.of(&revision.record).put_in(Store::Main, &revision.stamp);
                self.place(revision);
            }
        }
        let mut journals = Vec::new();
        for (name, frame) in small.unwrap_or_default() {
            if name.starts_with(HEAD) {
                if let Some((record, stamp)) = self.twin_in_main(&name) {
                    self.shelves.of(&record).put_in(Store::Small, &stamp);
                } else if let Some(revision) = self.read(now, Store::Small, name, frame) {
                    self.shelves.of(&revision.record).put_in(Store::Small, &revision.stamp);
                    self.place(revision);
                }
            } else if name.starts_with(JOURNAL)
                && let Some(revision) = self.read(now, Store::Small, name.clone(), frame.clone())
            {
                self.place(revision.clone());
                journals.push((revision, (name, frame)));
            }
        }
        self.count_restored();
        self.set_damage_aside();
        self.queue_what_a_store_lacks(now, journals);
        self.empty_trash(now);
        self.settle(now);
    }

    /// What a row of the small store mirrors, when the main store's own copy has just been read. A notebook opens in half
    /// the time when it is not read twice.
    fn twin_in_main(&self, name: &str) -> Option<(Record, Stamp)> {
        let (record, stamp) = name.strip_prefix(HEAD)?.split_once(' ')?;
        let (record, stamp) = (Record::parse(record)?, Stamp::parse(stamp)?);
        self.shelves.get(&record)?.stored(Store::Main).contains(&stamp).then_some((record, stamp))
    }

    fn set_damage_aside(&mut self) {
        for damage in &self.restored.damaged {
            let mut name = String::from(if damage.store == Store::Main { "aside/main/" } else { "aside/small/" });
            name.push_str(&damage.key);
            self.commands.push_back(Command::SetAside { name, text: damage.text.clone() });
        }
    }

    /// What was deleted a month ago goes. The newest stamp counts as today when the clock says more: a phone whose
    /// clock is years ahead must not empty the trash.
    fn empty_trash(&mut self, now: u64) {
        let newest = self.shelves.iter().flat_map(|(_, shelf)| &shelf.heads).map(|head| head.stamp.millis()).max();
        let today = now.min(newest.unwrap_or(0)) / 1000;
        let mut old = Vec::new();
        for (record, shelf) in self.shelves.iter() {
            let [head] = shelf.heads.as_slice() else { continue };
            let deleted = head.fields.number("deleted").and_then(|at| u64::try_from(at).ok());
            if deleted.is_some_and(|at| at + TRASH_SECONDS < today) && !head.fields.flag(GONE) {
                old.push((record.clone(), head.clone()));
            }
        }
        for (record, head) in old {
            let mut fields = Fields::default();
            fields.set("deleted", head.fields.get("deleted").unwrap_or(""));
            fields.set_flag(GONE, true);
            self.write(now, &record, Some(&head.stamp), fields, Haste::AtOnce);
            if let (Some(photo), Some(gone)) = (head.fields.get("photo"), self.shelves.shown(&record)) {
                let mut name = String::from("photo/");
                name.push_str(photo);
                self.dropping.push((gone.stamp.clone(), name));
            }
        }
    }

    fn read(&mut self, now: u64, store: Store, key: String, text: String) -> Option<Arc<Revision>> {
        match Revision::read(&text) {
            Ok(revision) => {
                self.clock.observe(now, &revision.stamp);
                Some(Arc::new(revision))
            }
            Err(why) => {
                self.restored.damaged.push(Damage { store, key, text, why });
                None
            }
        }
    }

    fn count_restored(&mut self) {
        let (mut only_small, mut only_main, mut mirrored) = (0, 0, 0);
        for (_, shelf) in self.shelves.iter() {
            let in_main = !shelf.stored(Store::Main).is_empty();
            let in_small = !shelf.stored(Store::Small).is_empty();
            only_small += usize::from(in_small && !in_main);
            only_main += usize::from(in_main && !in_small);
            mirrored += usize::from(in_small);
        }
        self.restored.from_small = if self.has_main { only_small } else { 0 };
        self.restored.from_main = if self.has_small && mirrored == 0 { only_main } else { 0 };
    }

    fn queue_what_a_store_lacks(&mut self, now: u64, journals: Vec<Journaled>) {
        let Some(lasting) = self.lasting() else { return };
        let pending =
            |revision, journal| Pending { revision, journal, journaled: true, since: now, due: now, ticket: None };
        let mut copies: Vec<Arc<Revision>> = Vec::new();
        let mut rescued: Vec<Pending> = Vec::new();
        let mut in_journal: BTreeSet<Stamp> = BTreeSet::new();
        for (revision, (key, frame)) in journals {
            if self.shelves.of(&revision.record).lasts(lasting, &revision) {
                self.commands.push_back(Command::Unjournal { key, frame });
            } else {
                in_journal.insert(revision.stamp.clone());
                rescued.push(pending(revision, Some((key, frame))));
            }
        }
        for (record, shelf) in self.shelves.iter() {
            for head in &shelf.heads {
                if in_journal.contains(&head.stamp) || shelf.lasts(lasting, head) {
                    // Nothing is lacking.
                } else if self.is_unreadable(lasting, head) {
                    copies.push(head.clone());
                } else {
                    rescued.push(pending(head.clone(), None));
                }
                if !shelf.stored(Store::Small).contains(&head.stamp) {
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
    pub(super) fn absorb(&mut self, now: u64, rows: Rows) {
        for (name, frame) in rows {
            let (bare, store) = match name.strip_prefix(HEAD) {
                Some(bare) => (bare, Store::Small),
                None => (name.as_str(), Store::Main),
            };
            let Some((record, stamp)) = bare.split_once(' ') else { continue };
            let shelf = Record::parse(record).and_then(|record| self.shelves.get(&record));
            if shelf.is_some_and(|shelf| shelf.stored(store).iter().any(|known| known.as_str() == stamp)) {
                continue;
            }
            let Ok(revision) = Revision::read(&frame) else { continue };
            self.clock.observe(now, &revision.stamp);
            self.shelves.of(&revision.record).put_in(store, &revision.stamp);
            self.place(Arc::new(revision));
        }
    }
}
