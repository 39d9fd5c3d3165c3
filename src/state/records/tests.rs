//! What is told to whom when something changed: as little as can be, and nobody is left out.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::Cell;
use std::rc::Rc;

use lanyard_core::notebook::{Attachment, Entry, EntryId, Mark, SessionSnapshot};
use lanyard_core::records::SaveState;
use lanyard_core::schedule::SessionKey;
use leptos::prelude::*;

use crate::state::trips::tests::world::{NOW, Tab, World, in_a_browser};

/// Counts how often a view that reads this would be drawn.
fn drawn<T: 'static>(read: impl Fn() -> T + 'static) -> Rc<Cell<u32>> {
    let count = Rc::new(Cell::new(0));
    let counted = count.clone();
    Effect::new(move || {
        read();
        counted.set(counted.get() + 1);
    });
    count
}

async fn write(world: &World, tab: &Tab, text: &str) -> EntryId {
    let entry = Entry::new(tab.user.notebook.new_id(), NOW, Attachment::Hallway, None);
    let id = entry.id.clone();
    tab.user.notebook.write(Entry { text: text.to_owned(), ..entry });
    world.settle().await;
    id
}

#[test]
fn a_letter_draws_what_shows_that_entry_and_no_other() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let notebook = tab.user.notebook;
        let (one, other) = (write(&world, &tab, "one").await, write(&world, &tab, "other").await);
        let (first, second) = (one.clone(), other.clone());
        let (of_one, of_other) = (drawn(move || notebook.entry(&first)), drawn(move || notebook.entry(&second)));
        let trash = drawn(move || notebook.trash().get());
        world.settle().await;
        let entry = untrack(|| notebook.entry(&one)).unwrap();
        notebook.write(Entry { text: "one!".to_owned(), ..entry });
        world.settle().await;
        assert_eq!((of_one.get(), of_other.get(), trash.get()), (2, 1, 1));
        let order: Vec<String> = notebook.entries().get_untracked().iter().map(|entry| entry.text.clone()).collect();
        assert_eq!(order, ["other", "one!"], "it stays in its place");
    });
}

#[test]
fn a_save_that_has_landed_draws_no_list() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let notebook = tab.user.notebook;
        let id = write(&world, &tab, "one").await;
        let shown = id.clone();
        let (list, state) = (drawn(move || notebook.entries().get()), drawn(move || notebook.save_state(&shown)));
        world.settle().await;
        let entry = untrack(|| notebook.entry(&id)).unwrap();
        notebook.write(Entry { text: "one!".to_owned(), ..entry });
        world.settle().await;
        assert_eq!(notebook.save_state(&id), SaveState::Saved);
        assert_eq!(list.get(), 2, "for the letter, and not again when it was saved");
        assert!(state.get() >= 2);
    });
}

#[test]
fn a_star_draws_its_own_row() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let (a, b) = (SessionKey::new("week", "a"), SessionKey::new("week", "b"));
        let (marks, key) = (tab.user.marks, a.clone());
        let (of_a, of_b) = (drawn(move || marks.of(&key)), drawn(move || marks.of(&b)));
        let watched = drawn(move || marks.sessions_with(Mark::Watched));
        world.settle().await;
        marks.set(&a, SessionSnapshot::default(), Mark::Star, true);
        world.settle().await;
        assert_eq!((of_a.get(), of_b.get(), watched.get()), (2, 1, 1));
        assert!(untrack(|| marks.my_agenda()).has(&a));
    });
}

#[test]
fn a_deleted_entry_goes_from_list_to_list_and_back() {
    in_a_browser(async |world| {
        let tab = world.open().await;
        let notebook = tab.user.notebook;
        let (one, other) = (write(&world, &tab, "one").await, write(&world, &tab, "other").await);
        let texts = |list: Signal<std::sync::Arc<Vec<Entry>>>| {
            list.get_untracked().iter().map(|entry| entry.text.clone()).collect::<Vec<_>>()
        };
        notebook.delete(&one);
        world.settle().await;
        assert_eq!(
            (texts(notebook.entries()), texts(notebook.trash())),
            (vec!["other".into()], vec!["one".to_owned()])
        );
        assert!(untrack(|| notebook.entry(&one)).unwrap().deleted.is_some());
        notebook.restore(&one);
        notebook.delete(&other);
        world.settle().await;
        assert_eq!(
            (texts(notebook.entries()), texts(notebook.trash())),
            (vec!["one".into()], vec!["other".to_owned()])
        );
    });
}

#[test]
fn another_tab_is_told_of_all_of_it() {
    in_a_browser(async |world| {
        let (tab, other) = (world.open().await, world.open().await);
        let key = SessionKey::new("week", "a");
        let (notebook, seen) = (other.user.notebook, key.clone());
        let marks = other.user.marks;
        let row = drawn(move || marks.of(&seen));
        let id = write(&world, &tab, "one").await;
        tab.user.settings.set("theme", "dark");
        tab.star(&key);
        world.settle().await;
        assert_eq!(untrack(|| notebook.entry(&id)).map(|entry| entry.text), Some("one".to_owned()));
        assert_eq!(untrack(|| other.user.settings.get("theme")).as_deref(), Some("dark"));
        assert!(untrack(|| marks.is_starred(&key)));
        assert_eq!(row.get(), 2);
    });
}
