//! What the app asks its worker, and what the worker answers.
//!
//! The files to read and the texts of the trip travel beside these, as bytes.

mod wire;

use crate::schedule::columns::{TableMapping, TableSample};
use crate::schedule::{Day, EventId, Instant, Problem, SessionKey, TripId};

/// What the app asks its worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReaderRequest {
    /// Read the files and join what they say into a trip.
    Join(JoinRequest),
    /// The app came with a newer bundled trip: join the kept trip's additions into it.
    Rebase {
        /// Sessions on which something of the user's hangs: they stay, even when the newer trip lacks them.
        kept: Vec<SessionKey>,
    },
    /// Call an event of the trip so.
    Rename {
        /// The event.
        event: EventId,
        /// Its new title.
        title: String,
    },
    /// Take an event out of the trip.
    LeaveOut(EventId),
    /// Take an event into the trip. The files are the index, the details and the changes of the trip that holds it.
    TakeOver {
        /// The event.
        event: EventId,
        /// Into a new trip for it alone, and not into the one that is shown.
        is_new: bool,
        /// The present.
        now: Instant,
        /// The trips there are.
        trips: Vec<TripId>,
    },
    /// Look up among the sessions of the trip what the files name: what the user starred elsewhere.
    Stars,
}

/// Where and when files were read, and what they are joined into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinRequest {
    /// The present: [`crate::schedule::Trip::as_of`] follows from it, and the days of a schedule that states none.
    pub now: Instant,
    /// The zone the user gave.
    pub zone: Option<String>,
    /// What the user calls the event; `None` for the name that its schedule has.
    pub title: Option<String>,
    /// What the user said of a table's columns.
    pub table: Option<TableMapping>,
    /// The day on which the event begins, for a table that has times without dates.
    pub first_day: Option<Day>,
    /// Where the files were read.
    pub address: Option<String>,
    /// Where the user wants the event; `None` asks for a suggestion.
    pub destination: Option<Destination>,
    /// Sessions on which something of the user's hangs.
    pub kept: Vec<SessionKey>,
    /// Events of other trips: their names are taken.
    pub events_elsewhere: Vec<EventId>,
    /// The trips there are.
    pub trips: Vec<TripId>,
}

/// Where an event goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A new event of the trip that is shown.
    ThisTrip,
    /// A newer state of this event of the trip that is shown.
    Event(EventId),
    /// The only event of a new trip.
    OwnTrip,
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReaderResponse {
    /// The texts of the trip, as it would be, come with it.
    Read(Box<Preview>),
    /// A page that says where its schedule is.
    Linked(String),
    /// Nothing could be read, and why.
    Unreadable(String),
    /// It is a table, and the user has to say what its columns hold.
    Columns(TableSample),
    /// The files are several schedules: for each, the places of its files.
    Several(Vec<Vec<usize>>),
    /// The texts of the joined trip come with it.
    Rebased {
        /// Whether the joined trip says the same as the newer bundled one alone.
        is_plain: bool,
    },
    /// The texts of the changed trip come with it.
    Edited(EditedTrip),
    /// What the files name. Nothing becomes of it but what the user takes.
    Stars(FoundStars),
}

/// A trip of which an event was renamed, taken out or taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditedTrip {
    /// Its id, which stays.
    pub trip: TripId,
    /// Its title.
    pub title: String,
    /// Whether no event is left in it.
    pub is_empty: bool,
}

/// What somebody starred elsewhere, as far as the files say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundStars {
    /// In the order of the files, each session once.
    pub named: Vec<NamedSession>,
    /// What of the files could not be read; the rest was.
    pub problems: Vec<Problem>,
}

/// What a file or a text names, and what of the trip it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedSession {
    /// The title, or the line or link that names it.
    pub named: String,
    /// The session; several when nothing tells which of them is meant; none when the trip has no such session.
    pub found: Vec<SessionKey>,
}

/// What was read, and what would become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The format's name, as shown: "frab XML".
    pub format: String,
    /// The schedule's title; "Untitled event" when it has none.
    pub title: String,
    /// The first and the last day, inclusive; `None` when no day is known.
    pub days: Option<(Day, Day)>,
    /// The zone in which local times were read.
    pub zone: EventZone,
    /// How much was read, and how much of it is different.
    pub counts: Counts,
    /// Where the event goes: as asked, or as suggested.
    pub destination: Destination,
    /// The event's id in the trip, whether it was there or is new.
    pub event: EventId,
    /// The trip that would hold the event.
    pub trip: TripId,
    /// That trip's title.
    pub trip_title: String,
    /// Of a table, what its columns were taken for.
    pub table: Option<TableSample>,
    /// What could not be read or joined; the rest was.
    pub problems: Vec<Problem>,
    /// Why the user is asked before the event is replaced.
    pub doubts: Vec<String>,
    /// The CRC-32 of the files, folded into one; see [`super::Source::checksum`].
    pub checksum: u32,
}

/// The zone of an event, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventZone {
    /// The IANA name that the schedule states.
    Named(String),
    /// By the user, or by the trip it joins.
    Given(String),
    /// Nobody says it. It has to be asked before the event is added; until then local times are in the zone of the
    /// trip that is shown.
    Missing,
}

/// How much a schedule holds, and how much an update would change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All sessions of the schedule.
    pub sessions: usize,
    /// Sessions with a start time.
    pub timed: usize,
    /// Different rooms, as written.
    pub rooms: usize,
    /// Different names of speakers.
    pub people: usize,
    /// Sessions that only the newer state has; 0 for a new event.
    pub added: usize,
    /// Sessions that both states have and that are different; 0 for a new event.
    pub changed: usize,
    /// Sessions that are no longer listed; 0 for a new event.
    pub gone: usize,
}
