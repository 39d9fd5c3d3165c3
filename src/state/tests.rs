//! The user's data over a whole platform in memory. Over a browser's, the journeys do the same: `capture`, `photos`,
//! `faults`.
#![cfg(not(target_arch = "wasm32"))]

use super::user::User;
use crate::platform::LifecycleEvent;
use crate::platform::Platform;
use crate::platform::clock::MemoryClock;
use crate::platform::lifecycle::MemoryLifecycle;
use crate::platform::listen::Listener;
use crate::platform::storage::{MainStore, ReadResult};
use crate::platform::storage_faulty::FaultyMain;
use crate::platform::waiting::{Answer, answered};
use lanyard_core::notebook::{Attachment, Entry, EntryId, Mark, OwnItem, OwnItemId, SessionSnapshot, wire};
use lanyard_core::records::keeper::{Batch, KeyedFrames, Refusal};
use lanyard_core::records::{Reason, Record};
use lanyard_core::records::{SaveState, StorageHealth, UnixMillis};
use lanyard_core::schedule::{Instant, SessionKey};
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

fn start(platform: Platform) -> User {
    let user = User::new();
    user.begin(platform);
    user
}

async fn wait(platform: &Platform, until: impl Fn() -> bool) {
    for _ in 0..1_000 {
        if until() {
            return;
        }
        platform.clock.wait(Duration::from_millis(20)).await;
    }
    panic!("it never came to be");
}

/// Writes, starts again from what is stored, and finds everything.
async fn a_day_at_the_conference(platform: Platform) {
    let session = SessionKey::new("kubecon", "1i7ke");
    let user = start(platform.clone());
    wait(&platform, || user.storage.health().get_untracked() != StorageHealth::Loading).await;
    assert_eq!(user.storage.health().get_untracked(), StorageHealth::Ready);

    let mut entry =
        Entry::new(user.notebook.new_id(), Instant(5), Attachment::Session(session.clone()), Some("kubecon".into()));
    user.notebook.write(entry.clone());
    let written = |user: &User| user.notebook.entries().get_untracked().iter().any(|other| other.id == entry.id);
    assert!(!written(&user), "nothing was written yet");
    for text in ["H", "He", "Hello"] {
        entry.text = text.into();
        user.notebook.write(entry.clone());
        assert_eq!(user.notebook.save_state(&entry.id), SaveState::Saving);
    }
    user.marks.set(&session, SessionSnapshot { title: "Keynote".into(), start: None }, Mark::Star, true);
    user.settings.set("clock", "24");
    let dinner = OwnItem {
        id: user.own_items.new_id(),
        title: "Dinner".into(),
        start: Instant(7),
        end: None,
        location: "Red Iguana".into(),
        note: String::new(),
        deleted: None,
        based_on: None,
    };
    user.own_items.write(&dinner);
    wait(&platform, || user.notebook.save_state(&entry.id) == SaveState::Saved).await;
    assert!(user.marks.of(&session).star);

    let again = start(platform.clone());
    wait(&platform, || again.storage.health().get_untracked() == StorageHealth::Ready).await;
    let read = again.notebook.entries().get_untracked();
    let found: Vec<&Entry> = read.iter().filter(|other| other.id == entry.id).collect();
    assert_eq!(found.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>(), ["Hello"]);
    assert_eq!(
        (again.marks.sessions_with(Mark::Star), again.settings.get("clock")),
        (vec![session.clone()], Some("24".into()))
    );
    assert_eq!(again.marks.snapshot(&session).map(|known| known.title), Some("Keynote".into()));

    let read = again.own_items.get(&dinner.id).unwrap();
    assert_eq!(OwnItem { based_on: None, ..read.clone() }, dinner);
    again.own_items.delete(&read);
    assert_eq!(again.own_items.get(&dinner.id), None);

    again.notebook.delete(&entry.id);
    wait(&platform, || again.notebook.save_state(&entry.id) == SaveState::Saved).await;
    let has = |list: Signal<std::sync::Arc<Vec<Entry>>>| list.get_untracked().iter().any(|other| other.id == entry.id);
    assert_eq!((has(again.notebook.entries()), has(again.notebook.trash())), (false, true));
    again.notebook.restore(&entry.id);
    assert_eq!((has(again.notebook.entries()), has(again.notebook.trash())), (true, false));
    wait(&platform, || again.notebook.save_state(&entry.id) == SaveState::Saved).await;
    let versions = again.notebook.history(&EntryId::new(entry.id.as_str())).await.unwrap();
    assert_eq!(versions.len(), 3, "written, deleted, restored");
}

/// What is captured under a clock that is ten years ahead stands where it was written, once the clock is right.
async fn a_day_under_a_clock_ahead(platform: Platform, clock: Rc<MemoryClock>) {
    let right = 1_731_534_120_000;
    let user = start(platform.clone());
    wait(&platform, || user.storage.health().get_untracked() == StorageHealth::Ready).await;
    for (text, now) in [("first", right), ("ahead", right + 315_360_000_000), ("last", right + 60_000)] {
        clock.set(UnixMillis(now));
        let at = Instant((now / 1_000) as i64);
        let entry = Entry::new(user.notebook.new_id(), at, Attachment::Hallway, None);
        user.notebook.write(Entry { text: text.into(), ..entry.clone() });
        wait(&platform, || user.notebook.save_state(&entry.id) == SaveState::Saved).await;
    }
    let again = start(platform.clone());
    wait(&platform, || again.storage.health().get_untracked() == StorageHealth::Ready).await;
    for user in [user, again] {
        let read = user.notebook.entries().get_untracked();
        assert_eq!(read.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>(), ["last", "ahead", "first"]);
    }
}

/// A main store that answers only while it is open; before that each call fails, as after a time without an answer.
struct Gate {
    store: Rc<dyn MainStore>,
    is_open: Cell<bool>,
}

impl Gate {
    /// The same platform behind a gate that is closed.
    fn closed(platform: &Platform) -> (Platform, Rc<Self>) {
        let gate = Rc::new(Self { store: platform.main.clone(), is_open: Cell::new(false) });
        (Platform { main: gate.clone(), ..platform.clone() }, gate)
    }
}

impl MainStore for Gate {
    fn open(&self) -> Answer<Option<KeyedFrames>> {
        if self.is_open.get() { self.store.open() } else { answered(None) }
    }

    fn on_loss(&self, call: Listener) {
        self.store.on_loss(call);
    }

    fn append(&self, batch: Batch) -> Answer<Result<KeyedFrames, Refusal>> {
        if self.is_open.get() { self.store.append(batch) } else { answered(Err(Refusal::Broken)) }
    }

    fn heads(&self, record: Option<&Record>) -> Answer<Option<KeyedFrames>> {
        if self.is_open.get() { self.store.heads(record) } else { answered(None) }
    }

    fn history(&self, record: &Record) -> Answer<Option<KeyedFrames>> {
        if self.is_open.get() { self.store.history(record) } else { answered(None) }
    }

    fn put_files(&self, files: &[(&str, &[u8])]) -> Answer<Result<(), Refusal>> {
        if self.is_open.get() { self.store.put_files(files) } else { answered(Err(Refusal::Broken)) }
    }

    fn files(&self, names: &[&str]) -> Answer<ReadResult<Vec<Vec<u8>>>> {
        if self.is_open.get() { self.store.files(names) } else { answered(Err(Refusal::Broken)) }
    }

    fn remove_file(&self, name: &str) -> Answer<()> {
        if self.is_open.get() { self.store.remove_file(name) } else { answered(()) }
    }
}

/// Less safe, and said to be; what was written is found again, and moves over once there is a database.
async fn a_day_without_a_database(platform: Platform) {
    let (poor, _) = Gate::closed(&platform);
    let user = start(poor.clone());
    let expect = StorageHealth::LessSafe(Reason::NoMainStore);
    wait(&poor, || user.storage.health().get_untracked() == expect).await;
    let mut entry = Entry::new(user.notebook.new_id(), Instant(7), Attachment::Hallway, None);
    entry.text = "without a database".into();
    user.notebook.write(entry.clone());
    wait(&poor, || user.notebook.save_state(&entry.id) == SaveState::Saved).await;

    let has_it = |user: &User| user.notebook.entries().get_untracked().iter().any(|other| other.id == entry.id);
    let again = start(poor.clone());
    wait(&poor, || has_it(&again)).await;
    let rich = start(platform.clone());
    wait(&platform, || has_it(&rich)).await;
    assert!(rich.storage.restored().from_small > 0);
    wait(&platform, || rich.storage.health().get_untracked() == StorageHealth::Ready).await;
    let record = wire::entry_record(&entry.id);
    for _ in 0..100 {
        if platform.main.heads(Some(&record)).await.is_some_and(|rows| rows.len() == 1) {
            return;
        }
        platform.clock.wait(Duration::from_millis(20)).await;
    }
    panic!("it never moved over");
}

async fn write_note(platform: &Platform, user: &User, text: &str) -> EntryId {
    let mut entry = Entry::new(user.notebook.new_id(), Instant(7), Attachment::Hallway, None);
    entry.text = text.into();
    user.notebook.write(entry.clone());
    wait(platform, || user.notebook.save_state(&entry.id) == SaveState::Saved).await;
    entry.id
}

fn texts(user: &User) -> Vec<String> {
    let mut texts: Vec<String> =
        user.notebook.entries().get_untracked().iter().map(|entry| entry.text.clone()).collect();
    texts.sort();
    texts
}

/// Yesterday's note lies in a database that opens only after today's was written.
async fn a_database_that_opens_late(platform: Platform) {
    let yesterday = start(platform.clone());
    wait(&platform, || yesterday.storage.health().get_untracked() == StorageHealth::Ready).await;
    write_note(&platform, &yesterday, "of yesterday").await;
    for (key, _) in platform.small.all().unwrap() {
        platform.small.remove(&key);
    }
    let (late, gate) = Gate::closed(&platform);
    let user = start(late.clone());
    wait(&late, || user.storage.health().get_untracked() == StorageHealth::LessSafe(Reason::NoMainStore)).await;
    assert!(!untrack(|| user.records.has_main_store()));
    write_note(&late, &user, "of today").await;
    assert_eq!(texts(&user), ["of today"]);

    gate.is_open.set(true);
    wait(&late, || user.storage.health().get_untracked() == StorageHealth::Ready).await;
    assert_eq!(texts(&user), ["of today", "of yesterday"]);
    let again = start(platform.clone());
    wait(&platform, || texts(&again) == ["of today", "of yesterday"]).await;
    assert_eq!(again.storage.restored().missing, 0);
}

/// A store that has not been read takes nothing, so commands wait for it.
async fn commands_before_the_stores_are_read(platform: Platform) {
    let session = SessionKey::new("kubecon", "1i7ke");
    let user = User::new();
    let slow = Platform { main: Rc::new(Slow(platform.clone())), ..platform.clone() };
    user.begin(slow.clone());
    assert_eq!(user.storage.health().get_untracked(), StorageHealth::Loading);
    let known = SessionSnapshot { title: "Keynote".into(), start: None };
    user.marks.set(&session, known, Mark::Star, true);
    user.settings.set("clock", "24");
    let note = Entry { text: "early".into(), ..Entry::new(EntryId::new("1"), Instant(7), Attachment::Hallway, None) };
    user.notebook.write(note);
    assert!(user.marks.sessions_with(Mark::Star).is_empty(), "nothing is done yet");
    wait(&slow, || user.storage.health().get_untracked() == StorageHealth::Ready).await;
    assert_eq!(
        (user.marks.sessions_with(Mark::Star), user.settings.get("clock").as_deref()),
        (vec![session], Some("24"))
    );
    assert_eq!(texts(&user), ["early"]);
}

/// A main store that takes a second to open.
struct Slow(Platform);

impl MainStore for Slow {
    fn open(&self) -> Answer<Option<KeyedFrames>> {
        let (store, second) = (self.0.main.clone(), self.0.clock.wait(Duration::from_secs(1)));
        Box::pin(async move {
            second.await;
            store.open().await
        })
    }

    fn on_loss(&self, call: Listener) {
        self.0.main.on_loss(call);
    }

    fn append(&self, batch: Batch) -> Answer<Result<KeyedFrames, Refusal>> {
        self.0.main.append(batch)
    }

    fn heads(&self, record: Option<&Record>) -> Answer<Option<KeyedFrames>> {
        self.0.main.heads(record)
    }

    fn history(&self, record: &Record) -> Answer<Option<KeyedFrames>> {
        self.0.main.history(record)
    }

    fn put_files(&self, files: &[(&str, &[u8])]) -> Answer<Result<(), Refusal>> {
        self.0.main.put_files(files)
    }

    fn files(&self, names: &[&str]) -> Answer<ReadResult<Vec<Vec<u8>>>> {
        self.0.main.files(names)
    }

    fn remove_file(&self, name: &str) -> Answer<()> {
        self.0.main.remove_file(name)
    }
}

async fn stores_cleared_under_an_open_tab(platform: Platform, main: Rc<FaultyMain>) {
    let user = start(platform.clone());
    wait(&platform, || user.storage.health().get_untracked() == StorageHealth::Ready).await;
    let id = write_note(&platform, &user, "held by the tab").await;
    for (key, _) in platform.small.all().unwrap() {
        platform.small.remove(&key);
    }
    main.lose();
    let record = wire::entry_record(&id);
    wait(&platform, || platform.small.all().unwrap().iter().any(|(_, frame)| frame.contains("held by the tab"))).await;
    assert_eq!(main.heads(Some(&record)).await.map(|rows| rows.len()), Some(1));
}

/// A page that is being hidden may get no other turn: what was written is asked of the store before it ends.
async fn a_page_that_is_hidden(platform: Platform, page: Rc<MemoryLifecycle>) {
    let user = start(platform.clone());
    wait(&platform, || user.storage.health().get_untracked() == StorageHealth::Ready).await;
    let entry = Entry::new(user.notebook.new_id(), Instant(7), Attachment::Hallway, None);
    user.notebook.write(Entry { text: "the last words".into(), ..entry.clone() });
    page.happen(LifecycleEvent::Hidden);
    let stored = platform.main.heads(None).await.unwrap();
    assert!(stored.iter().any(|(_, frame)| frame.contains("the last words")));
    assert_eq!(user.notebook.save_state(&entry.id), SaveState::Saving, "nobody has heard of it yet");
    wait(&platform, || user.notebook.save_state(&entry.id) == SaveState::Saved).await;
}

/// Two tabs change one dinner at once: both versions stay until the person chooses.
async fn two_versions_of_an_own_item(platform: Platform) {
    let (one, other) = (start(platform.clone()), start(platform.clone()));
    wait(&platform, || other.storage.health().get_untracked() == StorageHealth::Ready).await;
    let dinner = OwnItem {
        id: OwnItemId("dinner".into()),
        title: "Dinner".into(),
        start: Instant(7),
        end: None,
        location: String::new(),
        note: String::new(),
        deleted: None,
        based_on: None,
    };
    one.own_items.write(&dinner);
    wait(&platform, || one.own_items.save_state(&dinner.id) == SaveState::Saved).await;
    // The page of this platform tells nobody: the other tab reads it as after a sleep.
    other.records.on_page(LifecycleEvent::Returned);
    wait(&platform, || other.own_items.get(&dinner.id).is_some()).await;
    for (user, location) in [(&one, "Red Iguana"), (&other, "Takashi")] {
        let seen = untrack(|| user.own_items.get(&dinner.id)).unwrap();
        user.own_items.write(&OwnItem { location: location.into(), ..seen });
    }
    wait(&platform, || {
        other.records.on_page(LifecycleEvent::Returned);
        untrack(|| other.own_items.versions(&dinner.id)).len() == 2
    })
    .await;
    let versions = untrack(|| other.own_items.versions(&dinner.id));
    let mut locations: Vec<&str> = versions.iter().map(|item| item.location.as_str()).collect();
    locations.sort_unstable();
    assert_eq!(locations, ["Red Iguana", "Takashi"]);
    let chosen = versions.iter().find(|item| item.location == "Red Iguana").unwrap();
    other.own_items.resolve(chosen);
    assert_eq!(untrack(|| other.own_items.versions(&dinner.id)).len(), 0);
    assert_eq!(untrack(|| other.own_items.get(&dinner.id)).unwrap().location, "Red Iguana");
}

fn in_memory<F: Future<Output = ()>>(test: impl FnOnce(Platform) -> F) {
    let owner = Owner::new();
    owner.set();
    let (platform, clock) = Platform::memory();
    crate::platform::contract::run(&clock, test(platform));
}

#[test]
fn without_a_database_it_is_less_safe_and_works() {
    in_memory(a_day_without_a_database);
}

#[test]
fn what_is_written_is_found_again() {
    in_memory(a_day_at_the_conference);
}

#[test]
fn a_store_that_answers_late_is_joined() {
    in_memory(a_database_that_opens_late);
}

#[test]
fn commands_wait_until_the_stores_have_been_read() {
    in_memory(commands_before_the_stores_are_read);
}

#[test]
fn what_was_cleared_under_an_open_tab_is_written_back() {
    in_memory(|platform| {
        let main = Rc::new(FaultyMain::default());
        stores_cleared_under_an_open_tab(Platform { main: main.clone(), ..platform }, main)
    });
}

#[test]
fn what_was_written_is_asked_of_the_store_before_a_page_is_hidden() {
    in_memory(|platform| {
        let page = Rc::new(MemoryLifecycle::default());
        a_page_that_is_hidden(Platform { lifecycle: page.clone(), ..platform }, page)
    });
}

#[test]
fn an_own_item_changed_in_two_tabs_has_two_versions() {
    in_memory(two_versions_of_an_own_item);
}

#[test]
fn what_is_captured_under_a_clock_ahead_stands_where_it_was_written() {
    let owner = Owner::new();
    owner.set();
    let (platform, clock) = Platform::memory();
    crate::platform::contract::run(&clock, a_day_under_a_clock_ahead(platform, clock.clone()));
}
