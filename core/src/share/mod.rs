//! Giving things away: an agenda as a link that works alone, as a QR code of that link, as plain text, as a calendar; and
//! how any file leaves the phone ([`hand_over`]).
//!
//! A link's content stands in the fragment of the address, so it reaches no server. What comes back in is untrusted:
//! decoding is bounded and total, and nothing here changes what the user has. [`compare`](compare()) shows a shared
//! agenda beside mine, and [`plan`] says which marks to change, and how to undo it.

pub mod calendar;
pub mod compare;
pub mod event_link;
pub mod export;
#[cfg(test)]
mod fixture;
pub mod hand_over;
pub mod link;
pub mod partial;
pub mod qr;
pub mod text;
pub mod together;
mod wire;

pub use calendar::{
    Appointment, CalendarChoices, CalendarMaterial, CalendarOptions, CalendarScope, Editions, calendar,
};
pub use compare::{AgendaChange, Choice, ComparedItem, MyAgendaItem, Plan, ReceiverTrip, SharedItem, compare, plan};
pub use event_link::{EventLink, EventLinkError};
pub use export::{Export, ExportChunk, ExportFile};
pub use hand_over::{FileFacts, HandOverWay, SharingFacts};
pub use link::{
    DescribedItem, Digest, LinkDetail, SharedAgenda, SharedEvent, SharedSession, TooMuch, Unshared, decode, encode,
    own_id, payload_in,
};
pub use partial::partial_schedule;
pub use qr::{Qr, qr};
pub use text::{as_text, with_link};
pub use together::{Cover, Participant, SharedPick, cover, initials, shared_picks};
