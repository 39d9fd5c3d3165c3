//! Between the keeper and the stores: both are read, what the keeper asks for is carried out, and what happens to the page
//! and to the stores is told to it. Nothing is decided here.

use super::user::{FIRST_PAUSE, Inner, User};
use crate::platform::LifecycleEvent;
use crate::platform::storage::ReadResult;
use lanyard_core::records::keeper::Batch;
use lanyard_core::records::{Command, Keeper, KeyedFrames, Record, Refusal, StorageHealth, Store};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

const RESERVE: &str = "reserve";
const SMALL_RESERVE: usize = 64 * 1024;
const MAIN_RESERVE: usize = 1024 * 1024;
const WITNESS: &str = "witness";

const LONGEST_PAUSE: u64 = 60_000;

impl User {
    /// Reads both stores. A main store that does not answer is done without, and asked again after a pause: what it holds
    /// is joined with what was written meanwhile.
    pub(super) fn read_stores(self, pause: u64) {
        let user = self;
        let Some(inner) = self.with(Rc::clone) else { return };
        let clock = inner.platform.clock.clone();
        let read = move |main: Option<KeyedFrames>| {
            let is_first = inner.keeper.borrow().health() == StorageHealth::Loading;
            let answered = main.is_some();
            if answered || is_first {
                user.step(|keeper, now| keeper.load(now, main, inner.platform.small.all()));
                user.look_at_storage_space();
            }
            if answered {
                user.read_count_markers();
                user.look_at_missing_photos();
            } else if !inner.is_retrying.replace(true) {
                let over = clock.wait(pause);
                spawn_local(async move {
                    over.await;
                    user.with(|inner| inner.is_retrying.set(false));
                    user.read_stores((pause * 2).min(LONGEST_PAUSE));
                });
            }
        };
        if let Some(main) = self.with(|inner| inner.platform.main.clone()) {
            main.open(Box::new(read));
        }
    }

    /// The page was asleep.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn wake(&self) {
        self.on_page(LifecycleEvent::Returned);
    }

    /// Does what the user asked for, as soon as the stores have been read: nothing can be changed before.
    pub(super) fn command(&self, act: impl FnOnce(&Self) + 'static) {
        let Some(inner) = self.with(Rc::clone) else { return };
        if inner.keeper.borrow().health() == StorageHealth::Loading {
            let user = *self;
            inner.waiting.borrow_mut().push(Box::new(move || act(&user)));
        } else {
            act(self);
        }
    }

    /// Lets the keeper act, carries out what it asks for, and publishes what changed.
    pub(super) fn step(&self, act: impl FnOnce(&mut Keeper, u64)) {
        let Some(inner) = self.with(Rc::clone) else { return };
        let now = inner.platform.clock.now_millis();
        let was_loading = inner.keeper.borrow().health() == StorageHealth::Loading;
        act(&mut inner.keeper.borrow_mut(), now);
        loop {
            // The borrow ends before the command runs: an answer may come at once.
            let Some(command) = inner.keeper.borrow_mut().next_command() else { break };
            self.carry_out(&inner, command);
        }
        let changes = inner.keeper.borrow_mut().take_changes();
        let health = inner.keeper.borrow().health();
        self.publish(&inner, &changes, was_loading);
        let restored = inner.keeper.borrow().restored().clone();
        if self.restored.try_with_untracked(|shown| *shown != restored) == Some(true) {
            self.restored.set(restored);
        }
        if self.health.try_get_untracked().is_some_and(|shown| shown != health) {
            self.health.set(health);
        }
        if was_loading && health != StorageHealth::Loading {
            let waiting = inner.waiting.take();
            waiting.into_iter().for_each(|command| command());
        }
    }

    fn carry_out(&self, inner: &Inner, command: Command) {
        let (user, platform) = (*self, &inner.platform);
        let now = platform.clock.now_millis();
        match command {
            Command::Journal { key, frame } => {
                let taken = platform.small.put(&key, &frame).is_ok();
                inner.keeper.borrow_mut().journaled(now, &key, taken);
            }
            Command::Unjournal { key, frame } => {
                if platform.small.get(&key).is_some_and(|held| held == frame) {
                    platform.small.remove(&key);
                }
            }
            Command::Append { ticket, store: Store::Small, batch } => {
                let answer = inner.append_small(&batch);
                inner.keeper.borrow_mut().appended(now, ticket, answer);
            }
            Command::Append { ticket, store: Store::Main, batch } => {
                let done = Box::new(move |answer| user.step(|keeper, now| keeper.appended(now, ticket, answer)));
                platform.main.append(batch, done);
            }
            Command::ReadHistory { record } => {
                let asked = record.clone();
                let answer = move |rows: Option<KeyedFrames>| {
                    user.step(|keeper, now| keeper.history(now, &asked, &rows.unwrap_or_default()));
                };
                platform.main.history(&record, Box::new(answer));
            }
            Command::Wake { millis } => {
                let over = platform.clock.wait(millis);
                spawn_local(async move {
                    over.await;
                    user.step(|keeper, now| keeper.woke(now));
                });
            }
            Command::Broadcast { record } => platform.lifecycle.broadcast(record.as_str()),
            Command::SetAside { name, text } => inner.set_aside(name, text),
            Command::KeepReserve => {
                if platform.small.get(RESERVE).is_none() {
                    // When there is no room for it, there is none to keep.
                    let _ = platform.small.put(RESERVE, &".".repeat(SMALL_RESERVE));
                    platform.main.put_file(RESERVE, &vec![0; MAIN_RESERVE], Box::new(drop));
                }
            }
            Command::FreeReserve => {
                platform.small.remove(RESERVE);
                let freed = Box::new(move |()| user.step(|keeper, now| keeper.freed(now)));
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
    fn read_count_markers(&self) {
        let user = *self;
        let Some(inner) = self.with(Rc::clone) else { return };
        let in_small = inner.platform.small.get(WITNESS);
        let space = inner.platform.storage_manager.clone();
        let in_main = move |found: ReadResult<Vec<u8>>| {
            let in_main = found.ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
            space.count_marker(Box::new(move |in_cache| {
                let all: Vec<String> = [in_small, in_main, in_cache].into_iter().flatten().collect();
                user.step(|keeper, now| keeper.compare_count_markers(now, &all));
            }));
        };
        inner.platform.main.file(WITNESS, Box::new(in_main));
    }

    pub(super) fn on_page(&self, event: LifecycleEvent) {
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

    fn read_again(&self, record: Option<Record>) {
        let user = *self;
        let Some(inner) = self.with(Rc::clone) else { return };
        let small = inner.platform.small.clone();
        let answer = move |rows: Option<KeyedFrames>| {
            let rows = rows.or_else(|| small.all()).unwrap_or_default();
            user.step(|keeper, now| keeper.heard(now, rows));
        };
        inner.platform.main.heads(record.as_ref(), Box::new(answer));
    }
}

impl Inner {
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
