//! The browser, behind small traits. This is the only place that touches web-sys for anything but drawing.
//!
//! Every trait has two implementations: the browser's and one in memory. One contract test runs over both, so that
//! what holds in a native test holds in a browser. Nothing here decides anything; decisions live in `lanyard_core`.
//! Nothing here panics either: whatever a browser refuses, forbids or lacks comes back as a value.

pub mod clock;
#[cfg(test)]
pub mod contract;
pub mod desk;
mod listen;
pub mod page;
#[allow(dead_code, reason = "kept and tested before the page that takes a photo is drawn")]
pub mod photos;
mod space;
pub mod storage;
mod storage_indexed;
mod storage_local;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod storage_memory;
pub mod window;

use lanyard_core::schedule::Instant;
use std::rc::Rc;

pub use clock::{Chance, Clock};
pub use desk::Desk;
pub use page::{Page, PageEvent};
pub use photos::Photos;
pub use storage::{MainStore, SmallStore, Space};

/// Everything the app asks of the world.
#[derive(Clone)]
pub struct Platform {
    pub small: Rc<dyn SmallStore>,
    pub main: Rc<dyn MainStore>,
    pub clock: Rc<dyn Clock>,
    pub chance: Rc<dyn Chance>,
    pub page: Rc<dyn Page>,
    pub space: Rc<dyn Space>,
    pub desk: Rc<dyn Desk>,
    #[allow(dead_code, reason = "kept and tested before the page that takes a photo is drawn")]
    pub photos: Rc<dyn Photos>,
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
        }
    }

    /// The present second.
    pub fn now(&self) -> Instant {
        Instant((self.clock.now_millis() / 1000) as i64)
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
        };
        (platform, clock)
    }
}
