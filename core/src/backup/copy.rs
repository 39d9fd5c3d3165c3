//! The copy that the rescue page saves (`public/rescue.js`; `docs/backup.md`, "The copy of the rescue page").
//!
//! That page works when the app does not, so it understands nothing: a copy is the stores of the browser as they were. Here
//! they become rows and files again, under the names that they had in the app's own stores. Whether a row is a revision is
//! for its frame to say, and what is in no form that anybody ever wrote is passed over: it takes nothing else along.
//!
//! Two forms are read. `stores.json` lies in a zip, and names the files of the zip in which bytes are. Before copies were
//! zips (until November 2026) all of it was one JSON text, with bytes in base64. JSON is RFC 8259, base64 RFC 4648 section 4.
//!
//! What must never happen here: a text that ends the reader, or one that takes many times its own length of memory.

use std::collections::BTreeMap;
use std::fmt;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use thiserror::Error;

use crate::schedule::Instant;

/// What the earlier form says that it is.
const OLD_TITLE: &str = "Everything Lanyard kept in this browser";

/// The stores of the main store that hold frames, and the one that holds files.
const STORES_OF_FRAMES: [&str; 2] = ["heads", "history"];
const STORE_OF_FILES: &str = "files";

/// What keys in the small store begin with: of a mirrored head, an entry of the journal, a damaged text that was set aside.
const HEAD: &str = "head/";
const JOURNAL: &str = "journal/";
const SET_ASIDE: &str = "aside/";

/// What a copy of the stores holds, as it was found there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copy {
    /// When it was made, where the text itself says so: the earlier form does.
    pub taken: Option<Instant>,
    /// Frames by key, `<record> <stamp>` or, in the journal, `journal/<writer>/<record>`. What several stores held alike is
    /// here once. Nothing is said about whether a frame is whole.
    pub rows: Vec<(String, String)>,
    /// Files by their names in the main store: `photo/<photo>`, `trips/shelf`, `trips/3/index`, `aside/main/<key>`. Where a
    /// name comes twice, the later one is the one of the installation.
    pub files: Vec<(String, CopiedBytes)>,
    /// Names of files that hold no bytes any more.
    pub damaged: Vec<String>,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopiedBytes {
    /// In the zip, at this path.
    InZip(String),
    /// Here.
    Inline(Vec<u8>),
}

/// Why a text is no copy.
#[derive(Debug, Error)]
pub enum CopyError {
    /// It is no JSON, or one of another shape: where, and what was expected there.
    #[error("it is not what the rescue page writes: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It is JSON of something else.
    #[error("it is no copy of Lanyard's stores")]
    NotACopy,
}

/// Reads `stores.json`.
///
/// # Errors
/// When it is not what the rescue page writes.
pub fn read(text: &[u8]) -> Result<Copy, CopyError> {
    let stores: Stores = serde_json::from_slice(text)?;
    match (stores.small, stores.databases) {
        (Some(small), Some(databases)) => Ok(Copy::of(small, databases)),
        _ => Err(CopyError::NotACopy),
    }
}

/// Reads the one text that a copy was before copies were zips.
///
/// # Errors
/// When it is not what the rescue page wrote then.
pub fn read_old(text: &str) -> Result<Copy, CopyError> {
    let stores: Stores = serde_json::from_str(text)?;
    if stores.what.as_deref() != Some(OLD_TITLE) {
        return Err(CopyError::NotACopy);
    }
    // A store that could not be read was left out.
    let copy = Copy::of(stores.small.unwrap_or_default(), stores.databases.unwrap_or_default());
    Ok(Copy { taken: stores.taken.as_deref().and_then(Instant::parse), ..copy })
}

#[derive(Deserialize)]
struct Stores {
    what: Option<String>,
    taken: Option<String>,
    #[serde(rename = "localStorage")]
    small: Option<Rows>,
    /// By the name of the database, and that of the store in it.
    #[serde(rename = "indexedDB")]
    databases: Option<BTreeMap<String, BTreeMap<String, Rows>>>,
}

/// What a store held, by key. Rows of another shape are left out as they come.
#[derive(Default)]
struct Rows(Vec<(String, StoredValue)>);

#[derive(Deserialize)]
#[serde(untagged)]
enum StoredValue {
    Text(String),
    File {
        /// Its path in the zip.
        file: String,
    },
    Base64 {
        base64: String,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OrOther<T> {
    Ours(T),
    Other(IgnoredAny),
}

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowsVisitor)
    }
}

/// The small store is an object, a store of the main one a list of pairs.
struct RowsVisitor;

impl<'de> Visitor<'de> for RowsVisitor {
    type Value = Rows;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("the rows of a store")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element()? {
            if let OrOther::Ours(row) = row {
                rows.push(row);
            }
        }
        Ok(Rows(rows))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Rows, A::Error> {
        let mut rows = Vec::new();
        while let Some((key, value)) = object.next_entry()? {
            if let OrOther::Ours(value) = value {
                rows.push((key, value));
            }
        }
        Ok(Rows(rows))
    }
}

impl Copy {
    fn of(small: Rows, databases: BTreeMap<String, BTreeMap<String, Rows>>) -> Self {
        let mut copy = Self::default();
        // The database from before installations had names comes first: `lanyard`, then `lanyard /a/`.
        for (store, Rows(rows)) in databases.into_values().flatten() {
            if STORES_OF_FRAMES.contains(&store.as_str()) {
                rows.into_iter().for_each(|(key, value)| copy.take_frame(key, value));
            } else if store == STORE_OF_FILES {
                rows.into_iter().for_each(|(name, value)| copy.take_file(name, value));
            }
        }
        for (key, value) in small.0 {
            let Some(key) = without_installation(&key) else { continue };
            if let Some(key) = key.strip_prefix(HEAD) {
                copy.take_frame(key.to_owned(), value);
            } else if key.starts_with(JOURNAL) {
                copy.take_frame(key.to_owned(), value);
            } else if key.starts_with(SET_ASIDE) {
                copy.take_file(key.to_owned(), value);
            }
        }
        copy.rows.sort_unstable();
        copy.rows.dedup();
        copy
    }

    fn take_frame(&mut self, key: String, value: StoredValue) {
        if let StoredValue::Text(frame) = value {
            self.rows.push((key, frame));
        }
    }

    fn take_file(&mut self, name: String, value: StoredValue) {
        let bytes = match value {
            StoredValue::File { file } => Some(CopiedBytes::InZip(file)),
            StoredValue::Text(text) => Some(CopiedBytes::Inline(text.into_bytes())),
            StoredValue::Base64 { base64 } => BASE64_STANDARD.decode(base64).ok().map(CopiedBytes::Inline),
        };
        match bytes {
            Some(bytes) => self.files.push((name, bytes)),
            None => self.damaged.push(name),
        }
    }
}

/// A key of the small store without `lanyard /a/ `, or the `lanyard/` of before installations had names.
fn without_installation(key: &str) -> Option<&str> {
    let named = || key.strip_prefix("lanyard ")?.split_once(' ').map(|(_, key)| key);
    key.strip_prefix("lanyard/").or_else(named)
}

#[cfg(test)]
mod tests;
