//! The user's data over a whole platform in memory. Over a browser's, the journeys do the same: `capture`, `photos`,
//! `faults`.
#![cfg(not(target_arch = "wasm32"))]

use super::User;
use crate::platform::Platform;
use crate::platform::contract::answer;
use crate::platform::storage::{Answer, MainStore};
use lanyard_core::notebook::{Attachment, Entry, EntryId, Known, Mark, OwnItem, OwnItemId};
use lanyard_core::records::keeper::{Batch, Refusal, Rows};
use lanyard_core::records::{Reason, Record};
use lanyard_core::records::{SaveState, Standing};
use lanyard_core::schedule::{Instant, SessionKey};
use leptos::prelude::*;
use std::rc::Rc;

async fn wait(platform: &Platform, until: impl Fn() -> bool) {
    for _ in 0..200 {
        if until() {
            return;
        }
        answer(|done| platform.clock.after(20, Box::new(move || done(())))).await;
    }
    panic!("it never came to be");
}

/// Writes, starts again from what is stored, and finds everything.
async fn a_day_at_the_conference(platform: Platform) {
    let session = SessionKey::new("kubecon", "1i7ke");
    let user = User::start(platform.clone());
    wait(&platform, || user.standing().get_untracked() != Standing::Loading).await;
    assert_eq!(user.standing().get_untracked(), Standing::Ready);

    let mut entry =
        Entry::new(user.new_entry_id(), Instant(5), Attachment::Session(session.clone()), Some("kubecon".into()));
    user.write_entry(entry.clone());
    let written = |user: &User| user.entries().get_untracked().iter().any(|other| other.id == entry.id);
    assert!(!written(&user), "nothing was written yet");
    for text in ["H", "He", "Hello"] {
        entry.text = text.into();
        user.write_entry(entry.clone());
        assert_eq!(user.save_state(&entry.id), SaveState::Saving);
    }
    user.set_mark(&session, Known { title: "Keynote".into(), start: None }, Mark::Star, true);
    user.set_setting("clock", "24");
    let dinner = OwnItem {
        id: OwnItemId(user.new_entry_id().as_str().into()),
        title: "Dinner".into(),
        start: Instant(7),
        end: None,
        place: "Red Iguana".into(),
        note: String::new(),
        deleted: None,
    };
    user.write_own_item(&dinner);
    wait(&platform, || user.save_state(&entry.id) == SaveState::Saved).await;
    assert!(user.marks(&session).star);

    let again = User::start(platform.clone());
    wait(&platform, || again.standing().get_untracked() == Standing::Ready).await;
    let read = again.entries().get_untracked();
    let found: Vec<&Entry> = read.iter().filter(|other| other.id == entry.id).collect();
    assert_eq!(found.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>(), ["Hello"]);
    assert_eq!((again.starred(), again.setting("clock")), (vec![session.clone()], Some("24".into())));
    assert_eq!(again.known(&session).map(|known| known.title), Some("Keynote".into()));

    assert_eq!(again.own_item(&dinner.id), Some(dinner.clone()));
    again.delete_own_item(&dinner);
    assert_eq!(again.own_item(&dinner.id), None);

    again.delete_entry(&entry.id);
    wait(&platform, || again.save_state(&entry.id) == SaveState::Saved).await;
    let has = |list: Signal<std::sync::Arc<Vec<Entry>>>| list.get_untracked().iter().any(|other| other.id == entry.id);
    assert_eq!((has(again.entries()), has(again.trash())), (false, true));
    again.restore_entry(&entry.id);
    assert_eq!((has(again.entries()), has(again.trash())), (true, false));
    wait(&platform, || again.save_state(&entry.id) == SaveState::Saved).await;
    let versions = answer(|done| again.history(&EntryId::new(entry.id.as_str()), done)).await;
    assert_eq!(versions.len(), 3, "written, deleted, restored");
}

/// A browser without IndexedDB.
struct NoMain;

impl MainStore for NoMain {
    fn open(&self, done: Answer<Option<Rows>>) {
        done(None);
    }

    fn append(&self, _: Batch, done: Answer<Result<Rows, Refusal>>) {
        done(Err(Refusal::Broken));
    }

    fn heads(&self, _: Option<&Record>, done: Answer<Option<Rows>>) {
        done(None);
    }

    fn history(&self, _: &Record, done: Answer<Option<Rows>>) {
        done(None);
    }

    fn put_files(&self, _: &[(&str, &[u8])], done: Answer<Result<(), Refusal>>) {
        done(Err(Refusal::Broken));
    }

    fn files(&self, _: &[&str], done: Answer<Option<Vec<Vec<u8>>>>) {
        done(None);
    }

    fn remove_file(&self, _: &str, done: Answer<()>) {
        done(());
    }
}

/// Less safe, and said to be; what was written is found again, and moves over once there is a database.
async fn a_day_without_a_database(platform: Platform) {
    let poor = Platform { main: Rc::new(NoMain), ..platform.clone() };
    let user = User::start(poor.clone());
    let expect = Standing::LessSafe(Reason::NoMainStore);
    wait(&poor, || user.standing().get_untracked() == expect).await;
    let mut entry = Entry::new(user.new_entry_id(), Instant(7), Attachment::Hallway, None);
    entry.text = "without a database".into();
    user.write_entry(entry.clone());
    wait(&poor, || user.save_state(&entry.id) == SaveState::Saved).await;

    let has_it = |user: &User| user.entries().get_untracked().iter().any(|other| other.id == entry.id);
    let again = User::start(poor.clone());
    wait(&poor, || has_it(&again)).await;
    let rich = User::start(platform.clone());
    wait(&platform, || has_it(&rich)).await;
    assert!(rich.restored().from_small > 0);
    wait(&platform, || rich.standing().get_untracked() == Standing::Ready).await;
    let record = Record::entry(entry.id.as_str());
    for _ in 0..100 {
        if answer(|done| platform.main.heads(Some(&record), done)).await.is_some_and(|rows| rows.len() == 1) {
            return;
        }
        answer(|done| platform.clock.after(20, Box::new(move || done(())))).await;
    }
    panic!("it never moved over");
}

#[test]
fn without_a_database_it_is_less_safe_and_works() {
    let owner = Owner::new();
    owner.set();
    let (platform, clock) = Platform::memory();
    crate::platform::contract::run(&clock, a_day_without_a_database(platform));
}

#[test]
fn what_is_written_is_found_again() {
    let owner = Owner::new();
    owner.set();
    let (platform, clock) = Platform::memory();
    crate::platform::contract::run(&clock, a_day_at_the_conference(platform));
}
