//! What of an outline goes to a colleague: the words and pictures that go out, each under the entry that it was made of.
//!
//! What must never be here: words that [`super::document()`] would not let out, what the user wrote into the outline under no
//! entry, and what came from a colleague: that is for its author to pass on.

use super::assemble::outgoing;
use super::edit::OutlineKey;
use super::outline::OutlineRow;
use super::piece::PieceKind;
use crate::notebook::{Entry, EntryId};
use crate::records::Record;

/// What goes out of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedNote {
    /// The entry.
    pub entry: EntryId,
    /// The records of what the user changed of it in the outline, whether there are any or not.
    pub edits: Vec<Record>,
    /// Markdown, as it stands in the outline; empty when only the picture goes out.
    pub text: String,
    /// What the picture shows, when that goes out.
    pub caption: Option<String>,
}

/// The notes among the rows that go out, in their order, each once.
pub fn published(rows: &[OutlineRow], key: &OutlineKey, entries: &[Entry]) -> Vec<PublishedNote> {
    let mut notes: Vec<PublishedNote> = Vec::new();
    for piece in outgoing(rows).map(|row| &row.piece) {
        let own = entries.iter().find(|entry| piece.entry.as_ref() == Some(&entry.id) && entry.is_own());
        let Some(entry) = own.map(|entry| entry.id.clone()) else { continue };
        let index = notes.iter().position(|note| note.entry == entry).unwrap_or_else(|| {
            notes.push(PublishedNote { entry, edits: Vec::new(), text: String::new(), caption: None });
            notes.len() - 1
        });
        let Some(note) = notes.get_mut(index) else { continue };
        let edit = key.record(&piece.id);
        if !note.edits.contains(&edit) {
            note.edits.push(edit);
        }
        match &piece.kind {
            PieceKind::Picture(_) => note.caption = Some(piece.text.clone()),
            _ => note.text.clone_from(&piece.text),
        }
    }
    notes
}
