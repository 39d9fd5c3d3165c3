//! The browser, behind small traits. This is the only place that touches web-sys for anything but drawing.
//!
//! Every trait has two implementations: the browser's and one in memory. One contract test runs over both, so that
//! what holds in a native test holds in a browser. Nothing here decides anything; decisions live in `lanyard_core`.
//! Nothing here panics either: whatever a browser refuses, forbids or lacks comes back as a value.

pub mod clock;
#[cfg(test)]
pub mod contract;
pub mod desk;
pub mod inbox;
mod installation;
mod listen;
pub mod page;
pub mod photos;
pub mod reader;
mod space;
pub mod storage;
mod storage_indexed;
mod storage_local;
#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod storage_memory;
pub mod waiting;
pub mod window;

use std::rc::Rc;

pub use clock::{Clock, Random};
pub use desk::Desk;
pub use inbox::Inbox;
pub use page::{Lifecycle, PageEvent};
pub use photos::Photos;
pub use reader::ScheduleReader;
pub use storage::{MainStore, SmallStore, Space};

/// Everything the app asks of the world.
#[derive(Clone)]
pub struct Platform {
    pub small: Rc<dyn SmallStore>,
    pub main: Rc<dyn MainStore>,
    pub clock: Rc<dyn Clock>,
    pub chance: Rc<dyn Random>,
    pub page: Rc<dyn Lifecycle>,
    pub space: Rc<dyn Space>,
    pub desk: Rc<dyn Desk>,
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
            chance: Rc::new(clock::BrowserChance),
            page: Rc::new(page::BrowserPage::new()),
            space: Rc::new(space::BrowserSpace),
            desk: Rc::new(desk::BrowserDesk),
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
            chance: Rc::new(clock::MemoryChance::default()),
            page: Rc::new(page::MemoryPage::default()),
            space: Rc::new(storage_memory::MemorySpace::default()),
            desk: Rc::new(desk::MemoryDesk::default()),
            photos: Rc::new(photos::MemoryPhotos),
            reader: Rc::new(reader::MemoryReader),
            inbox: Rc::new(inbox::MemoryInbox),
        };
        (platform, clock)
    }
}
