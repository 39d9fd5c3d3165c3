//! The retrospective: what a trip's notebook and agenda become when they are published.
//!
//! A [`Document`] is what goes out, before any dialect of Markdown or anything else is chosen; [`dialect`] writes it.

mod clean;
pub mod dialect;
pub mod document;
pub mod follow_ups;
pub mod note;

pub use dialect::{Chunk, Dialect, Export, ExportFile, ExportOptions, Template, export};
pub use document::{Document, DocumentFollowUp, DocumentPart, DocumentSection, DocumentSession};
pub use follow_ups::{FollowUpExport, follow_ups_calendar, follow_ups_list};
pub use note::{note_line, note_markdown};
