//! The trips of a file among those that are kept here.

use std::collections::BTreeSet;

use super::contents::{CATALOG, StoreContents, TRIP_PARTS, states, trip_file};
use super::plan::RestorePlan;
use super::preview::{RestoredTrip, RestoredTripChange};
use super::received::Backup;
use super::trip_merge::{TripState, merge};
use crate::schedule::wire::{decode_details, decode_index};
use crate::schedule::{Instant, TripId};
use crate::trips::{CatalogTrip, Generation, Origin, Source, TripCatalog, TripTexts};

/// The catalog as it will be, and what becomes of the texts.
struct Catalog<'a> {
    stored: &'a StoreContents,
    catalog: TripCatalog,
    /// Numbers under which something lies already, or will.
    taken: BTreeSet<u32>,
    put: Vec<(String, String)>,
}

impl Backup {
    /// A catalog that cannot be read is left alone, and so are the trips.
    pub(super) fn plan_trips(&self, stored: &StoreContents, plan: &mut RestorePlan) {
        let Some(catalog) = stored.catalog() else { return };
        let before = catalog.clone();
        let mut trips = Catalog { stored, taken: numbers(stored, &catalog), catalog, put: Vec::new() };
        for theirs in &self.trips.catalog.trips {
            let change = match trips.catalog.find(&theirs.id).cloned() {
                Some(ours) => self.merge_trip(&mut trips, &ours, theirs),
                None => self.add_trip(&mut trips, theirs),
            };
            match change {
                Some(change) => plan.preview.trips.push(RestoredTrip { title: theirs.title.clone(), change }),
                None => plan.preview.unreadable += 1,
            }
        }
        if let Some((title, added)) = self.add_bundled(&mut trips) {
            plan.preview.trips.push(RestoredTrip { title, change: added });
        }
        if is_untouched(&before) {
            let TripCatalog { chosen, hides_bundled, .. } = &self.trips.catalog;
            trips.catalog.chosen = chosen.clone().filter(|id| trips.catalog.find(id).is_some());
            trips.catalog.hides_bundled = *hides_bundled;
        }
        let Catalog { catalog, put, .. } = trips;
        if catalog != before {
            put.into_iter().for_each(|(name, text)| plan.operations.files.put(name, text, None));
            let former = stored.texts.get(CATALOG).cloned();
            plan.operations.files.put(CATALOG.to_owned(), catalog.encode(), former);
        }
        plan.operations.report.trips =
            plan.preview.trips.iter().filter(|trip| trip.change != RestoredTripChange::Kept).count();
    }

    /// `None` when the file has no texts for it, or spoilt ones.
    fn add_trip(&self, trips: &mut Catalog<'_>, theirs: &CatalogTrip) -> Option<RestoredTripChange> {
        let now = trips.add(&self.state(&theirs.now)?);
        let before = theirs.before.as_ref().and_then(|before| Some(trips.add(&self.state(before)?)));
        trips.catalog.trips.push(CatalogTrip { now, before, ..theirs.clone() });
        Some(RestoredTripChange::Added)
    }

    fn merge_trip(
        &self,
        trips: &mut Catalog<'_>,
        ours: &CatalogTrip,
        theirs: &CatalogTrip,
    ) -> Option<RestoredTripChange> {
        let theirs_now = self.state(&theirs.now)?;
        let Some(ours_now) = trips.state(&ours.now) else {
            // The one here cannot be read: the one of the file takes its place, and undo has it.
            let state = trips.add(&theirs_now);
            trips.point_to(&theirs.id, &theirs.title, state);
            return Some(RestoredTripChange::Updated);
        };
        let merged = merge(&ours_now, &theirs_now).ok()?;
        if merged.says_the_same(&ours_now) {
            return Some(RestoredTripChange::Kept);
        }
        let title = decode_index(&merged.texts.index).map_or_else(|_| ours.title.clone(), |trip| trip.title);
        let state = trips.add(&merged);
        trips.point_to(&theirs.id, &title, state);
        Some(RestoredTripChange::Updated)
    }

    /// The trip that came with the app that made the file is a trip of its own where the app brings another one.
    fn add_bundled(&self, trips: &mut Catalog<'_>) -> Option<(String, RestoredTripChange)> {
        let id = TripId::from(self.trips.bundled.as_ref()?.id.as_str());
        let here = trips.stored.bundled.as_ref().and_then(|bundled| decode_index(&bundled.index).ok());
        if here.is_none_or(|here| here.id == id) || trips.catalog.find(&id).is_some() {
            return None;
        }
        let (index, details) = (self.bundled_text("index")?, self.bundled_text("details")?);
        let trip = decode_index(index).ok().filter(|trip| trip.id == id)?;
        decode_details(details).ok()?;
        let source = |event: &crate::schedule::Event| Source {
            event: event.id.clone(),
            origin: Origin::bundled(),
            zone: None,
            read_at: self.made.unwrap_or(Instant(0)),
            checksum: 0,
        };
        let sources = trip.events.iter().map(source).collect();
        let generation = Generation { number: 0, base: None, is_plain: false, sources };
        let texts = TripTexts { index: index.to_owned(), details: details.to_owned(), changes: String::new() };
        let now = trips.add(&TripState { generation, texts });
        trips.catalog.trips.push(CatalogTrip { id, title: trip.title.clone(), now, before: None });
        Some((trip.title, RestoredTripChange::Added))
    }

    fn state(&self, generation: &Generation) -> Option<TripState> {
        state_of(generation, |name| self.trip_texts.get(name).cloned())
    }
}

impl Catalog<'_> {
    fn state(&self, generation: &Generation) -> Option<TripState> {
        state_of(generation, |name| self.stored.texts.get(name).cloned())
    }

    /// Under its own number where that is free.
    fn add(&mut self, state: &TripState) -> Generation {
        let wanted = state.generation.number;
        let highest = self.taken.last().copied().unwrap_or(0);
        let free = || (1..u32::MAX).find(|number| !self.taken.contains(number)).unwrap_or(u32::MAX);
        let number = match wanted {
            1.. if !self.taken.contains(&wanted) => wanted,
            _ => highest.checked_add(1).unwrap_or_else(free),
        };
        self.taken.insert(number);
        let texts = [&state.texts.index, &state.texts.details, &state.texts.changes];
        self.put.extend(TRIP_PARTS.iter().zip(texts).map(|(part, text)| (trip_file(number, part), text.clone())));
        Generation { number, ..state.generation.clone() }
    }

    fn point_to(&mut self, id: &TripId, title: &str, state: Generation) {
        let chosen = self.catalog.chosen.clone();
        let dropped = self.catalog.put(id, title, state);
        self.catalog.dropped.extend(dropped);
        self.catalog.chosen = chosen;
    }
}

/// A state with its texts; `None` when one is missing or spoilt.
fn state_of(generation: &Generation, text: impl Fn(&str) -> Option<String>) -> Option<TripState> {
    let [index, details, changes] = TRIP_PARTS.map(|part| text(&trip_file(generation.number, part)));
    let texts = TripTexts { index: index?, details: details?, changes: changes.unwrap_or_default() };
    let is_whole = decode_index(&texts.index).is_ok() && decode_details(&texts.details).is_ok();
    is_whole.then(|| TripState { generation: generation.clone(), texts })
}

/// Whether nobody has added or chosen a trip: the app itself keeps the one that it comes with.
fn is_untouched(catalog: &TripCatalog) -> bool {
    catalog.chosen.is_none() && catalog.trips.iter().all(|kept| kept.now.is_plain && kept.before.is_none())
}

fn numbers(stored: &StoreContents, catalog: &TripCatalog) -> BTreeSet<u32> {
    let in_files = stored.files.iter().filter_map(|name| name.strip_prefix("trips/")?.split('/').next()?.parse().ok());
    let in_catalog = catalog.trips.iter().flat_map(states).map(|state| state.number);
    in_files.chain(in_catalog).chain(catalog.dropped.iter().copied()).collect()
}
