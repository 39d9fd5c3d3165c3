//! Between the keeper and the stores: both are read, what the keeper asks for is carried out, and what happens to the page
//! and to the stores is told to it. Nothing is decided here.

use super::{FIRST_PAUSE, OpenRecords, Records};
use crate::platform::LifecycleEvent;
use crate::platform::storage::ReadResult;
use lanyard_core::records::keeper::Batch;
use lanyard_core::records::{Command, KeyedFrames, Record, Refusal, StorageHealth, Store};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::time::Duration;

const RESERVE: &str = "reserve";
const SMALL_RESERVE: usize = 64 * 1024;
const MAIN_RESERVE: usize = 1024 * 1024;
const WITNESS: &str = "witness";

const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Records {
    /// Reads both stores. A main store that does not answer is done without, and asked again after a pause: what it holds
    /// is joined with what was written meanwhile.
    pub(super) fn read_stores(self, pause: Duration) {
        let records = self;
        let Some(open) = self.with(Rc::clone) else { return };
        let clock = open.platform.clock.clone();
        let read = move |main: Option<KeyedFrames>| {
            let is_first = open.keeper.borrow().health() == StorageHealth::Loading;
            let answered = main.is_some();
            if answered || is_first {
                records.step(|keeper, now| keeper.load(now, main, open.platform.small.all()));
            }
            (open.stores_read)(answered);
            if answered {
                records.read_count_markers();
            } else if !open.is_retrying.replace(true) {
                let over = clock.wait(pause);
                spawn_local(async move {
                    over.await;
                    records.with(|open| open.is_retrying.set(false));
                    records.read_stores((pause * 2).min(LONGEST_PAUSE));
                });
            }
        };
        if let Some(main) = self.with(|open| open.platform.main.clone()) {
            main.open(Box::new(read));
        }
    }

    pub(super) fn carry_out(self, open: &OpenRecords, command: Command) {
        let (records, platform) = (self, &open.platform);
        let now = platform.clock.now_millis();
        match command {
            Command::Journal { key, frame } => {
                let taken = platform.small.put(&key, &frame).is_ok();
                open.keeper.borrow_mut().journaled(now, &key, taken);
            }
            Command::Unjournal { key, frame } => {
                if platform.small.get(&key).is_some_and(|held| *held == *frame) {
                    platform.small.remove(&key);
                }
            }
            Command::Append { ticket, store: Store::Small, batch } => {
                let answer = open.append_small(&batch);
                open.keeper.borrow_mut().appended(now, ticket, answer);
            }
            Command::Append { ticket, store: Store::Main, batch } => {
                let done = Box::new(move |answer| records.step(|keeper, now| keeper.appended(now, ticket, answer)));
                platform.main.append(batch, done);
            }
            Command::ReadHistory { record } => {
                let asked = record.clone();
                let answer = move |rows: Option<KeyedFrames>| {
                    records.step(|keeper, now| keeper.history(now, &asked, &rows.unwrap_or_default()));
                };
                platform.main.history(&record, Box::new(answer));
            }
            Command::Wake { after } => {
                let over = platform.clock.wait(after);
                spawn_local(async move {
                    over.await;
                    records.step(|keeper, now| keeper.woke(now));
                });
            }
            Command::Broadcast { record } => platform.lifecycle.broadcast(record.as_str()),
            Command::SetAside { name, text } => open.set_aside(name, text),
            Command::KeepReserve => {
                if platform.small.get(RESERVE).is_none() {
                    // When there is no room for it, there is none to keep.
                    let _ = platform.small.put(RESERVE, &".".repeat(SMALL_RESERVE));
                    platform.main.put_file(RESERVE, &vec![0; MAIN_RESERVE], Box::new(drop));
                }
            }
            Command::FreeReserve => {
                platform.small.remove(RESERVE);
                let freed = Box::new(move |()| records.step(|keeper, now| keeper.freed(now)));
                platform.main.remove_file(RESERVE, freed);
            }
            Command::StoreCountMarker { text } => {
                let _ = platform.small.put(WITNESS, &text);
                platform.main.put_file(WITNESS, text.as_bytes(), Box::new(drop));
                platform.storage_manager.set_count_marker(&text);
            }
            Command::DropFile { name } => platform.main.remove_file(&name, Box::new(drop)),
        }
    }

    /// Asks the three witnesses how many entries there were: in both stores, and beside the cached files.
    fn read_count_markers(self) {
        let records = self;
        let Some(open) = self.with(Rc::clone) else { return };
        let in_small = open.platform.small.get(WITNESS);
        let space = open.platform.storage_manager.clone();
        let in_main = move |found: ReadResult<Vec<u8>>| {
            let in_main = found.ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
            space.count_marker(Box::new(move |in_cache| {
                let all: Vec<String> = [in_small, in_main, in_cache].into_iter().flatten().collect();
                records.step(|keeper, now| keeper.compare_count_markers(now, &all));
            }));
        };
        open.platform.main.file(WITNESS, Box::new(in_main));
    }

    pub(in crate::state) fn on_page(self, event: LifecycleEvent) {
        match event {
            LifecycleEvent::Hidden => self.step(|keeper, now| keeper.hidden(now)),
            LifecycleEvent::Returned | LifecycleEvent::SmallStoreCleared => self.read_stores(FIRST_PAUSE),
            LifecycleEvent::Broadcast(name) => self.read_again(Record::parse(&name)),
            LifecycleEvent::SmallStoreChanged => {
                if matches!(self.health.try_get_untracked(), Some(StorageHealth::LessSafe(_))) {
                    self.read_again(None);
                }
            }
        }
    }

    fn read_again(self, record: Option<Record>) {
        let records = self;
        let Some(open) = self.with(Rc::clone) else { return };
        let small = open.platform.small.clone();
        let answer = move |rows: Option<KeyedFrames>| {
            let rows = rows.or_else(|| small.all()).unwrap_or_default();
            records.step(|keeper, now| keeper.heard(now, rows));
        };
        open.platform.main.heads(record.as_ref(), Box::new(answer));
    }
}

impl OpenRecords {
    /// The small store has no transactions: the replacements are put first, and what they replace goes after.
    fn append_small(&self, batch: &Batch) -> Result<KeyedFrames, Refusal> {
        for row in &batch.rows {
            self.platform.small.put(&row.key, &row.frame)?;
        }
        for key in &batch.remove {
            self.platform.small.remove(key);
        }
        Ok(Vec::new())
    }

    /// A second copy of what could not be read. The first one stays where it was.
    fn set_aside(&self, name: String, text: String) {
        let small = self.platform.small.clone();
        let (key, copy) = (name.clone(), text.clone());
        let done = move |stored: Result<(), Refusal>| {
            if stored.is_err() {
                let _ = small.put(&key, &copy);
            }
        };
        self.platform.main.put_file(&name, text.as_bytes(), Box::new(done));
    }
}
