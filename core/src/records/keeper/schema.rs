//! The names of fields that the keeper itself reads and writes.

use crate::records::frame::Fields;

/// Set on an entry that has left the trash: nothing of it stays but this.
pub const GONE: &str = "gone";

/// The photos an entry had before the one it shows, with spaces between.
pub const FORMER_PHOTOS: &str = "former-photos";

/// All photos that are kept for an entry: the one it shows, then those it showed before.
pub fn photos(fields: &Fields) -> impl Iterator<Item = &str> {
    let former = fields.get(FORMER_PHOTOS).unwrap_or("").split(' ');
    fields.get("photo").into_iter().chain(former.filter(|photo| !photo.is_empty()))
}
