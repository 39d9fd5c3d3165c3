//! What an entry is about, and what that is called, also when it has left the trip.

use lanyard_core::notebook::{Attachment, Entry, EntryTrip};
use lanyard_core::schedule::{EventId, TripId};
use leptos::prelude::*;

use super::App;

impl App {
    /// An entry in which nothing is written yet.
    pub fn blank_entry(self, attachment: Attachment, event: Option<EventId>) -> Entry {
        let about = self.title_of(&attachment).unwrap_or_default();
        let entry = Entry::new(self.notebook.new_id(), untrack(|| self.now()), attachment, event);
        let trip = self.trip.with_untracked(|trip| EntryTrip {
            id: trip.id.clone(),
            title: trip.title.clone(),
            offset_seconds: trip.zone.offset_at(entry.at),
        });
        Entry { about, trip: Some(trip), ..entry }
    }

    /// The trip in which an entry was written. Older Lanyards noted the event alone: then it is the trip that has it.
    /// Reactive.
    pub fn trip_of(self, entry: &Entry) -> Option<TripId> {
        if let Some(trip) = &entry.trip {
            return Some(trip.id.clone());
        }
        let event = entry.event.as_ref()?;
        let shown = self.trip.with(|trip| trip.has_event(event).then(|| trip.id.clone()));
        shown.or_else(|| self.trips.catalog.with(|catalog| catalog.holder(event).map(|kept| kept.id.clone())))
    }

    /// What a trip is called: as it is kept, else as it was called when something was written in it. Reactive.
    pub fn trip_title(self, id: &TripId) -> Option<String> {
        let shown = self.trip.with(|trip| (trip.id == *id).then(|| trip.title.clone()));
        let kept = || self.trips.catalog.with(|catalog| catalog.find(id).map(|kept| kept.title.clone()));
        let written = || {
            let title =
                |entry: &Entry| entry.trip.as_ref().filter(|trip| trip.id == *id).map(|trip| trip.title.clone());
            self.notebook.entries().with_untracked(|entries| entries.iter().find_map(title))
        };
        shown.or_else(kept).or_else(written)
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
