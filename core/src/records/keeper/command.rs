//! What the keeper asks for, what it is told, and what it says.

use crate::records::frame::FrameError;
use crate::records::revision::Record;
use std::sync::Arc;
use std::time::Duration;

/// Keys and frames as a store holds them.
pub type KeyedFrames = Vec<(String, String)>;

/// One of the two stores of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// IndexedDB: slow to start, lasting once it has answered.
    Main,
    /// localStorage: immediate, and lasting within a minute.
    Small,
}

/// What the platform is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write this key of the small store now. Answer with [`super::Keeper::journaled`].
    Journal {
        /// `journal/<writer>/<record>`.
        key: String,
        /// The text to store.
        frame: Arc<str>,
    },
    /// Remove this key of the small store, if it still holds exactly this.
    Unjournal {
        /// As in [`Command::Journal`].
        key: String,
        /// The text the key must still hold.
        frame: Arc<str>,
    },
    /// Carry the batch out; in the main store in one strict transaction, in the small one in the order of its parts.
    /// Answer with [`super::Keeper::appended`].
    Append {
        /// Names this append in the answer.
        ticket: u32,
        /// The store to write to.
        store: Store,
        /// What to write and what to remove.
        batch: Batch,
    },
    /// Read all kept revisions of a record. Answer with [`super::Keeper::history`].
    ReadHistory {
        /// The record whose revisions are read.
        record: Record,
    },
    /// Call [`super::Keeper::woke`] after this time. A later wish does not cancel an earlier one.
    Wake {
        /// Counted from now.
        after: Duration,
    },
    /// Tell other tabs that this record has a new revision.
    Broadcast {
        /// The record that changed.
        record: Record,
    },
    /// Copy a text that could not be read to where nothing else is written, and read the copy back.
    SetAside {
        /// `aside/main/<key>` or `aside/small/<key>`.
        name: String,
        /// The text as found.
        text: String,
    },
    /// Put something large into both stores that can be let go of when they are full.
    KeepReserve,
    /// Let go of it. Answer with [`super::Keeper::freed`].
    FreeReserve,
    /// Write this where a cleared store does not take it along: in both stores and in the cache of files.
    StoreCountMarker {
        /// The number of entries in decimal, a space, and a digest of their names in eight hex digits.
        text: String,
    },
    /// Remove a file that nothing refers to any more.
    DropFile {
        /// `photo/<photo id>`.
        name: String,
    },
}

/// A record that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordChange {
    /// Its name.
    pub record: Record,
    /// Whether it has other heads than before. If not, only its [`SaveState`] is another one, or whether its versions
    /// could be merged.
    pub has_new_heads: bool,
}

/// What an append consists of. First the rows are put, then the rest is removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// What is written.
    pub rows: Vec<BatchRow>,
    /// Keys of heads that the rows replace.
    pub remove: Vec<String>,
    /// Keys in the history that are not worth keeping.
    pub thin: Vec<String>,
    /// Records whose whole history goes.
    pub forget: Vec<Record>,
}

/// One revision to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// The record it is a version of.
    pub record: Record,
    /// The key in the store that the append names.
    pub key: String,
    /// The text to store, as [`crate::records::Revision::write`] gives it.
    pub frame: Arc<str>,
    /// Whether it goes into the history, too.
    pub keep: bool,
}

/// Why a store did not take something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no room left.
    Full,
    /// Any other failure.
    Broken,
}

/// How safe what the user writes is right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageHealth {
    /// The stores are being read. Nothing can be edited yet.
    Loading,
    /// Both stores are there and take what is written.
    Ready,
    /// One store is missing or refuses; the other one holds what is written.
    LessSafe(Reason),
    /// Both stores are full.
    NothingFits,
    /// No store takes anything: what is written is on this page only.
    NothingCanBeSaved,
}

/// Why saving is less safe than it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The main store is not there or did not answer in time.
    NoMainStore,
    /// The small store is not there.
    NoSmallStore,
    /// The main store refused the latest write; it is tried again.
    MainStoreRefuses(Refusal),
}

/// How far the latest words of a record have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Not changed since the app started.
    Untouched,
    /// On the way; the store has not answered yet.
    Saving,
    /// The main store has answered, or the small one where there is no main store.
    Saved,
    /// The words are on this page only, for this reason, and saving is tried again.
    Failed(StorageHealth),
}

/// Whether a write may wait for the next keystroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// It waits for a pause of a quarter of a second, and one second at most.
    Typing,
    /// It does not wait.
    AtOnce,
}

/// What was found amiss at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Records that only the small store had; they go back into the main store.
    pub from_small: usize,
    /// Records that only the main store had, when the small store had lost everything.
    pub from_main: usize,
    /// Entries that were here when the browser was last used, and are in neither store.
    pub missing: usize,
    /// Records of which a version cannot be read in any store.
    pub unreadable: usize,
    /// Records of which a version was written by a newer Lanyard.
    pub newer: usize,
    /// Every stored text that could not be read, each once.
    pub damaged: Vec<Damage>,
}

/// A stored text that could not be read. It stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The store it was found in.
    pub store: Store,
    /// Its key in that store.
    pub key: String,
    /// The text as found.
    pub text: String,
    /// What is wrong with it.
    pub why: FrameError,
}
