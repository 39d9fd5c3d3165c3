//! The retrospective: what a trip's notebook and agenda become when they are published.
//!
//! A [`Document`] is what goes out, before any dialect of Markdown or anything else is chosen; [`dialect`] writes it.

pub mod dialect;
pub mod document;

pub use dialect::{Chunk, Dialect, Export, ExportFile, ExportOptions, Template, export};
pub use document::{Document, DocumentFollowUp, DocumentPart, DocumentSection, DocumentSession};
