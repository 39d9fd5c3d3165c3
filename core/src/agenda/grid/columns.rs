//! What the columns of a grid stand for, and which of them a session belongs to.

use crate::schedule::{Session, Trip};

/// What the columns stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridColumns {
    /// One for each room.
    #[default]
    Rooms,
    /// One for each track.
    Tracks,
    /// One for each building.
    Venues,
}

impl GridColumns {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Rooms, Self::Tracks, Self::Venues];

    /// As the address has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rooms => "rooms",
            Self::Tracks => "tracks",
            Self::Venues => "venues",
        }
    }

    /// The opposite of [`GridColumns::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|columns| columns.word() == word)
    }

    /// The index of a session's column in the trip's list of rooms, labels or venues; `None` when it has none.
    pub(super) fn index_of(self, trip: &Trip, session: &Session) -> Option<usize> {
        match self {
            Self::Rooms => session.room.filter(|index| *index < trip.rooms.len()),
            Self::Tracks => session.track.filter(|index| *index < trip.labels.len()),
            Self::Venues => trip.venue_of(session).filter(|index| *index < trip.venues.len()),
        }
    }

    /// What stands above a column: of a room, a track or a venue by its index, or of all sessions without one.
    pub(super) fn name(self, trip: &Trip, index: Option<usize>) -> &str {
        let named = match (self, index) {
            (Self::Rooms, Some(index)) => trip.rooms.get(index).map(|room| room.name.as_str()),
            (Self::Tracks, index) => trip.label(index),
            (Self::Venues, Some(index)) => trip.venues.get(index).map(|venue| venue.short.as_str()),
            (_, None) => None,
        };
        named.filter(|name| !name.is_empty()).unwrap_or(match self {
            Self::Rooms => "No room",
            Self::Tracks => "No track",
            Self::Venues => "Elsewhere",
        })
    }
}
