//! The notebook's records: their names, and what [`crate::records`] has to know of their fields.

use super::entry::EntryId;
use super::marks::{Mark, OwnItemId};
use crate::records::{Fields, Record, Schema};
use crate::schedule::SessionKey;

/// The kind of an entry's record.
pub const ENTRY: &str = "entry";
/// The kind of the record of an own item.
pub const OWN_ITEM: &str = "own";
/// The kind of the record of a mark on a session.
pub const MARK: &str = "mark";
/// The kind of the record of what calendars were last told of an appointment.
pub const APPOINTMENT: &str = "appointment";
/// The field of an appointment that holds how often it has changed.
pub(super) const SEQUENCE: &str = "sequence";
/// No record is kept of a session; this is how other records name one.
const SESSION: &str = "session";
pub(super) const SETTING: &str = "setting";
/// The setting that holds the user's name, as colleagues read it.
pub const AUTHOR_NAME: &str = "author-name";
/// The kind of the record of an edited piece of a retrospective.
pub const PIECE: &str = "piece";

/// Set on an entry that has left the trash: nothing of it stays but this.
pub(crate) const GONE: &str = "gone";
pub(super) const PHOTO: &str = "photo";
/// The photos an entry had before the one it shows, with spaces between.
pub(super) const FORMER_PHOTOS: &str = "former-photos";

/// What a [`crate::records::Keeper`] of notebooks is made with.
pub static SCHEMA: Schema = Schema {
    keep_both: &[ENTRY, OWN_ITEM, PIECE],
    highest: &[(APPOINTMENT, SEQUENCE)],
    counted: ENTRY,
    trash_ledger: ["trash", "ledger"],
    deleted: "deleted",
    gone: GONE,
    words: &["name"],
    files: |fields| photos(fields).map(photo_file).collect(),
};

/// The record of an entry: `entry/<id>`.
pub fn entry_record(id: &EntryId) -> Record {
    Record::new(ENTRY, &[id.as_str()])
}

/// The id under which a colleague keeps what an outline makes of an entry: `<entry id>-post`. It is not that of the entry,
/// whose own versions may be here too.
pub fn published_entry(id: &EntryId, outline: &str) -> EntryId {
    EntryId::new(&format!("{}-{outline}", id.as_str()))
}

/// The entry that [`published_entry`] named; `None` for other records.
pub fn original_entry(published: &Record) -> Option<Record> {
    let id = published.parts().next().filter(|_| published.kind() == ENTRY)?;
    Some(Record::new(ENTRY, &[id.rsplit_once('-')?.0]))
}

/// The record of an own item: `own/<id>`.
pub fn own_item_record(id: &OwnItemId) -> Record {
    Record::new(OWN_ITEM, &[&id.0])
}

/// The record of one mark on one session: `mark/<event>/<session>/<word>`.
pub fn mark_record(session: &SessionKey, mark: Mark) -> Record {
    Record::new(MARK, &[session.event.as_str(), session.session.as_str(), mark.word()])
}

/// The record of a setting: `setting/<name>`.
pub fn setting_record(name: &str) -> Record {
    Record::new(SETTING, &[name])
}

/// How the record of an entry names a session: `session/<event>/<session>`.
pub(super) fn session_name(session: &SessionKey) -> Record {
    Record::new(SESSION, &[session.event.as_str(), session.session.as_str()])
}

/// The session in a name of the form `<kind>/<event>/<session>..`.
pub(super) fn session_of(record: &Record) -> Option<SessionKey> {
    let mut parts = record.parts();
    Some(SessionKey::new(parts.next()?.as_str(), parts.next()?.as_str()))
}

/// The name of the file that holds a photo: `photo/<photo id>`.
pub fn photo_file(photo: &str) -> String {
    format!("photo/{photo}")
}

/// All photos that are kept for an entry: the one it shows, then those it showed before.
pub(super) fn photos(fields: &Fields) -> impl Iterator<Item = &str> {
    let former = fields.get(FORMER_PHOTOS).unwrap_or("").split(' ');
    fields.get(PHOTO).into_iter().chain(former.filter(|photo| !photo.is_empty()))
}
