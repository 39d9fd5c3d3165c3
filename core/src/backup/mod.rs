//! What is kept, as a file that leaves the phone, and back.
//!
//! - [`copy`]: what the rescue page saved, which needs nothing of the app and understands nothing of what it saves.

pub mod copy;
