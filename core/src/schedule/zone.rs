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
    /// The first instant of the span; it ends where the next one begins.
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
    /// UTC: the offset 0 at all times.
    pub fn utc() -> Self {
        Self::fixed("UTC", 0, "UTC")
    }

    /// A zone of one offset at all times, in seconds east of UTC.
    pub fn fixed(name: &str, offset_seconds: i32, abbreviation: &str) -> Self {
        let span = Span { from: Instant(i64::MIN), offset_seconds, abbreviation: abbreviation.to_owned() };
        Self { name: name.to_owned(), spans: vec![span] }
    }

    /// Of two descriptions of one zone the one that reaches further; of two zones this one.
    #[must_use]
    pub fn wider(self, other: Self) -> Self {
        let reach = |zone: &Self| zone.spans.first().map(|span| (span.from, zone.spans.len()));
        let is_wider = match (reach(&self), reach(&other)) {
            (Some((own_from, own_count)), Some((from, count))) => from < own_from || count > own_count,
            (None, Some(_)) => true,
            _ => false,
        };
        if self.name == other.name && is_wider { other } else { self }
    }

    /// A zone from whoever can only tell the offset and the abbreviation at single instants, as browsers do. Looks once
    /// in eight days: no zone changes twice in less, but for a Ramadan that begins or ends beside a change of the year.
    ///
    /// # Errors
    /// The first error that `ask` returns.
    pub fn by_asking<E>(
        name: &str,
        from: Instant,
        to: Instant,
        mut ask: impl FnMut(Instant) -> Result<(i32, String), E>,
    ) -> Result<Self, E> {
        const STEP: i64 = 8 * 86_400;
        let span = |from, (offset_seconds, abbreviation)| Span { from, offset_seconds, abbreviation };
        let mut here = from;
        let mut spans = vec![span(from, ask(from)?)];
        while here < to {
            let next = Instant(here.0.saturating_add(STEP).min(to.0));
            let then = ask(next)?;
            if spans.last().is_some_and(|last| last.offset_seconds != then.0) {
                let (mut before, mut after) = (here.0, next.0);
                while after - before > 1 {
                    let middle = before + (after - before) / 2;
                    if ask(Instant(middle))?.0 == then.0 { after = middle } else { before = middle }
                }
                spans.push(span(Instant(after), then));
            }
            here = next;
        }
        Ok(Self { name: name.to_owned(), spans })
    }

    /// The span that holds at `instant`; `None` only for a zone without spans.
    fn span_at(&self, instant: Instant) -> Option<&Span> {
        self.spans.iter().rev().find(|span| span.from <= instant).or(self.spans.first())
    }

    /// The offset at `instant`, in seconds east of UTC; 0 for a zone without spans.
    pub fn offset_at(&self, instant: Instant) -> i32 {
        self.span_at(instant).map_or(0, |span| span.offset_seconds)
    }

    /// The zone's name as people say it at `instant`: `MST`.
    pub fn abbreviation_at(&self, instant: Instant) -> &str {
        self.span_at(instant).map_or("UTC", |span| &span.abbreviation)
    }

    /// The local time in this zone at `instant`.
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
    fn asking_at_single_instants_gives_the_zone_of_the_database() {
        use jiff::{Timestamp, tz::TimeZone};
        for name in ["America/Denver", "Europe/Brussels", "Asia/Kolkata", "Africa/Casablanca", "Australia/Lord_Howe"] {
            let zone = TimeZone::get(name).unwrap();
            let (from, to) = (Instant::parse("2024-01-01T00:00:00Z").unwrap(), Instant(1_735_689_600));
            let at = |instant: Instant| {
                let info = zone.to_offset_info(Timestamp::from_second(instant.0).unwrap());
                (info.offset().seconds(), info.abbreviation().to_owned())
            };
            let asked = Zone::by_asking(name, from, to, |instant| Ok::<_, ()>(at(instant))).unwrap();
            for hour in 0..366 * 24 {
                let instant = from.plus_minutes(hour * 60);
                let found = (asked.offset_at(instant), asked.abbreviation_at(instant).to_owned());
                assert_eq!(found, at(instant), "{name} at {instant}");
            }
        }
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
