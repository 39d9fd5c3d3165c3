//! A trip taken apart again: its frame, and one programme for each of its events.
//!
//! It is the opposite of [`assemble()`]. An update replaces one event's programme and joins the trip anew; nothing else
//! of the trip may change by that. Sessions come back as listings in the trip's own words (a room as
//! `Building | Level | Room`), so two states of one trip can be compared whatever their sources wrote.

use std::collections::HashMap;

use super::assemble::{Assembled, Programme, assemble};
use super::ids::SessionKey;
use super::listing::{Listing, Schedule, Speaker};
use super::trip::{Details, Session, Trip};
use super::wire::{Damaged, decode_details, decode_index};

/// A trip as [`assemble()`] takes it: frame and programmes apart.
#[derive(Clone, Debug, PartialEq)]
pub struct TripParts {
    /// The trip without its sessions, and without the people and labels that only they name.
    pub frame: Trip,
    /// One for each of [`Trip::events`], in their order.
    pub programmes: Vec<Schedule>,
}

impl TripParts {
    /// Takes a trip apart. A session that `details` does not name gets none; details of no session are left out.
    pub fn of(mut trip: Trip, details: Vec<(SessionKey, Details)>) -> Self {
        let mut details: HashMap<SessionKey, Details> = details.into_iter().collect();
        let mut programmes = vec![Schedule::default(); trip.events.len()];
        for session in &trip.sessions {
            let listing = listing_of(&trip, session, details.remove(&trip.key(session)));
            if let Some(programme) = programmes.get_mut(session.event) {
                programme.listings.push(listing);
            }
        }
        trip.sessions.clear();
        trip.people.clear();
        trip.labels.clear();
        // A room outside any known building is only known from the sessions in it.
        trip.rooms.retain(|room| room.venue.is_some());
        Self { frame: trip, programmes }
    }

    /// Reads the two texts of a trip.
    ///
    /// # Errors
    /// When either text is not what [`super::wire`] writes; it says where.
    pub fn read(index: &str, details: &str) -> Result<Self, Damaged> {
        Ok(Self::of(decode_index(index)?, decode_details(details)?))
    }

    /// Joins the parts into a trip again.
    pub fn join(self) -> Assembled {
        let programmes = self.programmes.into_iter().enumerate();
        assemble(self.frame, programmes.map(|(event, schedule)| Programme { event, schedule }).collect())
    }
}

/// A session of a trip as a listing, in the trip's own words.
pub fn listing_of(trip: &Trip, session: &Session, details: Option<Details>) -> Listing {
    let label = |index| trip.label(index).map(str::to_owned);
    let details = details.unwrap_or_default();
    Listing {
        when: session.when,
        day: session.day,
        room: trip.room(session).map(|room| {
            let venue = trip.venue_of_room(room).map(|venue| venue.short.as_str());
            match venue.filter(|_| !room.name.contains('|')) {
                Some(venue) => [Some(venue), room.level.as_deref(), Some(&room.name)]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" | "),
                None => room.name.clone(),
            }
        }),
        track: label(session.track),
        kind: label(session.kind),
        level: label(session.level),
        language: label(session.language),
        speakers: trip
            .speakers(session)
            .map(|person| Speaker { name: person.name.clone(), affiliation: person.affiliation.clone() })
            .collect(),
        status: session.status,
        abstract_text: details.abstract_text,
        url: details.url,
        links: details.links,
        remark: details.remark,
        ..Listing::new(session.id.clone(), session.title.clone())
    }
}
