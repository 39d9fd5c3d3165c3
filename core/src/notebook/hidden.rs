//! What the user does not want to see: sessions, rooms and kinds of session, until they are brought back.
//!
//! Nothing is deleted and nothing is changed: a trip is shown without them ([`HiddenThings::without`]). What the user has
//! starred or written about is never hidden, whatever its room or its kind.

use std::collections::BTreeSet;

use crate::records::{Fields, Record, Revision};
use crate::schedule::{EventId, RoomId, Session, SessionKey, Trip};

/// The kind of the record of a hidden thing.
pub const HIDDEN: &str = "hidden";

/// Something that is hidden as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HiddenThing {
    /// One session.
    Session(SessionKey),
    /// All sessions in a room, by its id.
    Room(RoomId),
    /// All sessions of a kind in one event, in the words of its schedule.
    Kind(EventId, String),
}

/// All that is hidden. Sets, so that asking of each of ten thousand sessions costs little.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HiddenThings(BTreeSet<HiddenThing>);

impl HiddenThing {
    /// `hidden/session/<event>/<session>`, `hidden/room/<room>`, `hidden/kind/<event>/<kind>`.
    pub fn record(&self) -> Record {
        match self {
            Self::Session(key) => Record::new(HIDDEN, &["session", key.event.as_str(), key.session.as_str()]),
            Self::Room(room) => Record::new(HIDDEN, &["room", room.as_str()]),
            Self::Kind(event, kind) => Record::new(HIDDEN, &["kind", event.as_str(), kind]),
        }
    }

    /// What a person calls it: the title of a session, the name of a room, the word of a kind. `None` when this trip has it
    /// not.
    pub fn name<'a>(&'a self, trip: &'a Trip) -> Option<&'a str> {
        match self {
            Self::Session(key) => trip.find(key).map(|session| session.title.as_str()),
            Self::Room(id) => trip.rooms.iter().find(|room| room.id == *id).map(|room| room.name.as_str()),
            Self::Kind(event, kind) => trip.has_event(event).then_some(kind.as_str()),
        }
    }

    /// Whether it is this session, its room or its kind.
    pub fn holds(&self, trip: &Trip, session: &Session) -> bool {
        HiddenThings([self.clone()].into()).hold(trip, session)
    }

    /// How many sessions of a trip it stands for.
    pub fn count(&self, trip: &Trip) -> usize {
        trip.sessions.iter().filter(|session| self.holds(trip, session)).count()
    }
}

impl HiddenThings {
    /// Hides a thing, or brings it back.
    pub fn set(&mut self, thing: HiddenThing, on: bool) {
        match on {
            true => self.0.insert(thing),
            false => self.0.remove(&thing),
        };
    }

    /// Whether this very thing is hidden.
    pub fn has(&self, thing: &HiddenThing) -> bool {
        self.0.contains(thing)
    }

    /// All of it: sessions, then rooms, then kinds.
    pub fn iter(&self) -> impl Iterator<Item = &HiddenThing> {
        self.0.iter()
    }

    /// Whether nothing is hidden.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a session of this trip is hidden, by itself, by its room or by its kind.
    pub fn hold(&self, trip: &Trip, session: &Session) -> bool {
        let room = || trip.room(session).map(|room| HiddenThing::Room(room.id.clone()));
        let kind = || {
            let event = trip.event(session)?.id.clone();
            Some(HiddenThing::Kind(event, trip.label(session.kind)?.to_owned()))
        };
        !self.is_empty()
            && (self.has(&HiddenThing::Session(trip.key(session)))
                || room().is_some_and(|room| self.has(&room))
                || kind().is_some_and(|kind| self.has(&kind)))
    }

    /// The trip without what is hidden, or `None` when nothing of it is. `is_kept` says of which sessions something of the
    /// user's hangs: they stay.
    pub fn without(&self, trip: &Trip, is_kept: impl Fn(&SessionKey) -> bool) -> Option<Trip> {
        let is_hidden = |session: &Session| self.hold(trip, session) && !is_kept(&trip.key(session));
        if !trip.sessions.iter().any(is_hidden) {
            return None;
        }
        let sessions = trip.sessions.iter().filter(|session| !is_hidden(session)).cloned().collect();
        Some(Trip { sessions, ..trip.clone() })
    }
}

/// Writes whether a thing is hidden.
pub fn write_hidden(on: bool, fields: &mut Fields) {
    fields.set_flag("on", on);
}

/// What a revision says is hidden, or no longer hidden; `None` when it is of another kind of record, or of a kind of thing
/// that this Lanyard does not know.
pub fn read_hidden(revision: &Revision) -> Option<(HiddenThing, bool)> {
    if revision.record.kind() != HIDDEN {
        return None;
    }
    let mut parts = revision.record.parts();
    let thing = match parts.next()?.as_str() {
        "session" => HiddenThing::Session(SessionKey::new(parts.next()?.as_str(), parts.next()?.as_str())),
        "room" => HiddenThing::Room(RoomId::new(parts.next()?)),
        "kind" => HiddenThing::Kind(EventId::new(parts.next()?), parts.next()?),
        _ => return None,
    };
    Some((thing, revision.fields.flag("on")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::stamp::{HybridClock, Knows};
    use crate::records::{UnixMillis, WriterId};
    use crate::schedule::wire::tests::trip as any_trip;
    use proptest::prelude::*;

    fn stored(thing: &HiddenThing, on: bool) -> Revision {
        let mut fields = Fields::default();
        write_hidden(on, &mut fields);
        let stamp = HybridClock::new().tick(UnixMillis(1_731_534_120_000), &WriterId::new("t"));
        Revision { record: thing.record(), stamp, knows: Knows::default(), fields }
    }

    #[test]
    fn what_is_hidden_comes_back_from_its_record() {
        for thing in [
            HiddenThing::Session(SessionKey::new("kube con", "a/b")),
            HiddenThing::Room("salt-palace/250 & 251".into()),
            HiddenThing::Kind("fosdem".into(), "Lightning / talk".to_owned()),
        ] {
            for on in [true, false] {
                assert_eq!(read_hidden(&stored(&thing, on)), Some((thing.clone(), on)));
            }
        }
        let unknown = Record::new(HIDDEN, &["mood", "bad"]);
        let revision = Revision { record: unknown, ..stored(&HiddenThing::Room("a".into()), true) };
        assert_eq!(read_hidden(&revision), None);
    }

    proptest! {
        /// A hidden thing appears nowhere, but for what is kept; and comes back whole.
        #[test]
        fn what_is_hidden_appears_nowhere_and_comes_back_whole(
            trip in any_trip(),
            chosen in proptest::collection::vec((0..3_u8, any::<prop::sample::Index>()), 0..4),
            kept in any::<prop::sample::Index>(),
        ) {
            prop_assume!(!trip.sessions.is_empty());
            let kept = trip.key(kept.get(&trip.sessions));
            let mut hidden = HiddenThings::default();
            for (what, index) in chosen {
                let session = index.get(&trip.sessions);
                let event = trip.event(session).map(|event| event.id.clone());
                let thing = match what {
                    0 => Some(HiddenThing::Session(trip.key(session))),
                    1 => trip.room(session).map(|room| HiddenThing::Room(room.id.clone())),
                    _ => event.zip(trip.label(session.kind).map(str::to_owned)).map(|(event, kind)| HiddenThing::Kind(event, kind)),
                };
                thing.into_iter().for_each(|thing| hidden.set(thing, true));
            }
            let shown = hidden.without(&trip, |key| *key == kept).unwrap_or_else(|| trip.clone());
            for session in &shown.sessions {
                prop_assert!(!hidden.hold(&shown, session) || shown.key(session) == kept);
            }
            let gone = trip.sessions.iter().filter(|session| !shown.sessions.contains(session));
            for session in gone {
                prop_assert!(hidden.hold(&trip, session) && trip.key(session) != kept);
            }
            for thing in hidden.clone().iter() {
                hidden.set(thing.clone(), false);
            }
            prop_assert_eq!(hidden.without(&trip, |_| false), None);
        }
    }
}
