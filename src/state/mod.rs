//! Signals and commands. Nothing here draws, and nothing here decides what `lanyard_core` can decide.

pub mod user;

pub use user::User;
