//! The trip that comes with the app. A trip is its id: when one under another id comes, the one that came before stays on
//! the catalog, with everything on it, as a trip of its own.

use super::catalog::{CatalogTrip, TripCatalog};
use super::source::{Origin, Source};
use crate::schedule::{Instant, SessionKey, Trip, TripId};

/// The trip that came with the app before, and is a trip of its own now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The id it had and keeps.
    pub id: TripId,
    /// The title it was kept under.
    pub title: String,
    /// It was on screen. It still is when it is the catalog's chosen one.
    pub was_shown: bool,
}

impl TripCatalog {
    /// Whether the bundled trip is kept as the app's file `base` has it, and no other trip counts as the bundled one.
    pub fn is_at(&self, base: &str) -> bool {
        let mut bases = self.trips.iter().filter_map(|kept| kept.now.base.as_deref()).peekable();
        bases.peek().is_some() && bases.all(|known| known == base)
    }

    /// The trip that came with the app before the one under this id.
    pub fn former(&self, bundled: &TripId) -> Option<&CatalogTrip> {
        self.trips.iter().find(|kept| kept.now.base.is_some() && kept.id != *bundled)
    }

    /// Makes a trip of its own of the one that came with the app before `bundled`. `trip` is what its texts say, if they
    /// can be read. When it was shown, it goes on being shown until its last day is over; then the bundled one is.
    ///
    /// Its events count as added from now on: their names are taken, and whoever is sent a session of theirs is told all
    /// of it, because their Lanyard brings another trip.
    pub fn set_apart(&mut self, bundled: &TripId, trip: Option<&Trip>, now: Instant) -> Option<Former> {
        let kept = self.trips.iter_mut().find(|kept| kept.now.base.is_some() && kept.id != *bundled)?;
        for generation in [Some(&mut kept.now), kept.before.as_mut()].into_iter().flatten() {
            (generation.base, generation.is_plain) = (None, false);
            for event in trip.iter().flat_map(|trip| &trip.events) {
                if generation.sources.iter().all(|source| source.event != event.id) {
                    let origin = Origin::bundled();
                    let event = event.id.clone();
                    generation.sources.push(Source { event, origin, zone: None, read_at: now, checksum: 0 });
                }
            }
        }
        let was_shown = self.chosen.as_ref().is_none_or(|chosen| *chosen == kept.id);
        if was_shown {
            let is_over = trip.is_none_or(|trip| trip.today(now) > trip.last);
            self.chosen = (!is_over).then(|| kept.id.clone());
        }
        let former = Former { id: kept.id.clone(), title: kept.title.clone(), was_shown };
        // Nobody has hidden this one yet.
        self.hides_bundled = false;
        Some(former)
    }
}

/// Of the sessions on which something of the user's hangs, those that both trips call by one name: it shows on both.
pub fn named_alike(kept: &[SessionKey], one: &Trip, other: &Trip) -> usize {
    kept.iter().filter(|key| one.find(key).is_some() && other.find(key).is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::super::catalog::Generation;
    use super::*;
    use crate::agenda::fixture;
    use crate::schedule::{Day, EventId};

    const OLD: &str = "index-1.txt";
    const NEW: &str = "index-2.txt";

    fn generation(number: u32, base: Option<&str>, sources: &[&str]) -> Generation {
        let source = |event: &&str| Source {
            event: EventId::new(*event),
            origin: Origin::Address("https://x.example/".to_owned()),
            zone: None,
            read_at: Instant(0),
            checksum: 7,
        };
        let sources: Vec<Source> = sources.iter().map(source).collect();
        Generation { number, base: base.map(str::to_owned), is_plain: sources.is_empty(), sources }
    }

    /// The trip of the old build, with the events `main` and `side`, and to which `added` was added.
    fn old() -> Trip {
        Trip { id: "old".into(), ..fixture::trip() }
    }

    fn catalog(chosen: Option<&str>) -> TripCatalog {
        let mut catalog = TripCatalog::default();
        catalog.put(&"own".into(), "Own", generation(1, None, &["elsewhere"]));
        catalog.put(&"old".into(), "Old", generation(2, Some(OLD), &[]));
        catalog.put(&"old".into(), "Old", generation(3, Some(OLD), &["added"]));
        catalog.chosen = chosen.map(TripId::from);
        catalog.hides_bundled = true;
        catalog
    }

    fn on_day(day: Day) -> Instant {
        old().zone.instant(crate::schedule::Local::new(day, 12, 0))
    }

    /// The last day, and the one after.
    fn last() -> Instant {
        on_day(old().last)
    }

    fn after() -> Instant {
        on_day(old().last.plus(1))
    }

    fn events(kept: &CatalogTrip) -> Vec<&str> {
        kept.now.sources.iter().map(|source| source.event.as_str()).collect()
    }

    #[test]
    fn a_file_of_the_app_is_kept_or_is_news() {
        assert!(!TripCatalog::default().is_at(OLD), "nothing is kept yet");
        assert!(catalog(None).is_at(OLD));
        assert!(!catalog(None).is_at(NEW));
        let mut two = catalog(None);
        two.put(&"new".into(), "New", generation(4, Some(NEW), &[]));
        assert!(!two.is_at(NEW), "the old one still counts as the bundled one");
    }

    #[test]
    fn the_trip_before_stays_whole_as_one_of_its_own() {
        let mut catalog = catalog(None);
        let former = catalog.set_apart(&"new".into(), Some(&old()), after());
        catalog.put(&"new".into(), "New", generation(4, Some(NEW), &[]));
        assert_eq!(former.map(|former| former.title).as_deref(), Some("Old"));
        let kept = catalog.find(&"old".into()).unwrap();
        assert_eq!((kept.now.number, kept.now.base.as_deref(), kept.now.is_plain), (3, None, false));
        assert_eq!(kept.before.as_ref().map(|before| (before.number, before.base.is_some())), Some((2, false)));
        assert_eq!(events(kept), ["added", "main", "side"]);
        assert!(kept.now.sources[0].origin.address().is_some() && kept.now.sources[1].origin.is_bundled());
        // Nothing is added under the name of one of its events, and an older build reads the same.
        assert_eq!(catalog.events_elsewhere(&"new".into()), ["elsewhere", "added", "main", "side"].map(EventId::from));
        assert_eq!(catalog.holder(&"side".into()), catalog.find(&"old".into()));
        assert_eq!(catalog.holder(&"next".into()), None);
        assert_eq!(TripCatalog::decode(&catalog.encode()), Ok(catalog.clone()));
        assert!(catalog.is_at(NEW) && catalog.former(&"new".into()).is_none() && !catalog.hides_bundled);
        // Its undo does not make it the bundled one again.
        assert!(catalog.undo(&"old".into(), 3) && catalog.is_at(NEW));
        assert_eq!(catalog.set_apart(&"new".into(), Some(&old()), after()), None, "once is enough");
    }

    #[track_caller]
    fn check(chosen: Option<&str>, now: Instant, was_shown: bool, shown: Option<&str>) {
        let mut catalog = catalog(chosen);
        let former = catalog.set_apart(&"new".into(), Some(&old()), now);
        assert_eq!(former.map(|former| former.was_shown), Some(was_shown));
        assert_eq!(catalog.chosen, shown.map(TripId::from), "without one it is the bundled trip");
    }

    #[test]
    fn what_is_on_stays_on_screen_and_what_is_over_makes_way() {
        for chosen in [None, Some("old")] {
            check(chosen, last(), true, Some("old"));
            check(chosen, after(), true, None);
        }
        check(Some("own"), last(), false, Some("own"));
        check(Some("own"), after(), false, Some("own"));
    }

    #[test]
    fn a_trip_that_cannot_be_read_makes_way_and_stays() {
        let mut catalog = catalog(None);
        assert!(catalog.set_apart(&"new".into(), None, last()).is_some());
        assert_eq!((catalog.chosen.clone(), catalog.trips.len(), catalog.is_at(OLD)), (None, 2, false));
    }

    #[test]
    fn the_same_trip_is_not_set_apart() {
        let mut catalog = catalog(None);
        assert_eq!(catalog.former(&"old".into()), None);
        assert_eq!(catalog.set_apart(&"old".into(), Some(&old()), after()), None);
    }

    #[test]
    fn what_hangs_on_names_of_both_trips_is_counted() {
        let kept = [("main", "early"), ("main", "gone"), ("added", "x")].map(|(e, s)| SessionKey::new(e, s));
        assert_eq!(named_alike(&kept, &old(), &old()), 1);
        let mut other = old();
        other.events[0].id = "main-2025".into();
        assert_eq!(named_alike(&kept, &old(), &other), 0);
    }
}
