//! Where an event fits: into the trip that is shown, over an event it has already, or into a trip of its own; and what
//! it is called there.

use super::request::{Destination, JoinRequest};
use crate::schedule::assemble::slug;
use crate::schedule::{Day, Event, EventId, Instant, Local, Schedule, Telling, Trip, TripId, Zone, Zones};

/// An event this many days away from a trip does not belong to it.
const NEAR_DAYS: i32 = 7;

/// How many colours there are for events.
const COLORS: u8 = 8;

/// The days of a schedule's sessions, without those in another year than most, or the days it states.
pub fn days_of(schedule: &Schedule) -> Option<(Day, Day)> {
    let of_sessions = Day::densest_year(schedule.listings.iter().filter_map(|listing| listing.day));
    of_sessions.or_else(|| Day::densest_year([schedule.first?, schedule.last?].into_iter()))
}

pub fn title_of(schedule: &Schedule) -> String {
    schedule.title.clone().filter(|title| !title.trim().is_empty()).unwrap_or_else(|| "Untitled event".to_owned())
}

/// The destination to suggest: over the event with the same title, else into the trip when its days are near.
pub fn suggest(frame: &Trip, schedule: &Schedule) -> Destination {
    let title = title_of(schedule).to_lowercase();
    if let Some(event) = frame.events.iter().find(|event| event.title.to_lowercase() == title) {
        return Destination::Event(event.id.clone());
    }
    let is_near = days_of(schedule)
        .is_some_and(|(first, last)| last >= frame.first.plus(-NEAR_DAYS) && first <= frame.last.plus(NEAR_DAYS));
    if is_near { Destination::ThisTrip } else { Destination::OwnTrip }
}

/// A trip for one event alone.
pub fn own_frame(schedule: &Schedule, now: Instant, trips: &[TripId]) -> Trip {
    let title = title_of(schedule);
    let today = now.at_offset(0).day;
    let (first, last) = days_of(schedule).unwrap_or((today, today));
    let zone = schedule.zone.clone().unwrap_or_else(|| "UTC".to_owned());
    let taken = |id: &str| trips.iter().any(|trip| trip.as_str() == id);
    Trip {
        id: TripId::new(free_id(&title, "trip", taken)),
        title,
        // `America/New_York` is where New York is.
        city: zone.rsplit('/').next().unwrap_or_default().replace('_', " "),
        zone: Zone { name: zone, spans: Vec::new() },
        first,
        last,
        as_of: today,
        facts: Vec::new(),
        events: Vec::new(),
        venues: Vec::new(),
        walks: Vec::new(),
        rooms: Vec::new(),
        people: Vec::new(),
        labels: Vec::new(),
        sessions: Vec::new(),
        telling: Telling::default(),
    }
}

/// A colour that no event of the trip has yet, or the first one.
pub fn free_color(frame: &Trip) -> u8 {
    (1..COLORS).find(|color| frame.events.iter().all(|event| event.color != *color)).unwrap_or(0)
}

/// Adds an event without sessions to a trip and returns its index.
pub fn add_event(frame: &mut Trip, schedule: &Schedule, asked: &JoinRequest) -> usize {
    let title = title_of(schedule);
    let taken = |id: &str| {
        id == crate::share::link::OWN
            || frame
                .events
                .iter()
                .map(|event| &event.id)
                .chain(&asked.events_elsewhere)
                .any(|other| other.as_str() == id)
    };
    let color = free_color(frame);
    let today = asked.now.at_offset(0).day;
    let (first, last) = days_of(schedule).unwrap_or((today, today));
    frame.events.push(Event {
        id: EventId::new(free_id(&title, "event", taken)),
        short: short(&title),
        title,
        color,
        first,
        last,
        url: schedule.url.clone(),
        links: Vec::new(),
        facts: Vec::new(),
        venues: Vec::new(),
        completeness: None,
    });
    frame.events.len() - 1
}

/// Makes the trip's days and its zone reach over all of its events.
pub fn reach(frame: &mut Trip, index: usize, schedule: &Schedule, zones: &dyn Zones) {
    if let (Some((first, last)), Some(event)) = (days_of(schedule), frame.events.get_mut(index)) {
        (event.first, event.last) = (first, last);
    }
    let bounds = |day: fn(&Event) -> Day| frame.events.iter().map(day);
    let first = bounds(|event| event.first).min().unwrap_or(frame.first);
    let last = bounds(|event| event.last).max().unwrap_or(frame.last);
    let is_covered = !frame.zone.spans.is_empty() && first >= frame.first && last <= frame.last;
    (frame.first, frame.last) = (first.min(frame.first), last.max(frame.last));
    if !is_covered {
        let midnight = |day: Day| -> Instant { Local::new(day, 0, 0).at_offset(0) };
        let (from, to) = (midnight(frame.first.plus(-NEAR_DAYS)), midnight(frame.last.plus(NEAR_DAYS)));
        match zones.zone(&frame.zone.name, from, to) {
            Some(zone) => frame.zone = zone,
            None if frame.zone.spans.is_empty() => frame.zone = Zone::utc(),
            None => {}
        }
    }
}

/// A short name that nothing else has: `fosdem-2025`, then `fosdem-2025-2`. It stands in every link.
fn free_id(title: &str, otherwise: &str, is_taken: impl Fn(&str) -> bool) -> String {
    const MOST: usize = 24;
    let mut base = String::new();
    for word in slug(&[title]).split('-') {
        if base.chars().count() + word.chars().count() > MOST {
            break;
        }
        if !base.is_empty() {
            base.push('-');
        }
        base.push_str(word);
    }
    if base.is_empty() {
        otherwise.clone_into(&mut base);
    }
    let mut id = base.clone();
    let mut number = 2;
    while is_taken(&id) {
        id = format!("{base}-{number}");
        number += 1;
    }
    id
}

/// The first words of a title, as many as fit a row.
pub fn short(title: &str) -> String {
    const MOST: usize = 18;
    let mut short = String::new();
    for word in title.split_whitespace() {
        if !short.is_empty() && short.chars().count() + word.chars().count() >= MOST {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.extend(word.chars().take(MOST));
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_id(title: &str, taken: &[&str], expect: &str) {
        assert_eq!(free_id(title, "event", |id| taken.contains(&id)), expect);
    }

    #[test]
    fn names_are_short_and_free() {
        check_id("FOSDEM 2025", &[], "fosdem-2025");
        check_id("FOSDEM 2025", &["fosdem-2025", "fosdem-2025-2"], "fosdem-2025-3");
        check_id("KubeCon + CloudNativeCon Europe 2026", &[], "kubecon-cloudnativecon");
        check_id("☕", &[], "event");
        check_id("Averyveryverylongwordindeedwithoutend", &[], "event");
        assert_eq!(short("KubeCon + CloudNativeCon Europe"), "KubeCon +");
        assert_eq!(short("FOSDEM 2025"), "FOSDEM 2025");
        assert_eq!(short("Averyveryverylongword"), "Averyveryverylongw");
    }
}
