//! The photos of entries: shrunk, kept before the entry that shows them, read when they are shown.

use std::collections::BTreeMap;

use lanyard_core::notebook::{Entry, EntryKind, PhotoId};
use lanyard_core::records::Refusal;
use lanyard_core::records::quota::Fullness;
use leptos::prelude::*;
use web_sys::Blob;

use super::notebook::Notebook;
use super::records::Records;
use super::storage::Storage;
use crate::platform::photos::{Shrunk, Unfit};
use crate::platform::storage::ReadResult;
use crate::wording;

/// A kept photo on its way to the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    Coming,
    /// The address it can be shown under.
    At(String),
    /// The stores do not have it, or the browser does not show it.
    Missing,
}

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

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct EntryPhotos {
    records: Records,
    notebook: Notebook,
    storage: Storage,
    /// One signal for each photo that a view asked about.
    pictures: StoredValue<BTreeMap<PhotoId, ArcRwSignal<Picture>>>,
}

impl EntryPhotos {
    pub fn new(records: Records, notebook: Notebook, storage: Storage) -> Self {
        Self { records, notebook, storage, pictures: StoredValue::default() }
    }

    /// Shrinks a picture, keeps it, and only then writes the entry that shows it: as it then is, for its words may
    /// have changed meanwhile, and as it is given when nothing of it was written yet.
    pub fn add(self, entry: Entry, picture: &Blob, done: impl FnOnce(Result<Entry, PhotoError>) + 'static) {
        let Some(platform) = self.records.platform() else { return };
        if self.storage.space().with_untracked(|space| space.fullness == Fullness::NoPhotos) {
            return done(Err(PhotoError::Refused(Refusal::Full)));
        }
        let main = platform.main.clone();
        let shrunk = move |shrunk: Result<Shrunk, Unfit>| {
            let shrunk = match shrunk {
                Ok(shrunk) => shrunk,
                Err(why) => return done(Err(PhotoError::Unfit(why))),
            };
            let id = PhotoId::new(&shrunk.digest);
            let stored = move |stored: Result<(), Refusal>| {
                self.storage.look_at_space();
                if let Err(why) = stored {
                    return done(Err(PhotoError::Refused(why)));
                }
                let mut entry = untrack(|| self.notebook.entry(&entry.id)).unwrap_or(entry);
                entry.set_kind(EntryKind::Photo);
                entry.photo = Some(id);
                self.notebook.write(entry.clone());
                done(Ok(entry));
            };
            main.put_file(&file_name(&shrunk.digest), &shrunk.bytes, Box::new(stored));
        };
        platform.photos.shrink(picture, Box::new(shrunk));
    }

    /// A kept photo, once it has been read. Reactive.
    pub fn picture(self, id: &PhotoId) -> Picture {
        let known = self.pictures.try_with_value(|pictures| pictures.get(id).cloned()).flatten();
        let signal = known.unwrap_or_else(|| {
            let signal = ArcRwSignal::new(Picture::Coming);
            self.pictures.try_update_value(|pictures| pictures.insert(id.clone(), signal.clone()));
            self.read(id, signal.clone());
            signal
        });
        signal.get()
    }

    /// The main store may have them now.
    pub(super) fn look_at_missing(self) {
        let pictures = self.pictures.try_get_value().unwrap_or_default();
        for (id, signal) in pictures.into_iter().filter(|(_, signal)| signal.get_untracked() == Picture::Missing) {
            self.read(&id, signal);
        }
    }

    fn read(self, id: &PhotoId, shown: ArcRwSignal<Picture>) {
        let Some(platform) = self.records.platform() else { return shown.set(Picture::Missing) };
        let photos = platform.photos;
        let read = move |found: ReadResult<Vec<u8>>| {
            let url = found.ok().flatten().and_then(|bytes| photos.show(&bytes));
            shown.set(url.map_or(Picture::Missing, Picture::At));
        };
        platform.main.file(&file_name(id.as_str()), Box::new(read));
    }
}

fn file_name(digest: &str) -> String {
    ["photo/", digest].concat()
}
