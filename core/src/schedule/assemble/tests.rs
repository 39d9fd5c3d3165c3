use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::schedule::{Day, Instant, Telling, When, Zone};

fn frame() -> Trip {
    let day = Day::parse("2024-11-12").unwrap();
    let event = |id: &str, venues: &[usize]| Event {
        id: id.into(),
        title: id.to_owned(),
        short: id.to_owned(),
        color: 0,
        first: day,
        last: day,
        url: None,
        links: Vec::new(),
        facts: Vec::new(),
        venues: venues.to_vec(),
        completeness: None,
    };
    let venue = |id: &str, name: &str, short: &str| Venue {
        id: id.into(),
        name: name.to_owned(),
        short: short.to_owned(),
        address: None,
        position: None,
        facts: Vec::new(),
    };
    Trip {
        id: "trip".into(),
        title: String::new(),
        city: String::new(),
        zone: Zone::fixed("America/Denver", -7 * 3600, "MST"),
        telling: Telling::default(),
        first: day,
        last: day,
        as_of: day,
        facts: Vec::new(),
        events: vec![event("big", &[0, 1]), event("small", &[2]), event("loose", &[])],
        venues: vec![
            venue("palace", "Salt Palace Convention Center", "Salt Palace"),
            venue("hyatt", "Hyatt Regency Salt Lake City", "Hyatt Regency"),
            venue("hotel", "Le Méridien", "Le Méridien"),
        ],
        walks: Vec::new(),
        rooms: vec![Room {
            id: "palace-250-a".into(),
            name: "250 A".to_owned(),
            level: Some("Level 2".to_owned()),
            venue: Some(0),
        }],
        people: Vec::new(),
        labels: Vec::new(),
        sessions: Vec::new(),
    }
}

fn programme(event: usize, listings: Vec<Listing>) -> Programme {
    Programme { event, schedule: Schedule { listings, ..Schedule::default() } }
}

/// One session of `event` in a room as written: the room's id, name, level and venue.
#[track_caller]
fn check_room(event: usize, written: &str, expect: Option<(&str, &str, Option<&str>, Option<&str>)>) {
    let mut listing = Listing::new("a", "A");
    listing.room = Some(written.to_owned());
    let trip = assemble(frame(), vec![programme(event, vec![listing])]).trip;
    let room = trip.room(&trip.sessions[0]).map(|room| {
        let venue = trip.venue_of_room(room).map(|venue| venue.short.as_str());
        (room.id.as_str(), room.name.as_str(), room.level.as_deref(), venue)
    });
    assert_eq!(room, expect, "{written}");
}

#[test]
fn a_room_is_taken_apart_and_its_building_found() {
    check_room(
        0,
        "Salt Palace | Level 1 | Grand Ballroom G",
        Some(("palace-grand-ballroom-g", "Grand Ballroom G", Some("Level 1"), Some("Salt Palace"))),
    );
    check_room(0, "hyatt regency salt lake city|Lobby", Some(("hyatt-lobby", "Lobby", None, Some("Hyatt Regency"))));
    check_room(
        0,
        "Delta Center | Level 2 | Court",
        Some(("delta-center-level-2-court", "Delta Center | Level 2 | Court", None, None)),
    );
}

#[test]
fn a_bare_room_is_known_or_in_the_only_building_or_nowhere() {
    check_room(0, "250 A", Some(("palace-250-a", "250 A", Some("Level 2"), Some("Salt Palace"))));
    check_room(0, "Salt Palace", Some(("palace-salt-palace", "Salt Palace", None, Some("Salt Palace"))));
    check_room(1, "Main Stage", Some(("hotel-main-stage", "Main Stage", None, Some("Le Méridien"))));
    check_room(0, "Project Pavilion", Some(("project-pavilion", "Project Pavilion", None, None)));
    check_room(2, "Quarters", Some(("quarters", "Quarters", None, None)));
    check_room(0, " | ", None);
}

#[test]
fn what_repeats_is_kept_once_and_two_affiliations_are_two_entries() {
    let speaker = |name: &str, affiliation: Option<&str>| Speaker {
        name: name.to_owned(),
        affiliation: affiliation.map(str::to_owned),
    };
    let mut one = Listing::new("1", "One");
    one.kind = Some("Breakout".to_owned());
    one.track = Some("Breakout".to_owned());
    one.speakers = vec![speaker("Ann", Some("Here")), speaker("Ann", Some("There")), speaker("Bo", None)];
    let mut two = one.clone();
    two.id = "2".into();
    let trip = assemble(frame(), vec![programme(0, vec![one, two])]).trip;
    assert_eq!(trip.labels, ["Breakout"]);
    assert_eq!(trip.people.len(), 3);
    assert_eq!(trip.sessions_by("Ann").count(), 2);
    assert_eq!(trip.sessions[0].speakers, trip.sessions[1].speakers);
}

#[test]
fn an_id_used_twice_is_a_problem_and_the_same_id_in_two_events_is_not() {
    let twice = vec![Listing::new("1", "One"), Listing::new("1", "Again")];
    let joined = assemble(frame(), vec![programme(0, twice), programme(1, vec![Listing::new("1", "Other")])]);
    assert_eq!(joined.trip.sessions.len(), 2);
    assert_eq!(joined.problems.len(), 1);
    assert_eq!(joined.problems[0].location, "session big/1");
}

#[test]
fn a_programme_of_no_event_is_a_problem() {
    let joined = assemble(frame(), vec![programme(9, vec![Listing::new("1", "One")])]);
    assert_eq!((joined.trip.sessions.len(), joined.problems.len()), (0, 1));
}

#[test]
fn the_day_is_the_programmes_where_it_says_so_and_the_civil_one_else() {
    let late = Instant::parse("2024-11-13T02:00:00-07:00").unwrap();
    let mut party = Listing::new("party", "Party");
    party.when = When::stated(late, None);
    let mut night = party.clone();
    night.id = "night".into();
    night.day = Day::parse("2024-11-12");
    let trip = assemble(frame(), vec![programme(0, vec![party, night])]).trip;
    let days: Vec<(String, String)> =
        trip.sessions.iter().map(|session| (session.id.to_string(), session.day.unwrap().to_string())).collect();
    let expect = [("night", "2024-11-12"), ("party", "2024-11-13")];
    assert_eq!(days, expect.map(|(id, day)| (id.to_owned(), day.to_owned())));
}

fn listing() -> impl Strategy<Value = (usize, Listing)> {
    let when = prop_oneof![
        Just(When::Unknown),
        (20_039..20_042_i32).prop_map(|day| When::Day(Day(day))),
        (0..4_000_i64).prop_map(|minute| When::stated(Instant(1_731_400_000 + minute * 60), None)),
    ];
    (0..3_usize, "[a-e]{1,2}", when, proptest::option::of("[ab |]{0,5}")).prop_map(|(event, id, when, room)| {
        let mut listing = Listing::new(id.as_str(), id.as_str());
        (listing.when, listing.room) = (when, room);
        (event, listing)
    })
}

proptest! {
    #[test]
    fn sessions_are_in_order_and_none_is_lost(listings in vec(listing(), 0..30)) {
        let programmes = listings.iter().map(|(event, listing)| programme(*event, vec![listing.clone()])).collect();
        let joined = assemble(frame(), programmes);
        let trip = &joined.trip;
        prop_assert_eq!(trip.sessions.len() + joined.problems.len(), listings.len());
        let order = |s: &Session| (s.day.is_none(), s.day, s.when.start().is_none(), s.when.start(), s.event);
        prop_assert!(trip.sessions.is_sorted_by_key(order));
        for (session, (key, _)) in trip.sessions.iter().zip(&joined.details) {
            prop_assert_eq!(&trip.key(session), key);
        }
        let mut ids: Vec<&RoomId> = trip.rooms.iter().map(|room| &room.id).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), trip.rooms.len());
    }
}
