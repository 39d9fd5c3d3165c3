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

    /// One session's details; `None` when the text has none, or when their line makes no sense.
    pub fn find(&self, key: &SessionKey) -> Option<Details> {
        let mut start = LineWriter { text: "\n".to_owned(), line_begins: true };
        start.text(key.event.as_str()).text(key.session.as_str()).raw("");
        let offset = self.0.find(&start.text)?;
        let line = self.0.get(offset + 1..)?.split('\n').next()?;
        let (_, details) = read(&mut LineFields { rest: Some(line), line: 0 }).ok()?;
        Some(details)
    }
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
