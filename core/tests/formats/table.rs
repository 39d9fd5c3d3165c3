//! Tables, as several programs and people write them: the fuzzer's seeds, session by session.

use lanyard_core::formats::{self, Context, Reading, ScheduleError};
use lanyard_core::schedule::columns::{ColumnKind, DateOrder, TableMapping, TableSample};
use lanyard_core::schedule::{Day, Listing, Schedule, SessionStatus, When};

use super::zones::Database;
use super::{lines, read, read_in};

/// In Berlin's time where the table names no zone.
#[track_caller]
fn check(table: impl AsRef<[u8]>, expect: &[&str]) -> Reading {
    let reading = read_in("Europe/Berlin", table);
    assert_eq!(reading.format.slug(), "table");
    assert_eq!(lines(&reading), expect);
    reading
}

fn problems(reading: &Reading) -> Vec<String> {
    reading.problems.iter().map(|problem| format!("{}: {}", problem.location, problem.what)).collect()
}

fn people(listing: &Listing) -> Vec<(&str, Option<&str>)> {
    listing.speakers.iter().map(|speaker| (speaker.name.as_str(), speaker.affiliation.as_deref())).collect()
}

#[test]
fn sched() {
    let reading = check(
        include_str!("../../../fuzz/seeds/table/sched.csv"),
        &[
            "9f0a | Registration | 2024-11-12 | 2024-11-12T07:00:00Z/2024-11-12T08:00:00Z",
            "9f0b | Tides, Part \"One\" | 2024-11-12 | 2024-11-12T08:00:00Z/2024-11-12T08:45:00Z",
        ],
    );
    let tides = &reading.schedule.listings[1];
    assert_eq!(people(tides), [("Mara Quist", None), ("Olu Bright", None)]);
    let facts = [&tides.room, &tides.kind, &tides.track, &tides.url].map(|fact| fact.as_deref().unwrap());
    assert_eq!(facts, ["Room Gull", "Talks", "Beginners", "https://harbour.example/tides"]);
    assert_eq!(tides.abstract_text.as_deref(), Some("When the moon pulls,\nand lets go."));
    assert_eq!(problems(&reading), ["file: One session is not active, confirmed or accepted; it was left out."]);
}

#[test]
fn whova_and_guidebook() {
    let reading = check(
        include_bytes!("../../../fuzz/seeds/table/whova.csv"),
        &[
            "Breakfast | Breakfast | 2025-10-25 | 2025-10-25T06:30:00Z/2025-10-25T07:00:00Z",
            "Sea Glass | Sea Glass | 2025-10-25 | 2025-10-25T07:00:00Z/2025-10-25T10:00:00Z",
            "Night Swim | Night Swim | 2025-10-26 | 2025-10-26T22:30:00Z/2025-10-26T23:30:00Z",
        ],
    );
    assert_eq!(people(&reading.schedule.listings[1]), [("Noor Vale", None), ("Pip Aldous", None)]);
    assert_eq!(reading.schedule.listings[0].room.as_deref(), Some("Hall A; Hall B"));
    check(
        include_str!("../../../fuzz/seeds/table/guidebook.csv"),
        &[
            "Opening | Opening | 2026-04-21 | 2026-04-21T07:00:00Z/2026-04-21T08:00:00Z",
            "Panel: What Now? | Panel: What Now? | 2026-04-22 | 2026-04-22T11:00:00Z/2026-04-22T12:15:00Z",
        ],
    );
}

#[test]
fn semicolons_and_other_letters() {
    let reading = check(
        include_bytes!("../../../fuzz/seeds/table/semicolons.csv"),
        &[
            "Grüße aus Köln | Grüße aus Köln | 2024-09-27 | 2024-09-27T07:30:00Z/2024-09-27T08:15:00Z",
            "Pause | Pause | 2024-09-27 | 2024-09-27T08:15:00Z/2024-09-27T08:30:00Z",
            "Graphen | Graphen | 2024-09-28 | 2024-09-28T12:00:00Z/2024-09-28T13:30:00Z",
        ],
    );
    assert_eq!(reading.schedule.title.as_deref(), Some("Programm 2024"));
    assert_eq!(people(&reading.schedule.listings[0]), [("Änne Maß", None), ("Jörg Groß", None)]);
}

#[test]
fn pasted_cells_with_days_above_them() {
    let reading = check(
        include_str!("../../../fuzz/seeds/table/pasted.tsv"),
        &[
            "Welcome, all | Welcome, all | 2024-05-06 | 2024-05-06T07:00:00Z/2024-05-06T07:45:00Z",
            "Quiet \"Code\" | Quiet \"Code\" | 2024-05-06 | 2024-05-06T07:45:00Z/2024-05-06T08:30:00Z",
            "Loud Code | Loud Code | 2024-05-07 | 2024-05-07T11:15:00Z/2024-05-07T12:00:00Z",
        ],
    );
    assert_eq!(problems(&reading), Vec::<String>::new());
}

#[test]
fn whole_days_and_nights() {
    let reading = check(
        include_str!("../../../fuzz/seeds/table/all-day.csv"),
        &[
            "Giant Game | Giant Game | 2019-05-03 | /",
            "Late Songs | Late Songs | 2019-05-04 | 2019-05-04T21:00:00Z/2019-05-04T23:00:00Z",
            "Early Words | Early Words | 2019-05-05 | 2019-05-05T08:00:00Z/2019-05-05T08:45:00Z",
        ],
    );
    assert!(matches!(reading.schedule.listings[0].when, When::Day(_)));
}

#[test]
fn a_day_holds_for_the_rows_below_it() {
    let reading = check(
        include_str!("../../../fuzz/seeds/table/merged.csv"),
        &[
            "Coffee 2024-06-01 10:00 | Coffee | 2024-06-01 | 2024-06-01T08:00:00Z/",
            "Coffee 11:00 | Coffee | 2024-06-01 | 2024-06-01T09:00:00Z/",
            "Lunch | Lunch | 2024-06-01 | 2024-06-01T10:00:00Z/",
            "Coffee 2024-06-02 10:00 | Coffee | 2024-06-02 | 2024-06-02T08:00:00Z/",
            "Somewhen | Somewhen |  | /",
        ],
    );
    assert_eq!(reading.schedule.title.as_deref(), Some("The Harbour Days 2024"));
    assert_eq!(reading.schedule.listings[2].status, SessionStatus::Cancelled);
    assert_eq!(
        problems(&reading),
        [
            "session Somewhen: The start \"TBD\" could not be read.",
            "file: One session is not active, confirmed or accepted; it was left out."
        ]
    );
}

#[test]
fn a_zone_and_companies() {
    let reading = check(
        include_str!("../../../fuzz/seeds/table/zones.csv"),
        &[
            "a1 | One | 2024-07-01 | 2024-07-01T13:00:00Z/2024-07-01T13:30:00Z",
            "a2 | Two | 2024-07-01 | 2024-07-01T15:00:00Z/2024-07-01T15:30:00Z",
        ],
    );
    assert_eq!((reading.schedule.zone.as_deref(), reading.names_zone), (Some("America/New_York"), true));
    let [one, two] = &reading.schedule.listings[..] else { panic!() };
    assert_eq!(people(one), [("Ida Low", Some("Mill")), ("Max May", Some("Well"))]);
    assert_eq!(people(two), [("Ida Low", Some("Mill, Inc."))]);
    assert_eq!((one.level.as_deref(), one.language.as_deref(), &two.url), (Some("beginner"), Some("en"), &None));
}

#[test]
fn dates_that_may_be_two_days_are_told() {
    let table = "title,date,start\nA,3/5/2019,9:00\n";
    let reading = check(table, &["A | A | 2019-03-05 | 2019-03-05T08:00:00Z/"]);
    assert_eq!(
        problems(&reading),
        ["file: Dates here could have the day or the month first; they were read as month, day."]
    );
    let mut mapping = reading.table.unwrap().mapping;
    mapping.date_order = Some(DateOrder::DayFirst);
    let reading = read_with(table, &mapping).unwrap();
    assert_eq!(lines(&reading), ["A | A | 2019-05-03 | 2019-05-03T09:00:00Z/"]);
    assert_eq!(problems(&reading), Vec::<String>::new());
}

fn read_with(table: &str, mapping: &TableMapping) -> Result<Reading, ScheduleError> {
    formats::read(table.as_bytes(), &Context { zone: None, zones: &Database, table: Some(mapping), first_day: None })
}

/// What a page is told of a table that nobody understands.
#[track_caller]
fn unknown(table: &str) -> TableSample {
    match read(table) {
        Err(ScheduleError::UnknownColumns(sample)) => *sample,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_table_that_says_too_little_is_read_once_its_columns_are_named() {
    let table = "Was,Wer da,Wann genau\nBrot backen,Ida Low,2024-05-06 9:00\nKuchen,Max May,2024-05-06 10:30\n";
    let sample = unknown(table);
    assert_eq!(sample.headers, ["Was", "Wer da", "Wann genau"]);
    assert_eq!(sample.mapping.columns, [(ColumnKind::Start, "Wann genau".to_owned())], "by its values");
    assert_eq!(sample.rows[1], ["Kuchen", "Max May", "2024-05-06 10:30"]);
    let message = read(table).unwrap_err().to_string();
    assert!(message.contains("Its columns are Was, Wer da, Wann genau."), "{message}");

    let mut mapping = sample.mapping;
    mapping.columns.push((ColumnKind::Title, "Was".to_owned()));
    mapping.columns.push((ColumnKind::Speakers, "Wer da".to_owned()));
    let mapping = TableMapping::decode(&mapping.encode()).unwrap();
    let expect = [
        "Brot backen | Brot backen | 2024-05-06 | 2024-05-06T09:00:00Z/",
        "Kuchen | Kuchen | 2024-05-06 | 2024-05-06T10:30:00Z/",
    ];
    let reading = read_with(table, &mapping).unwrap();
    assert_eq!(
        (lines(&reading), people(&reading.schedule.listings[1])),
        (expect.map(str::to_owned).to_vec(), vec![("Max May", None)])
    );
    // The next state of the sheet has a title and one more column.
    let moved = "Unser Programm,,,\nRaum,Was,Wann genau,Wer da\nSaal,Brot backen,2024-05-06 9:00,Ida Low\nSaal,Kuchen,2024-05-06 10:30,Max May\n";
    assert_eq!(lines(&read_with(moved, &mapping).unwrap()), expect);
}

#[test]
fn a_table_without_a_header_is_read_by_the_numbers_of_its_columns() {
    let table = "9:00\t9:30\tWelcome\tHall\n9:30\t10:00\tTea\tFoyer\n\t\tSession 1\t\n10:00\t10:30\tSoil\tHall\n";
    let sample = unknown(table);
    assert_eq!(sample.headers, ["Column 1", "Column 2", "Column 3", "Column 4"]);
    let mut mapping = sample.mapping;
    assert_eq!(mapping.columns.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [ColumnKind::Start, ColumnKind::End]);
    mapping.columns.push((ColumnKind::Title, "Column 3".to_owned()));
    let reading = read_with(table, &mapping).unwrap();
    assert_eq!(
        reading.schedule.listings.len(),
        4,
        "the first row is a session, and what stands between them no header"
    );
    // A clock without a day is no time.
    assert_eq!(
        problems(&reading),
        ["file: Sessions without a date: 3. The table does not say on which day it begins."]
    );
}

/// Reads a table that has no dates: nothing but its day is missing at first, and nothing when the first one is said.
#[track_caller]
fn check_from(first_day: &str, table: &str, expect: &[&str]) {
    let read = |first_day| {
        let context = Context { zone: None, zones: &Database, table: None, first_day };
        formats::read(table.as_bytes(), &context).unwrap()
    };
    let undated = read(None);
    assert!(undated.table.unwrap().lacks_dates);
    assert!(undated.schedule.listings.iter().all(|listing| listing.when.start().is_none() && listing.day.is_none()));
    assert_eq!(undated.problems.len(), 1, "{:?}", undated.problems);
    let dated = read(Day::parse(first_day));
    assert_eq!(lines(&dated), expect);
    assert!(dated.table.unwrap().lacks_dates, "it can be said again");
    assert_eq!(dated.problems, []);
    let titles = |schedule: Schedule| schedule.listings.into_iter().map(|listing| listing.title).collect::<Vec<_>>();
    assert_eq!(titles(undated.schedule), titles(dated.schedule));
}

#[test]
fn days_without_a_date_are_counted_from_the_first_one() {
    check_from(
        "2025-05-08",
        include_str!("../../../fuzz/seeds/table/weekdays.csv"),
        &[
            "Counting Pebbles | Counting Pebbles | 2025-05-08 | 2025-05-08T08:00:00Z/2025-05-08T10:30:00Z",
            "Sorting Pebbles | Sorting Pebbles | 2025-05-09 | 2025-05-09T09:00:00Z/2025-05-09T09:30:00Z",
            "Throwing Pebbles | Throwing Pebbles | 2025-05-08 | 2025-05-08T09:00:00Z/",
            "Skimming Pebbles | Skimming Pebbles | 2025-05-08 | 2025-05-08T16:00:00Z/",
        ],
    );
    // 15 June 2017 was a Thursday.
    check_from(
        "2017-06-15",
        "day,title,start,end\nThursday,A,08:00,10:30\nFri,B,9:00,9:30\nSamstag,C,9:00,\nthursday,D,16:00,\n",
        &[
            "A | A | 2017-06-15 | 2017-06-15T08:00:00Z/2017-06-15T10:30:00Z",
            "B | B | 2017-06-16 | 2017-06-16T09:00:00Z/2017-06-16T09:30:00Z",
            "C | C | 2017-06-17 | 2017-06-17T09:00:00Z/",
            "D | D | 2017-06-15 | 2017-06-15T16:00:00Z/",
        ],
    );
    check_from(
        "2025-09-17",
        "day,start_hour,title\n1,9,A\n1,9:15,B\n3,9,C\n",
        &[
            "A | A | 2025-09-17 | 2025-09-17T09:00:00Z/",
            "B | B | 2025-09-17 | 2025-09-17T09:15:00Z/",
            "C | C | 2025-09-19 | 2025-09-19T09:00:00Z/",
        ],
    );
    // The first of its days, whatever its number: when the table is read again, that is what is known.
    check_from(
        "2025-09-17",
        "day,start,title\nDay 2,9:00,A\nDay 3,9:00,B\n",
        &["A | A | 2025-09-17 | 2025-09-17T09:00:00Z/", "B | B | 2025-09-18 | 2025-09-18T09:00:00Z/"],
    );
    check_from(
        "2024-12-30",
        "date,time,title\n30 Dec,9:00,A\n2. Januar,9:15,B\n",
        &["A | A | 2024-12-30 | 2024-12-30T09:00:00Z/", "B | B | 2025-01-02 | 2025-01-02T09:15:00Z/"],
    );
}

#[test]
fn a_break_without_a_title_is_called_by_its_kind() {
    let table = "date,start,type,title\n2024-05-06,9:00,Talk,A\n2024-05-06,10:00,Break,\n2024-05-06,,Talk,\n";
    let expect = ["A | A | 2024-05-06 | 2024-05-06T07:00:00Z/", "Break | Break | 2024-05-06 | 2024-05-06T08:00:00Z/"];
    let reading = check(table, &expect);
    assert_eq!(problems(&reading), ["line 4: This row has no title; it was left out."]);
}

#[test]
fn clocks_are_found_beside_a_day_also_where_nothing_calls_them_so() {
    check(
        "Date,Anpfiff,Title,Name,Changed\n2024-05-06,9:00,A,Ida Low,2024-01-01 8:00\n2024-05-07,10:00,B,Max May,2024-01-01 9:00\n",
        &["A | A | 2024-05-06 | 2024-05-06T07:00:00Z/", "B | B | 2024-05-07 | 2024-05-07T08:00:00Z/"],
    );
    let reading = check(
        "Date,Title,Changed\n2024-05-06 9:00,A,8:00\n2024-05-07 10:00,B,9:00\n",
        &["A | A | 2024-05-06 | 2024-05-06T07:00:00Z/", "B | B | 2024-05-07 | 2024-05-07T08:00:00Z/"],
    );
    assert!(reading.schedule.listings.iter().all(|listing| listing.speakers.is_empty()));
}

#[test]
fn summer_time_is_that_of_the_days_that_are_counted() {
    let context =
        Context { zone: Some("Europe/Berlin"), zones: &Database, table: None, first_day: Day::parse("2017-06-15") };
    let reading = formats::read(b"day,title,start\nThursday,A,08:00\nFriday,B,08:00\n", &context).unwrap();
    assert_eq!(
        lines(&reading),
        ["A | A | 2017-06-15 | 2017-06-15T06:00:00Z/", "B | B | 2017-06-16 | 2017-06-16T06:00:00Z/"]
    );
}

#[test]
fn a_row_may_name_the_day_of_those_below_it_and_a_table_may_have_one_day() {
    check_from(
        "2025-09-17",
        "start,title,room\nDay 1,,\n9:00,A,Hall\nDay 2,,\n9:00,Keynote 1,Hall\nThursday,,\n10:00,C,Hall\n",
        &[
            "A | A | 2025-09-17 | 2025-09-17T09:00:00Z/",
            "Keynote 1 | Keynote 1 | 2025-09-18 | 2025-09-18T09:00:00Z/",
            "C | C | 2025-09-18 | 2025-09-18T10:00:00Z/",
        ],
    );
    check_from(
        "2025-09-17",
        "start,end,title\n13:00,13:10,A\n13:10,13:15,B\n",
        &[
            "A | A | 2025-09-17 | 2025-09-17T13:00:00Z/2025-09-17T13:10:00Z",
            "B | B | 2025-09-17 | 2025-09-17T13:10:00Z/2025-09-17T13:15:00Z",
        ],
    );
}

#[test]
fn a_table_with_dates_needs_no_first_day() {
    let table = "start,title,room\n2025-09-17,,\n9:00,A,Hall\n2025-09-18,,\n10:00,B,Hall\n";
    let context = Context { zone: None, zones: &Database, table: None, first_day: Day::parse("2020-01-01") };
    let reading = formats::read(table.as_bytes(), &context).unwrap();
    assert!(!reading.table.as_ref().unwrap().lacks_dates);
    assert_eq!(
        lines(&reading),
        ["A | A | 2025-09-17 | 2025-09-17T09:00:00Z/", "B | B | 2025-09-18 | 2025-09-18T10:00:00Z/"]
    );
}

/// What a page shows as the guess, and gives back unchanged, reads the same.
#[test]
fn the_guess_given_back_changes_nothing() {
    let seeds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/table");
    for file in std::fs::read_dir(seeds).unwrap().map(Result::unwrap) {
        let bytes = std::fs::read(file.path()).unwrap();
        let guessed = read(&bytes).unwrap();
        let mapping = &guessed.table.as_ref().unwrap().mapping;
        let context = Context { zone: None, zones: &Database, table: Some(mapping), first_day: None };
        assert_eq!(formats::read(&bytes, &context).unwrap(), guessed, "{:?}", file.path());
    }
}

#[test]
fn the_delimiter_that_a_first_row_names_is_no_title() {
    let reading = check("sep=;\nTitle;Date\nA;2024-05-06\n", &["A | A | 2024-05-06 | /"]);
    assert_eq!(reading.schedule.title, None);
}

#[test]
fn what_is_no_table_is_none() {
    for text in
        ["Hello, dear all,\nwe meet at 9:00, in the hall.\nYours, Ida\n", "a,b\nc,d\n", "title\nA\n", "title,date\n"]
    {
        assert!(!matches!(read(text), Ok(_) | Err(ScheduleError::UnknownColumns(_))), "{text}");
    }
    assert!(matches!(read("item,price,amount\nBread,3,1\nCake,4,2\n"), Err(ScheduleError::UnknownColumns(_))));
    // A mapping changes nothing for what is no table.
    let mapping = TableMapping::decode("\ntitle Was").unwrap();
    let json = r#"{"lanyard":1,"title":"A","sessions":[{"title":"T, U"}]}"#;
    assert_eq!(read_with(json, &mapping).unwrap().format.slug(), "lanyard");
}

#[test]
fn more_rows_than_an_event_can_have_are_told() {
    let table = format!("title,date\n{}", "A,2024-05-06\n".repeat(20_005));
    let reading = read(table).unwrap();
    assert_eq!(reading.schedule.listings.len(), 20_000);
    assert!(problems(&reading).iter().any(|problem| problem.contains("5 more rows")), "{:?}", &problems(&reading)[..2]);
}
