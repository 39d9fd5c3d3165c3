use super::super::fixture;
use super::client::read;
use super::validator::problems;
use super::*;
use crate::notebook::{OwnItem, OwnItemId};
use crate::schedule::{EventId, Session, SessionKey, SessionStatus, When};
use proptest::prelude::*;

fn options() -> CalendarOptions {
    CalendarOptions { name: "KubeCon week".to_owned(), now: Instant(1_731_400_000), alarm_minutes: None }
}

fn loud() -> CalendarOptions {
    CalendarOptions { alarm_minutes: Some(10), ..options() }
}

fn at(start: Instant, minutes: i64) -> AppointmentTime {
    AppointmentTime::Timed { start, end: start.plus_minutes(minutes) }
}

fn talk() -> Appointment {
    Appointment {
        id: AgendaItemId::Session(SessionKey::new("kubecon", "1i7ke")),
        facts: AppointmentFacts {
            title: "Edge; or, the \\ core".to_owned(),
            when: at(Instant::parse("2024-11-13T14:42:00-07:00").unwrap(), 35),
            location: "Hall B, Salt Palace".to_owned(),
            is_cancelled: false,
            is_free: false,
        },
        description: "Ada, ACME\nZoë".to_owned(),
        url: Some("https://a.example/x".to_owned()),
        categories: vec!["KubeCon".to_owned(), "Edge, IoT".to_owned()],
        sequence: 3,
        modified: Instant(1_731_300_000),
    }
}

fn with_facts(change: impl FnOnce(&mut AppointmentFacts)) -> Appointment {
    let mut appointment = talk();
    change(&mut appointment.facts);
    appointment
}

#[test]
fn a_talk_is_written_in_full() {
    let written = calendar(&[talk()], &loud());
    let expect = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lanyard//Lanyard//EN",
        "METHOD:PUBLISH",
        "NAME:KubeCon week",
        "X-WR-CALNAME:KubeCon week",
        "BEGIN:VEVENT",
        "UID:session.kubecon.1i7ke@lanyard",
        "DTSTAMP:20241112T082640Z",
        "LAST-MODIFIED:20241111T044000Z",
        "SEQUENCE:3",
        "DTSTART:20241113T214200Z",
        "DTEND:20241113T221700Z",
        r"SUMMARY:Edge\; or\, the \\ core",
        r"LOCATION:Hall B\, Salt Palace",
        r"DESCRIPTION:Ada\, ACME\nZoë",
        r"CATEGORIES:KubeCon,Edge\, IoT",
        "URL:https://a.example/x",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "BEGIN:VALARM",
        "UID:alarm.session.kubecon.1i7ke@lanyard",
        "ACTION:DISPLAY",
        "TRIGGER:-PT10M",
        r"DESCRIPTION:Edge\; or\, the \\ core",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(written, expect.join("\r\n"));
    assert_eq!(problems(written.as_bytes()), [""; 0]);
}

#[track_caller]
fn check(appointment: Appointment, options: CalendarOptions, has: &[&str], lacks: &[&str]) {
    let written = calendar(&[appointment], &options);
    assert_eq!(problems(written.as_bytes()), [""; 0]);
    for line in has {
        assert!(written.contains(&format!("\r\n{line}\r\n")), "{line:?} in {written}");
    }
    for word in lacks {
        assert!(!written.contains(word), "{word:?} in {written}");
    }
}

#[test]
fn what_does_not_take_place_says_so_and_rings_for_nobody() {
    let cancelled = with_facts(|facts| facts.is_cancelled = true);
    let says = ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", r"SUMMARY:Cancelled: Edge\; or\, the \\ core"];
    check(cancelled, loud(), &says, &["VALARM"]);
}

#[test]
fn one_is_free_during_what_is_a_second_choice() {
    check(with_facts(|facts| facts.is_free = true), loud(), &["TRANSP:TRANSPARENT", "STATUS:CONFIRMED"], &[]);
}

#[test]
fn what_has_no_time_is_a_day_and_what_has_no_length_no_end() {
    let day = AppointmentTime::Day(Day::parse("2024-11-13").unwrap());
    check(with_facts(|facts| facts.when = day), loud(), &["DTSTART;VALUE=DATE:20241113"], &["DTEND", "VALARM"]);
    let moment = at(Instant(1_731_400_000), 0);
    check(with_facts(|facts| facts.when = moment), options(), &["DTSTART:20241112T082640Z"], &["DTEND"]);
}

#[test]
fn what_says_nothing_still_has_a_title() {
    let nothing = Appointment {
        facts: AppointmentFacts { title: "\u{200b}".to_owned(), location: String::new(), ..talk().facts },
        description: String::new(),
        url: None,
        categories: vec![String::new()],
        ..talk()
    };
    check(nothing, options(), &["SUMMARY:Untitled"], &["LOCATION", "DESCRIPTION", "CATEGORIES", "URL"]);
}

#[test]
fn long_lines_are_folded_between_characters() {
    let title = "Zoë und 日本語 🦀 ".repeat(20);
    let written = calendar(&[with_facts(|facts| facts.title.clone_from(&title))], &options());
    assert_eq!(problems(written.as_bytes()), [""; 0]);
    assert!(written.replace("\r\n ", "").contains(&format!("SUMMARY:{}", title.trim_end())));
}

#[test]
fn no_text_becomes_a_line_of_its_own() {
    let hostile = "x\r\nEND:VEVENT\nATTACH:https://bad.example\u{85}\u{2028}BEGIN:VEVENT";
    let appointment = Appointment {
        id: AgendaItemId::Session(SessionKey::new(hostile, "\r\n")),
        facts: AppointmentFacts { title: hostile.to_owned(), location: hostile.to_owned(), ..talk().facts },
        description: hostile.to_owned(),
        url: Some("https://a.example/\r\nATTACH:x".to_owned()),
        categories: vec![hostile.to_owned()],
        ..talk()
    };
    let written = calendar(&[appointment], &CalendarOptions { name: hostile.to_owned(), ..loud() });
    assert_eq!(written.matches("\r\nEND:VEVENT").count(), 1);
    assert_eq!(written.matches("\r\nATTACH").count(), 0);
    assert_eq!(written.matches("\r\nURL").count(), 0);
    assert_eq!(problems(written.as_bytes()), [""; 0]);
}

#[test]
fn sessions_and_own_items_become_appointments() {
    let trip = fixture::trip();
    let of = |session: &Session| Appointment::of_session(&trip, session, false);
    let appointment = of(&trip.sessions[0]).unwrap();
    assert_eq!((appointment.id.uid().as_str(), appointment.facts.title.as_str()), ("session.kubecon.a", "a"));
    assert_eq!(appointment.facts.when, at(fixture::at(0), 30));
    assert!(!appointment.facts.is_cancelled);
    let gone = Session { status: SessionStatus::Gone, ..trip.sessions[0].clone() };
    assert!(of(&gone).unwrap().facts.is_cancelled);
    let some_day = Session { when: When::Unknown, day: Some(Day(20_001)), ..trip.sessions[0].clone() };
    assert_eq!(of(&some_day).unwrap().facts.when, AppointmentTime::Day(Day(20_001)));
    assert_eq!(of(&Session { day: None, ..some_day }), None);
    let item = OwnItem {
        id: OwnItemId("0f8c".into()),
        title: "Dinner".to_owned(),
        start: fixture::at(0),
        end: None,
        location: "Town".to_owned(),
        note: "By tram.".to_owned(),
        deleted: None,
        based_on: None,
    };
    let own = Appointment::of_own(&item, true);
    assert_eq!((own.id.uid().as_str(), own.description.as_str()), ("own.0f8c", "By tram."));
    assert_eq!(own.facts.when, at(fixture::at(0), 30));
    assert_eq!(Appointment::of_own(&item, false).description, "");
}

fn generated() -> impl Strategy<Value = Appointment> {
    let text = "(?s).{0,90}";
    let titles = (text, "[a-zäß日 ,;:\\\\\"'🦀-]{0,60}").prop_map(|(one, other): (String, String)| one + &other);
    let when = prop_oneof![
        (1_000_000_000_i64..4_000_000_000, 0_i64..600).prop_map(|(start, minutes)| at(Instant(start), minutes)),
        (10_000..40_000).prop_map(|day| AppointmentTime::Day(Day(day))),
    ];
    let facts = (titles, when, text, any::<bool>(), any::<bool>()).prop_map(
        |(title, when, location, is_cancelled, is_free)| AppointmentFacts {
            title,
            when,
            location,
            is_cancelled,
            is_free,
        },
    );
    let rest = (text, prop::option::of("https://[a-zä/?&=,;#\"<> %]{0,90}"), prop::collection::vec(text, 0..3));
    ((".{1,9}", ".{1,9}"), facts, rest, 0..u32::MAX / 2, 0_i64..4_000_000_000).prop_map(
        |((event, session), facts, (description, url, categories), sequence, modified)| Appointment {
            id: AgendaItemId::Session(SessionKey { event: EventId::new(event), session: session.as_str().into() }),
            facts,
            description,
            url,
            categories,
            sequence,
            modified: Instant(modified),
        },
    )
}

proptest! {
    /// Whatever an organiser or a user writes.
    #[test]
    fn whatever_is_written_is_valid_and_an_independent_parser_reads_it_back(
        mut appointments in prop::collection::vec(generated(), 1..6),
        name in "(?s).{0,90}",
        alarm_minutes in prop::option::of(0_u32..100),
    ) {
        appointments.sort_by(|one, other| one.id.cmp(&other.id));
        appointments.dedup_by(|one, other| one.id == other.id);
        let written = calendar(&appointments, &CalendarOptions { name, alarm_minutes, ..options() });
        prop_assert_eq!(problems(written.as_bytes()), Vec::<String>::new());
        let read = read(&written);
        prop_assert_eq!(read.len(), appointments.len());
        for (read, expect) in read.iter().zip(&appointments) {
            let facts = &expect.facts;
            prop_assert_eq!(&read.uid, &format!("{}@lanyard", expect.id.uid()));
            prop_assert_eq!(read.sequence, expect.sequence);
            let (start, end) = match facts.when {
                AppointmentTime::Timed { start, end } => (start.basic(), (end > start).then(|| end.basic())),
                AppointmentTime::Day(day) => (day.to_string().replace('-', ""), None),
            };
            prop_assert_eq!((&read.start, &read.end), (&start, &end));
            let title = if plain_title(&facts.title).is_empty() { "Untitled".to_owned() } else { plain_title(&facts.title) };
            let title = if facts.is_cancelled { format!("Cancelled: {title}") } else { title };
            prop_assert_eq!(&read.title, &title);
            prop_assert_eq!(&read.location, &plain_title(&facts.location));
            prop_assert_eq!(read.status.as_str(), if facts.is_cancelled { "CANCELLED" } else { "CONFIRMED" });
            let is_free = facts.is_free || facts.is_cancelled;
            prop_assert_eq!(read.transparency.as_str(), if is_free { "TRANSPARENT" } else { "OPAQUE" });
            prop_assert_eq!(&read.modified, &expect.modified.basic());
            let rings = alarm_minutes.is_some() && !facts.is_cancelled && matches!(facts.when, AppointmentTime::Timed { .. });
            prop_assert_eq!(read.alarms, usize::from(rings));
        }
    }
}

#[cfg(feature = "formats")]
mod reading_back {
    use super::*;
    use crate::formats::{self, Context, Format};
    use crate::schedule::{Zone, Zones};

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
            is_cancelled: bool,
        ) {
            let facts = AppointmentFacts {
                title,
                location,
                when: at(Instant(start), minutes),
                is_cancelled,
                is_free: false,
            };
            let appointment = Appointment { facts, ..talk() };
            let written = calendar(std::slice::from_ref(&appointment), &options());
            let reading = formats::read(written.as_bytes(), &Context { zone: None, zones: &NoZones, table: None, first_day: None }).unwrap();
            prop_assert_eq!(reading.format, Format::ICalendar);
            prop_assert_eq!(&reading.problems, &[]);
            let [listing] = reading.schedule.listings.as_slice() else { panic!("one session") };
            prop_assert!(listing.title.ends_with(&plain_title(&appointment.facts.title)));
            prop_assert_eq!(listing.room.as_deref(), Some(appointment.facts.location.as_str()));
            prop_assert_eq!(listing.when, When::stated(Instant(start), Some(Instant(start).plus_minutes(minutes))));
            prop_assert_eq!(listing.status == SessionStatus::Cancelled, is_cancelled);
            prop_assert!(listing.id.as_str().starts_with("session.kubecon.1i7ke"));
        }
    }
}
