//! Recurrence rules of RFC 5545, section 3.3.10, as far as events use them.
//!
//! A rule is a test of a day, not a generator: whether a day belongs depends on the day and the start alone, so a stretch
//! of days is scanned in time that depends on its length only, and no rule can run away. Rules finer than a day, and
//! those with BYSETPOS, BYWEEKNO, BYYEARDAY, BYHOUR, BYMINUTE or BYSECOND, are refused.

use super::dates::{DateValue, value};
use crate::schedule::{Day, Weekday};

#[derive(Debug, PartialEq)]
pub struct RecurrenceRule {
    frequency: Frequency,
    interval: i32,
    pub count: Option<usize>,
    pub until: Option<DateValue>,
    by_day: Vec<(i32, Weekday)>,
    by_month_day: Vec<i32>,
    by_month: Vec<u32>,
    week_start: Weekday,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

impl RecurrenceRule {
    /// Reads `FREQ=WEEKLY;COUNT=3`. Parts that are not known are passed over; those that cannot be honoured give `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_month: Vec::new(),
            week_start: Weekday::Monday,
        };
        for (name, given) in text.split(';').filter_map(|part| part.split_once('=')) {
            let given = given.trim();
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" => {
                    frequency = Some(match given.to_ascii_uppercase().as_str() {
                        "DAILY" => Frequency::Daily,
                        "WEEKLY" => Frequency::Weekly,
                        "MONTHLY" => Frequency::Monthly,
                        "YEARLY" => Frequency::Yearly,
                        _ => return None,
                    });
                }
                "INTERVAL" => rule.interval = given.parse().ok().filter(|interval| *interval > 0)?,
                "COUNT" => rule.count = Some(given.parse().ok()?),
                "UNTIL" => rule.until = Some(value(given)?),
                "BYDAY" => rule.by_day = numbers(given, ordinal_weekday)?,
                "BYMONTHDAY" => rule.by_month_day = numbers(given, |number| ordinal(number, 31))?,
                "BYMONTH" => rule.by_month = numbers(given, |number| number.parse().ok())?,
                "WKST" => rule.week_start = weekday(given)?,
                "BYSETPOS" | "BYWEEKNO" | "BYYEARDAY" | "BYHOUR" | "BYMINUTE" | "BYSECOND" => return None,
                _ => {}
            }
        }
        rule.frequency = frequency?;
        Some(rule)
    }

    /// Whether the rule that starts on `start` includes `day`. The start itself always counts.
    pub fn includes(&self, start: Day, day: Day) -> bool {
        day == start || (day > start && self.is_in_turn(start, day) && self.passes_filters(start, day))
    }

    fn is_in_turn(&self, start: Day, day: Day) -> bool {
        let (start_year, start_month, _) = start.ymd();
        let (year, month, _) = day.ymd();
        let between = match self.frequency {
            Frequency::Daily => day.0 - start.0,
            Frequency::Weekly => self.week(day) - self.week(start),
            Frequency::Monthly => (year - start_year) * 12 + month as i32 - start_month as i32,
            Frequency::Yearly => year - start_year,
        };
        between % self.interval == 0
    }

    /// Weeks since some week long ago, counted from the rule's own first day of the week.
    fn week(&self, day: Day) -> i32 {
        let since_start = (day.weekday() as i32 - self.week_start as i32).rem_euclid(7);
        (day.0 - since_start).div_euclid(7)
    }

    fn passes_filters(&self, start: Day, day: Day) -> bool {
        let (year, month, number) = day.ymd();
        let (_, start_month, start_number) = start.ymd();
        let month_length =
            (28..=31).rev().find(|last| Day::from_ymd(year, month, *last).is_some()).unwrap_or(28) as i32;
        let number = number as i32;
        let month_day = |wanted: i32| wanted == number || (wanted < 0 && number == month_length + 1 + wanted);
        let no_days = self.by_day.is_empty() && self.by_month_day.is_empty();
        let by_default = match self.frequency {
            Frequency::Daily => true,
            Frequency::Weekly => !self.by_day.is_empty() || day.weekday() == start.weekday(),
            Frequency::Monthly => !no_days || number == start_number as i32,
            Frequency::Yearly => {
                !no_days || (number == start_number as i32 && (!self.by_month.is_empty() || month == start_month))
            }
        };
        by_default
            && (self.by_month.is_empty() || self.by_month.contains(&month))
            && (self.by_month_day.is_empty() || self.by_month_day.iter().any(|wanted| month_day(*wanted)))
            && (self.by_day.is_empty()
                || self.by_day.iter().any(|(ordinal, weekday)| {
                    *weekday == day.weekday() && self.is_nth(*ordinal, day, number, month_length)
                }))
    }

    /// Whether `day` is the `ordinal`th of its weekday in the month, or in the year for a yearly rule without months.
    fn is_nth(&self, ordinal: i32, day: Day, number: i32, month_length: i32) -> bool {
        let (index, length) = match self.frequency {
            _ if ordinal == 0 => return true,
            Frequency::Daily | Frequency::Weekly => return true,
            Frequency::Yearly if self.by_month.is_empty() => {
                let year = day.ymd().0;
                let first = Day::from_ymd(year, 1, 1).unwrap_or(day);
                let last = Day::from_ymd(year, 12, 31).unwrap_or(day);
                (day.0 - first.0 + 1, last.0 - first.0 + 1)
            }
            Frequency::Monthly | Frequency::Yearly => (number, month_length),
        };
        if ordinal > 0 { (index - 1) / 7 + 1 == ordinal } else { (length - index) / 7 + 1 == -ordinal }
    }
}

fn numbers<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(|part| read(part.trim())).collect()
}

/// `MO`, `1SU` or `-1SU`; the ordinal is 0 when there is none.
fn ordinal_weekday(text: &str) -> Option<(i32, Weekday)> {
    let (ordinal, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let ordinal = if text.len() == 2 { 0 } else { self::ordinal(ordinal, 53)? };
    Some((ordinal, weekday(day)?))
}

/// Counted from the start, or with a minus from the end.
fn ordinal(text: &str, most: u32) -> Option<i32> {
    text.parse().ok().filter(|ordinal: &i32| ordinal.unsigned_abs() <= most)
}

fn weekday(text: &str) -> Option<Weekday> {
    Some(match text.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The days from `start` over 400 days, as the rule gives them.
    #[track_caller]
    fn check(rule: &str, start: &str, expect: &[&str]) {
        let rule = RecurrenceRule::parse(rule).unwrap();
        let start = Day::parse(start).unwrap();
        let days = (start.0..start.0 + 400).map(Day).filter(|day| rule.includes(start, *day));
        let days: Vec<String> = days.take(expect.len()).map(|day| day.to_string()).collect();
        assert_eq!(days, expect);
    }

    #[test]
    fn the_examples_of_the_rfc() {
        check("FREQ=DAILY;INTERVAL=2", "1997-09-02", &["1997-09-02", "1997-09-04", "1997-09-06"]);
        check("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02", &["1997-09-02", "1997-09-16", "1997-09-30"]);
        check("FREQ=WEEKLY;BYDAY=TU,TH", "1997-09-02", &["1997-09-02", "1997-09-04", "1997-09-09"]);
        check("FREQ=MONTHLY;BYDAY=1FR", "1997-09-05", &["1997-09-05", "1997-10-03", "1997-11-07"]);
        check("FREQ=MONTHLY;BYDAY=-2MO", "1997-09-22", &["1997-09-22", "1997-10-20", "1997-11-17"]);
        check("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", &["1997-09-28", "1997-10-29", "1997-11-28"]);
        check("FREQ=YEARLY;BYMONTH=6,7", "1997-06-10", &["1997-06-10", "1997-07-10", "1998-06-10"]);
        check("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", &["1997-05-19", "1998-05-18"]);
        check("FREQ=YEARLY;BYMONTH=11;BYDAY=1SU;", "2024-11-03", &["2024-11-03", "2025-11-02"]);
    }

    #[test]
    fn the_first_day_of_the_week_decides_which_weeks_count() {
        let expect_monday = ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"];
        check("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "1997-08-05", &expect_monday);
        let expect_sunday = ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"];
        check("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05", &expect_sunday);
    }

    #[test]
    fn rules_that_cannot_be_followed_are_refused() {
        for rule in [
            "FREQ=MONTHLY;BYDAY=-2147483648MO",
            "FREQ=MONTHLY;BYMONTHDAY=-2147483648",
            "FREQ=YEARLY;BYDAY=54MO",
            "FREQ=SECONDLY",
            "FREQ=HOURLY;COUNT=3",
            "COUNT=3",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;BYHOUR=9",
            "",
        ] {
            assert_eq!(RecurrenceRule::parse(rule), None, "{rule}");
        }
    }
}
