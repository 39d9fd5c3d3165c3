//! The catalog and the texts it points to, on disk.
//!
//! Another tab may change them at any moment. So whoever changes something reads the catalog as it then is, alone among the
//! tabs, and tells the others afterwards; nothing is ever written from what this tab remembers.

use super::Trips;
use super::signals::TripBytes;
use crate::platform::Platform;
use crate::platform::storage::SmallStore;
use crate::wording;
use lanyard_core::records::Refusal;
use lanyard_core::schedule::TripId;
use lanyard_core::schedule::wire::decode_index;
use lanyard_core::trips::{Generation, TripCatalog};
use leptos::prelude::*;

pub const CATALOG: &str = "trips/shelf";

/// In the small store: the index to start with. `boot.js` reads it before anything else runs.
const FIRST: &str = "first-trip";

const PARTS: [&str; 3] = ["index", "details", "changes"];

/// What became of a new state of a trip.
pub enum Stored {
    /// It is kept under this number.
    As(u32),
    /// The trip has changed since the new state was made of it. Nothing was stored.
    Outdated,
    Failed,
}

/// How a new state of a trip stands to the ones before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Publication {
    /// It is shown from now on.
    Shown,
    /// What is shown stays.
    Aside,
    /// The same, and undo takes it back together with the one before.
    OnTop,
}

/// Why the catalog is not known.
pub enum Unread {
    /// It was written by a newer version, or is damaged.
    Unreadable,
    /// The store did not give it now.
    NotNow,
}

impl Trips {
    pub(super) async fn stored_catalog(self) -> Result<TripCatalog, Unread> {
        let platform = self.user.records.platform().ok_or(Unread::NotNow)?;
        let found = platform.main.file(CATALOG).await.map_err(|_| Unread::NotNow)?;
        let Some(bytes) = found else { return Ok(TripCatalog::default()) };
        let text = String::from_utf8(bytes).map_err(|_| Unread::Unreadable)?;
        TripCatalog::decode(&text).map_err(|_| Unread::Unreadable)
    }

    /// The same, and the user is told when it cannot be read. An empty one in its place would give its numbers, and so
    /// its trips' texts, to others.
    pub(super) async fn read_catalog(self) -> Option<TripCatalog> {
        match self.stored_catalog().await {
            Ok(catalog) => return Some(catalog),
            Err(Unread::Unreadable) => self.notices.warn(wording::CATALOG_UNREADABLE),
            Err(Unread::NotNow) => self.notices.warn(wording::CATALOG_NOT_READ_NOW),
        }
        None
    }

    /// Changes the catalog as it is now, with no other tab in between. `change` gives nothing when there is nothing to
    /// change; then, and when the catalog could not be read or written, nothing comes back.
    pub(super) async fn change_catalog<T>(self, change: impl AsyncFnOnce(&mut TripCatalog) -> Option<T>) -> Option<T> {
        let platform = self.user.records.platform()?;
        let lock = platform.lifecycle.lock().await;
        let changed = match self.read_catalog().await {
            Some(mut catalog) => match change(&mut catalog).await {
                Some(result) => self.write_catalog(&platform, catalog).await.then_some(result),
                None => None,
            },
            None => None,
        };
        drop(lock);
        changed
    }

    async fn write_catalog(self, platform: &Platform, catalog: TripCatalog) -> bool {
        let text = catalog.encode();
        if platform.main.put_file(CATALOG, text.as_bytes()).await.is_err() {
            self.notices.warn(wording::TRIP_NOT_STORED);
            return false;
        }
        self.publish_catalog(platform, catalog);
        platform.lifecycle.broadcast(CATALOG);
        true
    }

    pub(super) fn publish_catalog(self, platform: &Platform, catalog: TripCatalog) {
        remember_first(&*platform.small, &catalog);
        if self.catalog.with_untracked(|known| **known != catalog) {
            self.catalog.set(catalog.into());
        }
    }

    /// Writes a new state of a trip beside the old ones, reads it back, and only then points to it. `describe` gives
    /// what is to be known of it besides its number, or nothing when the trip is another one by now. What it changes on
    /// the catalog is written with it.
    pub(super) async fn keep_texts(
        self,
        id: &TripId,
        title: &str,
        texts: &TripBytes,
        step: Publication,
        describe: impl FnOnce(&mut TripCatalog) -> Option<Generation>,
    ) -> Stored {
        let Some(platform) = self.user.records.platform() else { return Stored::Failed };
        let (mut outdated, mut written) = (false, None);
        let kept = self
            .change_catalog(async |catalog: &mut TripCatalog| {
                let Some(described) = describe(catalog) else {
                    outdated = true;
                    return None;
                };
                let number = catalog.free_number();
                written = Some(number);
                let names = file_names(number);
                let files: Vec<(&str, &[u8])> =
                    names.iter().map(String::as_str).zip(texts.iter().map(Vec::as_slice)).collect();
                platform.main.put_files(&files).await.ok()?;
                let (generation, chosen) = (Generation { number, ..described }, catalog.chosen.clone());
                let dropped = match step {
                    Publication::OnTop => catalog.put_on_top(id, title, generation),
                    Publication::Shown | Publication::Aside => catalog.put(id, title, generation),
                };
                if step != Publication::Shown {
                    catalog.chosen = chosen;
                }
                Some((number, dropped))
            })
            .await;
        match kept {
            Some((number, dropped)) => {
                dropped.into_iter().for_each(|number| drop_texts(&platform, number));
                Stored::As(number)
            }
            None => {
                written.into_iter().for_each(|number| drop_texts(&platform, number));
                if outdated { Stored::Outdated } else { Stored::Failed }
            }
        }
    }

    /// The texts of a trip as the catalog has it, and the number they lie under: none for the bundled trip as it came.
    pub(super) async fn texts_now(self, catalog: &TripCatalog, id: &TripId) -> Option<(Option<u32>, TripBytes)> {
        let platform = self.user.records.platform()?;
        match catalog.find(id) {
            Some(kept) => Some((Some(kept.now.number), texts_of(&platform, kept.now.number).await?)),
            None => {
                let texts = self.bundled_texts().await?;
                let bundled = std::str::from_utf8(texts.first()?).ok().and_then(|text| decode_index(text).ok())?;
                (bundled.id == *id).then_some((None, texts))
            }
        }
    }

    /// Removes the texts that nothing points to since the start before.
    pub(super) async fn tidy(self) {
        let Some(platform) = self.user.records.platform() else { return };
        let take = async |catalog: &mut TripCatalog| {
            Some(std::mem::take(&mut catalog.dropped)).filter(|dropped| !dropped.is_empty())
        };
        let dropped = self.change_catalog(take).await.unwrap_or_default();
        dropped.into_iter().for_each(|number| drop_texts(&platform, number));
    }
}

fn remember_first(small: &dyn SmallStore, catalog: &TripCatalog) {
    match catalog.shown().filter(|kept| !kept.now.is_plain) {
        // Without it the bundled trip shows for a moment.
        Some(kept) => drop(small.put(FIRST, &file_name(kept.now.number, "index"))),
        None => small.remove(FIRST),
    }
}

pub fn file_name(number: u32, part: &str) -> String {
    format!("trips/{number}/{part}")
}

fn file_names(number: u32) -> [String; 3] {
    PARTS.map(|part| file_name(number, part))
}

pub async fn texts_of(platform: &Platform, number: u32) -> Option<TripBytes> {
    let names = file_names(number);
    let found = platform.main.files(&names.each_ref().map(String::as_str)).await;
    found.ok().flatten()?.try_into().ok()
}

/// # Errors
/// When the store does not give them now.
pub async fn changes_of(platform: &Platform, number: u32) -> Result<Vec<u8>, Refusal> {
    platform.main.file(&file_name(number, "changes")).await.map(Option::unwrap_or_default)
}

fn drop_texts(platform: &Platform, number: u32) {
    for name in file_names(number) {
        drop(platform.main.remove_file(&name));
    }
}
