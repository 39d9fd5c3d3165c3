//! The trips kept on this phone: which there are, where their events come from, what changed in them.
//!
//! The bundled trip is a file of the app. As soon as the user adds an event, or an update changes something that
//! matters, the whole trip is kept as two texts of [`crate::schedule::wire`] and the changes to it beside them, under a
//! generation of its own (`catalog`). A new generation is written beside the old one; only then does the one small
//! record that points to it change, and the old one stays for undo. Nothing here knows what the user wrote: stars and
//! notes hang on session keys and are joined in views.
//!
//! Reading files takes long and needs the readers, which the app does not carry: it asks ([`ReaderRequest`]) a worker,
//! which answers with a preview and the finished texts ([`respond()`], feature `formats`).

mod bundled;
mod catalog;
mod change_log;
#[cfg(feature = "formats")]
mod edit;
#[cfg(feature = "formats")]
mod join;
#[cfg(feature = "formats")]
mod placement;
mod public_schedules;
#[cfg(feature = "formats")]
mod readings;
mod request;
mod source;
#[cfg(feature = "formats")]
mod stars;

pub use bundled::{Former, named_alike};
pub use catalog::{CatalogTrip, Generation, TripCatalog};
pub use change_log::{Alias, ChangeLog, TripChange};
#[cfg(feature = "formats")]
pub use join::respond;
pub use public_schedules::{PublicSchedule, PublicSchedules, SiteAccess};
#[cfg(feature = "formats")]
pub use readings::{Import, Readings};
pub use request::{
    Counts, Destination, EditedTrip, EventZone, FoundStars, JoinRequest, NamedSession, Preview, ReaderRequest,
    ReaderResponse,
};
pub use source::{Origin, Source};

/// A trip as it is kept, and as it travels between the app and its worker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TripTexts {
    /// The trip without details, as [`crate::schedule::wire::encode_index`] writes it.
    pub index: String,
    /// The details of its sessions, as [`crate::schedule::wire::encode_details`] writes them.
    pub details: String,
    /// What changed in it since the user last looked, as [`ChangeLog::encode`] writes it.
    pub changes: String,
}
