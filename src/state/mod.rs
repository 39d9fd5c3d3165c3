//! Signals and commands. Nothing here draws.
//!
//! [`App`] is a bundle of handles, cheap to copy, handed down by argument. Schedule data is one signal, replaced whole;
//! the user's data is [`User`], which lives apart. Views join the two as late as they can.

mod app;
pub mod app_clock;
mod attachments;
mod bundled_trip;
pub mod keeping;
mod marks;
mod names;
pub mod navigation;
pub mod notices;
mod own;
mod publish;
mod stores;
#[cfg(test)]
mod tests;
pub mod trips;
pub mod user;

pub use app::{App, DeferredFeatures, Offline, snapshot};
pub use bundled_trip::load_trip;
pub use lanyard_core::agenda::event_class;
