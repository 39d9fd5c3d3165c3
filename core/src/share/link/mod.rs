//! The agenda link: what follows `#/shared/` in an address.
//!
//! A payload is a digit, the version, and base64url of: the length of the body, the body, the CRC-32 of the digit and the
//! body. A length tells a link that was cut off from one that was damaged; a changed letter is always found.
//!
//! ```text
//! version 1: body = flags (1: has a name), trip, [name], count, digests of four bytes, count, items
//! version 2: body = 0, then that and count, events; or 1, then the same under deflate (RFC 1951)
//! ```
//!
//! Items are told in `item`, events in `event`. A link without events is of version 1, so that an older Lanyard reads it.
//!
//! What is read is plain: texts lose what is hidden in them, and a time outside of the years 1900 to 2200 is no time.
//! Reading takes less than 64 KiB, whatever the letters are.
//!
//! A session takes four bytes, a [`Digest`], however long its id is: twenty of the bundled trip fit a link of 200 letters.
//! A digest depends on the id alone, so a link works with any version of the schedule. Of an event that the receiver may
//! lack stand the name, the zone, the days and the address of its schedule, and its sessions say as much of themselves as
//! [`LinkDetail`] tells.

mod body;
mod event;
mod item;

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

use super::wire::{ByteReader, ByteWriter, push_letters, read_letters};
use crate::checksum::crc32;
use crate::schedule::{EventId, SessionId, SessionKey, Trip, TripId};
use body::{number_up_to, push_id, read_digest, read_line, read_text, shortened};

pub use body::{Digest, TooMuch, Unshared};
pub use event::{LinkDetail, SharedEvent, SharedSession, unnamed};
pub use item::{DescribedItem, OWN, own_id};

const PLAIN: char = '1';
const WITH_EVENTS: char = '2';
const MOST_LETTERS: usize = 16 * 1024;
/// What deflate may make of a body.
const MOST_BYTES: usize = 16 * 1024;
/// Sessions of which nothing but a digest is told.
const MOST_DIGESTS: usize = 2_000;
/// Items, and sessions of events.
const MOST_DESCRIBED: usize = 250;
const MOST_EVENTS: usize = 16;
/// How hard deflate tries, from 0 to 10.
const EFFORT: u8 = 9;

/// Somebody's agenda, as far as they give it away. No notes, ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedAgenda {
    /// The trip the agenda is of; the receiver may not have it.
    pub trip: TripId,
    /// The name of who shares it, if they gave one.
    pub by: Option<String>,
    /// Sessions of a trip that whoever opens the link has as well.
    pub sessions: Vec<Digest>,
    /// Events that whoever opens the link may lack, with their sessions.
    pub events: Vec<SharedEvent>,
    /// Own items; in links of an older Lanyard also sessions of events that were added by hand.
    pub told: Vec<DescribedItem>,
}

/// What follows `#/shared/` in a link to this agenda. Texts over 256 letters are shortened.
///
/// # Errors
///
/// [`TooMuch`] when it has more than 2000 digests, 250 items and sessions of events, or 16 events, an id of more than 256
/// letters, or would need more than 16384 letters.
///
/// ```
/// use lanyard_core::share::{SharedAgenda, decode, encode};
///
/// let by = Some("Ana".to_owned());
/// let trip = "salt-lake".into();
/// let agenda = SharedAgenda { trip, by, sessions: Vec::new(), events: Vec::new(), told: Vec::new() };
/// let payload = encode(&agenda)?;
/// assert_eq!(decode(&payload), Ok(agenda));
/// # Ok::<(), lanyard_core::share::TooMuch>(())
/// ```
pub fn encode(agenda: &SharedAgenda) -> Result<String, TooMuch> {
    let described = agenda.events.iter().map(|event| event.sessions.len()).sum::<usize>() + agenda.told.len();
    if agenda.sessions.len() > MOST_DIGESTS || described > MOST_DESCRIBED || agenda.events.len() > MOST_EVENTS {
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
        item::push(&mut body, told, &mut start_before)?;
    }
    let payload = if agenda.events.is_empty() {
        seal(PLAIN, &body.bytes)
    } else {
        body.number(agenda.events.len() as u64);
        for event in &agenda.events {
            event::push(&mut body, event);
        }
        if body.bytes.len() > MOST_BYTES {
            return Err(TooMuch);
        }
        seal(WITH_EVENTS, &packed(&body.bytes))
    };
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
    let version = match letters.next() {
        Some(version @ (PLAIN | WITH_EVENTS)) => version,
        Some('3'..='9') => return Err(Unshared::Newer),
        Some(_) => return Err(Unshared::Damaged),
        None => return Err(Unshared::CutOff),
    };
    let (bytes, ends_well) = read_letters(letters.as_str()).ok_or(Unshared::Damaged)?;
    let mut whole = ByteReader { rest: &bytes };
    let length = whole.number().ok_or(Unshared::CutOff)?;
    let length = usize::try_from(length).ok().filter(|length| *length <= MOST_LETTERS).ok_or(Unshared::Damaged)?;
    let (body, sum) = whole.rest.split_at_checked(length).ok_or(Unshared::CutOff)?;
    if sum.len() < 4 {
        return Err(Unshared::CutOff);
    }
    if !ends_well || sum != body_sum(version, body) {
        return Err(Unshared::Damaged);
    }
    if version == PLAIN {
        return read_body(body, version);
    }
    match body.split_first() {
        Some((0, plain)) => read_body(plain, version),
        Some((1, packed)) => {
            let plain = decompress_to_vec_with_limit(packed, MOST_BYTES).map_err(|error| match error.status {
                TINFLStatus::HasMoreOutput => Unshared::TooLarge,
                _ => Unshared::Damaged,
            })?;
            drop(bytes);
            read_body(&plain, version)
        }
        _ => Err(Unshared::Damaged),
    }
}

/// The payload in a text that holds a link to an agenda, such as a message or a saved file; `None` without one.
pub fn payload_in(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("#/shared/")?;
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-' && letter != '_');
    let payload = end.map_or(rest, |end| rest.get(..end).unwrap_or_default());
    Some(payload).filter(|payload| !payload.is_empty())
}

/// With the byte before it that says how: whichever takes less.
fn packed(body: &[u8]) -> Vec<u8> {
    let deflated = compress_to_vec(body, EFFORT);
    let (how, bytes) = if deflated.len() < body.len() { (1, deflated.as_slice()) } else { (0, body) };
    [&[how], bytes].concat()
}

impl SharedAgenda {
    /// An agenda to share: the starred sessions of `trip`, and what else is to be told. `origin` says of an event that the
    /// receiver may lack where its schedule can be read, and is `None` for one that comes with Lanyard. `source_id` is what
    /// the source of an event calls a session.
    pub fn of(
        trip: &Trip,
        by: Option<String>,
        starred: &[SessionKey],
        origin: impl Fn(&EventId) -> Option<Option<String>>,
        source_id: impl Fn(&SessionKey) -> SessionId,
        told: Vec<DescribedItem>,
    ) -> Self {
        let mut agenda = Self { trip: trip.id.clone(), by, sessions: Vec::new(), events: Vec::new(), told };
        let digests: Vec<Digest> = trip.sessions.iter().map(|session| Digest::of(&trip.key(session))).collect();
        for key in starred.iter().filter(|key| origin(&key.event).is_none()) {
            let digest = Digest::of(key);
            let is_clear = digests.iter().filter(|other| **other == digest).count() <= 1;
            match trip.find(key) {
                Some(session) if !is_clear => agenda.told.push(DescribedItem::of_session(trip, session)),
                _ => agenda.sessions.push(digest),
            }
        }
        for (index, event) in trip.events.iter().enumerate() {
            let Some(address) = origin(&event.id) else { continue };
            let starred = starred.iter().filter(|key| key.event == event.id).filter_map(|key| trip.find(key));
            let mut sessions: Vec<SharedSession> = starred
                .filter(|session| session.event == index)
                .map(|session| SharedSession::of(trip, session, &source_id(&trip.key(session))))
                .collect();
            if !sessions.is_empty() {
                sessions.sort_by_key(|session| (session.start.is_none(), session.start, session.end, session.id));
                let (title, zone) = (event.title.clone(), trip.zone.name.clone());
                agenda.events.push(SharedEvent {
                    title,
                    zone,
                    first: event.first,
                    last: event.last,
                    address,
                    sessions,
                });
            }
        }
        agenda
    }

    /// How many sessions and own items it has.
    pub fn count(&self) -> usize {
        let of_events: usize = self.events.iter().map(|event| event.sessions.len()).sum();
        self.sessions.len() + of_events + self.told.len()
    }

    /// The payload that tells most in at most so many letters; of several limits the first that can be kept. Where no limit
    /// can, the shortest. Sessions of an event without an address are told whole in all of them: nobody could look them up.
    ///
    /// # Errors
    ///
    /// [`TooMuch`] as [`encode`].
    pub fn encode_within(&self, limits: &[usize]) -> Result<(String, LinkDetail), TooMuch> {
        let mut payloads: Vec<(String, LinkDetail)> = Vec::new();
        for detail in LinkDetail::ALL {
            let payload = encode(&self.with_detail(detail)).ok();
            // To leave out what is not there makes it no shorter.
            payloads
                .extend(payload.filter(|payload| payloads.iter().all(|(other, _)| other != payload)).zip(Some(detail)));
        }
        let fits = |limit: &usize| payloads.iter().find(|(payload, _)| payload.len() <= *limit);
        limits.iter().find_map(fits).or(payloads.last()).cloned().ok_or(TooMuch)
    }

    /// The same, telling no more of sessions that can be looked up.
    #[must_use]
    pub fn with_detail(&self, detail: LinkDetail) -> Self {
        let mut agenda = self.clone();
        for event in agenda.events.iter_mut().filter(|event| event.address.is_some()) {
            event.sessions.iter_mut().for_each(|session| session.reduce(detail));
        }
        agenda
    }
}

fn seal(version: char, body: &[u8]) -> String {
    let mut whole = ByteWriter::default();
    whole.number(body.len() as u64);
    whole.bytes.extend_from_slice(body);
    whole.bytes.extend_from_slice(&body_sum(version, body));
    let mut payload = String::from(version);
    push_letters(&whole.bytes, &mut payload);
    payload
}

fn body_sum(version: char, body: &[u8]) -> [u8; 4] {
    crc32(&[&[version as u8], body].concat()).to_le_bytes()
}

fn read_body(body: &[u8], version: char) -> Result<SharedAgenda, Unshared> {
    let mut body = ByteReader { rest: body };
    let flags = number_up_to(&mut body, 1, Unshared::Damaged)?;
    let trip = TripId::from(read_text(&mut body)?);
    let by = if flags == 1 { read_line(&mut body)? } else { None };
    let sessions = number_up_to(&mut body, MOST_DIGESTS as u64, Unshared::TooLarge)?;
    let sessions = (0..sessions).map(|_| read_digest(&mut body)).collect::<Result<_, _>>()?;
    let mut agenda = SharedAgenda { trip, by, sessions, events: Vec::new(), told: Vec::new() };
    let mut left = MOST_DESCRIBED as u64;
    let items = number_up_to(&mut body, left, Unshared::TooLarge)?;
    left -= items;
    let mut start_before = 0;
    for _ in 0..items {
        agenda.told.push(item::read(&mut body, &mut start_before)?);
    }
    if version == WITH_EVENTS {
        for _ in 0..number_up_to(&mut body, MOST_EVENTS as u64, Unshared::TooLarge)? {
            agenda.events.push(event::read(&mut body, &mut left)?);
        }
    }
    if body.rest.is_empty() { Ok(agenda) } else { Err(Unshared::Damaged) }
}

#[cfg(test)]
mod tests;
