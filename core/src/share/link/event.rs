//! An event that the receiver may lack, and its sessions, as they stand in a link.
//!
//! ```text
//! event   = flags (1 address, 2 it begins with https://, 4 times, 8 to the second, 16 rooms, 32 titles),
//!           title, zone, first day, further days, [address], [count, rooms], count, sessions
//! session = digest, [start], [end], [room], [title]
//! ```
//!
//! A day counts from 1970, a start from the start before it and first from the midnight (UTC) that begins the first day, an
//! end from its start: in minutes, or in seconds where one of them needs it. 0 stands for no time, no room and no title;
//! other numbers that are not negative are one more than they say. There is no end without a start.

use std::sync::Arc;

use super::super::wire::{ByteReader, ByteWriter};
use super::body::{Digest, Unshared, number_up_to, read_digest, read_line, read_text, shortened};
use super::item::{DescribedItem, plausible};

use crate::schedule::{Day, Instant, Local, Session, SessionId, SessionKey, Trip};

/// An event as a link tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedEvent {
    /// One line; never empty in what is read.
    pub title: String,
    /// The IANA name of the zone of its times; empty when it is not known.
    pub zone: String,
    /// The first day.
    pub first: Day,
    /// The last day, inclusive.
    pub last: Day,
    /// Where its schedule can be read; `None` when it came from a file. From a link it is not to be trusted.
    pub address: Option<String>,
    /// In order of start, those without one last.
    pub sessions: Vec<SharedSession>,
}

/// A session of an event as a link tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedSession {
    /// [`Digest::within_event`] of the id that its source gives it.
    pub id: Digest,
    /// One line; `None` when the link does not tell it.
    pub title: Option<String>,
    /// When it begins; `None` when that is not known, or the link does not tell it.
    pub start: Option<Instant>,
    /// When it ends. It is not told without a start.
    pub end: Option<Instant>,
    /// The name of the room; `None` when the link does not tell it.
    pub room: Option<Arc<str>>,
}

/// How much a link tells of a session that can be looked up in its schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkDetail {
    /// Title, times and room.
    Titles,
    /// Times and room.
    Rooms,
    /// Times.
    Times,
    /// Nothing but which one it is.
    Names,
}

impl LinkDetail {
    /// All of them, the one that tells most first.
    pub const ALL: [Self; 4] = [Self::Titles, Self::Rooms, Self::Times, Self::Names];
}

/// The title of a session whose link does not tell it.
pub fn unnamed(event_title: &str) -> String {
    format!("Session of {event_title}")
}

impl SharedSession {
    /// A session of `trip` with all that a link can tell. `source_id` is what the source of its event calls it.
    pub fn of(trip: &Trip, session: &Session, source_id: &SessionId) -> Self {
        let is_unnamed = trip.event(session).is_some_and(|event| session.title == unnamed(&event.title));
        Self {
            id: Digest::within_event(source_id),
            title: Some(session.title.clone()).filter(|_| !is_unnamed),
            start: session.when.start(),
            end: session.when.end(),
            room: trip.room(session).map(|room| room.name.as_str().into()),
        }
    }

    /// As something that is told of under this key.
    pub fn described(&self, key: SessionKey) -> DescribedItem {
        DescribedItem {
            key,
            title: self.title.clone().unwrap_or_else(|| "Session".to_owned()),
            start: self.start,
            end: self.end,
            location: self.room.as_deref().map(str::to_owned),
        }
    }

    pub(super) fn reduce(&mut self, detail: LinkDetail) {
        self.title.take_if(|_| detail > LinkDetail::Titles);
        self.room.take_if(|_| detail > LinkDetail::Rooms);
        self.start.take_if(|_| detail > LinkDetail::Times);
        self.end.take_if(|_| detail > LinkDetail::Times);
    }
}

const ADDRESS: u64 = 1;
const HTTPS: u64 = 2;
const TIMES: u64 = 4;
const SECONDS: u64 = 8;
const ROOMS: u64 = 16;
const TITLES: u64 = 32;

/// From the first day of an event to its last.
const MOST_DAYS: i32 = 4_000;

const HTTPS_PREFIX: &str = "https://";

/// Writes an event. An address that is longer than any text of a link is left out.
pub fn push(body: &mut ByteWriter, event: &SharedEvent) {
    let flag = |is_so: bool, flag: u64| if is_so { flag } else { 0 };
    let address = event.address.as_deref().filter(|address| shortened(address) == *address);
    let path = address.and_then(|address| address.strip_prefix(HTTPS_PREFIX));
    let rooms = rooms(event);
    let times = || event.sessions.iter().flat_map(|session| [session.start, session.end]).flatten();
    let flags = [
        flag(address.is_some(), ADDRESS),
        flag(path.is_some(), HTTPS),
        flag(times().next().is_some(), TIMES),
        flag(times().any(|time| time.0 % 60 != 0), SECONDS),
        flag(!rooms.is_empty(), ROOMS),
        flag(event.sessions.iter().any(|session| session.title.is_some()), TITLES),
    ];
    let flags = flags.iter().fold(0, |all, flag| all | flag);
    body.number(flags);
    body.text(shortened(&event.title));
    body.text(shortened(&event.zone));
    body.signed(event.first.0.into());
    body.number(event.last.0.saturating_sub(event.first.0).clamp(0, MOST_DAYS).unsigned_abs().into());
    if let Some(address) = path.or(address) {
        body.text(address);
    }
    if flags & ROOMS != 0 {
        body.number(rooms.len() as u64);
        rooms.iter().for_each(|room| body.text(room));
    }
    body.number(event.sessions.len() as u64);
    let unit = unit(flags);
    let mut before = Local::new(event.first, 0, 0).at_offset(0);
    for session in &event.sessions {
        body.bytes.extend_from_slice(&session.id.0.to_le_bytes());
        if flags & TIMES != 0 {
            push_after(body, session.start, before, unit);
            if let Some(start) = if_plausible(session.start) {
                push_after(body, session.end, start, unit);
                before = start;
            }
        }
        if flags & ROOMS != 0 {
            let of_session = session.room.as_deref().map(shortened);
            let room = rooms.iter().position(|room| Some(*room) == of_session);
            body.number(room.map_or(0, |room| room as u64 + 1));
        }
        if flags & TITLES != 0 {
            body.text(session.title.as_deref().map_or("", shortened));
        }
    }
}

/// Reads an event. `left` is how many more sessions a link may tell of.
pub fn read(body: &mut ByteReader, left: &mut u64) -> Result<SharedEvent, Unshared> {
    let flags = number_up_to(body, 2 * TITLES - 1, Unshared::Damaged)?;
    let title = read_line(body)?.unwrap_or_else(|| "Untitled event".to_owned());
    let zone = read_line(body)?.unwrap_or_default();
    let first = body.signed().and_then(|day| i32::try_from(day).ok()).map(Day);
    let first = first.filter(|day| day.is_plausible()).ok_or(Unshared::Damaged)?;
    let last = first.plus(number_up_to(body, MOST_DAYS.unsigned_abs().into(), Unshared::TooLarge)? as i32);
    let address = if flags & ADDRESS != 0 {
        let path = read_text(body)?;
        Some(if flags & HTTPS != 0 { format!("{HTTPS_PREFIX}{path}") } else { path.to_owned() })
    } else {
        None
    };
    let mut rooms: Vec<Option<Arc<str>>> = Vec::new();
    if flags & ROOMS != 0 {
        for _ in 0..number_up_to(body, *left, Unshared::TooLarge)? {
            rooms.push(read_line(body)?.map(Arc::from));
        }
    }
    let count = number_up_to(body, *left, Unshared::TooLarge)?;
    *left -= count;
    let unit = unit(flags);
    let mut before = Local::new(first, 0, 0).at_offset(0);
    let mut sessions = Vec::new();
    for _ in 0..count {
        let id = read_digest(body)?;
        let (mut start, mut end) = (None, None);
        if flags & TIMES != 0 {
            start = read_after(body, before, unit)?;
            if let Some(start) = start {
                end = read_after(body, start, unit)?;
                before = start;
            }
        }
        let room = match if flags & ROOMS != 0 { body.number().ok_or(Unshared::Damaged)? } else { 0 } {
            0 => None,
            number => {
                let room = usize::try_from(number - 1).ok().and_then(|index| rooms.get(index));
                room.ok_or(Unshared::Damaged)?.clone()
            }
        };
        let title = if flags & TITLES != 0 { read_line(body)? } else { None };
        sessions.push(SharedSession { id, title, start, end, room });
    }
    Ok(SharedEvent { title, zone, first, last, address, sessions })
}

/// Each room once, in the order of the sessions.
fn rooms(event: &SharedEvent) -> Vec<&str> {
    let mut rooms = Vec::new();
    for room in event.sessions.iter().filter_map(|session| session.room.as_deref()).map(shortened) {
        if !rooms.contains(&room) {
            rooms.push(room);
        }
    }
    rooms
}

fn unit(flags: u64) -> i64 {
    if flags & SECONDS != 0 { 1 } else { 60 }
}

fn if_plausible(time: Option<Instant>) -> Option<Instant> {
    time.filter(|time| time.is_plausible())
}

/// 0 for no time, or the distance and 1.
fn push_after(body: &mut ByteWriter, time: Option<Instant>, before: Instant, unit: i64) {
    match if_plausible(time) {
        Some(time) => {
            let distance = (time.0 - before.0).div_euclid(unit);
            body.signed(if distance < 0 { distance } else { distance + 1 });
        }
        None => body.number(0),
    }
}

fn read_after(body: &mut ByteReader, before: Instant, unit: i64) -> Result<Option<Instant>, Unshared> {
    let distance = match body.signed().ok_or(Unshared::Damaged)? {
        0 => return Ok(None),
        distance @ ..0 => distance,
        distance => distance - 1,
    };
    plausible(before.0.saturating_add(distance.saturating_mul(unit))).map(Some)
}
