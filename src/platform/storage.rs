//! The two stores that hold what is the user's. `lanyard_core::records` says why there are two.

use super::listen::Listener;
use super::waiting::Answer;
use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Batch, KeyedFrames, Refusal};

/// What was asked for; `None` when it is not there; an error when nobody can say, because it could not be read.
pub type ReadResult<T> = Result<Option<T>, Refusal>;

/// A small store that answers at once. Keys are given without the name of the installation before them.
pub trait SmallStore {
    /// All of our keys and values; `None` when there is no such store here.
    fn all(&self) -> Option<KeyedFrames>;

    fn get(&self, key: &str) -> Option<String>;

    fn put(&self, key: &str, value: &str) -> Result<(), Refusal>;

    fn remove(&self, key: &str);
}

/// A lasting store that answers later. Every call is answered, once, even when the browser never answers.
///
/// A method has issued its request when it returns, or issues it as soon as the store is open, in the order of the
/// calls; what it gives only waits for the answer. So a write can be begun while the page is being hidden, and whoever
/// drops an answer takes nothing back.
pub trait MainStore {
    /// Opens the store and gives all heads; `None` when there is no such store here, or none in time. It may be asked
    /// again: a store that is late is found then.
    fn open(&self) -> Answer<Option<KeyedFrames>>;

    /// Calls back whenever the browser has taken the store away under the open page, or made it anew: it may be empty.
    fn on_loss(&self, call: Listener);

    /// Carries the whole batch out or nothing of it: its rows go among the heads, those marked `keep` also into the
    /// history. Gives the heads that the touched records then have. `Ok` means it is on disk.
    fn append(&self, batch: Batch) -> Answer<Result<KeyedFrames, Refusal>>;

    /// The heads of one record, or of all.
    fn heads(&self, record: Option<&Record>) -> Answer<Option<KeyedFrames>>;

    /// The heads whose keys come after this one, in order, at most so many: for whoever must not keep the page busy.
    fn heads_after(&self, key: &str, most: usize) -> Answer<Option<KeyedFrames>> {
        let (heads, key) = (self.heads(None), key.to_owned());
        Box::pin(async move { Some(heads.await?.into_iter().filter(|(it, _)| *it > key).take(most).collect()) })
    }

    /// Every kept revision of one record, earliest first.
    fn history(&self, record: &Record) -> Answer<Option<KeyedFrames>>;

    /// Stores bytes under their names, all of them or none, and reads them back before it says so.
    fn put_files(&self, files: &[(&str, &[u8])]) -> Answer<Result<(), Refusal>>;

    /// All of these, in their order; `None` when one is not there.
    fn files(&self, names: &[&str]) -> Answer<ReadResult<Vec<Vec<u8>>>>;

    fn remove_file(&self, name: &str) -> Answer<()>;

    fn put_file(&self, name: &str, bytes: &[u8]) -> Answer<Result<(), Refusal>> {
        self.put_files(&[(name, bytes)])
    }

    fn file(&self, name: &str) -> Answer<ReadResult<Vec<u8>>> {
        let found = self.files(&[name]);
        Box::pin(async move { Ok(found.await?.and_then(|files| files.into_iter().next())) })
    }
}

/// How much room there is, and whether the browser may take it back.
pub trait StorageManager {
    /// Bytes used and bytes there are for this origin, when the browser tells.
    fn estimate(&self) -> Answer<Option<(u64, u64)>>;

    /// Asks that nothing be thrown away without the user. `None` when the browser does not know of it.
    fn persist(&self) -> Answer<Option<bool>>;

    /// Whether it was granted before.
    fn persisted(&self) -> Answer<Option<bool>>;

    /// A short text beside the cached files, where clearing the stores does not reach.
    fn count_marker(&self) -> Answer<Option<String>>;

    fn set_count_marker(&self, text: &str);
}
