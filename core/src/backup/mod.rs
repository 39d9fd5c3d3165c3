//! The way out and the way back: everything that is kept, in one file that a person can read without Lanyard, and the
//! merging of such a file with what is kept here.
//!
//! A backup is a zip. `manifest.json` says what it is and has the SHA-256 of every other file; `notebook.json` holds every
//! version of every record, `trips.json` and `trips/` the trips; `notebook.md` says the same for people; `photos/` are the
//! photos as they are. `docs/backup.md` describes all of it, `docs/backup.schema.json` the JSON.
//!
//! Versions are merged as those of two tabs are ([`crate::records`]): they are put together, and the ones that no other
//! replaces count. So the same file twice changes nothing, an older file replaces nothing newer, and two phones that take
//! each other's file hold the same.
//!
//! - [`request`], [`publication`], [`preview`]: what the app asks, and what it is told. They are in the app; all else is in the
//!   worker.
//! - `contents`: what is kept becomes files. `published`: so does what one publishes to a colleague, and nothing else. `manifest`, `notebook_json`, `trips_json`: their JSON. `readable`: for people.
//! - `container`: what a file is, and which of its files are read. `received`: files become what is to be restored. `copy`: the same for the copy that the rescue page makes.
//! - `plan`: what restoring would change, and the operations that do it in one transaction; `operations` also undoes them.
//! - `trip_merge`: two states of one trip.
//!
//! What must never happen here: a version that is in neither of two merged notebooks afterwards, a byte of a file that
//! decides how much memory or time is taken beyond the file's own length, or an operation that was not previewed.

#[cfg(feature = "backup")]
mod container;
#[cfg(feature = "backup")]
mod contents;
#[cfg(feature = "backup")]
mod copy;
#[cfg(feature = "backup")]
mod error;
#[cfg(feature = "backup")]
#[cfg(test)]
mod fixture;
#[cfg(feature = "backup")]
mod manifest;
#[cfg(feature = "backup")]
mod notebook_json;
#[cfg(feature = "backup")]
mod operations;
#[cfg(feature = "backup")]
mod plan;
#[cfg(feature = "backup")]
mod plan_trips;
pub mod preview;
pub mod publication;
#[cfg(feature = "backup")]
mod published;
#[cfg(feature = "backup")]
mod readable;
#[cfg(feature = "backup")]
mod received;
pub mod request;
#[cfg(feature = "backup")]
#[cfg(test)]
mod tests;
#[cfg(feature = "backup")]
mod trip_merge;
#[cfg(feature = "backup")]
mod trips_json;

#[cfg(feature = "backup")]
pub use container::{Container, ReceivedZip};
#[cfg(feature = "backup")]
pub use contents::{BackupContents, BundledTexts, PhotoBytes, StoreContents};
#[cfg(feature = "backup")]
pub use error::BackupError;
#[cfg(feature = "backup")]
pub use manifest::{FileDigest, manifest};
#[cfg(feature = "backup")]
pub use operations::{Operations, TableOperations, undo};
#[cfg(feature = "backup")]
pub use plan::RestorePlan;
pub use preview::{RestorePreview, RestoreReport, RestoredTrip, RestoredTripChange, Tally};
pub use publication::OutlinePublication;
#[cfg(feature = "backup")]
pub use received::{Backup, ReceivedFile, read, read_old_copy};
pub use request::{BackupCounts, BackupExtent, BackupRequest};

/// The file of the main store that says how to undo the latest restore.
pub const UNDO_FILE: &str = "restore/undo";
/// The file of the main store with the names of versions that were taken away again, a line each.
pub const WITHDRAWN_FILE: &str = "restore/withdrawn";
/// The file of the main store with the names of photos that are being put for a restore, a line each. When a start finds
/// it, the restore did not come to its end.
pub const PENDING_FILE: &str = "restore/pending";

/// The version of the container's form. A reader of an earlier one reads of a later one what it knows.
pub const VERSION: u32 = 1;

/// The files of what is asked for: a backup, or what is published to a colleague.
///
/// # Errors
/// When it cannot be written as JSON; nothing that is stored is known to cause that.
#[cfg(feature = "backup")]
pub fn write(request: &BackupRequest, stored: &StoreContents) -> Result<BackupContents, serde_json::Error> {
    match &request.publication {
        Some(publication) => published::write(publication, stored),
        None => contents::write(request, stored),
    }
}
