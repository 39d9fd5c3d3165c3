//! Sessions and own items as iCalendar (RFC 5545, with RFC 7986 and RFC 9074), for the calendar on the phone.
//!
//! Times are in UTC, so that no zone can be read wrongly. The `UID` of an appointment never changes and its `SEQUENCE` rises
//! with its facts, so taking a later file over again updates what is there: [`CalendarMaterial`] says what is to be in the
//! calendar, [`editions`](editions()) what the file has to say of it after what was handed out before. Nothing of a text
//! can become a line or a property of its own ([`content_line`](crate::text::content_line)).
//!
//! `METHOD:PUBLISH` wants an `ORGANIZER` (RFC 5546, section 3.2.1), and there is none: whoever hands a programme on does not
//! organise it, and calendars make an invitation to be answered of an event that has one.

#[cfg(test)]
mod client;
mod contents;
mod editions;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod validator;

use crate::checksum::crc32;
use crate::notebook::{AgendaItemId, AppointmentFacts, AppointmentTime};
use crate::schedule::{Day, Instant, SessionKey};
use crate::text::content_line::{escape, push_line, push_text};
use crate::text::query::escape as url_escape;
use crate::text::{Href, plain_title};

pub use contents::{CalendarChoices, CalendarMaterial};
pub use editions::{CalendarScope, Editions, editions};

/// One session or own item, as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Makes the `UID`; `@lanyard` is added.
    pub id: AgendaItemId,
    /// `SUMMARY`, `DTSTART`, `DTEND`, `LOCATION`, `STATUS` and `TRANSP`.
    pub facts: AppointmentFacts,
    /// Speakers and remarks, a line each; then the user's notes, if they are wanted.
    pub description: String,
    /// The page of the session; left out unless [`Href`] takes it.
    pub url: Option<String>,
    /// The event and the track. Empty ones are left out.
    pub categories: Vec<String>,
    /// How often its facts have changed since it was first handed out.
    pub sequence: u32,
    /// When anything of it changed last, as far as calendars were told.
    pub modified: Instant,
}

/// How to write a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarOptions {
    /// Shown as the calendar's name.
    pub name: String,
    /// When it is written.
    pub now: Instant,
    /// Rings so many minutes before the start.
    pub alarm_minutes: Option<u32>,
}

impl Appointment {
    /// A checksum over what is told of it besides its facts.
    pub fn remaining(&self) -> u32 {
        let mut told = self.description.clone();
        for part in self.url.iter().chain(&self.categories) {
            told.push('\n');
            told.push_str(part);
        }
        crc32(told.as_bytes())
    }
}

/// The whole file. Its type is `text/calendar`.
pub fn calendar(appointments: &[Appointment], options: &CalendarOptions) -> String {
    let mut out = String::new();
    push_line(&mut out, "BEGIN", "VCALENDAR");
    push_line(&mut out, "VERSION", "2.0");
    push_line(&mut out, "PRODID", "-//Lanyard//Lanyard//EN");
    push_line(&mut out, "METHOD", "PUBLISH");
    let name = plain_title(&options.name);
    text(&mut out, "NAME", &name);
    // What calendars read before RFC 7986, and many still do.
    text(&mut out, "X-WR-CALNAME", &name);
    for appointment in appointments {
        push(&mut out, appointment, options);
    }
    push_line(&mut out, "END", "VCALENDAR");
    out
}

fn push(out: &mut String, appointment: &Appointment, options: &CalendarOptions) {
    let Appointment { facts, .. } = appointment;
    let uid = appointment.id.uid();
    push_line(out, "BEGIN", "VEVENT");
    text(out, "UID", &format!("{uid}@lanyard"));
    push_line(out, "DTSTAMP", &options.now.basic());
    push_line(out, "LAST-MODIFIED", &appointment.modified.basic());
    push_line(out, "SEQUENCE", &appointment.sequence.to_string());
    match facts.when {
        AppointmentTime::Timed { start, end } => {
            push_line(out, "DTSTART", &start.basic());
            // An end has to be later than the start. Without one it ends as it starts.
            if end > start {
                push_line(out, "DTEND", &end.basic());
            }
        }
        AppointmentTime::Day(day) => push_line(out, "DTSTART;VALUE=DATE", &date(day)),
    }
    let title = match plain_title(&facts.title) {
        title if title.is_empty() => "Untitled".to_owned(),
        title => title,
    };
    // For those who read no status, which are many.
    let title = if facts.is_cancelled { format!("Cancelled: {title}") } else { title };
    text(out, "SUMMARY", &title);
    text(out, "LOCATION", &plain_title(&facts.location));
    text(out, "DESCRIPTION", &appointment.description);
    let categories = appointment.categories.iter().map(|category| plain_title(category));
    let categories: Vec<String> = categories.filter(|category| !category.is_empty()).map(|it| escape(&it)).collect();
    if !categories.is_empty() {
        push_line(out, "CATEGORIES", &categories.join(","));
    }
    if let Some(url) = appointment.url.as_deref().and_then(Href::parse) {
        push_line(out, "URL", &uri(&url));
    }
    push_line(out, "STATUS", if facts.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
    push_line(out, "TRANSP", if facts.is_free || facts.is_cancelled { "TRANSPARENT" } else { "OPAQUE" });
    if let (Some(minutes), false, AppointmentTime::Timed { .. }) =
        (options.alarm_minutes, facts.is_cancelled, facts.when)
    {
        push_line(out, "BEGIN", "VALARM");
        // RFC 9074, section 4: by it a calendar finds again which alarm somebody has put off.
        text(out, "UID", &format!("alarm.{uid}@lanyard"));
        push_line(out, "ACTION", "DISPLAY");
        push_line(out, "TRIGGER", &format!("-PT{minutes}M"));
        text(out, "DESCRIPTION", &title);
        push_line(out, "END", "VALARM");
    }
    push_line(out, "END", "VEVENT");
}

/// The session that a `UID` of such a file names; `None` for that of an own item, and for what others wrote.
pub fn session_of_uid(uid: &str) -> Option<SessionKey> {
    match AgendaItemId::of_uid(uid.strip_suffix("@lanyard")?)? {
        AgendaItemId::Session(key) => Some(key),
        AgendaItemId::Own(_) => None,
    }
}

/// A property of type TEXT; left out when it is empty.
fn text(out: &mut String, name: &str, value: &str) {
    if value.trim().is_empty() {
        return;
    }
    push_text(out, name, value);
}

/// RFC 3986: whatever may not stand in an address is escaped.
fn uri(url: &Href) -> String {
    let mut uri = String::new();
    let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    url_escape(url.as_str(), is_plain, &mut uri);
    uri
}

/// `20241113`.
fn date(day: Day) -> String {
    day.to_string().replace('-', "")
}
