//! Stores in memory as a test needs them: they refuse, hide, lose, and take their time.

use super::clock::{Clock, MemoryClock};
use super::listen::Listener;
use super::storage::{MainStore, ReadResult, StorageManager};
use super::storage_memory::MemoryMain;
use super::waiting::{Answer, answered};
use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Batch, KeyedFrames, Refusal};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

#[derive(Default)]
pub struct FaultyMain {
    store: Rc<MemoryMain>,
    on_loss: RefCell<Option<Listener>>,
    /// What it says to files that are to be stored, if it refuses them.
    pub refuses_files: Cell<Option<Refusal>>,
    /// Whether it does not give files just now.
    pub hides_files: Cell<bool>,
    /// Answers about files come after a millisecond of this clock, so that something else may happen before.
    clock: Option<Rc<MemoryClock>>,
}

impl FaultyMain {
    /// One that takes its time over files.
    pub fn slow(clock: Rc<MemoryClock>) -> Self {
        Self { clock: Some(clock), ..Self::default() }
    }

    fn later<T: 'static>(&self, answer: Answer<T>) -> Answer<T> {
        let later = self.clock.as_ref().map(|clock| clock.wait(Duration::from_millis(1)));
        Box::pin(async move {
            if let Some(later) = later {
                later.await;
            }
            answer.await
        })
    }

    /// What it holds, for a worker that reads the same store.
    pub fn store(&self) -> Rc<MemoryMain> {
        self.store.clone()
    }

    /// The names of all files.
    pub fn file_names(&self) -> Vec<String> {
        self.store.files.borrow().keys().cloned().collect()
    }

    /// The browser throws all of it away under the open page.
    pub fn lose(&self) {
        for rows in [&self.store.heads, &self.store.history] {
            rows.borrow_mut().clear();
        }
        self.store.files.borrow_mut().clear();
        let told = self.on_loss.borrow().clone();
        if let Some(told) = told {
            told();
        }
    }
}

impl MainStore for FaultyMain {
    fn open(&self) -> Answer<Option<KeyedFrames>> {
        self.store.open()
    }

    fn on_loss(&self, call: Listener) {
        *self.on_loss.borrow_mut() = Some(call);
    }

    fn append(&self, batch: Batch) -> Answer<Result<KeyedFrames, Refusal>> {
        self.store.append(batch)
    }

    fn heads(&self, record: Option<&Record>) -> Answer<Option<KeyedFrames>> {
        self.store.heads(record)
    }

    fn history(&self, record: &Record) -> Answer<Option<KeyedFrames>> {
        self.store.history(record)
    }

    fn put_files(&self, files: &[(&str, &[u8])]) -> Answer<Result<(), Refusal>> {
        self.later(match self.refuses_files.get() {
            Some(refusal) => answered(Err(refusal)),
            None => self.store.put_files(files),
        })
    }

    fn files(&self, names: &[&str]) -> Answer<ReadResult<Vec<Vec<u8>>>> {
        self.later(match self.hides_files.get() {
            true => answered(Err(Refusal::Broken)),
            false => self.store.files(names),
        })
    }

    fn remove_file(&self, name: &str) -> Answer<()> {
        self.store.remove_file(name)
    }
}

#[derive(Default)]
pub struct MemoryStorageManager(RefCell<Option<String>>);

impl StorageManager for MemoryStorageManager {
    fn estimate(&self) -> Answer<Option<(u64, u64)>> {
        answered(Some((1_000, 1_000_000)))
    }

    fn persist(&self) -> Answer<Option<bool>> {
        answered(Some(true))
    }

    fn persisted(&self) -> Answer<Option<bool>> {
        answered(Some(false))
    }

    fn count_marker(&self) -> Answer<Option<String>> {
        let text = self.0.borrow().clone();
        answered(text)
    }

    fn set_count_marker(&self, text: &str) {
        *self.0.borrow_mut() = Some(text.to_owned());
    }
}
