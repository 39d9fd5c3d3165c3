//! The browser, behind small traits. This is the only place that touches web-sys for anything but drawing.
//!
//! Every trait has two implementations: the browser's and one in memory. One contract test runs over both, so that
//! what holds in a native test holds in a browser. Nothing here decides anything; decisions live in `lanyard_core`.
//! Nothing here panics either: whatever a browser refuses, forbids or lacks comes back as a value.

pub mod address;
pub mod clock;
#[cfg(test)]
pub mod contract;
pub mod inbox;
mod installation;
pub mod lifecycle;
mod listen;
pub mod own_files;
pub mod photos;
pub mod reader;
pub mod storage;
mod storage_indexed;
mod storage_local;
mod storage_manager;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod storage_memory;
pub mod transfer;
pub mod waiting;
pub mod window;

use std::rc::Rc;

pub use clock::{Clock, Random};
pub use inbox::Inbox;
pub use lifecycle::{Lifecycle, LifecycleEvent};
pub use photos::Photos;
pub use reader::ScheduleReader;
pub use storage::{MainStore, SmallStore, StorageManager};
pub use transfer::Transfer;

/// Everything the app asks of the world.
#[derive(Clone)]
pub struct Platform {
    pub small: Rc<dyn SmallStore>,
    pub main: Rc<dyn MainStore>,
    pub clock: Rc<dyn Clock>,
    pub random: Rc<dyn Random>,
    pub lifecycle: Rc<dyn Lifecycle>,
    pub storage_manager: Rc<dyn StorageManager>,
    pub transfer: Rc<dyn Transfer>,
    pub photos: Rc<dyn Photos>,
    pub reader: Rc<dyn ScheduleReader>,
    pub inbox: Rc<dyn Inbox>,
}

impl Platform {
    pub fn browser() -> Self {
        Self {
            small: Rc::new(storage_local::LocalStorage::find()),
            main: Rc::new(storage_indexed::IndexedDb::new()),
            clock: Rc::new(clock::BrowserClock),
            random: Rc::new(clock::BrowserRandom),
            lifecycle: Rc::new(lifecycle::BrowserLifecycle::new()),
            storage_manager: Rc::new(storage_manager::BrowserStorageManager),
            transfer: Rc::new(transfer::BrowserTransfer),
            photos: Rc::new(photos::BrowserPhotos),
            reader: Rc::new(reader::BrowserReader::default()),
            inbox: Rc::new(inbox::BrowserInbox),
        }
    }

    /// All in memory, and empty; with the clock that moves it.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn memory() -> (Self, Rc<clock::MemoryClock>) {
        let clock = Rc::new(clock::MemoryClock::default());
        let platform = Self {
            small: Rc::new(storage_memory::MemorySmall::default()),
            main: Rc::new(storage_memory::MemoryMain::default()),
            clock: clock.clone(),
            random: Rc::new(clock::MemoryRandom::default()),
            lifecycle: Rc::new(lifecycle::MemoryLifecycle::default()),
            storage_manager: Rc::new(storage_memory::MemoryStorageManager::default()),
            transfer: Rc::new(transfer::MemoryTransfer::default()),
            photos: Rc::new(photos::MemoryPhotos),
            reader: Rc::new(reader::MemoryReader::default()),
            inbox: Rc::new(inbox::MemoryInbox),
        };
        (platform, clock)
    }
}
