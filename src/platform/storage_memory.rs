//! The stores' twins in memory.

use super::storage::{Answer, MainStore, SmallStore};
use lanyard_core::records::Record;
use lanyard_core::records::keeper::{Refusal, Row, Rows};
use std::cell::RefCell;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct MemorySmall(RefCell<BTreeMap<String, String>>);

impl SmallStore for MemorySmall {
    fn all(&self) -> Option<Rows> {
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
    heads: RefCell<BTreeMap<String, String>>,
    history: RefCell<BTreeMap<String, String>>,
}

fn rows_of(rows: &BTreeMap<String, String>, record: Option<&Record>) -> Rows {
    let of_record = |key: &str| record.is_none_or(|record| key.split(' ').next() == Some(record.as_str()));
    rows.iter().filter(|(key, _)| of_record(key)).map(|(key, frame)| (key.clone(), frame.clone())).collect()
}

impl MainStore for MemoryMain {
    fn open(&self, done: Answer<Option<Rows>>) {
        self.heads(None, done);
    }

    fn append(&self, rows: Vec<Row>, remove: Vec<String>, done: Answer<Result<Rows, Refusal>>) {
        let mut touched: Vec<Record> = rows.iter().map(|row| row.record.clone()).collect();
        touched.sort();
        touched.dedup();
        for row in rows {
            if row.keep {
                self.history.borrow_mut().insert(row.key.clone(), row.frame.clone());
            }
            self.heads.borrow_mut().insert(row.key, row.frame);
        }
        for key in remove {
            self.heads.borrow_mut().remove(&key);
        }
        let heads = touched.iter().flat_map(|record| rows_of(&self.heads.borrow(), Some(record))).collect();
        done(Ok(heads));
    }

    fn heads(&self, record: Option<&Record>, done: Answer<Option<Rows>>) {
        let rows = rows_of(&self.heads.borrow(), record);
        done(Some(rows));
    }

    fn history(&self, record: &Record, done: Answer<Option<Rows>>) {
        let rows = rows_of(&self.history.borrow(), Some(record));
        done(Some(rows));
    }
}
