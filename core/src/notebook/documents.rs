//! What of an entry can be found by searching.

use super::entry::Entry;
use crate::search::{DocumentKind, Search};

/// Adds a document for each entry, under its index: its text, then all else that the user wrote in it.
pub fn add_documents(search: &mut Search, entries: &[Entry]) {
    for (index, entry) in entries.iter().enumerate() {
        let rest = [&entry.name, &entry.affiliation, &entry.contact, &entry.url, &entry.caption];
        search.add(DocumentKind::Entry, index, &entry.text, &rest.map(String::as_str).join(" "));
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Attachment, EntryId};
    use super::*;
    use crate::schedule::Instant;

    #[test]
    fn all_that_was_written_is_found() {
        let entry = Entry {
            text: "Marmots".into(),
            name: "Ana".into(),
            affiliation: "Burrow".into(),
            contact: "whistle".into(),
            url: "https://x.example/meadow".into(),
            caption: "Sunrise".into(),
            ..Entry::new(EntryId::new("x"), Instant(0), Attachment::Hallway, None)
        };
        let mut search = Search::new();
        add_documents(&mut search, &[Entry::new(EntryId::new("y"), Instant(0), Attachment::Hallway, None), entry]);
        for word in ["marmots", "ana", "burrow", "whistle", "meadow", "sunrise"] {
            let found: Vec<usize> = search.find(word, 9).iter().map(|hit| hit.index).collect();
            assert_eq!(found, [1], "{word}");
        }
    }
}
