//! What the parts of a link share: its limits, why it cannot be read, and how texts, numbers and digests stand in it.

use std::fmt;

use super::super::wire::{ByteReader, ByteWriter};
use crate::checksum::crc32;
use crate::schedule::{SessionId, SessionKey};
use crate::text::plain_title;

/// Letters in one text.
const MOST_IN_TEXT: usize = 256;

/// A session's identity in four bytes: the CRC-32 of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub u32);

/// Why a link gave no agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unshared {
    /// A letter was changed, or it is no link of Lanyard.
    Damaged,
    /// The end of the link is missing.
    CutOff,
    /// Its first letter names a later version, `2` to `9`.
    Newer,
    /// It has more letters, picks or text than [`encode`] ever writes.
    TooLarge,
}

/// The agenda does not fit a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch;

/// What stands before the digest in the id of a session that is known from a link alone.
const FROM_LINK: char = '~';

impl Digest {
    /// The digest of a session of an event that comes with Lanyard: that of `event/id`. Two sessions may share one.
    pub fn of(key: &SessionKey) -> Self {
        Self(crc32(key.to_string().as_bytes()))
    }

    /// The digest of a session within an event that may have another id on another phone: that of the session's id alone.
    /// A session that is known from a link alone has the digest of that link.
    pub fn within_event(session: &SessionId) -> Self {
        Self::from_link(session).unwrap_or_else(|| Self(crc32(session.as_str().as_bytes())))
    }

    /// The digest in an id that [`Digest::session_id`] made; `None` for any other.
    pub fn from_link(session: &SessionId) -> Option<Self> {
        let digits = session.as_str().strip_prefix(FROM_LINK)?;
        u32::from_str_radix(digits, 16).ok().map(Self).filter(|digest| digest.session_id() == *session)
    }

    /// The id of a session of which nothing but a link is known: `~0a1b2c3d`. It stays when the schedule comes.
    pub fn session_id(self) -> SessionId {
        SessionId::new(format!("{FROM_LINK}{:08x}", self.0))
    }
}

impl fmt::Display for Unshared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Damaged => "This link is damaged. Nothing of yours was changed. Ask for the link again.",
            Self::CutOff => {
                "This link is cut off: its end is missing. Nothing of yours was changed. Ask for the whole link."
            }
            Self::Newer => "This link was made by a newer Lanyard. Update Lanyard, then open the link again.",
            Self::TooLarge => {
                "This link is larger than any that Lanyard makes. It was not read, and nothing of yours was changed."
            }
        })
    }
}

impl std::error::Error for Unshared {}

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("This is too much for a link. Share fewer sessions.")
    }
}

impl std::error::Error for TooMuch {}

/// An id is never shortened.
pub fn push_id(body: &mut ByteWriter, id: &str) -> Result<(), TooMuch> {
    if shortened(id) != id {
        return Err(TooMuch);
    }
    body.text(id);
    Ok(())
}

/// The letters of a text that a link takes.
pub fn shortened(text: &str) -> &str {
    text.char_indices().nth(MOST_IN_TEXT).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Four bytes, the least first.
pub fn read_digest(body: &mut ByteReader) -> Result<Digest, Unshared> {
    let (digest, rest) = body.rest.split_first_chunk().ok_or(Unshared::Damaged)?;
    body.rest = rest;
    Ok(Digest(u32::from_le_bytes(*digest)))
}

/// One plain line; `None` when nothing of it is to be seen.
pub fn read_line(body: &mut ByteReader) -> Result<Option<String>, Unshared> {
    Ok(Some(plain_title(read_text(body)?)).filter(|line| !line.is_empty()))
}

/// A number that is not larger than so.
pub fn number_up_to(body: &mut ByteReader, most: u64, otherwise: Unshared) -> Result<u64, Unshared> {
    let number = body.number().ok_or(Unshared::Damaged)?;
    if number <= most { Ok(number) } else { Err(otherwise) }
}

/// A text as long as [`encode`](super::encode) writes any.
pub fn read_text<'a>(body: &mut ByteReader<'a>) -> Result<&'a str, Unshared> {
    let text = body.text().ok_or(Unshared::Damaged)?;
    if shortened(text) == text { Ok(text) } else { Err(Unshared::TooLarge) }
}
