use super::{lines, read, read_in};
use lanyard_core::schedule::SessionStatus;

/// The sessions of a calendar with these lines in one VEVENT, read in Denver's time.
#[track_caller]
fn check(event: &str, expect: &[&str]) {
    check_calendar(&format!("BEGIN:VEVENT\nUID:u\nSUMMARY:T\n{event}\nEND:VEVENT"), expect);
}

#[track_caller]
fn check_calendar(body: &str, expect: &[&str]) {
    let calendar = format!("BEGIN:VCALENDAR\n{body}\nEND:VCALENDAR\n");
    assert_eq!(lines(&read_in("America/Denver", &calendar)), expect);
    // The same with the line ends of the specification, and with a byte order mark.
    let windows = format!("\u{feff}{}", calendar.replace('\n', "\r\n"));
    assert_eq!(lines(&read_in("America/Denver", windows)), expect);
}

#[test]
fn the_latest_change_says_of_when_the_calendar_is() {
    let event = |uid: &str, changed: &str| {
        format!("BEGIN:VEVENT\nUID:{uid}\nSUMMARY:T\nDTSTART:20241113T100000Z\n{changed}END:VEVENT\n")
    };
    let events = [
        event("a", "LAST-MODIFIED:20241024T080000Z\n"),
        event("b", "LAST-MODIFIED:20241025T080000Z\n"),
        event("c", ""),
    ];
    for (events, expect) in [(&events[..], Some("2024-10-25")), (&events[2..], None)] {
        let calendar = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", events.concat());
        let as_of = read_in("America/Denver", &calendar).schedule.as_of;
        assert_eq!(as_of.map(|day| day.to_string()).as_deref(), expect);
    }
}

#[test]
fn times_in_utc_in_a_zone_and_floating() {
    check(
        "DTSTART:20241113T214200Z\nDTEND:20241113T221200Z",
        &["u | T | 2024-11-13 | 2024-11-13T21:42:00Z/2024-11-13T22:12:00Z"],
    );
    check("DTSTART;TZID=Europe/Berlin:20241113T224200", &["u | T | 2024-11-13 | 2024-11-13T21:42:00Z/"]);
    check(
        "DTSTART:20241113T144200\nDURATION:PT30M",
        &["u | T | 2024-11-13 | 2024-11-13T21:42:00Z/2024-11-13T22:12:00Z"],
    );
    check("DTSTART;VALUE=DATE:20241113\nDTEND;VALUE=DATE:20241116", &["u | T | 2024-11-13 | /"]);
    check("DTSTART:20241113\nDTEND:20241114", &["u | T | 2024-11-13 | /"]);
    check("DTSTART;VALUE=DATE:20241113T000000\nDTEND;VALUE=DATE:20241114T000000", &["u | T | 2024-11-13 | /"]);
    check(
        "DTSTART:20241113T220000Z\nDTEND:20241113T240000Z",
        &["u | T | 2024-11-13 | 2024-11-13T22:00:00Z/2024-11-14T00:00:00Z"],
    );
}

#[test]
fn times_as_programmes_write_them_by_hand() {
    let expect = ["u | T | 2024-11-13 | 2024-11-13T21:42:00Z/"];
    for start in ["2024-11-13T21:42:00.000Z", "20241113T224200+0100", "2024-11-13T16:12:00-05:30", "2024-11-13 14:42"] {
        check(&format!("DTSTART:{start}"), &expect);
    }
    check("DTSTART;TZID=tzone://Microsoft/Utc:20241113T214200", &expect);
}

#[test]
fn exceptions_in_another_zone_than_the_rule() {
    let event = |lines: &str| format!("BEGIN:VEVENT\nUID:u\nSUMMARY:T\nDTSTART;TZID={lines}\nEND:VEVENT\n");
    let rule = "Europe/Berlin:20241113T090000\nRRULE:FREQ=DAILY;COUNT=3";
    let expect = [
        "u~20241113T0900 | T | 2024-11-13 | 2024-11-13T08:00:00Z/",
        "u~20241115T0900 | T | 2024-11-15 | 2024-11-15T08:00:00Z/",
    ];
    for except in
        [";TZID=America/New_York:20241114T030000", ":20241114T080000Z", ":20241114T090000", ";VALUE=DATE:20241114"]
    {
        check_calendar(event(&format!("{rule}\nEXDATE{except}")).trim_end(), &expect);
    }
    let moved = event("America/New_York:20241114T100000\nRECURRENCE-ID;TZID=Europe/Berlin:20241114T090000");
    let moved_line = "u~20241114T0900 | T | 2024-11-14 | 2024-11-14T15:00:00Z/";
    check_calendar((event(rule) + &moved).trim_end(), &[expect[0], moved_line, expect[1]]);
}

#[test]
fn line_ends_of_every_kind() {
    let calendar =
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nSUMMARY:Lo\n ng\nDTSTART:20241113T214200Z\nEND:VEVENT\nEND:VCALENDAR\n";
    for text in [calendar.replace('\n', "\r"), calendar.replace('\n', "\r") + "\n", calendar.replace('\n', "\r\r\n")] {
        assert_eq!(
            lines(&read_in("America/Denver", &text)),
            ["u | Long | 2024-11-13 | 2024-11-13T21:42:00Z/"],
            "{text:?}"
        );
    }
}

#[test]
fn times_on_both_sides_of_summer_time() {
    // The United States left summer time on 3 November 2024, Europe on 27 October.
    check("DTSTART:20241102T090000", &["u | T | 2024-11-02 | 2024-11-02T15:00:00Z/"]);
    check("DTSTART:20241104T090000", &["u | T | 2024-11-04 | 2024-11-04T16:00:00Z/"]);
    check("DTSTART;TZID=Europe/Berlin:20241026T090000", &["u | T | 2024-10-26 | 2024-10-26T07:00:00Z/"]);
    check("DTSTART;TZID=Europe/Berlin:20241027T090000", &["u | T | 2024-10-27 | 2024-10-27T08:00:00Z/"]);
}

#[test]
fn zones_by_whatever_name() {
    let stockholm = ["u | T | 2022-10-21 | 2022-10-21T18:00:00Z/"];
    for zone in [
        "/Europe/Stockholm",
        "\"Europe/Stockholm\"",
        "/freeassociation.sourceforge.net/Tzfile/Europe/Stockholm",
        "W. Europe Standard Time",
        "UTC+2",
        "GMT+0200",
        "w. europe standard time",
        "\"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna\"",
        "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
        "(GMT+01.00) Nowhere / Stockholm",
        "Stockholm",
    ] {
        check(&format!("DTSTART;TZID={zone}:20221021T200000"), &stockholm);
    }
    let denver = ["u | T | 2022-10-21 | 2022-10-21T18:00:00Z/"];
    for zone in ["(UTC-07:00) Mountain Time (US & Canada)", "Mountain Time (US & Canada)", "America/Denver"] {
        check(&format!("DTSTART;TZID={zone}:20221021T120000"), &denver);
    }
    check("DTSTART;TZID=(UTC-03:00) Brasilia:20221021T150000", &denver);
    // A zone nobody knows: the event's own, with a problem.
    let unknown = "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Europe/Stockholm\nBEGIN:VEVENT\nUID:u\nSUMMARY:T\n\
                   DTSTART;TZID=Moon/Base:20221021T200000\nEND:VEVENT\nEND:VCALENDAR";
    let reading = read(unknown).unwrap();
    assert_eq!(lines(&reading), stockholm);
    assert_eq!(reading.problems[0].location, "line 6");
}

#[test]
fn a_zone_the_calendar_defines_itself() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Ours\n\
        BEGIN:DAYLIGHT\nDTSTART:19700329T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\nEND:DAYLIGHT\n\
        BEGIN:STANDARD\nDTSTART:16010101T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nEND:STANDARD\n\
        END:VTIMEZONE";
    let event =
        |uid: &str, start: &str| format!("BEGIN:VEVENT\nUID:{uid}\nSUMMARY:T\nDTSTART;TZID=Ours:{start}\nEND:VEVENT");
    let body = [&event("a", "20240330T120000"), &event("b", "20240331T120000"), &event("c", "20241027T120000"), zone];
    check_calendar(
        &body.map(String::from).join("\n"),
        &[
            "a | T | 2024-03-30 | 2024-03-30T11:00:00Z/",
            "b | T | 2024-03-31 | 2024-03-31T10:00:00Z/",
            "c | T | 2024-10-27 | 2024-10-27T11:00:00Z/",
        ],
    );
}

#[test]
fn a_zone_of_the_calendars_own_making_tells_the_day_and_is_not_passed_on() {
    let calendar = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\n\
        TZOFFSETFROM:+0900\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n\
        BEGIN:VEVENT\nUID:a\nSUMMARY:T\nDTSTART;TZID=Ours:20241113T080000\nEND:VEVENT\nEND:VCALENDAR";
    let reading = read(calendar).unwrap();
    assert_eq!(lines(&reading), ["a | T | 2024-11-13 | 2024-11-12T23:00:00Z/"]);
    assert_eq!(reading.schedule.zone, None);
}

#[test]
fn recurring_sessions_become_single_ones() {
    check(
        "DTSTART:20241101T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=2;COUNT=3",
        &[
            "u~20241101T0900 | T | 2024-11-01 | 2024-11-01T15:00:00Z/2024-11-01T16:00:00Z",
            "u~20241103T0900 | T | 2024-11-03 | 2024-11-03T16:00:00Z/2024-11-03T17:00:00Z",
            "u~20241105T0900 | T | 2024-11-05 | 2024-11-05T16:00:00Z/2024-11-05T17:00:00Z",
        ],
    );
    check(
        "DTSTART;VALUE=DATE:20241101\nRRULE:FREQ=DAILY;UNTIL=20241104\nEXDATE;VALUE=DATE:20241102,20241103\nRDATE;VALUE=DATE:20241110",
        &["u~20241101 | T | 2024-11-01 | /", "u~20241104 | T | 2024-11-04 | /", "u~20241110 | T | 2024-11-10 | /"],
    );
    check(
        "DTSTART:20241101T090000\nRRULE:FREQ=DAILY;UNTIL=20241102T150000Z",
        &[
            "u~20241101T0900 | T | 2024-11-01 | 2024-11-01T15:00:00Z/",
            "u~20241102T0900 | T | 2024-11-02 | 2024-11-02T15:00:00Z/",
        ],
    );
}

#[test]
fn a_rule_without_end_stops_with_the_event() {
    let body = "BEGIN:VEVENT\nUID:desk\nSUMMARY:Desk\nDTSTART:20241112T150000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n\
                BEGIN:VEVENT\nUID:end\nSUMMARY:Closing\nDTSTART:20241113T150000Z\nEND:VEVENT";
    check_calendar(
        body,
        &[
            "desk~20241112T1500 | Desk | 2024-11-12 | 2024-11-12T15:00:00Z/",
            "desk~20241113T1500 | Desk | 2024-11-13 | 2024-11-13T15:00:00Z/",
            "end | Closing | 2024-11-13 | 2024-11-13T15:00:00Z/",
        ],
    );
}

#[test]
fn exceptions_replace_the_time_they_name() {
    let rule = "BEGIN:VEVENT\nUID:u\nSUMMARY:T\nDTSTART:20241111T150000Z\nDTEND:20241111T160000Z\nRRULE:FREQ=DAILY;COUNT=4\nEND:VEVENT\n";
    let moved =
        "BEGIN:VEVENT\nUID:u\nSUMMARY:Late\nRECURRENCE-ID:20241112T150000Z\nDTSTART:20241112T200000Z\nEND:VEVENT";
    check_calendar(
        &format!("{rule}{moved}"),
        &[
            "u~20241111T1500 | T | 2024-11-11 | 2024-11-11T15:00:00Z/2024-11-11T16:00:00Z",
            "u~20241112T1500 | Late | 2024-11-12 | 2024-11-12T20:00:00Z/",
            "u~20241113T1500 | T | 2024-11-13 | 2024-11-13T15:00:00Z/2024-11-13T16:00:00Z",
            "u~20241114T1500 | T | 2024-11-14 | 2024-11-14T15:00:00Z/2024-11-14T16:00:00Z",
        ],
    );
    let onward = moved.replace("RECURRENCE-ID:", "RECURRENCE-ID;RANGE=THISANDFUTURE:");
    check_calendar(
        &format!("{rule}{onward}"),
        &[
            "u~20241111T1500 | T | 2024-11-11 | 2024-11-11T15:00:00Z/2024-11-11T16:00:00Z",
            "u~20241112T1500 | Late | 2024-11-12 | 2024-11-12T20:00:00Z/",
            "u~20241113T1500 | Late | 2024-11-13 | 2024-11-13T20:00:00Z/",
            "u~20241114T1500 | Late | 2024-11-14 | 2024-11-14T20:00:00Z/",
        ],
    );
    check_calendar(moved, &["u~20241112T1500 | Late | 2024-11-12 | 2024-11-12T20:00:00Z/"]);
}

#[test]
fn of_two_exceptions_for_one_time_the_newer_counts() {
    let rule = "BEGIN:VEVENT\nUID:u\nSUMMARY:T\nDTSTART:20241111T150000Z\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n";
    let exception = |title: &str, sequence: i32, day: u32| {
        format!(
            "BEGIN:VEVENT\nUID:u\nSUMMARY:{title}\nSEQUENCE:{sequence}\nRECURRENCE-ID:20241112T150000Z\n\
             DTSTART:202411{day}T150000Z\nEND:VEVENT\n"
        )
    };
    let first = "u~20241111T1500 | T | 2024-11-11 | 2024-11-11T15:00:00Z/";
    let expect = [first, "u~20241112T1500 | New | 2024-11-14 | 2024-11-14T15:00:00Z/"];
    check_calendar((rule.to_owned() + &exception("Old", 1, 13) + &exception("New", 2, 14)).trim_end(), &expect);
    check_calendar((rule.to_owned() + &exception("New", 2, 14) + &exception("Old", 1, 13)).trim_end(), &expect);
    check_calendar((rule.to_owned() + &exception("Old", 0, 13) + &exception("New", 0, 14)).trim_end(), &expect);
}

#[test]
fn a_rule_that_ends_before_it_starts_leaves_its_date() {
    for rule in ["FREQ=DAILY;COUNT=0", "FREQ=DAILY;UNTIL=20241101T000000Z", "FREQ=WEEKLY;UNTIL=20241101"] {
        let calendar = format!("BEGIN:VEVENT\nUID:u\nSUMMARY:T\nDTSTART:20241111T150000Z\nRRULE:{rule}\nEND:VEVENT");
        let reading = read(&calendar).unwrap();
        assert_eq!(lines(&reading), ["u~20241111T1500 | T | 2024-11-11 | 2024-11-11T15:00:00Z/"], "{rule}");
        assert_eq!(reading.problems.len(), 1, "{rule}");
    }
}

#[test]
fn several_calendars_in_one_file() {
    let calendar = |properties: &str, uid: &str, start: &str| {
        format!(
            "BEGIN:VCALENDAR\n{properties}\nBEGIN:VEVENT\nUID:{uid}\nSUMMARY:T\nDTSTART{start}\nEND:VEVENT\nEND:VCALENDAR\n"
        )
    };
    let file = calendar("METHOD:CANCEL", "a", ":20241111T150000Z")
        + &calendar("METHOD:PUBLISH\nX-WR-TIMEZONE:Asia/Tokyo\nX-WR-CALNAME:Days", "b", ":20241112T080000");
    let reading = read(file).unwrap();
    let standings: Vec<SessionStatus> = reading.schedule.listings.iter().map(|listing| listing.status).collect();
    assert_eq!(standings, [SessionStatus::Cancelled, SessionStatus::Listed]);
    assert_eq!(
        lines(&reading),
        ["a | T | 2024-11-12 | 2024-11-11T15:00:00Z/", "b | T | 2024-11-12 | 2024-11-11T23:00:00Z/"]
    );
    assert_eq!(reading.schedule.title.as_deref(), Some("Days"));
}

#[test]
fn utc_is_no_place() {
    let expect = ["u | T | 2024-11-13 | 2024-11-14T02:00:00Z/"];
    check("DTSTART;TZID=UTC:20241114T020000", &expect);
    check("DTSTART;TZID=Etc/UTC:20241114T020000", &expect);
    let event = "BEGIN:VEVENT\nUID:u\nSUMMARY:T\nDTSTART:20241114T020000Z\nEND:VEVENT";
    check_calendar(&format!("X-WR-TIMEZONE:Etc/UTC\n{event}"), &expect);
}

#[test]
fn sessions_with_one_uid() {
    let event = |more: &str| format!("BEGIN:VEVENT\nUID:u\nDTSTART:20241113T150000Z\n{more}\nEND:VEVENT\n");
    let once = ["u | A | 2024-11-13 | 2024-11-13T15:00:00Z/"];
    check_calendar(&(event("SUMMARY:A") + &event("SUMMARY:A")), &once);
    check_calendar(&(event("SUMMARY:B\nSEQUENCE:1") + &event("SUMMARY:A\nSEQUENCE:2")), &once);
    check_calendar(&(event("SUMMARY:A\nSEQUENCE:2") + &event("SUMMARY:B\nSEQUENCE:1")), &once);
    check_calendar(
        &(event("SUMMARY:A") + &event("SUMMARY:B")),
        &[once[0], "u~2 | B | 2024-11-13 | 2024-11-13T15:00:00Z/"],
    );
}

#[test]
fn what_an_event_can_say() {
    let calendar = "BEGIN:VCALENDAR\nX-WR-CALNAME:Our\\, days\nBEGIN:VEVENT\nUID:u\nDTSTART:20241113T150000Z\nSTATUS:cancelled\n\
        SUMMARY:R&amp\\;D\\nand&nbsp\\; more\nLOCATION:Hall 1\\, Level 2\nCATEGORIES:Meeting\\, John,Work\n\
        DESCRIPTION:One\\nTwo\\\\n fol\n ded\nURL:https://x.example/1\nATTACH;FILENAME=slides.pdf:https://x.example/s\n\
        ATTENDEE;CN=\"Low, Ada\":invalid:nomail\nATTENDEE;CN=Guest:mailto:guest@x.example\n\
        BEGIN:VALARM\nSUMMARY:Alarm\nEND:VALARM\nEND:VEVENT\nBEGIN:VTODO\nSUMMARY:No session\nURL:https://x.example/to-do\nEND:VTODO\nEND:VCALENDAR";
    let reading = read(calendar).unwrap();
    assert_eq!((reading.schedule.title.as_deref(), reading.schedule.url.as_deref()), (Some("Our, days"), None));
    let [listing] = reading.schedule.listings.as_slice() else { panic!("one session, not {:?}", lines(&reading)) };
    assert_eq!(listing.title, "R&D and more");
    assert_eq!(listing.room.as_deref(), Some("Hall 1, Level 2"));
    assert_eq!(listing.track.as_deref(), Some("Meeting, John"));
    assert_eq!(listing.abstract_text.as_deref(), Some("One\nTwo\\n folded"));
    assert_eq!(listing.speakers[0].name, "Low, Ada");
    assert_eq!(listing.speakers.len(), 1);
    assert_eq!(listing.links[0].title, "slides.pdf");
    assert_eq!(listing.status, SessionStatus::Cancelled);
}

#[test]
fn a_description_that_was_not_escaped_keeps_its_lines() {
    let calendar = "BEGIN:VCALENDAR\nX-WR-CALNAME:Ours &amp; yours\nBEGIN:VEVENT\nUID:u\nSUMMARY:T\nDESCRIPTION:One\nLocation: see below\n\
        Two\nlocation:Hall\nEND:VEVENT\nEND:VCALENDAR";
    let reading = read(calendar).unwrap();
    let listing = &reading.schedule.listings[0];
    assert_eq!(listing.abstract_text.as_deref(), Some("One\nLocation: see below\nTwo"));
    assert_eq!(listing.room.as_deref(), Some("Hall"));
    assert_eq!(reading.schedule.title.as_deref(), Some("Ours & yours"));
}

#[test]
fn an_address_for_a_place_is_no_room() {
    let event = |lines: &str| format!("BEGIN:VEVENT\nUID:u\nSUMMARY:T\n{lines}\nEND:VEVENT");
    for (lines, url) in [
        ("LOCATION:https://x.example/e", "https://x.example/e"),
        ("LOCATION:https://x.example/e\nURL:https://x.example/1", "https://x.example/1"),
    ] {
        let listing = read(event(lines)).unwrap().schedule.listings.remove(0);
        assert_eq!((listing.room, listing.url.as_deref()), (None, Some(url)), "{lines}");
    }
}

#[test]
fn pretalx_puts_speakers_behind_the_title() {
    let calendar = "BEGIN:VCALENDAR\nPRODID:-//pretalx//x.example//democon\nBEGIN:VEVENT\nUID:pretalx-democon-ABC@x.example\n\
        DTSTART:20241113T150000Z\nSUMMARY:On - and off - Ada Low, Max May\nEND:VEVENT\nEND:VCALENDAR";
    let reading = read(calendar).unwrap();
    let listing = &reading.schedule.listings[0];
    assert_eq!((listing.title.as_str(), listing.speakers.len()), ("On - and off", 2));
    // A session that nobody holds keeps its own dashes. frab does the same; its library also serves others.
    for maker in ["-//pretalx//x.example//democon", "-//com.denhaven2/NONSGML ri_cal gem//EN"] {
        let calendar = calendar.replace("-//pretalx//x.example//democon", maker);
        for (written, title, people) in [("On - off - ", "On - off", 0), ("On - ", "On", 0), ("On - Ada Low", "On", 1)]
        {
            let reading = read(calendar.replace("On - and off - Ada Low, Max May", written)).unwrap();
            let listing = &reading.schedule.listings[0];
            assert_eq!((listing.title.as_str(), listing.speakers.len()), (title, people), "{maker} {written}");
        }
    }
    let other = calendar.replace("-//pretalx//x.example//democon", "ri_cal gem");
    let session = "BEGIN:VEVENT\nUID:x\nSUMMARY:No names here\nEND:VEVENT\nEND:VCALENDAR";
    let reading = read(other.replace("END:VCALENDAR", session)).unwrap();
    assert_eq!(reading.schedule.listings[0].title, "On - and off - Ada Low, Max May");
}

#[test]
fn indico_puts_speakers_before_the_description() {
    let calendar = "BEGIN:VCALENDAR\nPRODID:-//CERN//INDICO//EN\nBEGIN:VEVENT\nUID:indico-contribution-1@x.example\n\
        DTSTART:20241113T150000Z\nSUMMARY:T\n\
        DESCRIPTION:Speakers: Ada Low (CERN\\, Geneva)\\, Max May\\nAbout it\nEND:VEVENT\nEND:VCALENDAR";
    let reading = read(calendar).unwrap();
    let listing = &reading.schedule.listings[0];
    let people: Vec<_> =
        listing.speakers.iter().map(|speaker| (speaker.name.as_str(), speaker.affiliation.as_deref())).collect();
    assert_eq!(people, [("Ada Low", Some("CERN, Geneva")), ("Max May", None)]);
    assert_eq!(listing.abstract_text.as_deref(), Some("About it"));
}

#[test]
fn a_calendar_that_breaks_off_gives_what_was_whole() {
    let whole = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:A\nDTSTART:20241113T150000Z\nEND:VEVENT\n";
    for rest in ["", "BEGIN:VEVENT\nUID:b\nSUMMARY:B\nDTSTART:2024", "BEGIN:VEVENT"] {
        let reading = read(format!("{whole}{rest}")).unwrap();
        assert_eq!(lines(&reading), ["a | A | 2024-11-13 | 2024-11-13T15:00:00Z/"], "{rest}");
        assert!(!reading.problems.is_empty());
    }
    // A session that is not ended before the next one starts is still a session.
    let unended = whole.replace("END:VEVENT\n", "") + "BEGIN:VEVENT\nUID:b\nSUMMARY:B\nEND:VEVENT\nEND:VCALENDAR";
    assert_eq!(lines(&read(unended).unwrap()).len(), 2);
}

#[test]
fn calendars_in_xml() {
    let pentabarf = "<?xml version='1.0'?><iCalendar xmlns:pentabarf='http://pentabarf.org' xmlns:xCal='urn:ietf:params:xml:ns:xcal'>
        <vcalendar><version>2.0</version><prodid>-//Pentabarf//Schedule//EN</prodid><x-wr-calname>Days</x-wr-calname>
        <vevent><method>PUBLISH</method><uid>1@x</uid><pentabarf:event-id>1</pentabarf:event-id><pentabarf:title>A, B &amp; C</pentabarf:title>
        <dtstart>20241113T100000</dtstart><dtend>20241113T103000</dtend><duration>003000</duration>
        <summary>A, B &amp; C - subtitle</summary><description>back\\slash; and, comma</description><category>Talk</category>
        <url>https://x.example/1</url><location>Hall, 1</location><attendee>Ada Low</attendee><attendee>Max May</attendee></vevent>
        <vevent><uid>2@x</uid><dtstart>202411</dtstart>";
    let reading = read_in("America/Denver", pentabarf);
    assert_eq!(lines(&reading), ["1@x | A, B & C | 2024-11-13 | 2024-11-13T17:00:00Z/2024-11-13T17:30:00Z"]);
    assert_eq!((reading.format.slug(), reading.schedule.title.as_deref()), ("icalendar", Some("Days")));
    let listing = &reading.schedule.listings[0];
    let names: Vec<&str> = listing.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    assert_eq!(names, ["Ada Low", "Max May"]);
    assert_eq!((listing.room.as_deref(), listing.track.as_deref()), (Some("Hall, 1"), Some("Talk")));
    assert_eq!(listing.abstract_text.as_deref(), Some("back\\slash; and, comma"));
    assert_eq!(reading.problems.len(), 2);

    let rfc = "<icalendar xmlns='urn:ietf:params:xml:ns:icalendar-2.0'><vcalendar><properties><version><text>2.0</text></version></properties>
        <components><vevent><properties><uid><text>u</text></uid><summary><text>T</text></summary>
        <dtstart><parameters><tzid><text>Europe/Berlin</text></tzid></parameters><date-time>2024-11-13T10:00:00</date-time></dtstart>
        <duration><duration>PT30M</duration></duration></properties></vevent></components></vcalendar></icalendar>";
    assert_eq!(lines(&read(rfc).unwrap()), ["u | T | 2024-11-13 | 2024-11-13T09:00:00Z/2024-11-13T09:30:00Z"]);
}
