//! The retrospective: what a trip's notebook and agenda become when they are published.
//!
//! [`Material`] is what there is; the [`draft()`] makes [`OutlinePiece`]s of it; the [`arrange`]d outline lays the user's
//! [`PieceEdit`]s over them; [`document()`] is what of that goes out, before any dialect of Markdown or anything else is chosen,
//! and [`dialect`] writes it.
//! What must never happen here: that something private, or somebody who was not asked, gets into a [`Document`].

pub mod assemble;
pub mod checklist;
mod clean;
pub mod closing;
pub mod dialect;
pub mod document;
pub mod draft;
pub mod edit;
mod follow_ups;
pub mod material;
pub mod note;
pub mod outline;
pub mod piece;
pub mod privacy;
pub mod published;
pub mod recordings;
#[cfg(test)]
pub(crate) mod tests;
mod writing;

pub use self::follow_ups::{FollowUpExport, follow_ups_calendar, follow_ups_list};
pub use assemble::{document, follow_ups, goes_out, outgoing};
pub use checklist::{Finding, checklist};
pub use closing::Closing;
pub use dialect::{Dialect, ExportOptions, Template, export};
pub use document::{Document, DocumentFollowUp, DocumentPart, DocumentSection, DocumentSession};
pub use draft::draft;
pub use edit::{EditedText, OutlineKey, PieceEdit, Placement};
pub use material::{Material, SessionMaterial, WeekNumbers};
pub use note::{note_line, note_markdown};
pub use outline::{Direction, OutlineRow, RowState, arrange, moved, next_order};
pub use piece::{OutlineKind, OutlinePiece, OutlineView, PieceId, PieceKind, PrivacyReason};
pub use privacy::UnnamedPeople;
pub use published::{PublishedNote, published};
pub use recordings::{PastedVideo, Proposal, pasted_videos, propose};
