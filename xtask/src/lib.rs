//! What the project's commands share with its browser tests: the static server, and the last step of the build.
//!
//! The commands themselves are in `main.rs`.

pub mod seal;
pub mod server;
