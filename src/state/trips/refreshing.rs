//! Asking the addresses of events for newer schedules.

use super::Trips;
use super::joining::{Progress, ReadOutcome, stop};
use super::signals::{FoundSchedule, ImportState, Input};
use super::stored::{Publication, Stored};
use crate::route::Page;
use crate::wording;
use lanyard_core::schedule::TripId;
use lanyard_core::share::partial::is_partial;
use lanyard_core::trips::{Counts, Destination, Source, TripCatalog};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::sync::Arc;

/// How the refresh of one event went.
enum Refreshed {
    Same,
    /// To the state under this number.
    Updated(Counts, u32),
    /// The user is asked first.
    InDoubt(Arc<FoundSchedule>),
    Failed(String),
    Stopped,
}

impl Trips {
    /// Asks the events of the trip that have an address, one after the other. A broken one does not keep the others from
    /// being read, and what came of each is said. When `quiet`, which no tap has asked for, only news are said, and an address
    /// that came with a colleague's link alone is not asked.
    pub fn refresh(self, quiet: bool) {
        if self.refreshing.with_untracked(Option::is_some) {
            return;
        }
        let trip = self.shown.get_untracked();
        let is_from_link = |source: &Source| {
            let event = trip.events.iter().position(|event| event.id == source.event);
            event.is_some_and(|event| is_partial(&trip, event))
        };
        let is_asked = |source: &Source| source.origin.address().is_some() && !(quiet && is_from_link(source));
        let sources = untrack(|| self.sources()).into_iter().filter(is_asked);
        let title = |source: &Source| trip.events.iter().find(|event| event.id == source.event);
        let sources: Vec<(Source, String)> = sources
            .map(|source| (source.clone(), title(&source).map_or_else(String::new, |event| event.short.clone())))
            .collect();
        let id = trip.id.clone();
        spawn_local(async move {
            let (mut said, mut last, mut in_doubt) = (Vec::new(), None, None);
            for (source, title) in sources {
                self.refreshing.set(Some(title.clone()));
                // Undo goes back to before the first of them.
                let step = if last.is_some() { Publication::OnTop } else { Publication::Aside };
                match self.refresh_one(&id, source, step).await {
                    Refreshed::Updated(counts, number) => {
                        said.push(wording::event_updated(&title, counts));
                        last = Some(number);
                    }
                    Refreshed::InDoubt(found) => {
                        said.push(wording::event_in_doubt(&title));
                        in_doubt = Some(found);
                    }
                    Refreshed::Same if !quiet => said.push(wording::event_unchanged(&title)),
                    Refreshed::Failed(why) if !quiet => {
                        said.push(wording::event_not_updated(&title, &why));
                    }
                    Refreshed::Same | Refreshed::Failed(_) => {}
                    Refreshed::Stopped => {
                        said.push(wording::STOPPED.to_owned());
                        break;
                    }
                }
            }
            self.refreshing.set(None);
            if last.is_some() {
                spawn_local(self.follow());
            }
            self.notify_refreshed(id, said.join("\n"), last, in_doubt, quiet);
        });
    }

    pub fn cancel_refresh(self) {
        stop(self.cancel_refresh);
    }

    fn notify_refreshed(
        self,
        id: TripId,
        said: String,
        last: Option<u32>,
        in_doubt: Option<Arc<FoundSchedule>>,
        quiet: bool,
    ) {
        match (in_doubt, last) {
            (Some(found), _) if quiet => self.notices.offer(said, "Look at it", move || {
                self.import.set(ImportState::Found(found.clone()));
                self.navigation.go(Page::Import);
            }),
            (Some(found), _) => {
                self.notices.warn(said);
                self.import.set(ImportState::Found(found));
                self.navigation.go(Page::Import);
            }
            (None, Some(number)) => self.notices.say_with_undo(said, move || self.undo(id.clone(), number)),
            (None, None) if said.is_empty() => {}
            (None, None) => self.notices.warn(said),
        }
    }

    async fn refresh_one(self, trip: &TripId, source: Source, step: Publication) -> Refreshed {
        let mut input = Input {
            zone: source.zone.clone(),
            destination: Some(Destination::Event(source.event.clone())),
            ..Input::of(source.origin.clone(), Vec::new())
        };
        loop {
            let quiet: Progress = Rc::new(|_| ());
            let found = match self.read_input(input, trip.clone(), self.cancel_refresh, quiet).await {
                ReadOutcome::Found(found) => found,
                ReadOutcome::Linked(_) => {
                    return Refreshed::Failed(wording::ADDRESS_IS_A_PAGE.to_owned());
                }
                ReadOutcome::Columns(_) => return Refreshed::Failed(wording::COLUMNS_UNKNOWN.to_owned()),
                ReadOutcome::Unreadable(why) | ReadOutcome::Failed(why) => return Refreshed::Failed(why),
                ReadOutcome::Stopped => return Refreshed::Stopped,
            };
            let Counts { added, changed, gone, .. } = found.preview.counts;
            if found.preview.destination != Destination::Event(source.event.clone()) {
                return Refreshed::Failed(wording::EVENT_NOT_IN_TRIP.to_owned());
            }
            if found.preview.checksum == source.checksum || added + changed + gone == 0 {
                self.note_read(trip, &source, found.preview.checksum).await;
                return Refreshed::Same;
            }
            if !found.preview.doubts.is_empty() {
                return Refreshed::InDoubt(found);
            }
            match self.keep_found(&found, step).await {
                Stored::As(number) => return Refreshed::Updated(found.preview.counts, number),
                Stored::Failed => return Refreshed::Failed(wording::EVENT_NOT_STORED.to_owned()),
                // What was fetched is joined once more, with the trip as it is now.
                Stored::Outdated => input = found.input.clone(),
            }
        }
    }

    /// The same as before was read again: only the time is new.
    async fn note_read(self, trip: &TripId, read: &Source, checksum: u32) {
        let now = untrack(|| self.clock.now());
        let note = async |catalog: &mut TripCatalog| {
            let kept = catalog.trips.iter_mut().find(|kept| kept.id == *trip)?;
            let source = kept.now.sources.iter_mut().find(|source| source.event == read.event)?;
            (source.read_at, source.checksum) = (now, checksum);
            Some(())
        };
        self.change_catalog(note).await;
    }
}
