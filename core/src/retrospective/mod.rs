//! The retrospective: what a trip's notebook and agenda become when they are published.
//!
//! A [`Document`] is what goes out, before any dialect of Markdown or anything else is chosen.

pub mod document;

pub use document::{Document, DocumentFollowUp, DocumentPart, DocumentSection, DocumentSession};
