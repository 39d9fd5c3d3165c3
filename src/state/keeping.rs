//! Photos and room: what is large, and how much of it fits.

use super::user::{Inner, Picture, StorageSpace, User};
use crate::platform::inbox::Share;
use crate::platform::photos::Unfit;
use lanyard_core::notebook::{Entry, EntryKind, PhotoId};
use lanyard_core::records::Refusal;
use lanyard_core::records::quota::{Fullness, fullness};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use web_sys::Blob;

/// Why a photo was not kept, as the user reads it.
pub const NO_ROOM: &str = "There is no room for more photos. Your notes are safe. Free some space on the phone first.";
pub const NO_PICTURE: &str = "This file is not a picture this browser can read. Nothing was changed.";
pub const TOO_LARGE: &str = "This picture has more than 50 megapixels, which may be more than the phone can hold. Nothing was changed. Make it smaller first.";
pub const NOT_STORED: &str = "The photo could not be stored. Your notes are safe. Try again, or free some space.";

/// The file in the main store that names the share being taken over.
const ATTEMPT: &str = "attempt";

const ASKED: &str = "asked-to-persist";

impl User {
    pub fn storage_space(&self) -> Signal<StorageSpace> {
        self.storage_space.into()
    }

    /// Shrinks a picture, keeps it, and only then writes the entry that shows it: as it then is, for its words may
    /// have changed meanwhile, and as it is given when nothing of it was written yet.
    ///
    /// # Errors
    /// Why the photo was not kept, as the user reads it.
    pub async fn add_photo(self, entry: Entry, picture: &Blob) -> Result<Entry, &'static str> {
        let Some(inner) = self.with(Rc::clone) else { return Err(NOT_STORED) };
        if self.storage_space.get_untracked().fullness == Fullness::NoPhotos {
            return Err(NO_ROOM);
        }
        let shrunk = inner.platform.photos.shrink(picture).await.map_err(|unfit| match unfit {
            Unfit::NoPicture => NO_PICTURE,
            Unfit::TooLarge => TOO_LARGE,
        })?;
        let stored = inner.platform.main.put_file(&file_name(&shrunk.digest), &shrunk.bytes).await;
        self.look_at_storage_space();
        stored.map_err(|refusal| match refusal {
            Refusal::Full => NO_ROOM,
            Refusal::Broken => NOT_STORED,
        })?;
        let mut entry = untrack(|| self.entry(&entry.id)).unwrap_or(entry);
        entry.set_kind(EntryKind::Photo);
        entry.photo = Some(PhotoId::new(&shrunk.digest));
        self.write_entry(entry.clone());
        Ok(entry)
    }

    /// What was shared and not taken over yet, earliest first.
    pub async fn shares(self) -> Vec<Share> {
        match self.with(|inner| inner.platform.inbox.waiting()) {
            Some(waiting) => waiting.await,
            None => Vec::new(),
        }
    }

    /// The share whose taking over was tried and never came to an end.
    pub async fn attempt(self) -> Option<String> {
        let found = self.with(|inner| inner.platform.main.file(ATTEMPT))?;
        String::from_utf8(found.await.ok()??).ok()
    }

    /// Notes on disk that a share is about to be taken over; where nothing can be noted it is tried all the same.
    pub async fn note_attempt(self, share: &str) {
        if let Some(noted) = self.with(|inner| inner.platform.main.put_file(ATTEMPT, share.as_bytes())) {
            let _ = noted.await;
        }
    }

    /// It came to an end, whatever the end was.
    pub fn forget_attempt(&self) {
        self.with(|inner| drop(inner.platform.main.remove_file(ATTEMPT)));
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
        let estimated = inner.platform.storage_manager.estimate();
        spawn_local(async move {
            let bytes = estimated.await;
            user.change_room(|room| {
                room.bytes = bytes;
                room.fullness = if is_full { Fullness::NoPhotos } else { fullness(bytes, characters) };
            });
        });
        let persisted = inner.platform.storage_manager.persisted();
        spawn_local(async move {
            let persistent = persisted.await;
            user.change_room(|room| room.persistent = persistent);
        });
    }

    /// Once there is a note worth keeping, asks the browser to keep it. It is asked once.
    pub(super) fn ask_to_persist(&self) {
        if self.storage_space.get_untracked().persistent == Some(true)
            || self.settings.with_untracked(|settings| settings.contains_key(ASKED))
        {
            return;
        }
        self.set_setting(ASKED, "yes");
        let user = *self;
        spawn_local(async move {
            user.ask_to_persist_again().await;
        });
    }

    /// Asks because the user wishes it, however often it was asked before; `None` when the browser does not know of it.
    pub async fn ask_to_persist_again(self) -> Option<bool> {
        let granted = self.with(|inner| inner.platform.storage_manager.persist())?.await;
        self.change_room(|room| room.persistent = granted);
        granted
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
        let (photos, found) = (self.platform.photos.clone(), self.platform.main.file(&file_name(id.as_str())));
        spawn_local(async move {
            let url = found.await.ok().flatten().and_then(|bytes| photos.show(&bytes));
            shown.set(url.map_or(Picture::Missing, Picture::At));
        });
    }

    fn small_characters(&self) -> u64 {
        let rows = self.platform.small.all().unwrap_or_default();
        rows.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum()
    }
}

fn file_name(digest: &str) -> String {
    ["photo/", digest].concat()
}
