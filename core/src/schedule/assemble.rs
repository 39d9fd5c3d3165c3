//! Joins the programmes of several events into one [`Trip`].
//!
//! The frame of the trip, its events, venues, walks and known rooms, is a [`Trip`] without sessions. Joining puts each
//! programme's listings into order, interns what repeats, takes room names of the form `Building | Level | Room` apart
//! and finds their building among the venues. Nothing a source wrote is lost or improved; what does not fit is left out
//! and told as a [`Problem`]. Used by `cargo xtask pack` and, for imported schedules, in the app's worker.

use std::collections::BTreeMap;

use super::background::is_background;
use super::ids::{RoomId, SessionKey};
use super::listing::{Listing, Problem, Schedule, Speaker};
use super::trip::{Details, Event, Person, Room, Session, Trip, Venue};

/// One event's programme, to be joined into the trip.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// Index into [`Trip::events`].
    pub event: usize,
    /// What its source lists. Only the listings are joined: title, zone and days are those of the frame.
    pub schedule: Schedule,
}

/// What joining gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Assembled {
    /// The frame with the sessions, and with the rooms, people and labels that they name.
    pub trip: Trip,
    /// In the order of the trip's sessions.
    pub details: Vec<(SessionKey, Details)>,
    /// What was left out, and why.
    pub problems: Vec<Problem>,
}

/// Joins `programmes` into `frame`. Sessions the frame already has stay and come first among equals.
pub fn assemble(frame: Trip, programmes: Vec<Programme>) -> Assembled {
    let mut joining = Joining::new(frame);
    for programme in programmes {
        joining.add(programme);
    }
    joining.finish()
}

struct Joining {
    trip: Trip,
    details: Vec<Details>,
    problems: Vec<Problem>,
    labels: BTreeMap<String, usize>,
    people: BTreeMap<(String, Option<String>), usize>,
    rooms: BTreeMap<(Option<usize>, Option<String>, String), usize>,
    keys: BTreeMap<SessionKey, ()>,
}

impl Joining {
    fn new(frame: Trip) -> Self {
        Self {
            details: vec![Details::default(); frame.sessions.len()],
            problems: Vec::new(),
            labels: frame.labels.iter().cloned().enumerate().map(swapped).collect(),
            people: frame
                .people
                .iter()
                .map(|p| (p.name.clone(), p.affiliation.clone()))
                .enumerate()
                .map(swapped)
                .collect(),
            rooms: frame.rooms.iter().map(room_key).enumerate().map(swapped).collect(),
            keys: frame.sessions.iter().map(|session| (frame.key(session), ())).collect(),
            trip: frame,
        }
    }

    fn add(&mut self, programme: Programme) {
        let Some(event) = self.trip.events.get(programme.event).cloned() else {
            self.problem("a programme", "The trip has no such event; its sessions were left out.");
            return;
        };
        for listing in programme.schedule.listings {
            let key = SessionKey { event: event.id.clone(), session: listing.id.clone() };
            if self.keys.insert(key.clone(), ()).is_some() {
                self.problem(&format!("session {key}"), "The id is used twice; the second session was left out.");
                continue;
            }
            self.add_session(programme.event, &event, listing);
        }
    }

    fn add_session(&mut self, index: usize, event: &Event, listing: Listing) {
        let session = Session {
            event: index,
            background: is_background(&listing.title, listing.kind.as_deref(), listing.when),
            when: listing.when,
            day: listing.day.or_else(|| self.civil_day(&listing)),
            room: listing.room.as_deref().and_then(|room| self.room(room, event)),
            track: self.label(listing.track),
            kind: self.label(listing.kind),
            level: self.label(listing.level),
            language: self.label(listing.language),
            speakers: listing.speakers.into_iter().map(|speaker| self.person(speaker)).collect(),
            status: listing.status,
            id: listing.id,
            title: match listing.subtitle {
                Some(subtitle) => format!("{}: {subtitle}", listing.title),
                None => listing.title,
            },
        };
        self.trip.sessions.push(session);
        self.details.push(Details {
            abstract_text: listing.abstract_text,
            url: listing.url,
            links: listing.links,
            remark: listing.remark,
        });
    }

    fn civil_day(&self, listing: &Listing) -> Option<super::Day> {
        match listing.when {
            super::When::Unknown => None,
            super::When::Day(day) => Some(day),
            super::When::Timed { start, .. } => Some(self.trip.zone.local(start).day),
        }
    }

    fn label(&mut self, text: Option<String>) -> Option<usize> {
        let text = text.filter(|text| !text.is_empty())?;
        let known = &mut self.trip.labels;
        Some(*self.labels.entry(text).or_insert_with_key(|text| push(known, text.clone())))
    }

    fn person(&mut self, speaker: Speaker) -> usize {
        let known = &mut self.trip.people;
        *self.people.entry((speaker.name, speaker.affiliation)).or_insert_with_key(|(name, affiliation)| {
            push(known, Person { name: name.clone(), affiliation: affiliation.clone() })
        })
    }

    fn room(&mut self, written: &str, event: &Event) -> Option<usize> {
        let (venue, level, name) = location_of(written, event, &self.trip)?;
        // A room that the frame knows with its level need not repeat it in every listing.
        let known = || self.trip.rooms.iter().position(|room| room.venue == venue && room.name == name);
        if let Some(known) = level.is_none().then(known).flatten() {
            return Some(known);
        }
        let key = (venue, level, name);
        if let Some(known) = self.rooms.get(&key) {
            return Some(*known);
        }
        let id = self.free_room_id(&key);
        let (venue, level, name) = key.clone();
        let index = push(&mut self.trip.rooms, Room { id, name, level, venue });
        self.rooms.insert(key, index);
        Some(index)
    }

    /// `salt-palace-grand-ballroom-g`; with a number when two rooms would share an id.
    fn free_room_id(&self, (venue, _, name): &(Option<usize>, Option<String>, String)) -> RoomId {
        let venue = venue.and_then(|venue| self.trip.venues.get(venue)).map_or("", |venue| venue.id.as_str());
        let base = slug(&[venue, name]);
        let mut id = RoomId::new(base.as_str());
        let mut number = 2;
        while self.trip.rooms.iter().any(|room| room.id == id) {
            id = RoomId::new(format!("{base}-{number}"));
            number += 1;
        }
        id
    }

    fn problem(&mut self, location: &str, what: &str) {
        self.problems.push(Problem { location: location.to_owned(), what: what.to_owned() });
    }

    fn finish(self) -> Assembled {
        let Self { mut trip, details, problems, .. } = self;
        let mut pairs: Vec<(Session, Details)> = std::mem::take(&mut trip.sessions).into_iter().zip(details).collect();
        // Stable, so that the source's own order stays among equals.
        pairs.sort_by_key(|(session, _)| {
            let start = session.when.start();
            (session.day.is_none(), session.day, start.is_none(), start, session.event)
        });
        let details = pairs.iter().map(|(session, details)| (trip.key(session), details.clone())).collect();
        trip.sessions = pairs.into_iter().map(|(session, _)| session).collect();
        Assembled { trip, details, problems }
    }
}

/// A room as its source writes it: venue, level and name. `None` for an empty name.
fn location_of(written: &str, event: &Event, trip: &Trip) -> Option<(Option<usize>, Option<String>, String)> {
    let parts: Vec<&str> = written.split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    let named = |name: &str| trip.venues.iter().position(|venue| is_called(venue, name));
    let only_venue = || match event.venues.as_slice() {
        [venue] => Some(*venue),
        _ => None,
    };
    match parts.as_slice() {
        [] => None,
        [name] => {
            // The name of a venue, of a room the frame knows, or of a room of the event's only venue.
            let known = trip.rooms.iter().find(|room| {
                room.name == *name
                    && room.venue.is_none_or(|venue| event.venues.is_empty() || event.venues.contains(&venue))
            });
            let venue = named(name).or_else(|| known.map_or_else(only_venue, |room| room.venue));
            Some((venue, None, (*name).to_owned()))
        }
        [building, middle @ .., name] => match named(building) {
            Some(venue) => Some((Some(venue), level_of(middle), (*name).to_owned())),
            // An unknown building stays part of the name, for whoever has to find the room.
            None => Some((only_venue(), None, parts.join(" | "))),
        },
    }
}

fn level_of(parts: &[&str]) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join(" | "))
}

fn is_called(venue: &Venue, name: &str) -> bool {
    let name = name.to_lowercase();
    [venue.short.as_str(), venue.name.as_str(), venue.id.as_str()].iter().any(|known| known.to_lowercase() == name)
}

/// Letters and digits in lower case, joined by hyphens.
pub fn slug(parts: &[&str]) -> String {
    let mut slug = String::new();
    for word in parts.iter().flat_map(|part| part.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
    {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word.to_lowercase());
    }
    slug
}

fn room_key(room: &Room) -> (Option<usize>, Option<String>, String) {
    (room.venue, room.level.clone(), room.name.clone())
}

fn push<T>(list: &mut Vec<T>, item: T) -> usize {
    list.push(item);
    list.len() - 1
}

fn swapped<T>((index, item): (usize, T)) -> (T, usize) {
    (item, index)
}

#[cfg(test)]
mod tests;
