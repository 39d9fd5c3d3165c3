//! Every record as this tab sees it, and where its versions are stored.

use super::command::Store;
use crate::records::frame::Fields;
use crate::records::revision::{MergeRule, Record, Revision, heads};
use crate::records::schema::Schema;
use crate::records::stamp::{Knows, Stamp};
use crate::records::time::UnixMillis;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

pub struct HeadsByRecord {
    schema: &'static Schema,
    records: BTreeMap<Record, RecordHeads>,
}

#[derive(Default)]
pub struct RecordHeads {
    pub heads: Vec<Arc<Revision>>,
    /// The latest revision this tab wrote. A writer always knows its own earlier words.
    pub own: Option<Arc<Revision>>,
    in_main: Vec<Stamp>,
    in_small: Vec<Stamp>,
    /// What this tab put into the history, earliest first.
    steps: Vec<Stamp>,
}

/// For so long every pause in the typing stays in the history.
const RECENT: Duration = Duration::from_secs(5 * 60);
const MINUTE_SECONDS: i64 = 60;

impl RecordHeads {
    /// The stamps that are among the heads of a store.
    pub fn stored(&self, store: Store) -> &[Stamp] {
        match store {
            Store::Main => &self.in_main,
            Store::Small => &self.in_small,
        }
    }

    pub fn stored_mut(&mut self, store: Store) -> &mut Vec<Stamp> {
        match store {
            Store::Main => &mut self.in_main,
            Store::Small => &mut self.in_small,
        }
    }

    pub fn put_in(&mut self, store: Store, stamp: &Stamp) -> bool {
        let stored = self.stored_mut(store);
        let new = !stored.contains(stamp);
        if new {
            stored.push(stamp.clone());
        }
        new
    }

    pub fn step(&mut self, stamp: &Stamp) {
        self.steps.push(stamp.clone());
    }

    /// The steps that may leave the history: of those a while ago, the last of each minute is enough.
    pub fn outdated_steps(&mut self, now: UnixMillis) -> Vec<Stamp> {
        let old = self.steps.partition_point(|step| step.time() + RECENT < now);
        let minute = |step: &Stamp| step.time().seconds() / MINUTE_SECONDS;
        let same_minute = |one: &Stamp, next: &Stamp| minute(one) == minute(next);
        let pairs = self.steps.iter().zip(self.steps.iter().skip(1)).take(old);
        let outdated = pairs.filter(|(one, next)| same_minute(one, next)).map(|(one, _)| one.clone()).collect();
        self.steps.drain(..old);
        outdated
    }

    /// The heads whose content differs.
    pub fn versions(&self) -> Vec<&Arc<Revision>> {
        let mut versions: Vec<&Arc<Revision>> = Vec::new();
        for head in &self.heads {
            if !versions.iter().any(|version| version.fields == head.fields) {
                versions.push(head);
            }
        }
        versions
    }

    /// Whether a store holds this revision, or one that replaces it.
    pub fn lasts(&self, store: Store, revision: &Revision) -> bool {
        let stored = self.stored(store);
        let replaced = |head: &Arc<Revision>| stored.contains(&head.stamp) && head.replaces(revision);
        stored.contains(&revision.stamp) || self.heads.iter().any(replaced)
    }
}

impl HeadsByRecord {
    pub fn new(schema: &'static Schema) -> Self {
        Self { schema, records: BTreeMap::new() }
    }

    pub fn get(&self, record: &Record) -> Option<&RecordHeads> {
        self.records.get(record)
    }

    pub fn of(&mut self, record: &Record) -> &mut RecordHeads {
        self.records.entry(record.clone()).or_default()
    }

    /// A store is about to say anew what it holds.
    pub fn forget_stored(&mut self, store: Store) {
        for record_heads in self.records.values_mut() {
            record_heads.stored_mut(store).clear();
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Record, &RecordHeads)> {
        self.records.iter()
    }

    pub fn heads(&self, record: &Record) -> &[Arc<Revision>] {
        self.records.get(record).map_or(&[], |record_heads| &record_heads.heads)
    }

    /// Adds a revision to the heads of its record, and lets those go that it replaces.
    pub fn put(&mut self, revision: Arc<Revision>) {
        let record_heads = self.of(&revision.record);
        if record_heads.heads.is_empty() {
            record_heads.heads.push(revision);
            return;
        }
        let mut all = std::mem::take(&mut record_heads.heads);
        all.push(revision);
        record_heads.heads = heads(all);
    }

    /// Takes these versions out of memory, and gives the records that lost one.
    pub fn remove_all(&mut self, is_leaving: impl Fn(&Revision) -> bool) -> Vec<Record> {
        let mut changed = Vec::new();
        for (record, record_heads) in &mut self.records {
            let before = record_heads.heads.len();
            record_heads.heads.retain(|head| !is_leaving(head));
            if record_heads.heads.len() < before {
                changed.push(record.clone());
            }
        }
        changed
    }

    /// The version a view shows: this tab's own if it is among the heads, else the latest.
    pub fn shown(&self, record: &Record) -> Option<&Arc<Revision>> {
        let record_heads = self.records.get(record)?;
        let is_own = |head: &&Arc<Revision>| record_heads.own.as_ref().is_some_and(|own| own.stamp == head.stamp);
        let own = record_heads.heads.iter().find(is_own).filter(|_| self.schema.rule(record) == MergeRule::KeepBoth);
        own.or(self.schema.latest(&record_heads.heads))
    }

    /// The fields an edit starts from: those of the version it was made on, so that unknown keys survive.
    pub fn fields(&self, record: &Record, based_on: Option<&Stamp>) -> Fields {
        let same = self.heads(record).iter().find(|head| Some(&head.stamp) == based_on);
        same.or(self.shown(record)).map(|head| head.fields.clone()).unwrap_or_default()
    }

    /// What somebody knows who saw the version `based_on` and writes in this tab.
    pub fn known_to_reader(&self, record: &Record, based_on: Option<&Stamp>) -> Knows {
        let last_writer = self.schema.rule(record) == MergeRule::LastWriter;
        let mut knows = self.known(record, |head| last_writer || Some(&head.stamp) == based_on);
        if let Some(own) = self.records.get(record).and_then(|record_heads| record_heads.own.as_ref()) {
            knows.add(&own.stamp);
            knows.add_all(&own.knows);
        }
        if let Some(stamp) = based_on {
            knows.add(stamp);
        }
        knows
    }

    /// What these heads know, themselves included.
    pub fn known(&self, record: &Record, seen: impl Fn(&Revision) -> bool) -> Knows {
        let mut knows = Knows::default();
        let heads = self.heads(record);
        for revision in heads.iter().filter(|head| seen(head)) {
            // Who saw this version has seen every other one with the very same content.
            for twin in heads.iter().filter(|twin| twin.fields == revision.fields) {
                knows.add(&twin.stamp);
                knows.add_all(&twin.knows);
            }
        }
        knows
    }
}
