//! Between the keeper and the stores: both are read, what the keeper asks for is carried out, and what happens to the page
//! and to the stores is told to it. Nothing is decided here.

use super::{FIRST_PAUSE, OpenRecords, Records};
use crate::platform::LifecycleEvent;
use crate::platform::waiting::Answer;
use lanyard_core::backup::WITHDRAWN_FILE;
use lanyard_core::records::keeper::Batch;
use lanyard_core::records::{Command, Keeper, KeyedFrames, Record, Refusal, Stamp, StorageHealth, Store, UnixMillis};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

const RESERVE: &str = "reserve";
const SMALL_RESERVE: usize = 64 * 1024;
const MAIN_RESERVE: usize = 1024 * 1024;
const WITNESS: &str = "witness";

/// So many rows are taken in before the browser may do something else.
const ROWS_AT_ONCE: usize = 64;

/// Said to the other tabs when many records were changed at once, by a restore or its undo.
const RESTORED: &str = "restored";

const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Records {
    /// Reads both stores. A main store that does not answer is done without, and asked again after a pause: what it holds
    /// is joined with what was written meanwhile.
    pub(super) fn read_stores(self, pause: Duration) {
        let Some(open) = self.with(Rc::clone) else { return };
        let (main, withdrawn) = (open.platform.main.open(), open.platform.main.file(WITHDRAWN_FILE));
        spawn_local(async move {
            let (main, withdrawn) = (main.await, withdrawn.await.ok().flatten());
            let is_first = open.keeper.borrow().health() == StorageHealth::Loading;
            let answered = main.is_some();
            if answered || is_first {
                self.step(|keeper, now| {
                    let shows_withdrawn = keeper.withdraw(stamps(withdrawn.as_deref().unwrap_or_default()));
                    keeper.load(now, main, open.platform.small.all());
                    if shows_withdrawn {
                        self.start_anew(&open);
                    }
                });
            }
            (open.stores_read)(answered);
            if answered {
                self.compare_count_markers(&open).await;
            } else if !open.is_retrying.replace(true) {
                open.platform.clock.wait(pause).await;
                open.is_retrying.set(false);
                self.read_stores((pause * 2).min(LONGEST_PAUSE));
            }
        });
    }

    /// Views show what was taken away: the page is loaded anew, when nobody types.
    fn start_anew(self, open: &Rc<OpenRecords>) {
        let lifecycle = open.platform.lifecycle.clone();
        spawn_local(async move {
            lifecycle.nobody_types().await;
            lifecycle.start_anew();
        });
    }

    pub(super) fn carry_out(self, open: &OpenRecords, command: Command) {
        let platform = &open.platform;
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
                let appended = platform.main.append(batch);
                self.step_with(appended, move |keeper, now, result| keeper.appended(now, ticket, result));
            }
            Command::ReadHistory { record } => {
                let rows = platform.main.history(&record);
                self.step_with(rows, move |keeper, now, rows| keeper.history(now, &record, &rows.unwrap_or_default()));
            }
            Command::Wake { after } => {
                self.step_with(platform.clock.wait(after), |keeper, now, ()| keeper.woke(now));
            }
            Command::Broadcast { record } => platform.lifecycle.broadcast(record.as_str()),
            Command::SetAside { name, text } => open.set_aside(name, text),
            Command::KeepReserve => {
                if platform.small.get(RESERVE).is_none() {
                    // When there is no room for it, there is none to keep.
                    let _ = platform.small.put(RESERVE, &".".repeat(SMALL_RESERVE));
                    drop(platform.main.put_file(RESERVE, &vec![0; MAIN_RESERVE]));
                }
            }
            Command::FreeReserve => {
                platform.small.remove(RESERVE);
                self.step_with(platform.main.remove_file(RESERVE), |keeper, now, ()| keeper.freed(now));
            }
            Command::StoreCountMarker { text } => {
                let _ = platform.small.put(WITNESS, &text);
                drop(platform.main.put_file(WITNESS, text.as_bytes()));
                platform.storage_manager.set_count_marker(&text);
            }
            Command::DropFile { name } => drop(platform.main.remove_file(&name)),
        }
    }

    /// Lets the keeper act on an answer, when it comes.
    fn step_with<T: 'static>(self, answer: Answer<T>, act: impl FnOnce(&mut Keeper, UnixMillis, T) + 'static) {
        let records = self;
        spawn_local(async move {
            let answer = answer.await;
            records.step(|keeper, now| act(keeper, now, answer));
        });
    }

    /// Asks the three witnesses how many entries there were: in both stores, and beside the cached files.
    async fn compare_count_markers(self, open: &OpenRecords) {
        let in_small = open.platform.small.get(WITNESS);
        let in_main = open.platform.main.file(WITNESS).await.ok().flatten();
        let in_main = in_main.and_then(|bytes| String::from_utf8(bytes).ok());
        let in_cache = open.platform.storage_manager.count_marker().await;
        let all: Vec<String> = [in_small, in_main, in_cache].into_iter().flatten().collect();
        self.step(|keeper, now| keeper.compare_count_markers(now, &all));
    }

    /// The main store holds something else than before, by a restore or its undo: it is read again, here and in the other
    /// tabs. After an undo, how many entries there were counts anew.
    pub(in crate::state) async fn was_restored(self, is_undone: bool) {
        let Some(open) = self.with(Rc::clone) else { return };
        open.platform.lifecycle.broadcast(RESTORED);
        if is_undone {
            open.platform.small.remove(WITNESS);
            open.platform.storage_manager.set_count_marker("");
            return self.read_stores(FIRST_PAUSE);
        }
        let Ok(withdrawn) = open.platform.main.file(WITHDRAWN_FILE).await else { return };
        let withdrawn = stamps(withdrawn.as_deref().unwrap_or_default());
        self.step(|keeper, _| keeper.withdraw(withdrawn));
        // Thousands of entries at once would keep the page from answering.
        let mut last = String::new();
        while let Some(rows) = open.platform.main.heads_after(&last, ROWS_AT_ONCE).await {
            let Some((key, _)) = rows.last() else { break };
            last.clone_from(key);
            self.step(|keeper, now| keeper.heard(now, rows));
            open.platform.clock.yield_to_browser().await;
        }
    }

    /// Everything that was written goes out now, before the main store is read or changed elsewhere.
    pub(in crate::state) fn send_all(self) {
        self.step(|keeper, now| keeper.hidden(now));
    }

    pub(in crate::state) fn on_page(self, event: LifecycleEvent) {
        match event {
            LifecycleEvent::Hidden => self.step(|keeper, now| keeper.hidden(now)),
            LifecycleEvent::Returned | LifecycleEvent::SmallStoreCleared => self.read_stores(FIRST_PAUSE),
            LifecycleEvent::Broadcast(name) if name == RESTORED => self.read_stores(FIRST_PAUSE),
            LifecycleEvent::Broadcast(name) => self.read_again(Record::parse(&name)),
            LifecycleEvent::SmallStoreChanged => {
                if matches!(self.health.try_get_untracked(), Some(StorageHealth::LessSafe(_))) {
                    self.read_again(None);
                }
            }
        }
    }

    fn read_again(self, record: Option<Record>) {
        let Some(open) = self.with(Rc::clone) else { return };
        let rows = open.platform.main.heads(record.as_ref());
        self.step_with(rows, move |keeper, now, rows| {
            keeper.heard(now, rows.or_else(|| open.platform.small.all()).unwrap_or_default());
        });
    }
}

/// One in each line.
fn stamps(file: &[u8]) -> BTreeSet<Stamp> {
    String::from_utf8_lossy(file).lines().filter_map(Stamp::parse).collect()
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
        let (small, stored) = (self.platform.small.clone(), self.platform.main.put_file(&name, text.as_bytes()));
        spawn_local(async move {
            if stored.await.is_err() {
                let _ = small.put(&name, &text);
            }
        });
    }
}
