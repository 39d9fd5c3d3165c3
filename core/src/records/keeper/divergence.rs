//! Two versions of one text: merged when that is beyond doubt, else both are shown.
//!
//! A merge waits until the person has paused and their words are stored, so that nothing moves under their hands. It
//! is written under a name of its own, because they may still be typing on the version they see. Two tabs may make the
//! same merge at the same time; versions of the same content count as one, so that is the end of it.

use super::Keeper;
use super::command::{Command, KeyedFrames, Urgency};
use crate::records::frame::Fields;
use crate::records::merge::merge;
use crate::records::revision::{MergeRule, Record, Revision, heads};
use crate::records::stamp::Knows;
use crate::records::time::UnixMillis;
use std::sync::Arc;
use std::time::Duration;

/// How long after the last keystroke a merge may change what is on screen.
const REST: Duration = Duration::from_millis(1_500);

impl Keeper {
    /// The versions the person has to choose from: two or more, or none.
    pub fn versions(&self, record: &Record) -> Vec<Arc<Revision>> {
        if !self.conflicts.contains(record) {
            return Vec::new();
        }
        let versions = self.heads.get(record).map(|record_heads| record_heads.versions()).unwrap_or_default();
        if versions.len() > 1 { versions.into_iter().cloned().collect() } else { Vec::new() }
    }

    /// The records with versions to choose from.
    pub fn conflicts(&self) -> impl Iterator<Item = &Record> {
        self.conflicts.iter()
    }

    pub(super) fn notice_divergence(&mut self, record: &Record) {
        let several = self.heads.get(record).is_some_and(|record_heads| record_heads.versions().len() > 1);
        if several && self.schema.rule(record) == MergeRule::KeepBoth {
            self.diverged.insert(record.clone());
        } else {
            self.diverged.remove(record);
            self.conflicts.remove(record);
        }
    }

    /// Asks for the history of what can be merged now. Gives the time when there may be more.
    pub(super) fn start_merges(&mut self, now: UnixMillis) -> Option<UnixMillis> {
        let mut next = None;
        for record in std::mem::take(&mut self.diverged) {
            let busy = self.pending.iter().any(|pending| pending.revision.record == record);
            let own = self.heads.get(&record).and_then(|record_heads| record_heads.own.as_ref());
            let rested = own.map_or(UnixMillis::default(), |own| own.stamp.time().min(now) + REST);
            if busy || rested > now {
                next = next.into_iter().chain([rested.max(now + REST)]).min();
                self.diverged.insert(record);
            } else {
                self.commands.push_back(Command::ReadHistory { record });
            }
        }
        next
    }

    /// The kept revisions of a record, in answer to [`Command::ReadHistory`].
    pub fn history(&mut self, now: UnixMillis, record: &Record, rows: &KeyedFrames) {
        let past: Vec<Revision> = rows.iter().filter_map(|(_, frame)| Revision::read(frame).ok()).collect();
        let versions = self.heads.get(record).map(|record_heads| record_heads.versions()).unwrap_or_default();
        let [one, other, ..] = versions.as_slice() else { return };
        let seen_by = |side: &Revision, past: &Revision| side.stamp == past.stamp || side.replaces(past);
        let shared = past.into_iter().filter(|past| seen_by(one, past) && seen_by(other, past)).map(Arc::new);
        // Not the one with the latest stamp, which a wrong clock may have given.
        let base = heads(shared.collect()).pop();
        let merged = base.and_then(|base| merge(self.schema, &base.fields, &one.fields, &other.fields));
        let sides = [one.stamp.clone(), other.stamp.clone()];
        match merged {
            Some(fields) => {
                let knows = self.heads.known(record, |head| sides.contains(&head.stamp));
                self.add_by_itself(now, record, knows, fields);
            }
            None => {
                self.conflicts.insert(record.clone());
                self.changes.insert(record.clone());
            }
        }
        self.settle(now);
    }

    /// Writes a revision again under a new stamp, because its key in the lasting store is taken by an unreadable text.
    pub(super) fn add_copy(&mut self, now: UnixMillis, revision: &Revision) {
        let mut knows = revision.knows.clone();
        knows.add(&revision.stamp);
        self.add_by_itself(now, &revision.record, knows, revision.fields.clone());
    }

    fn add_by_itself(&mut self, now: UnixMillis, record: &Record, knows: Knows, fields: Fields) {
        self.merges += 1;
        let stamp = self.clock.tick(now, &self.writer.merging(self.merges));
        self.add(now, Revision { record: record.clone(), stamp, knows, fields }, Urgency::AtOnce);
    }

    /// The person has chosen: what they decided on replaces every version there is. Gives the revision it became.
    pub fn resolve(&mut self, now: UnixMillis, record: &Record, fields: Fields) -> Arc<Revision> {
        let mut knows = self.heads.known_to_reader(record, None);
        knows.add_all(&self.heads.known(record, |_| true));
        self.write_knowing(now, record, knows, fields, Urgency::AtOnce)
    }
}
