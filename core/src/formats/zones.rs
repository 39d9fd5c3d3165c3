//! From local times to instants while reading one file.

use super::{Context, Problems};
use crate::schedule::{Day, Instant, Local, Zone};

/// More zones than any file has a use for. Those beyond are not looked up.
pub const MOST_ZONES: usize = 100;

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
        let place = match self.known.iter().position(|(known, _)| known == name) {
            Some(place) => place,
            None if self.known.len() >= MOST_ZONES => return None,
            None => {
                let zone = self.context.zones.zone(name, self.from, self.to);
                self.known.push((name.to_owned(), zone));
                self.known.len() - 1
            }
        };
        self.known.get(place).and_then(|(_, zone)| zone.as_ref())
    }

    /// The zone of the event: what the file names if anybody knows it, else what the context gives.
    pub fn of_event(&mut self, named: Option<&str>, problems: &mut Problems<'_>) -> Option<Zone> {
        if let Some(name) = named {
            if let Some(zone) = self.get(name) {
                return Some(zone.clone());
            }
            problems.add("file".to_owned(), format!("The time zone \"{name}\" is not known."));
        }
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
