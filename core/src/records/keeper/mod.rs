//! The state machine of saving: inputs come in, commands go out, and nothing is done here.
//!
//! The platform carries commands out and reports every result, so a test can fail any one of them. The order of a
//! save: a write makes a revision and a [`Command::Journal`]; after a pause of a quarter of a second, and at most one
//! second late, or at once when the page is hidden, [`Command::Append`] adds it to the main store; its answer makes
//! the revision saved, lets the journal go, and puts it on the list to be mirrored into the small store in a calm
//! moment. When a store is missing the other one does its best, and [`Keeper::health`] says so.
//!
//! What must never happen: a state of `Saved` before an append has been answered; a journal dropped before that; a
//! head removed from a store that does not hold its replacement.

mod command;
mod divergence;
mod heads;
mod pending;
mod reserve;
mod sending;
mod start;
mod trash;
mod withdrawn;

use super::frame::Fields;
use super::revision::{Record, Revision};
use super::schema::Schema;
use super::stamp::{HybridClock, Knows, Stamp, WriterId};
use super::time::UnixMillis;
pub use command::{
    Batch, BatchRow, Command, Damage, KeyedFrames, Reason, RecordChange, Refusal, Restored, SaveState, StorageHealth,
    Store, Urgency,
};
use heads::HeadsByRecord;
use pending::{CALM, FIRST_RETRY, Flight, PendingRevision};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
pub use trash::TRASH_DAYS;

/// The state of saving in one tab. Every call is told what time it is.
pub struct Keeper {
    schema: &'static Schema,
    writer: WriterId,
    clock: HybridClock,
    loaded: bool,
    has_main: bool,
    has_small: bool,
    /// Why the latest append to the lasting store failed.
    refusal: Option<Refusal>,
    journal_refused: bool,
    retry: Duration,
    heads: HeadsByRecord,
    pending: Vec<PendingRevision>,
    flights: Vec<Flight>,
    /// Records whose heads the small store may lack.
    unmirrored: BTreeSet<Record>,
    mirror_due: UnixMillis,
    /// Records with versions that nobody has tried to merge yet.
    diverged: BTreeSet<Record>,
    /// Records with versions that did not merge.
    conflicts: BTreeSet<Record>,
    merges: u32,
    /// Versions that count for nothing.
    withdrawn: BTreeSet<Stamp>,
    /// Files that go once the revision with this stamp is stored.
    dropping: Vec<(Stamp, String)>,
    reserve_kept: bool,
    reserve_spent: bool,
    may_write_marker: bool,
    marker_is_stale: bool,
    wake_at: Option<UnixMillis>,
    /// How many wishes to be woken are open.
    wakes: usize,
    /// The latest time this run was told.
    latest: UnixMillis,
    last_ticket: u32,
    restored: Restored,
    commands: VecDeque<Command>,
    changes: BTreeSet<Record>,
    /// Those of the changed records that have other heads than before.
    new_heads: BTreeSet<Record>,
}

impl Keeper {
    /// A keeper that has read nothing; until [`Keeper::load`] it takes no writes.
    pub fn new(schema: &'static Schema, writer: WriterId) -> Self {
        Self {
            schema,
            writer,
            clock: HybridClock::new(),
            loaded: false,
            has_main: false,
            has_small: false,
            refusal: None,
            journal_refused: false,
            retry: FIRST_RETRY,
            heads: HeadsByRecord::new(schema),
            pending: Vec::new(),
            flights: Vec::new(),
            unmirrored: BTreeSet::new(),
            mirror_due: UnixMillis::default(),
            diverged: BTreeSet::new(),
            conflicts: BTreeSet::new(),
            merges: 0,
            withdrawn: BTreeSet::new(),
            dropping: Vec::new(),
            reserve_kept: false,
            reserve_spent: false,
            may_write_marker: false,
            marker_is_stale: false,
            wake_at: None,
            wakes: 0,
            latest: UnixMillis::default(),
            last_ticket: 0,
            restored: Restored::default(),
            commands: VecDeque::new(),
            changes: BTreeSet::new(),
            new_heads: BTreeSet::new(),
        }
    }

    /// The next thing to do. Ask until there is none, after every call below.
    pub fn next_command(&mut self) -> Option<Command> {
        self.commands.pop_front()
    }

    /// The records whose heads or save state changed since the last call.
    pub fn take_changes(&mut self) -> Vec<RecordChange> {
        let new_heads = std::mem::take(&mut self.new_heads);
        let changes = std::mem::take(&mut self.changes).into_iter();
        changes.map(|record| RecordChange { has_new_heads: new_heads.contains(&record), record }).collect()
    }

    /// The fields an edit starts from: those of the version it was made on, so that unknown keys survive.
    pub fn fields(&self, record: &Record, based_on: Option<&Stamp>) -> Fields {
        self.heads.fields(record, based_on)
    }

    /// Adds a revision and gives it, so that nobody has to read again what they have just written. `None` before the
    /// stores have been read: then nothing is taken. `based_on` is the version the person saw; a version they did not see
    /// is not replaced.
    pub fn write(
        &mut self,
        now: UnixMillis,
        record: &Record,
        based_on: Option<&Stamp>,
        fields: Fields,
        urgency: Urgency,
    ) -> Option<Arc<Revision>> {
        if !self.loaded {
            return None;
        }
        let knows = self.heads.known_to_reader(record, based_on);
        Some(self.write_knowing(now, record, knows, fields, urgency))
    }

    /// The answer to [`Command::Journal`]: whether the small store took the frame under this key.
    pub fn journaled(&mut self, now: UnixMillis, journal_key: &str, taken: bool) {
        self.journal_refused = !taken;
        if taken {
            return;
        }
        // Without a journal nothing holds these words but this page, so they do not wait.
        for pending in &mut self.pending {
            if pending.ticket.is_none() && pending.journal.as_ref().is_some_and(|key| key == journal_key) {
                pending.due = now;
                pending.journaled = false;
            }
        }
        self.free_reserve();
        self.settle(now);
    }

    /// The answer to an append: the heads that the touched records now have, or why it was refused.
    pub fn appended(&mut self, now: UnixMillis, ticket: u32, answer: Result<KeyedFrames, Refusal>) {
        let Some(flight) = self.take_flight(ticket) else { return };
        match answer {
            Ok(rows) => {
                self.land(&flight);
                // Whoever writes on is not disturbed.
                self.mirror_due = self.mirror_due.max(now + CALM);
                self.absorb(now, rows);
            }
            Err(refusal) => self.stay(now, &flight, refusal),
        }
        self.settle(now);
    }

    /// What a store holds now, after another tab wrote or this one was away.
    pub fn heard(&mut self, now: UnixMillis, rows: KeyedFrames) {
        if self.loaded {
            self.absorb(now, rows);
            self.settle(now);
        }
    }

    /// The answer to [`Command::Wake`]: does what is due.
    pub fn woke(&mut self, now: UnixMillis) {
        self.follow_clock(now);
        self.wakes = self.wakes.saturating_sub(1);
        // The clock may have been set: when no wish is left, none was for later.
        if self.wakes == 0 {
            self.wake_at = None;
        }
        self.settle(now);
    }

    /// The page may be gone any moment: everything goes out now.
    pub fn hidden(&mut self, now: UnixMillis) {
        if !self.loaded {
            return;
        }
        for pending in &mut self.pending {
            pending.due = pending.due.min(now);
        }
        self.commit(now, true);
        self.mirror_due = now;
        self.settle(now);
    }

    /// How safe what the user writes is right now.
    pub fn health(&self) -> StorageHealth {
        match (self.has_main, self.has_small, self.refusal) {
            _ if !self.loaded => StorageHealth::Loading,
            (true, true, None) => StorageHealth::Ready,
            (true, true, Some(refusal)) if !self.journal_refused => {
                StorageHealth::LessSafe(Reason::MainStoreRefuses(refusal))
            }
            (true, false, None) => StorageHealth::LessSafe(Reason::NoSmallStore),
            (false, true, None) => StorageHealth::LessSafe(Reason::NoMainStore),
            (true, true, Some(Refusal::Full)) => StorageHealth::NothingFits,
            (_, _, Some(_)) | (false, false, None) => StorageHealth::NothingCanBeSaved,
        }
    }

    /// Whether the main store has answered.
    pub fn has_main_store(&self) -> bool {
        self.has_main
    }

    /// Whether the latest version that this page has of a record is saved.
    pub fn save_state(&self, record: &Record) -> SaveState {
        let waiting = self.pending.iter().any(|pending| pending.revision.record == *record);
        let touched = self.heads.get(record).is_some_and(|record_heads| record_heads.own.is_some());
        match (waiting, touched, self.health()) {
            (false, true, _) => SaveState::Saved,
            (false, false, _) => SaveState::Untouched,
            (true, _, StorageHealth::LessSafe(Reason::MainStoreRefuses(_)))
            | (true, _, StorageHealth::NothingFits | StorageHealth::NothingCanBeSaved) => {
                SaveState::Failed(self.health())
            }
            (true, _, _) => SaveState::Saving,
        }
    }

    /// What was found amiss when the stores were read; zero and empty before.
    pub fn restored(&self) -> &Restored {
        &self.restored
    }

    /// The versions of a record that no other one replaces; empty when there is no such record, several while they
    /// are not merged.
    pub fn heads(&self, record: &Record) -> &[Arc<Revision>] {
        self.heads.heads(record)
    }

    /// The version a view shows: this tab's own if it is among the heads, else the latest.
    pub fn shown(&self, record: &Record) -> Option<&Arc<Revision>> {
        self.heads.shown(record)
    }

    /// How many records have a version written after that time, by whatever clock wrote it.
    pub fn changed_since(&self, time: UnixMillis) -> usize {
        let ledger = self.schema.trash_ledger();
        let is_later = |heads: &[Arc<Revision>]| heads.iter().any(|head| head.stamp.time() > time);
        self.heads.iter().filter(|(record, it)| **record != ledger && is_later(&it.heads)).count()
    }

    /// When the latest version of all was written; 0 when there is none.
    pub fn last_change(&self) -> UnixMillis {
        let heads = self.heads.iter().flat_map(|(_, record_heads)| &record_heads.heads);
        heads.map(|head| head.stamp.time()).max().unwrap_or_default()
    }

    fn write_knowing(
        &mut self,
        now: UnixMillis,
        record: &Record,
        knows: Knows,
        fields: Fields,
        urgency: Urgency,
    ) -> Arc<Revision> {
        let stamp = self.clock.tick(now, &self.writer);
        let revision = self.add(now, Revision { record: record.clone(), stamp, knows, fields }, urgency);
        self.heads.of(record).own = Some(revision.clone());
        self.settle(now);
        revision
    }

    fn add(&mut self, now: UnixMillis, revision: Revision, urgency: Urgency) -> Arc<Revision> {
        let revision = Arc::new(revision);
        self.put_head(revision.clone());
        self.enqueue(now, revision.clone(), urgency);
        revision
    }

    fn put_head(&mut self, revision: Arc<Revision>) {
        let record = revision.record.clone();
        self.heads.put(revision);
        self.notice_divergence(&record);
        self.new_heads.insert(record.clone());
        self.changes.insert(record);
    }

    /// Does what is due, and wishes to be woken for what is due next.
    fn settle(&mut self, now: UnixMillis) {
        if !self.loaded {
            return;
        }
        self.follow_clock(now);
        self.commit(now, false);
        if self.mirror_due <= now {
            self.mirror(now);
            self.use_calm();
        }
        let merge = self.start_merges(now);
        let mirror = Some(self.mirror_due).filter(|_| self.has_calm_work());
        let waits = self.pending.iter().filter(|pending| pending.ticket.is_none()).map(|pending| pending.due);
        // What waits for a flight to land is looked at again when it lands.
        let commit = if self.is_flying() || self.lasting().is_none() { None } else { waits.min() };
        let next = [merge, mirror, commit].into_iter().flatten().min();
        if let Some(next) = next
            && self.wake_at.is_none_or(|at| next < at)
        {
            self.wake_at = Some(next);
            self.wakes += 1;
            self.commands.push_back(Command::Wake { after: next.since(now) });
        }
    }

    /// When the clock was set back, what was due soon is due as soon as before, and not a year from now; how long ago
    /// that was nobody knows, so the wait begins anew. When it was set ahead, a wish for what has passed may still be open
    /// for a while, and nothing waits for it.
    fn follow_clock(&mut self, now: UnixMillis) {
        let back = self.latest.since(now);
        self.latest = now;
        if back.is_zero() {
            self.wake_at = self.wake_at.filter(|at| *at > now);
            return;
        }
        for pending in &mut self.pending {
            pending.since = pending.since - back;
            pending.due = pending.due - back;
        }
        self.mirror_due = self.mirror_due - back;
        self.wake_at = None;
    }
}
