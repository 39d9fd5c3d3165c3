//! The stores in memory: the twins of the browser's, and all that a page has which keeps nothing.

use super::listen::Listener;
use super::storage::{MainStore, ReadResult, SmallStore, StorageManager};
use super::waiting::{Answer, answered};
use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Batch, KeyedFrames, Refusal};
use std::cell::RefCell;
use std::collections::BTreeMap;

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

/// It takes everything, answers at once, and nobody takes it away.
#[derive(Default)]
pub struct MemoryMain {
    pub(super) heads: RefCell<BTreeMap<String, String>>,
    pub(super) history: RefCell<BTreeMap<String, String>>,
    pub(super) files: RefCell<BTreeMap<String, Vec<u8>>>,
}

fn rows_of(rows: &BTreeMap<String, String>, record: Option<&Record>) -> KeyedFrames {
    let of_record = |key: &str| record.is_none_or(|record| key.split(' ').next() == Some(record.as_str()));
    rows.iter().filter(|(key, _)| of_record(key)).map(|(key, frame)| (key.clone(), frame.clone())).collect()
}

impl MainStore for MemoryMain {
    fn open(&self) -> Answer<Option<KeyedFrames>> {
        self.heads(None)
    }

    fn on_loss(&self, _: Listener) {}

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
        let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec()));
        self.files.borrow_mut().extend(files);
        answered(Ok(()))
    }

    fn files(&self, names: &[&str]) -> Answer<ReadResult<Vec<Vec<u8>>>> {
        let files = names.iter().map(|name| self.files.borrow().get(*name).cloned()).collect();
        answered(Ok(files))
    }

    fn remove_file(&self, name: &str) -> Answer<()> {
        self.files.borrow_mut().remove(name);
        answered(())
    }
}

/// Memory ends with the page, so nobody is asked for room, and there is no loss to notice.
pub struct NoStorageManager;

impl StorageManager for NoStorageManager {
    fn estimate(&self) -> Answer<Option<(u64, u64)>> {
        answered(None)
    }

    fn persist(&self) -> Answer<Option<bool>> {
        answered(None)
    }

    fn persisted(&self) -> Answer<Option<bool>> {
        answered(None)
    }

    fn count_marker(&self) -> Answer<Option<String>> {
        answered(None)
    }

    fn set_count_marker(&self, _: &str) {}
}
