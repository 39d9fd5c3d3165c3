//! From local times to instants while reading one file.

use super::context::Context;
use super::problems::Problems;
use super::windows::windows_zone;
use crate::schedule::{Day, Instant, Local, Zone};

/// More zones than any file has a use for. Those beyond are not looked up.
pub const MOST_ZONES: usize = 100;
/// Where a city that stands alone may lie, and how many of a list of cities are tried.
const REGIONS: [&str; 6] = ["Europe", "America", "Asia", "Australia", "Africa", "Pacific"];
const MOST_CITIES: usize = 4;

/// The zones one file speaks of, looked up once each over the days of the file.
pub struct FileZones<'a> {
    context: &'a Context<'a>,
    from: Instant,
    to: Instant,
    known: Vec<(String, Option<Zone>)>,
}

impl<'a> FileZones<'a> {
    /// Zones that hold over `days` and some days around them.
    pub fn new(context: &'a Context<'a>, days: impl Iterator<Item = Day>) -> Self {
        // A mistyped year must not make anybody compute two thousand years of summer times.
        let sensible = days.filter(|day| (Day(0)..Day(60_000)).contains(day));
        let bounds = sensible.fold(None, |bounds: Option<(Day, Day)>, day| {
            Some(bounds.map_or((day, day), |(first, last)| (first.min(day), last.max(day))))
        });
        let (first, last) = bounds.unwrap_or((Day(0), Day(0)));
        let midnight = |day: Day| Local::new(day, 0, 0).at_offset(0);
        Self { context, from: midnight(first.plus(-400)), to: midnight(last.plus(400)), known: Vec::new() }
    }

    /// The zone with this IANA name.
    pub fn get(&mut self, name: &str) -> Option<&Zone> {
        let index = match self.known.iter().position(|(known, _)| known == name) {
            Some(index) => index,
            None if self.known.len() >= MOST_ZONES => return None,
            None => {
                let zone = self.context.zones.zone(name, self.from, self.to);
                self.known.push((name.to_owned(), zone));
                self.known.len() - 1
            }
        };
        self.known.get(index).and_then(|(_, zone)| zone.as_ref())
    }

    /// The zone with this name in whatever list of names: IANA's, perhaps behind somebody's prefix
    /// (`/vendor/version/Europe/Berlin`), Windows' (`Romance Standard Time`), what Outlook and Rails show of that
    /// (`(UTC-05:00) Eastern Time (US & Canada)`), or the city alone.
    pub fn find(&mut self, name: &str) -> Option<Zone> {
        let name = name.trim().trim_start_matches('/');
        let name = name.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or(name, |(_, shown)| shown.trim());
        let windows = name.strip_suffix(" Time (US & Canada)").map(|stem| format!("{stem} Standard Time"));
        if let Some(iana) = windows_zone(windows.as_deref().unwrap_or(name)) {
            return self.get(iana).cloned();
        }
        let iana = name.replace(' ', "_");
        let mut rest = Some(iana.as_str());
        for _ in 0..6 {
            let Some(name) = rest else { break };
            if let Some(zone) = self.get(name) {
                return Some(zone.clone());
            }
            rest = name.split_once('/').map(|(_, rest)| rest);
        }
        let cities = iana.replace("_/_", ",");
        let cities = cities.split(',').map(|city| city.trim_matches('_')).filter(|city| !city.contains('/'));
        let mut names = cities.take(MOST_CITIES).flat_map(|city| REGIONS.map(|region| format!("{region}/{city}")));
        names.find_map(|name| self.get(&name).cloned())
    }

    /// The zone of the event: what the file names if anybody knows it, else what the context gives.
    pub fn of_event(&mut self, named: Option<&str>, problems: &mut Problems<'_>) -> Option<Zone> {
        if let Some(name) = named {
            if let Some(zone) = self.find(name) {
                return Some(zone);
            }
            problems.add("file".to_owned(), format!("The time zone \"{name}\" is not known."));
        }
        problems.lacks_zone = true;
        self.get(self.context.zone?).cloned()
    }
}

/// The instant of a local time in the event's zone. Without a zone, local times are kept as if they were UTC.
pub fn instant(local: Local, zone: Option<&Zone>) -> Instant {
    zone.map_or_else(|| local.at_offset(0), |zone| zone.instant(local))
}

/// The local day of an instant in the event's zone.
pub fn day(instant: Instant, zone: Option<&Zone>) -> Day {
    zone.map_or_else(|| instant.at_offset(0), |zone| zone.local(instant)).day
}
