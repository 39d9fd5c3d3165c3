//! When a frab event takes place, which its XML and its JSON say in the same words.
//!
//! `date` is the instant where it is given in full, and wins over `start`: DebConf writes `date` in UTC and `start` in
//! local time. Otherwise `start` is a date and time, or a clock on the day of the enclosing `day`. It is on the day after
//! when it is before `day_change` (FOSDEM before 2025), or, in a file that has no `day_change`, when it stands below the
//! evening of its room (frab before it wrote dates).

use super::fields::{clock_seconds, iso_duration_seconds, leading_day, local, moment};
use super::zones;
use crate::schedule::{Day, Instant, When, Zone};

/// Before this, a clock below an evening's is of the night that follows.
const NIGHT_ENDS: u32 = 6 * 3600;
const EVENING_BEGINS: u32 = 18 * 3600;

pub struct Times<'z> {
    zone: Option<&'z Zone>,
    /// Seconds after midnight until which a time belongs to the day before.
    day_change_seconds: Option<u32>,
    /// Three parts of a duration are days, hours and minutes, as pretalx writes them.
    days_first: bool,
    /// The latest clock so far in this room on this day.
    latest: u32,
}

impl<'z> Times<'z> {
    pub fn new(zone: Option<&'z Zone>, day_change: Option<&str>, generator: Option<&str>) -> Self {
        let day_change_seconds = day_change.and_then(clock_seconds);
        Self { zone, day_change_seconds, days_first: generator == Some("pretalx"), latest: 0 }
    }

    /// What follows is in another room or on another day.
    pub fn start_room(&mut self) {
        self.latest = 0;
    }

    /// The time, and a sentence about what could not be read of it.
    pub fn when(
        &mut self,
        date: Option<&str>,
        start: Option<&str>,
        duration: Option<&str>,
        day: Option<Day>,
    ) -> (When, Option<String>) {
        let dated =
            date.and_then(|date| moment(date, self.zone)).filter(|dated| !self.is_only_a_day(*dated, date, start));
        let dated = dated.or_else(|| moment(start?, self.zone));
        let Some(start_instant) = dated.or_else(|| self.on_its_day(date, start, day)) else {
            let unread = date.or(start).map(|text| format!("The start \"{text}\" could not be read."));
            return (day.map_or(When::Unknown, When::Day), unread);
        };
        let length = duration.map(|text| duration_seconds(text, self.days_first));
        let end = length.flatten().map(|seconds| Instant(start_instant.0.saturating_add(seconds)));
        let unread =
            duration.filter(|_| end.is_none()).map(|text| format!("The duration \"{text}\" could not be read."));
        (When::stated(start_instant, end), unread)
    }

    fn on_its_day(&mut self, date: Option<&str>, start: Option<&str>, day: Option<Day>) -> Option<Instant> {
        let seconds = start.and_then(clock_seconds)?;
        let stated = date.and_then(leading_day);
        let after_midnight = stated.is_none()
            && match self.day_change_seconds {
                Some(change) => seconds < change,
                None => seconds < NIGHT_ENDS && self.latest >= EVENING_BEGINS,
            };
        self.latest = self.latest.max(seconds);
        let day = stated.or(day)?.plus(i32::from(after_midnight));
        Some(zones::instant(local(day, seconds), self.zone))
    }

    /// Some writers put the midnight of the day into `date` and the time into `start` only. That shows when the zone is
    /// known and `date` is not the time that `start` names there.
    fn is_only_a_day(&self, dated: Instant, date: Option<&str>, start: Option<&str>) -> bool {
        let is_midnight = date.is_some_and(|date| date.get(11..).is_some_and(|clock| clock.starts_with("00:00")));
        let second = start.and_then(clock_seconds);
        is_midnight && self.zone.is_some_and(|zone| second.is_some_and(|second| zone.local(dated).second != second))
    }
}

/// `01:30`, `01:30:00`, minutes alone, `PT1H30M`, or a day and two hours as `1:02:00` where days come first.
pub fn duration_seconds(text: &str, days_first: bool) -> Option<i64> {
    let parts: Option<Vec<i64>> = text.trim().split(':').map(|part| part.parse::<u32>().ok().map(i64::from)).collect();
    let seconds = match *parts.unwrap_or_default().as_slice() {
        [minutes] => minutes * 60,
        [hours, minutes] => hours * 3600 + minutes * 60,
        [days, hours, minutes] if days_first => days * 86_400 + hours * 3600 + minutes * 60,
        [hours, minutes, seconds] => hours * 3600 + minutes * 60 + seconds,
        _ => iso_duration_seconds(text)?,
    };
    (seconds <= 14 * 86_400).then_some(seconds)
}

/// Whether the word for a session's state means that it was cancelled, in either spelling.
pub fn says_cancelled(state: &str) -> bool {
    state.eq_ignore_ascii_case("cancelled") || state.eq_ignore_ascii_case("canceled")
}
