//! What changed, told to the views: one row's mark, one entry's state, the lists.

use super::user::{Inner, User};
use lanyard_core::notebook::{Entry, EntryId, Mark, Marks, wire};
use lanyard_core::records::{Record, SaveState};
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;
use std::sync::Arc;

impl User {
    pub(super) fn publish(&self, inner: &Inner, changes: &[Record], all: bool) {
        if changes.is_empty() {
            return;
        }
        let mut changed_entries = Vec::new();
        let (mut changed_stars, mut changed_settings) = (Vec::new(), Vec::new());
        let mut any_saved = false;
        for record in changes {
            let keeper = inner.keeper.borrow();
            let Some(head) = keeper.shown(record) else { continue };
            if let Some(entry) = wire::read_entry(head) {
                let state = keeper.save_state(record);
                drop(keeper);
                any_saved |= state == SaveState::Saved && !entry.is_blank();
                inner.tell_save_state(&entry.id, state);
                changed_entries.push(entry);
            } else if let Some(marked) = wire::read_mark(head) {
                drop(keeper);
                inner.tell_marks(&marked.session, marked.mark, marked.on);
                if marked.mark == Mark::Star {
                    changed_stars.push((marked.session.clone(), marked.on));
                }
                inner.known.borrow_mut().insert(marked.session, marked.known);
            } else if record.kind() == "setting"
                && let Some(name) = record.parts().next()
            {
                changed_settings.push((name, head.fields.body.clone()));
            }
        }
        if !changed_entries.is_empty() {
            self.publish_entries(changed_entries, all);
            self.publish_conflicts(inner);
        }
        if any_saved {
            self.ask_to_persist();
        }
        if !changed_stars.is_empty() {
            self.starred.update(|keys| publish_stars(Arc::make_mut(keys), changed_stars));
        }
        if !changed_settings.is_empty() {
            self.settings.update(|settings| Arc::make_mut(settings).extend(changed_settings));
        }
    }

    fn publish_entries(&self, changed: Vec<Entry>, all: bool) {
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
                list.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.id.cmp(&a.id)));
            });
        }
    }

    fn publish_conflicts(&self, inner: &Inner) {
        let keeper = inner.keeper.borrow();
        let ids = keeper.conflicts().filter_map(|record| record.parts().next()).map(|id| EntryId::new(&id));
        let ids: Vec<EntryId> = ids.collect();
        drop(keeper);
        if self.conflicts.with_untracked(|shown| **shown != ids) {
            self.conflicts.set(Arc::new(ids));
        }
    }
}

fn publish_stars(keys: &mut Vec<SessionKey>, changed: Vec<(SessionKey, bool)>) {
    for (key, on) in changed {
        match (keys.binary_search(&key), on) {
            (Ok(place), false) => drop(keys.remove(place)),
            (Err(place), true) => keys.insert(place, key),
            (Ok(_), true) | (Err(_), false) => {}
        }
    }
}

impl Inner {
    pub(super) fn marks_of(&self, key: &SessionKey) -> ArcRwSignal<Marks> {
        if let Some(signal) = self.marks.borrow().get(key) {
            return signal.clone();
        }
        self.marks.borrow_mut().entry(key.clone()).or_default().clone()
    }

    fn tell_marks(&self, key: &SessionKey, mark: Mark, on: bool) {
        let signal = self.marks_of(key);
        if signal.get_untracked().get(mark) != on {
            signal.update(|marks| marks.set(mark, on));
        }
    }

    pub(super) fn save_state_of(&self, id: &EntryId) -> ArcRwSignal<SaveState> {
        if let Some(signal) = self.save_states.borrow().get(id) {
            return signal.clone();
        }
        let state = self.keeper.borrow().save_state(&wire::entry_record(id));
        self.save_states.borrow_mut().entry(id.clone()).or_insert_with(|| ArcRwSignal::new(state)).clone()
    }

    fn tell_save_state(&self, id: &EntryId, state: SaveState) {
        let signal = self.save_states.borrow().get(id).cloned();
        if let Some(signal) = signal
            && signal.get_untracked() != state
        {
            signal.set(state);
        }
    }
}
