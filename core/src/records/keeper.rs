//! The state machine of saving: inputs come in, commands go out, and nothing is done here.
//!
//! The platform carries commands out and reports every result, so a test can fail any one of them. The order of a
//! save: a write makes a revision and a [`Command::Journal`]; after a pause of a quarter of a second, and at most one
//! second late, or at once when the page is hidden, [`Command::Append`] adds it to the main store; its answer makes
//! the revision saved, lets the journal go, and puts it on the list to be mirrored into the small store in a calm
//! moment. When a store is missing the other one does its best, and [`Keeper::standing`] says so.
//!
//! What must never happen: a state of `Saved` before an append has been answered; a journal dropped before that; a
//! head removed from a store that does not hold its replacement.

use super::frame::{Fields, Unreadable};
use super::revision::{Record, Revision, Rule, heads, key};
use super::stamp::{Clock, Knows, Stamp, Writer};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Keys and frames as a store holds them.
pub type Rows = Vec<(String, String)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// IndexedDB: slow to start, lasting once it has answered.
    Main,
    /// localStorage: immediate, and lasting within a minute.
    Small,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Write this key of the small store now. Answer with [`Keeper::journaled`].
    Journal { key: String, frame: String },
    /// Remove this key of the small store, if it still holds exactly this.
    Unjournal { key: String, frame: String },
    /// Put the rows, then remove the keys; in the main store in one strict transaction, where rows marked `keep` also
    /// go into the history. Answer with [`Keeper::appended`].
    Append { ticket: u32, store: Store, rows: Vec<Row>, remove: Vec<String> },
    /// Call [`Keeper::woke`] after so many milliseconds. A later wish does not cancel an earlier one.
    Wake { millis: u64 },
    /// Tell other tabs that this record has a new revision.
    Announce { record: Record },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub record: Record,
    pub key: String,
    pub frame: String,
    pub keep: bool,
}

/// Why a store did not take something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Full,
    Broken,
}

/// How safe what the user writes is right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The stores are being read. Nothing can be edited yet.
    Loading,
    Ready,
    LessSafe(Reason),
    NothingCanBeSaved,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The main store is not there or did not answer in time.
    NoMainStore,
    /// The small store is not there.
    NoSmallStore,
    /// The main store refused the latest write; it is tried again.
    MainStoreRefuses(Refusal),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Not changed since the app started.
    Untouched,
    Saving,
    Saved,
    /// What the user reads about it. The words are still on screen, and saving is tried again.
    Failed(&'static str),
}

/// Whether a write may wait for the next keystroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    Typing,
    AtOnce,
}

/// What was found amiss at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Records that only the small store had; they go back into the main store.
    pub from_small: usize,
    /// Records that only the main store had, when the small store had lost everything.
    pub from_main: usize,
    pub damaged: Vec<Damage>,
}

/// A stored text that could not be read. It stays where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub store: Store,
    pub key: String,
    pub text: String,
    pub why: Unreadable,
}

const PAUSE: u64 = 250;
const LONGEST_PAUSE: u64 = 1_000;
const CALM: u64 = 4_000;
const FIRST_RETRY: u64 = 1_000;
const LONGEST_RETRY: u64 = 30_000;
/// Rows mirrored at a time, so that the page stays responsive.
const MIRROR_BATCH: usize = 64;
const JOURNAL: &str = "journal/";
const HEAD: &str = "head/";

pub struct Keeper {
    writer: Writer,
    clock: Clock,
    loaded: bool,
    has_main: bool,
    has_small: bool,
    /// Why the latest append to the lasting store failed.
    refusal: Option<Refusal>,
    journal_refused: bool,
    retry: u64,
    shelves: BTreeMap<Record, Shelf>,
    pending: Vec<Pending>,
    flights: Vec<Flight>,
    /// Records whose heads the small store may lack.
    unmirrored: BTreeSet<Record>,
    mirror_due: u64,
    wake_at: Option<u64>,
    last_ticket: u32,
    restored: Restored,
    commands: VecDeque<Command>,
    changes: BTreeSet<Record>,
}

/// A record as this tab sees it.
#[derive(Default)]
struct Shelf {
    heads: Vec<Arc<Revision>>,
    /// The latest revision this tab wrote. A writer always knows its own earlier words.
    own: Option<Arc<Revision>>,
    in_main: Vec<Stamp>,
    in_small: Vec<Stamp>,
}

/// A revision on its way into a store.
struct Pending {
    revision: Arc<Revision>,
    /// The journal key and text that may go once this is stored.
    journal: Option<(String, String)>,
    since: u64,
    due: u64,
    ticket: Option<u32>,
}

struct Flight {
    ticket: u32,
    store: Store,
    revisions: Vec<Arc<Revision>>,
    removed: Vec<(Record, Stamp)>,
}

impl Keeper {
    pub fn new(writer: Writer) -> Self {
        Self {
            writer,
            clock: Clock::new(),
            loaded: false,
            has_main: false,
            has_small: false,
            refusal: None,
            journal_refused: false,
            retry: FIRST_RETRY,
            shelves: BTreeMap::new(),
            pending: Vec::new(),
            flights: Vec::new(),
            unmirrored: BTreeSet::new(),
            mirror_due: 0,
            wake_at: None,
            last_ticket: 0,
            restored: Restored::default(),
            commands: VecDeque::new(),
            changes: BTreeSet::new(),
        }
    }

    /// The next thing to do. Ask until there is none, after every call below.
    pub fn next_command(&mut self) -> Option<Command> {
        self.commands.pop_front()
    }

    /// The records whose heads or save state changed since the last call.
    pub fn take_changes(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.changes).into_iter().collect()
    }

    /// What both stores hold at the start; `None` for a store that is not there.
    pub fn load(&mut self, now: u64, main: Option<Rows>, small: Option<Rows>) {
        self.loaded = true;
        self.has_main = main.is_some();
        self.has_small = small.is_some();
        self.mirror_due = now + CALM;
        for (name, frame) in main.unwrap_or_default() {
            if let Some(revision) = self.read(now, Store::Main, name, frame) {
                self.shelf(&revision.record).in_main.push(revision.stamp.clone());
                self.place(revision);
            }
        }
        let mut journals = Vec::new();
        for (name, frame) in small.unwrap_or_default() {
            if name.starts_with(HEAD) {
                if let Some(revision) = self.read(now, Store::Small, name, frame) {
                    self.shelf(&revision.record).in_small.push(revision.stamp.clone());
                    self.place(revision);
                }
            } else if name.starts_with(JOURNAL)
                && let Some(revision) = self.read(now, Store::Small, name.clone(), frame.clone())
            {
                self.place(revision.clone());
                journals.push((revision, (name, frame)));
            }
        }
        self.count_restored();
        self.queue_what_a_store_lacks(now, journals);
        self.settle(now);
    }

    /// The fields an edit starts from: those of the version it was made on, so that unknown keys survive.
    pub fn fields(&self, record: &Record, based_on: Option<&Stamp>) -> Fields {
        let heads = self.heads(record);
        let same = heads.iter().find(|head| Some(&head.stamp) == based_on);
        same.or(self.shown(record)).map(|head| head.fields.clone()).unwrap_or_default()
    }

    /// Adds a revision. `based_on` is the version the person saw; a version they did not see is not replaced.
    pub fn write(&mut self, now: u64, record: &Record, based_on: Option<&Stamp>, fields: Fields, haste: Haste) {
        if !self.loaded {
            return;
        }
        let knows = self.known_to(record, based_on);
        let stamp = self.clock.tick(now, &self.writer);
        let revision = Arc::new(Revision { record: record.clone(), stamp, knows, fields });
        self.shelf(record).own = Some(revision.clone());
        self.place(revision.clone());
        self.enqueue(now, revision, haste);
        self.settle(now);
    }

    pub fn journaled(&mut self, now: u64, journal_key: &str, taken: bool) {
        self.journal_refused = !taken;
        if taken {
            return;
        }
        // Without a journal nothing holds these words but this page, so they do not wait.
        for pending in &mut self.pending {
            if pending.ticket.is_none() && pending.journal.as_ref().is_some_and(|(key, _)| key == journal_key) {
                pending.due = now;
            }
        }
        self.settle(now);
    }

    /// The answer to an append: the frames that the touched records' heads now have, or why it was refused.
    pub fn appended(&mut self, now: u64, ticket: u32, answer: Result<Rows, Refusal>) {
        let Some(place) = self.flights.iter().position(|flight| flight.ticket == ticket) else { return };
        let flight = self.flights.remove(place);
        match answer {
            Ok(rows) => {
                self.land(&flight);
                if Some(flight.store) == self.store() {
                    self.refusal = None;
                    self.retry = FIRST_RETRY;
                }
                self.absorb(now, rows);
            }
            Err(refusal) => self.stay(now, &flight, refusal),
        }
        self.settle(now);
    }

    /// What a store holds now, after another tab wrote or this one was away.
    pub fn heard(&mut self, now: u64, rows: Rows) {
        self.absorb(now, rows);
        self.settle(now);
    }

    pub fn woke(&mut self, now: u64) {
        if self.wake_at.is_some_and(|at| at <= now) {
            self.wake_at = None;
        }
        self.settle(now);
    }

    /// The page may be gone any moment: everything goes out now.
    pub fn hidden(&mut self, now: u64) {
        for pending in &mut self.pending {
            pending.due = pending.due.min(now);
        }
        self.commit(now, true);
        self.mirror_due = now;
        self.settle(now);
    }

    pub fn standing(&self) -> Standing {
        match (self.loaded, self.has_main, self.has_small, self.refusal) {
            (false, ..) => Standing::Loading,
            (_, false, false, _) => Standing::NothingCanBeSaved,
            (_, true, false, Some(_)) => Standing::NothingCanBeSaved,
            (_, true, true, Some(_)) if self.journal_refused => Standing::NothingCanBeSaved,
            (_, true, true, Some(refusal)) => Standing::LessSafe(Reason::MainStoreRefuses(refusal)),
            (_, false, true, Some(_)) => Standing::NothingCanBeSaved,
            (_, false, true, None) => Standing::LessSafe(Reason::NoMainStore),
            (_, true, false, None) => Standing::LessSafe(Reason::NoSmallStore),
            (_, true, true, None) => Standing::Ready,
        }
    }

    pub fn save_state(&self, record: &Record) -> SaveState {
        let waiting = self.pending.iter().any(|pending| pending.revision.record == *record);
        let touched = self.shelves.get(record).is_some_and(|shelf| shelf.own.is_some());
        match (waiting, touched) {
            (true, _) if !self.has_main && !self.has_small => SaveState::Failed(
                "Nothing can be saved in this browser. Copy what you wrote before you close the page.",
            ),
            (true, _) => match self.refusal {
                Some(Refusal::Full) => SaveState::Failed(
                    "The storage is full. Your words are kept on this page and saving is tried again. Free some space.",
                ),
                Some(Refusal::Broken) => SaveState::Failed(
                    "The browser did not save this. Your words are kept on this page and saving is tried again.",
                ),
                None => SaveState::Saving,
            },
            (false, true) => SaveState::Saved,
            (false, false) => SaveState::Untouched,
        }
    }

    pub fn restored(&self) -> &Restored {
        &self.restored
    }

    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.shelves.keys()
    }

    pub fn heads(&self, record: &Record) -> &[Arc<Revision>] {
        self.shelves.get(record).map_or(&[], |shelf| &shelf.heads)
    }

    /// The version a view shows: this tab's own if it is among the heads, else the latest.
    pub fn shown(&self, record: &Record) -> Option<&Arc<Revision>> {
        let heads = self.heads(record);
        let own = heads.iter().rfind(|head| head.stamp.writer() == self.writer.as_str());
        own.filter(|_| record.rule() == Rule::KeepBoth).or(heads.last())
    }

    fn shelf(&mut self, record: &Record) -> &mut Shelf {
        self.shelves.entry(record.clone()).or_default()
    }

    fn read(&mut self, now: u64, store: Store, key: String, text: String) -> Option<Arc<Revision>> {
        match Revision::read(&text) {
            Ok(revision) => {
                self.clock.observe(now, &revision.stamp);
                Some(Arc::new(revision))
            }
            Err(why) => {
                self.restored.damaged.push(Damage { store, key, text, why });
                None
            }
        }
    }

    /// Puts a revision on its shelf and lets those go that it replaces.
    fn place(&mut self, revision: Arc<Revision>) {
        self.changes.insert(revision.record.clone());
        let shelf = self.shelf(&revision.record);
        let mut all = std::mem::take(&mut shelf.heads);
        all.push(revision);
        shelf.heads = heads(all);
    }

    fn known_to(&self, record: &Record, based_on: Option<&Stamp>) -> Knows {
        let mut knows = Knows::default();
        let Some(shelf) = self.shelves.get(record) else { return knows };
        let seen = |head: &&Arc<Revision>| record.rule() == Rule::LastWriter || Some(&head.stamp) == based_on;
        for revision in shelf.heads.iter().filter(seen).chain(&shelf.own) {
            knows.add(&revision.stamp);
            knows.add_all(&revision.knows);
            // A version with the very same words was seen as well.
            for twin in shelf.heads.iter().filter(|twin| twin.fields == revision.fields) {
                knows.add(&twin.stamp);
                knows.add_all(&twin.knows);
            }
        }
        if let Some(stamp) = based_on {
            knows.add(stamp);
        }
        knows
    }

    fn enqueue(&mut self, now: u64, revision: Arc<Revision>, haste: Haste) {
        let frame = revision.write();
        let mut journal_key = String::from(JOURNAL);
        journal_key.push_str(self.writer.as_str());
        journal_key.push('/');
        journal_key.push_str(revision.record.as_str());
        let mut since = now;
        // Words that are not on their way yet are replaced by these.
        self.pending.retain(|pending| {
            let superseded = pending.ticket.is_none() && revision.replaces(&pending.revision);
            let same_journal = pending.journal.as_ref().is_none_or(|(key, _)| *key == journal_key);
            if superseded && same_journal {
                since = since.min(pending.since);
            }
            !(superseded && same_journal)
        });
        let due = match haste {
            Haste::AtOnce => now,
            Haste::Typing => (now + PAUSE).min(since + LONGEST_PAUSE),
        };
        let due = if self.refusal.is_some() { now + self.retry } else { due };
        let journal = self.has_small.then(|| (journal_key, frame));
        if let Some((key, frame)) = journal.clone() {
            self.commands.push_back(Command::Journal { key, frame });
        }
        self.pending.push(Pending { revision, journal, since, due, ticket: None });
    }

    fn store(&self) -> Option<Store> {
        match (self.has_main, self.has_small) {
            (true, _) => Some(Store::Main),
            (false, true) => Some(Store::Small),
            (false, false) => None,
        }
    }

    /// Does what is due, and wishes to be woken for what is due next.
    fn settle(&mut self, now: u64) {
        self.commit(now, false);
        if self.mirror_due <= now {
            self.mirror(now);
        }
        let waits = self.pending.iter().filter(|pending| pending.ticket.is_none()).map(|pending| pending.due);
        let mirror = Some(self.mirror_due).filter(|_| self.can_mirror());
        let flying = self.flights.iter().any(|flight| Some(flight.store) == self.store());
        let next = if flying || self.store().is_none() { mirror } else { waits.chain(mirror).min() };
        if let Some(next) = next
            && self.wake_at.is_none_or(|at| next < at)
        {
            self.wake_at = Some(next);
            self.commands.push_back(Command::Wake { millis: next.saturating_sub(now) });
        }
    }

    /// Sends what is waiting, all together. One append at a time, unless the page is going away.
    fn commit(&mut self, now: u64, going_away: bool) {
        let Some(store) = self.store().filter(|_| self.loaded) else { return };
        let flying = self.flights.iter().any(|flight| flight.store == store);
        let due = self.pending.iter().any(|pending| pending.ticket.is_none() && pending.due <= now);
        if !due || (flying && !going_away) {
            return;
        }
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        let mut revisions = Vec::new();
        for pending in self.pending.iter_mut().filter(|pending| pending.ticket.is_none()) {
            pending.ticket = Some(ticket);
            revisions.push(pending.revision.clone());
        }
        self.append(ticket, store, revisions);
    }

    fn can_mirror(&self) -> bool {
        self.has_main && self.has_small && !self.unmirrored.is_empty()
    }

    /// Copies what the main store holds into the small one.
    fn mirror(&mut self, now: u64) {
        if !self.can_mirror() {
            return;
        }
        let mut revisions = Vec::new();
        while let Some(record) = self.unmirrored.pop_first() {
            let Some(shelf) = self.shelves.get(&record) else { continue };
            let stored =
                |head: &&Arc<Revision>| shelf.in_main.contains(&head.stamp) && !shelf.in_small.contains(&head.stamp);
            revisions.extend(shelf.heads.iter().filter(stored).cloned());
            if revisions.len() >= MIRROR_BATCH {
                break;
            }
        }
        self.mirror_due = now + if self.unmirrored.is_empty() { CALM } else { PAUSE };
        if !revisions.is_empty() {
            self.last_ticket += 1;
            self.append(self.last_ticket, Store::Small, revisions);
        }
    }

    fn append(&mut self, ticket: u32, store: Store, revisions: Vec<Arc<Revision>>) {
        let prefix = if store == Store::Small { HEAD } else { "" };
        let mut removed = Vec::new();
        for revision in &revisions {
            let Some(shelf) = self.shelves.get(&revision.record) else { continue };
            let present = if store == Store::Main { &shelf.in_main } else { &shelf.in_small };
            let replaced = present.iter().filter(|stamp| revision.knows.covers(stamp));
            removed.extend(replaced.map(|stamp| (revision.record.clone(), stamp.clone())));
        }
        let named = |record: &Record, stamp: &Stamp| {
            let mut name = String::from(prefix);
            name.push_str(&key(record, stamp));
            name
        };
        let row = |revision: &Arc<Revision>| Row {
            record: revision.record.clone(),
            key: named(&revision.record, &revision.stamp),
            frame: revision.write(),
            keep: revision.record.rule() == Rule::KeepBoth,
        };
        let rows = revisions.iter().map(row).collect();
        let remove = removed.iter().map(|(record, stamp)| named(record, stamp)).collect();
        self.flights.push(Flight { ticket, store, revisions, removed });
        self.commands.push_back(Command::Append { ticket, store, rows, remove });
    }

    /// An append was taken.
    fn land(&mut self, flight: &Flight) {
        for (record, stamp) in &flight.removed {
            let shelf = self.shelf(record);
            let present = if flight.store == Store::Main { &mut shelf.in_main } else { &mut shelf.in_small };
            present.retain(|other| other != stamp);
        }
        for revision in &flight.revisions {
            let shelf = self.shelf(&revision.record);
            let present = if flight.store == Store::Main { &mut shelf.in_main } else { &mut shelf.in_small };
            if !present.contains(&revision.stamp) {
                present.push(revision.stamp.clone());
            }
            if flight.store == Store::Main {
                self.unmirrored.insert(revision.record.clone());
            }
            if Some(flight.store) == self.store() {
                self.commands.push_back(Command::Announce { record: revision.record.clone() });
            }
        }
        let (landed, waiting) =
            std::mem::take(&mut self.pending).into_iter().partition(|p| p.ticket == Some(flight.ticket));
        self.pending = waiting;
        let landed: Vec<Pending> = landed;
        for pending in landed {
            self.changes.insert(pending.revision.record.clone());
            if let Some((key, frame)) = pending.journal {
                self.commands.push_back(Command::Unjournal { key, frame });
            }
        }
    }

    /// An append was refused: what was in it waits and is tried again.
    fn stay(&mut self, now: u64, flight: &Flight, refusal: Refusal) {
        if Some(flight.store) != self.store() {
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
        // Of two versions on their way, one may have been overtaken while it waited.
        let waiting: Vec<Arc<Revision>> = self.pending.iter().map(|pending| pending.revision.clone()).collect();
        self.pending.retain(|pending| {
            pending.ticket.is_some() || !waiting.iter().any(|other| other.replaces(&pending.revision))
        });
        self.retry = (self.retry * 2).min(LONGEST_RETRY);
    }

    fn absorb(&mut self, now: u64, rows: Rows) {
        for (name, frame) in rows {
            if self.knows_row(&name) {
                continue;
            }
            let Ok(revision) = Revision::read(&frame) else { continue };
            let store = if name.starts_with(HEAD) { Store::Small } else { Store::Main };
            self.clock.observe(now, &revision.stamp);
            let shelf = self.shelf(&revision.record);
            let present = if store == Store::Main { &mut shelf.in_main } else { &mut shelf.in_small };
            if !present.contains(&revision.stamp) {
                present.push(revision.stamp.clone());
                self.place(Arc::new(revision));
            }
        }
    }

    /// Reading a frame costs more than looking up its key, and most rows of a second reading are known.
    fn knows_row(&self, name: &str) -> bool {
        let (bare, small) = match name.strip_prefix(HEAD) {
            Some(bare) => (bare, true),
            None => (name, false),
        };
        let Some((record, stamp)) = bare.split_once(' ') else { return false };
        let shelf = Record::parse(record).and_then(|record| self.shelves.get(&record));
        let present = shelf.map(|shelf| if small { &shelf.in_small } else { &shelf.in_main });
        present.is_some_and(|present| present.iter().any(|known| known.as_str() == stamp))
    }

    fn count_restored(&mut self) {
        let (mut only_small, mut only_main, mut mirrored) = (0, 0, 0);
        for shelf in self.shelves.values() {
            only_small += usize::from(shelf.in_main.is_empty() && !shelf.in_small.is_empty());
            only_main += usize::from(shelf.in_small.is_empty() && !shelf.in_main.is_empty());
            mirrored += usize::from(!shelf.in_small.is_empty());
        }
        self.restored.from_small = if self.has_main { only_small } else { 0 };
        self.restored.from_main = if self.has_small && mirrored == 0 { only_main } else { 0 };
    }

    fn queue_what_a_store_lacks(&mut self, now: u64, journals: Vec<(Arc<Revision>, (String, String))>) {
        let mut rescued: Vec<(Arc<Revision>, Option<(String, String)>)> = Vec::new();
        for (revision, journal) in journals {
            if self.lasts(&revision) {
                let (key, frame) = journal;
                self.commands.push_back(Command::Unjournal { key, frame });
            } else {
                rescued.push((revision, Some(journal)));
            }
        }
        for (record, shelf) in &self.shelves {
            for head in &shelf.heads {
                if !self.lasts(head) && !rescued.iter().any(|(revision, _)| revision.stamp == head.stamp) {
                    rescued.push((head.clone(), None));
                }
                if !shelf.in_small.contains(&head.stamp) {
                    self.unmirrored.insert(record.clone());
                }
            }
        }
        for (revision, journal) in rescued {
            self.pending.push(Pending { revision, journal, since: now, due: now, ticket: None });
        }
    }

    /// Whether the lasting store holds this revision, or one that replaces it.
    fn lasts(&self, revision: &Revision) -> bool {
        let Some(shelf) = self.shelves.get(&revision.record) else { return false };
        let stored = if self.has_main { &shelf.in_main } else { &shelf.in_small };
        stored.contains(&revision.stamp)
            || shelf.heads.iter().any(|head| stored.contains(&head.stamp) && head.replaces(revision))
    }
}
