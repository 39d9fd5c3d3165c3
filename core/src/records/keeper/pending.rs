//! What waits to be stored, and what is on its way into a store.

use super::command::Store;
use crate::records::revision::{Record, Revision};
use crate::records::stamp::Stamp;
use std::sync::Arc;

/// Milliseconds without a change after which the keeper does what can wait.
pub const CALM: u64 = 4_000;
/// Milliseconds until a refused append is tried again. They double with each refusal.
pub const FIRST_RETRY: u64 = 1_000;
/// Keys of the small store begin so: a journal entry, a mirrored head.
pub const JOURNAL: &str = "journal/";
pub const HEAD: &str = "head/";

/// A revision on its way into the lasting store.
pub struct PendingRevision {
    pub revision: Arc<Revision>,
    /// The journal key and text that may go once this is stored.
    pub journal: Option<(String, String)>,
    pub journaled: bool,
    pub since: u64,
    pub due: u64,
    pub ticket: Option<u32>,
}

pub struct Flight {
    pub ticket: u32,
    pub store: Store,
    pub revisions: Vec<Arc<Revision>>,
    pub removed: Vec<(Record, Stamp)>,
}
