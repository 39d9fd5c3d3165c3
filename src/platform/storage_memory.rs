//! The stores' twins in memory.

use super::clock::{Clock, MemoryClock};
use super::listen::Listener;
use super::storage::{MainStore, ReadResult, SmallStore, StorageManager};
use super::waiting::{Answer, answered};
use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Batch, KeyedFrames, Refusal};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

#[derive(Default)]
pub struct MemorySmall(RefCell<BTreeMap<String, String>>);

impl SmallStore for MemorySmall {
    fn all(&self) -> Option<KeyedFrames> {
        Some(self.0.borrow().clone().into_iter().collect())
    }

    fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }

    fn put(&self, key: &str, value: &str) -> Result<(), Refusal> {
        self.0.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.0.borrow_mut().remove(key);
    }
}

#[derive(Default)]
pub struct MemoryMain {
    on_loss: RefCell<Option<Listener>>,
    heads: RefCell<BTreeMap<String, String>>,
    history: RefCell<BTreeMap<String, String>>,
    files: RefCell<BTreeMap<String, Vec<u8>>>,
    /// What it says to files that are to be stored, if it refuses them.
    pub refuses_files: Cell<Option<Refusal>>,
    /// Whether it does not give files just now.
    pub hides_files: Cell<bool>,
    /// Answers about files come after a millisecond of this clock, so that something else may happen before.
    clock: Option<Rc<MemoryClock>>,
}

impl MemoryMain {
    /// One that takes its time over files.
    pub fn slow(clock: Rc<MemoryClock>) -> Self {
        Self { clock: Some(clock), ..Self::default() }
    }

    fn answer<T: 'static>(&self, value: T) -> Answer<T> {
        let later = self.clock.as_ref().map(|clock| clock.wait(Duration::from_millis(1)));
        Box::pin(async move {
            if let Some(later) = later {
                later.await;
            }
            value
        })
    }

    /// The names of all files.
    pub fn file_names(&self) -> Vec<String> {
        self.files.borrow().keys().cloned().collect()
    }

    /// The browser throws all of it away under the open page.
    pub fn lose(&self) {
        for rows in [&self.heads, &self.history] {
            rows.borrow_mut().clear();
        }
        self.files.borrow_mut().clear();
        let told = self.on_loss.borrow().clone();
        if let Some(told) = told {
            told();
        }
    }
}

fn rows_of(rows: &BTreeMap<String, String>, record: Option<&Record>) -> KeyedFrames {
    let of_record = |key: &str| record.is_none_or(|record| key.split(' ').next() == Some(record.as_str()));
    rows.iter().filter(|(key, _)| of_record(key)).map(|(key, frame)| (key.clone(), frame.clone())).collect()
}

impl MainStore for MemoryMain {
    fn open(&self) -> Answer<Option<KeyedFrames>> {
        self.heads(None)
    }

    fn on_loss(&self, call: Listener) {
        *self.on_loss.borrow_mut() = Some(call);
    }

    fn append(&self, batch: Batch) -> Answer<Result<KeyedFrames, Refusal>> {
        let mut touched: Vec<Record> = batch.rows.iter().map(|row| row.record.clone()).collect();
        touched.sort();
        touched.dedup();
        for row in batch.rows {
            if row.keep {
                self.history.borrow_mut().insert(row.key.clone(), row.frame.to_string());
            }
            self.heads.borrow_mut().insert(row.key, row.frame.to_string());
        }
        for key in batch.remove {
            self.heads.borrow_mut().remove(&key);
        }
        self.history.borrow_mut().retain(|key, _| {
            let record = key.split(' ').next().unwrap_or("");
            !batch.thin.contains(key) && !batch.forget.iter().any(|gone| gone.as_str() == record)
        });
        let heads = touched.iter().flat_map(|record| rows_of(&self.heads.borrow(), Some(record))).collect();
        answered(Ok(heads))
    }

    fn heads(&self, record: Option<&Record>) -> Answer<Option<KeyedFrames>> {
        let rows = rows_of(&self.heads.borrow(), record);
        answered(Some(rows))
    }

    fn history(&self, record: &Record) -> Answer<Option<KeyedFrames>> {
        let rows = rows_of(&self.history.borrow(), Some(record));
        answered(Some(rows))
    }

    fn put_files(&self, files: &[(&str, &[u8])]) -> Answer<Result<(), Refusal>> {
        if let Some(refusal) = self.refuses_files.get() {
            return self.answer(Err(refusal));
        }
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
        self.files.borrow_mut().extend(files);
        self.answer(Ok(()))
    }

    fn files(&self, names: &[&str]) -> Answer<ReadResult<Vec<Vec<u8>>>> {
        if self.hides_files.get() {
            return self.answer(Err(Refusal::Broken));
        }
        let files = names.iter().map(|name| self.files.borrow().get(*name).cloned()).collect();
        self.answer(Ok(files))
    }

    fn remove_file(&self, name: &str) -> Answer<()> {
        self.files.borrow_mut().remove(name);
        answered(())
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
