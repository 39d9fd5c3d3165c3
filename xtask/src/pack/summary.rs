//! What the build needs to know of a trip to paint the first screen before any WebAssembly runs.

use lanyard_core::schedule::{Day, Precision, Session, Trip, When};
use serde_json::{Value, json};

/// How many of each day's first sessions are told.
const ROWS: usize = 8;

pub fn write(trip: &Trip) -> String {
    let days = trip.days().map(|day| {
        let sessions: Vec<&Session> = trip.sessions_on(day).map(|(_, session)| session).collect();
        let (_, month, number) = (day.ymd().0, day.month_name(), day.ymd().2);
        json!({
            "day": day.to_string(),
            "weekday": day.weekday().name(),
            "words": format!("{} {number} {month}", day.weekday().name()),
            "sessions": sessions.len(),
            "first_rows": sessions.iter().take(ROWS).map(|session| row(trip, session)).collect::<Vec<_>>(),
        })
    });
    let timed = trip.sessions.iter().filter(|session| session.when.start().is_some()).count();
    let summary = json!({
        "id": trip.id.as_str(),
        "title": trip.title,
        "city": trip.city,
        "time_zone": trip.zone.name,
        "zone_words": trip.zone.abbreviation_at(trip.zone.instant(lanyard_core::schedule::Local::new(trip.first, 12, 0))),
        "start": trip.first.to_string(),
        "end": trip.last.to_string(),
        "days_words": days_words(trip.first, trip.last),
        "as_of": trip.as_of.to_string(),
        "sessions": trip.sessions.len(),
        "timed": timed,
        "events": trip.events.iter().map(|event| json!({
            "id": event.id.as_str(), "short": event.short, "color": event.color,
        })).collect::<Vec<_>>(),
        "days": days.collect::<Vec<_>>(),
    });
    format!("{summary:#}\n")
}

/// `10 to 15 November 2024`, with as much of the first day as differs from the last.
fn days_words(first: Day, last: Day) -> String {
    let ((first_year, _, first_number), (last_year, _, last_number)) = (first.ymd(), last.ymd());
    let end = format!("{last_number} {} {last_year}", last.month_name());
    if first == last {
        end
    } else if first_year != last_year {
        format!("{first_number} {} {first_year} to {end}", first.month_name())
    } else if first.month_name() != last.month_name() {
        format!("{first_number} {} to {end}", first.month_name())
    } else {
        format!("{first_number} to {end}")
    }
}

fn row(trip: &Trip, session: &Session) -> Value {
    let clock = session.when.start().map(|start| trip.zone.local(start).clock());
    let about = matches!(session.when, When::Timed { start_precision: Precision::Derived, .. });
    let event = trip.event(session);
    json!({
        "key": trip.key(session).to_string(),
        "title": session.title,
        "start": clock,
        "about": about,
        "room": trip.room(session).map(|room| &room.name),
        "speakers": trip.speakers(session).map(|person| &person.name).collect::<Vec<_>>(),
        "event": event.map(|event| &event.short),
        "color": event.map(|event| event.color),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(first: &str, last: &str, expect: &str) {
        assert_eq!(days_words(Day::parse(first).unwrap(), Day::parse(last).unwrap()), expect);
    }

    #[test]
    fn days_are_told_without_what_repeats() {
        check("2024-11-10", "2024-11-15", "10 to 15 November 2024");
        check("2024-11-12", "2024-11-12", "12 November 2024");
        check("2024-10-30", "2024-11-02", "30 October to 2 November 2024");
        check("2024-12-27", "2025-01-01", "27 December 2024 to 1 January 2025");
    }
}
