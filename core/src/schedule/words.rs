//! Days, times, durations, rooms and speakers in words: times as the reader wants them told ([`Telling`](super::Telling)),
//! which is in the time of the trip unless they say otherwise.

use super::listing::{Precision, When};
use super::time::{Day, Instant, Local};
use super::trip::{Room, Session, Trip};
use super::zone::Zone;

/// `13 Nov`.
pub fn date(day: Day) -> String {
    let (_, _, number) = day.ymd();
    format!("{number} {}", day.month_name().get(..3).unwrap_or(""))
}

/// `Wed 13 Nov`.
pub fn day_short(day: Day) -> String {
    format!("{} {}", day.weekday().short(), date(day))
}

/// `Wed 13 Nov 2024`.
pub fn day_and_year(day: Day) -> String {
    format!("{} {}", day_short(day), day.ymd().0)
}

/// `Wednesday 13 November`.
pub fn day_long(day: Day) -> String {
    let (_, _, number) = day.ymd();
    format!("{} {number} {}", day.weekday().name(), day.month_name())
}

/// `10 to 15 November 2024`.
pub fn days_between(first: Day, last: Day) -> String {
    let ((first_year, first_month, first_day), (year, month, day)) = (first.ymd(), last.ymd());
    let mut text = first_day.to_string();
    if first == last {
        text.clear();
    } else {
        if first_month != month || first_year != year {
            text.push(' ');
            text.push_str(first.month_name());
        }
        if first_year != year {
            text.push(' ');
            text.push_str(&first_year.to_string());
        }
        text.push_str(" to ");
    }
    text.push_str(&day.to_string());
    text.push(' ');
    text.push_str(last.month_name());
    text.push(' ');
    text.push_str(&year.to_string());
    text
}

/// `Wed`, `Sun–Mon`; with dates what is longer than a week, where a weekday names no day.
pub fn weekdays(first: Day, last: Day) -> String {
    let (from, to) = match last.0 - first.0 {
        ..7 => (first.weekday().short().to_owned(), last.weekday().short().to_owned()),
        _ => (day_short(first), day_short(last)),
    };
    if first == last { from } else { format!("{from}–{to}") }
}

/// The zone whose clocks the reader is told.
pub fn shown_zone(trip: &Trip) -> &Zone {
    trip.telling.zone.as_ref().unwrap_or(&trip.zone)
}

/// Day and time by those clocks.
pub fn shown_local(trip: &Trip, at: Instant) -> Local {
    shown_zone(trip).local(at)
}

/// `14:42`, or `2:42 pm`, by those clocks.
pub fn clock(trip: &Trip, at: Instant) -> String {
    clock_of(trip, shown_local(trip, at))
}

/// The same of a time that is known already.
pub fn clock_of(trip: &Trip, local: Local) -> String {
    trip.telling.hours.clock(local)
}

/// `14:42` by the trip's own clocks: for what others are given.
pub fn venue_clock(trip: &Trip, at: Instant) -> String {
    trip.zone.local(at).clock()
}

/// The day to say beside the time of something on a day of the programme: that day, to which a long night belongs as well;
/// but by other clocks than the trip's the one that they say.
pub fn day_beside(trip: &Trip, day: Option<Day>, at: Instant) -> Option<Day> {
    trip.telling.zone.as_ref().map(|zone| zone.local(at).day).or(day)
}

/// `next day`, `day before`, `+2 days`: how far the reader's clocks are from a day of the programme, in another zone than
/// the trip's. `None` on the same day; in the trip's own zone the programme says by itself that a night is long.
pub fn day_mark(trip: &Trip, day: Day, at: Instant) -> Option<String> {
    let shown = trip.telling.zone.as_ref()?.local(at).day;
    Some(match shown.0.saturating_sub(day.0) {
        0 => return None,
        1 => "next day".to_owned(),
        -1 => "day before".to_owned(),
        days => format!("{days:+} days"),
    })
}

/// `14:42`, `00:42 next day`: the time of something on a day of the programme.
pub fn clock_on(trip: &Trip, day: Option<Day>, at: Instant) -> String {
    let mut text = clock(trip, at);
    if let Some(mark) = day.and_then(|day| day_mark(trip, day, at)) {
        text.push(' ');
        text.push_str(&mark);
    }
    text
}

/// `2024-11-13T14:42` by the trip's clocks, as a field for a day and a time holds it.
pub fn local_input(trip: &Trip, at: Instant) -> String {
    let local = trip.zone.local(at);
    format!("{}T{}", local.day, local.clock())
}

/// `Wed 13 Nov · 14:42 MST`.
pub fn day_and_clock(trip: &Trip, at: Instant) -> String {
    let zone = shown_zone(trip);
    format!("{} · {} {}", day_short(shown_local(trip, at).day), clock(trip, at), zone.abbreviation_at(at))
}

/// How long something takes, as far as its start and end are known.
pub fn length(when: When) -> Option<String> {
    let minutes = when.end()?.minutes_since(when.start()?);
    (minutes > 0).then(|| duration(minutes))
}

/// `15:25–16:00`, `about 15:25`, `time not known`.
pub fn time_range(trip: &Trip, when: When) -> String {
    let When::Timed { start, start_precision, end, end_precision } = when else {
        return "time not known".to_owned();
    };
    let mut text = String::new();
    let derived = start_precision == Precision::Derived;
    if derived {
        text.push_str("about ");
    }
    text.push_str(&clock(trip, start));
    if let Some(end) = end {
        text.push('–');
        if end_precision == Precision::Derived && !derived {
            text.push_str("about ");
        }
        text.push_str(&clock(trip, end));
    }
    text
}

/// `Salt Palace L1 · Grand Ballroom G`.
pub fn room_name(trip: &Trip, room: &Room) -> String {
    let mut text = trip.venue_of_room(room).map(|venue| venue.short.clone()).unwrap_or_default();
    if let Some(level) = &room.level {
        text.push_str(if text.is_empty() { "" } else { " " });
        match level.strip_prefix("Level ") {
            Some(number) => {
                text.push('L');
                text.push_str(number);
            }
            None => text.push_str(level),
        }
    }
    if text == room.name || room.name.is_empty() {
        return text;
    }
    if !text.is_empty() {
        text.push_str(" · ");
    }
    text.push_str(&room.name);
    text
}

/// Where a session is, as far as the source says: its room, or else the only venue of its event.
pub fn location(trip: &Trip, session: &Session) -> Option<String> {
    match trip.room(session) {
        Some(room) => Some(room_name(trip, room)),
        None => trip.venues.get(trip.venue_of(session)?).map(|venue| venue.short.clone()),
    }
}

/// The speakers' names with commas; after the third only how many more.
pub fn speakers(trip: &Trip, session: &Session) -> String {
    let mut text = String::new();
    for (number, person) in trip.speakers(session).enumerate() {
        if number == 3 {
            text.push_str(" and ");
            text.push_str(&(session.speakers.len() - 3).to_string());
            text.push_str(" more");
            break;
        }
        if number > 0 {
            text.push_str(", ");
        }
        text.push_str(&person.name);
    }
    text
}

/// `45 min`, `2 h 5 min`, `3 days`.
pub fn duration(minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, _) => format!("{rest} min"),
        (1..48, 0) => format!("{hours} h"),
        (1..48, _) => format!("{hours} h {rest} min"),
        _ => format!("{} days", hours / 24),
    }
}

/// How long ago something was, so many minutes back: `just now`, `2 h ago`, `12 days ago`.
pub fn ago(minutes: i64) -> String {
    match minutes {
        ..1 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..2_880 => format!("{} h ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1_440),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Hours, Span, Telling};
    use super::*;
    use crate::agenda::fixture;

    /// The fixture's trip in Denver, told by 12 hours.
    fn told(zone: Option<Zone>) -> Trip {
        Trip { telling: Telling { hours: Hours::Twelve, zone }, ..fixture::trip() }
    }

    fn tokyo() -> Zone {
        Zone::fixed("Asia/Tokyo", 9 * 3600, "JST")
    }

    #[track_caller]
    fn check_twelve(local: &str, expect: &str) {
        assert_eq!(clock_of(&told(None), Local::parse(local).unwrap()), expect);
    }

    #[test]
    fn by_twelve_hours_midnight_and_noon_are_twelve() {
        check_twelve("2024-11-13T00:00", "12:00 am");
        check_twelve("2024-11-13T00:59", "12:59 am");
        check_twelve("2024-11-13T01:00", "1:00 am");
        check_twelve("2024-11-13T11:59:59", "11:59 am");
        check_twelve("2024-11-13T12:00", "12:00 pm");
        check_twelve("2024-11-13T13:05", "1:05 pm");
        check_twelve("2024-11-13T23:59", "11:59 pm");
    }

    /// A time of the fixture's first day in Denver, as it is told in another zone for something of that day.
    #[track_caller]
    fn check_in(zone: Zone, at: &str, expect: &str) {
        let (trip, at) = (told(Some(zone)), Instant::parse(at).unwrap());
        assert_eq!(format!("{} / {}", clock_on(&trip, Some(fixture::day()), at), day_and_clock(&trip, at)), expect);
        assert_eq!(venue_clock(&trip, at), trip.zone.local(at).clock(), "what others are given is venue time");
    }

    #[test]
    fn in_another_zone_another_day_is_said() {
        check_in(tokyo(), "2024-11-13T09:00:00-07:00", "1:00 am next day / Thu 14 Nov · 1:00 am JST");
        check_in(tokyo(), "2024-11-13T07:59:00-07:00", "11:59 pm / Wed 13 Nov · 11:59 pm JST");
        check_in(tokyo(), "2024-11-14T08:00:00-07:00", "12:00 am +2 days / Fri 15 Nov · 12:00 am JST");
        let west = Zone::fixed("Pacific/Honolulu", -10 * 3600, "HST");
        check_in(west.clone(), "2024-11-13T02:00:00-07:00", "11:00 pm day before / Tue 12 Nov · 11:00 pm HST");
        check_in(west, "2024-11-13T12:00:00-07:00", "9:00 am / Wed 13 Nov · 9:00 am HST");
        // A long night belongs to the day before, and there it may be the same day after all.
        check_in(Zone::utc(), "2024-11-13T16:59:00-07:00", "11:59 pm / Wed 13 Nov · 11:59 pm UTC");
    }

    #[test]
    fn where_clocks_are_changed_each_time_takes_its_own_offset() {
        let span = |from: &str, hours: i32, abbreviation: &str| {
            let from = Instant::parse(from).unwrap();
            Span { from, offset_seconds: hours * 3600, abbreviation: abbreviation.to_owned() }
        };
        let changed = [span("2024-03-31T01:00:00Z", 2, "CEST"), span("2024-11-13T18:00:00Z", 1, "CET")];
        let zone = Zone { name: "Europe/Somewhere".to_owned(), spans: changed.to_vec() };
        check_in(zone.clone(), "2024-11-13T17:30:00Z", "7:30 pm / Wed 13 Nov · 7:30 pm CEST");
        check_in(zone.clone(), "2024-11-13T18:30:00Z", "7:30 pm / Wed 13 Nov · 7:30 pm CET");
        check_in(zone, "2024-11-13T23:00:00Z", "12:00 am next day / Thu 14 Nov · 12:00 am CET");
    }

    #[test]
    fn in_the_zone_of_the_trip_no_day_is_marked() {
        let (trip, night) = (told(None), Instant::parse("2024-11-14T01:00:00-07:00").unwrap());
        assert_eq!(clock_on(&trip, Some(fixture::day()), night), "1:00 am");
        assert_eq!(day_beside(&trip, Some(fixture::day()), night), Some(fixture::day()));
        assert_eq!(day_beside(&told(Some(tokyo())), Some(fixture::day()), night), Some(fixture::day().plus(1)));
    }

    #[test]
    fn by_default_times_are_told_by_the_trip() {
        let (trip, at) = (fixture::trip(), Instant::parse("2024-11-13T14:42:00-07:00").unwrap());
        assert_eq!(day_and_clock(&trip, at), "Wed 13 Nov · 14:42 MST");
        assert_eq!(time_range(&trip, When::stated(at, Some(at.plus_minutes(45)))), "14:42–15:27");
        assert_eq!(time_range(&told(None), When::stated(at, Some(at.plus_minutes(45)))), "2:42 pm–3:27 pm");
    }

    #[test]
    fn days_are_said_once() {
        let day = |text: &str| Day::parse(text).unwrap();
        assert_eq!(days_between(day("2024-11-10"), day("2024-11-15")), "10 to 15 November 2024");
        assert_eq!(days_between(day("2024-10-30"), day("2024-11-02")), "30 October to 2 November 2024");
        assert_eq!(days_between(day("2024-12-27"), day("2025-01-01")), "27 December 2024 to 1 January 2025");
        assert_eq!(days_between(day("2024-11-12"), day("2024-11-12")), "12 November 2024");
        assert_eq!(day_short(day("2024-11-03")), "Sun 3 Nov");
        assert_eq!(day_long(day("2024-11-13")), "Wednesday 13 November");
    }

    #[test]
    fn weekdays_name_the_days_of_an_event() {
        let day = |text: &str| Day::parse(text).unwrap();
        assert_eq!(weekdays(day("2024-11-12"), day("2024-11-12")), "Tue");
        assert_eq!(weekdays(day("2024-11-10"), day("2024-11-11")), "Sun–Mon");
        assert_eq!(weekdays(day("2024-11-10"), day("2024-11-17")), "Sun 10 Nov–Sun 17 Nov");
    }

    #[test]
    fn lengths_are_said_where_both_ends_are_known() {
        let at = |minutes: i64| Instant(minutes * 60);
        assert_eq!(length(When::stated(at(0), Some(at(35)))).as_deref(), Some("35 min"));
        assert_eq!(length(When::stated(at(0), Some(at(0)))), None);
        assert_eq!(length(When::stated(at(0), None)), None);
        assert_eq!(length(When::Unknown), None);
    }

    #[test]
    fn what_is_long_ago_is_said_in_days() {
        let said: Vec<String> = [-5, 0, 1, 59, 60, 125, 2_879, 2_880].map(ago).to_vec();
        assert_eq!(
            said,
            ["just now", "just now", "1 min ago", "59 min ago", "1 h ago", "2 h ago", "47 h ago", "2 days ago"]
        );
    }

    #[test]
    fn durations_are_short() {
        let said: Vec<String> = [5, 60, 125, 60 * 24, 60 * 24 * 12].map(duration).to_vec();
        assert_eq!(said, ["5 min", "1 h", "2 h 5 min", "24 h", "12 days"]);
    }
}
