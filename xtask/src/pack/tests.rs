use std::collections::BTreeMap;
use std::path::PathBuf;

use lanyard_core::schedule::wire::{decode_details, decode_index};
use lanyard_core::schedule::{Details, Precision, Session};

use super::*;

fn bundled() -> Packed {
    pack(&super::bundled()).unwrap()
}

fn details(packed: &Packed, event: &str, id: &str) -> Details {
    let key = SessionKey::new(event, id);
    let details = decode_details(&packed.details).unwrap();
    details.into_iter().find(|(known, _)| *known == key).unwrap_or_else(|| panic!("no {key}")).1
}

fn session<'a>(packed: &'a Packed, event: &str, id: &str) -> &'a Session {
    packed.trip.find(&SessionKey::new(event, id)).unwrap_or_else(|| panic!("no {event}/{id}"))
}

#[test]
fn what_ships_reads_back_as_it_was_packed() {
    let packed = bundled();
    assert_eq!(decode_index(&packed.index).as_ref(), Ok(&packed.trip));
    assert_eq!(decode_details(&packed.details).unwrap().len(), packed.trip.sessions.len());
    assert_eq!(packed.warnings, Vec::<String>::new());
}

#[test]
fn the_whole_week_is_there() {
    let packed = bundled();
    let trip = &packed.trip;
    let count = |event: &str| trip.sessions.iter().filter(|s| trip.event(s).unwrap().id.as_str() == event).count();
    let counts = ["rejekts", "summit", "commons", "colocated", "kubecon", "side"].map(count);
    // Two of the twelve side events are in KubeCon's own schedule.
    assert_eq!(counts, [5, 6, 47, 20, 491, 10]);
    assert_eq!(trip.zone.name, "America/Denver");
    for session in &trip.sessions {
        if let Some(start) = session.when.start() {
            assert_eq!(trip.zone.abbreviation_at(start), "MST");
        }
    }
}

#[test]
fn kubecon_times_are_stated_worked_out_or_unknown() {
    let packed = bundled();
    let mut counts = BTreeMap::new();
    for session in packed.trip.sessions.iter().filter(|s| packed.trip.event(s).unwrap().id.as_str() == "kubecon") {
        let how = match session.when {
            When::Timed { start_precision: Precision::Stated, .. } => "stated",
            When::Timed { start_precision: Precision::Derived, .. } => "worked out",
            When::Day(_) => "day only",
            When::Unknown => "unknown",
        };
        *counts.entry(how).or_insert(0) += 1;
    }
    assert_eq!(counts.into_iter().collect::<Vec<_>>(), [("day only", 162), ("stated", 97), ("worked out", 232)]);
}

/// A talk that a retrospective of the week names: where it is, when, and the link it is given there.
#[track_caller]
fn check_named(packed: &Packed, event: &str, id: &str, title: &str, day: &str, speakers: &[&str], link: &str) {
    let found = session(packed, event, id);
    assert_eq!(found.title, title);
    assert_eq!(found.day.unwrap().to_string(), day, "{title}");
    let names: Vec<&str> = packed.trip.speakers(found).map(|person| person.name.as_str()).collect();
    assert_eq!(names, speakers, "{title}");
    let url = details(packed, event, id).url.unwrap_or_default();
    // sched.co/ID is Sched's short form of EVENT.sched.com/event/ID/...
    let short = link.strip_prefix("https://sched.co/");
    let same = short.map_or(url == link, |id| url.contains(&format!(".sched.com/event/{id}/")));
    assert!(same, "{title}: {url} is not {link}");
}

#[test]
fn every_talk_that_the_retrospective_names_is_there_with_its_link() {
    let packed = bundled();
    let p = &packed;
    check_named(
        p,
        "rejekts",
        "CZ9VGR",
        "Karpenter and Cluster Autoscaler: A data-driven comparison",
        "2024-11-10",
        &["David Morrison", "Michael McCune"],
        "https://cfp.cloud-native.rejekts.io/cloud-native-rejekts-na-salt-lake-city-2024/talk/CZ9VGR/",
    );
    check_named(
        p,
        "summit",
        "1nSgo",
        "Official Kubernetes CRDs: Where to from here ?",
        "2024-11-11",
        &["Nick Young", "Rob Scott"],
        "https://kcsna2024.sched.com/event/1nSgo/official-kubernetes-crds-where-to-from-here",
    );
    check_named(
        p,
        "summit",
        "1nSjo",
        "Unified framework for unit, integration, and E2E testing",
        "2024-11-11",
        &["Patrick Ohly"],
        "https://kcsna2024.sched.com/event/1nSjo/unified-framework-for-unit-integration-and-e2e-testing",
    );
    check_named(
        p,
        "kubecon",
        "1i7ke",
        "Architecting Tomorrow: The Heterogeneous Compute Resources for New Types of Workloads",
        "2024-11-13",
        &["Alexander Kanevskiy"],
        "https://sched.co/1i7ke",
    );
    check_named(
        p,
        "kubecon",
        "1i7mE",
        "From Observability to Performance",
        "2024-11-13",
        &["Nadia Pinaeva", "Antonio Ojea"],
        "https://sched.co/1i7mE",
    );
    check_named(
        p,
        "kubecon",
        "1pee5",
        "Be Part of the Solution: Cultivating Inclusion in Open Source | Allyship Workshop",
        "2024-11-14",
        &[],
        "https://sched.co/1pee5",
    );
    check_named(
        p,
        "kubecon",
        "1howV",
        "SIG Autoscaling Projects Update",
        "2024-11-14",
        &["Jack Francis"],
        "https://kccncna2024.sched.com/event/1howV/sig-autoscaling-projects-update-jack-francis-microsoft",
    );
    check_named(
        p,
        "kubecon",
        "1i7nv",
        "Exceeded Your Validation Cost Budget? Now What?",
        "2024-11-14",
        &["Joel Speed"],
        "https://sched.co/1i7nv",
    );
    check_named(
        p,
        "kubecon",
        "1i7oQ",
        "Measuring All the Costs with OpenCost Plugins",
        "2024-11-14",
        &["Alex Meijer"],
        "https://sched.co/1i7oQ",
    );
    check_named(
        p,
        "kubecon",
        "1hoxc",
        "Achieving and Maintaining a Healthy CI with Zero Test Flakes",
        "2024-11-15",
        &["Antonio Ojea", "Michelle Shepardson", "Benjamin Elder"],
        "https://sched.co/1hoxc",
    );
    check_named(
        p,
        "kubecon",
        "1hoyJ",
        "Building a More Resilient Future with Advanced Cloud Provider Testing",
        "2024-11-15",
        &["Michael McCune", "Bridget Kromhout"],
        "https://sched.co/1hoyJ",
    );
}

#[test]
fn the_meetings_that_the_retrospective_names_without_a_link_are_there() {
    let packed = bundled();
    for (event, id, title) in [
        ("summit", "steering-ama", "Steering Committee AMA"),
        ("summit", "cluster-api", "Cluster API project update"),
        ("kubecon", "1oUD0", "Kubernetes Sig Meet and Greet Lunch & Learn"),
        ("kubecon", "1icVN", "🎉 #KubeCrawl + #CloudNativeFest Sponsored by CDW"),
        ("commons", "breakoutroomtw-0950-3", "Round Table Discussions: OKD"),
    ] {
        assert_eq!(session(&packed, event, id).title, title);
    }
    let okd = session(&packed, "commons", "breakoutroomtw-0950-3");
    let names: Vec<&str> = packed.trip.speakers(okd).map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Jaime Magiera", "Michael McCune", "Amy Marrich"]);
}

#[test]
fn the_rejekts_talk_has_its_recording_at_its_second_and_a_time_worked_out_from_it() {
    let packed = bundled();
    let recording = &details(&packed, "rejekts", "CZ9VGR").links[0];
    assert_eq!(recording.url, "https://www.youtube.com/live/M1R05c1pWmc?t=14609");
    let When::Timed { start, start_precision, end: Some(end), end_precision } =
        session(&packed, "rejekts", "CZ9VGR").when
    else {
        panic!("no time")
    };
    let clock = |instant| packed.trip.zone.local(instant).clock();
    assert_eq!((clock(start), clock(end)), ("15:06".to_owned(), "15:36".to_owned()));
    assert_eq!((start_precision, end_precision), (Precision::Derived, Precision::Derived));
}

#[test]
fn a_start_that_is_stated_may_have_an_end_that_is_worked_out() {
    let packed = bundled();
    let When::Timed { start_precision, end_precision, .. } = session(&packed, "rejekts", "ebpf-grandma").when else {
        panic!("no time")
    };
    assert_eq!((start_precision, end_precision), (Precision::Stated, Precision::Derived));
    let remark = details(&packed, "rejekts", "ebpf-grandma").remark;
    assert_eq!(remark.as_deref(), Some("The end is worked out from the talks’ 30 minutes."));
}

#[test]
fn what_changed_after_the_listing_is_a_remark() {
    let packed = bundled();
    for (id, part) in [
        ("1i7mT", "Grand Ballroom BDF"),
        ("1how7", "16:30 to 17:05"),
        ("1i7kj", "Lessons Learned from Training Databricks DBRX"),
        ("1i7pE", "How Google Built a New Cloud"),
        ("1iG7A", "A Decade of Kubernetes"),
        ("1iCNZ", "OpenShift Commons"),
    ] {
        let remark = details(&packed, "kubecon", id).remark.unwrap_or_default();
        assert!(remark.contains(part), "{id}: {remark}");
    }
    let moved = session(&packed, "kubecon", "1i7mT");
    assert_eq!(packed.trip.room(moved).map(|room| room.name.as_str()), Some("Grand Ballroom H"));
}

#[test]
fn rooms_know_their_level_and_building() {
    let packed = bundled();
    let trip = &packed.trip;
    let location = |event: &str, id: &str| {
        let room = trip.room(session(&packed, event, id)).unwrap();
        let venue = trip.venue_of_room(room).map(|venue| venue.short.as_str());
        (room.name.as_str(), room.level.as_deref(), venue)
    };
    assert_eq!(location("kubecon", "1howi"), ("355 E", Some("Level 3"), Some("Salt Palace")));
    assert_eq!(location("kubecon", "1hovP"), ("Salt Lake Ballroom C", Some("Level 2"), Some("Hyatt Regency")));
    assert_eq!(location("kubecon", "1oUD0"), ("Project Pavilion", None, None));
    assert_eq!(location("commons", "mainstage-0900-1"), ("Main Stage", None, Some("Le Méridien")));
    assert_eq!(location("side", "morning-run"), ("Salt Palace", None, Some("Salt Palace")));
}

#[test]
fn what_two_sources_list_is_one_session_with_both_links() {
    let packed = bundled();
    for (id, url) in [("1j7wg", "https://www.houseofkube.com/"), ("1mMok", "https://www.apreskubeparty.com/")] {
        assert!(details(&packed, "kubecon", id).links.iter().any(|link| link.url == url), "{id}");
    }
    assert_eq!(packed.trip.find(&SessionKey::new("side", "house-of-kube")), None);
}

/// The facts as collected, beside the project in development and CI only.
#[test]
fn nothing_was_lost_or_changed_on_the_way_from_the_collected_facts() {
    let shared = std::env::var_os("LANYARD_SHARED").map_or_else(|| project().join("../shared"), PathBuf::from);
    let Ok(bytes) = std::fs::read(shared.join("kubecon-week/kubecon-na-2024.sessions.json")) else {
        eprintln!("skipped: the collected facts are not in {}", shared.display());
        return;
    };
    let collected: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let packed = bundled();
    for record in collected["sessions"].as_array().unwrap() {
        let id = record["id"].as_str().unwrap();
        let found = session(&packed, "kubecon", id);
        assert_eq!(details(&packed, "kubecon", id).url.as_deref(), record["url"].as_str());
        assert_eq!(found.day.map(|day| day.to_string()).as_deref(), record["day"].as_str(), "{id}");
        let instant = |name: &str| record[name].as_str().and_then(lanyard_core::schedule::Instant::parse);
        assert_eq!((found.when.start(), found.when.end()), (instant("start"), instant("end")), "{id}");
        assert!(record["title"].as_str().unwrap().starts_with(&found.title), "{id}: {}", found.title);
    }
}

const TRIP: &str = r#"
id = "t"
title = "A week"
city = "Here"
zone = "Europe/Berlin"
first = "2025-03-29"
last = "2025-03-30"
as_of = "2025-03-01"
[[event]]
id = "one"
title = "One"
schedule = "one.json"
venues = ["hall"]
[[venue]]
id = "hall"
name = "The Hall"
"#;

const ONE: &str = r#"{"lanyard": 1, "title": "One", "time_zone": "Europe/Berlin", "sources": {"site": "its site"}, "sessions": [
  {"id": "a", "title": "Late", "start": "2025-03-29T23:30", "end": "2025-03-30T00:30", "source": ["site"]},
  {"id": "b", "title": "Noon", "start": "2025-03-30T12:00", "source": ["site"]}
]}"#;

fn try_pack(trip: &str, one: &str) -> Result<Packed, String> {
    let read = |path: &Path| match path.file_name().and_then(|name| name.to_str()) {
        Some("trip.toml") => Ok(trip.as_bytes().to_vec()),
        Some("one.json") => Ok(one.as_bytes().to_vec()),
        _ => Err(PackError::File { path: path.to_owned(), source: std::io::ErrorKind::NotFound.into() }),
    };
    pack_files(Path::new("dir"), &read).map_err(|error| error.to_string())
}

#[test]
fn times_are_of_the_schedules_zone_in_summer_and_in_winter() {
    let packed = try_pack(TRIP, ONE).unwrap_or_else(|error| panic!("{error}"));
    let times = packed.trip.sessions.iter().map(|session| session.when.start().unwrap().to_string());
    // Summer time begins in the night between the two.
    assert_eq!(times.collect::<Vec<_>>(), ["2025-03-29T22:30:00Z", "2025-03-30T10:00:00Z"]);
    assert_eq!(packed.trip.sessions[0].when.end().unwrap().to_string(), "2025-03-29T23:30:00Z");
}

#[track_caller]
fn check_fault(change: (&str, &str), expect: &str) {
    let (trip, one) = (TRIP.replace(change.0, change.1), ONE.replace(change.0, change.1));
    assert!(trip != TRIP || one != ONE, "nothing to change");
    let error = try_pack(&trip, &one).map(|_| ()).unwrap_err();
    assert!(error.contains(expect), "{error}\ndoes not say\n{expect}");
}

#[test]
fn faults_name_their_file_and_record() {
    check_fault(
        ("zone = \"Europe/Berlin\"", "zone = \"Europe/Bonn\""),
        "dir/trip.toml: zone: There is no time zone called Europe/Bonn.",
    );
    check_fault(("last = \"2025-03-30\"", "last = \"2025-02-30\""), "dir/trip.toml: last: 2025-02-30 is no day.");
    check_fault(("\"2025-03-30\"\nas_of", "\"2025-03-28\"\nas_of"), "2025-03-28 comes before 2025-03-29.");
    check_fault(("[\"hall\"]", "[\"hull\"]"), "dir/trip.toml: event one: There is no venue with the id hull.");
    check_fault(("id = \"hall\"", "id = \"hall\"\nposition = \"north\""), "venue hall: north is no position.");
    check_fault(("title = \"One\"", "title = \"One\"\nurl = \"ftp://x\""), "event one: ftp://x is not an http");
    check_fault(("schedule = \"one.json\"", "schedule = \"two.json\""), "dir/two.json: ");
    check_fault(("title = \"One\"", "titel = \"One\""), "unknown field `titel`");
    check_fault(("\"b\"", "\"a\""), "dir/one.json: session a: Two sessions have this id");
    check_fault(("\"Noon\"", "\" \""), "dir/one.json: session b: The record could not be read.");
    check_fault(
        ("2025-03-30T12", "2025-04-01T12"),
        "dir/one.json: session one/b: It is outside the trip, 2025-03-29 to 2025-03-30.",
    );
    check_fault(("T12:00", "T12.00"), "dir/one.json: session b: 2025-03-30T12.00 is no time.");
    check_fault(("\"Noon\"", "\"Noon\", \"url\": \"javascript:x\""), "session b: javascript:x is not an http");
    check_fault(("\"Noon\"", "\"Noon\", \"same_as\": \"one/z\""), "session one/z: Another record says same_as");
    check_fault(("[\"site\"]}\n", "[\"hearsay\"]}\n"), "session b: Its source \"hearsay\" is not among the sources.");
    check_fault(("\"Noon\"", "\"Noon\", \"abstract\": \"x\""), "dir/one.json: unknown field `abstract`");
}

#[test]
fn an_event_may_have_another_systems_file_or_none() {
    const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Talk\r\nDTSTART:20250329T120000\r\n\
        DTEND:20250329T130000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let two = "[[event]]\nid = \"two\"\ntitle = \"Two\"\n[[venue]]";
    let packed = try_pack(&TRIP.replace("[[venue]]", two), CALENDAR).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((packed.trip.events.len(), packed.trip.sessions.len()), (2, 1));
    // A time without a zone is in the trip's.
    assert_eq!(packed.trip.sessions[0].when.start().unwrap().to_string(), "2025-03-29T11:00:00Z");
}

#[test]
fn all_faults_are_told_at_once() {
    let error = try_pack(&TRIP.replace("Europe/Berlin", "Nowhere").replace("\"hall\"]", "\"hull\"]"), ONE).map(|_| ());
    assert_eq!(error.unwrap_err().lines().count(), 3);
}
