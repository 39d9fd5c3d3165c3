//! Opaque names of things. An id is what its source calls the thing; it is compared, never taken apart.

use std::fmt;
use std::sync::Arc;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the text as it is; nothing is checked.
            pub fn new(text: impl Into<Arc<str>>) -> Self {
                Self(text.into())
            }

            /// The text as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }
    };
}

id!(/// A trip, for example `kubecon-na-2024`.
    TripId);
id!(/// An event within a trip, for example `kubecon`. Short, because it stands in every link.
    EventId);
id!(/// A session within its event, as its source names it, for example Sched's `1i7ke`.
    SessionId);
id!(/// A venue within a trip.
    VenueId);
id!(/// A room within a trip.
    RoomId);

/// A session's identity in a trip: its event and its id there. Everything of the user's hangs on this.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionKey {
    /// The event's id in the trip.
    pub event: EventId,
    /// The session's id within that event.
    pub session: SessionId,
}

impl SessionKey {
    /// The key of a session; neither id is checked against a trip.
    pub fn new(event: impl Into<EventId>, session: impl Into<SessionId>) -> Self {
        Self { event: event.into(), session: session.into() }
    }
}

/// `event/session`, as in routes and records.
impl fmt::Display for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.event, self.session)
    }
}
