//! A time zone as the few offsets that matter for a trip.
//!
//! Lanyard ships no time-zone database. A [`Zone`] lists the spans of constant offset around the days of one trip; it
//! comes packed with the trip, or from whoever implements [`Zones`] (the browser's `Intl`, or a database in xtask).

use super::time::{Instant, Local};

/// An IANA zone over a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The IANA name, for example `America/Denver`.
    pub name: String,
    /// In order of time. The first span also holds for everything before it.
    pub spans: Vec<Span>,
}

/// A stretch of constant offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Instant,
    /// Seconds east of UTC.
    pub offset_seconds: i32,
    /// What people call it there and then, for example `MST`.
    pub abbreviation: String,
}

/// Whoever knows time zones.
pub trait Zones {
    /// The spans of the zone called `name` that cover `from` to `to`, or `None` when there is no such zone.
    fn zone(&self, name: &str, from: Instant, to: Instant) -> Option<Zone>;
}

impl Zone {
    pub fn utc() -> Self {
        Self::fixed("UTC", 0, "UTC")
    }

    pub fn fixed(name: &str, offset_seconds: i32, abbreviation: &str) -> Self {
        let span = Span { from: Instant(i64::MIN), offset_seconds, abbreviation: abbreviation.to_owned() };
        Self { name: name.to_owned(), spans: vec![span] }
    }

    /// The span that holds at `instant`; `None` only for a zone without spans.
    pub fn span_at(&self, instant: Instant) -> Option<&Span> {
        self.spans.iter().rev().find(|span| span.from <= instant).or(self.spans.first())
    }

    pub fn offset_at(&self, instant: Instant) -> i32 {
        self.span_at(instant).map_or(0, |span| span.offset_seconds)
    }

    /// The zone's name as people say it at `instant`: `MST`.
    pub fn abbreviation_at(&self, instant: Instant) -> &str {
        self.span_at(instant).map_or("UTC", |span| &span.abbreviation)
    }

    pub fn local(&self, instant: Instant) -> Local {
        instant.at_offset(self.offset_at(instant))
    }

    /// The instant of a local time. A time that occurs twice means the first; a time that is skipped moves on by the
    /// length of the gap, as RFC 5545 asks.
    pub fn instant(&self, local: Local) -> Instant {
        let mut first: Option<Instant> = None;
        for span in &self.spans {
            let candidate = local.at_offset(span.offset_seconds);
            if self.offset_at(candidate) == span.offset_seconds {
                first = Some(first.map_or(candidate, |known| known.min(candidate)));
            }
        }
        first.unwrap_or_else(|| {
            let guess = local.at_offset(0);
            let before = self.offset_at(Instant(guess.0.saturating_sub(86_400)));
            local.at_offset(before)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn denver() -> Zone {
        let span = |from: &str, hours: i32, abbreviation: &str| Span {
            from: Instant::parse(from).unwrap(),
            offset_seconds: hours * 3600,
            abbreviation: abbreviation.to_owned(),
        };
        Zone {
            name: "America/Denver".to_owned(),
            spans: vec![
                span("2024-03-10T09:00:00Z", -6, "MDT"),
                span("2024-11-03T08:00:00Z", -7, "MST"),
                span("2025-03-09T09:00:00Z", -6, "MDT"),
            ],
        }
    }

    #[track_caller]
    fn check(local: &str, expect: &str) {
        assert_eq!(denver().instant(Local::parse(local).unwrap()).to_string(), expect);
    }

    #[test]
    fn local_times_take_the_offset_of_their_own_day() {
        check("2024-11-02T12:00", "2024-11-02T18:00:00Z");
        check("2024-11-13T12:00", "2024-11-13T19:00:00Z");
    }

    #[test]
    fn a_time_that_occurs_twice_means_the_first() {
        check("2024-11-03T01:30", "2024-11-03T07:30:00Z");
    }

    #[test]
    fn a_time_that_is_skipped_moves_on() {
        check("2025-03-09T02:30", "2025-03-09T09:30:00Z");
    }

    #[test]
    fn local_and_instant_agree_all_year() {
        let zone = denver();
        let start = Instant::parse("2024-03-11T00:00:00Z").unwrap();
        for hour in 0..24 * 360 {
            let instant = start.plus_minutes(hour * 60);
            let back = zone.instant(zone.local(instant));
            let repeated = zone.local(instant) == zone.local(instant.plus_minutes(-60));
            assert!(back == instant || repeated, "{instant} came back as {back}");
        }
    }
}
