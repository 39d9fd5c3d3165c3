//! Photos and room: what is large, and how much of it fits.

use super::user::{Inner, User};
use lanyard_core::notebook::{Entry, EntryKind, PhotoId};
use lanyard_core::records::room::{Fullness, fullness};
use leptos::prelude::*;
use std::rc::Rc;
use web_sys::Blob;

/// How much room there is, and whether the browser may take it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Bytes used and bytes there are, when the browser tells.
    pub bytes: Option<(u64, u64)>,
    pub fullness: Fullness,
    /// Whether the browser has promised to throw nothing away by itself; `None` when it does not say.
    pub persistent: Option<bool>,
}

/// Why a photo was not kept, as the user reads it.
pub const NO_ROOM: &str = "There is no room for more photos. Your notes are safe. Free some space on the phone first.";
pub const NO_PICTURE: &str = "This file is not a picture this browser can read. Nothing was changed.";
pub const NOT_STORED: &str = "The photo could not be stored. Your notes are safe. Try again, or free some space.";

const ASKED: &str = "asked-to-persist";

impl User {
    pub fn room(&self) -> Signal<Room> {
        self.room.into()
    }

    /// Shrinks a picture, keeps it, and only then writes the entry that shows it.
    pub fn add_photo(&self, entry: Entry, picture: &Blob, done: impl FnOnce(Result<Entry, &'static str>) + 'static) {
        let user = *self;
        let Some(inner) = self.with(Rc::clone) else { return };
        if self.room.get_untracked().fullness == Fullness::NoPhotos {
            return done(Err(NO_ROOM));
        }
        let main = inner.platform.main.clone();
        let shrunk = move |shrunk: Option<crate::platform::photos::Shrunk>| {
            let Some(shrunk) = shrunk else { return done(Err(NO_PICTURE)) };
            let id = PhotoId::new(&shrunk.digest);
            let stored = move |stored: Result<(), _>| {
                user.look_at_room();
                if stored.is_err() {
                    return done(Err(NOT_STORED));
                }
                let entry = Entry { kind: EntryKind::Photo, photo: Some(id), ..entry };
                user.write_entry(entry.clone());
                done(Ok(entry));
            };
            main.put_file(&file_name(&shrunk.digest), &shrunk.bytes, Box::new(stored));
        };
        inner.platform.photos.shrink(picture, Box::new(shrunk));
    }

    /// The address a kept photo can be shown under, once it has been read. Reactive.
    pub fn photo_url(&self, id: &PhotoId) -> Option<String> {
        let inner = self.with(Rc::clone)?;
        let known = inner.photos.borrow().get(id).cloned();
        let signal = known.unwrap_or_else(|| {
            let signal = ArcRwSignal::new(None);
            inner.photos.borrow_mut().insert(id.clone(), signal.clone());
            let (shown, photos) = (signal.clone(), inner.platform.photos.clone());
            let read = move |bytes: Option<Vec<u8>>| {
                if let Some(url) = bytes.and_then(|bytes| photos.show(&bytes)) {
                    shown.set(Some(url));
                }
            };
            inner.platform.main.file(&file_name(id.as_str()), Box::new(read));
            signal
        });
        signal.get()
    }

    pub(super) fn look_at_room(&self) {
        let user = *self;
        let Some(inner) = self.with(Rc::clone) else { return };
        let characters = inner.small_characters();
        let estimated = move |bytes: Option<(u64, u64)>| {
            user.change_room(|room| {
                room.bytes = bytes;
                room.fullness = fullness(bytes, characters);
            });
        };
        inner.platform.space.estimate(Box::new(estimated));
        let persisted = move |persistent| user.change_room(|room| room.persistent = persistent);
        inner.platform.space.persisted(Box::new(persisted));
    }

    /// Once there is a note worth keeping, asks the browser to keep it. It is asked once.
    pub(super) fn ask_to_persist(&self) {
        let user = *self;
        let Some(inner) = self.with(Rc::clone) else { return };
        if self.room.get_untracked().persistent == Some(true)
            || self.settings.with_untracked(|settings| settings.contains_key(ASKED))
        {
            return;
        }
        self.set_setting(ASKED, "yes");
        let answered = move |granted: Option<bool>| user.change_room(|room| room.persistent = granted);
        inner.platform.space.persist(Box::new(answered));
    }

    fn change_room(&self, change: impl FnOnce(&mut Room)) {
        let Some(mut room) = self.room.try_get_untracked() else { return };
        let before = room;
        change(&mut room);
        if room != before {
            self.room.set(room);
        }
    }
}

impl Inner {
    fn small_characters(&self) -> u64 {
        let rows = self.platform.small.all().unwrap_or_default();
        rows.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum()
    }
}

fn file_name(digest: &str) -> String {
    let mut name = String::from("photo/");
    name.push_str(digest);
    name
}
