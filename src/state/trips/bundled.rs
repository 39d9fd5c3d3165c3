//! The trip that comes with the app, when the app finds that the kept copy was built on another file: under the same id the
//! two are joined; under another id the kept one becomes a trip of its own, and the other one is a trip besides.
//!
//! A copy is kept from the first start on, whatever trip is shown: when the next one comes, the file that the copy was made
//! of is gone.

use super::Trips;
use super::signals::TripBytes;
use super::stored::{Publication, Stored, texts_of};
use crate::state::bundled_trip::{DETAILS, INDEX};
use crate::wording;
use lanyard_core::schedule::wire::{DetailsBook, decode_index};
use lanyard_core::schedule::{EventId, Trip, TripId};
use lanyard_core::trips::{ChangeLog, Former, Generation, ReaderRequest, ReaderResponse, TripCatalog, named_alike};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::sync::Arc;

impl Trips {
    /// Loads the bundled trip's details in the background. Without them a session's page shows its row's facts and no
    /// links. Those of a trip the user keeps come with that trip.
    pub fn load_bundled_details(self) {
        if self.began_with_own_trip() {
            return;
        }
        spawn_local(async move {
            if let Some(text) = self.own_file(DETAILS).await {
                self.details.set(DetailsBook::open(text).ok().map(Arc::new));
            }
        });
    }

    /// Whether `boot.js` has found a trip of the user's to start with.
    pub(super) fn began_with_own_trip(self) -> bool {
        self.navigation.screen().own_files.first_trip().is_some()
    }

    async fn own_file(self, id: &str) -> Option<String> {
        let screen = self.navigation.screen();
        let address = screen.own_files.address(id)?;
        screen.own_files.read(&address).await
    }

    /// The name of the bundled trip's index stands for this very state of the trip.
    pub(super) fn bundled_index(self) -> Option<String> {
        self.navigation.screen().own_files.address(INDEX)
    }

    pub(super) async fn bundled_texts(self) -> Option<TripBytes> {
        let (index, details) = (self.own_file(INDEX).await?, self.own_file(DETAILS).await?);
        Some([index, details, ChangeLog::default().encode()].map(String::into_bytes))
    }

    pub(super) async fn meet_bundled(self) {
        let Some(base) = self.bundled_index() else { return };
        let Some(catalog) = self.read_catalog().await else { return };
        if catalog.is_at(&base) {
            return;
        }
        let Some(texts) = self.bundled_texts().await else { return };
        let Some(bundled) = trip_of(&texts) else { return };
        let former = self.former(&catalog, &bundled.id).await;
        let (mut set_apart, now) = (None, self.clock.real_now());
        let stored = if catalog.find(&bundled.id).is_some() {
            self.rebase(&catalog, &bundled, texts, |catalog| {
                set_apart = catalog.set_apart(&bundled.id, former.as_ref(), now);
                base
            })
            .await
        } else {
            let describe = |catalog: &mut TripCatalog| {
                if catalog.find(&bundled.id).is_some() {
                    return None;
                }
                set_apart = catalog.set_apart(&bundled.id, former.as_ref(), now);
                Some(Generation { number: 0, base: Some(base), is_plain: true, sources: Vec::new() })
            };
            self.keep_texts(&bundled.id, &bundled.title, &texts, Publication::Aside, describe).await
        };
        if matches!(stored, Stored::Failed) {
            return;
        }
        // By this tab, or by another one just before.
        self.follow().await;
        if let (Stored::As(_), Some(set_apart)) = (stored, set_apart) {
            self.notify_set_apart(set_apart, former.as_ref(), &bundled);
        }
    }

    /// What the texts say of the trip that came with the app before.
    async fn former(self, catalog: &TripCatalog, bundled: &TripId) -> Option<Trip> {
        let number = catalog.former(bundled)?.now.number;
        trip_of(&texts_of(&self.user.records.platform()?, number).await?)
    }

    /// Joins what was added to the bundled trip into the newer state of it. `set_base` readies the catalog, and gives the
    /// file that the trip is built on from now on.
    async fn rebase(
        self,
        catalog: &TripCatalog,
        bundled: &Trip,
        [index, details, _]: TripBytes,
        set_base: impl FnOnce(&mut TripCatalog) -> String,
    ) -> Stored {
        let Some((number, trip)) = self.texts_now(catalog, &bundled.id).await else { return Stored::Failed };
        let job = crate::platform::reader::Job {
            ask: ReaderRequest::Rebase { kept: self.kept_sessions() }.encode(),
            trip,
            files: vec![index.into(), details.into()],
            address: None,
        };
        let quiet = Rc::new(|_| ());
        let Ok((ReaderResponse::Rebased { is_plain }, Some(texts), _)) =
            self.ask(job, self.cancel_refresh, quiet).await
        else {
            return Stored::Failed;
        };
        let describe = |catalog: &mut TripCatalog| {
            let now = &catalog.find(&bundled.id).filter(|kept| Some(kept.now.number) == number)?.now;
            let mut sources = now.sources.clone();
            // It has been a trip of its own in between.
            sources.retain(|source| !source.origin.is_bundled());
            Some(Generation { number: 0, base: Some(set_base(catalog)), is_plain, sources })
        };
        self.keep_texts(&bundled.id, &bundled.title, &texts, Publication::Aside, describe).await
    }

    /// What is on screen may be another trip than a moment ago: says why, and offers the other one.
    fn notify_set_apart(self, former: Former, trip: Option<&Trip>, bundled: &Trip) {
        let alike = trip.map_or(0, |trip| named_alike(&self.kept_sessions(), trip, bundled));
        let is_shown = self.shown.with_untracked(|shown| shown.id == bundled.id);
        let (mut said, other) = match (is_shown, former.was_shown) {
            (true, true) => (wording::trip_is_over(&former.title), former.id),
            (false, _) => (wording::another_trip_came(&bundled.title), bundled.id.clone()),
            // It was called back from among the others, and was on screen all the time.
            (true, false) => return,
        };
        if alike > 0 {
            said.push_str(&wording::shows_in_both(alike));
        }
        self.notices.offer(said, "Show it", move || self.choose(other.clone()));
    }

    /// The events of the bundled trip, when that is another trip than this one.
    pub(super) async fn bundled_events(self, catalog: &TripCatalog, trip: &TripId) -> Vec<EventId> {
        if catalog.find(trip).is_some_and(|kept| kept.now.base.is_some()) {
            return Vec::new();
        }
        let bundled =
            self.bundled_texts().await.and_then(|texts| trip_of(&texts)).filter(|bundled| bundled.id != *trip);
        bundled.into_iter().flat_map(|bundled| bundled.events).map(|event| event.id).collect()
    }
}

fn trip_of(texts: &TripBytes) -> Option<Trip> {
    let [index, ..] = texts;
    decode_index(std::str::from_utf8(index).ok()?).ok()
}
