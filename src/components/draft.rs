//! An entry while it is open in a field. Every input event saves it, and what other tabs do to it shows at once.
//!
//! A draft never holds words of its own: each letter has gone to [`crate::state::User::write_entry`] before the next
//! one comes. So whatever the entry became in the meantime, it can take the draft's place, and nothing is lost. It is
//! never taken from an older version than the one on screen, because the keeper shows this tab's own words until
//! those of another tab have been merged with them.

use lanyard_core::notebook::Entry;
use leptos::prelude::*;

use crate::platform::focus;
use crate::state::App;

#[derive(Clone, Copy)]
pub struct Draft {
    app: App,
    entry: RwSignal<Entry>,
}

impl Draft {
    pub fn open(app: App, entry: Entry) -> Self {
        let draft = Self { app, entry: RwSignal::new(entry) };
        Effect::new(move || draft.catch_up());
        draft
    }

    /// A part of the entry. Reactive.
    pub fn with<T>(self, look: impl FnOnce(&Entry) -> T) -> T {
        self.entry.with(look)
    }

    pub fn now(self) -> Entry {
        self.entry.get_untracked()
    }

    /// Puts another entry into the field.
    pub fn replace(self, entry: Entry) {
        self.entry.set(entry);
    }

    /// Changes the entry and saves it. A new one in which nothing is written yet is not kept, and one in the trash
    /// comes back: somebody is still writing it.
    pub fn change(self, edit: impl FnOnce(&mut Entry)) {
        self.entry.update(|entry| {
            edit(entry);
            entry.deleted = None;
        });
        self.app.notebook.write(self.now());
        untrack(|| self.catch_up());
    }

    /// Goes on from what is stored: other words when another tab wrote, else only the name of the latest version, so
    /// that one's own typing is never taken for somebody else's.
    fn catch_up(self) {
        let shown = self.entry.get();
        let Some(stored) = self.app.notebook.entry(&shown.id) else { return };
        if (Entry { based_on: stored.based_on.clone(), ..shown.clone() }) == stored {
            self.entry.update_untracked(|entry| entry.based_on = stored.based_on);
            return;
        }
        if stored.text != shown.text {
            focus::change_text_under_cursor(&shown.text, &stored.text);
        }
        self.entry.set(stored);
    }
}
