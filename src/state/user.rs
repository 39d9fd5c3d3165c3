//! What is the user's, as signals and commands: entries, marks, settings.
//!
//! Commands say what was meant and return at once; [`Keeper`] decides how it becomes safe, and `stores` carries out what
//! it asks of the platform. Nothing can be changed before both stores have been read.

use crate::platform::{Platform, Transfer};
use lanyard_core::notebook::{Entry, EntryId, Mark, Marks, OwnItem, PhotoId, SessionSnapshot, wire};
use lanyard_core::records::quota::Fullness;
use lanyard_core::records::{
    Fields, Keeper, Record, Restored, Revision, SaveState, Stamp, StorageHealth, Urgency, WriterId,
};
use lanyard_core::schedule::{Instant, SessionKey};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// The first pause before a main store that did not answer is asked again, in milliseconds. It doubles with each.
pub(super) const FIRST_PAUSE: u64 = 1_000;

/// How much room there is, and whether the browser may take it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageSpace {
    /// Bytes used and bytes there are, when the browser tells.
    pub bytes: Option<(u64, u64)>,
    pub fullness: Fullness,
    /// Whether the browser has promised to throw nothing away by itself; `None` when it does not say.
    pub persistent: Option<bool>,
}

/// A kept photo on its way to the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    Coming,
    /// The address it can be shown under.
    At(String),
    /// The stores do not have it, or the browser does not show it.
    Missing,
}

/// A handle on everything of the user's. Copy it freely; it lives as long as its owner.
#[derive(Clone, Copy)]
pub struct User {
    inner: StoredValue<Option<Rc<dyn Kept>>, LocalStorage>,
    /// One signal for each session that a view asked about, so that one tap redraws one row.
    pub(super) marks: StoredValue<BTreeMap<SessionKey, ArcRwSignal<Marks>>>,
    pub(super) health: RwSignal<StorageHealth>,
    pub(super) restored: RwSignal<Restored>,
    pub(super) entries: RwSignal<Arc<Vec<Entry>>>,
    pub(super) trash: RwSignal<Arc<Vec<Entry>>>,
    pub(super) own: RwSignal<Arc<Vec<OwnItem>>>,
    pub(super) conflicts: RwSignal<Arc<Vec<Record>>>,
    /// The sessions with each mark, in the order of their keys.
    pub(super) marked: [RwSignal<Arc<Vec<SessionKey>>>; Mark::ALL.len()],
    pub(super) settings: RwSignal<Arc<BTreeMap<String, String>>>,
    pub(super) storage_space: RwSignal<StorageSpace>,
}

/// The stores and their keeper, which come with the deferred part of the app: the first part holds only this.
trait Kept {
    fn inner(self: Rc<Self>) -> Rc<Inner>;
}

impl Kept for Inner {
    fn inner(self: Rc<Self>) -> Rc<Inner> {
        self
    }
}

pub(super) struct Inner {
    pub(super) platform: Platform,
    pub(super) keeper: RefCell<Keeper>,
    pub(super) snapshots: RefCell<BTreeMap<SessionKey, SessionSnapshot>>,
    pub(super) save_states: RefCell<BTreeMap<Record, ArcRwSignal<SaveState>>>,
    pub(super) photos: RefCell<BTreeMap<PhotoId, ArcRwSignal<Picture>>>,
    /// What the user asked for before the stores had been read.
    pub(super) waiting: RefCell<Vec<Box<dyn FnOnce()>>>,
    /// Whether the stores are going to be read again, because the main one did not answer.
    pub(super) is_retrying: Cell<bool>,
}

impl User {
    /// Knows nothing yet, and says so: its health is [`StorageHealth::Loading`].
    pub fn new() -> Self {
        Self {
            inner: StoredValue::new_local(None),
            marks: StoredValue::default(),
            health: RwSignal::new(StorageHealth::Loading),
            restored: RwSignal::default(),
            entries: RwSignal::default(),
            trash: RwSignal::default(),
            own: RwSignal::default(),
            conflicts: RwSignal::default(),
            marked: Mark::ALL.map(|_| RwSignal::default()),
            settings: RwSignal::default(),
            storage_space: RwSignal::default(),
        }
    }

    /// Loads both stores, replays the journal, and only then lets anything be edited.
    pub fn begin(self, platform: Platform) {
        let id = EntryId::from_bytes(platform.random.bytes());
        let writer = WriterId::new(id.as_str().get(..10).unwrap_or("0"));
        let user = self;
        self.inner.set_value(Some(Rc::new(Inner {
            platform: platform.clone(),
            keeper: RefCell::new(Keeper::new(writer)),
            snapshots: RefCell::default(),
            save_states: RefCell::default(),
            photos: RefCell::default(),
            waiting: RefCell::default(),
            is_retrying: Cell::default(),
        })));
        platform.main.on_loss(Rc::new(move || user.read_stores(FIRST_PAUSE)));
        platform.lifecycle.listen(Rc::new(move |event| user.on_page(event)));
        self.read_stores(FIRST_PAUSE);
    }

    /// Whether the main store is there. What lies in it alone, such as a trip, cannot be asked for before.
    pub fn has_main_store(&self) -> bool {
        self.health.track();
        self.with(|inner| inner.keeper.borrow().has_main_store()).unwrap_or(false)
    }

    /// Both at once, over any platform.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn start(platform: Platform) -> Self {
        let user = Self::new();
        user.begin(platform);
        user
    }

    /// How safe what the user writes is.
    pub fn health(&self) -> Signal<StorageHealth> {
        self.health.into()
    }

    /// Everything captured, newest first, without what is in the trash.
    pub fn entries(&self) -> Signal<Arc<Vec<Entry>>> {
        self.entries.into()
    }

    /// What was deleted, newest first.
    pub fn trash(&self) -> Signal<Arc<Vec<Entry>>> {
        self.trash.into()
    }

    /// An entry as it stands now, in the trash or not. Reactive.
    pub fn entry(&self, id: &EntryId) -> Option<Entry> {
        self.entries.track();
        self.trash.track();
        self.with(|inner| inner.keeper.borrow().shown(&wire::entry_record(id)).and_then(|head| wire::read_entry(head)))?
    }

    pub fn new_entry_id(&self) -> EntryId {
        let made =
            |inner: &Rc<Inner>| EntryId::made_at(inner.platform.clock.now_millis(), inner.platform.random.bytes());
        self.with(made).unwrap_or_else(|| EntryId::from_bytes([0; 16]))
    }

    /// Call it on every input event. An entry in which nothing was ever written is not kept.
    pub fn write_entry(&self, entry: Entry) {
        self.command(move |user| {
            let record = wire::entry_record(&entry.id);
            let is_new = user.with(|inner| inner.keeper.borrow().heads(&record).is_empty()).unwrap_or(true);
            if !(is_new && entry.is_blank()) {
                let based_on = entry.based_on.clone();
                let sequence = if is_new { user.next_sequence() } else { entry.sequence };
                let entry = Entry { sequence, ..entry };
                user.edit(&record, based_on.as_ref(), Urgency::Typing, |fields| wire::write_entry(&entry, fields));
            }
        });
    }

    fn next_sequence(&self) -> u64 {
        let last =
            |list: RwSignal<Arc<Vec<Entry>>>| list.with_untracked(|list| list.iter().map(|it| it.sequence).max());
        last(self.entries).max(last(self.trash)).unwrap_or(0).saturating_add(1)
    }

    /// What became of the latest write of this entry. Reactive.
    pub fn save_state(&self, id: &EntryId) -> SaveState {
        self.save_state_of(&wire::entry_record(id))
    }

    pub(super) fn save_state_of(&self, record: &Record) -> SaveState {
        self.with(|inner| inner.save_state_of(record).get()).unwrap_or(SaveState::Untouched)
    }

    /// Moves an entry to the trash.
    pub fn delete_entry(&self, id: &EntryId) {
        let now = self.with(|inner| inner.platform.clock.now_millis()).unwrap_or_default();
        self.change_entry(id, |entry| entry.deleted = Some(Instant((now / 1000) as i64)));
    }

    /// Takes an entry out of the trash.
    pub fn restore_entry(&self, id: &EntryId) {
        self.change_entry(id, |entry| entry.deleted = None);
    }

    /// The versions of an entry to choose from: none, or two and more. Reactive.
    pub fn versions(&self, id: &EntryId) -> Vec<Entry> {
        let versions = self.versions_of(&wire::entry_record(id));
        versions.iter().filter_map(|version| wire::read_entry(version)).collect()
    }

    /// The versions of a record that was changed in two places at once and did not merge. Reactive.
    pub(super) fn versions_of(&self, record: &Record) -> Vec<Arc<Revision>> {
        if !self.conflicts.with(|records| records.contains(record)) {
            return Vec::new();
        }
        self.save_state_of(record);
        self.with(|inner| inner.keeper.borrow().versions(record)).unwrap_or_default()
    }

    /// The version that the user decided on replaces all of them.
    pub fn resolve(&self, entry: &Entry) {
        self.decide(&wire::entry_record(&entry.id), entry.based_on.as_ref(), |fields| {
            wire::write_entry(entry, fields);
        });
    }

    pub(super) fn decide(&self, record: &Record, based_on: Option<&Stamp>, write: impl FnOnce(&mut Fields)) {
        self.step(|keeper, now| {
            let mut fields = keeper.fields(record, based_on);
            write(&mut fields);
            keeper.resolve(now, record, fields);
        });
    }

    /// Every version goes on, as an entry of its own: the first under its old name, the others under new ones.
    pub fn keep_all(&self, versions: &[Entry]) {
        let Some((first, others)) = versions.split_first() else { return };
        for other in others {
            self.write_entry(Entry { id: self.new_entry_id(), based_on: None, ..other.clone() });
        }
        self.resolve(first);
    }

    /// The kept versions of an entry, latest first, each with the time it was written; `None` when they cannot be read now.
    pub async fn history(self, id: &EntryId) -> Option<Vec<(Instant, Entry)>> {
        let rows = self.with(|inner| inner.platform.main.history(&wire::entry_record(id)))?.await?;
        let mut revisions: Vec<Revision> = rows.iter().filter_map(|(_, frame)| Revision::read(frame).ok()).collect();
        revisions.sort_by(|one, other| other.compare(one));
        let at = |revision: &Revision| Instant((revision.stamp.millis() / 1000) as i64);
        let read = |revision: &Revision| Some((at(revision), wire::read_entry(revision)?));
        Some(revisions.iter().filter_map(read).collect())
    }

    /// Makes an older version the current one. The versions between stay in the history.
    pub fn bring_back(&self, older: Entry) {
        let id = older.id.clone();
        self.change_entry(&id, |entry| *entry = Entry { based_on: entry.based_on.clone(), deleted: None, ..older });
    }

    pub fn setting(&self, name: &str) -> Option<String> {
        self.settings.with(|settings| settings.get(name).cloned())
    }

    pub fn set_setting(&self, name: &str, value: &str) {
        let (record, value) = (Record::setting(name), value.to_owned());
        self.command(move |user| user.edit(&record, None, Urgency::AtOnce, |fields| fields.body = value));
    }

    /// What was rebuilt, is missing, or could not be read. Reactive: it is empty while the stores are being read.
    pub fn restored(&self) -> Restored {
        self.restored.get()
    }

    /// The user has taken note that entries are missing.
    pub fn acknowledge_missing(&self) {
        self.step(Keeper::acknowledge_missing);
    }

    fn change_entry(&self, id: &EntryId, change: impl FnOnce(&mut Entry)) {
        if let Some(mut entry) = untrack(|| self.entry(id)) {
            change(&mut entry);
            let based_on = entry.based_on.clone();
            self.edit(&wire::entry_record(id), based_on.as_ref(), Urgency::AtOnce, |fields| {
                wire::write_entry(&entry, fields)
            });
        }
    }

    /// Only for a record that was read, or within [`User::command`]: before that the keeper takes nothing.
    pub(super) fn edit(
        &self,
        record: &Record,
        based_on: Option<&Stamp>,
        urgency: Urgency,
        change: impl FnOnce(&mut Fields),
    ) {
        self.step(|keeper, now| {
            let mut fields = keeper.fields(record, based_on);
            change(&mut fields);
            keeper.write(now, record, based_on, fields, urgency);
        });
    }

    pub fn transfer(&self) -> Option<Rc<dyn Transfer>> {
        self.with(|inner| inner.platform.transfer.clone())
    }

    /// `None` before [`User::begin`], and after the end.
    pub(super) fn with<T>(&self, look: impl FnOnce(&Rc<Inner>) -> T) -> Option<T> {
        let kept = self.inner.try_get_value().flatten()?;
        Some(look(&kept.inner()))
    }
}
