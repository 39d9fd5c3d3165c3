//! The stores and their keeper, once they are there.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use lanyard_core::notebook::EntryId;
use lanyard_core::notebook::schema::SCHEMA;
use lanyard_core::records::{
    Fields, Keeper, Record, RecordChange, Revision, SaveState, Stamp, StorageHealth, UnixMillis, Urgency, WriterId,
};
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use super::{Edit, FIRST_PAUSE, RecordKeeper, Records};
use crate::platform::Platform;

/// A record that changed, with the version that is shown from now on.
pub struct Change {
    pub head: Arc<Revision>,
    pub state: SaveState,
    /// Whether it is another version than before. If not, only what became of its saving is another.
    pub is_new: bool,
}

/// Is told what changed; and whether that is everything there is, because the stores have just been read.
pub type Follower = Box<dyn Fn(&[Change], bool)>;

pub struct OpenRecords {
    records: Records,
    pub platform: Platform,
    pub keeper: RefCell<Keeper>,
    save_states: RefCell<BTreeMap<Record, ArcRwSignal<SaveState>>>,
    followers: Vec<Follower>,
    /// Is told when the stores have been read again, and whether the main one answered.
    pub(super) stores_read: Box<dyn Fn(bool)>,
    /// Whether the stores are going to be read again, because the main one did not answer.
    pub(super) is_retrying: Cell<bool>,
}

impl RecordKeeper for OpenRecords {
    fn edit(&self, record: &Record, based_on: Option<&Stamp>, urgency: Urgency, change: Edit) {
        self.records.step(|keeper, now| {
            let mut fields = keeper.fields(record, based_on);
            change(&mut fields);
            keeper.write(now, record, based_on, fields, urgency);
        });
    }

    fn open(self: Rc<Self>) -> Rc<OpenRecords> {
        self
    }
}

impl Records {
    /// Loads both stores, replays the journal, and only then lets anything be edited.
    pub(in crate::state) fn begin(
        self,
        platform: Platform,
        followers: Vec<Follower>,
        stores_read: impl Fn(bool) + 'static,
    ) {
        let id = EntryId::from_bytes(platform.random.bytes());
        let writer = WriterId::new(id.as_str().get(..10).unwrap_or("0"));
        self.keeper.set_value(Some(Rc::new(OpenRecords {
            records: self,
            platform: platform.clone(),
            keeper: RefCell::new(Keeper::new(&SCHEMA, writer)),
            save_states: RefCell::default(),
            followers,
            stores_read: Box::new(stores_read),
            is_retrying: Cell::default(),
        })));
        platform.main.on_loss(Rc::new(move || self.read_stores(FIRST_PAUSE)));
        platform.lifecycle.listen(Rc::new(move |event| self.on_page(event)));
        self.read_stores(FIRST_PAUSE);
    }

    /// Changes many records at once, when the stores have been read, each from the version that is shown.
    pub(in crate::state) fn edit_all(self, edits: Vec<(Record, Edit)>) {
        self.when_read(move || {
            self.step(|keeper, now| {
                for (record, change) in edits {
                    let mut fields = keeper.fields(&record, None);
                    change(&mut fields);
                    keeper.write(now, &record, None, fields, Urgency::AtOnce);
                }
            });
        });
    }

    /// What the browser is asked through, once it is there.
    pub(in crate::state) fn platform(self) -> Option<Platform> {
        self.with(|open| open.platform.clone())
    }

    /// Whether the main store is there. What lies in it alone, such as a trip, cannot be asked for before. Reactive.
    pub(in crate::state) fn has_main_store(self) -> bool {
        self.health.track();
        self.with(|open| open.keeper.borrow().has_main_store()).unwrap_or(false)
    }

    /// The version of a record that is shown.
    pub(in crate::state) fn shown(self, record: &Record) -> Option<Arc<Revision>> {
        self.with(|open| open.keeper.borrow().shown(record).cloned()).flatten()
    }

    /// How many records have a version that was written after that time.
    pub(in crate::state) fn changed_since(self, time: UnixMillis) -> usize {
        self.with(|open| open.keeper.borrow().changed_since(time)).unwrap_or_default()
    }

    /// When something was written last.
    pub(in crate::state) fn last_change(self) -> UnixMillis {
        self.with(|open| open.keeper.borrow().last_change()).unwrap_or_default()
    }

    /// What became of the latest write of a record. Reactive.
    pub(in crate::state) fn save_state(self, record: &Record) -> SaveState {
        self.with(|open| open.save_state_of(record).get()).unwrap_or(SaveState::Untouched)
    }

    /// The versions of a record that was changed in two places at once and did not merge. Reactive.
    pub(in crate::state) fn versions(self, record: &Record) -> Vec<Arc<Revision>> {
        if !self.conflicts.with(|records| records.contains(record)) {
            return Vec::new();
        }
        self.save_state(record);
        self.with(|open| open.keeper.borrow().versions(record)).unwrap_or_default()
    }

    /// A version that the user decided on replaces all of them.
    pub(in crate::state) fn resolve(self, record: &Record, based_on: Option<&Stamp>, change: impl FnOnce(&mut Fields)) {
        self.step(|keeper, now| {
            let mut fields = keeper.fields(record, based_on);
            change(&mut fields);
            keeper.resolve(now, record, fields);
        });
    }

    /// A name that nothing has yet.
    pub(in crate::state) fn new_id(self) -> EntryId {
        let made =
            |open: &Rc<OpenRecords>| EntryId::made_at(open.platform.clock.now_millis().0, open.platform.random.bytes());
        self.with(made).unwrap_or_else(|| EntryId::from_bytes([0; 16]))
    }

    /// The present second, as the phone has it.
    pub(in crate::state) fn now(self) -> Instant {
        Instant(self.with(|open| open.platform.clock.now_millis().seconds()).unwrap_or_default())
    }

    /// Lets the keeper act, carries out what it asks for, and tells what changed.
    pub(in crate::state) fn step<T>(self, act: impl FnOnce(&mut Keeper, UnixMillis) -> T) {
        let Some(open) = self.with(Rc::clone) else { return };
        let now = open.platform.clock.now_millis();
        let was_loading = open.keeper.borrow().health() == StorageHealth::Loading;
        act(&mut open.keeper.borrow_mut(), now);
        loop {
            // The borrow ends before the command runs: an answer may come at once.
            let Some(command) = open.keeper.borrow_mut().next_command() else { break };
            self.carry_out(&open, command);
        }
        let changes = open.keeper.borrow_mut().take_changes();
        let health = open.keeper.borrow().health();
        self.publish(&open, &changes, was_loading);
        let restored = open.keeper.borrow().restored().clone();
        if self.restored.try_with_untracked(|shown| *shown != restored) == Some(true) {
            self.restored.set(restored);
        }
        if self.health.try_get_untracked().is_some_and(|shown| shown != health) {
            self.health.set(health);
        }
        if was_loading && health != StorageHealth::Loading {
            self.take_waiting().into_iter().for_each(|act| act());
        }
    }

    fn publish(self, open: &OpenRecords, changes: &[RecordChange], all: bool) {
        if changes.is_empty() {
            return;
        }
        let change = |RecordChange { record, has_new_heads }: &RecordChange| {
            let keeper = open.keeper.borrow();
            let (head, state) = (keeper.shown(record).cloned(), keeper.save_state(record));
            drop(keeper);
            open.publish_save_state(record, state);
            Some(Change { head: head?, state, is_new: *has_new_heads })
        };
        let changes: Vec<Change> = changes.iter().filter_map(change).collect();
        for follower in &open.followers {
            follower(&changes, all);
        }
        let conflicts: Vec<Record> = open.keeper.borrow().conflicts().cloned().collect();
        if self.conflicts.with_untracked(|shown| **shown != conflicts) {
            self.conflicts.set(Arc::new(conflicts));
        }
    }
}

impl OpenRecords {
    fn save_state_of(&self, record: &Record) -> ArcRwSignal<SaveState> {
        if let Some(signal) = self.save_states.borrow().get(record) {
            return signal.clone();
        }
        let state = self.keeper.borrow().save_state(record);
        self.save_states.borrow_mut().entry(record.clone()).or_insert_with(|| ArcRwSignal::new(state)).clone()
    }

    fn publish_save_state(&self, record: &Record, state: SaveState) {
        let signal = self.save_states.borrow().get(record).cloned();
        if let Some(signal) = signal
            && signal.get_untracked() != state
        {
            signal.set(state);
        }
    }
}
