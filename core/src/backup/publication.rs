//! What one publishes to a colleague, as the app asks its worker for it.

use crate::notebook::EntryId;
use crate::records::Record;
use crate::retrospective::PublishedNote;
use crate::schedule::wire::{Damaged, LineWriter, Lines};

/// The notes of an outline that go out, under the name of who wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlinePublication {
    /// The user's name, as the colleague reads it; never empty.
    pub author: String,
    /// Which outline it is: [`crate::retrospective::OutlineKey::word`].
    pub outline: String,
    /// The notes.
    pub notes: Vec<PublishedNote>,
}

impl OutlinePublication {
    pub(super) fn write(&self, writer: &mut LineWriter) {
        writer.text(&self.author).text(&self.outline).end();
        writer.count(self.notes.len());
        for PublishedNote { entry, edits, text, caption } in &self.notes {
            // No name of a record has a space.
            let edits = edits.iter().map(Record::as_str).collect::<Vec<&str>>().join(" ");
            writer.text(entry.as_str()).text(&edits).text(text).optional_text(caption.as_deref()).end();
        }
    }

    pub(super) fn read(lines: &mut Lines<'_>) -> Result<Self, Damaged> {
        let mut fields = lines.fields()?;
        let (author, outline) = (fields.text()?, fields.text()?);
        let notes = lines.table(|fields| {
            Ok(PublishedNote {
                entry: EntryId::new(&fields.text()?),
                edits: fields.text()?.split(' ').filter_map(Record::parse).collect(),
                text: fields.text()?,
                caption: fields.optional_text()?,
            })
        })?;
        Ok(Self { author, outline, notes })
    }
}
