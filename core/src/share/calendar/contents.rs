//! What is to be in the calendar: chosen from the programme, the stars, the own items and the notes.

use std::collections::BTreeMap;

use super::editions::{Editions, editions};
use super::{Appointment, CalendarScope};
use crate::agenda::{ConferenceDays, SessionPredicate, Slot, is_around};
use crate::notebook::{
    AgendaItemId, AppointmentFacts, AppointmentReasons, AppointmentTime, Attachment, Entry, HandedOut, OwnItem,
};
use crate::schedule::wire::DetailsBook;
use crate::schedule::{Instant, Precision, Session, SessionKey, SessionStatus, Trip, When};
use crate::text::plain_title;

/// What the user chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarChoices {
    /// Rings so many minutes before each start.
    pub alarm_minutes: Option<u32>,
    /// Of the agenda, with the sessions that are a second choice.
    pub with_interested: bool,
    /// Of the agenda, with the own items.
    pub with_own_items: bool,
    /// With what the user wrote.
    pub with_notes: bool,
    /// One session is to leave the calendar.
    pub takes_out: bool,
}

/// What a calendar is made of.
#[derive(Clone, Copy)]
pub struct CalendarMaterial<'a> {
    /// The trip that is shown.
    pub trip: &'a Trip,
    /// Its days.
    pub days: &'a ConferenceDays,
    /// The pages of its sessions, once they are there.
    pub details: Option<&'a DetailsBook>,
    /// What is in the agenda.
    pub is_starred: &'a SessionPredicate<'a>,
    /// What of the agenda is a second choice.
    pub is_interested: &'a SessionPredicate<'a>,
    /// All own items, those in the trash among them.
    pub own: &'a [OwnItem],
    /// All entries, newest first.
    pub entries: &'a [Entry],
    /// What calendars were told before.
    pub handed_out: &'a HandedOut,
}

/// Books of so few sessions are asked for each of them; else one walk through all of a book costs less.
const FEW: usize = 8;

/// Everything that is to be in the calendar from now on. What has not even a day is not: a calendar has no line for it.
fn contents(material: &CalendarMaterial<'_>, scope: &CalendarScope, choices: &CalendarChoices) -> Vec<Appointment> {
    let trip = material.trip;
    let is_wanted = |session: &Session| {
        let key = trip.key(session);
        match scope {
            CalendarScope::Agenda => {
                (material.is_starred)(&key) && (choices.with_interested || !(material.is_interested)(&key))
            }
            CalendarScope::Event(event) => key.event == *event,
            CalendarScope::Session(wanted) => key == *wanted && !choices.takes_out,
        }
    };
    let sessions: Vec<&Session> = trip.sessions.iter().filter(|session| is_wanted(session)).collect();
    let urls = urls(material, &sessions);
    let notes = if choices.with_notes { notes(material.entries) } else { BTreeMap::new() };
    let of_session = |session: &&Session| {
        let key = trip.key(session);
        let mut appointment =
            Appointment::of_session(trip, session, material.is_free(scope, &key) || session.background)?;
        appointment.url = urls.get(&key).cloned();
        add_lines(&mut appointment.description, notes.get(&key).map_or("", String::as_str));
        Some(appointment)
    };
    let mut appointments: Vec<Appointment> = sessions.iter().filter_map(of_session).collect();
    if *scope == CalendarScope::Agenda && choices.with_own_items {
        let own = material.own.iter().filter(|item| item.deleted.is_none() && material.is_here(item));
        appointments.extend(own.map(|item| Appointment::of_own(item, choices.with_notes)));
    }
    appointments
}

impl CalendarMaterial<'_> {
    /// What a file of it has to say now.
    pub fn editions(&self, scope: &CalendarScope, choices: &CalendarChoices, now: Instant) -> Editions {
        let is_starred = |id: &AgendaItemId| match id {
            AgendaItemId::Session(key) => (self.is_starred)(key),
            AgendaItemId::Own(_) => true,
        };
        let wanted = contents(self, scope, choices);
        editions(scope, wanted, self.handed_out, &is_starred, &|id| self.is_of_trip(id), now)
    }

    /// Whether a session is in a calendar, as far as it was told.
    pub fn is_in_calendar(&self, key: &SessionKey) -> bool {
        self.handed_out.get(&AgendaItemId::Session(key.clone())).is_some_and(|before| !before.facts.is_cancelled)
    }

    /// Whether a session is in a calendar for nothing but the agenda, and has left that.
    pub fn has_left_agenda(&self, key: &SessionKey) -> bool {
        let only_agenda = AppointmentReasons { agenda: true, ..AppointmentReasons::default() };
        let before = self.handed_out.get(&AgendaItemId::Session(key.clone()));
        self.is_in_calendar(key)
            && before.is_some_and(|before| before.reasons == only_agenda)
            && !(self.is_starred)(key)
    }

    /// One is free during a second choice, and during what of an event is none of the user's.
    fn is_free(&self, scope: &CalendarScope, key: &SessionKey) -> bool {
        let is_whole_event = matches!(scope, CalendarScope::Event(_));
        (self.is_interested)(key) || is_whole_event && !(self.is_starred)(key)
    }

    /// Whether an own item is in the days of the trip, or was when a calendar was told of it: one that was moved away is
    /// moved in the calendar.
    fn is_here(&self, item: &OwnItem) -> bool {
        let before = self.handed_out.get(&AgendaItemId::Own(item.id.clone()));
        let before = before.filter(|before| before.reasons.agenda).map(|before| before.facts.when.start());
        let mut starts = [Some(item.start), before].into_iter().flatten();
        starts.any(|start| is_around(self.trip, self.days.day_at(self.trip, start)))
    }

    /// Whether what was handed out for the agenda would be in it now, were it wanted: what is of another trip is none of
    /// this one's.
    fn is_of_trip(&self, id: &AgendaItemId) -> bool {
        match (id.event(), self.handed_out.get(id)) {
            (Some(event), _) => self.trip.has_event(event),
            (None, Some(before)) => is_around(self.trip, self.days.day_at(self.trip, before.facts.when.start())),
            (None, None) => false,
        }
    }
}

impl Appointment {
    /// A session with its speakers and rooms; `None` when not even its day is known.
    pub fn of_session(trip: &Trip, session: &Session, is_free: bool) -> Option<Self> {
        let when = match session.when {
            When::Timed { start, end, .. } => timed(Slot::new(start, end)),
            When::Day(day) => AppointmentTime::Day(day),
            When::Unknown => AppointmentTime::Day(session.day?),
        };
        let mut lines: Vec<String> = trip
            .speakers(session)
            .map(|person| match &person.affiliation {
                Some(affiliation) => format!("{}, {affiliation}", person.name),
                None => person.name.clone(),
            })
            .collect();
        if let When::Timed { start_precision: Precision::Derived, .. } = session.when {
            lines.push("The time is not certain.".to_owned());
        }
        let room = trip.room(session);
        let venue = trip.venue_of(session).and_then(|index| trip.venues.get(index));
        let parts = [
            room.map(|room| room.name.as_str()),
            room.and_then(|room| room.level.as_deref()),
            venue.map(|venue| venue.name.as_str()),
            venue.and_then(|venue| venue.address.as_deref()),
        ];
        let event = trip.event(session).map(|event| event.short.as_str());
        let categories = [event, trip.label(session.track)].into_iter().flatten();
        Some(Self {
            id: AgendaItemId::Session(trip.key(session)),
            facts: AppointmentFacts {
                title: plain_title(&session.title),
                when,
                location: plain_title(&parts.into_iter().flatten().collect::<Vec<_>>().join(", ")),
                is_cancelled: session.status != SessionStatus::Listed,
                is_free,
            },
            description: lines.join("\n"),
            url: None,
            categories: categories.map(str::to_owned).collect(),
            sequence: 0,
            modified: Instant(0),
        })
    }

    /// An own item, with its note or without.
    pub fn of_own(item: &OwnItem, with_note: bool) -> Self {
        Self {
            id: AgendaItemId::Own(item.id.clone()),
            facts: AppointmentFacts {
                title: plain_title(&item.title),
                when: timed(Slot::new(item.start, item.end)),
                location: plain_title(&item.location),
                is_cancelled: item.deleted.is_some(),
                is_free: false,
            },
            description: if with_note { item.note.trim().to_owned() } else { String::new() },
            url: None,
            categories: Vec::new(),
            sequence: 0,
            modified: Instant(0),
        }
    }
}

fn timed(slot: Slot) -> AppointmentTime {
    AppointmentTime::Timed { start: slot.start, end: slot.end }
}

/// The page of each session.
fn urls(material: &CalendarMaterial<'_>, sessions: &[&Session]) -> BTreeMap<SessionKey, String> {
    let Some(book) = material.details else { return BTreeMap::new() };
    if sessions.len() <= FEW {
        let keys = sessions.iter().map(|session| material.trip.key(session));
        return keys.filter_map(|key| book.find(&key)?.url.map(|url| (key, url))).collect();
    }
    let all = book.part(0, usize::MAX).map(|(lines, _)| lines).unwrap_or_default();
    all.into_iter().filter_map(|(_, key, details)| Some((key, details.url?))).collect()
}

/// What the user wrote about each session, the earliest first.
fn notes(entries: &[Entry]) -> BTreeMap<SessionKey, String> {
    let mut notes = BTreeMap::<SessionKey, String>::new();
    for entry in entries.iter().rev().filter(|entry| entry.deleted.is_none() && entry.author.is_empty()) {
        let Attachment::Session(key) = &entry.attachment else { continue };
        let parts = [&entry.name, &entry.text, &entry.url, &entry.caption];
        let said: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        add_lines(notes.entry(key.clone()).or_default(), &said.join("\n"));
    }
    notes
}

/// Appends a paragraph.
fn add_lines(text: &mut String, lines: &str) {
    if lines.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(lines);
}
