//! A shared agenda beside mine, and what to change to take it over.

use super::link::{DescribedItem, Digest, OWN, SharedAgenda, SharedSession};
use crate::agenda::{Slot, slot};
use crate::notebook::OwnItem;
use crate::schedule::{Instant, SessionId, SessionKey, Trip};

/// The trip of whoever opens a link, and what of the link's events is in it.
pub struct ReceiverTrip<'a> {
    /// The trip that is shown.
    pub trip: &'a Trip,
    /// For each event of the link its index into [`Trip::events`]; `None` when the trip does not have it.
    pub events: Vec<Option<usize>>,
    /// What the source of an event calls a session of the trip.
    pub source_id: &'a dyn Fn(&SessionKey) -> SessionId,
}

/// One session or own item of my agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyAgendaItem {
    /// The key of the session; that of an own item has [`OWN`] as its event.
    pub key: SessionKey,
    /// The time it takes up, if any.
    pub slot: Option<Slot>,
    /// I wrote it myself. It is never taken out of my agenda by somebody else's.
    pub own: bool,
}

/// One pick of a shared agenda as the receiver sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedItem {
    /// What was shared, as far as my trip knows it.
    pub what: SharedItem,
    /// Index into [`SharedAgenda::events`]; `None` for what is of no event of the link.
    pub event: Option<usize>,
    /// From my trip, else from the link; `None` when neither says it.
    pub start: Option<Instant>,
    /// From my trip, else from the link; `None` when neither says it.
    pub end: Option<Instant>,
    /// It is in my agenda as well.
    pub mine: bool,
    /// When it began in the schedule of whoever shared it, where mine says another time.
    pub moved_from: Option<Instant>,
    /// Indices into my agenda of what takes place at the same time.
    pub clashes: Vec<usize>,
}

/// What a pick of the link stands for in my trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharedItem {
    /// Index into [`Trip::sessions`].
    Session(usize),
    /// My trip has no such session; the link tells what it is.
    Described(DescribedItem),
    /// A session that came with Lanyard, but not with the version of the schedule that I have.
    Missing(Digest),
    /// A session of an event of the link ([`ComparedItem::event`]) that is not in my trip, or not with this session.
    Unknown(SharedSession),
}

/// Which of the rows to take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// Every row.
    All,
    /// Only these, by their index among the rows.
    Chosen(&'a [usize]),
    /// All of them, and take my other stars away. My own items stay.
    Replace,
}

/// One change of my agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgendaChange {
    /// Puts a star on this session.
    Star(SessionKey),
    /// Takes the star off this session.
    Unstar(SessionKey),
    /// It becomes an own item of mine, under its key.
    AddItem(DescribedItem),
    /// Removes the own item of this key; it undoes `AddItem`.
    RemoveItem(SessionKey),
}

/// What to do, in order, and what undoes it, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What to do; empty when there is nothing to take over.
    pub changes: Vec<AgendaChange>,
    /// What leads back to the agenda as it was.
    pub undo: Vec<AgendaChange>,
}

/// The shared picks in order of time, those without a time last. Where my trip has the session, its times count and
/// not the link's, which may be older.
pub fn compare(shared: &SharedAgenda, receiver: &ReceiverTrip<'_>, mine: &[MyAgendaItem]) -> Vec<ComparedItem> {
    let trip = receiver.trip;
    let keys: Vec<SessionKey> = trip.sessions.iter().map(|session| trip.key(session)).collect();
    let digests: Vec<Digest> = keys.iter().map(Digest::of).collect();
    let mut rows: Vec<ComparedItem> = Vec::new();
    let mut push = |what: SharedItem, event: Option<usize>, told_start: Option<Instant>| {
        // A forged link may name a session twice.
        if rows.iter().all(|row| (&row.what, row.event) != (&what, event)) {
            rows.push(row(what, event, told_start, receiver, mine));
        }
    };
    for digest in &shared.sessions {
        let found = digests.iter().position(|other| other == digest);
        push(found.map_or(SharedItem::Missing(*digest), SharedItem::Session), None, None);
    }
    for told in &shared.told {
        let found = keys.iter().position(|key| *key == told.key);
        push(found.map_or_else(|| SharedItem::Described(told.clone()), SharedItem::Session), None, told.start);
    }
    for (index, event) in shared.events.iter().enumerate() {
        let known = receiver.events.get(index).copied().flatten();
        let of_event = trip.sessions.iter().enumerate().filter(|(_, session)| Some(session.event) == known);
        let of_event: Vec<(usize, Digest)> =
            of_event.map(|(index, session)| (index, receiver.digest(&trip.key(session)))).collect();
        for session in &event.sessions {
            let found = of_event.iter().find(|(_, digest)| *digest == session.id);
            let what =
                found.map_or_else(|| SharedItem::Unknown(session.clone()), |(index, _)| SharedItem::Session(*index));
            push(what, Some(index), session.start);
        }
    }
    rows.sort_by_key(|row| (row.start.is_none(), row.start, row.end));
    rows
}

/// The changes that take over the chosen rows. Taking over what I have changes nothing.
/// An event that my trip does not have at all has to be added to it first: until then nothing of it is taken over.
pub fn plan(rows: &[ComparedItem], receiver: &ReceiverTrip<'_>, mine: &[MyAgendaItem], choice: Choice) -> Plan {
    let mut plan = Plan::default();
    for (index, row) in rows.iter().enumerate() {
        if row.mine || matches!(choice, Choice::Chosen(indices) if !indices.contains(&index)) {
            continue;
        }
        match &row.what {
            SharedItem::Described(told) => {
                plan.push(AgendaChange::AddItem(told.clone()), AgendaChange::RemoveItem(told.key.clone()))
            }
            SharedItem::Unknown(session) => {
                if let Some(key) = row.key(receiver) {
                    let told = session.described(key.clone());
                    plan.push(AgendaChange::AddItem(told), AgendaChange::RemoveItem(key));
                }
            }
            SharedItem::Session(_) | SharedItem::Missing(_) => {
                if let Some(key) = row.key(receiver) {
                    plan.push(AgendaChange::Star(key.clone()), AgendaChange::Unstar(key));
                }
            }
        }
    }
    if choice == Choice::Replace {
        let shared = |mine: &MyAgendaItem| rows.iter().any(|row| row.is(&mine.key, receiver));
        for gone in mine.iter().filter(|mine| !mine.own && !shared(mine)) {
            plan.push(AgendaChange::Unstar(gone.key.clone()), AgendaChange::Star(gone.key.clone()));
        }
    }
    plan.undo.reverse();
    plan
}

impl MyAgendaItem {
    /// My agenda: what I starred, then what I wrote myself.
    pub fn all(trip: &Trip, starred: &[SessionKey], own: &[OwnItem]) -> Vec<Self> {
        let starred =
            starred.iter().map(|key| Self { key: key.clone(), slot: trip.find(key).and_then(slot), own: false });
        let own = own.iter().filter(|item| item.deleted.is_none()).map(|item| Self {
            key: SessionKey::new(OWN, &*item.id.0),
            slot: Some(Slot::new(item.start, item.end)),
            own: true,
        });
        starred.chain(own).collect()
    }
}

impl ReceiverTrip<'_> {
    fn digest(&self, key: &SessionKey) -> Digest {
        Digest::within_event(&(self.source_id)(key))
    }
}

impl ComparedItem {
    fn key(&self, receiver: &ReceiverTrip<'_>) -> Option<SessionKey> {
        match &self.what {
            SharedItem::Session(index) => receiver.trip.sessions.get(*index).map(|session| receiver.trip.key(session)),
            SharedItem::Described(told) => Some(told.key.clone()),
            SharedItem::Missing(_) => None,
            SharedItem::Unknown(session) => {
                let known = receiver.events.get(self.event?).copied().flatten()?;
                let event = receiver.trip.events.get(known)?.id.clone();
                Some(SessionKey { event, session: session.id.session_id() })
            }
        }
    }

    /// A session I starred may be missing from my schedule as well.
    fn is(&self, key: &SessionKey, receiver: &ReceiverTrip<'_>) -> bool {
        match &self.what {
            SharedItem::Missing(digest) => *digest == Digest::of(key),
            SharedItem::Unknown(session) => {
                self.key(receiver).is_some_and(|own| own.event == key.event) && receiver.digest(key) == session.id
            }
            SharedItem::Session(_) | SharedItem::Described(_) => self.key(receiver).as_ref() == Some(key),
        }
    }
}

impl Plan {
    fn push(&mut self, change: AgendaChange, undo: AgendaChange) {
        self.changes.push(change);
        self.undo.push(undo);
    }
}

fn row(
    what: SharedItem,
    event: Option<usize>,
    told_start: Option<Instant>,
    receiver: &ReceiverTrip<'_>,
    mine: &[MyAgendaItem],
) -> ComparedItem {
    let told = |start: Option<Instant>, end| ((start, end), start.map(|start| Slot::new(start, end)));
    let (time, taken) = match &what {
        SharedItem::Session(index) => receiver
            .trip
            .sessions
            .get(*index)
            .map_or(((None, None), None), |session| ((session.when.start(), session.when.end()), slot(session))),
        SharedItem::Described(item) => told(item.start, item.end),
        SharedItem::Unknown(session) => told(session.start, session.end),
        SharedItem::Missing(_) => ((None, None), None),
    };
    let moved_from = told_start.filter(|told| time.0.is_some_and(|start| start != *told));
    let mut row =
        ComparedItem { what, event, start: time.0, end: time.1, mine: false, moved_from, clashes: Vec::new() };
    for (index, other) in mine.iter().enumerate() {
        if row.is(&other.key, receiver) {
            row.mine = true;
        } else if taken.zip(other.slot).is_some_and(|(taken, other)| taken.shared_minutes(&other) > 0) {
            row.clashes.push(index);
        }
    }
    row
}

#[cfg(test)]
mod tests;
