//! Time zones from the database that comes with `jiff`, for tools on a computer.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use lanyard_core::schedule::{Instant, Span, Zone, Zones};

/// The IANA database, as of the build of the tool.
pub struct Database;

impl Zones for Database {
    fn zone(&self, name: &str, from: Instant, to: Instant) -> Option<Zone> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        let start = Timestamp::from_second(from.0).ok()?;
        let mut spans = vec![span(&zone, from, start)];
        for change in zone.following(start) {
            let at = Instant(change.timestamp().as_second());
            if at > to {
                break;
            }
            spans.push(span(&zone, at, change.timestamp()));
        }
        Some(Zone { name: zone.iana_name().unwrap_or(name).to_owned(), spans })
    }
}

fn span(zone: &TimeZone, from: Instant, at: Timestamp) -> Span {
    let info = zone.to_offset_info(at);
    Span { from, offset_seconds: info.offset().seconds(), abbreviation: info.abbreviation().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_week_of_the_bundled_trip_is_on_standard_time_and_the_weeks_around_it_are_not() {
        let instant = |text| Instant::parse(text).unwrap();
        let zone =
            Database.zone("America/Denver", instant("2024-10-01T00:00:00Z"), instant("2025-04-01T00:00:00Z")).unwrap();
        let names: Vec<(&str, i32)> =
            zone.spans.iter().map(|span| (span.abbreviation.as_str(), span.offset_seconds / 3600)).collect();
        assert_eq!(names, [("MDT", -6), ("MST", -7), ("MDT", -6)]);
        assert_eq!(zone.abbreviation_at(instant("2024-11-10T12:00:00Z")), "MST");
    }

    #[test]
    fn an_unknown_zone_is_none() {
        assert_eq!(Database.zone("America/Salt_Lake", Instant(0), Instant(1)), None);
    }
}
