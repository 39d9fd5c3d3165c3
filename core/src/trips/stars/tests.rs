use super::*;
use crate::schedule::wire::tests::trip as any_trip;
use crate::schedule::wire::{encode_details, encode_index};
use crate::schedule::{
    Day, Details, Event, Instant, Local, Room, Session, SessionId, Telling, Trip, When, Zone, words,
};
use crate::share::{Appointment, CalendarOptions, DescribedItem, as_text, calendar};
use crate::text::plain_title;
use crate::trips::Alias;
use proptest::collection::vec;
use proptest::prelude::*;

/// Every zone is an hour ahead, as the trip's is.
struct HourAhead;

impl Zones for HourAhead {
    fn zone(&self, name: &str, _: Instant, _: Instant) -> Option<Zone> {
        Some(Zone::fixed(name, 3600, ""))
    }
}

fn event(id: &str, url: Option<&str>) -> Event {
    Event {
        id: id.into(),
        title: id.to_owned(),
        short: id.to_owned(),
        color: 0,
        first: day(),
        last: day().plus(1),
        url: url.map(str::to_owned),
        links: Vec::new(),
        facts: Vec::new(),
        venues: Vec::new(),
        completeness: None,
    }
}

fn day() -> Day {
    Day::parse("2024-10-05").unwrap()
}

/// A trip of two events, `con` at `con.example` and `side`. A session is `event/id|day in October and clock|room|title|address`.
fn trip(sessions: &[&str]) -> (Trip, Vec<(SessionKey, Details)>) {
    let mut trip = Trip {
        id: "week".into(),
        title: String::new(),
        city: String::new(),
        zone: Zone::fixed("Europe/Dublin", 3600, "IST"),
        telling: Telling::default(),
        first: day(),
        last: day().plus(1),
        as_of: day(),
        facts: Vec::new(),
        events: vec![event("con", Some("https://con.example/")), event("side", None)],
        venues: Vec::new(),
        walks: Vec::new(),
        rooms: Vec::new(),
        people: Vec::new(),
        labels: Vec::new(),
        sessions: Vec::new(),
    };
    let mut details = Vec::new();
    for line in sessions {
        let parts: Vec<&str> = line.split('|').collect();
        let [key, time, room, title, url] = parts[..] else { panic!("{line}") };
        let (event, id) = key.split_once('/').unwrap();
        let index = trip.events.iter().position(|known| known.id.as_str() == event).unwrap();
        let start = Local::parse(&format!("2024-10-{time}")).map(|local| trip.zone.instant(local));
        trip.rooms.push(Room { id: room.into(), name: room.to_owned(), level: None, venue: None });
        let session = Session {
            when: start.map_or(When::Unknown, |start| When::stated(start, Some(start.plus_minutes(30)))),
            day: start.map(|start| trip.zone.local(start).day),
            room: (!room.is_empty()).then(|| trip.rooms.len() - 1),
            ..Session::new(id.into(), index, title.to_owned())
        };
        let url = (!url.is_empty()).then(|| url.to_owned());
        details.push((trip.key(&session), Details { url, ..Details::default() }));
        trip.sessions.push(session);
    }
    (trip, details)
}

fn texts(trip: &Trip, details: &[(SessionKey, Details)], aliases: Vec<Alias>) -> TripTexts {
    let changes = ChangeLog { aliases, ..ChangeLog::default() }.encode();
    TripTexts { index: encode_index(trip), details: encode_details(details), changes }
}

const SESSIONS: [&str; 13] = [
    "con/G9JGWY|05T10:00|Hall A|Marmots in the wild|",
    "con/8079-guid|05T11:00|Hall B|What marmots dream of|https://pretalx.example/con/talk/ABCDEF/",
    "con/1i7ke|05T12:00|Hall A|C++ for burrowers|https://con.example/event/1i7ke",
    "con/12|05T13:00|Hall A|Lunch|",
    "con/13|06T13:00|Hall A|Lunch|",
    "con/14|05T15:00|Hall B|C for burrowers|https://con.example/programme#14",
    "con/15|05T15:00|Hall A|Keynote|https://con.example/programme#15",
    "con/16|05T15:00|Hall B|Keynote|https://con.example/?p=16",
    "con/17|06T10:00||Bridge|",
    "con/18|06T11:00||Bridge!|",
    "side/12|06T09:00|Loft|Übung: Café, crème & more!|https://side.example/talks/ueben/",
    "side/20||Loft|Poster|https://side.example/all",
    "side/21||Loft|Booth|https://side.example/all/",
];

fn find(source: &str) -> Result<FoundStars, String> {
    let (trip, details) = trip(&SESSIONS);
    let alias = Alias { event: "con".into(), written: SessionId::from("newer"), kept: SessionId::from("13") };
    find_stars(&texts(&trip, &details, vec![alias]), &[source.as_bytes().to_vec()], &HourAhead).unwrap()
}

/// What each named session may be: `event/id`, or several of them; `?` for none.
#[track_caller]
fn check(source: &str, expect: &[&str]) {
    let found = find(source).unwrap();
    let told = |named: &NamedSession| {
        let keys: Vec<String> = named.found.iter().map(SessionKey::to_string).collect();
        if keys.is_empty() { format!("? {}", named.named) } else { keys.join(" ") }
    };
    assert_eq!(found.named.iter().map(told).collect::<Vec<_>>(), expect, "{source}");
}

fn calendar_of(events: &[&str]) -> String {
    let events: Vec<String> = events
        .iter()
        .map(|lines| format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", lines.replace('\n', "\r\n")))
        .collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pretalx//x//\r\n{}END:VCALENDAR\r\n", events.concat())
}

#[test]
fn calendars_by_id_then_by_address_then_by_title_and_time() {
    let faved = calendar_of(&[
        "UID:pretalx-con-G9JGWY@pretalx.example\nSUMMARY:Renamed since - Ada Low\nDTSTART:20241005T090000Z",
        "UID:pretalx-con-ABCDEF@pretalx.example\nSUMMARY:Other - Ada Low\nURL:https://pretalx.example/con/talk/ABCDEF/",
        "UID:pretalx-con-ZZZZZZ-2@pretalx.example\nSUMMARY:Not here - Ada Low\nDTSTART:20241005T090000Z",
    ]);
    check(&faved, &["con/G9JGWY", "con/8079-guid", "? Not here"]);
    let of_sched = calendar_of(&[
        "UID:0a1b\nSUMMARY:Marmots in the wild - Ada Low\\, Red Hat\nURL:http://con.example/event/0a1b",
        "UID:0a1c\nSUMMARY:LUNCH\nDTSTART;TZID=Europe/Dublin:20241006T130000",
        "UID:0a1d\nSUMMARY:Cancelled: Keynote\nDTSTART:20241005T140000Z\nLOCATION:Hall B\\, Town",
        "UID:0a1e\nSUMMARY:Lunch\nDTSTART:20241007T120000Z",
    ]);
    check(&of_sched, &["con/G9JGWY", "con/13", "con/16", "con/12 con/13"]);
    // What the source calls by another id since keeps the one it had here.
    check(&calendar_of(&["UID:newer\nSUMMARY:Lunch"]), &["con/13"]);
}

#[test]
fn a_short_id_of_another_conference_is_none_of_this_one() {
    let other = calendar_of(&["UID:14\nSUMMARY:Something else\nDTSTART:20250101T090000Z"]);
    check(&other, &["? Something else"]);
    let moved = calendar_of(&["UID:14\nSUMMARY:C for burrowers\nDTSTART:20250101T090000Z"]);
    check(&moved, &["con/14"]);
    check("https://elsewhere.example/ids/14", &["? Session 14"]);
}

#[test]
fn any_schedule_may_be_the_choice_of_somebody() {
    let file = r#"{"lanyard":1,"title":"Mine","sessions":[{"id":"1i7ke","title":"Any"},{"id":"x","title":"Poster"}]}"#;
    check(file, &["con/1i7ke", "side/20"]);
}

#[test]
fn links_that_carry_a_choice() {
    check("https://con.example/schedule/?fav-sessions=12%2C14%2C99", &["con/12", "con/14", "? Session 99"]);
    check("https://con.example/guide/#star/set:14,15", &["con/14", "con/15"]);
    check("Look: https://con.example/guide/ids/14~15.", &["con/14", "con/15"]);
    // Another event of the trip calls one of its sessions 12, too, and says where it is.
    check("https://side.example/ids/12", &["side/12"]);
    check("con.example/ids/1i7ke", &["con/1i7ke"]);
}

#[test]
fn addresses_of_pages() {
    check("http://www.pretalx.example/con/talk/ABCDEF?utm_source=mail", &["con/8079-guid"]);
    check("https://con.example/event/1i7ke/c-for-burrowers?iframe=no", &["con/1i7ke"]);
    check(
        "https://con.example/programme/#15\nhttps://con.example/programme#99",
        &["con/15", "? https://con.example/programme#99"],
    );
    check("<https://con.example/?p=16&gclid=1>, https://side.example/talks/ueben", &["con/16", "side/12"]);
    check("- [What marmots dream](https://pretalx.example/con/talk/ABCDEF/)", &["con/8079-guid"]);
    check("- [Poster](https://x.example/gone/)", &["side/20"]);
    check("What marmots dream of\nhttps://pretalx.example/con/talk/ABCDEF/", &["con/8079-guid"]);
}

#[test]
fn an_address_that_many_sessions_have() {
    check("https://side.example/all", &["side/20 side/21"]);
    check("Booth: https://side.example/all", &["side/21"]);
    check(&calendar_of(&["UID:1\nSUMMARY:Else - Ada Low\nURL:https://side.example/all"]), &["? Else"]);
    let sessions: Vec<String> = (0..21).map(|id| format!("con/{id}|||Break|https://con.example/")).collect();
    let sessions: Vec<&str> = sessions.iter().map(String::as_str).collect();
    let (trip, details) = trip(&sessions);
    let found = find_stars(&texts(&trip, &details, Vec::new()), &[b"https://con.example/\nBreak".to_vec()], &HourAhead);
    assert!(found.unwrap().unwrap().named.iter().all(|named| named.found.is_empty()), "it may be any");
}

#[test]
fn titles_in_lists() {
    check("marmots in the WILD", &["con/G9JGWY"]);
    check(" * 1. Marmots in the wild\n[x] ubung cafe creme more\n2) “Poster”", &["con/G9JGWY", "side/12", "side/20"]);
    check("C++ for burrowers\nC for burrowers", &["con/1i7ke", "con/14"]);
    check("Lunch", &["con/12 con/13"]);
    check("Sunday\n13:00–13:30 Lunch · Hall A", &["con/13"]);
    check("Sat, October 5th\n- 1 pm: Lunch\n\nOctober 6\n- 1:00pm: Lunch", &["con/12", "con/13"]);
    check("2024-10-06T13:00 Lunch", &["con/13"]);
    // The time counts for more than the marks.
    check("10:00 Bridge!", &["con/17"]);
    check("11:00 Bridge\nBridge", &["con/18", "con/17"]);
    check("2024-10-06 | Lunch (all of us)\n2024-10-06 | Lunch", &["? 2024-10-06 | Lunch (all of us)", "con/13"]);
    check("15:00 Keynote · Hall B", &["con/16"]);
    check("15:00 Keynote", &["con/15 con/16"]);
    check("Poster — Ada Low\nPoster", &["side/20"]);
    check("My schedule\n\n---\nPoster", &["? My schedule", "side/20"]);
    check(&format!("{}\nPoster", "x".repeat(600)), &[&format!("? {}…", "x".repeat(120)), "side/20"]);
}

#[test]
fn a_room_in_the_title_of_another_session_misleads_nobody() {
    let sessions = [
        "con/1|05T10:00|Hall A|Rust|",
        "con/2|05T11:00|Hall B|Rust · Hall A|",
        "con/3|05T12:00|Hall B|Rust - Advanced|",
    ];
    let (trip, details) = trip(&sessions);
    let texts = texts(&trip, &details, Vec::new());
    let check = |line: &str, expect: &str| {
        let found = find_stars(&texts, &[line.as_bytes().to_vec()], &HourAhead).unwrap().unwrap();
        assert_eq!(found.named[0].found, [SessionKey::new("con", expect)], "{line}");
    };
    check("10:00 Rust · Hall A", "1");
    check("11:00 Rust · Hall A · Hall B", "2");
    // It has moved from where another one is now.
    check("10:00 Rust - Advanced", "3");
}

#[test]
fn what_names_no_session_says_why() {
    #[track_caller]
    fn check(source: &str, expect: &str) {
        assert_eq!(find(source), Err(expect.to_owned()));
    }
    check("", "There is nothing in it.");
    check("  \n---\n", "No session is named in this.");
    check("2024-10-05\n", "No session is named in this.");
    check("PK\u{3}\u{4}...", "This zip is damaged or not complete. Download it again.");
    check("BZh91AY", "This is a compressed file. Unpack it first.");
    check(
        "<!DOCTYPE html><html><body>Poster</body></html>",
        "This is a web page. Copy the titles or the addresses of your sessions from it, and paste those.",
    );
    check("BEGIN:VCALENDAR\nEND:VCALENDAR", "This looks like iCalendar but holds no session.");
    check(&"A\nB\n".repeat(1_001), "This names more than 2000 sessions. Give the part of it that is yours.");
    let cut_off = find("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Poster\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Lun").unwrap();
    assert_eq!((cut_off.named.len(), cut_off.problems.len()), (1, 2), "{cut_off:?}");
}

/// Whatever lists and links are made of, in any order.
fn source() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        2 => "[a-bé☕ @+,]{0,6}",
        1 => "[0-9:.]{1,5}",
        1 => prop::sample::select(vec![
            "\n", " · ", " - ", "https://", "x.example/", "?fav-sessions=", "#star/set:", "/ids/", "~", "%2", "Wed ",
            "13 Nov 2024", "am", "[x]", "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nSUMMARY:", "UID:session.a.b@lanyard\n",
            "END:VEVENT\n", "{\"lanyard\":1,\"sessions\":[", "<schedule>", "/talk/", "\u{feff}",
        ]).prop_map(str::to_owned),
    ];
    prop_oneof![
        5 => vec(part, 0..24).prop_map(|parts| parts.concat().into_bytes()),
        1 => vec(any::<u8>(), 0..64),
    ]
}

fn with_titles(trip: Trip, titles: &[String]) -> Trip {
    let mut trip = trip;
    for (index, (session, title)) in trip.sessions.iter_mut().zip(titles).enumerate() {
        session.id = SessionId::new(format!("s{index}"));
        session.title = plain_title(&format!("{title} n{index}"));
    }
    trip
}

proptest! {
    #[test]
    fn any_bytes_name_sessions_of_the_trip_or_none(trip in any_trip(), source in source()) {
        let lines = source.iter().filter(|byte| **byte == b'\n' || **byte == b'~' || **byte == b',').count() + 1;
        let details: Vec<(SessionKey, Details)> = trip.sessions.iter().map(|session| {
            let url = trip.sessions.len().is_multiple_of(2).then(|| format!("https://x.example/{}", session.title));
            (trip.key(session), Details { url, ..Details::default() })
        }).collect();
        let found = find_stars(&texts(&trip, &details, Vec::new()), std::slice::from_ref(&source), &HourAhead);
        if let Ok(found) = found.unwrap() {
            prop_assert!(found.named.len() <= lines + source.len() / 8);
            for named in found.named {
                prop_assert!(named.named.chars().count() <= 200);
                prop_assert!(named.found.iter().all(|key| trip.find(key).is_some()));
            }
        }
    }

    #[test]
    fn every_session_of_our_own_calendar_is_found_again(trip in any_trip()) {
        let with_time = trip.sessions.iter().filter(|session| Appointment::of_session(&trip, session, false).is_some());
        let with_time: Vec<&Session> = with_time.collect();
        let written: Vec<Appointment> =
            with_time.iter().filter_map(|session| Appointment::of_session(&trip, session, false)).collect();
        let options = CalendarOptions { name: String::new(), now: Instant(0), alarm_minutes: Some(5) };
        let file = calendar(&written, &options).into_bytes();
        let found = find_stars(&texts(&trip, &[], Vec::new()), &[file], &HourAhead).unwrap();
        let found = found.map(|found| found.named).unwrap_or_default();
        for session in with_time {
            let key = trip.key(session);
            prop_assert!(found.iter().any(|named| named.found == [key.clone()]), "{key} {found:?}");
        }
    }

    #[test]
    fn every_session_of_our_own_list_is_found_again(
        trip in any_trip(),
        titles in vec(r"[0-9:.·|@\-#a-cA-CÉß*+() ]{0,12}", 12),
    ) {
        let trip = with_titles(trip, &titles);
        let told = |session: &Session| DescribedItem {
            key: trip.key(session),
            title: session.title.clone(),
            start: session.when.start(),
            end: session.when.end(),
            location: words::location(&trip, session).map(|location| plain_title(&location)),
        };
        let told: Vec<DescribedItem> = trip.sessions.iter().map(told).collect();
        let list = as_text(&trip, &told).into_bytes();
        let found = find_stars(&texts(&trip, &[], Vec::new()), &[list], &HourAhead).unwrap();
        let found = found.map(|found| found.named).unwrap_or_default();
        for session in &trip.sessions {
            let key = trip.key(session);
            prop_assert!(found.iter().any(|named| named.found == [key.clone()]), "{key} {}: {found:?}", session.title);
        }
    }
}
