//! The example: a notebook that comes with a trip, to be looked at and tried.
//!
//! It is one text of records as they are stored, so that a store in memory is filled with it as it is, and what shows a
//! full notebook is what shows the user's own. The ASCII character made for it stands between two records: no record
//! holds it, because whoever writes an example refuses control characters.

use crate::records::Revision;

/// U+001E, "record separator".
const SEPARATOR: char = '\u{1e}';

/// Joins the stored texts of records, as [`Revision::write`] gives them.
pub fn join(frames: &[String]) -> String {
    frames.join("\u{1e}")
}

/// The records of an example, each with its text. What is no record is left out.
pub fn records(text: &str) -> impl Iterator<Item = (Revision, &str)> {
    text.split(SEPARATOR).filter_map(|frame| Some((Revision::read(frame).ok()?, frame)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{EntryId, schema};
    use crate::records::stamp::{HybridClock, Knows};
    use crate::records::{Fields, UnixMillis, WriterId};

    #[test]
    fn records_come_back_each_with_its_text() {
        let mut clock = HybridClock::new();
        let mut revision = |id: &str, body: &str| {
            let mut fields = Fields::default();
            fields.body.push_str(body);
            let stamp = clock.tick(UnixMillis(1), &WriterId::new("example"));
            Revision { record: schema::entry_record(&EntryId::new(id)), stamp, knows: Knows::default(), fields }
        };
        let revisions = [revision("a", "Two\n\nlines"), revision("b", "")];
        let frames: Vec<String> = revisions.iter().map(Revision::write).collect();
        let text = join(&[frames.clone(), vec!["cut sh".to_owned()]].concat());
        let read: Vec<(Revision, &str)> = records(&text).collect();
        let expect: Vec<(Revision, &str)> = revisions.into_iter().zip(frames.iter().map(String::as_str)).collect();
        assert_eq!(read, expect);
        assert_eq!(records("").count(), 0);
    }
}
