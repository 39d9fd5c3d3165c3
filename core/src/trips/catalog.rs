//! Which trips are kept, and which one is shown: the one small record that points to everything else.
//!
//! ```text
//! lanyard-shelf 1
//! the chosen trip, whether the bundled one is hidden, numbers of states that nothing points to any more
//! n trips: id, title, generations (now, and perhaps the one before)
//!     a generation: number, base, how many sources, and each source
//! ```

use super::source::Source;
use crate::schedule::wire::{Damaged, LineFields, LineWriter, Lines};
use crate::schedule::{EventId, TripId};

const FORM: &str = "lanyard-shelf";

/// The kept trips, and which of them is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TripCatalog {
    /// The trip that is shown. Without one it is the bundled trip.
    pub chosen: Option<TripId>,
    /// Whether the list of trips leaves out the bundled one while it is not shown.
    pub hides_bundled: bool,
    /// In the order in which they came; one that was put back comes last.
    pub trips: Vec<CatalogTrip>,
    /// Numbers of states whose texts may go, once nobody can want them back.
    pub dropped: Vec<u32>,
}

/// A kept trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogTrip {
    /// The trip's id, unique in the catalog.
    pub id: TripId,
    /// The title, as of the last change.
    pub title: String,
    /// The present state.
    pub now: Generation,
    /// What was there before the last change, for undo.
    pub before: Option<Generation>,
}

/// One state of a trip. Its texts lie under its number and never change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    /// The state's number, unique over all trips; see [`TripCatalog::free_number`].
    pub number: u32,
    /// The name of the app's file this state was built upon, when it holds the bundled trip.
    pub base: Option<String>,
    /// It says the same as that file.
    pub is_plain: bool,
    /// Where the events that the user added come from.
    pub sources: Vec<Source>,
}

impl TripCatalog {
    /// The kept trip with this id.
    pub fn find(&self, id: &TripId) -> Option<&CatalogTrip> {
        self.trips.iter().find(|kept| kept.id == *id)
    }

    /// The trip to show instead of the bundled one.
    pub fn shown(&self) -> Option<&CatalogTrip> {
        self.find(self.chosen.as_ref()?)
    }

    /// Whether a list of trips leaves this one out, while it is not shown.
    pub fn hides(&self, kept: &CatalogTrip) -> bool {
        self.hides_bundled && kept.now.base.is_some()
    }

    /// A number that no generation of any trip has.
    pub fn free_number(&self) -> u32 {
        let used = || self.trips.iter().flat_map(CatalogTrip::numbers).chain(self.dropped.iter().copied());
        let next = used().max().unwrap_or(0).checked_add(1);
        next.or_else(|| (1..u32::MAX).find(|free| used().all(|number| number != *free))).unwrap_or(u32::MAX)
    }

    /// Points to a new state of a trip and shows it. Returns the number of the state that nothing points to any more.
    pub fn put(&mut self, id: &TripId, title: &str, generation: Generation) -> Option<u32> {
        self.chosen = Some(id.clone());
        match self.trips.iter_mut().find(|kept| kept.id == *id) {
            Some(kept) => {
                title.clone_into(&mut kept.title);
                let before = std::mem::replace(&mut kept.now, generation);
                kept.before.replace(before).map(|dropped| dropped.number)
            }
            None => {
                self.trips.push(CatalogTrip { id: id.clone(), title: title.to_owned(), now: generation, before: None });
                None
            }
        }
    }

    /// The same as [`TripCatalog::put`] for a further step of one change: undo goes back to before its first step.
    pub fn put_on_top(&mut self, id: &TripId, title: &str, generation: Generation) -> Option<u32> {
        let first = self.find(id).and_then(|kept| kept.before.clone());
        let last = self.put(id, title, generation);
        let Some(kept) = self.trips.iter_mut().find(|kept| kept.id == *id) else { return last };
        match first {
            Some(first) => kept.before.replace(first).map(|dropped| dropped.number),
            None => last,
        }
    }

    /// Back to the state before the last change; once more, and forward again. A trip without one goes. `number` is the
    /// state that the user wants to leave: when there is another one by now, nothing is done. Says whether it was.
    pub fn undo(&mut self, id: &TripId, number: u32) -> bool {
        let Some(kept) = self.trips.iter_mut().find(|kept| kept.id == *id && kept.now.number == number) else {
            return false;
        };
        match &mut kept.before {
            Some(before) => std::mem::swap(before, &mut kept.now),
            None => drop(self.remove(id)),
        }
        true
    }

    /// Takes a trip off the catalog. Its texts may go with the next start.
    pub fn remove(&mut self, id: &TripId) -> Option<CatalogTrip> {
        let index = self.trips.iter().position(|kept| kept.id == *id)?;
        let gone = self.trips.remove(index);
        self.dropped.extend(gone.numbers());
        self.chosen = self.chosen.take().filter(|chosen| chosen != id);
        Some(gone)
    }

    /// Puts a removed trip back, and shows it if wanted. Says whether its texts are still there to be shown.
    pub fn put_back(&mut self, removed: CatalogTrip, shows: bool) -> bool {
        let is_whole = removed.numbers().all(|number| self.dropped.contains(&number));
        if is_whole && self.find(&removed.id).is_none() {
            self.dropped.retain(|number| removed.numbers().all(|own| own != *number));
            if shows {
                self.chosen = Some(removed.id.clone());
            }
            self.trips.push(removed);
            return true;
        }
        false
    }

    /// The trip to which an event was added.
    pub fn holder(&self, event: &EventId) -> Option<&CatalogTrip> {
        self.trips.iter().find(|kept| kept.now.sources.iter().any(|source| source.event == *event))
    }

    /// The events that trips other than this one hold.
    pub fn events_elsewhere(&self, id: &TripId) -> Vec<EventId> {
        let others = self.trips.iter().filter(|kept| kept.id != *id);
        others.flat_map(|kept| kept.now.sources.iter().map(|source| source.event.clone())).collect()
    }

    /// Writes the record; [`TripCatalog::decode`] reads it.
    pub fn encode(&self) -> String {
        let mut writer = LineWriter::open(FORM);
        writer.text(self.chosen.as_ref().map_or("", TripId::as_str)).index(usize::from(self.hides_bundled));
        for number in &self.dropped {
            writer.number(i64::from(*number));
        }
        writer.end();
        writer.count(self.trips.len());
        for kept in &self.trips {
            writer.text(kept.id.as_str()).text(&kept.title);
            for generation in [Some(&kept.now), kept.before.as_ref()].into_iter().flatten() {
                writer.number(i64::from(generation.number)).optional_text(generation.base.as_deref());
                writer.index(usize::from(generation.is_plain)).index(generation.sources.len());
                for source in &generation.sources {
                    source.write(&mut writer);
                }
            }
            writer.end();
        }
        writer.text
    }

    /// Reads what [`TripCatalog::encode`] writes.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
    pub fn decode(text: &str) -> Result<Self, Damaged> {
        let mut lines = Lines::open(text, FORM)?;
        let mut head = lines.fields()?;
        let chosen = Some(head.text()?).filter(|id| !id.is_empty()).map(TripId::new);
        let hides_bundled = head.index(2)? == 1;
        let mut dropped = Vec::new();
        while head.more() {
            dropped.push(number(&mut head)?);
        }
        let trips = lines.table(|fields| {
            let (id, title) = (TripId::new(fields.text()?), fields.text()?);
            let now = Generation::read(fields)?;
            let before = if fields.more() { Some(Generation::read(fields)?) } else { None };
            Ok(CatalogTrip { id, title, now, before })
        })?;
        Ok(Self { chosen, hides_bundled, trips, dropped })
    }
}

impl CatalogTrip {
    /// The numbers of its states.
    fn numbers(&self) -> impl Iterator<Item = u32> {
        [Some(&self.now), self.before.as_ref()].into_iter().flatten().map(|generation| generation.number)
    }
}

fn number(fields: &mut LineFields<'_>) -> Result<u32, Damaged> {
    u32::try_from(fields.number()?).map_err(|_| fields.damaged())
}

impl Generation {
    fn read(fields: &mut LineFields<'_>) -> Result<Self, Damaged> {
        let number = number(fields)?;
        let (base, is_plain) = (fields.optional_text()?, fields.index(2)? == 1);
        let mut sources = Vec::new();
        for _ in 0..fields.index(usize::MAX)? {
            sources.push(Source::read(fields)?);
        }
        Ok(Self { number, base, is_plain, sources })
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Origin;
    use super::*;
    use crate::schedule::Instant;
    use crate::schedule::wire::mutation::{check, mutated};
    use proptest::prelude::*;

    fn generation(number: u32) -> Generation {
        let source = |event: &str, origin| Source {
            event: event.into(),
            origin,
            zone: Some("Europe/Brussels".to_owned()),
            read_at: Instant(7),
            checksum: u32::MAX,
        };
        let sources = vec![
            source("fosdem", Origin::Address("https://x.example/a\tb".to_owned())),
            source("a b", Origin::File(String::new())),
            source("c", Origin::Pasted),
        ];
        Generation { number, base: Some("index-1.txt".to_owned()), is_plain: number == 1, sources }
    }

    #[test]
    fn a_shelf_comes_back_as_it_was() {
        let mut catalog = TripCatalog::default();
        assert_eq!(TripCatalog::decode(&catalog.encode()), Ok(catalog.clone()));
        catalog.hides_bundled = true;
        for (id, number) in [("week", 1), ("week", 2), ("other", 3)] {
            catalog.put(&id.into(), "A title", generation(number));
            assert_eq!(TripCatalog::decode(&catalog.encode()), Ok(catalog.clone()));
        }
    }

    #[test]
    fn a_new_state_takes_the_place_of_the_one_before_and_undo_gives_it_back() {
        let (mut catalog, id) = (TripCatalog::default(), TripId::from("week"));
        let numbers = |catalog: &TripCatalog| {
            catalog.shown().map(|kept| (kept.now.number, kept.before.as_ref().map(|b| b.number)))
        };
        assert_eq!(catalog.put(&id, "W", generation(catalog.free_number())), None);
        assert_eq!(catalog.put(&id, "W", generation(catalog.free_number())), None);
        assert_eq!(catalog.put(&id, "W", generation(catalog.free_number())), Some(1));
        assert_eq!(numbers(&catalog), Some((3, Some(2))));
        assert!(catalog.undo(&id, 3));
        assert_eq!(numbers(&catalog), Some((2, Some(3))));
        assert!(!catalog.undo(&id, 3), "what was to be undone is not there any more");
        assert!(catalog.undo(&id, 2));
        assert_eq!(numbers(&catalog), Some((3, Some(2))));
        // After a restart, too.
        let mut catalog = TripCatalog::decode(&catalog.encode()).unwrap();
        assert!(catalog.undo(&id, 3));
        assert_eq!(numbers(&catalog), Some((2, Some(3))));
    }

    #[test]
    fn a_change_of_several_steps_is_undone_as_one() {
        let (mut catalog, id) = (TripCatalog::default(), TripId::from("week"));
        for number in 1..=2 {
            catalog.put(&id, "W", generation(number));
        }
        assert_eq!(catalog.put(&id, "W", generation(3)), Some(1));
        assert_eq!(catalog.put_on_top(&id, "W", generation(4)), Some(3));
        assert_eq!(catalog.put_on_top(&id, "W", generation(5)), Some(4));
        assert!(catalog.undo(&id, 5));
        assert_eq!(catalog.shown().map(|kept| kept.now.number), Some(2));
    }

    #[test]
    fn a_removed_trip_comes_back_until_its_texts_are_gone() {
        let (mut catalog, id) = (TripCatalog::default(), TripId::from("week"));
        catalog.put(&id, "W", generation(1));
        catalog.put(&id, "W", generation(2));
        let before = catalog.clone();
        let removed = catalog.remove(&id).unwrap();
        // Whatever else was done since stays.
        catalog.put(&"other".into(), "O", generation(catalog.free_number()));
        assert!(catalog.put_back(removed.clone(), true));
        assert_eq!((catalog.shown(), catalog.dropped.len(), catalog.trips.len()), (before.shown(), 0, 2));
        assert!(!catalog.put_back(removed, true), "it is there already");
        let removed = catalog.remove(&id).unwrap();
        catalog.dropped.clear();
        assert!(!catalog.put_back(removed, true));
    }

    #[test]
    fn undoing_the_first_state_of_a_trip_shows_the_bundled_one() {
        let (mut catalog, id) = (TripCatalog::default(), TripId::from("week"));
        catalog.put(&id, "W", generation(1));
        assert!(catalog.undo(&id, 1));
        assert_eq!(catalog, TripCatalog { dropped: vec![1], ..TripCatalog::default() });
        assert_eq!((catalog.undo(&id, 1), catalog.free_number()), (false, 2));
        assert_eq!(TripCatalog::decode(&catalog.encode()), Ok(catalog));
    }

    #[test]
    fn a_number_is_free_when_the_highest_is_taken() {
        let mut catalog = TripCatalog { dropped: vec![u32::MAX, 1], ..TripCatalog::default() };
        catalog.put(&"week".into(), "W", generation(2));
        assert_eq!(catalog.free_number(), 3);
    }

    /// A trip of one state, a trip of two, and a number that may go.
    fn catalog() -> impl Strategy<Value = TripCatalog> {
        any::<bool>().prop_map(|hides_bundled| {
            let mut catalog = TripCatalog { hides_bundled, dropped: vec![7], ..TripCatalog::default() };
            for (id, number) in [("week", 1), ("week", 2), ("other", 3)] {
                catalog.put(&id.into(), "A title", generation(number));
            }
            catalog
        })
    }

    proptest! {
        #[test]
        fn a_changed_catalog_is_damaged_or_as_good_as_written_so(texts in mutated(catalog(), TripCatalog::encode)) {
            for catalog in check(&texts, TripCatalog::decode, TripCatalog::encode)? {
                let number = catalog.free_number();
                prop_assert!(!catalog.dropped.contains(&number));
                prop_assert!(catalog.trips.iter().all(|kept| kept.numbers().all(|other| other != number)));
            }
        }
    }
}
