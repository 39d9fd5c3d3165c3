//! Every file of `../shared/schedules`, with the right counts. The files are not part of the project; without them
//! these tests say that they were skipped.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::read;

/// What is in a file: its format, how many sessions, how many of them with a time, rooms, people and days.
type Counts = (&'static str, usize, usize, usize, usize, usize);

fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("LANYARD_SHARED").map(PathBuf::from);
    let root = root.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")));
    let path = root.join("schedules").join(path);
    if !path.exists() {
        println!("skipped: {path:?} is not here");
        return None;
    }
    Some(path)
}

#[track_caller]
fn check(path: &str, expect: Counts) {
    let Some(path) = shared(path) else { return };
    let reading = read(std::fs::read(&path).unwrap()).unwrap();
    let listings = &reading.schedule.listings;
    let timed = listings.iter().filter(|listing| listing.when.start().is_some()).count();
    let rooms: BTreeSet<_> = listings.iter().filter_map(|listing| listing.room.as_deref()).collect();
    let people: BTreeSet<_> =
        listings.iter().flat_map(|listing| &listing.speakers).map(|speaker| &speaker.name).collect();
    let days: BTreeSet<_> = listings.iter().filter_map(|listing| listing.day).collect();
    let found = (reading.format.slug(), listings.len(), timed, rooms.len(), people.len(), days.len());
    assert_eq!(found, expect, "{path:?} {:?}", reading.problems);
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
    // Six days: registration opens on the Sunday before, and one item is on the Friday after.
    check("ics/sched-kubecon-eu-2026-all-older2.ics", ("icalendar", 564, 564, 46, 700, 6));
    check("ics/sched-kubecon-eu-2026-all-older1.ics", ("icalendar", 599, 599, 51, 695, 6));
}
