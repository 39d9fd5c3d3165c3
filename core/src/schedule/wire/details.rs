//! The details of a trip's sessions: a line each, named by event and session, so that they fit any index.

use super::{Damaged, LineFields, LineWriter, Lines};
use crate::schedule::{Details, EventId, Link, SessionId, SessionKey};

const FORM: &str = "lanyard-details";

/// Writes the details, a line for each session, in the order given.
pub fn encode_details(details: &[(SessionKey, Details)]) -> String {
    let mut writer = LineWriter::open(FORM);
    writer.count(details.len());
    for (key, details) in details {
        writer.text(key.event.as_str()).text(key.session.as_str());
        writer.optional_text(details.url.as_deref());
        writer.optional_text(details.remark.as_deref());
        writer.optional_text(details.abstract_text.as_deref());
        for link in &details.links {
            writer.text(&link.title).text(&link.url);
        }
        writer.end();
    }
    writer.text
}

/// Reads what [`encode_details`] writes, in the order of the text.
///
/// # Errors
/// [`Damaged`] when the text is another one, of a later version, or spoilt; then it says where.
pub fn decode_details(text: &str) -> Result<Vec<(SessionKey, Details)>, Damaged> {
    Lines::open(text, FORM)?.table(read)
}

/// The offset of a line of a [`DetailsBook`], and what it says.
pub type DetailsLine = (usize, SessionKey, Details);

/// The details as they came. One session's are taken out when they are asked for: taking apart those of a large
/// conference would keep a phone busy for longer than a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailsBook(String);

impl DetailsBook {
    /// Takes a text that [`encode_details`] wrote. Only its first line is looked at.
    ///
    /// # Errors
    /// [`Damaged`] when the text is another one or of a later version.
    pub fn open(text: String) -> Result<Self, Damaged> {
        Lines::open(&text, FORM)?;
        Ok(Self(text))
    }

    /// The details of the lines that begin in these `bytes` bytes from `offset` on, each with the offset of its line, and the
    /// offset where the next ones begin; `None` at the end. Whoever wants all of them asks again and again, so that no
    /// single step takes long. A line that makes no sense is left out.
    pub fn part(&self, offset: usize, bytes: usize) -> Option<(Vec<DetailsLine>, usize)> {
        let mut next = offset;
        let mut found = Vec::new();
        let mut lines = self.0.get(offset..).filter(|text| !text.is_empty())?.split_inclusive('\n');
        while let Some(line) = lines.next().filter(|_| next - offset < bytes) {
            if let Ok((key, details)) = read_line(line) {
                found.push((next, key, details));
            }
            next += line.len();
        }
        Some((found, next))
    }

    /// The details in the line at an offset that [`DetailsBook::part`] told.
    pub fn at(&self, offset: usize) -> Option<Details> {
        let line = self.0.get(offset..)?.split('\n').next()?;
        read_line(line).ok().map(|(_, details)| details)
    }

    /// One session's details; `None` when the text has none, or when their line makes no sense.
    pub fn find(&self, key: &SessionKey) -> Option<Details> {
        let mut start = LineWriter { text: "\n".to_owned(), line_begins: true };
        start.text(key.event.as_str()).text(key.session.as_str()).raw("");
        let offset = self.0.find(&start.text)?;
        self.at(offset + 1)
    }
}

fn read_line(line: &str) -> Result<(SessionKey, Details), Damaged> {
    read(&mut LineFields { rest: Some(line.trim_end_matches('\n')), line: 0 })
}

fn read(fields: &mut LineFields<'_>) -> Result<(SessionKey, Details), Damaged> {
    let event = EventId::new(fields.text()?);
    let key = SessionKey { event, session: SessionId::new(fields.text()?) };
    let url = fields.optional_text()?;
    let remark = fields.optional_text()?;
    let abstract_text = fields.optional_text()?;
    let mut links = Vec::new();
    while fields.more() {
        links.push(Link { title: fields.text()?, url: fields.text()? });
    }
    Ok((key, Details { abstract_text, url, links, remark }))
}
