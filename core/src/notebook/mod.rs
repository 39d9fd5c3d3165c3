//! What the user captures: entries, marks on sessions, own agenda items.
//!
//! These are the shapes that views show. How they become records, and stay safe, is [`crate::records`]'s business;
//! [`wire`] is the door between the two. Nothing here looks into a schedule: an entry names a session by its key, and
//! is joined with it late, in a view, so that it survives the session.

pub mod entry;
pub mod marks;
pub mod wire;

pub use entry::{Attachment, Entry, EntryId, EntryKind, PhotoId};
pub use marks::{Known, Mark, Marks, OwnItem, OwnItemId};
