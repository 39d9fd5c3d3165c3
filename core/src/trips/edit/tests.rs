use super::*;
use crate::schedule::wire::decode_index;
use crate::schedule::{SessionKey, Zone};
use crate::trips::{Destination, Import, JoinRequest, ReaderRequest, ReaderResponse, respond};
use proptest::prelude::*;

struct AnyZone;

impl Zones for AnyZone {
    fn zone(&self, name: &str, _: Instant, _: Instant) -> Option<Zone> {
        Some(Zone::fixed(name, if name == "Europe/Brussels" { 3600 } else { 0 }, "Z"))
    }
}

/// A session is `id start title`.
fn file(title: &str, sessions: &[&str]) -> Vec<u8> {
    let session = |line: &&str| {
        let mut parts = line.splitn(3, ' ').map(str::to_owned);
        let (id, start, title) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        format!(r#"{{"id":"{id}","start":"{start}","title":"{title}","abstract":"About {id}","speakers":["Ida Low"]}}"#)
    };
    let sessions: Vec<String> = sessions.iter().map(session).collect();
    let sessions = sessions.join(",");
    format!(r#"{{"lanyard":1,"title":"{title}","time_zone":"Europe/Brussels","sessions":[{sessions}]}}"#).into_bytes()
}

fn with(current: &TripTexts, file: Vec<u8>, destination: Destination) -> TripTexts {
    let asked = JoinRequest {
        now: Instant(0),
        zone: None,
        title: None,
        table: None,
        first_day: None,
        address: None,
        destination: Some(destination),
        kept: Vec::new(),
        events_elsewhere: Vec::new(),
        trips: Vec::new(),
    };
    match respond(&ReaderRequest::Join(asked), current, &mut Import::new(vec![file]), &AnyZone) {
        (ReaderResponse::Read(_), Some(texts)) => texts,
        other => panic!("{other:?}"),
    }
}

fn alone(title: &str, sessions: &[&str]) -> TripTexts {
    let frame = placement::own_frame(&Schedule::default(), Instant(0), &[]);
    let (_, empty) =
        OpenedTrip { parts: TripParts { frame, programmes: Vec::new() }, changed: ChangeLog::default() }.close();
    with(&empty, file(title, sessions), Destination::OwnTrip)
}

const WEEK: &[&str] = &["a 2024-11-12T10:00 Opening", "b 2024-11-13T11:00 Talk"];
const PARTY: &[&str] = &["p 2024-11-15T20:00 Beer", "q 2024-11-16T01:00 Way home"];

/// The week with the party, which has changed since.
fn both() -> TripTexts {
    let both = with(&alone("Week", WEEK), file("Party", PARTY), Destination::ThisTrip);
    let later = ["p 2024-11-15T21:00 Beer", PARTY[1]];
    with(&both, file("Party", &later), Destination::Event("party".into()))
}

fn keys(texts: &TripTexts) -> Vec<String> {
    let trip = decode_index(&texts.index).unwrap();
    trip.sessions.iter().map(|session| trip.key(session).to_string()).collect()
}

fn changed(texts: &TripTexts) -> Vec<SessionKey> {
    let trip = decode_index(&texts.index).unwrap();
    let list = ChangeLog::decode(&texts.changes).unwrap().list(&trip, |_| true);
    list.into_iter().map(|change| change.key).collect()
}

#[test]
fn an_event_is_called_otherwise_and_its_trip_too_when_that_was_called_like_it() {
    let (edited, texts) = rename(&alone("Week", WEEK), &"week".into(), "The week of all weeks").unwrap();
    assert_eq!((edited.trip.as_str(), edited.title.as_str()), ("week", "The week of all weeks"));
    let trip = decode_index(&texts.index).unwrap();
    assert_eq!(
        (trip.events[0].title.as_str(), trip.events[0].short.as_str()),
        ("The week of all weeks", "The week of all")
    );
    let (edited, texts) = rename(&both(), &"party".into(), "Beer").unwrap();
    assert_eq!((edited.title.as_str(), keys(&texts)), ("Week", keys(&both())), "no session is another one");
    assert_eq!(changed(&texts), changed(&both()));
    assert_eq!(rename(&both(), &"none".into(), "Beer"), None);
}

#[test]
fn an_event_leaves_a_trip_with_all_that_is_its_own() {
    let (edited, texts) = leave_out(&both(), &"party".into()).unwrap();
    assert_eq!((edited.is_empty, &texts), (false, &alone("Week", WEEK)), "as if it had never been there");
    let (edited, texts) = leave_out(&texts, &"week".into()).unwrap();
    assert_eq!((edited.is_empty, keys(&texts)), (true, Vec::new()));
}

#[test]
fn an_event_goes_to_another_trip_with_its_days_and_its_changes() {
    let other = alone("Tour", &["t 2024-11-01T10:00 Bridge"]);
    let (edited, texts) = take_over(Some(&other), &both(), &"party".into(), Instant(0), &[], &AnyZone).unwrap();
    assert_eq!((edited.trip.as_str(), edited.is_empty), ("tour", false));
    assert_eq!(keys(&texts), ["tour/t", "party/p", "party/q"]);
    let trip = decode_index(&texts.index).unwrap();
    assert_eq!([trip.first, trip.last].map(|day| day.to_string()), ["2024-11-01", "2024-11-16"]);
    assert_eq!(changed(&texts), [SessionKey::new("party", "p")]);
    assert_eq!(
        take_over(Some(&texts), &both(), &"party".into(), Instant(0), &[], &AnyZone),
        None,
        "it is there already"
    );
}

#[test]
fn an_event_becomes_a_trip_of_its_own() {
    let (edited, texts) = take_over(None, &both(), &"party".into(), Instant(0), &["party".into()], &AnyZone).unwrap();
    assert_eq!((edited.trip.as_str(), edited.title.as_str()), ("party-2", "Party"));
    assert_eq!(keys(&texts), ["party/p", "party/q"]);
    let trip = decode_index(&texts.index).unwrap();
    assert_eq!((trip.zone.name.as_str(), trip.first.to_string().as_str()), ("Europe/Brussels", "2024-11-15"));
}

proptest! {
    /// There and back again is the trip as it was: sessions, speakers, details and changes.
    #[test]
    fn an_event_comes_back_whole(titles in prop::collection::vec("[A-Za-z]{1,8}", 1..6), hour in 0_u8..24) {
        let lines: Vec<String> =
            titles.iter().enumerate().map(|(index, title)| format!("s{index} 2024-11-14T{hour:02}:30 {title}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let week = alone("Week", WEEK);
        let whole = with(&week, file("Guest", &lines), Destination::ThisTrip);
        let (_, apart) = take_over(None, &whole, &"guest".into(), Instant(0), &[], &AnyZone).unwrap();
        let (_, back) = take_over(Some(&week), &apart, &"guest".into(), Instant(0), &[], &AnyZone).unwrap();
        prop_assert_eq!(back, whole);
    }
}
