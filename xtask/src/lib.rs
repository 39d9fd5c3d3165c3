//! What the project's commands share with its browser tests: the static server.
//!
//! The commands themselves are in `main.rs`.

pub mod server;
