//! An entry while it is open in a field. Every input event saves it, and what other tabs do to it shows at once.
//!
//! A draft never holds words of its own: each letter has gone to [`Notebook::write`] before the next one comes. So
//! whatever the entry became in the meantime, it can take the draft's place, and nothing is lost. It is never taken from
//! an older version than the one on screen, because the keeper shows this tab's own words until those of another tab
//! have been merged with them.

use std::rc::Rc;

use lanyard_core::notebook::Entry;
use leptos::prelude::*;

use super::notebook::Notebook;

/// Puts the second text where the first one is being typed.
type ChangeText = Rc<dyn Fn(&str, &str)>;

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct Draft {
    notebook: Notebook,
    entry: RwSignal<Entry>,
    change_text: StoredValue<ChangeText, LocalStorage>,
}

impl Draft {
    /// `change_text` is called with the old and the new text when the words changed elsewhere.
    pub fn open(notebook: Notebook, entry: Entry, change_text: impl Fn(&str, &str) + 'static) -> Self {
        let change_text = StoredValue::new_local(Rc::new(change_text) as ChangeText);
        let draft = Self { notebook, entry: RwSignal::new(entry), change_text };
        Effect::new(move || draft.catch_up());
        draft
    }

    /// A part of the entry. Reactive.
    pub fn with<T>(self, look: impl FnOnce(&Entry) -> T) -> T {
        self.entry.with(look)
    }

    pub fn now(self) -> Entry {
        self.entry.get_untracked()
    }

    /// Puts another entry into the field.
    pub fn replace(self, entry: Entry) {
        self.entry.set(entry);
    }

    /// Changes the entry and saves it. A new one in which nothing is written yet is not kept, and one in the trash
    /// comes back: somebody is still writing it.
    pub fn change(self, edit: impl FnOnce(&mut Entry)) {
        self.entry.update(|entry| {
            edit(entry);
            entry.deleted = None;
        });
        self.notebook.write(self.now());
        untrack(|| self.catch_up());
    }

    /// Goes on from what is stored: other words when another tab wrote, else only the name of the latest version, so
    /// that one's own typing is never taken for somebody else's.
    fn catch_up(self) {
        let shown = self.entry.get();
        let Some(stored) = self.notebook.entry(&shown.id) else { return };
        if (Entry { based_on: stored.based_on.clone(), ..shown.clone() }) == stored {
            self.entry.update_untracked(|entry| entry.based_on = stored.based_on);
            return;
        }
        if stored.text != shown.text {
            self.change_text.with_value(|change_text| change_text(&shown.text, &stored.text));
        }
        self.entry.set(stored);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::state::trips::tests::world::{NOW, Tab, in_a_browser};
    use lanyard_core::notebook::Attachment;
    use lanyard_core::records::SaveState;
    use std::cell::RefCell;

    type Replaced = Rc<RefCell<Vec<(String, String)>>>;

    fn draft(tab: &Tab, entry: Entry) -> (Draft, Replaced) {
        let replaced = Replaced::default();
        let noted = replaced.clone();
        let note = move |old: &str, new: &str| noted.borrow_mut().push((old.to_owned(), new.to_owned()));
        (Draft::open(tab.user.notebook, entry, note), replaced)
    }

    fn blank(tab: &Tab) -> Entry {
        Entry::new(tab.user.notebook.new_id(), NOW, Attachment::Hallway, None)
    }

    fn text(draft: Draft) -> String {
        draft.with(|entry| entry.text.clone())
    }

    #[test]
    fn every_letter_is_stored_and_never_taken_for_somebody_elses() {
        in_a_browser(async |world| {
            let tab = world.open().await;
            let (draft, replaced) = draft(&tab, blank(&tab));
            for word in ["H", "He", "Hello"] {
                draft.change(|entry| entry.text = word.to_owned());
                assert_eq!(tab.user.notebook.save_state(&draft.now().id), SaveState::Saving);
            }
            world.settle().await;
            assert_eq!(tab.user.notebook.save_state(&draft.now().id), SaveState::Saved);
            draft.change(|entry| entry.text.push('!'));
            world.settle().await;
            assert_eq!((untrack(|| text(draft)), replaced.borrow().len()), ("Hello!".to_owned(), 0));
            let again = world.open().await;
            assert_eq!(again.user.notebook.entries().get_untracked()[0].text, "Hello!");
        });
    }

    #[test]
    fn an_entry_in_which_nothing_was_written_is_not_kept() {
        in_a_browser(async |world| {
            let tab = world.open().await;
            let (draft, _) = draft(&tab, blank(&tab));
            draft.change(|_| ());
            world.settle().await;
            assert!(tab.user.notebook.entries().get_untracked().is_empty());
            draft.change(|entry| entry.text = "x".to_owned());
            draft.change(|entry| entry.text.clear());
            world.settle().await;
            assert_eq!(
                tab.user.notebook.entries().get_untracked().len(),
                1,
                "it was there, and is the user's to delete"
            );
        });
    }

    #[test]
    fn the_words_of_another_tab_show_under_the_cursor() {
        in_a_browser(async |world| {
            let (tab, other) = (world.open().await, world.open().await);
            let (here, replaced) = draft(&tab, blank(&tab));
            here.change(|entry| entry.text = "one\n\ntwo".to_owned());
            world.settle().await;
            let (there, _) = draft(&other, untrack(|| other.user.notebook.entry(&here.now().id)).unwrap());
            there.change(|entry| entry.text = "one\n\ntwo\n\nthree".to_owned());
            world.settle().await;
            assert_eq!(untrack(|| text(here)), "one\n\ntwo\n\nthree");
            assert_eq!(*replaced.borrow(), [("one\n\ntwo".to_owned(), "one\n\ntwo\n\nthree".to_owned())]);
        });
    }

    #[test]
    fn both_tabs_write_at_once_and_both_find_all_words() {
        in_a_browser(async |world| {
            let (tab, other) = (world.open().await, world.open().await);
            let (here, _) = draft(&tab, blank(&tab));
            here.change(|entry| entry.text = "first\n\nlast".to_owned());
            world.settle().await;
            let (there, _) = draft(&other, untrack(|| other.user.notebook.entry(&here.now().id)).unwrap());
            here.change(|entry| entry.text = "first here\n\nlast".to_owned());
            there.change(|entry| entry.text = "first\n\nlast there".to_owned());
            // While somebody writes, nothing is merged.
            for _ in 0..5 {
                world.settle().await;
            }
            for draft in [here, there] {
                assert_eq!(untrack(|| text(draft)), "first here\n\nlast there");
            }
        });
    }

    #[test]
    fn what_was_deleted_elsewhere_comes_back_when_somebody_goes_on_writing() {
        in_a_browser(async |world| {
            let (tab, other) = (world.open().await, world.open().await);
            let (here, _) = draft(&tab, blank(&tab));
            here.change(|entry| entry.text = "still here".to_owned());
            world.settle().await;
            other.user.notebook.delete(&here.now().id);
            world.settle().await;
            assert!(tab.user.notebook.entries().get_untracked().is_empty());
            here.change(|entry| entry.text.push('!'));
            world.settle().await;
            for tab in [&tab, &other] {
                assert_eq!(tab.user.notebook.entries().get_untracked()[0].text, "still here!");
            }
        });
    }
}
