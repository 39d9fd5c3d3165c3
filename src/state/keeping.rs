//! Photos and room: what is large, and how much of it fits.

use super::user::{Inner, Picture, StorageSpace, User};
use crate::platform::inbox::Share;
use crate::platform::photos::{Shrunk, Unfit};
use crate::platform::storage::ReadResult;
use crate::wording;
use lanyard_core::notebook::{Entry, EntryKind, PhotoId};
use lanyard_core::records::Refusal;
use lanyard_core::records::quota::{Fullness, fullness};
use leptos::prelude::*;
use std::rc::Rc;
use web_sys::Blob;

/// Why a photo was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoError {
    /// Nor will it be when it is tried again.
    Unfit(Unfit),
    /// The main store did not take it.
    Refused(Refusal),
}

impl PhotoError {
    /// What happened, what is safe, what to do.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Unfit(why) => wording::photo_unfit(why),
            Self::Refused(why) => wording::photo_refused(why),
        }
    }
}

/// The file in the main store that names the share being taken over.
const ATTEMPT: &str = "attempt";

const ASKED: &str = "asked-to-persist";

impl User {
    pub fn storage_space(&self) -> Signal<StorageSpace> {
        self.storage_space.into()
    }

    /// Shrinks a picture, keeps it, and only then writes the entry that shows it: as it then is, for its words may
    /// have changed meanwhile, and as it is given when nothing of it was written yet.
    pub fn add_photo(&self, entry: Entry, picture: &Blob, done: impl FnOnce(Result<Entry, PhotoError>) + 'static) {
        let user = *self;
        let Some(inner) = self.with(Rc::clone) else { return };
        if self.storage_space.get_untracked().fullness == Fullness::NoPhotos {
            return done(Err(PhotoError::Refused(Refusal::Full)));
        }
        let main = inner.platform.main.clone();
        let shrunk = move |shrunk: Result<Shrunk, Unfit>| {
            let shrunk = match shrunk {
                Ok(shrunk) => shrunk,
                Err(why) => return done(Err(PhotoError::Unfit(why))),
            };
            let id = PhotoId::new(&shrunk.digest);
            let stored = move |stored: Result<(), Refusal>| {
                user.look_at_storage_space();
                if let Err(why) = stored {
                    return done(Err(PhotoError::Refused(why)));
                }
                let mut entry = untrack(|| user.entry(&entry.id)).unwrap_or(entry);
                entry.set_kind(EntryKind::Photo);
                entry.photo = Some(id);
                user.write_entry(entry.clone());
                done(Ok(entry));
            };
            main.put_file(&file_name(&shrunk.digest), &shrunk.bytes, Box::new(stored));
        };
        inner.platform.photos.shrink(picture, Box::new(shrunk));
    }

    /// What was shared and not taken over yet, earliest first.
    pub fn shares(&self, done: impl FnOnce(Vec<Share>) + 'static) {
        self.with(|inner| inner.platform.inbox.waiting(Box::new(done)));
    }

    /// The share whose taking over was tried and never came to an end.
    pub fn attempt(&self, done: impl FnOnce(Option<String>) + 'static) {
        let read = |found: ReadResult<Vec<u8>>| found.ok().flatten().and_then(|bytes| String::from_utf8(bytes).ok());
        self.with(|inner| inner.platform.main.file(ATTEMPT, Box::new(move |found| done(read(found)))));
    }

    /// Notes on disk that a share is about to be taken over; where nothing can be noted it is tried all the same.
    pub fn note_attempt(&self, share: &str, done: impl FnOnce(()) + 'static) {
        self.with(|inner| inner.platform.main.put_file(ATTEMPT, share.as_bytes(), Box::new(|_| done(()))));
    }

    /// It came to an end, whatever the end was.
    pub fn forget_attempt(&self) {
        self.with(|inner| inner.platform.main.remove_file(ATTEMPT, Box::new(drop)));
    }

    pub fn let_go_of(&self, address: &str) {
        self.with(|inner| inner.platform.inbox.let_go(address));
    }

    /// A kept photo, once it has been read. Reactive.
    pub fn photo(&self, id: &PhotoId) -> Picture {
        let Some(inner) = self.with(Rc::clone) else { return Picture::Missing };
        let known = inner.photos.borrow().get(id).cloned();
        let signal = known.unwrap_or_else(|| {
            let signal = ArcRwSignal::new(Picture::Coming);
            inner.photos.borrow_mut().insert(id.clone(), signal.clone());
            inner.read_photo(id, signal.clone());
            signal
        });
        signal.get()
    }

    /// The main store may have them now.
    pub(super) fn look_at_missing_photos(&self) {
        let Some(inner) = self.with(Rc::clone) else { return };
        let photos = inner.photos.borrow().clone();
        for (id, signal) in photos.into_iter().filter(|(_, signal)| signal.get_untracked() == Picture::Missing) {
            inner.read_photo(&id, signal);
        }
    }

    /// Asks the browser anew how much room there is.
    pub fn look_at_storage_space(&self) {
        let user = *self;
        let Some(inner) = self.with(Rc::clone) else { return };
        let characters = inner.small_characters();
        let is_full = inner.keeper.borrow().is_full();
        let estimated = move |bytes: Option<(u64, u64)>| {
            user.change_room(|room| {
                room.bytes = bytes;
                room.fullness = if is_full { Fullness::NoPhotos } else { fullness(bytes, characters) };
            });
        };
        inner.platform.storage_manager.estimate(Box::new(estimated));
        let persisted = move |persistent| user.change_room(|room| room.persistent = persistent);
        inner.platform.storage_manager.persisted(Box::new(persisted));
    }

    /// Once there is a note worth keeping, asks the browser to keep it. It is asked once.
    pub(super) fn ask_to_persist(&self) {
        if self.storage_space.get_untracked().persistent == Some(true)
            || self.settings.with_untracked(|settings| settings.contains_key(ASKED))
        {
            return;
        }
        self.set_setting(ASKED, "yes");
        self.ask_to_persist_again(|_| {});
    }

    /// Asks because the user wishes it, however often it was asked before.
    pub fn ask_to_persist_again(&self, done: impl FnOnce(Option<bool>) + 'static) {
        let user = *self;
        let Some(inner) = self.with(Rc::clone) else { return };
        let answered = move |granted: Option<bool>| {
            user.change_room(|room| room.persistent = granted);
            done(granted);
        };
        inner.platform.storage_manager.persist(Box::new(answered));
    }

    fn change_room(&self, change: impl FnOnce(&mut StorageSpace)) {
        let Some(mut room) = self.storage_space.try_get_untracked() else { return };
        let before = room;
        change(&mut room);
        if room != before {
            self.storage_space.set(room);
        }
    }
}

impl Inner {
    fn read_photo(&self, id: &PhotoId, shown: ArcRwSignal<Picture>) {
        let photos = self.platform.photos.clone();
        let read = move |found: ReadResult<Vec<u8>>| {
            let url = found.ok().flatten().and_then(|bytes| photos.show(&bytes));
            shown.set(url.map_or(Picture::Missing, Picture::At));
        };
        self.platform.main.file(&file_name(id.as_str()), Box::new(read));
    }

    fn small_characters(&self) -> u64 {
        let rows = self.platform.small.all().unwrap_or_default();
        rows.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum()
    }
}

fn file_name(digest: &str) -> String {
    ["photo/", digest].concat()
}
