//! The way into the stores: what waits, what is on its way, what has landed.

use super::Keeper;
use super::command::{Batch, BatchRow, Command, Refusal, Store, Urgency};
use super::pending::{CALM, FIRST_RETRY, Flight, HEAD, JOURNAL, PendingRevision};
use crate::records::revision::{MergeRule, Record, Revision, key};
use crate::records::stamp::Stamp;
use crate::records::time::UnixMillis;
use std::sync::Arc;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_RETRY: Duration = Duration::from_secs(30);
/// Rows mirrored at a time, so that the page stays responsive.
const MIRROR_BATCH: usize = 64;

impl Keeper {
    pub(super) fn enqueue(&mut self, now: UnixMillis, revision: Arc<Revision>, urgency: Urgency) {
        let mut journal_key = String::from(JOURNAL);
        journal_key.push_str(revision.stamp.writer());
        journal_key.push('/');
        journal_key.push_str(revision.record.as_str());
        let mut since = now;
        // Words that are not on their way yet are replaced by these, in the queue as in the journal.
        self.pending.retain(|pending| {
            let same_journal = pending.journal.as_ref().is_none_or(|key| *key == journal_key);
            let replaced = pending.ticket.is_none() && same_journal && revision.replaces(&pending.revision);
            if replaced {
                since = since.min(pending.since);
            }
            !replaced
        });
        let due = match urgency {
            _ if self.refusal.is_some() => now + self.retry,
            Urgency::AtOnce => now,
            Urgency::Typing => (now + PAUSE).min(since + LONGEST_PAUSE),
        };
        let frame: Arc<str> = revision.write().into();
        let journal = self.has_small.then_some(journal_key);
        if let Some(key) = journal.clone() {
            self.commands.push_back(Command::Journal { key, frame: frame.clone() });
        }
        self.pending.push(PendingRevision { revision, frame, journal, journaled: true, since, due, ticket: None });
    }

    /// The store whose answer means "saved".
    pub(super) fn lasting(&self) -> Option<Store> {
        match (self.has_main, self.has_small) {
            (true, _) => Some(Store::Main),
            (false, true) => Some(Store::Small),
            (false, false) => None,
        }
    }

    pub(super) fn is_flying(&self) -> bool {
        self.flights.iter().any(|flight| Some(flight.store) == self.lasting())
    }

    /// Sends what is waiting, all together. One append at a time, unless the page is going away.
    pub(super) fn commit(&mut self, now: UnixMillis, going_away: bool) {
        let Some(store) = self.lasting() else { return };
        let due = self.pending.iter().any(|pending| pending.ticket.is_none() && pending.due <= now);
        if !due || (self.is_flying() && !going_away) {
            return;
        }
        self.last_ticket += 1;
        let mut revisions = Vec::new();
        for pending in self.pending.iter_mut().filter(|pending| pending.ticket.is_none()) {
            pending.ticket = Some(self.last_ticket);
            revisions.push((pending.revision.clone(), pending.frame.clone()));
        }
        self.append(now, store, revisions);
    }

    pub(super) fn can_mirror(&self) -> bool {
        self.has_main && self.has_small && !self.unmirrored.is_empty()
    }

    /// Copies what the main store holds into the small one.
    pub(super) fn mirror(&mut self, now: UnixMillis) {
        self.mirror_due = now + CALM;
        if !self.can_mirror() {
            return;
        }
        let mut revisions = Vec::new();
        while revisions.len() < MIRROR_BATCH
            && let Some(record) = self.unmirrored.pop_first()
        {
            let Some(record_heads) = self.heads.get(&record) else { continue };
            let lacking = |head: &&Arc<Revision>| {
                record_heads.stored(Store::Main).contains(&head.stamp)
                    && !record_heads.stored(Store::Small).contains(&head.stamp)
            };
            revisions.extend(record_heads.heads.iter().filter(lacking).cloned());
        }
        revisions.retain(|revision| !self.is_unreadable(Store::Small, revision));
        if !self.unmirrored.is_empty() {
            self.mirror_due = now + PAUSE;
        }
        if !revisions.is_empty() {
            self.last_ticket += 1;
            let framed = |revision: Arc<Revision>| (revision.clone(), revision.write().into());
            self.append(now, Store::Small, revisions.into_iter().map(framed).collect());
        }
    }

    /// Sends revisions, each with its text, under the latest ticket. What they replace goes in the same act.
    fn append(&mut self, now: UnixMillis, store: Store, framed: Vec<(Arc<Revision>, Arc<str>)>) {
        let mut batch = Batch::default();
        let mut removed = Vec::new();
        let mut revisions = Vec::new();
        for (revision, frame) in framed {
            let record = &revision.record;
            let gone = self.schema.is_gone(&revision.fields);
            let record_heads = self.heads.of(record);
            for stamp in record_heads.stored(store).iter().filter(|stamp| revision.knows.covers(stamp)) {
                batch.remove.push(name_in(store, record, stamp));
                removed.push((record.clone(), stamp.clone()));
            }
            if store == Store::Main {
                let outdated = record_heads.outdated_steps(now);
                batch.thin.extend(outdated.iter().map(|stamp| key(record, stamp)));
            }
            if gone {
                batch.forget.push(record.clone());
            }
            batch.rows.push(BatchRow {
                record: record.clone(),
                key: name_in(store, record, &revision.stamp),
                frame,
                keep: self.schema.rule(record) == MergeRule::KeepBoth && !gone,
            });
            revisions.push(revision);
        }
        let ticket = self.last_ticket;
        self.flights.push(Flight { ticket, store, revisions, removed });
        self.commands.push_back(Command::Append { ticket, store, batch });
    }

    pub(super) fn take_flight(&mut self, ticket: u32) -> Option<Flight> {
        let index = self.flights.iter().position(|flight| flight.ticket == ticket)?;
        Some(self.flights.remove(index))
    }

    /// An append was taken.
    pub(super) fn land(&mut self, flight: &Flight) {
        for (record, stamp) in &flight.removed {
            self.heads.of(record).stored_mut(flight.store).retain(|other| other != stamp);
        }
        for revision in &flight.revisions {
            self.heads.of(&revision.record).put_in(flight.store, &revision.stamp);
        }
        if Some(flight.store) != self.lasting() {
            return;
        }
        self.refusal = None;
        self.retry = FIRST_RETRY;
        for revision in &flight.revisions {
            if flight.store == Store::Main && revision.stamp.writer() == self.writer.as_str() {
                self.heads.of(&revision.record).step(&revision.stamp);
            }
            self.unmirrored.insert(revision.record.clone());
            self.commands.push_back(Command::Broadcast { record: revision.record.clone() });
        }
        for pending in std::mem::take(&mut self.pending) {
            if pending.ticket != Some(flight.ticket) {
                self.pending.push(pending);
                continue;
            }
            self.changes.insert(pending.revision.record.clone());
            if let Some(key) = pending.journal {
                self.commands.push_back(Command::Unjournal { key, frame: pending.frame });
            }
            for (stamp, name) in std::mem::take(&mut self.dropping) {
                if stamp == pending.revision.stamp {
                    self.commands.push_back(Command::DropFile { name });
                } else {
                    self.dropping.push((stamp, name));
                }
            }
        }
        self.marker_is_stale = true;
    }

    /// An append was refused: what was in it waits and is tried again.
    pub(super) fn stay(&mut self, now: UnixMillis, flight: &Flight, refusal: Refusal) {
        if Some(flight.store) != self.lasting() {
            // A mirror. The main store has it all; another calm moment will come.
            self.unmirrored.extend(flight.revisions.iter().map(|revision| revision.record.clone()));
            self.mirror_due = now + LONGEST_RETRY;
            return;
        }
        self.refusal = Some(refusal);
        for pending in self.pending.iter_mut().filter(|pending| pending.ticket == Some(flight.ticket)) {
            pending.ticket = None;
            pending.due = now + self.retry;
            self.changes.insert(pending.revision.record.clone());
        }
        self.retry = (self.retry * 2).min(LONGEST_RETRY);
        if refusal == Refusal::Full {
            self.free_reserve();
        }
    }

    /// A key whose text could not be read is never written again: a newer Lanyard may know what it means.
    pub(super) fn is_unreadable(&self, store: Store, revision: &Revision) -> bool {
        let name = name_in(store, &revision.record, &revision.stamp);
        self.restored.damaged.iter().any(|damage| damage.store == store && damage.key == name)
    }
}

fn name_in(store: Store, record: &Record, stamp: &Stamp) -> String {
    let mut name = String::from(if store == Store::Small { HEAD } else { "" });
    name.push_str(&key(record, stamp));
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::schema::SCHEMA;
    use crate::records::{Fields, KeyedFrames, RecordChange, WriterId};

    #[test]
    fn a_letter_is_encoded_once_and_need_not_be_read_again() {
        let (now, record) = (UnixMillis(1_000), Record::new("entry", &["a"]));
        let mut keeper = Keeper::new(&SCHEMA, WriterId::new("me"));
        assert_eq!(keeper.write(now, &record, None, Fields::default(), Urgency::AtOnce), None, "nothing was read yet");
        keeper.load(now, Some(KeyedFrames::new()), Some(KeyedFrames::new()));
        let mut fields = Fields::default();
        fields.body.push('H');
        let written = keeper.write(now, &record, None, fields, Urgency::AtOnce).unwrap();
        assert!(Arc::ptr_eq(&written, keeper.shown(&record).unwrap()));
        let change = |has_new_heads| [RecordChange { record: record.clone(), has_new_heads }];
        assert_eq!(keeper.take_changes(), change(true));

        let (mut journaled, mut appended) = (None, None);
        while let Some(command) = keeper.next_command() {
            match command {
                Command::Journal { frame, .. } => journaled = Some(frame),
                Command::Append { ticket, batch, .. } => {
                    appended = batch.rows.first().map(|row| (ticket, row.frame.clone()))
                }
                _ => {}
            }
        }
        let (ticket, frame) = appended.unwrap();
        assert!(Arc::ptr_eq(&frame, &journaled.unwrap()));
        assert_eq!(Revision::read(&frame), Ok((*written).clone()));
        keeper.appended(now, ticket, Ok(vec![(written.key(), frame.to_string())]));
        assert_eq!(keeper.take_changes(), change(false), "it is saved, and says what it said");
    }
}
