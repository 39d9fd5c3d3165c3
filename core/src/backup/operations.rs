//! What is written to the main store in one transaction, and how it is undone in another.
//!
//! Undoing takes away what restoring brought, as if it had never been there: a version that says "deleted" would count as
//! the latest word of its writer, and delete the entry on the phone that it came from when that is merged again. What the
//! user wrote since stays. Other tabs and the small store may still hold versions that were taken away; their names are
//! kept, so that these are not taken for versions that the main store has lost ([`crate::records::Keeper::withdraw`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::contents::{CATALOG, PhotoBytes, StoreContents, TRIP_PARTS, states, trip_file};
use super::error::BackupError;
use super::preview::RestoreReport;
use super::{UNDO_FILE, WITHDRAWN_FILE};
use crate::notebook::schema::SCHEMA;
use crate::records::{Record, Revision, Stamp};
use crate::trips::TripCatalog;

/// The file of the main store that says how many entries there were: what is undone is not missing.
const COUNT_MARKER: &str = "witness";

/// A text that was there before, if any was.
pub type FormerText = Option<String>;

/// Changes to one table of the main store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableOperations {
    /// Key and text.
    pub put: Vec<(String, String)>,
    /// Keys.
    pub delete: Vec<String>,
    /// What was there before, of all of these.
    former: BTreeMap<String, FormerText>,
}

/// Everything that one transaction writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operations {
    /// The versions that count.
    pub heads: TableOperations,
    /// All versions of what keeps them.
    pub history: TableOperations,
    /// Files that are texts.
    pub files: TableOperations,
    /// How many records and trips are others afterwards.
    pub report: RestoreReport,
}

/// How to undo, as it is kept.
#[derive(Default, Serialize, Deserialize)]
struct UndoJson {
    heads: BTreeMap<String, FormerText>,
    history: BTreeMap<String, FormerText>,
    /// What the restore put into the catalog, and what was there.
    catalog: Option<(String, FormerText)>,
    photos: Vec<String>,
}

impl TableOperations {
    /// A text is put under a key; `former` is what is there.
    pub fn put(&mut self, key: String, text: String, former: FormerText) {
        self.former.insert(key.clone(), former);
        self.put.push((key, text));
    }

    /// A key goes, with this text.
    pub fn delete(&mut self, key: String, former: String) {
        self.former.insert(key.clone(), Some(former));
        self.delete.push(key);
    }

    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.put.is_empty() && self.delete.is_empty()
    }

    /// Puts back, or takes away, what was there before.
    fn revert(&mut self, former: BTreeMap<String, FormerText>) {
        for (key, former) in former {
            match former {
                Some(text) => self.put.push((key, text)),
                None => self.delete.push(key),
            }
        }
    }
}

impl Operations {
    /// Whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty() && self.history.is_empty() && self.files.is_empty()
    }

    /// Counts what is changed, and adds the file that says how to undo it.
    pub(super) fn remember(&mut self, stored: &StoreContents, photos: &[(String, PhotoBytes)]) {
        let records: BTreeSet<&str> = self.heads.former.keys().filter_map(|key| Some(key.split_once(' ')?.0)).collect();
        (self.report.records, self.report.photos) = (records.len(), photos.len());
        if self.is_empty() && photos.is_empty() {
            return;
        }
        let catalog = self.files.put.iter().find(|(name, _)| name == CATALOG);
        let undo = UndoJson {
            heads: self.heads.former.clone(),
            history: self.history.former.clone(),
            catalog: catalog.map(|(_, text)| (text.clone(), self.files.former.get(CATALOG).cloned().flatten())),
            photos: photos.iter().map(|(name, _)| name.clone()).collect(),
        };
        // Nothing in it can fail: texts, and maps of them.
        let text = serde_json::to_string(&undo).unwrap_or_default();
        self.files.put(UNDO_FILE.to_owned(), text, None);
        if let Some(withdrawn) = stored.texts.get(WITHDRAWN_FILE) {
            let back: BTreeSet<&str> =
                self.heads.put.iter().filter_map(|(key, _)| Some(key.split_once(' ')?.1)).collect();
            let rest = withdrawn.lines().filter(|stamp| !back.contains(stamp));
            self.files.put(WITHDRAWN_FILE.to_owned(), rest.flat_map(|stamp| [stamp, "\n"]).collect(), None);
        }
    }
}

/// What undoes the latest restore; `None` when there is none to undo.
///
/// # Errors
/// When the file that says how is spoilt.
pub fn undo(stored: &StoreContents) -> Result<Option<Operations>, BackupError> {
    let Some(text) = stored.texts.get(UNDO_FILE) else { return Ok(None) };
    let undo: UndoJson = serde_json::from_str(text)
        .map_err(|why| BackupError::Unreadable { path: UNDO_FILE.to_owned(), why: why.to_string() })?;
    let mut operations = Operations::default();
    let mut restored: BTreeMap<Record, Vec<Stamp>> = BTreeMap::new();
    for (record, stamp) in undo.heads.iter().filter(|(_, former)| former.is_none()).filter_map(|(key, _)| parse(key)) {
        restored.entry(record).or_default().push(stamp);
    }
    let mut leaving: BTreeSet<Stamp> = restored.values().flatten().cloned().collect();
    // What Lanyard joined by itself out of what was restored goes with it.
    for (table, target) in [(&stored.heads, &mut operations.heads), (&stored.history, &mut operations.history)] {
        for (key, frame) in table {
            let Some(stamps) = parse(key).and_then(|(record, _)| restored.get(&record)) else { continue };
            let Ok(revision) = Revision::read(frame) else { continue };
            if revision.stamp.is_of_merge() && stamps.iter().any(|stamp| revision.knows.covers(stamp)) {
                target.delete.push(key.clone());
                leaving.insert(revision.stamp);
            }
        }
    }
    let records: BTreeSet<&str> = undo.heads.keys().filter_map(|key| Some(key.split_once(' ')?.0)).collect();
    operations.report.records = records.len();
    operations.heads.revert(undo.heads);
    operations.history.revert(undo.history);
    revert_catalog(undo.catalog, stored, &mut operations);
    revert_photos(undo.photos, stored, &mut operations);
    let before = stored.texts.get(WITHDRAWN_FILE).map(String::as_str).unwrap_or_default();
    let withdrawn: BTreeSet<&str> = before.lines().chain(leaving.iter().map(Stamp::as_str)).collect();
    let withdrawn = withdrawn.iter().flat_map(|stamp| [*stamp, "\n"]).collect();
    operations.files.put.push((WITHDRAWN_FILE.to_owned(), withdrawn));
    operations.files.delete.extend([UNDO_FILE, COUNT_MARKER].map(str::to_owned));
    Ok(Some(operations))
}

fn parse(key: &str) -> Option<(Record, Stamp)> {
    let (record, stamp) = key.split_once(' ')?;
    Some((Record::parse(record)?, Stamp::parse(stamp)?))
}

/// The catalog goes back when nobody has changed it since. The texts that came with it go with the next start.
fn revert_catalog(catalog: Option<(String, FormerText)>, stored: &StoreContents, operations: &mut Operations) {
    let Some((restored, former)) = catalog else { return };
    if stored.texts.get(CATALOG) != Some(&restored) {
        return;
    }
    let decoded = |text: &str| TripCatalog::decode(text).ok();
    let (Some(restored), Some(mut former)) =
        (decoded(&restored), former.map_or(Some(TripCatalog::default()), |text| decoded(&text)))
    else {
        return;
    };
    let is_there = |number: u32| TRIP_PARTS.iter().all(|part| stored.texts.contains_key(&trip_file(number, part)));
    if !former.trips.iter().all(|kept| is_there(kept.now.number)) {
        return;
    }
    for kept in &mut former.trips {
        kept.before.take_if(|before| !is_there(before.number));
    }
    let has = |catalog: &TripCatalog, number| catalog.trips.iter().flat_map(states).any(|state| state.number == number);
    let numbers: Vec<u32> = restored.trips.iter().flat_map(states).map(|state| state.number).collect();
    operations.report.trips = restored.trips.iter().filter(|kept| !former.trips.contains(kept)).count();
    former.dropped = restored.dropped;
    former.dropped.retain(|number| !former.trips.iter().flat_map(states).any(|state| state.number == *number));
    let dropped: Vec<u32> = numbers.into_iter().filter(|number| !has(&former, *number)).collect();
    former.dropped.extend(dropped);
    operations.files.put.push((CATALOG.to_owned(), former.encode()));
}

/// The photos go, but for those that something shows which stays.
fn revert_photos(photos: Vec<String>, stored: &StoreContents, operations: &mut Operations) {
    let leaving: BTreeSet<&str> = operations.heads.delete.iter().map(String::as_str).collect();
    let staying = stored.heads.iter().filter(|(key, _)| !leaving.contains(key.as_str()));
    let staying = staying.chain(&operations.heads.put).filter_map(|(_, frame)| Revision::read(frame).ok());
    let shown: BTreeSet<String> = staying.flat_map(|revision| (SCHEMA.files)(&revision.fields)).collect();
    // For some there may have been no room.
    let is_there: BTreeSet<&str> = stored.files.iter().map(String::as_str).collect();
    let is_leaving = |name: &String| is_there.contains(name.as_str()) && !shown.contains(name);
    let leaving: Vec<String> = photos.into_iter().filter(is_leaving).collect();
    operations.report.photos = leaving.len();
    operations.files.delete.extend(leaving);
}
