//! Readers as their users meet them: bytes in, a schedule and its problems out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../../../xtask/src/zones.rs"]
mod zones;

mod dates;
mod frab_xml;
mod icalendar;
mod json;
mod real_files;
mod revisions;
mod safety;
mod services;
mod shared;
mod table;
mod zips;

use lanyard_core::formats::{self, Context, Reading, ScheduleError};
use lanyard_core::schedule::Listing;
use zones::Database;

/// Reads in a trip whose zone is not known.
fn read(input: impl AsRef<[u8]>) -> Result<Reading, ScheduleError> {
    formats::read(input.as_ref(), &Context { zone: None, zones: &Database, table: None, first_day: None })
}

/// Reads in a trip with a zone.
fn read_in(zone: &str, input: impl AsRef<[u8]>) -> Reading {
    formats::read(input.as_ref(), &Context { zone: Some(zone), zones: &Database, table: None, first_day: None })
        .unwrap()
}

/// A session in one line, for tables: `id | title | day | start/end`.
fn line(listing: &Listing) -> String {
    let time =
        |instant: Option<lanyard_core::schedule::Instant>| instant.map_or(String::new(), |instant| instant.to_string());
    let day = listing.day.map_or(String::new(), |day| day.to_string());
    let (start, end) = (time(listing.when.start()), time(listing.when.end()));
    format!("{} | {} | {day} | {start}/{end}", listing.id, listing.title)
}

fn lines(reading: &Reading) -> Vec<String> {
    reading.schedule.listings.iter().map(line).collect()
}
