//! Every file of `../shared/schedules`, with the right counts.

use std::collections::BTreeSet;
use std::path::PathBuf;

use lanyard_core::formats::{Context, ScheduleError, read_parts};

use super::read;
use super::shared::shared;
use super::zones::Database;

/// What is in a file: its format, how many sessions, how many of them with a time, rooms, people and days.
type Counts = (&'static str, usize, usize, usize, usize, usize);

#[track_caller]
fn check(path: &str, expect: Counts) {
    check_together(&[path], expect);
}

/// The same for a schedule in several files.
#[track_caller]
fn check_together(paths: &[&str], expect: Counts) {
    let Some(found) = paths.iter().map(|path| shared(&["schedules/", path].concat())).collect::<Option<Vec<PathBuf>>>()
    else {
        return;
    };
    let parts: Vec<Vec<u8>> = found.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let context = Context { zone: None, zones: &Database, table: None, first_day: None };
    let reading = read_parts(&parts, &context).unwrap();
    let listings = &reading.schedule.listings;
    let timed = listings.iter().filter(|listing| listing.when.start().is_some()).count();
    let rooms: BTreeSet<_> = listings.iter().filter_map(|listing| listing.room.as_deref()).collect();
    let people: BTreeSet<_> =
        listings.iter().flat_map(|listing| &listing.speakers).map(|speaker| &speaker.name).collect();
    let days: BTreeSet<_> = listings.iter().filter_map(|listing| listing.day).collect();
    let found = (reading.format.slug(), listings.len(), timed, rooms.len(), people.len(), days.len());
    assert_eq!(found, expect, "{paths:?} {:?}", reading.problems);
}

#[test]
fn frab_xml() {
    // FOSDEM lists rooms without a session too (35 and 40 of 2 days); only rooms in use are counted.
    check("frab-xml/fosdem-2007.xml", ("frab-xml", 215, 215, 18, 204, 2));
    check("frab-xml/fosdem-2020.xml", ("frab-xml", 872, 872, 35, 841, 2));
    check("frab-xml/fosdem-2023.xml", ("frab-xml", 780, 780, 35, 787, 2));
    check("frab-xml/fosdem-2025-older.xml", ("frab-xml", 927, 927, 29, 965, 2));
    check("frab-xml/fosdem-2025.xml", ("frab-xml", 943, 943, 29, 992, 2));
    // Four talks of 31C3 and 58 sessions of 38C3 start after midnight and belong to the day before.
    check("frab-xml/ccc-31c3-latest.xml", ("frab-xml", 138, 138, 4, 197, 4));
    check("frab-xml/ccc-31c3-older1.xml", ("frab-xml", 139, 139, 4, 197, 4));
    // A newline stands before the XML declaration.
    check("frab-xml/ccc-31c3-older2.xml", ("frab-xml", 139, 139, 4, 197, 4));
    check("frab-xml/ccc-38c3-20251206.xml", ("frab-xml", 1007, 1007, 72, 567, 4));
}

#[test]
fn icalendar() {
    check("ics/kielux-2020.ics", ("icalendar", 24, 24, 4, 20, 2));
    // People are read out of titles, where a handful of several hundred cannot be told from companies.
    // Six days: registration opens on the Sunday before, and one item is on the Friday after.
    check("ics/sched-kubecon-eu-2026-all-older2.ics", ("icalendar", 564, 564, 46, 701, 6));
    check("ics/sched-kubecon-eu-2026-all-older1.ics", ("icalendar", 599, 599, 51, 695, 6));
}

#[test]
fn frab_json() {
    check("frab-json/pretalx-democon.json", ("frab-json", 36, 36, 2, 27, 3));
    // Invalid by its schema, for its rooms stand in the wrong place; all of it can be read.
    check("frab-json/invalid-example.json", ("frab-json", 1, 1, 1, 1, 1));
    // Four people are named; one of them contributes and does not speak. Both sessions belong to the first day.
    check("frab-json/hub-schedule2.json", ("hub-json", 2, 2, 2, 3, 1));
}

#[test]
fn sessionize() {
    // Each session stands in the grid twice, by room and by time slot.
    check("sessionize/droidcon-2021-schedule.json", ("sessionize", 80, 80, 5, 67, 2));
    check("sessionize/droidcon-2023-schedule.json", ("sessionize", 71, 71, 4, 69, 2));
}

#[test]
fn konopas_and_conclar() {
    // People are fewer than the names written in the programme (147 and 663, 74 and 110): moderators are marked there.
    check("konopas/finncon2013-program.js", ("konopas", 102, 102, 8, 133, 3));
    check("konopas/sample-program.js", ("konopas", 617, 617, 40, 492, 4));
    check("conclar/2023-program.json", ("conclar", 64, 64, 10, 55, 3));
    check("conclar/octocon2022-schedule.json", ("conclar", 86, 86, 8, 76, 3));
    check("conclar/octocon2024-schedule.json", ("conclar", 68, 68, 6, 60, 2));
    // With their people, in either order.
    check_together(
        &["konopas/finncon2013-people.js", "konopas/finncon2013-program.js"],
        ("konopas", 102, 102, 8, 133, 3),
    );
    check_together(&["konopas/sample-program.js", "konopas/sample-people.js"], ("konopas", 617, 617, 40, 492, 4));
    check_together(
        &["conclar/octocon2022-people.json", "conclar/octocon2022-schedule.json"],
        ("conclar", 86, 86, 8, 76, 3),
    );
    check_together(
        &["conclar/octocon2024-participants.json", "conclar/octocon2024-schedule.json"],
        ("conclar", 68, 68, 6, 60, 2),
    );
}

#[test]
fn open_event() {
    let counts = ("open-event", 58, 58, 6, 39, 2);
    check("open-event/OSCAL2017/sessions.json", counts);
    let all = ["event", "microlocations", "sessions", "speakers", "tracks"];
    let all = all.map(|name| format!("open-event/OSCAL2017/{name}.json"));
    check_together(&all.each_ref().map(String::as_str), counts);
    // With hyphens in their names; one session of Nextcloud's is pending.
    check_open_event("Droidcon17", ("open-event", 38, 38, 3, 32, 2));
    check_open_event("NextcloudConference2017", ("open-event", 53, 53, 3, 34, 7));
    check_open_event("OTS16", ("open-event", 82, 82, 8, 77, 1));
}

/// The sessions of an event by themselves, and with the files beside them: the same.
#[track_caller]
fn check_open_event(event: &str, expect: Counts) {
    let paths = ["sessions", "event", "microlocations", "speakers", "tracks"];
    let paths = paths.map(|name| format!("open-event/{event}/{name}"));
    check(&paths[0], expect);
    check_together(&paths.each_ref().map(String::as_str), expect);
}

#[test]
fn tables() {
    check("tables/conferia-test_data.csv", ("table", 14, 14, 4, 11, 2));
    // Two rows of titles stand above the header, and three rows of days between the sessions.
    check("tables/orconf-2019.csv", ("table", 63, 63, 0, 47, 3));
    check("tables/penguicon-2019-sched-export.csv", ("table", 355, 355, 31, 210, 3));
    // Ten sessions last all day, and a nickname of one speaker stands in quotes that nobody doubled.
    check("tables/penguicon-2019-sched.csv", ("table", 398, 388, 26, 238, 3));
}

#[test]
fn europython() {
    // Nobody placed them yet, and the people's file explains one of three codes.
    let [sessions, speakers] = ["other-json/europython-sessions.json", "other-json/europython-speakers.json"];
    check(sessions, ("europython", 2, 0, 0, 0, 0));
    check_together(&[sessions, speakers], ("europython", 2, 0, 0, 1, 0));
    check_together(&[speakers, sessions], ("europython", 2, 0, 0, 1, 0));
}

#[test]
fn files_that_stand_beside_a_programme_say_so() {
    for path in [
        "konopas/finncon2013-people.js",
        "konopas/sample-people.js",
        "conclar/octocon2022-people.json",
        "conclar/octocon2024-participants.json",
        "open-event/OSCAL2017/event.json",
        "open-event/OSCAL2017/microlocations.json",
        "open-event/OSCAL2017/speakers.json",
        "open-event/OSCAL2017/tracks.json",
        "open-event/Droidcon17/event",
        "open-event/Droidcon17/microlocations",
        "open-event/Droidcon17/speakers",
        "open-event/Droidcon17/tracks",
        "open-event/NextcloudConference2017/event",
        "open-event/OTS16/event",
        "open-event/OTS16/speakers",
        "other-json/europython-speakers.json",
    ] {
        let Some(path) = shared(&["schedules/", path].concat()) else { return };
        assert_eq!(read(std::fs::read(&path).unwrap()), Err(ScheduleError::OnlyCompanion), "{path:?}");
    }
}

/// The cases of two iCalendar libraries, broken on purpose: sessions and, of those, how many with a time. Without a
/// session: calendars of nothing, of to-dos or free-busy times, of events with neither time nor title.
#[test]
fn nasty_calendars() {
    const CASES: [(&str, Option<(usize, usize)>); 39] = [
        ("fosdem-2025-ical-3-events", Some((3, 3))),
        ("icalendar-big_bad_calendar", None),
        ("icalendar-broken_dtstart", None),
        ("icalendar-calendar_with_unicode", Some((0, 0))),
        ("icalendar-event_with_escaped_character1", None),
        // Fifteen Tuesdays, less five.
        ("icalendar-event_with_recurrence_exdates_on_different_lines", Some((10, 10))),
        ("icalendar-fuzz_testcase_0_char_in_component_name", None),
        ("icalendar-fuzz_testcase_vtimezone_lone_cr", None),
        ("icalendar-issue_101_icalendar_chokes_on_umlauts_in_organizer", Some((1, 1))),
        ("icalendar-issue_1050_forward_timezone_reference", Some((1, 1))),
        ("icalendar-issue_1081_freebusy_comma_separated", None),
        ("icalendar-issue_1081_tzid_param", Some((1, 1))),
        ("icalendar-issue_127_categories_with_commas", Some((1, 1))),
        // No end, and no other session to tell where the event ends: the first date only. So below with 466, x_location,
        // and bad_rrule.
        ("icalendar-issue_157_removes_trailing_semicolon", Some((1, 1))),
        ("icalendar-issue_218_bad_tzid", Some((1, 1))),
        ("icalendar-issue_313_globally_unique_tzid", Some((3, 3))),
        ("icalendar-issue_351_whitespace_in_property_and_params", Some((1, 1))),
        ("icalendar-issue_466_convert_tzid_with_slash", Some((1, 1))),
        ("icalendar-issue_55_parse_error_on_utc_offset_with_seconds", None),
        // One session with a further date; two more events have neither time nor title.
        ("icalendar-issue_722_missing_timezones", Some((2, 2))),
        ("icalendar-multiple_calendar_components", Some((3, 0))),
        ("icalendar-pacific_fiji", Some((1, 1))),
        ("icalendar-parsing_error_in_UTC_offset", None),
        ("icalendar-property_params", Some((1, 0))),
        ("icalendar-rfc_7986_conferences", None),
        ("icalendar-small_bad_calendar", None),
        ("icalendar-x_location", Some((1, 1))),
        ("recurring-bad_rrule_missing_until_event", Some((1, 1))),
        ("recurring-discourse_no_dtend", Some((4, 4))),
        ("recurring-duration_edited", Some((3, 3))),
        ("recurring-end_before_start_event", Some((1, 1))),
        ("recurring-fablab_cottbus", Some((37, 36))),
        ("recurring-issue_15_duplicated_events", Some((3, 3))),
        // The second of three is cancelled, and stays listed as such.
        ("recurring-issue_18_cancel_status", Some((3, 3))),
        ("recurring-issue_223_one_event_with_sequence", Some((2, 2))),
        ("recurring-issue_28_rrule_with_UTC_endinginZ", Some((24, 0))),
        ("recurring-issue_75_range_parameter", Some((194, 194))),
        ("recurring-issue_97_simple_todo", None),
        ("recurring-several_events_at_the_same_time", Some((10, 10))),
    ];
    for (name, expect) in CASES {
        let Some(path) = shared(&format!("schedules/ics/nasty/{name}.ics")) else { return };
        let found = read(std::fs::read(path).unwrap()).ok().map(|reading| {
            let listings = reading.schedule.listings;
            (listings.len(), listings.iter().filter(|listing| listing.when.start().is_some()).count())
        });
        assert_eq!(found, expect, "{name}");
    }
}
