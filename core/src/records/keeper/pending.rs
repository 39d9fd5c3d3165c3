//! What waits to be stored, and what is on its way into a store.

use super::command::Store;
use crate::records::revision::{Record, Revision};
use crate::records::stamp::Stamp;
use crate::records::time::UnixMillis;
use std::sync::Arc;
use std::time::Duration;

/// The time without a change after which the keeper does what can wait.
pub const CALM: Duration = Duration::from_secs(4);
/// How long until a refused append is tried again. It doubles with each refusal.
pub const FIRST_RETRY: Duration = Duration::from_secs(1);
/// Keys of the small store begin so: a journal entry, a mirrored head.
pub const JOURNAL: &str = "journal/";
pub const HEAD: &str = "head/";

/// A revision on its way into the lasting store.
pub struct PendingRevision {
    pub revision: Arc<Revision>,
    /// Its text. It is made once, and the journal and the lasting store get the same one.
    pub frame: Arc<str>,
    /// The key in the journal that may go once this is stored.
    pub journal: Option<String>,
    pub journaled: bool,
    pub since: UnixMillis,
    pub due: UnixMillis,
    pub ticket: Option<u32>,
}

pub struct Flight {
    pub ticket: u32,
    pub store: Store,
    pub revisions: Vec<Arc<Revision>>,
    pub removed: Vec<(Record, Stamp)>,
}
