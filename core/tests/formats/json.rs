use super::{lines, read, read_in};
use lanyard_core::formats::{self, Context, ScheduleError};
use lanyard_core::schedule::{Listing, Precision, SessionStatus, When};

use super::zones::Database;

/// Reads in Berlin's time, which left summer time on 27 October 2024.
#[track_caller]
fn check(json: &str, expect: &[&str]) {
    assert_eq!(lines(&read_in("Europe/Berlin", json)), expect);
}

fn first(json: &str) -> Listing {
    read_in("Europe/Berlin", json).schedule.listings.swap_remove(0)
}

fn people(listing: &Listing) -> Vec<(&str, Option<&str>)> {
    listing.speakers.iter().map(|speaker| (speaker.name.as_str(), speaker.affiliation.as_deref())).collect()
}

#[test]
fn frab() {
    let schedule = |day: &str, event: &str| {
        format!(
            r#"{{"schedule":{{"conference":{{"title":"C","day_change":"06:00","days":[{{"date":"{day}","rooms":{{"R":[{{
            "id":1,"guid":"g","title":"T",{event}}}]}}}}]}}}}}}"#
        )
    };
    check(
        &schedule("2024-10-26", r#""start":"10:00","duration":"00:30""#),
        &["g | T | 2024-10-26 | 2024-10-26T08:00:00Z/2024-10-26T08:30:00Z"],
    );
    check(
        &schedule("2024-10-26", r#""start":"05:00","duration":"00:30""#),
        &["g | T | 2024-10-26 | 2024-10-27T04:00:00Z/2024-10-27T04:30:00Z"],
    );
    check(
        &schedule("2024-10-26", r#""date":"2024-10-27T02:30:00+01:00","start":"02:30","duration":"00:30""#),
        &["g | T | 2024-10-26 | 2024-10-27T01:30:00Z/2024-10-27T02:00:00Z"],
    );
    check(
        &schedule("2024-10-26", r#""start":"2024-10-26T10:00:00+02:00""#)
            .replace(r#"{"R":["#, r#"[{"name":"R","events":["#)
            .replace("]}}]}}}", "]}]}]}}}"),
        &["g | T | 2024-10-26 | 2024-10-26T08:00:00Z/"],
    );
    check(
        &schedule("2024-10-26", r#""start":"10:00","duration":"PT30M","status":"cancelled""#)
            .replace("date", "day_start"),
        &["g | T | 2024-10-26 | 2024-10-26T08:00:00Z/2024-10-26T08:30:00Z"],
    );
    let listing = first(&schedule("2024-10-26", r#""persons":[{"public_name":"Ada"}],"room":"Other","track":"Art""#));
    assert_eq!(people(&listing), [("Ada", None)]);
    assert_eq!((listing.room.as_deref(), listing.track.as_deref()), (Some("Other"), Some("Art")));
}

#[test]
fn frab_of_a_night_and_in_other_shapes() {
    // Without dates, what stands below the evening of its room is after midnight.
    check(
        r#"{"schedule":{"conference":{"title":"C","days":[{"date":"2024-12-01","rooms":{"R":[
            {"id":1,"title":"A","start":"23:00"},{"id":2,"title":"B","start":"00:30"}],"S":[{"id":3,"title":"C","start":"01:00"}]}}]}}}"#,
        &[
            "1 | A | 2024-12-01 | 2024-12-01T22:00:00Z/",
            "2 | B | 2024-12-01 | 2024-12-01T23:30:00Z/",
            "3 | C | 2024-12-01 | 2024-12-01T00:00:00Z/",
        ],
    );
    // One day, one event and one person where lists of them should be; a zone by another name.
    let single = r#"{"schedule":{"conference":{"title":"C","timezone":"Asia/Tokyo","days":{"date":"2024-12-01",
        "rooms":{"R":{"id":1,"title":"A","start":"10:00","status":"canceled","persons":{"public_name":"Ada"}}}}}}}"#;
    check(single, &["1 | A | 2024-12-01 | 2024-12-01T01:00:00Z/"]);
    assert_eq!((people(&first(single)), first(single).status), (vec![("Ada", None)], SessionStatus::Cancelled));
    // Events that stand in the day itself.
    let flat =
        r#"{"schedule":{"conference":{"days":[{"date":"2024-12-01","events":[{"id":1,"title":"A","room":"R"}]}]}}}"#;
    check(flat, &["1 | A | 2024-12-01 | /"]);
    assert_eq!(first(flat).room.as_deref(), Some("R"));
}

#[test]
fn a_programme_that_is_still_empty_says_so() {
    let reading = read(r#"{"schedule":{"conference":{"title":"C","days":[]}}}"#).unwrap();
    assert_eq!(reading.schedule.title.as_deref(), Some("C"));
    assert_eq!(reading.problems[0].what, "No session was found in it.");
}

#[test]
fn the_c3_hub() {
    let json = r#"{"schedule":{"conference":{"title":"C","tracks":[{"slug":"art","name":"Art & Beauty"}],
        "days":[{"date":"2024-12-27","start":"2024-12-27T09:00:00+01:00","end":"2024-12-28T06:00:00+01:00"},
                {"date":"2024-12-28","start":"2024-12-28T06:00:00+01:00","end":"2024-12-29T06:00:00+01:00"}]},
        "events":[{"guid":"a","title":"Late","start":"2024-12-28T00:15:00+01:00","end":"2024-12-28T00:55:00+01:00",
                   "room":{"name":"R"},"track":{"slug":"art"},"links":[{"type":"FEEDBACK","url":"https://x.example/"}],
                   "participants":[{"name":"Ada","role":"SPEAKER"},{"name":"Max","role":"CONTRIBUTOR"}]},
                  {"guid":"b","title":"Next","start":"2024-12-28T06:00:00+01:00"}]}}"#;
    check(
        json,
        &[
            "a | Late | 2024-12-27 | 2024-12-27T23:15:00Z/2024-12-27T23:55:00Z",
            "b | Next | 2024-12-28 | 2024-12-28T05:00:00Z/",
        ],
    );
    let listing = first(json);
    assert_eq!(people(&listing), [("Ada", None)]);
    assert_eq!(listing.track.as_deref(), Some("Art & Beauty"));
    assert_eq!(listing.links, []);
    // The newer draft refers to rooms by guid, and gives lengths in place of ends.
    let newer = r#"{"schedule":{"conference":{"title":"C","rooms":[{"guid":"r","name":"Hall","slug":"hall"}]},
        "events":[{"guid":"a","title":"A","state":"CANCELED","start":"2024-12-28T10:00:00+01:00","duration":"PT1H30M","room":{"guid":"r"}}]}}"#;
    check(newer, &["a | A | 2024-12-28 | 2024-12-28T09:00:00Z/2024-12-28T10:30:00Z"]);
    assert_eq!((first(newer).room.as_deref(), first(newer).status), (Some("Hall"), SessionStatus::Cancelled));
}

#[test]
fn pretalx() {
    let widget = r#"{"talks":[{"code":"ABC","title":{"de":"Vortrag","en":"Talk"},"speakers":["S"],"track":7,"room":3,
        "start":"2024-10-27T10:00:00+01:00","end":"2024-10-27T10:30:00+01:00"},{"id":9,"title":"Break","start":"2024-10-26T10:00:00"}],
        "rooms":[{"id":3,"name":{"en":"Hall"}}],"tracks":[{"id":7,"name":"Art"}],"speakers":[{"code":"S","name":"Ada"}],
        "timezone":"Europe/Berlin"}"#;
    check(
        widget,
        &[
            "ABC | Talk | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T09:30:00Z",
            "9 | Break | 2024-10-26 | 2024-10-26T08:00:00Z/",
        ],
    );
    let listing = first(widget);
    assert_eq!(people(&listing), [("Ada", None)]);
    assert_eq!((listing.room.as_deref(), listing.track.as_deref()), (Some("Hall"), Some("Art")));
    let api = r#"{"count":2,"results":[{"code":"ABC","title":"T","state":"confirmed","duration":30,"submission_type":{"en":"Talk"},
        "slot":{"start":"2024-10-27T10:00:00+01:00","room":{"en":"Hall"}},"speakers":[{"code":"S","name":"Ada"}]},
        {"code":"DEF","title":"Not yet","state":"submitted"}]}"#;
    check(api, &["ABC | T | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T09:30:00Z"]);
    assert_eq!(first(api).kind.as_deref(), Some("Talk"));
    let newer = r#"{"results":[{"code":"ABC","title":"T","state":"confirmed","submission_type":{"id":1,"name":{"en":"Talk"}},
        "slots":[{"start":"2024-10-27T10:00:00+01:00","end":"2024-10-27T10:30:00+01:00","room":{"id":1,"name":{"en":"Hall"}}},
                 {"start":"2024-10-28T10:00:00+01:00","end":"2024-10-28T10:30:00+01:00"}]}]}"#;
    check(
        newer,
        &[
            "ABC | T | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T09:30:00Z",
            "ABC~2 | T | 2024-10-28 | 2024-10-28T09:00:00Z/2024-10-28T09:30:00Z",
        ],
    );
    assert_eq!((first(newer).room.as_deref(), first(newer).kind.as_deref()), (Some("Hall"), Some("Talk")));
}

#[test]
fn sessionize() {
    let session = r#"{"id":"s","title":"T","startsAt":"2024-10-26T10:00:00","endsAt":"2024-10-26T10:30:00","room":"R",
        "speakers":[{"id":"p","name":"Ada"}],"categories":[{"name":"Level","categoryItems":[{"name":"Hard"}]}],"status":"Accepted"}"#;
    let declined = r#"{"id":"d","title":"D","startsAt":"2024-10-27T10:00:00","status":"Declined"}"#;
    let expect = ["s | T | 2024-10-26 | 2024-10-26T08:00:00Z/2024-10-26T08:30:00Z"];
    let grid = format!(
        r#"[{{"date":"2024-10-26T00:00:00","rooms":[{{"name":"R","sessions":[{session}]}},{{"sessions":[{session},{declined}]}}]}}]"#
    );
    check(&grid, &expect);
    check(&format!(r#"[{{"groupId":null,"groupName":"All","sessions":[{session}]}}]"#), &expect);
    assert_eq!(first(&grid).level.as_deref(), Some("Hard"));
    let all = r#"{"sessions":[{"id":"s","title":"T","startsAt":"2024-10-26T10:00:00","endsAt":"2024-10-26T10:30:00","roomId":5,
        "speakers":["p"],"categoryItems":[11]}],"speakers":[{"id":"p","fullName":"Ada Low","tagLine":"Red Hat"}],
        "rooms":[{"id":5,"name":"R"}],"categories":[{"title":"Track","items":[{"id":11,"name":"Art"}]}]}"#;
    check(all, &expect);
    let listing = first(all);
    assert_eq!(people(&listing), [("Ada Low", Some("Red Hat"))]);
    assert_eq!((listing.room.as_deref(), listing.track.as_deref()), (Some("R"), Some("Art")));
    // A session that names no room and no time has those of its place in the grid.
    let bare = r#"[{"date":"2024-10-26T00:00:00","rooms":[{"name":"Main","sessions":[{"id":"s","title":"T","startsAt":null,"room":null}]}]}]"#;
    check(bare, &["s | T | 2024-10-26 | /"]);
    assert_eq!(first(bare).room.as_deref(), Some("Main"));
    let speakers = r#"[{"id":"p","fullName":"Ada Low","tagLine":"Red Hat","sessions":[{"id":1,"name":"T"}]},
        {"id":"q","fullName":"Max May","sessions":[{"id":1,"name":"T"}]}]"#;
    check(speakers, &["1 | T |  | /"]);
    assert_eq!(read(r#"[{"id":"p","fullName":"Ada Low","tagLine":""}]"#), Err(ScheduleError::OnlyCompanion));
    assert_eq!(people(&first(speakers)), [("Ada Low", Some("Red Hat")), ("Max May", None)]);
}

#[test]
fn times_that_cannot_be_read_are_problems() {
    for (json, what) in [
        (r#"[{"id":"a","title":"T","startsAt":"10/26/2024 10:00 AM"}]"#, "start \"10/26/2024 10:00 AM\""),
        (r#"[{"id":"a","title":"T","startsAt":"2024-10-26T10:00:00","endsAt":"noon"}]"#, "end \"noon\""),
        (r#"[{"id":"a","title":"T","state":"accepted","starts_at":"soon","microlocation":null}]"#, "start \"soon\""),
        (r#"{"talks":[{"code":"a","title":"T","start":"soon"}]}"#, "start \"soon\""),
        (r#"[{"id":"a","title":"T","datetime":"soon"}]"#, "start \"soon\""),
        (r#"[{"id":"a","title":"T","date":"2024-10-26","time":"1:30 PM"}]"#, "start \"1:30 PM\""),
        (r#"[{"id":"a","title":"T","day":"Saturday","mins":5}]"#, "start \"Saturday\""),
        (r#"{"lanyard":1,"time_zone":"UTC","sessions":[{"id":"a","title":"T","start":"soon"}]}"#, "start \"soon\""),
    ] {
        let problems = read(json).unwrap().problems;
        let found: Vec<String> =
            problems.iter().map(|problem| format!("{}: {}", problem.location, problem.what)).collect();
        assert_eq!(found, [format!("session a: The {what} could not be read.")], "{json}");
    }
    // A day alone is no problem, and neither is what is not known yet.
    for json in [
        r#"[{"id":"a","title":"T","startsAt":null,"endsAt":null}]"#,
        r#"[{"id":"a","title":"T","day":"2024-10-26","time":"","mins":0}]"#,
        r#"{"lanyard":1,"time_zone":"UTC","sessions":[{"id":"a","title":"T","start":"2024-10-26"}]}"#,
    ] {
        assert_eq!(read(json).unwrap().problems, [], "{json}");
    }
}

#[test]
fn konopas_and_its_heirs() {
    let expect = ["1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T10:00:00Z"];
    let item = r#"{"id":"1","title":"T","date":"2024-10-27","time":"10:00","mins":"60","loc":["Room","Floor 2"],
        "tags":["track:Art","type:Panel"],"people":[{"id":"7","name":"Ada (moderator)"}]}"#;
    check(&format!("var program = [{item}];"), &expect);
    check(&format!("[{}]", item.replace("date", "day")), &expect);
    check(&format!(r#"{{"schemaVersion":2,"schedule":[{item}]}}"#), &expect);
    check(r#"[{"id":"1","title":"T","datetime":"2024-10-27T10:00:00.000+01:00","mins":60}]"#, &expect);
    check(r#"[{"id":"1","title":"T","datetime":"2024-10-27T10:00:00","mins":60}]"#, &expect);
    check(r#"[{"id":"1","title":"T","day":"2024-10-27","time":"","mins":0}]"#, &["1 | T | 2024-10-27 | /"]);
    check(
        r#"[{"id":"1","title":"T","day":"2024-10-27","time":"10:00","mins":"0","people":null}]"#,
        &["1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/"],
    );
    let listing = first(&format!("[{item}]"));
    assert_eq!(people(&listing), [("Ada", None)]);
    assert_eq!(listing.room.as_deref(), Some("Room, Floor 2"));
    assert_eq!((listing.track.as_deref(), listing.kind.as_deref()), (Some("Art"), Some("Panel")));
    // Names of the people's file win; both arrays may stand in one file.
    let both =
        format!(r#"var program = [{item}]; var people = [{{"id":"7","name":["Ada","Low","Dr."],"prog":["1"]}}];"#);
    assert_eq!(people(&first(&both)), [("Dr. Ada Low", None)]);
    // A tag's category and label are given once, and referred to by its value after that.
    let tags = r#"[{"id":"1","title":"T","mins":1,"tags":[{"value":"x"}]},
        {"id":"2","title":"U","mins":1,"tags":[{"value":"x","category":"Track","label":"Art"}]}]"#;
    assert_eq!(first(tags).track.as_deref(), Some("Art"));
}

#[test]
fn scripts_around_konopas() {
    let list = r#"[{"id":"1","title":"T","day":"2024-10-27","loc":["R"],},]"#;
    for script in [
        format!("var program =\n// by hand [1]\n{list};"),
        format!("export default {list}"),
        format!("window[\"program\"] = {list};"),
        format!("KonOpas.program.list = {list}"),
        format!("\"use strict\";\nconst program = {list} // end"),
    ] {
        check(&script, &["1 | T | 2024-10-27 | /"]);
    }
}

#[test]
fn pretalx_lists_of_the_newer_interface() {
    let slot =
        r#""room":{"id":1,"name":{"en":"Hall"}},"start":"2024-10-27T10:00:00+01:00","end":"2024-10-27T10:30:00+01:00""#;
    let talk = r#""code":"A","title":"T","state":"confirmed","speakers":[{"code":"X","name":"Ada"}],"track":{"name":{"de":"Kunst"}}"#;
    let expect = ["A | T | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T09:30:00Z"];
    for json in [
        format!(r#"{{"next":null,"results":[{{{talk},"slots":[{{"id":5,{slot}}}]}}]}}"#),
        format!(r#"{{"next":null,"results":[{{"id":5,{slot},"submission":{{{talk},"slots":[5]}}}}]}}"#),
        format!(
            r#"{{"version":"1","slots":[{{"id":5,{slot},"submission":{{{talk}}}}},{{"id":6,{slot},"submission":null}}]}}"#
        ),
    ] {
        check(&json, &expect);
        let listing = first(&json);
        assert_eq!((listing.room.as_deref(), listing.track.as_deref()), (Some("Hall"), Some("Kunst")));
        assert_eq!(people(&listing), [("Ada", None)]);
        assert_eq!(read(&json).unwrap().problems, []);
    }
    let with_break = format!(
        r#"{{"results":[{{"id":5,{slot},"submission":null,"description":{{"en":"Coffee"}},"slot_type":"break"}}]}}"#
    );
    check(&with_break, &["5 | Coffee | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T09:30:00Z"]);
    assert_eq!((first(&with_break).kind.as_deref(), first(&with_break).abstract_text), (Some("Break"), None));
    // Numbers and codes that nothing in the file explains are no names, and more than one of them is no second session.
    let bare = r#"{"next":"https://x.example/?page=2","results":[{"code":"A","title":"T","state":"confirmed",
        "slots":[5,6],"track":7,"submission_type":8,"speakers":["X"]}]}"#;
    check(bare, &["A | T |  | /"]);
    let listing = first(bare);
    assert_eq!((listing.track, listing.kind, listing.speakers), (None, None, Vec::new()));
    let problems: Vec<String> = read(bare).unwrap().problems.into_iter().map(|problem| problem.what).collect();
    assert!(problems[0].contains("?expand=") && problems[1].contains("further pages"), "{problems:?}");
}

#[test]
fn open_event() {
    let sessions = r#"[{"id":1,"title":"T","state":"accepted","start_time":"2024-10-27T10:00:00+01:00","end_time":"2024-10-27T10:00:00+01:00",
        "microlocation":{"id":3},"track":{"id":4,"name":"Art"},"speakers":[{"id":5,"name":"Ada","organisation":"FSFE"}],"session_type":null},
        {"id":2,"title":"U","state":"rejected","start_time":"2024-10-27T10:00:00+01:00"}]"#;
    check(sessions, &["1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/"]);
    assert_eq!(people(&first(sessions)), [("Ada", Some("FSFE"))]);
    check(
        &sessions.replace("start_time", "starts_at").replace("end_time", "ends_at"),
        &["1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/"],
    );
    let hyphens = sessions.replace("start_time", "starts_at").replace("end_time", "ends_at").replace('_', "-");
    check(&hyphens, &["1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/"]);
    let rooms = r#"[{"id":3,"name":"Hall","floor":1}]"#;
    let event = r#"{"name":"E","timezone":"Europe/Tirane","event_url":"https://x.example/","start_time":"2024-10-26T09:00:00+02:00"}"#;
    let parts = [rooms, sessions, event].map(str::as_bytes);
    let reading =
        formats::read_parts(&parts, &Context { zone: None, zones: &Database, table: None, first_day: None }).unwrap();
    assert_eq!(reading.schedule.title.as_deref(), Some("E"));
    assert_eq!(reading.schedule.zone.as_deref(), Some("Europe/Tirane"));
    assert_eq!(reading.schedule.listings[0].room.as_deref(), Some("Hall"));
    assert_eq!(read(rooms), Err(ScheduleError::OnlyCompanion));
}

#[test]
fn open_event_as_the_server_answers() {
    let answer = r#"{"data":[{"type":"session","id":"1","attributes":{"title":"T","starts-at":"2024-10-27T10:00:00+01:00",
        "ends-at":"2024-10-27T10:30:00+01:00","state":"accepted","is-locked":false,"short-abstract":"Short"},
        "relationships":{"track":{"data":{"type":"track","id":"4"}},"microlocation":{"data":{"type":"microlocation","id":"3"}},
        "session-type":{"data":{"type":"session-type","id":"6"}},"speakers":{"data":[{"type":"speaker","id":"5"}]},"feedbacks":{"links":{}}}},
        {"type":"session","id":"2","attributes":{"title":"U","state":"Canceled","starts-at":null}},
        {"type":"session","id":"3","attributes":{"title":"V","state":"draft","starts-at":null}}],
        "included":[{"type":"track","id":"4","attributes":{"name":"Art"}},{"type":"microlocation","id":"3","attributes":{"name":"Hall"}},
        {"type":"speaker","id":"5","attributes":{"name":"Ada","organisation":"FSFE"}},{"type":"session-type","id":"6","attributes":{"name":"Talk"}}],
        "meta":{"count":2},"jsonapi":{"version":"1.0"}}"#;
    check(answer, &["1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T09:30:00Z", "2 | U |  | /"]);
    let listing = first(answer);
    assert_eq!(people(&listing), [("Ada", Some("FSFE"))]);
    let names = [&listing.room, &listing.track, &listing.kind, &listing.abstract_text].map(Option::as_deref);
    assert_eq!(names, [Some("Hall"), Some("Art"), Some("Talk"), Some("Short")]);
    assert_eq!(read(answer).unwrap().schedule.listings[1].status, SessionStatus::Cancelled);
    let event = r#"{"data":{"type":"event","id":"1","attributes":{"name":"E","timezone":"Asia/Tokyo","schedule-published-on":null}}}"#;
    let parts = [event, answer].map(str::as_bytes);
    let reading =
        formats::read_parts(&parts, &Context { zone: None, zones: &Database, table: None, first_day: None }).unwrap();
    assert_eq!((reading.schedule.title.as_deref(), reading.schedule.zone.as_deref()), (Some("E"), Some("Asia/Tokyo")));
    assert_eq!(read(event), Err(ScheduleError::OnlyCompanion));
}

#[test]
fn lists_within_something_else() {
    let konopas = r#"{"id":"1","title":"T","date":"2024-10-27","time":"10:00","mins":30,"people":[{"id":"7"}]}"#;
    let expect = ["1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T09:30:00Z"];
    let both = format!(r#"{{"program":[{konopas}],"people":[{{"id":"7","name":["Ada","Low"],"prog":["1"]}}]}}"#);
    check(&both, &expect);
    assert_eq!(people(&first(&both)), [("Ada Low", None)]);
    check(&format!(r#"{{"status":200,"data":{{"days":1,"schedule":[{konopas}]}}}}"#), &expect);
    // Open Event's lists in one object look like Sessionize's.
    let open_event = r#"{"title":"T","id":1,"start_time":"2024-10-27T10:00:00+01:00","end_time":"2024-10-27T10:30:00+01:00","session_type":null}"#;
    check(&format!(r#"{{"sessions":[{open_event}],"speakers":[],"tracks":[]}}"#), &expect);
    let sessionize = r#"{"id":"1","title":"T","startsAt":"2024-10-27T10:00:00","endsAt":"2024-10-27T10:30:00"}"#;
    check(&format!(r#"{{"sessions":[{sessionize}],"speakers":null}}"#), &expect);
    check(&format!(r#"{{"sessions":[{sessionize}],"speakers":[],"categories":[],"rooms":[]}}"#), &expect);
    // However deep: not for ever.
    assert_eq!(
        read(format!(r#"{{"a":{{"a":{{"a":{{"a":{{"a":[{konopas}]}}}}}}}}}}"#)),
        Err(ScheduleError::Unrecognised)
    );
}

#[test]
fn lanyards_own() {
    let json = r#"{ "lanyard": 1, "title": "Days", "time_zone": "Europe/Berlin", "sessions": [
        { "id": "a", "title": "A", "start": "2024-10-26T10:00", "minutes": 30, "speakers": ["Ada", { "name": "Max", "affiliation": "IBM" }] },
        { "id": "b", "title": "B", "start": "2024-10-27T10:00", "end": "2024-10-27T11:00", "about": true, "cancelled": true },
        { "title": "Night", "start": "2024-10-27T01:00+02:00", "day": "2024-10-26", "links": ["https://x.example/", { "url": "ftp://no" }] },
        { "id": "d", "title": "Some time", "day": "2024-10-28" },
        { "id": "e" },
    ] }"#;
    let reading = read(json).unwrap();
    assert_eq!(
        lines(&reading),
        [
            "a | A | 2024-10-26 | 2024-10-26T08:00:00Z/2024-10-26T08:30:00Z",
            "b | B | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T10:00:00Z",
            "Night | Night | 2024-10-26 | 2024-10-26T23:00:00Z/",
            "d | Some time | 2024-10-28 | /",
        ]
    );
    assert_eq!(reading.problems[0].location, "session 5");
    let listings = &reading.schedule.listings;
    assert_eq!(people(&listings[0]), [("Ada", None), ("Max", Some("IBM"))]);
    assert!(matches!(listings[1].when, When::Timed { start_precision: Precision::Derived, .. }));
    assert_eq!(listings[1].status, SessionStatus::Cancelled);
    assert_eq!(listings[2].links.len(), 1);
}

#[test]
fn sessions_without_an_id_are_known_by_their_title() {
    let json = r#"{"lanyard":1,"title":"D","time_zone":"UTC","sessions":[{"title":"Talk","start":"2024-10-26T10:00"},
        {"title":"Break","start":"2024-10-26T11:00"},{"title":"Break","start":"2024-10-26T15:00"},{"title":"Break"}]}"#;
    let ids: Vec<String> = read(json).unwrap().schedule.listings.iter().map(|listing| listing.id.to_string()).collect();
    assert_eq!(ids, ["Talk", "Break 2024-10-26T11:00", "Break 2024-10-26T15:00", "Break"]);
}

/// Every property that the published definition names is one the reader knows, and the other way round.
#[test]
fn the_definition_of_lanyards_own_format_agrees_with_its_reader() {
    let definition: serde_json::Value =
        serde_json::from_str(include_str!("../../src/formats/lanyard.schema.json")).unwrap();
    let reader = include_str!("../../src/formats/lanyard.rs");
    let names = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut known = names(&definition["properties"]);
    known.extend(names(&definition["$defs"]["session"]["properties"]));
    for name in &known {
        assert!(reader.contains(&format!("\"{name}\"")), "{name} is defined and not read");
    }
    let read = reader.split("get(\"").skip(1).filter_map(|rest| rest.split('"').next());
    for name in read.filter(|name| !["name", "affiliation"].contains(name)) {
        assert!(known.iter().any(|known| known == name), "{name} is read and not defined");
    }
}

#[test]
fn a_file_that_breaks_off_gives_what_was_whole() {
    let whole = r#"{"lanyard":1,"title":"D","time_zone":"UTC","sessions":[{"title":"A"},{"title":"B","start":"2024-10-26T10:00"}]}"#;
    for length in whole.find("{\"title\":\"B\"").unwrap()..whole.len() - 3 {
        let reading = read(&whole[..length]).unwrap();
        assert_eq!(lines(&reading), ["A | A |  | /"], "{}", &whole[..length]);
        assert!(!reading.problems.is_empty());
    }
}
