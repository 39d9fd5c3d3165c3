//! The user's data over a whole platform: in memory, and in a browser.

use super::User;
use crate::platform::Platform;
use crate::platform::contract::answer;
use crate::platform::storage::{Answer, MainStore};
use lanyard_core::notebook::{Attachment, Entry, EntryId, Known, Mark};
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
    wait(&platform, || user.save_state(&entry.id) == SaveState::Saved).await;
    assert!(user.marks(&session).star);

    let again = User::start(platform.clone());
    wait(&platform, || again.standing().get_untracked() == Standing::Ready).await;
    let read = again.entries().get_untracked();
    let found: Vec<&Entry> = read.iter().filter(|other| other.id == entry.id).collect();
    assert_eq!(found.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>(), ["Hello"]);
    assert_eq!((again.starred(), again.setting("clock")), (vec![session.clone()], Some("24".into())));
    assert_eq!(again.known(&session).map(|known| known.title), Some("Keynote".into()));

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

    fn put_file(&self, _: &str, _: &[u8], done: Answer<Result<(), Refusal>>) {
        done(Err(Refusal::Broken));
    }

    fn file(&self, _: &str, done: Answer<Option<Vec<u8>>>) {
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

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn without_a_database_it_is_less_safe_and_works() {
    let owner = Owner::new();
    owner.set();
    let (platform, clock) = Platform::memory();
    crate::platform::contract::run(&clock, a_day_without_a_database(platform));
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn what_is_written_is_found_again() {
    let owner = Owner::new();
    owner.set();
    let (platform, clock) = Platform::memory();
    crate::platform::contract::run(&clock, a_day_at_the_conference(platform));
}

#[cfg(target_arch = "wasm32")]
mod in_a_browser {
    use super::*;
    use crate::platform::photos::MEDIA_TYPE;
    use js_sys::{Array, Function, Promise, Uint8Array};
    use lanyard_core::notebook::photo::WEIGHT;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::{Blob, HtmlCanvasElement};

    #[wasm_bindgen_test]
    async fn what_is_written_is_found_again() {
        let owner = Owner::new();
        owner.set();
        a_day_at_the_conference(Platform::browser()).await;
    }

    #[wasm_bindgen_test]
    async fn without_a_database_it_is_less_safe_and_works() {
        let owner = Owner::new();
        owner.set();
        a_day_without_a_database(Platform::browser()).await;
    }

    /// A large picture, with what a camera writes about the place right after the start of the file.
    async fn picture() -> Blob {
        let document = web_sys::window().unwrap().document().unwrap();
        let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().unchecked_into();
        canvas.set_width(3_000);
        canvas.set_height(2_000);
        let drawn = Promise::new(&mut |resolve: Function, _| {
            canvas.to_blob_with_type(&resolve, MEDIA_TYPE).unwrap();
        });
        let drawn: Blob = JsFuture::from(drawn).await.unwrap().unchecked_into();
        let mut bytes = Uint8Array::new(&JsFuture::from(drawn.array_buffer()).await.unwrap()).to_vec();
        let place = *b"\xff\xe1\x00\x16Exif\0\0GPS-at-home!";
        bytes.splice(2..2, place);
        Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes.as_slice()))).unwrap()
    }

    #[wasm_bindgen_test]
    async fn a_photo_is_shrunk_stripped_stored_and_shown() {
        let owner = Owner::new();
        owner.set();
        let platform = Platform::browser();
        let user = User::start(platform.clone());
        wait(&platform, || user.standing().get_untracked() == Standing::Ready).await;
        let picture = picture().await;
        let mut entry = Entry::new(user.new_entry_id(), Instant(9), Attachment::Hallway, None);
        entry.caption = "A whiteboard".into();
        let kept = answer(|done| user.add_photo(entry.clone(), &picture, done)).await.unwrap();
        let id = kept.photo.clone().unwrap();
        assert_eq!(id.as_str().len(), 64);
        wait(&platform, || user.save_state(&kept.id) == SaveState::Saved).await;

        let stored = answer(|done| platform.main.file(&format!("photo/{}", id.as_str()), done)).await.unwrap();
        assert!(stored.len() <= WEIGHT && stored.starts_with(&[0xff, 0xd8]));
        assert!(!stored.windows(3).any(|part| part == b"GPS"), "the place does not come along");
        wait(&platform, || user.photo_url(&id).is_some()).await;
        assert!(user.photo_url(&id).unwrap().starts_with("blob:"));
        let shown = answer(|done| user.history(&kept.id, done)).await;
        assert_eq!(shown.len(), 1);

        let text = Blob::new_with_str_sequence(&Array::of1(&JsValue::from("no picture"))).unwrap();
        assert!(answer(|done| user.add_photo(entry, &text, done)).await.is_err());
    }
}
