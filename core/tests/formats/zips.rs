//! Schedules that come zipped.

use std::io::{Cursor, Write};

use lanyard_core::formats::{Reading, ScheduleError};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::{lines, read, read_in};

const SESSIONS: &[u8] =
    br#"[{"id":1,"title":"T","state":"accepted","starts-at":"2024-10-27T10:00:00+01:00","microlocation":{"id":3}}]"#;
const EVENT: &[u8] = br#"{"name":"E","timezone":"Europe/Tirane","event-url":"https://x.example/"}"#;
const ROOMS: &[u8] = br#"[{"id":3,"name":"Hall","floor":1}]"#;

fn zip_of(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(*path, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn deflated(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_of(files, CompressionMethod::Deflated)
}

fn problems(reading: &Reading) -> Vec<&str> {
    reading.problems.iter().map(|problem| problem.what.as_str()).collect()
}

#[test]
fn an_export_of_several_files_in_folders() {
    let picture = b"\x89PNG {\"lanyard\":1}".as_slice();
    let files = [
        ("export/images/logo.png", picture),
        ("__MACOSX/export/._sessions", b"\0\x05\x16\x07{\"lanyard\":1}"),
        ("export/.DS_Store", b"[1]"),
        ("export/event", EVENT),
        ("export/microlocations", ROOMS),
        ("export/sessions", SESSIONS),
    ];
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let reading = read(zip_of(&files, method)).unwrap();
        assert_eq!(lines(&reading), ["1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/"]);
        assert_eq!((reading.schedule.title.as_deref(), reading.format.slug()), (Some("E"), "open-event"));
        assert_eq!(reading.schedule.listings[0].room.as_deref(), Some("Hall"));
        assert_eq!(problems(&reading), Vec::<&str>::new());
    }
}

#[test]
fn one_schedule_of_several_is_read_and_told() {
    let calendar =
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:C\nDTSTART:20241113T214200Z\nEND:VEVENT\nEND:VCALENDAR\n";
    let table = b"title,date,start\nA,2024-05-06,9:00\n";
    let reading =
        read_in("Europe/Berlin", deflated(&[("read me.txt", b"Hello, you."), ("a.csv", table), ("b.ics", calendar)]));
    assert_eq!(lines(&reading), ["A | A | 2024-05-06 | 2024-05-06T07:00:00Z/"]);
    assert_eq!(problems(&reading), ["One file holds a whole schedule; only that one was read."]);
}

#[test]
fn what_cannot_be_unpacked_says_why() {
    #[track_caller]
    fn check(bytes: &[u8], expect: &str) {
        match read(bytes) {
            Err(reason) => assert_eq!(reason.to_string(), expect),
            Ok(reading) => panic!("read {reading:?}"),
        }
    }
    let whole = deflated(&[("sessions", SESSIONS)]);
    let damaged = "This zip is damaged or not complete. Download it again.";
    check(&whole[..whole.len() - 10], damaged);
    let mut changed = zip_of(&[("sessions", SESSIONS)], CompressionMethod::Stored);
    let title = changed.windows(5).position(|window| window == b"title").unwrap();
    changed[title] = b'T';
    check(&changed, damaged);
    check(&deflated(&[]), "The file is empty.");
    check(&deflated(&[("a.png", b"x")]), "The file is empty.");
    check(&deflated(&[("inner.zip", &whole)]), "This is a compressed file. Unpack it first.");
    let spreadsheet =
        "This is a spreadsheet. Save it as CSV in the program that made it, or copy its cells and paste them.";
    check(&deflated(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]), spreadsheet);
    check(&deflated(&[("mimetype", b"application/vnd.oasis"), ("content.xml", b"<a/>")]), spreadsheet);
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 20 << 20];
    let bomb = deflated(&[("a.json", &zeros), ("b.json", &zeros)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(read(&bomb), Err(ScheduleError::TooLarge));
    // One that says that it is small is damaged: unpacking stops there.
    let mut liar = deflated(&[("a.json", &zeros)]);
    let length = (zeros.len() as u32).to_le_bytes();
    while let Some(at) = liar.windows(4).position(|window| window == length) {
        liar[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert_eq!(read(&liar), Err(ScheduleError::DamagedZip));
}

#[test]
fn zips_count_with_the_files_beside_them() {
    let zeros = vec![b' '; 20 << 20];
    let zip = deflated(&[("a.json", &zeros)]);
    let context =
        lanyard_core::formats::Context { zone: None, zones: &super::zones::Database, table: None, first_day: None };
    let read = |parts: &[&[u8]]| lanyard_core::formats::read_parts(parts, &context);
    assert_eq!(read(&[&zip, &zip]), Err(ScheduleError::TooLarge));
    assert_eq!(read(&[&zip, &zeros]), Err(ScheduleError::TooLarge));
}
