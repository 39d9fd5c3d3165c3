//! Signals and commands. Nothing here draws.
//!
//! [`App`] holds the parts together: handles, cheap to copy, each made of those it needs. Schedule data ([`trips`]) is one
//! signal, replaced whole; the user's ([`user`]) lives apart. Views join the two as late as they can.

mod app;
pub mod app_clock;
pub mod appointments;
mod attachments;
pub mod backups;
mod bundled_trip;
pub mod codes;
pub mod colleagues;
pub mod decisions;
pub mod draft;
pub mod example;
pub mod hand_over;
pub mod marks;
mod names;
pub mod navigation;
pub mod notebook;
pub mod notices;
pub mod outline;
pub mod own_items;
pub mod photos;
pub mod records;
pub mod reminders;
pub mod retrospective;
pub mod search;
pub mod settings;
pub mod shares;
pub mod storage;
#[cfg(test)]
mod tests;
pub mod trips;
pub mod user;

pub use app::{
    AgendaFilter, App, DeferredFeatures, LaterFeatures, LaterPart, Offline, PACE_SETTING, UpdateState, snapshot,
};
pub use bundled_trip::load_trip;
pub use lanyard_core::agenda::event_class;
