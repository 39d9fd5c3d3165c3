//! Sessions as iCalendar (RFC 5545), for the calendar on the phone.
//!
//! Times are in UTC, so that no zone can be read wrongly. A session's `UID` never changes, so taking it over again
//! updates it; whoever calls raises the sequence when something changed. Lines end in CR LF and are folded at 75 bytes,
//! never inside a character. Nothing of a text can become a line or a property of its own.

use crate::agenda::Slot;
use crate::notebook::OwnItem;
use crate::schedule::{Day, Details, Instant, Precision, Session, SessionStatus, Trip, When};
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
                Some(affiliation) => [&person.name, ", ", affiliation].concat(),
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
            uid: [key.event.as_str(), "-", key.session.as_str()].concat(),
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
            uid: ["own-", &item.id.0].concat(),
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
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//Lanyard//Lanyard//EN");
    line(&mut out, "METHOD:PUBLISH");
    text(&mut out, "X-WR-CALNAME", &plain_title(&options.name));
    for appointment in appointments {
        push(&mut out, appointment, options);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

fn push(out: &mut String, appointment: &Appointment, options: &CalendarOptions) {
    if appointment.when == When::Unknown {
        return;
    }
    line(out, "BEGIN:VEVENT");
    text(out, "UID", &[&appointment.uid, "@lanyard"].concat());
    line(out, &["DTSTAMP:", &utc(options.now)].concat());
    line(out, &["SEQUENCE:", &options.sequence.to_string()].concat());
    match appointment.when {
        When::Timed { start, end, .. } => {
            line(out, &["DTSTART:", &utc(start)].concat());
            line(out, &["DTEND:", &utc(Slot::new(start, end).end)].concat());
        }
        When::Day(day) => line(out, &["DTSTART;VALUE=DATE:", &date(day)].concat()),
        When::Unknown => {}
    }
    text(out, "SUMMARY", &plain_title(&appointment.title));
    text(out, "LOCATION", &plain_title(&appointment.location));
    text(out, "DESCRIPTION", &appointment.description);
    if let Some(url) = appointment.url.as_deref().and_then(Href::parse) {
        line(out, &["URL:", url.as_str()].concat());
    }
    if appointment.cancelled {
        line(out, "STATUS:CANCELLED");
    }
    if let (Some(minutes), false, When::Timed { .. }) = (options.alarm_minutes, appointment.cancelled, appointment.when)
    {
        line(out, "BEGIN:VALARM");
        line(out, "ACTION:DISPLAY");
        text(out, "DESCRIPTION", &plain_title(&appointment.title));
        line(out, &["TRIGGER:-PT", &minutes.to_string(), "M"].concat());
        line(out, "END:VALARM");
    }
    line(out, "END:VEVENT");
}

/// A property of type TEXT; left out when it is empty.
fn text(out: &mut String, name: &str, value: &str) {
    if value.trim().is_empty() {
        return;
    }
    let mut escaped = [name, ":"].concat();
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    line(out, &escaped);
}

/// Folds at 75 bytes; the space that begins a continued line counts.
fn line(out: &mut String, content: &str) {
    let mut length = 0;
    for c in content.chars() {
        if length + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

/// `20241113T214200Z`.
fn utc(instant: Instant) -> String {
    instant.to_string().chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// `20241113`.
fn date(day: Day) -> String {
    day.to_string().chars().filter(|c| *c != '-').collect()
}

#[cfg(test)]
mod tests;
