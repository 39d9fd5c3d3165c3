//! What changed, told to the views: one row's mark, one entry's state, the lists.

use super::user::{Inner, User};
use lanyard_core::notebook::{Entry, Mark, Marks, newest_first, wire};
use lanyard_core::records::{Record, RecordChange, SaveState};
use lanyard_core::schedule::{Instant, SessionKey};
use leptos::prelude::*;
use std::sync::Arc;

impl User {
    pub(super) fn publish(&self, inner: &Inner, changes: &[RecordChange], all: bool) {
        if changes.is_empty() {
            return;
        }
        let mut changed_entries = Vec::new();
        let (mut changed_marks, mut changed_settings) = (Vec::new(), Vec::new());
        let (mut changed_own, mut any_saved) = (Vec::new(), false);
        for RecordChange { record, .. } in changes {
            let keeper = inner.keeper.borrow();
            let Some(head) = keeper.shown(record).cloned() else { continue };
            let state = keeper.save_state(record);
            drop(keeper);
            inner.publish_save_state(record, state);
            if let Some(entry) = wire::read_entry(&head) {
                any_saved |= state == SaveState::Saved && !entry.is_blank();
                changed_entries.push(entry);
            } else if let Some(marked) = wire::read_mark(&head) {
                inner.snapshots.borrow_mut().insert(marked.session.clone(), marked.snapshot);
                self.publish_marks_of(&marked.session, marked.mark, marked.on);
                changed_marks.push((marked.mark, marked.session, marked.on));
            } else if let Some(item) = wire::read_own_item(&head) {
                changed_own.push(item);
            } else {
                changed_settings.extend(wire::read_setting(&head));
            }
        }
        if !changed_entries.is_empty() {
            let now = Instant(inner.platform.clock.now_millis().seconds());
            self.publish_entries(changed_entries, all, now);
        }
        if !changed_own.is_empty() {
            self.publish_own_items(changed_own);
        }
        self.publish_conflicts(inner);
        if any_saved {
            self.ask_to_persist();
        }
        for (mark, signal) in Mark::ALL.into_iter().zip(self.marked) {
            let is_changed = |(changed, key, on): &(Mark, SessionKey, bool)| {
                *changed == mark && signal.with_untracked(|keys| keys.binary_search(key).is_ok()) != *on
            };
            let changed: Vec<_> = changed_marks.iter().filter(|change| is_changed(change)).collect();
            if !changed.is_empty() {
                signal.update(|keys| publish_marks(Arc::make_mut(keys), &changed));
            }
        }
        if !changed_settings.is_empty() {
            self.settings.update(|settings| Arc::make_mut(settings).extend(changed_settings));
        }
    }

    fn publish_entries(&self, mut changed: Vec<Entry>, all: bool, now: Instant) {
        // A save that has landed changes no word: lists need not be drawn anew for it.
        changed.retain(|entry| {
            let list = if entry.deleted.is_some() { self.trash } else { self.entries };
            all || !list.with_untracked(|list| list.contains(entry))
        });
        let (gone, live): (Vec<Entry>, Vec<Entry>) = changed.into_iter().partition(|entry| entry.deleted.is_some());
        for (signal, now_here, now_there) in [(self.entries, &live, &gone), (self.trash, &gone, &live)] {
            let leaves =
                |list: &[Entry]| !all && list.iter().any(|entry| now_there.iter().any(|other| other.id == entry.id));
            if now_here.is_empty() && !signal.with_untracked(|list| leaves(list)) {
                continue;
            }
            signal.update(|list| {
                let list = Arc::make_mut(list);
                if !all {
                    list.retain(|entry| !now_here.iter().chain(now_there).any(|other| other.id == entry.id));
                }
                list.extend(now_here.iter().cloned());
                newest_first(list, now);
            });
        }
    }

    fn publish_conflicts(&self, inner: &Inner) {
        let conflicts: Vec<Record> = inner.keeper.borrow().conflicts().cloned().collect();
        if self.conflicts.with_untracked(|shown| **shown != conflicts) {
            self.conflicts.set(Arc::new(conflicts));
        }
    }
}

impl User {
    pub(super) fn marks_of(&self, key: &SessionKey) -> ArcRwSignal<Marks> {
        let known = self.marks.try_with_value(|marks| marks.get(key).cloned()).flatten();
        known.unwrap_or_else(|| {
            let marks = ArcRwSignal::default();
            self.marks.try_update_value(|known| known.insert(key.clone(), marks.clone()));
            marks
        })
    }

    fn publish_marks_of(&self, key: &SessionKey, mark: Mark, on: bool) {
        let signal = self.marks_of(key);
        if signal.get_untracked().get(mark) != on {
            signal.update(|marks| marks.set(mark, on));
        }
    }
}

fn publish_marks(keys: &mut Vec<SessionKey>, changed: &[&(Mark, SessionKey, bool)]) {
    for (_, key, on) in changed {
        match (keys.binary_search(key), on) {
            (Ok(index), false) => drop(keys.remove(index)),
            (Err(index), true) => keys.insert(index, key.clone()),
            (Ok(_), true) | (Err(_), false) => {}
        }
    }
}

impl Inner {
    pub(super) fn save_state_of(&self, record: &Record) -> ArcRwSignal<SaveState> {
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
