//! What one publishes becomes the files of a backup that holds nothing else: for each note one version of one entry.
//!
//! A version is named by the latest of those that made it: the entry's, those of the edits in the outline, and that of the
//! author's name. It knows what they know. So a later publication replaces an earlier one, and the same twice is the same.

use std::sync::Arc;

use super::contents::{BackupContents, NOTEBOOK_JSON, StoreContents, StoredRecords, photo_path};
use super::notebook_json;
use super::publication::OutlinePublication;
use super::request::BackupCounts;
use crate::notebook::schema::{AUTHOR_NAME, SCHEMA, published_entry};
use crate::notebook::wire::{entry_record, read_entry, setting_record, write_entry};
use crate::notebook::{Entry, EntryKind};
use crate::records::revision::heads;
use crate::records::stamp::Knows;
use crate::records::{Fields, Record, Revision};
use crate::retrospective::PublishedNote;

/// The files. Of a note whose entry is not in the store any more, or not the user's own, nothing is in them.
///
/// # Errors
/// As [`super::write`].
pub fn write(publication: &OutlinePublication, stored: &StoreContents) -> Result<BackupContents, serde_json::Error> {
    let kept = StoredRecords::of(stored);
    let mut revisions: Vec<Revision> =
        publication.notes.iter().filter_map(|note| revision(publication, note, &kept)).collect();
    revisions.sort_by(|one, other| one.record.cmp(&other.record));
    let mut shown: Vec<String> = revisions.iter().flat_map(|revision| (SCHEMA.files)(&revision.fields)).collect();
    shown.sort();
    shown.dedup();
    let all_shown = shown.len();
    shown.retain(|name| stored.files.contains(name));
    let counts = BackupCounts {
        entries: revisions.len(),
        records: revisions.len(),
        revisions: revisions.len(),
        photos: shown.len(),
        missing_photos: all_shown - shown.len(),
        trips: 0,
    };
    Ok(BackupContents {
        texts: vec![(NOTEBOOK_JSON.to_owned(), notebook_json::write(revisions.iter(), &Vec::new())?)],
        wanted: shown.into_iter().filter_map(|name| Some((photo_path(&name)?, name))).collect(),
        counts,
    })
}

/// Only the fields that a reader of the note needs. What it says of people is in its text, as far as it goes out.
fn revision(publication: &OutlinePublication, note: &PublishedNote, kept: &StoredRecords) -> Option<Revision> {
    let counting = |record: &Record| kept.records.get(record).map(|all| heads(all.clone())).unwrap_or_default();
    let mut versions: Vec<Arc<Revision>> = counting(&entry_record(&note.entry));
    let entry = read_entry(versions.last()?).filter(|entry| entry.is_own() && entry.deleted.is_none())?;
    versions.extend(note.edits.iter().flat_map(&counting));
    versions.extend(counting(&setting_record(AUTHOR_NAME)));
    let stamp = versions.iter().map(|version| &version.stamp).max()?.clone();
    let mut knows = Knows::default();
    for version in &versions {
        knows.add_all(&version.knows);
        if version.stamp != stamp {
            knows.add(&version.stamp);
        }
    }
    let id = published_entry(&entry.id, &publication.outline);
    let published = Entry {
        kind: match entry.kind {
            // The link is in the text, and a picture may have stayed at home.
            EntryKind::Link => EntryKind::Note,
            EntryKind::Photo if note.caption.is_none() => EntryKind::Note,
            kind => kind,
        },
        text: note.text.clone(),
        about: entry.about,
        trip: entry.trip,
        publishable: true,
        done: entry.done,
        due: entry.due,
        photo: entry.photo.filter(|_| note.caption.is_some()),
        caption: note.caption.clone().unwrap_or_default(),
        author: publication.author.clone(),
        ..Entry::new(id, entry.at, entry.attachment, entry.event)
    };
    let mut fields = Fields::default();
    write_entry(&published, &mut fields);
    Some(Revision { record: entry_record(&published.id), stamp, knows, fields })
}

#[cfg(test)]
mod tests;
