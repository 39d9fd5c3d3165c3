use std::collections::BTreeSet;

use lanyard_core::notebook::wire::{read_entry, read_mark, read_own_item, read_recording};
use lanyard_core::schedule::wire::decode_details;
use lanyard_core::schedule::{Details, Session, Trip};

use super::super::{bundled, pack as pack_trip};
use super::*;

struct Shipped {
    trip: Trip,
    details: Vec<(SessionKey, Details)>,
    revisions: Vec<Revision>,
    entries: Vec<Entry>,
    photos: BTreeMap<String, Vec<u8>>,
}

fn shipped() -> Shipped {
    let packed = pack_trip(&bundled()).unwrap();
    let example = packed.example.unwrap();
    let revisions: Vec<Revision> = example::records(&example.records).map(|(revision, _)| revision).collect();
    Shipped {
        trip: packed.trip,
        details: decode_details(&packed.details).unwrap(),
        entries: revisions.iter().filter_map(read_entry).collect(),
        revisions,
        photos: example.photos,
    }
}

#[test]
fn the_week_is_full() {
    let Shipped { trip, revisions, entries, photos, .. } = shipped();
    let count = |kind| entries.iter().filter(|entry| entry.kind == kind).count();
    assert_eq!((count(EntryKind::Takeaway), count(EntryKind::Photo), photos.len()), (4, 5, 5));
    assert!(entries.len() >= 60 && count(EntryKind::Person) >= 10 && count(EntryKind::Quote) >= 3);
    let days: BTreeSet<Day> = entries.iter().map(|entry| trip.zone.local(entry.at).day).collect();
    assert_eq!(days.into_iter().collect::<Vec<_>>(), trip.days().collect::<Vec<_>>());
    for event in ["rejekts", "summit", "commons", "kubecon"] {
        assert!(entries.iter().any(|entry| entry.event == Some(EventId::new(event))), "{event}");
    }
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Photo) {
        assert!(!entry.caption.is_empty() && photos.contains_key(entry.photo.as_ref().unwrap().as_str()));
    }
    let follow_ups: Vec<&Entry> = entries.iter().filter(|entry| entry.kind == EntryKind::FollowUp).collect();
    let open = || follow_ups.iter().filter(|entry| entry.is_open_follow_up());
    assert_eq!((open().count(), open().filter(|entry| entry.due.is_some()).count(), follow_ups.len()), (3, 1, 4));
    let people = || entries.iter().filter(|entry| entry.kind == EntryKind::Person);
    assert_eq!(people().filter(|person| person.name.is_empty()).count(), 2);
    assert!(people().any(|person| person.publishable) && people().any(|person| !person.publishable));
    assert!(entries.iter().filter(|entry| entry.kind == EntryKind::Note && !entry.publishable).count() >= 3);
    assert!(revisions.iter().filter_map(read_mark).any(|marked| marked.mark == Mark::WatchLater));
    assert!(revisions.iter().filter_map(read_own_item).any(|item| item.title == "Dinner with colleagues"));
}

/// The links of a retrospective of this week that somebody published: each belongs to a session, and is in the trip or in
/// the example.
#[test]
fn all_links_of_a_published_retrospective_can_be_derived() {
    const REJEKTS: &str =
        "https://cfp.cloud-native.rejekts.io/cloud-native-rejekts-na-salt-lake-city-2024/talk/CZ9VGR/";
    const LINKS: [(&str, &str); 12] = [
        ("rejekts/CZ9VGR", REJEKTS),
        ("rejekts/CZ9VGR", "https://www.youtube.com/live/M1R05c1pWmc?si=H5jQnHiflrMDRuaO&t=14609"),
        ("summit/1nSgo", "https://kcsna2024.sched.com/event/1nSgo/official-kubernetes-crds-where-to-from-here"),
        (
            "summit/1nSjo",
            "https://kcsna2024.sched.com/event/1nSjo/unified-framework-for-unit-integration-and-e2e-testing",
        ),
        ("kubecon/1i7ke", "https://sched.co/1i7ke"),
        ("kubecon/1i7mE", "https://sched.co/1i7mE"),
        ("kubecon/1pee5", "https://sched.co/1pee5"),
        (
            "kubecon/1howV",
            "https://kccncna2024.sched.com/event/1howV/sig-autoscaling-projects-update-jack-francis-microsoft",
        ),
        ("kubecon/1i7nv", "https://sched.co/1i7nv"),
        ("kubecon/1i7oQ", "https://sched.co/1i7oQ"),
        ("kubecon/1hoxc", "https://sched.co/1hoxc"),
        ("kubecon/1hoyJ", "https://sched.co/1hoyJ"),
    ];
    let Shipped { details, revisions, entries, .. } = shipped();
    for (session, link) in LINKS {
        let (event, id) = session.split_once('/').unwrap();
        let key = SessionKey::new(event, id);
        let page = details.iter().find(|(known, _)| *known == key).and_then(|(_, details)| details.url.clone());
        let is_written = |entry: &&Entry| entry.attachment == Attachment::Session(key.clone()) && entry.publishable;
        let written = entries.iter().filter(is_written).map(|entry| entry.url.clone());
        let recording = revisions.iter().filter(|revision| revision.record == mark_record(&key, Mark::WatchLater));
        let recording = recording.map(|revision| read_recording(revision).href());
        assert!(page.into_iter().chain(written).chain(recording).any(|found| found == link), "{session}: {link}");
    }
    let talk = mark_record(&SessionKey::new("rejekts", "CZ9VGR"), Mark::WatchLater);
    let recording = revisions.iter().find(|revision| revision.record == talk).map(read_recording);
    assert_eq!(recording.and_then(|recording| recording.starts_at()), Some(14_609));
}

#[test]
fn a_picture_is_named_by_its_digest() {
    for (digest, photo) in shipped().photos {
        let found: String = Sha256::digest(&photo).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, found);
        assert!(photo.len() < 25_000, "{} bytes: flat pictures are small", photo.len());
    }
}

/// Packs an example of the bundled trip, of which one session is left, with one picture.
fn try_pack(json: &str) -> Result<PackedExample, String> {
    let mut trip = pack_trip(&bundled()).unwrap().trip;
    trip.sessions.truncate(1);
    let picture = |name: &Path| (name == Path::new("a.jpg")).then(|| vec![0xff, 0xd8, 0xff, 0xe0]);
    pack(json.as_bytes(), &trip, &picture).map_err(|faults| faults.join("\n"))
}

#[track_caller]
fn check_fault(json: &str, expect: &str) {
    let error = try_pack(json).map(|_| ()).unwrap_err();
    assert!(error.contains(expect), "{error}\ndoes not say\n{expect}");
}

#[test]
fn faults_name_the_entry() {
    let entry = |rest: &str| format!(r#"{{"entries": [{{"at": "2024-11-10T09:20", "kind": "note", {rest}}}]}}"#);
    assert!(try_pack(&entry(r#""text": "Good.""#)).is_ok());
    assert!(try_pack(&entry(r#""photo": "a.jpg""#)).is_ok_and(|packed| packed.photos.len() == 1));
    check_fault(
        &entry(r#""session": "kubecon/nowhere", "text": "x""#),
        "entry 1 of 2024-11-10T09:20: The trip has no session",
    );
    check_fault(&entry(r#""venue": "moon", "text": "x""#), "The trip has no such venue");
    check_fault(&entry(r#""event": "moon", "text": "x""#), "There is no event moon.");
    check_fault(&entry(r#""venue": "kiln", "session": "a/b", "text": "x""#), "It is about one thing only.");
    check_fault(&entry(r#""name": "Two\nlines""#), "The name is more than one line.");
    check_fault(&entry(r#""text": "a\u001eb""#), "The text holds a control character.");
    check_fault(&entry(r#""photo": "b.jpg""#), "There is no picture b.jpg beside the file");
    check_fault(&entry(r#""url": "javascript:x""#), "javascript:x is not an http");
    check_fault(&entry(r#""text": " ""#), "It says nothing.");
    check_fault(&entry(r#""text": "x", "due": "soon""#), "soon is no day.");
    check_fault(&entry(r#""txt": "x""#), "unknown field `txt`");
    let at = |at: &str| format!(r#"{{"entries": [{{"at": "{at}", "kind": "gossip", "text": "x"}}]}}"#);
    check_fault(&at("2024-12-10T09:20"), "The trip is from 2024-11-10 to 2024-11-15.");
    check_fault(&at("noon"), "noon is no local time.");
    check_fault(&at("2024-11-10T09:20"), "There is no kind \"gossip\".");
    check_fault(
        r#"{"marks": [{"session": "kubecon/nowhere", "star": true}]}"#,
        "marks of kubecon/nowhere: The trip has no",
    );
    check_fault(
        r#"{"own": [{"title": "Two\nlines", "start": "2024-11-10T09:20"}]}"#,
        "The title is more than one line.",
    );
    check_fault(
        r#"{"own": [{"title": "x", "start": "2024-11-10T09:20", "end": "2024-11-10T09:00"}]}"#,
        "It ends before it starts.",
    );
    check_fault(r#"{"private_words": ["plum"]}"#, "private word \"plum\": No entry says it.");
    let said = entry(r#""text": "a plum""#).replacen('{', r#"{"private_words": ["plum"], "#, 1);
    check_fault(&said, "An entry that may be published says it.");
    assert!(try_pack(&said.replace(r#""a plum""#, r#""a plum", "publishable": false"#)).is_ok());
}

#[test]
fn what_marks_say_of_a_session_is_checked() {
    let Shipped { trip, .. } = shipped();
    let key = trip.sessions.first().map(|session: &Session| trip.key(session)).unwrap();
    let marks = |rest: &str| format!(r#"{{"marks": [{{"session": "{key}", {rest}}}]}}"#);
    assert!(try_pack(&marks(r#""star": true"#)).is_ok());
    check_fault(&marks(r#""star": false"#), "There is none.");
    check_fault(
        &marks(r#""star": true, "recording": {"url": "https://a.example"}"#),
        "A recording stands with watch_later.",
    );
    check_fault(&marks(r#""watch_later": true, "recording": {"url": "a"}"#), "a is not an http");
}
