use super::*;
use crate::schedule::changes::ChangeKind;
use crate::schedule::columns::ColumnKind;
use crate::schedule::wire::{decode_details, decode_index};
use crate::schedule::{Day, Instant, Zone};
use crate::schedule::{Session, SessionStatus, TripId};
use crate::trips::TripChange;

/// Knows two zones, neither with summer time.
struct TwoZones;

impl Zones for TwoZones {
    fn zone(&self, name: &str, _: Instant, _: Instant) -> Option<Zone> {
        match name {
            "America/Denver" => Some(Zone::fixed(name, -7 * 3600, "MST")),
            "Europe/Brussels" => Some(Zone::fixed(name, 3600, "CET")),
            _ => None,
        }
    }
}

/// Lanyard's own JSON. A session is `id|start|room|title`.
fn file(title: &str, zone: Option<&str>, sessions: &[&str]) -> String {
    let session = |line: &&str| {
        let parts: Vec<&str> = line.split('|').collect();
        let [id, start, room, title] = parts[..] else { panic!("{line}") };
        format!(r#"{{"id":"{id}","start":"{start}","room":"{room}","title":"{title}","abstract":"About {id}"}}"#)
    };
    let zone = zone.map(|zone| format!(r#""time_zone":"{zone}","#)).unwrap_or_default();
    let sessions: Vec<String> = sessions.iter().map(session).collect();
    format!(r#"{{"lanyard":1,"title":"{title}",{zone}"sessions":[{}]}}"#, sessions.join(","))
}

fn import(file: &str) -> Import {
    Import::new(vec![file.as_bytes().to_vec()])
}

fn asked(destination: Option<Destination>) -> JoinRequest {
    JoinRequest {
        // The next day has begun in Brussels.
        now: Instant::parse("2024-10-31T23:30:00Z").unwrap(),
        zone: None,
        title: None,
        table: None,
        first_day: None,
        address: Some("https://x.example/".to_owned()),
        destination,
        kept: vec![SessionKey::new("week", "m")],
        events_elsewhere: Vec::new(),
        trips: vec!["taken".into()],
    }
}

/// A trip with one event, `Week`, in Denver, that holds these sessions.
fn trip(sessions: &[&str]) -> TripTexts {
    let empty =
        TripParts { frame: placement::own_frame(&Schedule::default(), asked(None).now, &[]), programmes: Vec::new() };
    let empty = texts(empty.join(), &ChangeLog::default(), &mut Vec::new());
    read(&empty, &file("Week", Some("America/Denver"), sessions), asked(Some(Destination::OwnTrip))).1
}

#[track_caller]
fn read(current: &TripTexts, file: &str, asked: JoinRequest) -> (Preview, TripTexts) {
    match respond(&ReaderRequest::Join(asked), current, &mut import(file), &TwoZones) {
        (ReaderResponse::Read(preview), Some(texts)) => (*preview, texts),
        (other, _) => panic!("{other:?}"),
    }
}

/// Every session as `event/id local time room title`.
fn sessions(texts: &TripTexts) -> Vec<String> {
    let trip = decode_index(&texts.index).unwrap();
    let line = |session: &Session| {
        let time = session.when.start().map_or("?".to_owned(), |start| trip.zone.local(start).clock());
        let room = trip.room(session).map_or("", |room| &room.name);
        let status = if session.status == SessionStatus::Gone { " gone" } else { "" };
        format!("{} {time} {room} {}{status}", trip.key(session), session.title)
    };
    trip.sessions.iter().map(line).collect()
}

fn changes(texts: &TripTexts) -> Vec<TripChange> {
    let trip = decode_index(&texts.index).unwrap();
    ChangeLog::decode(&texts.changes).unwrap().list(&trip, |key| key.session.as_str() == "m")
}

fn changed_keys(texts: &TripTexts) -> Vec<String> {
    changes(texts).iter().map(|change| change.key.to_string()).collect()
}

const DAY: &[&str] = &["a|2024-11-12T10:00|R|Opening", "m|2024-11-12T11:00|S|Mine", "c|2024-11-13T09:00|R|Close"];

#[test]
fn a_file_becomes_a_trip_of_its_own() {
    let (preview, texts) = read(
        &trip(DAY),
        &file("FOSDEM 2025", Some("Europe/Brussels"), &["x|2025-02-01T09:30|Janson|Welcome"]),
        asked(None),
    );
    assert_eq!(
        (preview.destination, preview.event.as_str(), preview.trip.as_str()),
        (Destination::OwnTrip, "fosdem-2025", "fosdem-2025")
    );
    assert_eq!(
        (preview.format.as_str(), preview.zone),
        ("Lanyard JSON", EventZone::Named("Europe/Brussels".to_owned()))
    );
    assert_eq!(preview.counts, Counts { sessions: 1, timed: 1, rooms: 1, ..Counts::default() });
    assert_eq!(sessions(&texts), ["fosdem-2025/x 09:30 Janson Welcome"]);
    let trip = decode_index(&texts.index).unwrap();
    assert_eq!((trip.city.as_str(), trip.as_of.to_string().as_str()), ("Brussels", "2024-11-01"));
    let dated = "<schedule><version>2024-10-20 10:00</version><day date='2025-02-01'><event id='1'><title>T</title>\
        <start>10:00</start></event></day></schedule>";
    let (_, dated) =
        read(&self::trip(DAY), dated, JoinRequest { zone: Some("Europe/Brussels".to_owned()), ..asked(None) });
    assert_eq!(decode_index(&dated.index).unwrap().as_of.to_string(), "2024-10-20", "the source's own date");
    assert_eq!(trip.zone.abbreviation_at(Instant(0)), "CET");
    assert_eq!(decode_details(&texts.details).unwrap()[0].1.abstract_text.as_deref(), Some("About x"));
    assert!(changes(&texts).is_empty());
}

#[test]
fn an_event_on_the_trips_days_joins_it_and_takes_its_zone() {
    let (preview, texts) = read(&trip(DAY), &file("Side event", None, &["x|2024-11-12T10:30|R|Hall way"]), asked(None));
    assert_eq!((preview.destination, preview.trip_title.as_str()), (Destination::ThisTrip, "Week"));
    assert_eq!(preview.zone, EventZone::Given("America/Denver".to_owned()));
    assert_eq!(
        sessions(&texts),
        ["week/a 10:00 R Opening", "side-event/x 10:30 R Hall way", "week/m 11:00 S Mine", "week/c 09:00 R Close"]
    );
    let trip = decode_index(&texts.index).unwrap();
    assert_eq!(trip.events.iter().map(|event| event.color).collect::<Vec<_>>(), [1, 2]);
    assert!(changes(&texts).is_empty());
}

#[test]
fn an_event_is_called_what_the_user_calls_it() {
    let called = |destination| JoinRequest { title: Some("My talks".to_owned()), ..asked(destination) };
    let talks = file("export (3)", None, &["x|2024-11-12T10:30|R|T"]);
    let (preview, texts) = read(&trip(DAY), &talks, called(Some(Destination::ThisTrip)));
    assert_eq!((preview.title.as_str(), preview.event.as_str()), ("My talks", "my-talks"));
    assert_eq!(decode_index(&texts.index).unwrap().events[1].title, "My talks");
    let (preview, texts) = read(&trip(DAY), &talks, called(Some(Destination::OwnTrip)));
    assert_eq!((preview.trip_title.as_str(), preview.trip.as_str()), ("My talks", "my-talks"));
    // A newer state of an event leaves its name.
    let newer = file("Week 2", Some("America/Denver"), DAY);
    let (_, texts_now) = read(&trip(DAY), &newer, called(Some(Destination::Event("week".into()))));
    assert_eq!(decode_index(&texts_now.index).unwrap().events[0].title, "Week");
    assert_ne!(texts, texts_now);
}

#[track_caller]
fn answer(files: &[&str], asked: JoinRequest) -> ReaderResponse {
    let mut import = Import::new(files.iter().map(|file| file.as_bytes().to_vec()).collect());
    respond(&ReaderRequest::Join(asked), &trip(DAY), &mut import, &TwoZones).0
}

#[test]
fn whole_schedules_are_told_from_the_parts_of_one() {
    const CALENDAR: &str =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART:20241112T100000Z\nEND:VEVENT\nEND:VCALENDAR\n";
    const PROGRAMME: &str = r#"[{"id":"1","title":"T","date":"2024-11-12","time":"10:00","mins":"30","loc":["R"]}]"#;
    const PEOPLE: &str = r#"[{"id":"7","name":["Ida","Low"],"prog":["1"],"bio":"B"}]"#;
    let own = file("Week", None, DAY);
    let groups = |files: &[&str]| match answer(files, asked(None)) {
        ReaderResponse::Several(groups) => groups,
        ReaderResponse::Read(_) => Vec::new(),
        other => panic!("{other:?}"),
    };
    assert_eq!(groups(&[CALENDAR, &own]), [[0], [1]]);
    assert!(groups(&[PROGRAMME, PEOPLE]).is_empty(), "one schedule in two files");
    assert_eq!(groups(&[CALENDAR, PROGRAMME, PEOPLE]), [vec![1, 2], vec![0]]);
    assert!(groups(&["Hello.", CALENDAR]).is_empty(), "what is no schedule does not make two");
    assert!(groups(&[CALENDAR]).is_empty());
}

#[test]
fn the_user_says_what_the_columns_of_a_table_hold() {
    let table = "Was,Wann\nBrot backen,2024-11-12 9:00\n,\nKuchen,2024-11-12 10:30\n";
    let padded = table.replace('\n', ",x\n");
    let ReaderResponse::Columns(sample) = answer(&[&padded], asked(None)) else { panic!("it was understood") };
    assert_eq!(sample.headers[..2], ["Was", "Wann"]);
    let mut mapping = sample.mapping;
    mapping.columns.push((ColumnKind::Title, "Was".to_owned()));
    let ReaderResponse::Read(preview) = answer(&[&padded], JoinRequest { table: Some(mapping.clone()), ..asked(None) })
    else {
        panic!("it was not understood")
    };
    assert_eq!((preview.counts.sessions, preview.counts.timed), (2, 2));
    assert_eq!(preview.table.map(|table| table.mapping), Some(mapping));
}

#[test]
fn a_table_without_dates_begins_when_its_event_began() {
    let table = "day,start,title\nDay 2,9:00,A\nDay 3,9:00,B\n";
    let said = JoinRequest {
        first_day: Day::parse("2024-11-12"),
        zone: Some("America/Denver".to_owned()),
        ..asked(Some(Destination::OwnTrip))
    };
    let (preview, texts) = read(&trip(DAY), table, said);
    assert_eq!((preview.counts.timed, preview.table.is_some_and(|table| table.lacks_dates)), (2, true));
    let again =
        JoinRequest { zone: Some("America/Denver".to_owned()), ..asked(Some(Destination::Event(preview.event))) };
    let (preview, updated) = read(&texts, table, again);
    assert_eq!((preview.counts.changed, preview.counts.gone, preview.doubts), (0, 0, Vec::new()));
    assert_eq!(sessions(&updated), sessions(&texts));
}

#[test]
fn a_trip_of_its_own_asks_for_the_zone_that_nobody_names() {
    let far = file("Elsewhere", None, &["x|2025-05-05T10:30|R|T"]);
    let (preview, _) = read(&trip(DAY), &far, asked(None));
    assert_eq!((preview.destination, preview.zone), (Destination::OwnTrip, EventZone::Missing));
    let given = JoinRequest { zone: Some("Europe/Brussels".to_owned()), ..asked(None) };
    let (preview, texts) = read(&trip(DAY), &far, given);
    assert_eq!(preview.zone, EventZone::Given("Europe/Brussels".to_owned()));
    assert_eq!(decode_index(&texts.index).unwrap().sessions[0].when.start(), Instant::parse("2025-05-05T09:30:00Z"));
}

#[test]
fn a_newer_state_says_what_changed_and_keeps_what_something_hangs_on() {
    let newer = ["a|2024-11-12T10:15|R|Opening", "c|2024-11-13T09:00|R2|Close", "d|2024-11-13T09:00|R|New"];
    let (preview, texts) = read(&trip(DAY), &file("Week", Some("America/Denver"), &newer), asked(None));
    assert_eq!((preview.destination, preview.event.as_str()), (Destination::Event("week".into()), "week"));
    let Counts { sessions: count, added, changed, gone, .. } = preview.counts;
    assert_eq!((count, added, changed, gone), (3, 1, 2, 1));
    assert_eq!(preview.doubts, ["1 of 3 sessions are missing from the new schedule."]);
    assert_eq!(
        sessions(&texts),
        ["week/a 10:15 R Opening", "week/m 11:00 S Mine gone", "week/c 09:00 R2 Close", "week/d 09:00 R New"]
    );
    assert_eq!(changed_keys(&texts), ["week/m", "week/a", "week/c", "week/d"]);
    // Again the same: nothing more has changed, and nothing is forgotten.
    let (preview, again) = read(&texts, &file("Week", Some("America/Denver"), &newer), asked(None));
    assert_eq!((preview.counts.added, preview.counts.changed, preview.counts.gone), (0, 0, 0));
    assert_eq!((sessions(&again), changes(&again)), (sessions(&texts), changes(&texts)));
}

#[test]
fn a_session_that_gets_a_new_id_keeps_the_one_it_has_here() {
    let renamed = ["a|2024-11-12T10:00|R|Opening", "m2|2024-11-12T11:00|T|Mine", "c|2024-11-13T09:00|R|Close"];
    let (_, texts) = read(&trip(DAY), &file("Week", Some("America/Denver"), &renamed), asked(None));
    assert!(sessions(&texts).contains(&"week/m 11:00 T Mine".to_owned()));
    assert_eq!(changed_keys(&texts), ["week/m"]);
    // Even when nothing but the new id is left to know it by.
    let moved = ["a|2024-11-12T10:00|R|Opening", "m2|2024-11-12T16:00|T|Mine, later", "c|2024-11-13T09:00|R|Close"];
    let (_, texts) = read(&texts, &file("Week", Some("America/Denver"), &moved), asked(None));
    assert!(sessions(&texts).contains(&"week/m 16:00 T Mine, later".to_owned()), "{:?}", sessions(&texts));
    let ChangeKind::Changed(changes) = &changes(&texts)[0].what else { panic!("added") };
    assert_eq!(changes.len(), 3, "time, room and title since it was last seen");
}

#[track_caller]
fn check_refused(file: &str, expect: &ReaderResponse) {
    let (found, texts) = respond(&ReaderRequest::Join(asked(None)), &trip(DAY), &mut import(file), &TwoZones);
    assert_eq!((&found, texts), (expect, None));
}

#[test]
fn what_is_no_schedule_changes_nothing() {
    check_refused("", &ReaderResponse::Unreadable("The file is empty.".to_owned()));
    check_refused(
        "<html>Please log in</html>",
        &ReaderResponse::Unreadable("This is a web page, not a schedule.".to_owned()),
    );
    check_refused(
        "<html><link type='text/calendar' href='/all.ics'></html>",
        &ReaderResponse::Linked("https://x.example/all.ics".to_owned()),
    );
}

#[test]
fn a_name_taken_by_another_trip_is_not_taken_again() {
    let elsewhere = JoinRequest { events_elsewhere: vec!["talks".into()], ..asked(None) };
    let (preview, _) = read(&trip(DAY), &file("Talks", None, &["x|2024-11-12T10:00|R|T"]), elsewhere);
    assert_eq!(preview.event.as_str(), "talks-2");
    let (preview, _) =
        read(&trip(DAY), &file("Taken", Some("Europe/Brussels"), &["x|2025-11-12T10:00|R|T"]), asked(None));
    assert_eq!(preview.trip, TripId::from("taken-2"));
    // Stars and notes hang on the name of the event: a trip of its own beside the one that is shown takes another, too.
    let next_year = file("Week", Some("America/Denver"), &["m|2025-11-12T11:00|S|Mine"]);
    let (preview, _) = read(&trip(DAY), &next_year, asked(Some(Destination::OwnTrip)));
    assert_eq!(preview.event.as_str(), "week-2");
}

#[track_caller]
fn rebased(old: &TripTexts, bundled: &TripTexts) -> (bool, TripTexts) {
    let ask = ReaderRequest::Rebase { kept: vec![SessionKey::new("week", "m")] };
    let files = [&bundled.index, &bundled.details].map(|text| text.clone().into_bytes());
    match respond(&ask, old, &mut Import::new(files.into()), &TwoZones) {
        (ReaderResponse::Rebased { is_plain }, Some(texts)) => (is_plain, texts),
        (other, _) => panic!("{other:?}"),
    }
}

#[test]
fn a_newer_bundled_trip_takes_over_what_was_added_to_the_old_one() {
    let (_, old) = read(&trip(DAY), &file("Side event", None, &["x|2024-11-12T10:30|R|Hall way"]), asked(None));
    let newer = trip(&["a|2024-11-12T10:15|R|Opening", "c|2024-11-13T09:00|R|Close"]);
    let (is_plain, texts) = rebased(&old, &newer);
    assert!(!is_plain);
    assert_eq!(
        sessions(&texts),
        ["week/a 10:15 R Opening", "side-event/x 10:30 R Hall way", "week/m 11:00 S Mine gone", "week/c 09:00 R Close"]
    );
    assert_eq!(changed_keys(&texts), ["week/m", "week/a"]);
}

#[test]
fn a_newer_bundled_trip_to_which_nothing_was_added_is_plain() {
    let newer = trip(&["a|2024-11-12T10:15|R|Opening", "m|2024-11-12T11:00|S|Mine", "c|2024-11-13T09:00|R|Close"]);
    let (is_plain, texts) = rebased(&trip(DAY), &newer);
    assert_eq!((is_plain, &texts.index, changed_keys(&texts)), (true, &newer.index, vec!["week/a".to_owned()]));
    let (is_plain, _) = rebased(&trip(DAY), &trip(&DAY[..2]));
    assert!(is_plain, "what nothing hangs on may go");
}

#[test]
fn what_was_shared_becomes_part_of_the_schedule_when_that_comes() {
    let shared = |id: &str| Digest::within_event(&id.into()).session_id();
    let lines = [
        format!("{}|2025-02-01T09:30|Janson|Session of FOSDEM", shared("x")),
        format!("{}|2025-02-01T10:00|K.1|T", shared("y")),
    ];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (_, partial) = read(&trip(DAY), &file("FOSDEM", Some("Europe/Brussels"), &lines), asked(None));

    let whole = [
        "w|2025-01-31T19:00|Bar|Beer",
        "x|2025-02-01T09:30|Janson|Welcome",
        "y|2025-02-01T11:00|K.1|Rust",
        "z|2025-02-02T17:00|Janson|Bye",
    ];
    let file_of = |lines: &[&str]| file("FOSDEM", Some("Europe/Brussels"), lines);
    let (preview, met) = read(&partial, &file_of(&whole), asked(None));
    assert_eq!(preview.destination, Destination::Event("fosdem".into()));
    assert_eq!(preview.doubts, [""; 0], "both of its days are other ones than those of what was shared");
    let (x, y) = (shared("x"), shared("y"));
    let expect = [
        "fosdem/w 19:00 Bar Beer".to_owned(),
        format!("fosdem/{x} 09:30 Janson Welcome"),
        format!("fosdem/{y} 11:00 K.1 Rust"),
        "fosdem/z 17:00 Janson Bye".to_owned(),
    ];
    assert_eq!(sessions(&met), expect);
    let is_change = |change: &&TripChange| matches!(change.what, ChangeKind::Changed(_));
    let moved: Vec<_> = changes(&met).iter().filter(is_change).map(|change| change.key.session.clone()).collect();
    assert_eq!(moved, [y], "it took place at another time when it was shared; a title is no news");
    let log = ChangeLog::decode(&met.changes).unwrap();
    assert_eq!(log.source_id(&SessionKey { event: "fosdem".into(), session: x }).as_str(), "x");

    // From now on it is a session like any other.
    let later = ["x|2025-02-01T09:30|Janson|Welcome to FOSDEM", "y|2025-02-01T11:00|K.1|Rust"];
    let (_, again) = read(&met, &file_of(&[&whole[..1], &later[..], &whole[3..]].concat()), asked(None));
    assert_eq!(ChangeLog::decode(&again.changes).unwrap().aliases, log.aliases);
    assert_eq!(changes(&again).iter().filter(is_change).count(), 2);
    assert!(sessions(&again)[1].ends_with("Welcome to FOSDEM"), "{:?}", sessions(&again));
}
