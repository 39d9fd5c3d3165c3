//! The JSON that Sched, EuroPython, WordPress, Indico and pretalx answer today: the fuzzer's seeds, session by session.

use lanyard_core::formats::{self, Context};
use lanyard_core::schedule::{Listing, Schedule};

use super::zones::Database;
use super::{lines, read, read_in};

/// In Berlin's time where the file names no zone.
#[track_caller]
fn check(json: &str, expect: &[&str]) -> Schedule {
    let reading = read_in("Europe/Berlin", json);
    assert_eq!(lines(&reading), expect);
    reading.schedule
}

fn problems(json: &str) -> Vec<String> {
    read(json).unwrap().problems.into_iter().map(|problem| problem.what).collect()
}

/// `room | track | kind | Ada Low (Company)`, where there is any.
fn facts(listing: &Listing) -> String {
    let people = listing.speakers.iter().map(|speaker| match &speaker.affiliation {
        Some(affiliation) => format!("{} ({affiliation})", speaker.name),
        None => speaker.name.clone(),
    });
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let people = people.collect::<Vec<_>>().join(", ");
    format!("{} | {} | {} | {people}", text(&listing.room), text(&listing.track), text(&listing.kind))
}

#[track_caller]
fn check_facts(schedule: &Schedule, expect: &[&str]) {
    assert_eq!(schedule.listings.iter().map(facts).collect::<Vec<_>>(), expect);
}

#[test]
fn sched() {
    let json = include_str!("../../../fuzz/seeds/sched-json/api.json");
    let schedule = check(
        json,
        &[
            "9f0a | Registration & Coffee | 2024-11-12 | 2024-11-12T07:00:00Z/2024-11-12T08:00:00Z",
            "9f0b | Tides in the Harbour | 2024-11-12 | 2024-11-12T08:00:00Z/2024-11-12T08:45:00Z",
            "9f0c | Ropes and Knots | 2024-11-13 | 2024-11-13T09:00:00Z/2024-11-13T10:30:00Z",
        ],
    );
    check_facts(
        &schedule,
        &[
            "Foyer |  | Breaks | ",
            "Room Gull | Beginners | Talks | Mara Quist (Harbour Works), Olu Bright",
            "Room Tern |  | Workshops | Ines Farol, Mara Quist",
        ],
    );
    assert_eq!(schedule.listings[1].url.as_deref(), Some("https://harbour.example/tides"));
    assert_eq!(schedule.listings[1].links[0].url, "https://harbour.example/tides.mp4");
    assert_eq!(problems(json), ["One session is not active; it was left out."]);
}

#[test]
fn europython() {
    let sessions = include_str!("../../../fuzz/seeds/europython/sessions.json");
    let expect = [
        "QX71AB | Baking with Generators | 2024-07-10 | 2024-07-10T08:00:00Z/2024-07-10T08:30:00Z",
        "QX72CD | Yeast at Scale | 2024-07-11 | 2024-07-11T12:00:00Z/2024-07-11T15:00:00Z",
        "QX73EF | Crumbs |  | /",
    ];
    check_facts(
        &check(sessions, &expect),
        &["Oven Hall | Kitchen | Talk | ", "Cellar |  | Tutorial | ", " |  | Poster | "],
    );
    assert_eq!(problems(sessions), ["Speakers stand in a file of their own; give it together with this one."]);
    let people = r#"{"SPK001": {"code": "SPK001", "name": "Rye Baker", "submissions": ["QX71AB"], "affiliation": "Mill"},
        "SPK002": {"code": "SPK002", "name": "Dot Wren", "affiliation": null}}"#;
    for parts in [[sessions, people], [people, sessions]] {
        let context = Context { zone: None, zones: &Database, table: None, first_day: None };
        let reading = formats::read_parts(&parts.map(str::as_bytes), &context).unwrap();
        assert_eq!(lines(&reading), expect);
        check_facts(
            &reading.schedule,
            &[
                "Oven Hall | Kitchen | Talk | Rye Baker (Mill), Dot Wren",
                "Cellar |  | Tutorial | Rye Baker (Mill)",
                " |  | Poster | ",
            ],
        );
        let links: Vec<&str> = reading.schedule.listings[0].links.iter().map(|link| link.title.as_str()).collect();
        assert_eq!((links, reading.problems), (vec!["Recording", "Notes"], Vec::new()));
    }
    assert!(matches!(read(people), Err(formats::ScheduleError::OnlyCompanion)));
}

#[test]
fn europython_by_days() {
    let json = include_str!("../../../fuzz/seeds/europython/schedule.json");
    let expect = [
        "QX71AB | Baking with Generators | 2024-07-10 | 2024-07-10T08:00:00Z/2024-07-10T08:30:00Z",
        "2024-07-10T10:30:00+02:00 Tea | Tea | 2024-07-10 | 2024-07-10T08:30:00Z/2024-07-10T08:45:00Z",
        "QX72CD | Yeast at Scale | 2024-07-11 | 2024-07-11T12:00:00Z/2024-07-11T15:00:00Z",
    ];
    let facts = ["Oven Hall | Kitchen | Talk | Rye Baker", "Oven Hall, Cellar |  |  | ", "Cellar |  | Tutorial | "];
    check_facts(&check(json, &expect), &facts);
    assert_eq!(problems(json), [""; 0]);
}

#[test]
fn wordcamp() {
    let json = include_str!("../../../fuzz/seeds/wordcamp/sessions.json");
    let schedule = check(
        json,
        &[
            "41 | Doors open | 2023-10-14 | 2023-10-14T07:00:00Z/2023-10-14T07:30:00Z",
            "42 | Blocks & Bricks – a tour | 2023-10-14 | 2023-10-14T07:30:00Z/2023-10-14T08:15:00Z",
            "43 | Quiet Themes | 2023-10-14 | 2023-10-14T08:30:00Z/",
            "44 | Somewhen |  | /",
        ],
    );
    check_facts(
        &schedule,
        &[
            " |  | Break | ",
            " | Main & Only | session | Noor Vale, Zoë Marsh",
            " |  | session | Pip Aldous",
            " |  | session | ",
        ],
    );
    assert_eq!(schedule.listings[1].links[0].title, "Slides");
    // A page that is full may not be the last one.
    assert_eq!(problems(json), Vec::<String>::new());
    let ten = (0..10)
        .map(|id| format!(r#"{{"id":{id},"title":{{"rendered":"T"}},"meta":{{"_wcpt_session_time":1697266800}}}}"#));
    let ten = format!("[{}]", ten.collect::<Vec<_>>().join(","));
    assert!(problems(&ten)[0].contains("?per_page=100&page=2"), "{:?}", problems(&ten));
    // Near midnight the zone says which day it is.
    let late = r#"[{"id":1,"title":{"rendered":"Late"},"meta":{"_wcpt_session_time":1697322600}}]"#;
    check(late, &["1 | Late | 2023-10-15 | 2023-10-14T22:30:00Z/"]);
}

#[test]
fn indico_events() {
    let json = include_str!("../../../fuzz/seeds/indico/sessions.json");
    let schedule = check(
        json,
        &[
            "1 | Glass that waits | 2024-06-05 | 2024-06-05T07:00:00Z/2024-06-05T07:25:00Z",
            "2 | Loops | 2024-06-05 | 2024-06-05T07:25:00Z/2024-06-05T07:45:00Z",
            "s1 | Visit of the tunnel | 2024-06-06 | 2024-06-06T12:00:00Z/2024-06-06T14:00:00Z",
            "3 | A poster without an hour |  | /",
        ],
    );
    check_facts(
        &schedule,
        &["Aula | Fibres | Invited | Ada Petit (Lab)", "Aula | Theory |  | Dev Rao", "Gate B |  |  | ", " |  |  | "],
    );
    assert_eq!(schedule.title.as_deref(), Some("Workshop on Slow Light"));
    assert_eq!(schedule.zone.as_deref(), Some("Europe/Zurich"));
    let links: Vec<&str> = schedule.listings[0].links.iter().map(|link| link.title.as_str()).collect();
    assert_eq!(links, ["Slides"]);
}

#[test]
fn indico_timetables() {
    let json = include_str!("../../../fuzz/seeds/indico/timetable.json");
    let schedule = check(
        json,
        &[
            "50 | Welcome | 2024-06-05 | 2024-06-05T07:00:00Z/2024-06-05T07:15:00Z",
            "b6 | Tea | 2024-06-05 | 2024-06-05T08:30:00Z/2024-06-05T09:00:00Z",
            "51 | Traps | 2024-06-05 | 2024-06-05T09:00:00Z/2024-06-05T09:30:00Z",
            "s9 | Posters | 2024-06-06 | 2024-06-06T12:00:00Z/2024-06-06T14:00:00Z",
        ],
    );
    check_facts(
        &schedule,
        &["Aula |  |  | Lena Hol (Lab)", "Foyer |  | Break | ", "Aula | Cold atoms |  | Kei Ito", "Hall |  |  | "],
    );
    let welcome = &schedule.listings[0];
    assert_eq!(welcome.url.as_deref(), Some("https://indico.lab.example/event/89/contributions/50/"));
}

#[test]
fn pretalx_exports() {
    let schedule = check(
        include_str!("../../../fuzz/seeds/frab-json/pretalx.json"),
        &[
            "aaaa-1 | Counting Grains | 2026-03-06 | 2026-03-06T09:00:00Z/2026-03-06T09:45:00Z",
            "aaaa-2 | Counting Grains | 2026-03-06 | 2026-03-06T23:30:00Z/2026-03-07T00:15:00Z",
        ],
    );
    check_facts(&schedule, &["Dune | Sand | Talk | Ebba Strand, Uwe Kies", "Dune |  | Talk | "]);
    let links: Vec<&str> = schedule.listings[0].links.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(
        links,
        ["https://numbers.example/", "https://cfp.shore.example/media/days/grains.pdf"],
        "no feedback, no origin"
    );
    assert_eq!(schedule.listings[0].url.as_deref(), Some("https://cfp.shore.example/days/talk/SAND01/"));
}

#[test]
fn pretalx_widgets_and_slots() {
    let expect = [
        "SAND01 | Counting Grains | 2026-03-06 | 2026-03-06T09:00:00Z/2026-03-06T09:45:00Z",
        "502 | Coffee | 2026-03-06 | 2026-03-06T09:45:00Z/2026-03-06T10:00:00Z",
    ];
    let schedule = check(include_str!("../../../fuzz/seeds/pretalx-json/widget-breaks.json"), &expect);
    check_facts(&schedule, &["Dune | Sand |  | Ebba Strand, Uwe Kies", "Dune |  | Break | "]);
    let slots = include_str!("../../../fuzz/seeds/pretalx-json/slots.json");
    check_facts(&check(slots, &expect), &["Dune | Sand | Talk | Ebba Strand", "Dune |  | Break | "]);
    assert_eq!(problems(slots), Vec::<String>::new());
}
