//! What calendars were last told: one record for each appointment that was ever handed out.
//!
//! A calendar takes an appointment for a newer one by its UID and its SEQUENCE (RFC 5545, section 3.8.7.4), so the number has
//! to rise whenever what it says has changed, over years, tabs and phones. Of two versions that know nothing of each other the
//! one with the higher number counts ([`Schema::highest`](crate::records::Schema)): some calendar has seen it.

use std::collections::BTreeMap;

use super::item_id::AgendaItemId;
use super::schema::{APPOINTMENT, SEQUENCE};
use crate::records::{Fields, Record, Revision};
use crate::schedule::{Day, Instant};
use crate::text::query::{decode, escape};

/// When an appointment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppointmentTime {
    /// From the start up to but not including the end.
    Timed {
        /// The first second of it.
        start: Instant,
        /// The first second after it; never before the start.
        end: Instant,
    },
    /// The day is known, the time is not.
    Day(Day),
}

/// What has to rise the number of an appointment when it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentFacts {
    /// On one line.
    pub title: String,
    /// When it is.
    pub when: AppointmentTime,
    /// Room, level, venue and address, with commas between; empty when nothing is known.
    pub location: String,
    /// It does not take place, or the user does not want it any more.
    pub is_cancelled: bool,
    /// One is free meanwhile.
    pub is_free: bool,
}

/// Why an appointment is in a calendar. It is taken out when the last reason has gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AppointmentReasons {
    /// It was in the user's agenda.
    pub agenda: bool,
    /// It is of an event that was handed out whole.
    pub event: bool,
    /// It was handed out by itself.
    pub alone: bool,
}

/// What calendars were last told of an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedOutAppointment {
    /// What it is of.
    pub id: AgendaItemId,
    /// What was said of it.
    pub facts: AppointmentFacts,
    /// Why it was handed out.
    pub reasons: AppointmentReasons,
    /// A checksum over what else was said: a change of it raises no number.
    pub remaining: u32,
    /// Becomes `SEQUENCE`: how often the facts have changed.
    pub sequence: u32,
    /// Becomes `LAST-MODIFIED`.
    pub modified: Instant,
}

/// All that calendars were told.
pub type HandedOut = BTreeMap<AgendaItemId, HandedOutAppointment>;

impl AgendaItemId {
    /// What stays the same for ever, for calendars: `session.kubecon.1i7ke`. Nothing but letters of ASCII, digits, hyphens,
    /// underscores, dots between the parts, and what is escaped: some calendars make names of files of it.
    pub fn uid(&self) -> String {
        let mut uid = String::new();
        for part in self.parts() {
            if !uid.is_empty() {
                uid.push('.');
            }
            escape(part, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'), &mut uid);
        }
        uid
    }

    /// Reads what [`AgendaItemId::uid`] writes; `None` for anything else.
    pub fn of_uid(uid: &str) -> Option<Self> {
        let parts: Vec<String> = uid.split('.').map(decode).collect::<Option<_>>()?;
        match Self::of_parts(&parts)?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// Its record: `appointment/session/<event>/<session>` or `appointment/own/<id>`.
    pub fn record(&self) -> Record {
        Record::new(APPOINTMENT, &self.parts())
    }

    fn of_record(record: &Record) -> Option<Self> {
        let parts: Vec<String> = record.parts().collect();
        match Self::of_parts(&parts)?.as_slice() {
            [only] if record.kind() == APPOINTMENT => Some(only.clone()),
            _ => None,
        }
    }
}

impl AppointmentTime {
    /// The first instant of it, of a day that of its morning in UTC.
    pub fn start(self) -> Instant {
        match self {
            Self::Timed { start, .. } => start,
            Self::Day(day) => Instant(i64::from(day.0) * 86_400),
        }
    }
}

impl AppointmentReasons {
    /// Whether there is one.
    pub fn any(self) -> bool {
        self.agenda || self.event || self.alone
    }

    /// Those of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { agenda: self.agenda || other.agenda, event: self.event || other.event, alone: self.alone || other.alone }
    }

    /// Those that are not among the others.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self {
            agenda: self.agenda && !other.agenda,
            event: self.event && !other.event,
            alone: self.alone && !other.alone,
        }
    }

    /// Whether one is among the others.
    pub fn shares(self, other: Self) -> bool {
        self != self.without(other)
    }
}

/// Writes an appointment over the fields of the version before. A lower number never takes the place of a higher one.
pub fn write_appointment(appointment: &HandedOutAppointment, fields: &mut Fields) {
    if fields.number(SEQUENCE).is_some_and(|sequence| sequence > i64::from(appointment.sequence)) {
        return;
    }
    let HandedOutAppointment { facts, reasons, .. } = appointment;
    fields.set("title", &facts.title);
    let (start, end, day) = match facts.when {
        AppointmentTime::Timed { start, end } => (Some(start.0), Some(end.0), None),
        AppointmentTime::Day(day) => (None, None, Some(i64::from(day.0))),
    };
    fields.set_number("start", start);
    fields.set_number("end", end);
    fields.set_number("day", day);
    fields.set("place", &facts.location);
    fields.set_flag("cancelled", facts.is_cancelled);
    fields.set_flag("free", facts.is_free);
    fields.set_flag("for-agenda", reasons.agenda);
    fields.set_flag("for-event", reasons.event);
    fields.set_flag("alone", reasons.alone);
    fields.set_number("remaining", Some(i64::from(appointment.remaining)));
    fields.set_number(SEQUENCE, Some(i64::from(appointment.sequence)));
    fields.set_number("modified", Some(appointment.modified.0));
}

/// `None` when the revision is of another kind of record, or does not say when the appointment is.
pub fn read_appointment(revision: &Revision) -> Option<HandedOutAppointment> {
    let id = AgendaItemId::of_record(&revision.record)?;
    let fields = &revision.fields;
    let number = |key| fields.number(key).and_then(|number| u32::try_from(number).ok());
    let when = match fields.number("start") {
        Some(start) => AppointmentTime::Timed {
            start: Instant(start),
            end: Instant(fields.number("end").map_or(start, |end| end.max(start))),
        },
        None => AppointmentTime::Day(Day(i32::try_from(fields.number("day")?).ok()?)),
    };
    Some(HandedOutAppointment {
        id,
        facts: AppointmentFacts {
            title: fields.get("title").unwrap_or("").to_owned(),
            when,
            location: fields.get("place").unwrap_or("").to_owned(),
            is_cancelled: fields.flag("cancelled"),
            is_free: fields.flag("free"),
        },
        reasons: AppointmentReasons {
            agenda: fields.flag("for-agenda"),
            event: fields.flag("for-event"),
            alone: fields.flag("alone"),
        },
        remaining: number("remaining").unwrap_or(0),
        sequence: number(SEQUENCE).unwrap_or(0),
        modified: Instant(fields.number("modified").unwrap_or(revision.stamp.time().seconds())),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::notebook::OwnItemId;
    use crate::notebook::schema::SCHEMA;
    use crate::records::stamp::{HybridClock, Knows};
    use crate::records::{UnixMillis, WriterId};
    use crate::schedule::SessionKey;

    fn stored(id: &AgendaItemId, fields: Fields) -> Revision {
        let stamp = HybridClock::new().tick(UnixMillis(1_731_534_120_000), &WriterId::new("t"));
        Revision { record: id.record(), stamp, knows: Knows::default(), fields }
    }

    fn appointment(id: AgendaItemId, sequence: u32) -> HandedOutAppointment {
        HandedOutAppointment {
            id,
            facts: AppointmentFacts {
                title: "Keynote".to_owned(),
                when: AppointmentTime::Timed { start: Instant(100), end: Instant(160) },
                location: "Hall B".to_owned(),
                is_cancelled: false,
                is_free: true,
            },
            reasons: AppointmentReasons { agenda: true, event: false, alone: true },
            remaining: u32::MAX,
            sequence,
            modified: Instant(7),
        }
    }

    #[test]
    fn an_appointment_comes_back() {
        let [session, own] =
            [AgendaItemId::Session(SessionKey::new("a b/c", "1.7-ä")), AgendaItemId::Own(OwnItemId("0f8c".into()))];
        for id in [session, own] {
            let timed = appointment(id.clone(), 3);
            let facts = AppointmentFacts { when: AppointmentTime::Day(Day(20_000)), ..timed.facts.clone() };
            for expect in [timed.clone(), HandedOutAppointment { facts, sequence: 4, ..timed }] {
                let mut fields = Fields::default();
                write_appointment(&expect, &mut fields);
                assert_eq!(read_appointment(&stored(&id, fields)), Some(expect));
            }
        }
        assert_eq!(read_appointment(&stored(&AgendaItemId::Own(OwnItemId("x".into())), Fields::default())), None);
    }

    #[test]
    fn a_lower_number_never_takes_the_place_of_a_higher_one() {
        let id = AgendaItemId::Own(OwnItemId("x".into()));
        let mut fields = Fields::default();
        for (sequence, expect) in [(2, 2), (1, 2), (2, 2), (3, 3)] {
            write_appointment(&appointment(id.clone(), sequence), &mut fields);
            assert_eq!(read_appointment(&stored(&id, fields.clone())).unwrap().sequence, expect);
        }
    }

    #[test]
    fn of_two_versions_the_higher_number_counts() {
        let id = AgendaItemId::Own(OwnItemId("x".into()));
        let version = |sequence, millis| {
            let mut fields = Fields::default();
            write_appointment(&appointment(id.clone(), sequence), &mut fields);
            let stamp = HybridClock::new().tick(UnixMillis(millis), &WriterId::new(&millis.to_string()));
            std::sync::Arc::new(Revision { stamp, ..stored(&id, fields) })
        };
        #[track_caller]
        fn check(versions: Vec<std::sync::Arc<Revision>>, expect: Option<u32>) {
            let shown = SCHEMA.latest(&versions).and_then(|version| read_appointment(version));
            assert_eq!(shown.map(|shown| shown.sequence), expect);
        }
        check(vec![version(5, 1_000), version(2, 2_000)], Some(5));
        check(vec![version(2, 1_000), version(5, 2_000)], Some(5));
        check(Vec::new(), None);
        let equal = vec![version(2, 1_000), version(2, 2_000)];
        assert_eq!(SCHEMA.latest(&equal), equal.last());
    }

    proptest! {
        #[test]
        fn no_two_things_have_one_uid(one in ("[a-c./%-]{1,4}", "[a-c./%-]{1,4}"), other in ("[a-c./%-]{1,4}", "[a-c./%-]{1,4}")) {
            let id = |(event, session): &(String, String)| AgendaItemId::Session(SessionKey::new(event.as_str(), session.as_str()));
            prop_assert_eq!(id(&one).uid() == id(&other).uid(), one == other);
            prop_assert_ne!(id(&one).uid(), AgendaItemId::Own(OwnItemId(one.0.as_str().into())).uid());
            prop_assert!(id(&one).uid().chars().all(|c| c.is_ascii_graphic()));
            prop_assert_eq!(AgendaItemId::of_uid(&id(&one).uid()), Some(id(&one)));
            prop_assert_eq!(AgendaItemId::of_uid(&one.0), None);
        }
    }
}
