//! The photos of entries: shrunk, kept before the entry that shows them, read when they are shown.

use std::collections::BTreeMap;

use lanyard_core::notebook::schema::photo_file;
use lanyard_core::notebook::{Entry, EntryKind, PhotoId};
use lanyard_core::records::Refusal;
use lanyard_core::records::quota::Fullness;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::Blob;

use super::notebook::Notebook;
use super::records::Records;
use super::storage::Storage;
use crate::platform::photos::Unfit;
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
    ///
    /// # Errors
    /// Why it was not kept.
    pub async fn add(self, entry: Entry, picture: &Blob) -> Result<Entry, PhotoError> {
        let Some(platform) = self.records.platform() else { return Err(PhotoError::Refused(Refusal::Broken)) };
        if self.storage.space().with_untracked(|space| space.fullness == Fullness::NoPhotos) {
            return Err(PhotoError::Refused(Refusal::Full));
        }
        let shrunk = platform.photos.shrink(picture).await.map_err(PhotoError::Unfit)?;
        let stored = platform.main.put_file(&photo_file(&shrunk.digest), &shrunk.bytes).await;
        self.storage.look_at_space();
        stored.map_err(PhotoError::Refused)?;
        let mut entry = untrack(|| self.notebook.entry(&entry.id)).unwrap_or(entry);
        entry.set_kind(EntryKind::Photo);
        entry.photo = Some(PhotoId::new(&shrunk.digest));
        self.notebook.write(entry.clone());
        Ok(entry)
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
        let found = platform.main.file(&photo_file(id.as_str()));
        spawn_local(async move {
            let url = found.await.ok().flatten().and_then(|bytes| platform.photos.show(&bytes));
            shown.set(url.map_or(Picture::Missing, Picture::At));
        });
    }
}
