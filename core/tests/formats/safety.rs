//! Hostile and hopeless input: refused with a reason, or read within bounds.

use super::read;
use lanyard_core::formats::ScheduleError;
use proptest::prelude::*;

const UNRECOGNISED: &str =
    "This is no schedule in a format that Lanyard reads. Look for an iCalendar file (.ics) on the conference's page.";

#[track_caller]
fn check_refused(input: impl AsRef<[u8]>, expect: &str) {
    match read(input) {
        Err(reason) => assert_eq!(reason.to_string(), expect),
        Ok(reading) => panic!("read {reading:?}"),
    }
}

#[test]
fn what_is_no_schedule_says_what_it_is() {
    check_refused("", "The file is empty.");
    check_refused(" \n ", "The file is empty.");
    check_refused(b"PK\x03\x04....", "This zip is damaged or not complete. Download it again.");
    check_refused(b"\x1f\x8b....", "This is a compressed file. Unpack it first.");
    check_refused(
        "<!DOCTYPE html><html><body>Log in to the Wi-Fi</body></html>",
        "This is a web page, not a schedule.",
    );
    check_refused("hello", UNRECOGNISED);
    check_refused("{\"schedule\":\"x\"}", UNRECOGNISED);
    check_refused("[]", UNRECOGNISED);
    check_refused("<rss><channel/></rss>", UNRECOGNISED);
    check_refused("BEGIN:VCALENDAR\nEND:VCALENDAR", "This looks like iCalendar but holds no session.");
    check_refused("<schedule/>", "This looks like frab XML but holds no session.");
}

#[test]
fn a_document_type_is_refused_before_anything_is_expanded() {
    let bomb =
        "<?xml version='1.0'?>\n<!DOCTYPE schedule [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><schedule>&b;</schedule>";
    assert_eq!(read(bomb), Err(ScheduleError::DocumentType { line: 2 }));
}

#[test]
fn a_schedule_far_too_deep_is_refused_with_its_place() {
    let deep = format!("<schedule>\n{}", "<a>".repeat(100_000));
    assert_eq!(read(deep), Err(ScheduleError::TooMuch { line: 2 }));
    let calendar = format!("{}SUMMARY:x\n", "BEGIN:VCALENDAR\n".repeat(100_000));
    assert!(read(calendar).is_err());
}

#[test]
fn names_hide_nothing_and_turn_nothing_around() {
    let calendar = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20241113T214200Z\n\
        SUMMARY:pay\u{202e}lap\u{200b}\nLOCATION:Hall\u{2066} B\u{feff}\nEND:VEVENT\nEND:VCALENDAR\n";
    let listing = read(calendar).unwrap().schedule.listings.remove(0);
    assert_eq!((listing.title.as_str(), listing.room.as_deref()), ("paylap", Some("Hall B")));
}

#[test]
fn recurrence_bombs_are_capped() {
    let event = |rule: &str| {
        format!(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nSUMMARY:T\nDTSTART:20240101T000000Z\n{rule}\nEND:VEVENT\nEND:VCALENDAR"
        )
    };
    for (rule, sessions) in [
        ("RRULE:FREQ=DAILY;COUNT=1000000000", 401),
        ("RRULE:FREQ=DAILY;UNTIL=99991231", 401),
        ("RRULE:FREQ=SECONDLY;COUNT=1000000000", 1),
        ("RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYSECOND=1,2,3", 1),
        ("RRULE:FREQ=YEARLY;INTERVAL=2147483647;COUNT=9", 1),
    ] {
        let reading = read(event(rule)).unwrap();
        assert_eq!(reading.schedule.listings.len(), sessions, "{rule}");
        assert!(!reading.problems.is_empty(), "{rule}");
    }
    let many = (0..200).map(|n| {
        format!("BEGIN:VEVENT\nUID:{n}\nSUMMARY:T\nDTSTART:20240101\nRRULE:FREQ=DAILY;COUNT=400\nEND:VEVENT\n")
    });
    let reading = read(format!("BEGIN:VCALENDAR\n{}END:VCALENDAR", many.collect::<String>())).unwrap();
    assert_eq!(reading.schedule.listings.len(), 20_000);
}

#[test]
fn the_list_of_problems_is_bounded_and_says_so() {
    let events = "<event/>".repeat(5_000);
    let reading = read(format!("<schedule><conference><title>C</title></conference>{events}</schedule>")).unwrap();
    assert_eq!(reading.problems.len(), 101);
    assert_eq!(reading.problems[100].what, "4900 more problems are not shown.");
}

/// Inputs that make careless readers take quadratic time: repeated ids, unclosed tags, endless rules. A fault of that
/// kind takes a minute here; the limit only has to tell that from a slow machine.
#[test]
fn nothing_takes_longer_than_its_size_allows() {
    let xml = |body: String| format!("<schedule><day date='2024-10-26'>{body}");
    let calendar = |body: String| format!("BEGIN:VCALENDAR\nPRODID:-//Sched.com X//EN\n{body}");
    let zone = "BEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=DAILY\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:STANDARD\n";
    let session = "BEGIN:VEVENT\nSUMMARY:T\nDTSTART;TZID=Z:20240101T000000\nRRULE:FREQ=DAILY;COUNT=400\nEND:VEVENT\n";
    let exception = |day: usize| {
        format!(
            "BEGIN:VEVENT\nUID:u\nSUMMARY:T\nRECURRENCE-ID;RANGE=THISANDFUTURE:{day:04}0101\nDTSTART:20240101\nEND:VEVENT\n"
        )
    };
    let minutes = |count: usize| -> String {
        let minute = |n: usize| {
            format!("{:06}{:02}T{:02}{:02}00", 202_401 + n / 28_800, n / 1_440 % 20 + 1, n / 60 % 24, n % 60)
        };
        let exception = |n| format!("BEGIN:VEVENT\nUID:u\nRECURRENCE-ID:{0}\nDTSTART:{0}\nEND:VEVENT\n", minute(n));
        (0..count).map(exception).collect()
    };
    let room =
        |number: usize| format!("BEGIN:VEVENT\nSUMMARY:T - Ada Low\\, IBM\nLOCATION:A\\, {number}\nEND:VEVENT\n");
    let inputs = [
        xml("<event id='1'/>".repeat(7_000)),
        xml("<event id='1'><title>T</title></event>".repeat(2_600)),
        xml("<a b=\"".repeat(16_000)),
        xml("</x>".repeat(25_000)),
        xml(format!("<event id='1'><title>{}", "&".repeat(100_000))),
        calendar(format!("BEGIN:VTIMEZONE\nTZID:Z\n{}END:VTIMEZONE\n{}", zone.repeat(60), session.repeat(900))),
        calendar(format!(
            "{}{}",
            session.replace("SUMMARY", "UID:u\nSUMMARY"),
            (1..1_000).map(exception).collect::<String>()
        )),
        calendar(format!("{}{}", session.replace("SUMMARY", "UID:u\nSUMMARY"), minutes(30_000))),
        calendar((0..1_300).map(room).collect()),
        calendar(format!("BEGIN:VEVENT\nSUMMARY:x\n{}", " y\n".repeat(33_000))),
        format!("{{\"lanyard\":1,\"title\":\"x\",\"sessions\":[{}]}}", "{\"title\":\"T\"},".repeat(7_000)),
        format!("[{{\"title\":\"T\",\"mins\":1,{}}}]", "\"a\":1,".repeat(16_000)),
        "[/*".repeat(33_000),
        format!("title,date\n{}", "\"a,".repeat(33_000)),
        format!("title,date\n{}", "A,2024-05-06\n".repeat(8_000)),
        format!("title,date\n{}", "\"".repeat(100_000)),
        format!("title,date,{}\n", "speaker,".repeat(12_000)),
        format!("title,date\n{}", "1 ".repeat(50_000)),
        format!("title,date\nA,{}", "1 am ".repeat(20_000)),
        ",".repeat(100_000),
        "a;b\n".repeat(25_000),
    ];
    for input in inputs {
        #[allow(clippy::disallowed_methods, reason = "this test is about time")]
        let start = std::time::Instant::now();
        let _ = read(&input);
        let seconds = start.elapsed().as_secs();
        assert!(seconds < 10, "{seconds} s for {}", &input[..200]);
    }
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"title\":",
    "\"date\":\"2024-12-01\"",
    "\"time\":\"10:00\"",
    "\"rooms\":",
    "\"sessions\":",
    "\"lanyard\":1",
    "\"schedule\":",
    "\"conference\":",
    "\"days\":",
    "\"startsAt\":",
    "\"mins\":",
    "\"talks\":",
    "\\u",
    "var x = ",
    "//",
    "/*",
    "<schedule>",
    "<day date='2024-12-01'>",
    "<event id='1'>",
    "<title>",
    "</title>",
    "</event>",
    "<start>10:00</start>",
    "<date>",
    "BEGIN:VCALENDAR\n",
    "BEGIN:VEVENT\n",
    "END:VEVENT\n",
    "DTSTART:20241113T150000\n",
    "DTSTART;TZID=",
    "Europe/Berlin:",
    "SUMMARY:",
    "RRULE:FREQ=WEEKLY;BYDAY=",
    "-1SU",
    ",",
    ";",
    ":",
    "\n",
    "\r",
    " ",
    "\"",
    "'",
    "&amp;",
    "ü",
    "9",
    "<",
    ">",
    "\0",
    "\u{feff}",
    "title,date,start\n",
    "title\tstart\tend\n",
    "A,5/3/2019,4:00 PM\n",
    "10:00 - 11:00",
    "\"\"",
    "\t",
    "\"results\":[",
    "\"startDate\":{\"date\":\"2024-12-01\",\"time\":\"10:00\"}",
    "\"event_key\":1",
    "PK\u{3}\u{4}",
];

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(bytes);
    }

    #[test]
    fn no_mixture_of_pieces_makes_it_panic(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let _ = read(pieces.concat());
    }
}

/// The fuzzer starts from these; each must reach the reader it is named after.
#[test]
fn the_fuzzers_seeds_are_what_their_folders_say() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds");
    for folder in std::fs::read_dir(seeds).unwrap().map(Result::unwrap) {
        for file in std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            let reading = read(std::fs::read(file.path()).unwrap()).unwrap();
            assert_eq!(folder.file_name(), reading.format.slug(), "{:?}", file.path());
            assert!(!reading.schedule.listings.is_empty(), "{:?}", file.path());
        }
    }
}
