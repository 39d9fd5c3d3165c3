//! What a file has to say, after what calendars were told before.
//!
//! An appointment whose facts are the same keeps its number and its `LAST-MODIFIED`; else the number rises by one. What is
//! not wanted any more is said once more, as cancelled, and then no longer. Nobody is told of the end of what they never had.

use std::collections::BTreeSet;

use super::Appointment;
use crate::notebook::{AgendaItemId, AppointmentReasons, HandedOut, HandedOutAppointment};
use crate::schedule::{EventId, Instant, SessionKey};

/// What of the programme goes into a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarScope {
    /// The agenda in the trip that is shown.
    Agenda,
    /// All sessions of an event.
    Event(EventId),
    /// One session.
    Session(SessionKey),
}

/// What a file says, and what is to be kept of it once it was handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editions {
    /// In the order in which they were wanted, and then what is cancelled.
    pub appointments: Vec<Appointment>,
    /// What calendars will have been told, as far as it is new.
    pub records: Vec<HandedOutAppointment>,
}

impl CalendarScope {
    /// Why something of it is in a calendar. A session that is in the agenda is there for the agenda, whichever file brought
    /// it: where files are taken one session at a time, it leaves when its star does.
    fn reason(&self, is_starred: bool) -> AppointmentReasons {
        let none = AppointmentReasons::default();
        match self {
            Self::Session(_) if !is_starred => AppointmentReasons { alone: true, ..none },
            Self::Agenda | Self::Session(_) => AppointmentReasons { agenda: true, ..none },
            Self::Event(_) => AppointmentReasons { event: true, ..none },
        }
    }

    /// The reasons that no longer hold for what was handed out and is not wanted now.
    fn gone_reasons(&self, id: &AgendaItemId, is_of_trip: &dyn Fn(&AgendaItemId) -> bool) -> AppointmentReasons {
        let none = AppointmentReasons::default();
        match self {
            Self::Agenda if is_of_trip(id) => AppointmentReasons { agenda: true, ..none },
            Self::Event(event) if id.event() == Some(event) => AppointmentReasons { event: true, ..none },
            // Whoever takes one session out wants it gone, whatever brought it.
            Self::Session(key) if *id == AgendaItemId::Session(key.clone()) => {
                AppointmentReasons { agenda: true, event: true, alone: true }
            }
            _ => none,
        }
    }
}

impl Editions {
    /// How many appointments are in the file, without those that are cancelled.
    pub fn taking_place(&self) -> usize {
        self.appointments.len() - self.cancelled()
    }

    /// How many are told as cancelled.
    pub fn cancelled(&self) -> usize {
        self.appointments.iter().filter(|appointment| appointment.facts.is_cancelled).count()
    }
}

/// The editions of everything that is `wanted` in a calendar from now on, and of what was handed out and is not wanted any
/// more. `is_starred` says what is in the agenda, `is_of_trip` what of the earlier agenda this one speaks for.
pub fn editions(
    scope: &CalendarScope,
    wanted: Vec<Appointment>,
    handed_out: &HandedOut,
    is_starred: &dyn Fn(&AgendaItemId) -> bool,
    is_of_trip: &dyn Fn(&AgendaItemId) -> bool,
    now: Instant,
) -> Editions {
    let mut editions = Editions::default();
    let mut seen = BTreeSet::new();
    for appointment in wanted {
        if seen.insert(appointment.id.clone()) {
            let reason = scope.reason(is_starred(&appointment.id));
            editions.add_wanted(appointment, reason, handed_out, now);
        }
    }
    for before in handed_out.values().filter(|before| !seen.contains(&before.id)) {
        let gone = scope.gone_reasons(&before.id, is_of_trip);
        if before.reasons.shares(gone) {
            editions.add_unwanted(before, gone, now);
        }
    }
    editions
}

impl Editions {
    fn add_wanted(
        &mut self,
        mut appointment: Appointment,
        reason: AppointmentReasons,
        handed_out: &HandedOut,
        now: Instant,
    ) {
        let before = handed_out.get(&appointment.id);
        let was_cancelled = before.is_none_or(|before| before.facts.is_cancelled);
        if appointment.facts.is_cancelled && was_cancelled {
            return;
        }
        let remaining = appointment.remaining();
        let (sequence, modified) = match before {
            None => (0, now),
            Some(before) if before.facts != appointment.facts => (before.sequence.saturating_add(1), now),
            Some(before) if before.remaining != remaining => (before.sequence, now),
            Some(before) => (before.sequence, before.modified),
        };
        appointment.sequence = sequence;
        appointment.modified = modified;
        let record = HandedOutAppointment {
            id: appointment.id.clone(),
            facts: appointment.facts.clone(),
            reasons: before.map_or(reason, |before| before.reasons.and(reason)),
            remaining,
            sequence,
            modified,
        };
        if before != Some(&record) {
            self.records.push(record);
        }
        self.appointments.push(appointment);
    }

    fn add_unwanted(&mut self, before: &HandedOutAppointment, gone: AppointmentReasons, now: Instant) {
        let mut record = HandedOutAppointment { reasons: before.reasons.without(gone), ..before.clone() };
        if !record.reasons.any() && !before.facts.is_cancelled {
            record.facts.is_cancelled = true;
            record.sequence = before.sequence.saturating_add(1);
            record.modified = now;
            self.appointments.push(Appointment {
                id: record.id.clone(),
                facts: record.facts.clone(),
                description: String::new(),
                url: None,
                categories: Vec::new(),
                sequence: record.sequence,
                modified: now,
            });
        }
        self.records.push(record);
    }
}
