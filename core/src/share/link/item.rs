//! What somebody put into their agenda by hand, as it stands in a link.
//!
//! ```text
//! item = flags (1 start, 2 end, 4 location), event, id, title, [start], [end], [location]
//! ```
//!
//! A start counts seconds from the start before it, an end from its own start or the start before it.

use super::super::wire::{ByteReader, ByteWriter};
use super::body::{TooMuch, Unshared, number_up_to, push_id, read_line, read_text, shortened};
use crate::notebook::{OwnItem, OwnItemId};
use crate::schedule::{Instant, Session, SessionKey, Trip};

/// What stands for the event in the keys of own items.
pub const OWN: &str = "own";

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

pub const START: u64 = 1;
const END: u64 = 2;
const PLACE: u64 = 4;

pub fn push(body: &mut ByteWriter, told: &DescribedItem, start_before: &mut i64) -> Result<(), TooMuch> {
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

pub fn read(body: &mut ByteReader, start_before: &mut i64) -> Result<DescribedItem, Unshared> {
    let flags = number_up_to(body, START | END | PLACE, Unshared::Damaged)?;
    let key = SessionKey::new(read_text(body)?, read_text(body)?);
    let mut told = DescribedItem {
        key,
        title: read_line(body)?.unwrap_or_else(|| "Untitled".to_owned()),
        start: None,
        end: None,
        location: None,
    };
    if flags & START != 0 {
        *start_before = start_before.wrapping_add(body.signed().ok_or(Unshared::Damaged)?);
        told.start = Some(plausible(*start_before)?);
    }
    if flags & END != 0 {
        told.end = Some(plausible(start_before.wrapping_add(body.signed().ok_or(Unshared::Damaged)?))?);
    }
    if flags & PLACE != 0 {
        told.location = read_line(body)?;
    }
    Ok(told)
}

pub fn plausible(seconds: i64) -> Result<Instant, Unshared> {
    Some(Instant(seconds)).filter(|instant| instant.is_plausible()).ok_or(Unshared::Damaged)
}
