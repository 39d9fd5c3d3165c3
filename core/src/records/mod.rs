//! What is stored of the user's, and how it stays safe.
//!
//! Two stores rebuild each other. The browser's small store (localStorage) is written on every keystroke, but a killed
//! browser may lose its last minute. Its main store (IndexedDB, with strict durability) survives that, but cannot
//! finish a write in a page that is being torn down. So every change is written to a journal in the small store at
//! once, and then added to the main store; only then is it called saved.
//!
//! - [`frame`]: the checked text around every record.
//! - [`stamp`]: who wrote a revision and after which others.
//! - [`time`]: instants in milliseconds.
//! - [`revision`]: versions of a record, and which of them count.
//! - [`merge`]: two versions of a text become one, when that is beyond doubt.
//! - [`schema`]: what the keeper is told of the records that it keeps.
//! - [`keeper`]: the state machine of saving. It decides everything and does nothing: commands go out, answers come in.
//! - [`quota`]: how much room is left.
//!
//! What must never happen here: saying "saved" before a store has answered, changing a stored text in place, deleting
//! one before its replacement was stored, or writing over something that could not be read.

pub mod frame;
pub mod keeper;
pub mod merge;
pub mod quota;
pub mod revision;
pub mod schema;
#[cfg(test)]
mod simulator;
pub mod stamp;
pub mod time;

/// The form of the main store: which tables it has, and what their keys and values mean. A build with a higher one changes
/// what is stored when it first starts, and whoever takes it is offered a backup before.
pub const LAYOUT: u32 = 1;

pub use frame::{Fields, FrameError};
pub use keeper::{
    BatchRow, Command, Damage, Keeper, KeyedFrames, Reason, RecordChange, Refusal, Restored, SaveState, StorageHealth,
    Store, Urgency,
};
pub use quota::Fullness;
pub use revision::{MergeRule, Record, Revision};
pub use schema::Schema;
pub use stamp::{Stamp, WriterId};
pub use time::UnixMillis;
