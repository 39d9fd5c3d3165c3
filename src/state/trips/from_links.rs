//! Events that a link tells of: which of them are on this phone, and keeping the others as far as the link tells them.

use super::Trips;
use super::joining::{Progress, ReadOutcome};
use super::signals::Input;
use super::stored::{Publication, Stored};
use crate::wording;
use lanyard_core::schedule::address::fetchable;
use lanyard_core::schedule::{Event, EventId, SessionId, SessionKey, Trip, TripId};
use lanyard_core::share::{
    EventLink, ReceiverTrip, SharedAgenda, SharedEvent, SharedItem, compare, partial, partial_schedule,
};
use lanyard_core::trips::{CatalogTrip, Destination, Origin, Source};
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// The states of trips that an agenda brought with it, the first one first.
pub type KeptTrips = Vec<(TripId, u32)>;

impl Trips {
    /// Where the schedule of an event can be read that may not have come with the app; `None` for one that did. Reactive.
    pub fn origin_for_others(self, event: &EventId) -> Option<Option<String>> {
        let source = self.sources().into_iter().find(|source| source.event == *event)?;
        Some(source.origin.address().and_then(fetchable))
    }

    /// The link to an event of the trip that is shown, for whoever may add it; `None` for one without an address. Reactive.
    pub fn event_link(self, event: &Event) -> Option<EventLink> {
        let source = self.sources().into_iter().find(|source| source.event == event.id)?;
        let address = source.origin.address().and_then(fetchable)?;
        Some(EventLink { name: event.title.clone(), zone: source.zone, address })
    }

    /// The trip on this phone, the one that is shown before others, that has the event of a link; and the event's id in it.
    /// Reactive.
    pub fn trip_of_link(self, link: &EventLink) -> Option<(CatalogTrip, EventId)> {
        let shown = self.shown.with(|trip| trip.id.clone());
        let event_in = |kept: &CatalogTrip| {
            let is_it = |source: &&Source| source.origin.address().and_then(fetchable).as_ref() == Some(&link.address);
            Some((kept.clone(), kept.now.sources.iter().find(is_it)?.event.clone()))
        };
        self.catalog.with(|catalog| {
            let shown = catalog.find(&shown).and_then(event_in);
            shown.or_else(|| catalog.trips.iter().find_map(event_in))
        })
    }

    /// What the source of an event calls a session. Reactive.
    pub fn source_id(self, key: &SessionKey) -> SessionId {
        self.changed.with(|changed| changed.source_id(key))
    }

    /// For each event of a link its index in the trip that is shown: by the address of its schedule, else by its title and its
    /// days, since next year's has the same title. Reactive.
    pub fn known_events(self, trip: &Trip, agenda: &SharedAgenda) -> Vec<Option<usize>> {
        let sources = self.sources();
        let index_of = |event: &SharedEvent| {
            let by_address = sources.iter().find(|source| reads_from(source, event));
            let id = by_address.and_then(|source| trip.events.iter().position(|known| known.id == source.event));
            let is_it = |known: &Event| {
                is_same(&known.title, &event.title) && known.first <= event.last && event.first <= known.last
            };
            id.or_else(|| trip.events.iter().position(is_it))
        };
        agenda.events.iter().map(index_of).collect()
    }

    /// Another trip on this phone that holds an event of an agenda: the one the agenda is of, or one with its schedule.
    /// Reactive.
    pub fn trip_with(self, agenda: &SharedAgenda, event: &SharedEvent) -> Option<CatalogTrip> {
        let shown = self.shown.with(|trip| trip.id.clone());
        let holds = |kept: &&CatalogTrip| {
            kept.id != shown
                && (kept.id == agenda.trip || kept.now.sources.iter().any(|source| reads_from(source, event)))
        };
        self.catalog.with(|catalog| catalog.trips.iter().find(holds).cloned())
    }

    /// Makes the trip that is shown hold the events of an agenda: shows the one that does, or keeps what the link tells of
    /// them. Gives what was kept, for [`Trips::undo`], and a sentence that says why not all of it could be; what was kept before
    /// stays kept.
    pub async fn take_in(self, agenda: &SharedAgenda) -> (KeptTrips, Result<(), String>) {
        let mut kept = Vec::new();
        for (index, event) in agenda.events.iter().enumerate() {
            let known = untrack(|| {
                let trip = self.whole.get();
                let known = self.known_events(&trip, agenda).get(index).copied().flatten();
                known.map(|known| (trip, known))
            });
            let elsewhere = untrack(|| self.trip_with(agenda, event));
            match (&known, elsewhere) {
                (Some((trip, known)), _) if !self.lacks_shared(trip, *known, agenda, index) => continue,
                (None, Some(trip)) => {
                    self.show_trip(trip.id).await;
                    continue;
                }
                _ => {}
            }
            match self.keep_shared(event, agenda.by.as_deref(), known).await {
                Ok(state) => kept.push(state),
                Err(why) => return (kept, Err(why)),
            }
        }
        (kept, Ok(()))
    }

    /// Whether an event that is known from links alone lacks sessions of this one.
    fn lacks_shared(self, trip: &Trip, known: usize, agenda: &SharedAgenda, index: usize) -> bool {
        let source_id = |key: &SessionKey| untrack(|| self.source_id(key));
        let mut events = vec![None; agenda.events.len()];
        if let Some(event) = events.get_mut(index) {
            *event = Some(known);
        }
        let receiver = ReceiverTrip { trip, events, source_id: &source_id };
        let rows = compare(agenda, &receiver, &[]);
        let is_unknown = |what: &SharedItem| matches!(what, SharedItem::Unknown(_));
        partial::is_partial(trip, known) && rows.iter().any(|row| row.event == Some(index) && is_unknown(&row.what))
    }

    /// Keeps an event as far as a link tells it, together with what other links told of it.
    async fn keep_shared(
        self,
        event: &SharedEvent,
        by: Option<&str>,
        known: Option<(Arc<Trip>, usize)>,
    ) -> Result<(TripId, u32), String> {
        let before = known.as_ref().map(|(trip, index)| (&**trip, *index));
        let destination = before.and_then(|(trip, index)| Some(Destination::Event(trip.events.get(index)?.id.clone())));
        let origin = match event.address.as_deref().and_then(fetchable) {
            Some(address) => Origin::Address(address),
            None => Origin::File(by.map_or_else(|| "agenda".to_owned(), |name| format!("agenda of {name}"))),
        };
        let text = partial_schedule(event, before);
        let input = Input { destination, ..Input::of(origin, vec![Arc::new(text.into_bytes())]) };
        loop {
            let quiet: Progress = Rc::new(|_| ());
            let trip = self.shown.with_untracked(|trip| trip.id.clone());
            let found = match self.read_input(input.clone(), trip, self.cancel_reading, quiet).await {
                ReadOutcome::Found(found) => found,
                ReadOutcome::Unreadable(why) | ReadOutcome::Failed(why) => return Err(wording::nothing_changed(&why)),
                ReadOutcome::Columns(_) | ReadOutcome::Linked(_) | ReadOutcome::Stopped => {
                    return Err(wording::STOPPED.to_owned());
                }
            };
            match self.keep_found(&found, Publication::Shown).await {
                Stored::As(number) => {
                    self.show_fresh(number, found.texts.clone()).await;
                    return Ok((found.preview.trip.clone(), number));
                }
                Stored::Failed => return Err(wording::TRIP_NOT_STORED.to_owned()),
                Stored::Outdated => {}
            }
        }
    }
}

fn reads_from(source: &Source, event: &SharedEvent) -> bool {
    let address = event.address.as_deref().and_then(fetchable);
    address.is_some() && source.origin.address().and_then(fetchable) == address
}

fn is_same(title: &str, other: &str) -> bool {
    title.to_lowercase() == other.to_lowercase()
}
