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
pub mod storage;
#[cfg(test)]
mod storage_memory;
mod storage_web;
pub mod window;

use lanyard_core::schedule::Instant;
use std::rc::Rc;

pub use clock::{Chance, Clock};
pub use desk::Desk;
pub use page::{Page, PageEvent};
pub use storage::{MainStore, SmallStore};

/// Everything the app asks of the world.
#[derive(Clone)]
pub struct Platform {
    pub small: Rc<dyn SmallStore>,
    pub main: Rc<dyn MainStore>,
    pub clock: Rc<dyn Clock>,
    pub chance: Rc<dyn Chance>,
    pub page: Rc<dyn Page>,
    pub desk: Rc<dyn Desk>,
}

impl Platform {
    pub fn browser() -> Self {
        Self {
            small: Rc::new(storage_web::LocalStorage::find()),
            main: Rc::new(storage_web::IndexedDb::new()),
            clock: Rc::new(clock::BrowserClock),
            chance: Rc::new(clock::BrowserChance),
            page: Rc::new(page::BrowserPage::new()),
            desk: Rc::new(desk::BrowserDesk),
        }
    }

    /// The present second.
    pub fn now(&self) -> Instant {
        Instant((self.clock.now_millis() / 1000) as i64)
    }

    /// All in memory, and empty.
    #[cfg(test)]
    pub fn memory() -> Self {
        Self {
            small: Rc::new(storage_memory::MemorySmall::default()),
            main: Rc::new(storage_memory::MemoryMain::default()),
            clock: Rc::new(clock::MemoryClock::default()),
            chance: Rc::new(clock::MemoryChance::default()),
            page: Rc::new(page::MemoryPage::default()),
            desk: Rc::new(desk::MemoryDesk::default()),
        }
    }
}
