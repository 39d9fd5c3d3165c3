//! The browser, behind small traits. This is the only place that touches web-sys for anything but drawing.
//!
//! Every trait has two implementations: the browser's and one in memory, of which the example needs the stores. One contract test runs over both, so that
//! what holds in a native test holds in a browser. What comes later is an [`Answer`](waiting::Answer), up to the page that
//! waits for it. Nothing here decides anything; decisions live in `lanyard_core`.
//! Nothing here panics either: whatever a browser refuses, forbids or lacks comes back as a value.

pub mod address;
pub mod alerts;
pub mod backups;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod backups_memory;
pub mod camera;
pub mod clock;
pub mod codes;
#[cfg(test)]
pub mod contract;
pub mod focus;
mod idle_worker;
pub mod inbox;
mod installation;
pub mod lifecycle;
pub mod listen;
pub mod own_files;
pub mod pane;
pub mod photos;
pub mod reader;
pub mod scrolling;
pub mod shell;
pub mod storage;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod storage_faulty;
mod storage_indexed;
mod storage_local;
mod storage_manager;
mod storage_memory;
pub mod transfer;
pub mod viewport;
pub mod waiting;
mod workers;
pub mod zone;

use std::rc::Rc;

pub use address::Address;
pub use alerts::Alerts;
pub use backups::Backups;
pub use camera::Camera;
pub use clock::{Clock, Random};
pub use codes::Codes;
pub use inbox::Inbox;
pub use lifecycle::{Lifecycle, LifecycleEvent};
pub use own_files::OwnFiles;
pub use photos::Photos;
pub use reader::ScheduleReader;
pub use shell::Shell;
pub use storage::{MainStore, SmallStore, StorageManager};
pub use transfer::Transfer;
pub use viewport::Viewport;
pub use zone::DeviceZones;

/// What the first screen asks of the world.
#[derive(Clone)]
pub struct Screen {
    pub address: Rc<dyn Address>,
    pub viewport: Rc<dyn Viewport>,
    pub shell: Rc<dyn Shell>,
    pub own_files: Rc<dyn OwnFiles>,
    pub clock: Rc<dyn Clock>,
}

impl Screen {
    /// One for the life of the page: it notes taps and touches from now on.
    pub fn browser() -> Self {
        Self {
            address: Rc::new(address::BrowserAddress::new()),
            viewport: Rc::new(viewport::BrowserViewport::new()),
            shell: Rc::new(shell::BrowserShell),
            own_files: Rc::new(own_files::BrowserOwnFiles),
            clock: Rc::new(clock::BrowserClock),
        }
    }

    /// All in memory, moved by this clock.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn memory(clock: Rc<clock::MemoryClock>) -> Self {
        Self {
            address: Rc::new(address::MemoryAddress::default()),
            viewport: Rc::new(viewport::MemoryViewport::new(clock.clone())),
            shell: Rc::new(shell::MemoryShell::default()),
            own_files: Rc::new(own_files::MemoryOwnFiles::default()),
            clock,
        }
    }
}

/// Everything that the deferred part of the app asks of the world; the first part must not name it.
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
    pub backups: Rc<dyn Backups>,
    pub camera: Rc<dyn Camera>,
    pub codes: Rc<dyn Codes>,
    pub inbox: Rc<dyn Inbox>,
    pub zones: Rc<dyn DeviceZones>,
    pub alerts: Rc<dyn Alerts>,
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
            backups: Rc::new(backups::BrowserBackups),
            camera: Rc::new(camera::BrowserCamera),
            codes: Rc::new(codes::BrowserCodes),
            inbox: Rc::new(inbox::BrowserInbox),
            zones: Rc::new(zone::BrowserZones),
            alerts: Rc::new(alerts::BrowserAlerts),
        }
    }

    /// A browser's page that keeps nothing: its stores are empty and end with it, and no other tab hears of it.
    pub fn unkept() -> Self {
        Self {
            small: Rc::new(storage_memory::MemorySmall::default()),
            main: Rc::new(storage_memory::MemoryMain::default()),
            clock: Rc::new(clock::BrowserClock),
            random: Rc::new(clock::BrowserRandom),
            lifecycle: Rc::new(lifecycle::OnePage),
            storage_manager: Rc::new(storage_memory::NoStorageManager),
            transfer: Rc::new(transfer::BrowserTransfer),
            photos: Rc::new(photos::BrowserPhotos),
            reader: Rc::new(reader::BrowserReader::default()),
            backups: Rc::new(backups::NoBackups),
            camera: Rc::new(camera::BrowserCamera),
            codes: Rc::new(codes::BrowserCodes),
            inbox: Rc::new(inbox::MemoryInbox),
            zones: Rc::new(zone::BrowserZones),
            alerts: Rc::new(alerts::BrowserAlerts),
        }
    }

    /// All in memory, and empty; with the clock that moves it.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub fn memory() -> (Self, Rc<clock::MemoryClock>) {
        let clock = Rc::new(clock::MemoryClock::default());
        let main = Rc::new(storage_memory::MemoryMain::default());
        let platform = Self {
            small: Rc::new(storage_memory::MemorySmall::default()),
            main: main.clone(),
            clock: clock.clone(),
            random: Rc::new(clock::MemoryRandom::default()),
            lifecycle: Rc::new(lifecycle::MemoryLifecycle::default()),
            storage_manager: Rc::new(storage_faulty::MemoryStorageManager::default()),
            transfer: Rc::new(transfer::MemoryTransfer::default()),
            photos: Rc::new(photos::MemoryPhotos),
            reader: Rc::new(reader::MemoryReader::new(clock.clone())),
            backups: Rc::new(backups_memory::MemoryBackups::over(main)),
            camera: Rc::new(camera::MemoryCamera::default()),
            codes: Rc::new(codes::MemoryCodes),
            inbox: Rc::new(inbox::MemoryInbox),
            zones: Rc::new(zone::MemoryZones::default()),
            alerts: Rc::new(alerts::MemoryAlerts::default()),
        };
        (platform, clock)
    }
}
