//! What the readers promise of any input, beyond not to panic: that of `formats::finish`, and that a schedule does not differ
//! from itself.

use std::collections::HashSet;

use lanyard_core::formats::{self, Context};
use lanyard_core::schedule::diff::{Difference, diff};
use lanyard_core::schedule::{Day, Instant, Span, Zone, Zones};

/// Every name with a slash is a zone that leaves summer time in the middle of the seeds' days.
struct AnyZone;

impl Zones for AnyZone {
    fn zone(&self, name: &str, _: Instant, _: Instant) -> Option<Zone> {
        let span = |from: i64, offset_seconds: i32, abbreviation: &str| Span {
            from: Instant(from),
            offset_seconds,
            abbreviation: abbreviation.to_owned(),
        };
        let spans = vec![span(i64::MIN, 7200, "CEST"), span(1_729_990_800, 3600, "CET")];
        name.contains('/').then(|| Zone { name: name.to_owned(), spans })
    }
}

/// Reads it.
///
/// # Panics
/// When a promise is broken.
pub fn check(bytes: &[u8]) {
    // Half of them begin on a day that the user said.
    let first_day = bytes.len().is_multiple_of(2).then_some(Day(20_000));
    let context = Context { zone: Some("Europe/Berlin"), zones: &AnyZone, table: None, first_day };
    let Ok(reading) = formats::read(bytes, &context) else { return };
    let listings = &reading.schedule.listings;
    assert!(listings.len() <= 20_000);
    assert!(reading.problems.len() <= 101);
    let ids: HashSet<_> = listings.iter().map(|listing| &listing.id).collect();
    assert_eq!(ids.len(), listings.len());
    for listing in listings {
        assert!(!listing.title.is_empty());
        assert!(listing.when.start().is_none() || listing.day.is_some());
        assert!(listing.when.end().is_none_or(|end| Some(end) >= listing.when.start()));
        assert!(listing.links.iter().all(|link| link.url.to_ascii_lowercase().starts_with("http")));
    }
    assert_eq!(diff(&reading.schedule, &reading.schedule), Difference::default());
}
