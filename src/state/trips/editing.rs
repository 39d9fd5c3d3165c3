//! Another name for an event that the user added, another trip for it, or none; each with undo.

use std::rc::Rc;
use std::sync::Arc;

use lanyard_core::schedule::{EventId, Trip, TripId};
use lanyard_core::trips::{CatalogTrip, EditedTrip, Generation, ReaderRequest, ReaderResponse, Source, TripCatalog};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Trips;
use super::signals::TripBytes;
use super::stored::{Publication, Stored};
use crate::platform::reader::Job;
use crate::route::Page;
use crate::wording;

/// A trip as the worker has changed it, and the state that it was made of.
struct Edited {
    trip: EditedTrip,
    texts: TripBytes,
    /// `None` is a new trip, or the bundled one as it came.
    follows: Option<u32>,
    is_new: bool,
}

/// What became of the trip that an event has left.
#[derive(Clone)]
enum FormerTrip {
    As(u32),
    /// Nothing else was in it.
    Gone(CatalogTrip),
}

impl Trips {
    /// Calls an event of the trip that is shown so.
    pub fn rename_event(self, event: EventId, title: String) {
        spawn_local(async move {
            let trip = self.shown.with_untracked(|trip| trip.id.clone());
            let ask = ReaderRequest::Rename { event, title: title.clone() };
            let Some(edited) = self.edited(&trip, ask, None).await else { return };
            let keep = |sources: &[Source]| sources.to_vec();
            let Some(number) = self.keep_edited(&edited, Publication::Shown, keep).await else { return };
            self.show_fresh(number, edited.texts).await;
            self.notices.say_with_undo(wording::is_called(&title), move || self.undo(trip.clone(), number));
        });
    }

    /// Takes an event out of the trip that is shown.
    pub fn leave_out(self, event: EventId) {
        spawn_local(async move {
            let trip = self.shown.with_untracked(|trip| trip.id.clone());
            let title = self.title_of(&event);
            let Some(left) = self.take_out(&trip, &event, Publication::Shown).await else { return };
            self.show_chosen().await;
            self.navigation.go(Page::Trip);
            self.notices
                .say_with_undo(wording::was_taken_out(&title), move || self.undo_move(None, &trip, left.clone()));
        });
    }

    /// Moves an event of the trip that is shown to another one, or to a new one for it alone. For a moment it is in both:
    /// wherever that ends, it is in one.
    pub fn move_event(self, event: EventId, to: Option<TripId>) {
        spawn_local(async move {
            let from = self.shown.with_untracked(|trip| trip.id.clone());
            let Some(catalog) = self.read_catalog().await else { return };
            let source = |catalog: &TripCatalog| {
                let sources = &catalog.find(&from)?.now.sources;
                sources.iter().find(|source| source.event == event).cloned()
            };
            let (Some(source), Some((_, files))) = (source(&catalog), self.texts_now(&catalog, &from).await) else {
                return self.notices.warn(wording::EVENT_NOT_IN_TRIP);
            };
            let trips = catalog.trips.iter().map(|kept| kept.id.clone()).chain([from.clone()]).collect();
            let now = untrack(|| self.clock.now());
            let ask = ReaderRequest::TakeOver { event: event.clone(), is_new: to.is_none(), now, trips };
            let into = to.clone().unwrap_or_else(|| from.clone());
            let Some(mut edited) = self.edited(&into, ask, Some(files)).await else { return };
            if to.is_none() {
                (edited.follows, edited.is_new) = (None, true);
            }
            let add = move |sources: &[Source]| [sources, &[source]].concat();
            let Some(number) = self.keep_edited(&edited, Publication::Shown, add).await else { return };
            let title = edited.trip.title.clone();
            let into = edited.trip.trip.clone();
            let left = self.take_out(&from, &event, Publication::Aside).await;
            self.show_fresh(number, edited.texts).await;
            let Some(left) = left else { return };
            self.notices.say_with_undo(wording::is_in_trip(&title), move || {
                self.undo_move(Some((into.clone(), number)), &from, left.clone());
            });
        });
    }

    fn title_of(self, event: &EventId) -> String {
        let title =
            |trip: &Arc<Trip>| trip.events.iter().find(|known| known.id == *event).map(|known| known.title.clone());
        self.shown.with_untracked(title).unwrap_or_default()
    }

    /// What the worker makes of a trip. The user is told when it makes nothing of it.
    async fn edited(self, trip: &TripId, ask: ReaderRequest, other: Option<TripBytes>) -> Option<Edited> {
        let catalog = self.read_catalog().await?;
        let Some((follows, texts)) = self.texts_now(&catalog, trip).await else {
            self.notices.warn(wording::NO_TRIP);
            return None;
        };
        let files = other.into_iter().flatten().map(Arc::new).collect();
        let job = Job { ask: ask.encode(), trip: texts, files, address: None };
        match self.ask(job, self.cancel_reading, Rc::new(|_| ())).await {
            Ok((ReaderResponse::Edited(trip), Some(texts), _)) => {
                return Some(Edited { trip, texts, follows, is_new: false });
            }
            Ok((ReaderResponse::Unreadable(why), ..)) => self.notices.warn(wording::nothing_changed(&why)),
            Ok(_) => self.notices.warn(wording::TRIP_NOT_STORED),
            Err(failure) => self.notices.warn(wording::nothing_changed(wording::reading_failed(failure))),
        }
        None
    }

    /// Keeps a changed trip as its new state. `sources` gives where its events come from, by where they came from before.
    async fn keep_edited(
        self,
        edited: &Edited,
        step: Publication,
        sources: impl FnOnce(&[Source]) -> Vec<Source>,
    ) -> Option<u32> {
        let Edited { trip, texts, follows, is_new } = edited;
        let describe = |catalog: &mut TripCatalog| {
            let kept = catalog.find(&trip.trip);
            if kept.map(|kept| kept.now.number) != *follows {
                return None;
            }
            let before = kept.map(|kept| kept.now.sources.as_slice()).unwrap_or_default();
            let base = match kept {
                Some(kept) => kept.now.base.clone(),
                None => self.bundled_index().filter(|_| !is_new),
            };
            Some(Generation { number: 0, base, is_plain: false, sources: sources(before) })
        };
        match self.keep_texts(&trip.trip, &trip.title, texts, step, describe).await {
            Stored::As(number) => Some(number),
            Stored::Outdated => {
                self.notices.warn(wording::TRIP_CHANGED_MEANWHILE);
                None
            }
            Stored::Failed => None,
        }
    }

    /// A trip without an event; nothing is left of one that held nothing else.
    async fn take_out(self, trip: &TripId, event: &EventId, step: Publication) -> Option<FormerTrip> {
        let edited = self.edited(trip, ReaderRequest::LeaveOut(event.clone()), None).await?;
        if edited.trip.is_empty {
            let remove = async |catalog: &mut TripCatalog| {
                let is_same = catalog.find(trip).map(|kept| kept.now.number) == edited.follows;
                let chosen = catalog.chosen.clone();
                let removed = catalog.remove(trip).filter(|_| is_same)?;
                catalog.chosen = chosen.filter(|chosen| chosen != trip);
                Some(removed)
            };
            return self.change_catalog(remove).await.map(FormerTrip::Gone);
        }
        let without = |sources: &[Source]| sources.iter().filter(|source| source.event != *event).cloned().collect();
        self.keep_edited(&edited, step, without).await.map(FormerTrip::As)
    }

    /// Back to the trips as they were, both or none.
    fn undo_move(self, into: Option<(TripId, u32)>, from: &TripId, left: FormerTrip) {
        let from = from.clone();
        spawn_local(async move {
            let undo = async |catalog: &mut TripCatalog| {
                let mut before = catalog.clone();
                let is_back = into.is_none_or(|(trip, number)| before.undo(&trip, number))
                    && match left {
                        FormerTrip::As(number) => before.undo(&from, number),
                        FormerTrip::Gone(removed) => before.put_back(removed, false),
                    };
                before.chosen = Some(from);
                is_back.then(|| *catalog = before)
            };
            match self.change_catalog(undo).await {
                Some(()) => {
                    self.show_chosen().await;
                    self.notices.say(wording::UNDONE);
                }
                None => self.notices.warn(wording::NOT_UNDONE),
            }
        });
    }
}
