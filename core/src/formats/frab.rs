//! When a frab event takes place, which its XML and its JSON say in the same words.
//!
//! `date` is the instant where it is given in full, and wins over `start`: DebConf writes `date` in UTC and `start` in
//! local time. Otherwise `start` is a clock on the day of the enclosing `day`, or on the day after when it is before
//! `day_change`: FOSDEM before 2025.

use super::fields::{clock_seconds, leading_day, moment};
use super::zones;
use crate::schedule::{Day, Instant, Local, When, Zone};

pub struct Times<'z> {
    pub zone: Option<&'z Zone>,
    /// Seconds after midnight until which a time belongs to the day before.
    pub day_change_seconds: u32,
    /// Three parts of a duration are days, hours and minutes, as pretalx writes them.
    pub days_first: bool,
}

impl Times<'_> {
    /// The time, and a sentence about what could not be read of it.
    pub fn when(
        &self,
        date: Option<&str>,
        start: Option<&str>,
        duration: Option<&str>,
        day: Option<Day>,
    ) -> (When, Option<String>) {
        let local = || {
            let second = start.and_then(clock_seconds)?;
            let stated = date.and_then(leading_day);
            let after_midnight = stated.is_none() && second < self.day_change_seconds;
            let day = stated.or(day)?.plus(i32::from(after_midnight));
            Some(zones::instant(Local { day, second }, self.zone))
        };
        let dated =
            date.and_then(|date| moment(date, self.zone)).filter(|dated| !self.is_only_a_day(*dated, date, start));
        let Some(start_instant) = dated.or_else(local) else {
            let unread = date.or(start).map(|text| format!("The start \"{text}\" could not be read."));
            return (day.map_or(When::Unknown, When::Day), unread);
        };
        let length = duration.map(|text| duration_seconds(text, self.days_first));
        let end = length.flatten().map(|seconds| Instant(start_instant.0.saturating_add(seconds)));
        let unread =
            duration.filter(|_| end.is_none()).map(|text| format!("The duration \"{text}\" could not be read."));
        (When::stated(start_instant, end), unread)
    }

    /// Some writers put the midnight of the day into `date` and the time into `start` only. That shows when the zone is
    /// known and `date` is not the time that `start` names there.
    fn is_only_a_day(&self, dated: Instant, date: Option<&str>, start: Option<&str>) -> bool {
        let is_midnight = date.is_some_and(|date| date.get(11..).is_some_and(|clock| clock.starts_with("00:00")));
        let second = start.and_then(clock_seconds);
        is_midnight && self.zone.is_some_and(|zone| second.is_some_and(|second| zone.local(dated).second != second))
    }
}

/// `01:30`, `01:30:00`, minutes alone, or a day and two hours as `1:02:00` where days come first.
fn duration_seconds(text: &str, days_first: bool) -> Option<i64> {
    let parts: Option<Vec<i64>> = text.trim().split(':').map(|part| part.parse::<u32>().ok().map(i64::from)).collect();
    let seconds = match *parts?.as_slice() {
        [minutes] => minutes * 60,
        [hours, minutes] => hours * 3600 + minutes * 60,
        [days, hours, minutes] if days_first => days * 86_400 + hours * 3600 + minutes * 60,
        [hours, minutes, seconds] => hours * 3600 + minutes * 60 + seconds,
        _ => return None,
    };
    (seconds <= 14 * 86_400).then_some(seconds)
}
