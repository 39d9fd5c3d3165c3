//! What the user captures: entries, marks on sessions, own agenda items; and how a notebook is read.
//!
//! These are the shapes that views show. How they become records, and stay safe, is [`crate::records`]'s business;
//! [`schema`] and [`wire`] are the door between the two. Nothing here looks into a schedule: an entry names a session by its key, and
//! is joined with it late, in a view, so that it survives the session.

pub mod appointments;
pub mod attendance;
pub mod card_reader;
pub mod contact_card;
pub mod documents;
pub mod entry;
pub mod example;
pub mod follow_up_message;
pub mod follow_ups;
pub mod groups;
pub mod hidden;
pub mod item_id;
pub mod likely;
pub mod marks;
pub mod mentions;
pub mod order;
pub mod people;
pub mod photo;
pub mod plan;
pub mod recording;
pub mod schema;
pub mod vcard;
pub mod view;
pub mod wire;

pub use appointments::{AppointmentFacts, AppointmentReasons, AppointmentTime, HandedOut, HandedOutAppointment};
pub use attendance::Attendance;
pub use card_reader::read_card;
pub use contact_card::ContactCard;
pub use documents::add_documents;
pub use entry::{Attachment, Entry, EntryId, EntryKind, EntryTrip, PhotoId};
pub use follow_up_message::{follow_ups_message, where_and_when};
pub use follow_ups::{FollowUp, open_follow_ups};
pub use groups::{EntryGroup, Grouping, Heading, group, is_on_venue, named_in};
pub use hidden::{HiddenThing, HiddenThings};
pub use item_id::AgendaItemId;
pub use likely::likely_attachments;
pub use marks::{Mark, Marked, Marks, OwnItem, OwnItemId, SessionSnapshot, StarLevel};
pub use mentions::{KnownNames, MentionSpan, mentions, pieces, tags};
pub use order::newest_first;
pub use people::{Met, people, persons_entry};
pub use recording::Recording;
pub use view::View;
