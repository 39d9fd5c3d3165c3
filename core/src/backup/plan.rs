//! What restoring would change: first told, then done in one transaction, and undone in another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::contents::{PhotoBytes, StoreContents, StoredRecords};
use super::operations::Operations;
use super::preview::{RestorePreview, Tally};
use super::received::Backup;
use crate::notebook::schema::{ENTRY, MARK, OWN_ITEM, PIECE, SCHEMA, original_entry};
use crate::records::frame::FrameError;
use crate::records::keeper::KeyedFrames;
use crate::records::merge::merge;
use crate::records::revision::heads;
use crate::records::{MergeRule, Record, Revision};

/// What restoring a file would do.
#[derive(Clone, Debug, Default)]
pub struct RestorePlan {
    /// To be told before anything is done.
    pub preview: RestorePreview,
    /// The photos to be put, by their names in the main store, before everything else.
    pub photos: Vec<(String, PhotoBytes)>,
    /// What is done then, in one transaction.
    pub operations: Operations,
}

impl Backup {
    /// Merges the file with what is stored.
    pub fn plan(&self, stored: &StoreContents) -> RestorePlan {
        let mut plan = RestorePlan::default();
        plan.preview.is_copy = self.is_copy;
        plan.preview.made = self.made;
        plan.preview.author.clone_from(&self.author);
        plan.preview.is_newer = self.is_newer;
        plan.preview.damaged_photos = self.damaged_photos;
        plan.preview.unreadable = self.malformed;
        let ours = StoredRecords::of(stored);
        let mut rows = StoredRows::of(stored);
        let mut shown = BTreeSet::new();
        for (record, theirs) in &self.records.records {
            let nothing = Vec::new();
            let is_of_ours = || original_entry(record).is_some_and(|original| ours.records.contains_key(&original));
            if !self.author.is_empty() && is_of_ours() {
                // Whoever published it has it already, and is nobody's colleague.
                tally_of(&mut plan.preview, record).same += 1;
                continue;
            }
            let ours = ours.records.get(record).unwrap_or(&nothing);
            match Merged::of(record, ours, theirs) {
                Some(merged) => {
                    shown.extend(theirs.iter().flat_map(|revision| (SCHEMA.files)(&revision.fields)));
                    tally_of(&mut plan.preview, record).count(merged.difference(ours, theirs));
                    plan.preview.unreadable += rows.take(&merged, &mut plan.operations);
                }
                None => plan.preview.unreadable += theirs.len(),
            }
        }
        self.put_unread(&rows, &mut plan);
        self.plan_trips(stored, &mut plan);
        self.plan_photos(stored, &shown, &mut plan);
        plan.operations.remember(stored, &plan.photos);
        plan
    }

    /// What nobody could read is kept as it is: a later Lanyard's where that will look for it, a damaged text aside.
    fn put_unread(&self, rows: &StoredRows, plan: &mut RestorePlan) {
        for (key, text) in &self.records.unread {
            let record = key.split_once(' ').and_then(|(record, _)| Record::parse(record));
            let why = Revision::read(text).err();
            if record.is_none() || why == Some(FrameError::Damaged) {
                plan.preview.unreadable += 1;
            } else if rows.heads.contains_key(key.as_str()) || rows.history.contains_key(key.as_str()) {
                // It is here, and stays as it is.
            } else {
                let has_head = record.is_some_and(|record| self.records.records.contains_key(&record));
                let table = if has_head { &mut plan.operations.history } else { &mut plan.operations.heads };
                table.put(key.clone(), text.clone(), None);
            }
        }
    }

    fn plan_photos(&self, stored: &StoreContents, shown: &BTreeSet<String>, plan: &mut RestorePlan) {
        let is_here: BTreeSet<&str> = stored.files.iter().map(String::as_str).collect();
        for name in shown.iter().filter(|name| !is_here.contains(name.as_str())) {
            match self.photos.get(name) {
                Some((bytes, length)) => {
                    plan.preview.photos += 1;
                    plan.preview.photo_bytes += length;
                    plan.photos.push((name.clone(), bytes.clone()));
                }
                None => plan.preview.missing_photos += 1,
            }
        }
    }
}

/// All versions of one record, from both sides.
struct Merged {
    rule: MergeRule,
    all: Vec<Arc<Revision>>,
    heads: Vec<Arc<Revision>>,
}

/// How a record of the file differs from the one here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RecordDifference {
    Added,
    Updated,
    Trashed,
    OursNewer,
    Joined,
    Conflicting,
    Same,
}

impl Merged {
    /// `None` when what the versions say they know of each other cannot be: then no version would count.
    fn of(record: &Record, ours: &[Arc<Revision>], theirs: &[Arc<Revision>]) -> Option<Self> {
        let mut all = ours.to_vec();
        for revision in theirs {
            if let Err(index) = all.binary_search_by(|known| known.stamp.cmp(&revision.stamp)) {
                all.insert(index, revision.clone());
            }
        }
        let heads = heads(all.clone());
        (!heads.is_empty()).then(|| Self { rule: SCHEMA.rule(record), all, heads })
    }

    /// Whether nothing of the record is left but that it has gone from the trash.
    fn is_gone(&self) -> bool {
        matches!(self.heads.as_slice(), [head] if SCHEMA.is_gone(&head.fields))
    }

    fn difference(&self, ours: &[Arc<Revision>], theirs: &[Arc<Revision>]) -> RecordDifference {
        let is_among = |side: &[Arc<Revision>], head: &Arc<Revision>| {
            side.binary_search_by(|known| known.stamp.cmp(&head.stamp)).is_ok()
        };
        let all_ours = self.heads.iter().all(|head| is_among(ours, head));
        let all_theirs = self.heads.iter().all(|head| is_among(theirs, head));
        let has_more = theirs.iter().any(|revision| !is_among(ours, revision));
        match (all_ours, all_theirs) {
            _ if ours.is_empty() => RecordDifference::Added,
            (true, true) => RecordDifference::Same,
            (true, false) => RecordDifference::OursNewer,
            (false, true) if self.heads.len() == 1 => {
                let is_deleted =
                    |side: Option<&Arc<Revision>>| side.is_some_and(|head| head.fields.get(SCHEMA.deleted).is_some());
                let was_deleted = is_deleted(heads(ours.to_vec()).last());
                if is_deleted(self.heads.last()) && !was_deleted {
                    RecordDifference::Trashed
                } else {
                    RecordDifference::Updated
                }
            }
            _ if self.rule == MergeRule::LastWriter => {
                if SCHEMA.latest(&self.heads).is_some_and(|head| is_among(ours, head)) {
                    RecordDifference::OursNewer
                } else {
                    RecordDifference::Updated
                }
            }
            _ if !has_more => RecordDifference::Same,
            _ => self.of_two(),
        }
    }

    /// Whether the versions that count will be joined by themselves, as the keeper does it.
    fn of_two(&self) -> RecordDifference {
        let mut versions: Vec<&Arc<Revision>> = Vec::new();
        for head in &self.heads {
            if versions.iter().all(|version| version.fields != head.fields) {
                versions.push(head);
            }
        }
        let [one, other] = versions.as_slice() else {
            return if versions.len() < 2 { RecordDifference::Updated } else { RecordDifference::Conflicting };
        };
        let seen_by = |side: &Revision, past: &Revision| side.stamp == past.stamp || side.replaces(past);
        let shared = self.all.iter().filter(|past| seen_by(one, past) && seen_by(other, past)).cloned().collect();
        let joined = heads(shared).pop().and_then(|base| merge(&SCHEMA, &base.fields, &one.fields, &other.fields));
        if joined.is_some() { RecordDifference::Joined } else { RecordDifference::Conflicting }
    }
}

impl Tally {
    fn count(&mut self, difference: RecordDifference) {
        let slot = match difference {
            RecordDifference::Added => &mut self.added,
            RecordDifference::Updated => &mut self.updated,
            RecordDifference::Trashed => &mut self.trashed,
            RecordDifference::OursNewer => &mut self.ours_newer,
            RecordDifference::Joined => &mut self.joined,
            RecordDifference::Conflicting => &mut self.conflicting,
            RecordDifference::Same => &mut self.same,
        };
        *slot += 1;
    }
}

fn tally_of<'a>(preview: &'a mut RestorePreview, record: &Record) -> &'a mut Tally {
    match record.kind() {
        ENTRY => &mut preview.entries,
        MARK => &mut preview.marks,
        OWN_ITEM => &mut preview.own_items,
        PIECE => &mut preview.pieces,
        _ => &mut preview.others,
    }
}

/// The rows that are stored, by their keys.
struct StoredRows<'a> {
    heads: BTreeMap<&'a str, &'a str>,
    history: BTreeMap<&'a str, &'a str>,
    /// Keys of damaged texts of which a second copy lies aside.
    set_aside: BTreeSet<&'a str>,
}

impl<'a> StoredRows<'a> {
    fn of(stored: &'a StoreContents) -> Self {
        let by_key = |rows: &'a KeyedFrames| rows.iter().map(|(key, frame)| (key.as_str(), frame.as_str())).collect();
        let aside = stored.files.iter().filter_map(|name| name.strip_prefix("aside/main/"));
        Self { heads: by_key(&stored.heads), history: by_key(&stored.history), set_aside: aside.collect() }
    }

    /// What has to be written so that the tables hold the merged versions. Gives how many cannot be.
    fn take(&mut self, merged: &Merged, operations: &mut Operations) -> usize {
        let mut refused = 0;
        let mut is_changed = false;
        for head in &merged.heads {
            let key = head.key();
            match self.heads.get(key.as_str()) {
                Some(frame) if !self.may_replace(&key, frame) => refused += usize::from(Revision::read(frame).is_err()),
                former => {
                    operations.heads.put(key, head.write(), former.map(|frame| (*frame).to_owned()));
                    is_changed = true;
                }
            }
        }
        if is_changed {
            self.delete_replaced(merged, operations);
        }
        if merged.rule == MergeRule::KeepBoth && !merged.is_gone() {
            for revision in &merged.all {
                let key = revision.key();
                if !self.history.contains_key(key.as_str()) {
                    operations.history.put(key, revision.write(), None);
                }
            }
        }
        refused
    }

    /// A damaged text gives way to the whole one under its very key, since a copy of it lies aside.
    fn may_replace(&self, key: &str, frame: &str) -> bool {
        Revision::read(frame).err() == Some(FrameError::Damaged) && self.set_aside.contains(key)
    }

    fn delete_replaced(&self, merged: &Merged, operations: &mut Operations) {
        for revision in &merged.all {
            let key = revision.key();
            let counts = merged.heads.iter().any(|head| head.stamp == revision.stamp);
            if let Some(frame) = self.heads.get(key.as_str()).filter(|_| !counts) {
                operations.heads.delete(key.clone(), (*frame).to_owned());
            }
            if let Some(frame) = self.history.get(key.as_str()).filter(|_| merged.is_gone()) {
                operations.history.delete(key, (*frame).to_owned());
            }
        }
    }
}
