//! The two stores that hold what is the user's. `lanyard_core::records` says why there are two.

use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Refusal, Row, Rows};

/// Other apps may share this origin; only keys that begin so are ours.
pub const PREFIX: &str = "lanyard/";

pub type Answer<T> = Box<dyn FnOnce(T)>;

/// A small store that answers at once. Keys are given without the prefix.
pub trait SmallStore {
    /// All of our keys and values; `None` when there is no such store here.
    fn all(&self) -> Option<Rows>;

    fn get(&self, key: &str) -> Option<String>;

    fn put(&self, key: &str, value: &str) -> Result<(), Refusal>;

    fn remove(&self, key: &str);
}

/// A lasting store that answers later. Every call is answered, once, even when the browser never answers.
pub trait MainStore {
    /// Opens the store and gives all heads; `None` when there is no such store here.
    fn open(&self, done: Answer<Option<Rows>>);

    /// Puts the rows among the heads, those marked `keep` also into the history, and removes the other keys: all of
    /// it or nothing. Gives the heads that the touched records then have. `Ok` means it is on disk.
    fn append(&self, rows: Vec<Row>, remove: Vec<String>, done: Answer<Result<Rows, Refusal>>);

    /// The heads of one record, or of all.
    fn heads(&self, record: Option<&Record>, done: Answer<Option<Rows>>);

    /// Every kept revision of one record, earliest first.
    fn history(&self, record: &Record, done: Answer<Option<Rows>>);
}
