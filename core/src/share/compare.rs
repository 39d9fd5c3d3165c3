//! A shared agenda beside mine, and what to change to take it over.

use super::link::{DescribedItem, Digest, OWN, SharedAgenda};
use crate::agenda::{Slot, slot};
use crate::notebook::OwnItem;
use crate::schedule::{Instant, SessionKey, Trip};

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
    /// From my trip, else from the link; `None` when neither says it.
    pub start: Option<Instant>,
    /// From my trip, else from the link; `None` when neither says it.
    pub end: Option<Instant>,
    /// It is in my agenda as well.
    pub mine: bool,
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
pub fn compare(shared: &SharedAgenda, trip: &Trip, mine: &[MyAgendaItem]) -> Vec<ComparedItem> {
    let keys: Vec<SessionKey> = trip.sessions.iter().map(|session| trip.key(session)).collect();
    let digests: Vec<Digest> = keys.iter().map(Digest::of).collect();
    let sessions = shared.sessions.iter().map(|digest| match digests.iter().position(|other| other == digest) {
        Some(index) => SharedItem::Session(index),
        None => SharedItem::Missing(*digest),
    });
    let told = shared.told.iter().map(|told| match keys.iter().position(|key| *key == told.key) {
        Some(index) => SharedItem::Session(index),
        None => SharedItem::Described(told.clone()),
    });
    let mut rows: Vec<ComparedItem> = Vec::new();
    for what in sessions.chain(told) {
        // A forged link may name a session twice.
        if rows.iter().all(|row| row.what != what) {
            rows.push(row(what, trip, mine));
        }
    }
    rows.sort_by_key(|row| (row.start.is_none(), row.start, row.end));
    rows
}

/// The changes that take over the chosen rows. Taking over what I have changes nothing.
pub fn plan(rows: &[ComparedItem], trip: &Trip, mine: &[MyAgendaItem], choice: Choice) -> Plan {
    let mut plan = Plan::default();
    for (index, row) in rows.iter().enumerate() {
        if row.mine || matches!(choice, Choice::Chosen(indices) if !indices.contains(&index)) {
            continue;
        }
        match &row.what {
            SharedItem::Described(told) => {
                plan.push(AgendaChange::AddItem(told.clone()), AgendaChange::RemoveItem(told.key.clone()))
            }
            what => {
                if let Some(key) = what.key(trip) {
                    plan.push(AgendaChange::Star(key.clone()), AgendaChange::Unstar(key));
                }
            }
        }
    }
    if choice == Choice::Replace {
        let shared = |mine: &MyAgendaItem| rows.iter().any(|row| row.what.is(&mine.key, trip));
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

impl SharedItem {
    fn key(&self, trip: &Trip) -> Option<SessionKey> {
        match self {
            Self::Session(index) => trip.sessions.get(*index).map(|session| trip.key(session)),
            Self::Described(told) => Some(told.key.clone()),
            Self::Missing(_) => None,
        }
    }

    /// A session I starred may be missing from my schedule as well.
    fn is(&self, key: &SessionKey, trip: &Trip) -> bool {
        match self {
            Self::Missing(digest) => *digest == Digest::of(key),
            what => what.key(trip).as_ref() == Some(key),
        }
    }
}

impl Plan {
    fn push(&mut self, change: AgendaChange, undo: AgendaChange) {
        self.changes.push(change);
        self.undo.push(undo);
    }
}

fn row(what: SharedItem, trip: &Trip, mine: &[MyAgendaItem]) -> ComparedItem {
    let (time, taken) = match &what {
        SharedItem::Session(index) => trip
            .sessions
            .get(*index)
            .map_or(((None, None), None), |session| ((session.when.start(), session.when.end()), slot(session))),
        SharedItem::Described(told) => ((told.start, told.end), told.start.map(|start| Slot::new(start, told.end))),
        SharedItem::Missing(_) => ((None, None), None),
    };
    let mut row = ComparedItem { what, start: time.0, end: time.1, mine: false, clashes: Vec::new() };
    for (index, other) in mine.iter().enumerate() {
        if row.what.is(&other.key, trip) {
            row.mine = true;
        } else if taken.zip(other.slot).is_some_and(|(taken, other)| taken.shared_minutes(&other) > 0) {
            row.clashes.push(index);
        }
    }
    row
}

#[cfg(test)]
mod tests;
