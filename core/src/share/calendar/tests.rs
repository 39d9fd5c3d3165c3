use super::super::fixture;
use super::*;

fn options() -> CalendarOptions {
    CalendarOptions { name: "My agenda".to_owned(), now: Instant(1_731_400_000), sequence: 3, alarm_minutes: None }
}

fn talk() -> Appointment {
    let start = Instant::parse("2024-11-13T14:42:00-07:00").unwrap();
    Appointment {
        uid: "kubecon-1i7ke".to_owned(),
        title: "Edge; or, the \\ core".to_owned(),
        when: When::stated(start, Some(start.plus_minutes(35))),
        location: "Hall B, Salt Palace".to_owned(),
        description: "Ada, ACME\nZoë".to_owned(),
        url: Some("https://a.example/x".to_owned()),
        cancelled: false,
    }
}

#[test]
fn a_talk_is_written_in_full() {
    let written = calendar(&[talk()], &options());
    let expect = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lanyard//Lanyard//EN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:My agenda",
        "BEGIN:VEVENT",
        "UID:kubecon-1i7ke@lanyard",
        "DTSTAMP:20241112T082640Z",
        "SEQUENCE:3",
        "DTSTART:20241113T214200Z",
        "DTEND:20241113T221700Z",
        r"SUMMARY:Edge\; or\, the \\ core",
        r"LOCATION:Hall B\, Salt Palace",
        r"DESCRIPTION:Ada\, ACME\nZoë",
        "URL:https://a.example/x",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(written, expect.join("\r\n"));
}

#[track_caller]
fn check_has(appointment: Appointment, options: CalendarOptions, expect: &[&str]) {
    let written = calendar(&[appointment], &options);
    for line in expect {
        assert!(written.contains(&format!("\r\n{line}\r\n")), "{line:?} in {written}");
    }
}

#[test]
fn an_alarm_rings_before_what_takes_place() {
    let loud = || CalendarOptions { alarm_minutes: Some(10), ..options() };
    check_has(talk(), loud(), &["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT10M", "END:VALARM"]);
    let cancelled = || Appointment { cancelled: true, ..talk() };
    check_has(cancelled(), loud(), &["STATUS:CANCELLED"]);
    assert!(!calendar(&[cancelled()], &loud()).contains("VALARM"));
}

#[test]
fn what_has_no_time_is_a_day_and_what_has_no_day_is_left_out() {
    let day = Day::parse("2024-11-13").unwrap();
    check_has(Appointment { when: When::Day(day), ..talk() }, options(), &["DTSTART;VALUE=DATE:20241113"]);
    assert!(!calendar(&[Appointment { when: When::Unknown, ..talk() }], &options()).contains("VEVENT"));
    let endless = When::stated(Instant(1_731_400_000), None);
    check_has(Appointment { when: endless, ..talk() }, options(), &["DTEND:20241112T085640Z"]);
}

#[test]
fn long_lines_are_folded_between_characters() {
    let title = "Zoë und 日本語 🦀 ".repeat(20);
    let written = calendar(&[Appointment { title: title.clone(), ..talk() }], &options());
    assert!(written.split("\r\n").all(|line| line.len() <= 75));
    assert!(written.replace("\r\n ", "").contains(&format!("SUMMARY:{}", title.trim_end())));
}

#[test]
fn no_text_becomes_a_line_of_its_own() {
    let hostile = "x\r\nEND:VEVENT\nATTACH:https://bad.example\u{85}\u{2028}BEGIN:VEVENT";
    let appointment = Appointment {
        uid: hostile.to_owned(),
        title: hostile.to_owned(),
        location: hostile.to_owned(),
        description: hostile.to_owned(),
        url: Some("https://a.example/\r\nATTACH:x".to_owned()),
        ..talk()
    };
    let written = calendar(&[appointment], &CalendarOptions { name: hostile.to_owned(), ..options() });
    assert_eq!(written.matches("\r\nEND:VEVENT").count(), 1);
    assert_eq!(written.matches("\r\nATTACH").count(), 0);
    assert_eq!(written.matches("\r\nURL").count(), 0);
    assert!(written.replace("\r\n", "").chars().all(|c| !c.is_control()));
}

#[test]
fn sessions_and_own_items_become_appointments() {
    let trip = fixture::trip();
    let appointment = Appointment::of_session(&trip, &trip.sessions[0], None);
    assert_eq!((appointment.uid.as_str(), appointment.title.as_str()), ("kubecon-a", "a"));
    assert_eq!(appointment.when, trip.sessions[0].when);
    assert!(!appointment.cancelled);
    let gone = Session { status: SessionStatus::Gone, ..trip.sessions[0].clone() };
    assert!(Appointment::of_session(&trip, &gone, None).cancelled);
}

#[cfg(feature = "formats")]
mod reading_back {
    use super::*;
    use crate::formats::{self, Context, Format};
    use crate::schedule::{Zone, Zones};
    use proptest::prelude::*;

    struct NoZones;

    impl Zones for NoZones {
        fn zone(&self, _: &str, _: Instant, _: Instant) -> Option<Zone> {
            None
        }
    }

    proptest! {
        /// Letters that mean something to calendars, and none that mean something to HTML, which readers decode.
        #[test]
        fn our_own_reader_reads_what_was_written(
            title in "[a-zäß日 ,;:\\\\\"'-]{0,60}🦀",
            location in "[a-zäß日,;:\\\\]{1,90}",
            start in 1_700_000_000_i64..1_800_000_000,
            minutes in 1_i64..600,
            cancelled: bool,
        ) {
            let when = When::stated(Instant(start), Some(Instant(start).plus_minutes(minutes)));
            let appointment = Appointment { title, location, when, cancelled, ..talk() };
            let written = calendar(std::slice::from_ref(&appointment), &options());
            let reading = formats::read(written.as_bytes(), &Context { zone: None, zones: &NoZones }).unwrap();
            prop_assert_eq!(reading.format, Format::ICalendar);
            prop_assert_eq!(&reading.problems, &[]);
            let [listing] = reading.schedule.listings.as_slice() else { panic!("one session") };
            prop_assert_eq!(&listing.title, &plain_title(&appointment.title));
            prop_assert_eq!(listing.room.as_deref(), Some(appointment.location.as_str()));
            prop_assert_eq!(listing.when, when);
            prop_assert_eq!(listing.status == SessionStatus::Cancelled, cancelled);
            prop_assert!(listing.id.as_str().starts_with("kubecon-1i7ke"));
        }
    }
}
