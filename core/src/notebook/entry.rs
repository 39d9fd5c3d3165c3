//! An entry: one thing captured in the notebook.

use crate::records::Stamp;
use crate::schedule::{Day, EventId, Instant, Local, RoomId, SessionKey, Trip, TripId, VenueId, words};
use std::sync::Arc;

/// Random and opaque: two phones never make the same one.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(Arc<str>);

/// The SHA-256 of a photo's bytes, in hex.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhotoId(Arc<str>);

/// What sort of thing was captured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// Anything that is none of the others.
    #[default]
    Note,
    /// What the user takes home from a session.
    Takeaway,
    /// Something to do later: [`Entry::due`] may give it a day, [`Entry::done`] ticks it off.
    FollowUp,
    /// Somebody met: [`Entry::name`], [`Entry::affiliation`] and [`Entry::contact`]. Private at first.
    Person,
    /// What somebody said; [`Entry::name`] says who.
    Quote,
    /// An address, in [`Entry::url`].
    Link,
    /// A picture, in [`Entry::photo`].
    Photo,
}

/// What an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Attachment {
    /// Nothing of the programme: a talk between talks.
    Hallway,
    /// A session, by its key; the trip may no longer have it.
    Session(SessionKey),
    /// A building; the trip may no longer have it.
    Venue(VenueId),
    /// A room of a building; the trip may no longer have it.
    Room(RoomId),
}

/// The trip that an entry was written in, as much of it as outlives the trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryTrip {
    /// The trip's id.
    pub id: TripId,
    /// Its title, as it was then.
    pub title: String,
    /// What its clocks said, in seconds east of UTC.
    pub offset_seconds: i32,
}

/// One thing captured in the notebook. A field that is not used is empty, `None` or false.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Given when the entry is made, and never changed.
    pub id: EntryId,
    /// The kind; [`Entry::set_kind`] changes it and keeps people private.
    pub kind: EntryKind,
    /// Markdown, as typed.
    pub text: String,
    /// What the entry is about; [`Attachment::Hallway`] when it is nothing of the programme.
    pub attachment: Attachment,
    /// The title of what it is about, as it was when it was attached: that may leave the trip.
    pub about: String,
    /// The event it was captured at; `None` for no event.
    pub event: Option<EventId>,
    /// The trip it was written in; `None` for those of older Lanyards.
    pub trip: Option<EntryTrip>,
    /// When it was captured. The user can change it.
    pub at: Instant,
    /// Which entry of the notebook it is, in the order they were begun, from 1; 0 for those of older Lanyards. Given when
    /// an entry is first written, and never changed.
    pub sequence: u64,
    /// Whether it may go into the retrospective.
    pub publishable: bool,
    /// A follow-up that was dealt with.
    pub done: bool,
    /// The day a follow-up is due.
    pub due: Option<Day>,
    /// The person's name, or who said the quote.
    pub name: String,
    /// The person's company or project; empty when not known.
    pub affiliation: String,
    /// How to reach the person: mail, phone or address, with commas, semicolons or line ends between.
    pub contact: String,
    /// The address of a link.
    pub url: String,
    /// The photo it shows; `None` for an entry without one.
    pub photo: Option<PhotoId>,
    /// What the photo shows; it is also the alternative text.
    pub caption: String,
    /// The colleague who published it ([`crate::notebook::schema::published_entry`]); empty for the user's own.
    pub author: String,
    /// When it was moved to the trash.
    pub deleted: Option<Instant>,
    /// The stored version this one was read from. Whoever edits an entry leaves this as it is; it is how a save
    /// knows whether another tab has written in between.
    pub based_on: Option<Stamp>,
}

impl EntryId {
    /// An id from sixteen random bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        let mut text = String::with_capacity(32);
        for byte in bytes {
            crate::records::frame::push_hex(&mut text, u64::from(byte), 2);
        }
        Self(text.into())
    }

    /// An id that sorts by when it was made: six bytes of milliseconds since 1970, and ten of `random`. What was captured
    /// in one minute then still stands in its order.
    pub fn made_at(millis: u64, mut random: [u8; 16]) -> Self {
        for (byte, time) in random.iter_mut().zip(millis.to_be_bytes().into_iter().skip(2)) {
            *byte = time;
        }
        Self::from_bytes(random)
    }

    /// An id as stored. The text is not checked.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// As stored: 32 lower-case hex digits for ids that [`EntryId::from_bytes`] made.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PhotoId {
    /// An id as stored. The text is not checked.
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// As stored, in hex.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl EntryKind {
    /// All kinds, in the order of their declaration.
    pub const ALL: [Self; 7] =
        [Self::Note, Self::Takeaway, Self::FollowUp, Self::Person, Self::Quote, Self::Link, Self::Photo];

    /// As shown on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Takeaway => "Takeaway",
            Self::FollowUp => "Follow-up",
            Self::Person => "Person",
            Self::Quote => "Quote",
            Self::Link => "Link",
            Self::Photo => "Photo",
        }
    }

    /// As stored and as written in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Takeaway => "takeaway",
            Self::FollowUp => "follow-up",
            Self::Person => "person",
            Self::Quote => "quote",
            Self::Link => "link",
            Self::Photo => "photo",
        }
    }

    /// The kind that [`EntryKind::word`] names; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// People are private until the user says so, everything else may be published.
    fn publishable_at_first(self) -> bool {
        self != Self::Person
    }
}

impl Attachment {
    /// What it is called, as long as it is part of the trip.
    pub fn title(&self, trip: &Trip) -> Option<String> {
        match self {
            Self::Hallway => Some("Hallway".to_owned()),
            Self::Session(key) => trip.find(key).map(|session| session.title.clone()),
            Self::Venue(id) => trip.venues.iter().find(|venue| venue.id == *id).map(|venue| venue.name.clone()),
            Self::Room(id) => trip.rooms.iter().find(|room| room.id == *id).map(|room| room.name.clone()),
        }
    }
}

impl Entry {
    /// An empty note.
    pub fn new(id: EntryId, at: Instant, attachment: Attachment, event: Option<EventId>) -> Self {
        Self {
            id,
            kind: EntryKind::Note,
            text: String::new(),
            attachment,
            about: String::new(),
            event,
            trip: None,
            at,
            sequence: 0,
            publishable: true,
            done: false,
            due: None,
            name: String::new(),
            affiliation: String::new(),
            contact: String::new(),
            url: String::new(),
            photo: None,
            caption: String::new(),
            author: String::new(),
            deleted: None,
            based_on: None,
        }
    }

    /// Changes the kind. An entry that becomes a person becomes private, and the other way round.
    pub fn set_kind(&mut self, kind: EntryKind) {
        if kind.publishable_at_first() != self.kind.publishable_at_first() {
            self.publishable = kind.publishable_at_first();
        }
        self.kind = kind;
    }

    /// An instant by the clocks of where the entry was written; by those of `trip`, when it does not say where.
    pub fn local(&self, trip: &Trip, at: Instant) -> Local {
        match &self.trip {
            Some(own) if own.id != trip.id => at.at_offset(own.offset_seconds),
            _ => trip.zone.local(at),
        }
    }

    /// The same by the clocks that the reader is told, for an entry of this trip.
    pub fn shown_local(&self, trip: &Trip, at: Instant) -> Local {
        match &self.trip {
            Some(own) if own.id != trip.id => at.at_offset(own.offset_seconds),
            _ => words::shown_local(trip, at),
        }
    }

    /// The instant of a local time where the entry was written.
    pub fn instant(&self, trip: &Trip, local: Local) -> Instant {
        match &self.trip {
            Some(own) if own.id != trip.id => local.at_offset(own.offset_seconds),
            _ => trip.zone.instant(local),
        }
    }

    /// Whether the user wrote it, and no colleague.
    pub fn is_own(&self) -> bool {
        self.author.is_empty()
    }

    /// Whether it is a follow-up that is neither done nor in the trash.
    pub fn is_open_follow_up(&self) -> bool {
        self.kind == EntryKind::FollowUp && !self.done && self.deleted.is_none()
    }

    /// What a photo shows, for whoever does not see it: its caption, else what was written with it.
    pub fn described(&self) -> &str {
        let words = if self.caption.trim().is_empty() { self.text.trim() } else { self.caption.trim() };
        if words.is_empty() { "A photo without a caption" } else { words }
    }

    /// Whether there is nothing in it that the user wrote.
    pub fn is_blank(&self) -> bool {
        let texts = [&self.text, &self.name, &self.affiliation, &self.contact, &self.url, &self.caption];
        self.photo.is_none() && texts.iter().all(|text| text.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_when_they_were_made() {
        let id = |millis, random| EntryId::made_at(millis, [random; 16]);
        assert_eq!(id(0x0193_6a2b_4c5d, 0xab).as_str(), "01936a2b4c5dabababababababababab");
        assert!(id(255, 0xff) < id(256, 0));
        assert!(id(256, 0) < id(256, 1), "in one millisecond the random bytes decide");
    }

    #[test]
    fn a_person_is_private_until_told_otherwise() {
        let mut entry = Entry::new(EntryId::new("x"), Instant(0), Attachment::Hallway, None);
        assert!(entry.publishable);
        entry.set_kind(EntryKind::Person);
        assert!(!entry.publishable);
        entry.set_kind(EntryKind::Quote);
        assert!(entry.publishable);
        entry.publishable = false;
        entry.set_kind(EntryKind::Link);
        assert!(!entry.publishable, "a choice of the user's stays");
    }

    #[test]
    fn a_photo_always_says_something_to_who_does_not_see_it() {
        #[track_caller]
        fn check(caption: &str, text: &str, expect: &str) {
            let mut entry = Entry::new(EntryId::new("x"), Instant(0), Attachment::Hallway, None);
            (entry.caption, entry.text) = (caption.into(), text.into());
            assert_eq!(entry.described(), expect);
        }
        check(" A whiteboard ", "from the hallway", "A whiteboard");
        check("  ", "from the hallway", "from the hallway");
        check("", "", "A photo without a caption");
    }

    #[test]
    fn what_an_entry_is_about_has_a_title_while_it_is_in_the_trip() {
        #[track_caller]
        fn check(what: Attachment, expect: Option<&str>) {
            assert_eq!(what.title(&crate::agenda::fixture::trip()).as_deref(), expect);
        }
        check(Attachment::Hallway, Some("Hallway"));
        check(Attachment::Session(SessionKey::new("main", "early")), Some("early"));
        check(Attachment::Session(SessionKey::new("main", "gone")), None);
        check(Attachment::Venue("palace".into()), Some("palace"));
        check(Attachment::Room("upper".into()), Some("upper"));
        check(Attachment::Room("gone".into()), None);
    }

    #[test]
    fn its_times_are_told_as_the_clocks_said_where_it_was_written() {
        let trip = crate::agenda::fixture::trip();
        let written = Instant::parse("2024-12-27T21:30:00Z").unwrap();
        let mut entry = Entry::new(EntryId::new("x"), written, Attachment::Hallway, None);
        let said = |entry: &Entry| entry.local(&trip, written).clock();
        assert_eq!(said(&entry), "14:30");
        entry.trip = Some(EntryTrip { id: "38c3".into(), title: "38C3".into(), offset_seconds: 3_600 });
        assert_eq!(said(&entry), "22:30");
        assert_eq!(entry.instant(&trip, entry.local(&trip, written)), written);
        // In its own trip the zone knows more: an offset holds for a season.
        entry.trip = Some(EntryTrip { id: trip.id.clone(), title: "Week".into(), offset_seconds: 3_600 });
        assert_eq!(said(&entry), "14:30");
    }

    #[test]
    fn kinds_are_found_by_their_words() {
        for kind in EntryKind::ALL {
            assert_eq!(EntryKind::from_word(kind.word()), Some(kind));
        }
    }
}
