//! The trips kept on this phone: which one is shown, and what changed in it.
//!
//! Everything here can be thrown away and read again; what the user wrote lies elsewhere and is never touched. A state
//! of a trip is three files under its number. A new one is written and read back before the catalog, one small file, is
//! changed to point to it (`stored`). What another tab changes shows here as well.

mod bundled;
mod editing;
mod from_links;
mod joining;
mod public_schedules;
mod refreshing;
mod signals;
mod stars;
mod stored;
pub mod telling;
#[cfg(test)]
pub(super) mod tests;
mod undo;

pub use from_links::KeptTrips;
use signals::TripBytes;
pub use signals::{FoundSchedule, ImportState, Input, Trips, UnknownTable};
use stored::{CATALOG, changes_of, file_name, texts_of};

use crate::platform::backups::BundledTripTexts;
use crate::platform::{LifecycleEvent, Platform};
use crate::wording;
use lanyard_core::notebook::{Attachment, Entry};
use lanyard_core::schedule::changes::ChangeKind;
use lanyard_core::schedule::diff::{ChangeRank, FieldChange};
use lanyard_core::schedule::wire::{DetailsBook, decode_index};
use lanyard_core::schedule::{SessionKey, TripId};
use lanyard_core::trips::{ChangeLog, Source, TripCatalog, TripChange};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// The setting that allows to look for changes when the app opens.
pub const REFRESH_ON_OPENING: &str = "refresh-on-opening";

impl Trips {
    /// Reads the catalog and shows the trip it points to. When the app came with a newer bundled trip than the kept one
    /// was built upon, joins the two in the background.
    pub fn begin(self) {
        Effect::new(move |begun: Option<bool>| {
            let ready = begun.unwrap_or_default();
            if !ready && self.user.records.has_main_store() {
                spawn_local(async move { self.find_trips().await });
                return true;
            }
            ready
        });
        if let Some(platform) = self.user.records.platform() {
            self.follow_telling(platform.clone());
            platform.lifecycle.listen(Rc::new(move |event| {
                if event == LifecycleEvent::Returned || event == LifecycleEvent::Broadcast(CATALOG.to_owned()) {
                    spawn_local(self.follow());
                }
            }));
        }
        Effect::new(move || {
            // What the user says something about is shown again.
            if !self.user.decisions.decided().hidden.is_empty() {
                self.user.marks.my_agenda();
                self.user.notebook.entries().track();
            }
            self.show_without_hidden();
        });
        Effect::new(move || {
            let trip = self.whole.get();
            let marks = self.changed.with(|changed| {
                let list = changed.list(&trip, |_| true);
                list.iter().filter_map(|change| Some((change.key.clone(), mark_of(change)?))).collect()
            });
            self.marks.set(Arc::new(marks));
        });
    }

    /// The list of changes: mine first. Reactive.
    pub fn changes(self) -> Vec<TripChange> {
        let (whole, shown, mine) = (self.whole.get(), self.shown.get(), self.user.marks.my_agenda());
        let mut changes = self.changed.with(|changed| changed.list(&whole, |key| mine.has(key)));
        if !Arc::ptr_eq(&whole, &shown) {
            changes.retain(|change| shown.find(&change.key).is_some() || whole.find(&change.key).is_none());
        }
        changes
    }

    /// Where the events of the trip that is shown come from, as far as the user added them. Reactive.
    pub fn sources(self) -> Vec<Source> {
        let trip = self.shown.get();
        self.catalog.with(|catalog| catalog.find(&trip.id).map(|kept| kept.now.sources.clone()).unwrap_or_default())
    }

    /// The user has seen these changes; without a key, all of them.
    pub fn acknowledge(self, key: Option<&SessionKey>) {
        let before = self.changed.get_untracked();
        let mut changed = (*before).clone();
        for (event, changes) in &mut changed.events {
            match key {
                Some(key) if key.event == *event => changes.acknowledge(&key.session),
                Some(_) => {}
                None => changes.acknowledge_all(),
            }
        }
        self.set_changed(changed);
        if key.is_none() {
            self.notices.say_with_undo(wording::CHANGES_SEEN, move || self.set_changed((*before).clone()));
        }
    }

    fn set_changed(self, changed: ChangeLog) {
        let Some(platform) = self.user.records.platform() else { return };
        if let Some(kept) = self.catalog.get_untracked().find(&self.shown.get_untracked().id) {
            let name = file_name(kept.now.number, "changes");
            let written = platform.main.put_file(&name, changed.encode().as_bytes());
            spawn_local(async move {
                let _ = written.await;
                platform.lifecycle.broadcast(CATALOG);
            });
        }
        self.changed.set(Arc::new(changed));
    }

    /// Shows another trip.
    pub fn choose(self, id: TripId) {
        spawn_local(self.show_trip(id));
    }

    async fn show_trip(self, id: TripId) {
        let choose = async |catalog: &mut TripCatalog| {
            let chosen = catalog.find(&id)?;
            catalog.hides_bundled &= chosen.now.base.is_none();
            catalog.chosen = Some(id);
            Some(())
        };
        if self.change_catalog(choose).await.is_some() {
            self.show_chosen().await;
        }
    }

    /// Hides the bundled trip or shows it again in the list of trips.
    pub fn hide_bundled(self, hides: bool) {
        spawn_local(async move {
            let hide = async |catalog: &mut TripCatalog| {
                catalog.hides_bundled = hides;
                Some(())
            };
            self.change_catalog(hide).await;
        });
    }

    /// The catalog is another one, by a restore or its undo: what it points to is shown, here and in the other tabs.
    pub(in crate::state) fn was_restored(self) {
        if let Some(platform) = self.user.records.platform() {
            platform.lifecycle.broadcast(CATALOG);
            spawn_local(async move {
                self.show_chosen().await;
                self.meet_bundled().await;
            });
        }
    }

    /// The trip that comes with the app, as a backup has it.
    pub(in crate::state) async fn bundled_for_backup(self) -> Option<BundledTripTexts> {
        let base = self.bundled_index()?;
        let [index, details, _] = self.bundled_texts().await?;
        Some([base, String::from_utf8(index).ok()?, String::from_utf8(details).ok()?])
    }

    /// Sessions on which something of the user's hangs.
    fn kept_sessions(self) -> Vec<SessionKey> {
        let entries = self.user.notebook.entries().get_untracked();
        let mut keys = self.user.marks.ever_marked();
        keys.extend(entries.iter().filter_map(|entry| match &entry.attachment {
            Attachment::Session(key) => Some(key.clone()),
            Attachment::Hallway | Attachment::Venue(_) | Attachment::Room(_) => None,
        }));
        keys.sort();
        keys.dedup();
        keys
    }

    async fn find_trips(self) {
        self.show_chosen().await;
        self.tidy().await;
        self.meet_bundled().await;
        if untrack(|| self.user.settings.get(REFRESH_ON_OPENING)).as_deref() == Some("yes")
            && self.user.records.platform().is_some_and(|platform| platform.lifecycle.is_online())
        {
            self.refresh(true);
        }
    }

    /// Another tab may have changed what is kept. Whoever types here is not disturbed.
    async fn follow(self) {
        let Some(platform) = self.user.records.platform() else { return };
        if self.stored_catalog().await.is_ok() {
            platform.lifecycle.nobody_types().await;
            self.show_chosen().await;
        }
    }

    /// Shows a state of a trip that was kept just now, from the texts it was made of.
    async fn show_fresh(self, number: u32, texts: TripBytes) {
        let points_to_it = |catalog: &Arc<TripCatalog>| catalog.shown().is_some_and(|kept| kept.now.number == number);
        let Some(platform) = self.user.records.platform().filter(|_| self.catalog.with_untracked(points_to_it)) else {
            return self.show_chosen().await;
        };
        let turn = self.next_show();
        self.show(&platform, turn, Some(number), texts).await;
    }

    fn next_show(self) -> u32 {
        let turn = self.shows.get_value() + 1;
        self.shows.set_value(turn);
        turn
    }

    /// Shows what the catalog points to. What is on screen already is not drawn anew.
    async fn show_chosen(self) {
        let turn = self.next_show();
        let (Some(platform), Some(catalog)) = (self.user.records.platform(), self.read_catalog().await) else { return };
        let base = self.bundled_index();
        let bundled = || catalog.trips.iter().find(|kept| kept.now.base.is_some() && kept.now.base == base);
        let kept = catalog.shown().or_else(bundled);
        let number = kept.filter(|kept| !kept.now.is_plain || kept.now.base != base).map(|kept| kept.now.number);
        let is_shown = match number {
            Some(_) => self.on_screen.get_value() == number,
            None => !self.began_with_own_trip() && self.on_screen.get_value().is_none(),
        };
        let changes = match kept {
            Some(kept) => changes_of(&platform, kept.now.number).await,
            None => Ok(Vec::new()),
        };
        let texts = match number {
            _ if is_shown => None,
            Some(number) => texts_of(&platform, number).await,
            None => self.bundled_texts().await,
        };
        if self.shows.get_value() != turn {
            return;
        }
        self.publish_catalog(&platform, catalog);
        let Ok(changes) = changes else { return self.notices.warn(wording::CATALOG_NOT_READ_NOW) };
        match texts {
            Some([index, details, _]) => self.show(&platform, turn, number, [index, details, changes]).await,
            None if is_shown => self.show_changes(changes),
            None if number.is_none() => {}
            None => self.notices.warn(wording::TRIP_NOT_READ),
        }
    }

    async fn show(self, platform: &Platform, turn: u32, number: Option<u32>, texts: TripBytes) {
        let [index, details, changes] = texts;
        let text = |bytes| String::from_utf8(bytes).unwrap_or_default();
        let Ok(mut trip) = decode_index(&text(index)) else { return };
        platform.clock.yield_to_browser().await;
        if self.shows.get_value() != turn {
            return;
        }
        self.on_screen.set_value(number);
        self.show_changes(changes);
        trip.telling = self.whole.with_untracked(|whole| whole.telling.clone());
        if self.whole.with_untracked(|whole| **whole != trip) {
            self.whole.set(Arc::new(trip));
            self.show_without_hidden();
        }
        self.details.set(DetailsBook::open(text(details)).ok().map(Arc::new));
    }

    /// Shows the trip without what the user hides. What the user marked or wrote about is not hidden.
    fn show_without_hidden(self) {
        let (whole, decided) = untrack(|| (self.whole.get(), self.user.decisions.decided()));
        let written = self.user.notebook.entries().with_untracked(|entries| {
            let on = |entry: &Entry| match &entry.attachment {
                Attachment::Session(key) if entry.deleted.is_none() => Some(key.clone()),
                _ => None,
            };
            entries.iter().filter_map(on).collect::<BTreeSet<SessionKey>>()
        });
        let is_kept = |key: &SessionKey| written.contains(key) || self.user.marks.is_marked(key);
        let shown = decided.hidden.without(&whole, is_kept).map_or(whole, Arc::new);
        if self.shown.with_untracked(|before| !Arc::ptr_eq(before, &shown) && **before != *shown) {
            self.shown.set(shown);
        }
    }

    fn show_changes(self, changes: Vec<u8>) {
        let changes =
            String::from_utf8(changes).ok().and_then(|text| ChangeLog::decode(&text).ok()).unwrap_or_default();
        if self.changed.with_untracked(|shown| **shown != changes) {
            self.changed.set(Arc::new(changes));
        }
    }
}

/// What a row says. New sessions say nothing there: after an update of a whole day they would all say it.
fn mark_of(change: &TripChange) -> Option<&'static str> {
    let ChangeKind::Changed(changes) = &change.what else { return None };
    changes.first().and_then(|first| match first {
        FieldChange::Time { .. } => Some("Moved"),
        FieldChange::Room { .. } => Some("New room"),
        // The row says so by itself.
        FieldChange::Status { .. } => None,
        other => (other.rank() <= ChangeRank::Title).then_some("New title"),
    })
}
