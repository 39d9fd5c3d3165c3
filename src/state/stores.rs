//! Between the keeper and the stores: both are read, what the keeper asks for is carried out, and what happens to the page
//! and to the stores is told to it. Nothing is decided here.

use super::user::{FIRST_PAUSE, Inner, User};
use crate::platform::LifecycleEvent;
use crate::platform::waiting::Answer;
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
        let Some(inner) = self.with(Rc::clone) else { return };
        let main = inner.platform.main.open();
        spawn_local(async move {
            let main = main.await;
            let is_first = inner.keeper.borrow().health() == StorageHealth::Loading;
            let answered = main.is_some();
            if answered || is_first {
                self.step(|keeper, now| keeper.load(now, main, inner.platform.small.all()));
                self.look_at_storage_space();
            }
            if answered {
                self.look_at_missing_photos();
                self.compare_count_markers(&inner).await;
            } else if !inner.is_retrying.replace(true) {
                inner.platform.clock.wait(pause).await;
                inner.is_retrying.set(false);
                self.read_stores((pause * 2).min(LONGEST_PAUSE));
            }
        });
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
        let platform = &inner.platform;
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
                let appended = platform.main.append(batch);
                self.step_with(appended, move |keeper, now, result| keeper.appended(now, ticket, result));
            }
            Command::ReadHistory { record } => {
                let rows = platform.main.history(&record);
                self.step_with(rows, move |keeper, now, rows| keeper.history(now, &record, &rows.unwrap_or_default()));
            }
            Command::Wake { millis } => {
                self.step_with(platform.clock.wait(millis), |keeper, now, ()| keeper.woke(now));
            }
            Command::Broadcast { record } => platform.lifecycle.broadcast(record.as_str()),
            Command::SetAside { name, text } => inner.set_aside(name, text),
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
    fn step_with<T: 'static>(&self, answer: Answer<T>, act: impl FnOnce(&mut Keeper, u64, T) + 'static) {
        let user = *self;
        spawn_local(async move {
            let answer = answer.await;
            user.step(|keeper, now| act(keeper, now, answer));
        });
    }

    /// Asks the three witnesses how many entries there were: in both stores, and beside the cached files.
    async fn compare_count_markers(self, inner: &Inner) {
        let in_small = inner.platform.small.get(WITNESS);
        let in_main = inner.platform.main.file(WITNESS).await.ok().flatten();
        let in_main = in_main.and_then(|bytes| String::from_utf8(bytes).ok());
        let in_cache = inner.platform.storage_manager.count_marker().await;
        let all: Vec<String> = [in_small, in_main, in_cache].into_iter().flatten().collect();
        self.step(|keeper, now| keeper.compare_count_markers(now, &all));
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
        let Some(inner) = self.with(Rc::clone) else { return };
        let rows = inner.platform.main.heads(record.as_ref());
        self.step_with(rows, move |keeper, now, rows| {
            keeper.heard(now, rows.or_else(|| inner.platform.small.all()).unwrap_or_default());
        });
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
        let (small, stored) = (self.platform.small.clone(), self.platform.main.put_file(&name, text.as_bytes()));
        spawn_local(async move {
            if stored.await.is_err() {
                let _ = small.put(&name, &text);
            }
        });
    }
}
