//! Whom a mention may mean: the speakers, and everyone met. Known to the deferred part of the app only.

use std::sync::Arc;

use lanyard_core::notebook::{Entry, EntryKind, KnownNames};
use lanyard_core::schedule::Trip;
use leptos::prelude::*;

use super::App;

impl App {
    /// Call it once, when the deferred part is there.
    pub fn know_names(self) {
        let known =
            move |_: Option<&_>| self.notebook.entries().with(|entries| Arc::new(all(&self.trip.get(), entries)));
        self.names.set_value(Some(Memo::new(known)));
    }

    /// Reactive.
    pub fn names(self) -> Arc<KnownNames> {
        self.names.get_value().map(|known| known.get()).unwrap_or_default()
    }
}

fn all(trip: &Trip, entries: &[Entry]) -> KnownNames {
    let met = entries.iter().filter(|entry| entry.kind == EntryKind::Person).map(|entry| entry.name.as_str());
    KnownNames::new(trip.people.iter().map(|person| person.name.as_str()).chain(met))
}
