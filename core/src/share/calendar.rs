//! Sessions as iCalendar (RFC 5545), for the calendar on the phone.
//!
//! Times are in UTC, so that no zone can be read wrongly. A session's `UID` never changes, so taking it over again
//! updates it; whoever calls raises the sequence when something changed. Nothing of a text can become a line or a
//! property of its own ([`content_line`](crate::text::content_line)).

use crate::agenda::Slot;
use crate::notebook::OwnItem;
use crate::schedule::{Day, Details, Instant, Precision, Session, SessionStatus, Trip, When};
use crate::text::content_line::{push_line, push_text};
use crate::text::{Href, plain_title};

/// One session or own item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// `<event>-<id>`; `@lanyard` is added.
    pub uid: String,
    /// Becomes `SUMMARY`, on one line.
    pub title: String,
    /// A day without a time becomes an all-day item. Without a day nothing is written.
    pub when: When,
    /// Room, level, venue and address, with commas between; empty when nothing is known.
    pub location: String,
    /// Speakers and remarks, a line each.
    pub description: String,
    /// The page of the session; left out unless [`Href`] takes it.
    pub url: Option<String>,
    /// Written as `STATUS:CANCELLED`, and without an alarm.
    pub cancelled: bool,
}

/// How to write a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarOptions {
    /// Shown as the calendar's name.
    pub name: String,
    /// When it is written.
    pub now: Instant,
    /// Higher than when the same appointment was last written with other facts.
    pub sequence: u32,
    /// Rings so many minutes before the start.
    pub alarm_minutes: Option<u32>,
}

impl Appointment {
    /// A session with its speakers and rooms; `details` adds the address of its page.
    pub fn of_session(trip: &Trip, session: &Session, details: Option<&Details>) -> Self {
        let key = trip.key(session);
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
        Self {
            uid: format!("{}-{}", key.event.as_str(), key.session.as_str()),
            title: session.title.clone(),
            when: match session.when {
                When::Unknown => session.day.map_or(When::Unknown, When::Day),
                when => when,
            },
            location: parts.into_iter().flatten().collect::<Vec<_>>().join(", "),
            description: lines.join("\n"),
            url: details.and_then(|details| details.url.clone()),
            cancelled: session.status != SessionStatus::Listed,
        }
    }

    /// An own item, without its note; one in the trash is cancelled.
    pub fn of_own(item: &OwnItem) -> Self {
        Self {
            uid: format!("own-{}", item.id.0),
            title: item.title.clone(),
            when: When::stated(item.start, item.end),
            location: item.location.clone(),
            description: String::new(),
            url: None,
            cancelled: item.deleted.is_some(),
        }
    }
}

/// The whole file. Its type is `text/calendar`.
pub fn calendar(appointments: &[Appointment], options: &CalendarOptions) -> String {
    let mut out = String::new();
    push_line(&mut out, "BEGIN", "VCALENDAR");
    push_line(&mut out, "VERSION", "2.0");
    push_line(&mut out, "PRODID", "-//Lanyard//Lanyard//EN");
    push_line(&mut out, "METHOD", "PUBLISH");
    text(&mut out, "X-WR-CALNAME", &plain_title(&options.name));
    for appointment in appointments {
        push(&mut out, appointment, options);
    }
    push_line(&mut out, "END", "VCALENDAR");
    out
}

fn push(out: &mut String, appointment: &Appointment, options: &CalendarOptions) {
    if appointment.when == When::Unknown {
        return;
    }
    push_line(out, "BEGIN", "VEVENT");
    text(out, "UID", &format!("{}@lanyard", appointment.uid));
    push_line(out, "DTSTAMP", &options.now.basic());
    push_line(out, "SEQUENCE", &options.sequence.to_string());
    match appointment.when {
        When::Timed { start, end, .. } => {
            push_line(out, "DTSTART", &start.basic());
            push_line(out, "DTEND", &Slot::new(start, end).end.basic());
        }
        When::Day(day) => push_line(out, "DTSTART;VALUE=DATE", &date(day)),
        When::Unknown => {}
    }
    text(out, "SUMMARY", &plain_title(&appointment.title));
    text(out, "LOCATION", &plain_title(&appointment.location));
    text(out, "DESCRIPTION", &appointment.description);
    if let Some(url) = appointment.url.as_deref().and_then(Href::parse) {
        push_line(out, "URL", url.as_str());
    }
    if appointment.cancelled {
        push_line(out, "STATUS", "CANCELLED");
    }
    if let (Some(minutes), false, When::Timed { .. }) = (options.alarm_minutes, appointment.cancelled, appointment.when)
    {
        push_line(out, "BEGIN", "VALARM");
        push_line(out, "ACTION", "DISPLAY");
        text(out, "DESCRIPTION", &plain_title(&appointment.title));
        push_line(out, "TRIGGER", &format!("-PT{minutes}M"));
        push_line(out, "END", "VALARM");
    }
    push_line(out, "END", "VEVENT");
}

/// A property of type TEXT; left out when it is empty.
fn text(out: &mut String, name: &str, value: &str) {
    if value.trim().is_empty() {
        return;
    }
    push_text(out, name, value);
}

/// `20241113`.
fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}

#[cfg(test)]
mod tests;
