//! The agenda link: what follows `#/shared/` in an address.
//!
//! Version 1 is the letter `1` and base64url of: the length of the body, the body, the CRC-32 of the letter and the
//! body. A length tells a link that was cut off from one that was damaged; a changed letter is always found.
//!
//! ```text
//! body = flags (1: has a name), trip, [name], count, digests of four bytes, count, items
//! item = flags (1 start, 2 end, 4 location), event, id, title, [start], [end], [location]
//! ```
//!
//! What is read is plain: texts lose what is hidden in them, and a time outside of the years 1900 to 2200 is no time.
//!
//! A session of a trip that the receiver has as well takes four bytes, a [`Digest`], however long its id is: twenty fit
//! a link of 200 letters. A digest depends on the id alone, so a link works with any version of the schedule. Whatever
//! the receiver may lack stands there with all that the page shows. A start counts seconds from the start before it,
//! an end from its own start.

use std::fmt;

use super::wire::{ByteReader, ByteWriter, push_letters, read_letters};
use crate::checksum::crc32;
use crate::notebook::{OwnItem, OwnItemId};
use crate::schedule::{EventId, Instant, Session, SessionKey, Trip, TripId};
use crate::text::plain_title;

const VERSION: char = '1';
const MOST_LETTERS: usize = 8 * 1024;
/// Sessions and items together.
const MOST_PICKS: usize = 2_000;
/// Letters in one text.
const MOST_IN_TEXT: usize = 256;

/// What stands for the event in the keys of own items.
pub const OWN: &str = "own";

/// Somebody's agenda, as far as they give it away. No notes, ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedAgenda {
    /// The trip the agenda is of; the receiver may not have it.
    pub trip: TripId,
    /// The name of who shares it, if they gave one.
    pub by: Option<String>,
    /// Sessions of a trip that whoever opens the link has as well.
    pub sessions: Vec<Digest>,
    /// Own items, and sessions of events that were added by hand.
    pub told: Vec<DescribedItem>,
}

/// A session's identity in four bytes: the CRC-32 of `event/id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(pub u32);

/// What the receiver may lack says for itself what, when and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DescribedItem {
    /// The key of the session; that of an own item has [`OWN`] as its event.
    pub key: SessionKey,
    /// One line; never empty in what [`decode`] gives.
    pub title: String,
    /// When it begins; `None` when that is not known.
    pub start: Option<Instant>,
    /// When it ends; `None` when that is not known.
    pub end: Option<Instant>,
    /// The name of the room, or what the user typed; `None` when nothing is known.
    pub location: Option<String>,
}

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

/// What follows `#/shared/` in a link to this agenda. Texts over 256 letters are shortened.
///
/// # Errors
///
/// [`TooMuch`] when it has more than 2000 picks, an id of more than 256 letters, or would need more than 8192 letters.
///
/// ```
/// use lanyard_core::share::{SharedAgenda, decode, encode};
///
/// let by = Some("Ana".to_owned());
/// let agenda = SharedAgenda { trip: "salt-lake".into(), by, sessions: Vec::new(), told: Vec::new() };
/// let payload = encode(&agenda)?;
/// assert_eq!(decode(&payload), Ok(agenda));
/// # Ok::<(), lanyard_core::share::TooMuch>(())
/// ```
pub fn encode(agenda: &SharedAgenda) -> Result<String, TooMuch> {
    if agenda.sessions.len() + agenda.told.len() > MOST_PICKS {
        return Err(TooMuch);
    }
    let mut body = ByteWriter::default();
    body.number(u64::from(agenda.by.is_some()));
    push_id(&mut body, agenda.trip.as_str())?;
    if let Some(name) = &agenda.by {
        body.text(shortened(name));
    }
    body.number(agenda.sessions.len() as u64);
    for digest in &agenda.sessions {
        body.bytes.extend_from_slice(&digest.0.to_le_bytes());
    }
    body.number(agenda.told.len() as u64);
    let mut start_before = 0;
    for told in &agenda.told {
        push_told(&mut body, told, &mut start_before)?;
    }
    let payload = seal(&body.bytes);
    if payload.len() > MOST_LETTERS { Err(TooMuch) } else { Ok(payload) }
}

/// Reads what [`encode`] wrote. Time and memory are bounded by its limits.
///
/// # Errors
///
/// [`Unshared`] for any other text: each of its variants says when.
pub fn decode(payload: &str) -> Result<SharedAgenda, Unshared> {
    if payload.len() > MOST_LETTERS {
        return Err(Unshared::TooLarge);
    }
    let mut letters = payload.chars();
    match letters.next() {
        Some(VERSION) => {}
        Some('2'..='9') => return Err(Unshared::Newer),
        Some(_) => return Err(Unshared::Damaged),
        None => return Err(Unshared::CutOff),
    }
    let (bytes, ends_well) = read_letters(letters.as_str()).ok_or(Unshared::Damaged)?;
    let mut whole = ByteReader { rest: &bytes };
    let length = whole.number().ok_or(Unshared::CutOff)?;
    let length = usize::try_from(length).ok().filter(|length| *length <= MOST_LETTERS).ok_or(Unshared::Damaged)?;
    let (body, sum) = whole.rest.split_at_checked(length).ok_or(Unshared::CutOff)?;
    if sum.len() < 4 {
        return Err(Unshared::CutOff);
    }
    if !ends_well || sum != body_sum(body) {
        return Err(Unshared::Damaged);
    }
    read_body(&mut ByteReader { rest: body })
}

impl SharedAgenda {
    /// An agenda to share: the starred sessions of `trip`, and what else is to be told. `receiver_has` says of an event
    /// whether whoever opens the link has it as well, because it comes with Lanyard.
    pub fn of(
        trip: &Trip,
        by: Option<String>,
        starred: &[SessionKey],
        receiver_has: impl Fn(&EventId) -> bool,
        told: Vec<DescribedItem>,
    ) -> Self {
        let mut agenda = Self { trip: trip.id.clone(), by, sessions: Vec::new(), told };
        let digests: Vec<Digest> = trip.sessions.iter().map(|session| Digest::of(&trip.key(session))).collect();
        for key in starred {
            let digest = Digest::of(key);
            let clear = digests.iter().filter(|other| **other == digest).count() <= 1;
            match trip.find(key) {
                Some(session) if !clear || !receiver_has(&key.event) => {
                    agenda.told.push(DescribedItem::of_session(trip, session))
                }
                _ => agenda.sessions.push(digest),
            }
        }
        agenda
    }
}

impl Digest {
    /// The digest of a session's key. Two sessions may share one.
    pub fn of(key: &SessionKey) -> Self {
        Self(crc32(key.to_string().as_bytes()))
    }
}

/// The own item that a key names, if it names one.
pub fn own_id(key: &SessionKey) -> Option<OwnItemId> {
    (key.event.as_str() == OWN).then(|| OwnItemId(key.session.as_str().into()))
}

impl DescribedItem {
    /// What somebody put into their agenda by hand, as an item of mine. A session is none: its key may yet be found in
    /// the programme.
    pub fn as_own(&self) -> Option<OwnItem> {
        Some(OwnItem {
            id: own_id(&self.key)?,
            title: self.title.clone(),
            start: self.start?,
            end: self.end,
            location: self.location.clone().unwrap_or_default(),
            note: String::new(),
            deleted: None,
            based_on: None,
        })
    }

    /// An own item, without its note.
    pub fn of_own(item: &OwnItem) -> Self {
        Self {
            key: SessionKey::new(OWN, &*item.id.0),
            title: item.title.clone(),
            start: Some(item.start),
            end: item.end,
            location: Some(item.location.clone()).filter(|location| !location.is_empty()),
        }
    }

    /// A session with its times and the name of its room, as the trip has them.
    pub fn of_session(trip: &Trip, session: &Session) -> Self {
        Self {
            key: trip.key(session),
            title: session.title.clone(),
            start: session.when.start(),
            end: session.when.end(),
            location: trip.room(session).map(|room| room.name.clone()),
        }
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

const START: u64 = 1;
const END: u64 = 2;
const PLACE: u64 = 4;

fn push_told(body: &mut ByteWriter, told: &DescribedItem, start_before: &mut i64) -> Result<(), TooMuch> {
    let flag = |there: bool, flag: u64| if there { flag } else { 0 };
    let location = flag(told.location.is_some(), PLACE);
    let [start, end] = [told.start, told.end].map(|time| time.filter(|time| time.is_plausible()));
    body.number(flag(start.is_some(), START) | flag(end.is_some(), END) | location);
    push_id(body, told.key.event.as_str())?;
    push_id(body, told.key.session.as_str())?;
    body.text(shortened(&told.title));
    if let Some(start) = start {
        body.signed(start.0.wrapping_sub(*start_before));
        *start_before = start.0;
    }
    if let Some(end) = end {
        body.signed(end.0.wrapping_sub(*start_before));
    }
    if let Some(location) = &told.location {
        body.text(shortened(location));
    }
    Ok(())
}

fn push_id(body: &mut ByteWriter, id: &str) -> Result<(), TooMuch> {
    if shortened(id) != id {
        return Err(TooMuch);
    }
    body.text(id);
    Ok(())
}

fn shortened(text: &str) -> &str {
    text.char_indices().nth(MOST_IN_TEXT).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

fn seal(body: &[u8]) -> String {
    let mut whole = ByteWriter::default();
    whole.number(body.len() as u64);
    whole.bytes.extend_from_slice(body);
    whole.bytes.extend_from_slice(&body_sum(body));
    let mut payload = String::from(VERSION);
    push_letters(&whole.bytes, &mut payload);
    payload
}

fn body_sum(body: &[u8]) -> [u8; 4] {
    crc32(&[&[VERSION as u8], body].concat()).to_le_bytes()
}

fn read_body(body: &mut ByteReader) -> Result<SharedAgenda, Unshared> {
    let flags = number_up_to(body, 1, Unshared::Damaged)?;
    let trip = TripId::from(read_text(body)?);
    let by = if flags == 1 { Some(plain_title(read_text(body)?)) } else { None }.filter(|name| !name.is_empty());
    let mut left = MOST_PICKS as u64;
    let mut agenda = SharedAgenda { trip, by, sessions: Vec::new(), told: Vec::new() };
    let sessions = number_up_to(body, left, Unshared::TooLarge)?;
    left -= sessions;
    for _ in 0..sessions {
        let (digest, rest) = body.rest.split_first_chunk().ok_or(Unshared::Damaged)?;
        body.rest = rest;
        agenda.sessions.push(Digest(u32::from_le_bytes(*digest)));
    }
    let mut start_before = 0;
    for _ in 0..number_up_to(body, left, Unshared::TooLarge)? {
        agenda.told.push(read_told(body, &mut start_before)?);
    }
    if body.rest.is_empty() { Ok(agenda) } else { Err(Unshared::Damaged) }
}

fn read_told(body: &mut ByteReader, start_before: &mut i64) -> Result<DescribedItem, Unshared> {
    let flags = number_up_to(body, START | END | PLACE, Unshared::Damaged)?;
    let key = SessionKey::new(read_text(body)?, read_text(body)?);
    let mut told = DescribedItem { key, title: read_title(body)?, start: None, end: None, location: None };
    if flags & START != 0 {
        *start_before = start_before.wrapping_add(body.signed().ok_or(Unshared::Damaged)?);
        told.start = Some(plausible(*start_before)?);
    }
    if flags & END != 0 {
        told.end = Some(plausible(start_before.wrapping_add(body.signed().ok_or(Unshared::Damaged)?))?);
    }
    if flags & PLACE != 0 {
        told.location = Some(plain_title(read_text(body)?)).filter(|location| !location.is_empty());
    }
    Ok(told)
}

fn read_title(body: &mut ByteReader) -> Result<String, Unshared> {
    let title = plain_title(read_text(body)?);
    Ok(if title.is_empty() { "Untitled".to_owned() } else { title })
}

fn plausible(seconds: i64) -> Result<Instant, Unshared> {
    Some(Instant(seconds)).filter(|instant| instant.is_plausible()).ok_or(Unshared::Damaged)
}

fn number_up_to(body: &mut ByteReader, most: u64, otherwise: Unshared) -> Result<u64, Unshared> {
    let number = body.number().ok_or(Unshared::Damaged)?;
    if number <= most { Ok(number) } else { Err(otherwise) }
}

fn read_text<'a>(body: &mut ByteReader<'a>) -> Result<&'a str, Unshared> {
    let text = body.text().ok_or(Unshared::Damaged)?;
    if shortened(text) == text { Ok(text) } else { Err(Unshared::TooLarge) }
}

#[cfg(test)]
mod tests;
