//! What a retrospective is made of: the trip, and what the user wrote and marked in it.

use std::collections::BTreeMap;

use crate::agenda::ConferenceDays;
use crate::notebook::{Attachment, Attendance, Entry, EntryKind, Marks, OwnItem, Recording, SessionSnapshot, people};
use crate::schedule::{Day, Details, EventId, SessionKey, Trip};

/// What the user said of one session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionMaterial {
    /// The marks on it.
    pub marks: Marks,
    /// What is known of it should the programme have lost it.
    pub snapshot: SessionSnapshot,
    /// The recording that the user noted; its address is empty when there is none.
    pub recording: Recording,
    /// What the programme says of it; empty while that has not been read.
    pub details: Details,
}

/// All of it. The entries are those of this trip that are not in the trash, in any order.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The trip.
    pub trip: &'a Trip,
    /// When its days end.
    pub days: &'a ConferenceDays,
    /// What was captured.
    pub entries: &'a [Entry],
    /// Every session of this trip that has a mark or an entry.
    pub sessions: &'a BTreeMap<SessionKey, SessionMaterial>,
    /// What the user put into the agenda, not in the trash.
    pub own_items: &'a [OwnItem],
}

/// How the week went, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekNumbers {
    /// Sessions that are or were starred.
    pub planned: usize,
    /// Sessions that were attended, halves among them.
    pub attended: usize,
    /// Sessions that were missed.
    pub missed: usize,
    /// People met by name.
    pub people: usize,
    /// Follow-ups that are done.
    pub done: usize,
    /// Follow-ups in all.
    pub follow_ups: usize,
}

impl WeekNumbers {
    /// Counts what is the user's own.
    pub fn of(material: &Material) -> Self {
        let marked = |is: &dyn Fn(Marks) -> bool| material.sessions.values().filter(|it| is(it.marks)).count();
        let own: Vec<Entry> = material.entries.iter().filter(|entry| entry.is_own()).cloned().collect();
        let of_kind = |kind| own.iter().filter(move |entry| entry.kind == kind);
        let attended = |marks| matches!(Attendance::of(marks), Some(answer) if answer != Attendance::Missed);
        Self {
            planned: marked(&|marks| marks.star),
            attended: marked(&attended),
            missed: marked(&|marks| Attendance::of(marks) == Some(Attendance::Missed)),
            people: people(&own).len(),
            done: of_kind(EntryKind::FollowUp).filter(|entry| entry.done).count(),
            follow_ups: of_kind(EntryKind::FollowUp).count(),
        }
    }

    /// `23 planned, 14 attended, 5 missed, 8 people, 3 of 7 follow-ups done`; what is nothing is left out.
    pub fn sentence(&self) -> String {
        let counted = [
            (self.planned, "planned"),
            (self.attended, "attended"),
            (self.missed, "missed"),
            (self.people, if self.people == 1 { "person met" } else { "people met" }),
        ];
        let mut parts: Vec<String> =
            counted.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if self.follow_ups > 0 {
            parts.push(format!("{} of {} follow-ups done", self.done, self.follow_ups));
        }
        parts.join(", ")
    }
}

impl Material<'_> {
    /// The day that an entry belongs to.
    pub(super) fn day_of(&self, entry: &Entry) -> Day {
        self.days.day_at(self.trip, entry.at)
    }

    /// The event an entry was captured at: its own, or that of the session it is about.
    pub(super) fn event_of(&self, entry: &Entry) -> Option<EventId> {
        let about = match &entry.attachment {
            Attachment::Session(key) => Some(key.event.clone()),
            _ => None,
        };
        about.or_else(|| entry.event.clone()).filter(|event| self.trip.has_event(event))
    }
}
