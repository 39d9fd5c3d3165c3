//! Dates that somebody mistyped: the rest of the programme stands where it was.

use crate::{lines, read};

/// Two sessions of a conference and one more, dated `mistyped`.
#[track_caller]
fn check(mistyped: &str, expect: &str, problem: &str) {
    let session = |id: &str, start: &str| {
        format!("BEGIN:VEVENT\r\nUID:{id}\r\nSUMMARY:{id}\r\nDTSTART:{start}\r\nEND:VEVENT\r\n")
    };
    let sessions =
        [session("a", "20241112T150000Z"), session("b", mistyped), session("c", "20241113T150000Z")].concat();
    let reading = read(format!("BEGIN:VCALENDAR\r\n{sessions}END:VCALENDAR\r\n")).unwrap();
    let days = (reading.schedule.first, reading.schedule.last);
    assert_eq!(
        days.0.zip(days.1).map(|(first, last)| format!("{first} {last}")).as_deref(),
        Some("2024-11-12 2024-11-13")
    );
    assert_eq!(lines(&reading).get(1).map(String::as_str), Some(expect));
    let problems: Vec<String> = reading.problems.iter().map(|it| format!("{}: {}", it.location, it.what)).collect();
    assert_eq!(problems, [problem]);
}

#[test]
fn one_mistyped_year_moves_no_day_of_a_conference() {
    check("00241113T100000Z", "b | b |  | /", "session b: A time outside of the years 1900 to 2200 was left out.");
    check("22040101T100000Z", "b | b |  | /", "session b: A time outside of the years 1900 to 2200 was left out.");
    let other_year =
        "session b: It is dated 2042-11-13, in another year than most sessions (2024-11-12 to 2024-11-13).";
    check("20421113T100000Z", "b | b | 2042-11-13 | 2042-11-13T10:00:00Z/", other_year);
}

#[test]
fn a_rule_counted_from_the_end_of_numbers_is_not_followed() {
    let reading = read(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:a\r\nDTSTART:20241112T150000Z\r\n\
         RRULE:FREQ=MONTHLY;BYDAY=-2147483648MO\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:b\r\nDTSTART:20250112T150000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    )
    .unwrap();
    assert_eq!(
        lines(&reading),
        ["a | a | 2024-11-12 | 2024-11-12T15:00:00Z/", "b | b | 2025-01-12 | 2025-01-12T15:00:00Z/"]
    );
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
}
