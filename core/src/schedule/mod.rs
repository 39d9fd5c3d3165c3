//! What happens when and where: trips, events, sessions, venues, rooms and time.
//!
//! Two shapes of the same facts live here. A [`Schedule`] is one event's programme as its source lists it; readers
//! return it, and [`diff`] compares two of them. A [`Trip`] is the whole week, joined and interned by
//! [`assemble()`], shipped in the form of [`wire`], and is what the app holds in one signal and replaces whole. Nothing
//! here knows about the user.

pub mod address;
pub mod assemble;
pub mod background;
pub mod changes;
pub mod columns;
pub mod diff;
pub mod ids;
pub mod listing;
pub mod parts;
pub mod telling;
pub mod time;
pub mod trip;
pub mod wire;
pub mod words;
pub mod zone;

pub use assemble::{Assembled, Programme, assemble};
pub use ids::{EventId, RoomId, SessionId, SessionKey, TripId, VenueId};
pub use listing::{Link, Listing, Precision, Problem, Schedule, SessionStatus, Speaker, When};
pub use parts::TripParts;
pub use telling::{Hours, Telling};
pub use time::{Day, Instant, Local, Weekday};
pub use trip::{Details, Event, Person, Position, Room, Session, Trip, Venue, Walk};
pub use zone::{Span, Zone, Zones};
