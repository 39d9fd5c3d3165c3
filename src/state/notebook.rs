//! What the user captured: entries, each saved with every letter, the trash, and their versions.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_core::notebook::schema::{ENTRY, entry_record};
use lanyard_core::notebook::wire::{read_entry, write_entry};
use lanyard_core::notebook::{Entry, EntryId, newest_first};
use lanyard_core::records::{Record, Revision, SaveState, Urgency};
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use super::records::{Change, Follower, Records};
use super::storage::Storage;

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct Notebook {
    records: Records,
    storage: Storage,
    entries: RwSignal<Arc<Vec<Entry>>>,
    trash: RwSignal<Arc<Vec<Entry>>>,
    /// One signal for each entry that a view asked about, so that a letter redraws what shows that entry.
    by_id: StoredValue<BTreeMap<EntryId, ArcRwSignal<Option<Entry>>>>,
}

impl Notebook {
    pub fn new(records: Records, storage: Storage) -> Self {
        Self {
            records,
            storage,
            entries: RwSignal::default(),
            trash: RwSignal::default(),
            by_id: StoredValue::default(),
        }
    }

    /// Everything captured, newest first, without what is in the trash.
    pub fn entries(self) -> Signal<Arc<Vec<Entry>>> {
        self.entries.into()
    }

    /// What was deleted, newest first.
    pub fn trash(self) -> Signal<Arc<Vec<Entry>>> {
        self.trash.into()
    }

    /// An entry as it stands now, in the trash or not. Reactive.
    pub fn entry(self, id: &EntryId) -> Option<Entry> {
        self.signal_of(id).get()
    }

    pub fn new_id(self) -> EntryId {
        self.records.new_id()
    }

    /// Call it on every input event. An entry in which nothing was ever written is not kept.
    pub fn write(self, entry: Entry) {
        self.records.when_read(move || {
            let record = entry_record(&entry.id);
            let is_new = self.records.shown(&record).is_none();
            if !(is_new && entry.is_blank()) {
                let based_on = entry.based_on.clone();
                let sequence = if is_new { self.next_sequence() } else { entry.sequence };
                let entry = Entry { sequence, ..entry };
                self.records.edit(record, based_on, Urgency::Typing, move |fields| write_entry(&entry, fields));
            }
        });
    }

    fn next_sequence(self) -> u64 {
        let last =
            |list: RwSignal<Arc<Vec<Entry>>>| list.with_untracked(|list| list.iter().map(|it| it.sequence).max());
        last(self.entries).max(last(self.trash)).unwrap_or(0).saturating_add(1)
    }

    /// What became of the latest write of this entry. Reactive.
    pub fn save_state(self, id: &EntryId) -> SaveState {
        self.records.save_state(&entry_record(id))
    }

    /// Moves an entry to the trash.
    pub fn delete(self, id: &EntryId) {
        let now = self.records.now();
        self.change(id, |entry| entry.deleted = Some(now));
    }

    /// Takes an entry out of the trash.
    pub fn restore(self, id: &EntryId) {
        self.change(id, |entry| entry.deleted = None);
    }

    /// The versions of an entry to choose from: none, or two and more. Reactive.
    pub fn versions(self, id: &EntryId) -> Vec<Entry> {
        self.records.versions(&entry_record(id)).iter().filter_map(|version| read_entry(version)).collect()
    }

    /// The version that the user decided on replaces all of them.
    pub fn resolve(self, entry: &Entry) {
        self.records.resolve(&entry_record(&entry.id), entry.based_on.as_ref(), |fields| write_entry(entry, fields));
    }

    /// Every version goes on, as an entry of its own: the first under its old name, the others under new ones.
    pub fn keep_all(self, versions: &[Entry]) {
        let Some((first, others)) = versions.split_first() else { return };
        for other in others {
            self.write(Entry { id: self.new_id(), based_on: None, ..other.clone() });
        }
        self.resolve(first);
    }

    /// The kept versions of an entry, latest first, each with the time it was written; `None` when they cannot be read now.
    pub async fn history(self, id: &EntryId) -> Option<Vec<(Instant, Entry)>> {
        let rows = self.records.platform()?.main.history(&entry_record(id)).await?;
        let mut revisions: Vec<Revision> = rows.iter().filter_map(|(_, frame)| Revision::read(frame).ok()).collect();
        revisions.sort_by(|one, other| other.compare(one));
        let read = |revision: &Revision| Some((Instant(revision.stamp.time().seconds()), read_entry(revision)?));
        Some(revisions.iter().filter_map(read).collect())
    }

    /// Makes an older version the current one. The versions between stay in the history.
    pub fn bring_back(self, older: Entry) {
        let id = older.id.clone();
        self.change(&id, |entry| *entry = Entry { based_on: entry.based_on.clone(), deleted: None, ..older });
    }

    fn change(self, id: &EntryId, change: impl FnOnce(&mut Entry)) {
        if let Some(mut entry) = untrack(|| self.entry(id)) {
            change(&mut entry);
            let (record, based_on) = (entry_record(id), entry.based_on.clone());
            self.records.edit(record, based_on, Urgency::AtOnce, move |fields| write_entry(&entry, fields));
        }
    }

    fn signal_of(self, id: &EntryId) -> ArcRwSignal<Option<Entry>> {
        let known = self.by_id.try_with_value(|entries| entries.get(id).cloned()).flatten();
        known.unwrap_or_else(|| {
            let entry = self.records.shown(&entry_record(id)).and_then(|head| read_entry(&head));
            let entry = ArcRwSignal::new(entry);
            self.by_id.try_update_value(|known| known.insert(id.clone(), entry.clone()));
            entry
        })
    }

    pub(super) fn follower(self) -> Follower {
        Box::new(move |changes: &[Change], all| {
            let mut changed = Vec::new();
            let is_entry = |change: &&Change| change.head.record.kind() == ENTRY;
            for change in changes.iter().filter(is_entry).filter(|change| change.is_new) {
                match read_entry(&change.head) {
                    Some(entry) => changed.push(entry),
                    None => self.forget(&change.head.record),
                }
            }
            if !changed.is_empty() {
                self.publish(changed, all);
            }
            if changes.iter().filter(is_entry).any(|change| change.state == SaveState::Saved) {
                self.storage.ask_to_persist();
            }
        })
    }

    /// It has left the trash for good.
    fn forget(self, record: &Record) {
        if let Some(id) = record.parts().next() {
            self.show(&EntryId::new(&id), None);
        }
    }

    fn show(self, id: &EntryId, entry: Option<&Entry>) {
        let signal = self.by_id.try_with_value(|entries| entries.get(id).cloned()).flatten();
        if let Some(signal) = signal
            && signal.with_untracked(|shown| shown.as_ref() != entry)
        {
            signal.set(entry.cloned());
        }
    }

    fn publish(self, changed: Vec<Entry>, all: bool) {
        for entry in &changed {
            self.show(&entry.id, Some(entry));
        }
        let now = self.records.now();
        let (gone, live): (Vec<Entry>, Vec<Entry>) = changed.into_iter().partition(|entry| entry.deleted.is_some());
        if all {
            for (signal, mut list) in [(self.entries, live), (self.trash, gone)] {
                newest_first(&mut list, now);
                signal.set(Arc::new(list));
            }
            return;
        }
        for (signal, here, elsewhere) in [(self.entries, &live, &gone), (self.trash, &gone, &live)] {
            let leaves = |list: &[Entry]| list.iter().any(|entry| elsewhere.iter().any(|other| other.id == entry.id));
            let is_known = |list: &[Entry]| here.iter().all(|entry| list.contains(entry));
            if !signal.with_untracked(|list| is_known(list) && !leaves(list)) {
                signal.update(|list| put_into(Arc::make_mut(list), here, elsewhere, now));
            }
        }
    }
}

/// Puts entries into a list in its order, and takes out those that are elsewhere now. A letter moves nothing: the entry
/// stays in its place.
fn put_into(list: &mut Vec<Entry>, here: &[Entry], elsewhere: &[Entry], now: Instant) {
    list.retain(|entry| !elsewhere.iter().any(|other| other.id == entry.id));
    let mut here: BTreeMap<&EntryId, &Entry> = here.iter().map(|entry| (&entry.id, entry)).collect();
    let mut moves = false;
    for known in list.iter_mut() {
        if let Some(entry) = here.remove(&known.id) {
            moves |= (known.at, known.sequence) != (entry.at, entry.sequence);
            known.clone_from(entry);
        }
    }
    moves |= !here.is_empty();
    list.extend(here.into_values().cloned());
    if moves {
        newest_first(list, now);
    }
}
