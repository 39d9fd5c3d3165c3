//! What an entry is about, and what that is called, also when it has left the trip.

use lanyard_core::notebook::{Attachment, Entry};
use lanyard_core::schedule::EventId;
use leptos::prelude::*;

use super::App;

impl App {
    /// An entry in which nothing is written yet.
    pub fn blank_entry(self, attachment: Attachment, event: Option<EventId>) -> Entry {
        let about = self.title_of(&attachment).unwrap_or_default();
        let entry = Entry::new(self.notebook.new_id(), untrack(|| self.now()), attachment, event);
        Entry { about, ..entry }
    }

    /// What something is called: as the trip has it, else as it was called when the user marked it or wrote on it.
    pub fn title_of(self, what: &Attachment) -> Option<String> {
        let marked = || match what {
            Attachment::Session(key) => self.marks.snapshot(key).map(|known| known.title),
            Attachment::Hallway | Attachment::Venue(_) | Attachment::Room(_) => None,
        };
        let written = || {
            let about_it = |entry: &&Entry| entry.attachment == *what && !entry.about.is_empty();
            let title = |entries: &Vec<Entry>| entries.iter().find(about_it).map(|entry| entry.about.clone());
            self.notebook.entries().with_untracked(|entries| title(entries))
        };
        self.trip.with_untracked(|trip| what.title(trip)).or_else(marked).or_else(written)
    }
}
