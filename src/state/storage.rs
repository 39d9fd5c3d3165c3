//! How safe what the user writes is, how much room there is, and whether the browser may take it back.

use lanyard_core::records::quota::{Fullness, fullness};
use lanyard_core::records::{Keeper, Restored, StorageHealth};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::records::{OpenRecords, Records};
use super::settings::Settings;

/// How much room there is, and whether the browser may take it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageSpace {
    /// Bytes used and bytes there are, when the browser tells.
    pub bytes: Option<(u64, u64)>,
    pub fullness: Fullness,
    /// Whether the browser has promised to throw nothing away by itself; `None` when it does not say.
    pub persistent: Option<bool>,
}

/// The setting that says that the browser was asked to keep everything.
const ASKED: &str = "asked-to-persist";

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct Storage {
    records: Records,
    settings: Settings,
    space: RwSignal<StorageSpace>,
}

impl Storage {
    pub fn new(records: Records, settings: Settings) -> Self {
        Self { records, settings, space: RwSignal::default() }
    }

    /// How safe what the user writes is.
    pub fn health(self) -> Signal<StorageHealth> {
        self.records.health.into()
    }

    /// Whether the main store is there. Reactive.
    pub fn has_main_store(self) -> bool {
        self.records.has_main_store()
    }

    /// What was rebuilt, is missing, or could not be read. Reactive: it is empty while the stores are being read.
    pub fn restored(self) -> Restored {
        self.records.restored.get()
    }

    /// The user has taken note that entries are missing.
    pub fn acknowledge_missing(self) {
        self.records.step(Keeper::acknowledge_missing);
    }

    pub fn space(self) -> Signal<StorageSpace> {
        self.space.into()
    }

    /// Asks the browser anew how much room there is.
    pub fn look_at_space(self) {
        self.records.with(|open| {
            let (characters, is_full) = (small_characters(open), open.keeper.borrow().is_full());
            let (estimated, persisted) =
                (open.platform.storage_manager.estimate(), open.platform.storage_manager.persisted());
            spawn_local(async move {
                let bytes = estimated.await;
                self.change(|space| {
                    space.bytes = bytes;
                    space.fullness = if is_full { Fullness::NoPhotos } else { fullness(bytes, characters) };
                });
                let persistent = persisted.await;
                self.change(|space| space.persistent = persistent);
            });
        });
    }

    /// Once there is a note worth keeping, asks the browser to keep it. It is asked once.
    pub(super) fn ask_to_persist(self) {
        let is_granted = self.space.with_untracked(|space| space.persistent == Some(true));
        if !is_granted && untrack(|| self.settings.get(ASKED)).is_none() {
            self.settings.set(ASKED, "yes");
            spawn_local(async move {
                self.ask_to_persist_again().await;
            });
        }
    }

    /// Asks because the user wishes it, however often it was asked before.
    pub async fn ask_to_persist_again(self) -> Option<bool> {
        let granted = self.records.platform()?.storage_manager.persist().await;
        self.change(|space| space.persistent = granted);
        granted
    }

    fn change(self, change: impl FnOnce(&mut StorageSpace)) {
        let Some(mut space) = self.space.try_get_untracked() else { return };
        let before = space;
        change(&mut space);
        if space != before {
            self.space.set(space);
        }
    }
}

fn small_characters(open: &OpenRecords) -> u64 {
    let rows = open.platform.small.all().unwrap_or_default();
    rows.iter().map(|(key, value)| (key.len() + value.len()) as u64).sum()
}
