//! What a link tells of an event, as a schedule that the readers take: so whoever lacks the schedule can keep what was
//! shared in the event's own zone, with its name and its address, and the whole schedule is an update of it.
//!
//! Its sessions are known by [`Digest::session_id`]. They keep that id when the schedule comes, and so the stars on them.

use super::link::{Digest, SharedEvent, SharedSession, unnamed};
use crate::schedule::{Instant, Trip};

/// The event's sessions in Lanyard's own JSON. With `known`, a trip and the index of the event in it, also those sessions
/// that were known from other links before.
pub fn partial_schedule(event: &SharedEvent, known: Option<(&Trip, usize)>) -> String {
    let mut sessions = event.sessions.clone();
    if let Some((trip, index)) = known {
        let of_event = trip.sessions.iter().filter(|session| session.event == index);
        for session in of_event.filter(|session| Digest::from_link(&session.id).is_some()) {
            let known = SharedSession::of(trip, session, &session.id);
            if sessions.iter().all(|session| session.id != known.id) {
                sessions.push(known);
            }
        }
    }
    let mut out = String::from("{\"lanyard\":1");
    push_field(&mut out, "title", Some(&event.title));
    push_field(&mut out, "time_zone", Some(event.zone.as_str()).filter(|zone| !zone.is_empty()));
    push_field(&mut out, "first", Some(&event.first.to_string()));
    push_field(&mut out, "last", Some(&event.last.to_string()));
    out.push_str(",\"sessions\":[");
    let mut separator = "";
    for session in &sessions {
        out.push_str(separator);
        separator = ",";
        push_session(&mut out, event, session);
    }
    out.push_str("]}");
    out
}

/// Whether all sessions of an event are known from links alone.
pub fn is_partial(trip: &Trip, event: usize) -> bool {
    let mut of_event = trip.sessions.iter().filter(|session| session.event == event).peekable();
    of_event.peek().is_some() && of_event.all(|session| Digest::from_link(&session.id).is_some())
}

fn push_session(out: &mut String, event: &SharedEvent, session: &SharedSession) {
    out.push_str(&format!("{{\"id\":\"{}\"", session.id.session_id()));
    let title = session.title.clone().unwrap_or_else(|| unnamed(&event.title));
    push_field(out, "title", Some(&title));
    for (name, time) in [("start", session.start), ("end", session.end)] {
        push_field(out, name, time.map(|time: Instant| time.to_string()).as_deref());
    }
    push_field(out, "room", session.room.as_deref());
    out.push('}');
}

/// A field after others.
fn push_field(out: &mut String, name: &str, text: Option<&str>) {
    let Some(text) = text else { return };
    out.push_str(",\"");
    out.push_str(name);
    out.push_str("\":\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\0'..='\u{1f}' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests;
