//! Instants, civil days and local times, without a clock and without a time-zone database.
//!
//! The civil calendar is the proleptic Gregorian one of RFC 3339. Days convert with the era arithmetic that is exact
//! over the whole range used here (years 0 to 9999).

use std::fmt;
use std::ops::{Range, RangeInclusive};

/// A point in time, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instant(pub i64);

/// A civil day, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

/// A wall-clock time on a civil day, in no zone yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Local {
    /// The civil day.
    pub day: Day,
    /// Seconds since midnight, 0 to 86,399.
    pub second: u32,
}

/// A day of the week, by its English name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weekday {
    /// The first day of the week, as in ISO 8601.
    Monday,
    /// Shortened to `Tue`.
    Tuesday,
    /// Shortened to `Wed`.
    Wednesday,
    /// Shortened to `Thu`.
    Thursday,
    /// Shortened to `Fri`.
    Friday,
    /// Shortened to `Sat`.
    Saturday,
    /// The last day of the week, as in ISO 8601.
    Sunday,
}

const DAY_SECONDS: i64 = 86_400;

/// The years that Lanyard is for. A time beyond them is a slip of the pen, or an attack on whoever counts with it.
const YEARS: RangeInclusive<i32> = 1900..=2200;
const PLAUSIBLE: Range<i64> = -2_208_988_800..7_289_654_400;

impl Instant {
    /// Reads an RFC 3339 timestamp such as `2024-11-13T14:42:00-07:00`. Seconds may be missing, fractions are cut. `None`
    /// outside of the years 1900 to 2200.
    ///
    /// ```
    /// use lanyard_core::schedule::Instant;
    ///
    /// assert_eq!(Instant::parse("2024-11-13T14:42:00-07:00"), Some(Instant(1_731_534_120)));
    /// // Without an offset it is a local time.
    /// assert_eq!(Instant::parse("2024-11-13T14:42:00"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (local, rest) = Local::parse_prefix(text)?;
        let offset = parse_offset(rest)?;
        Some(local.at_offset(offset)).filter(|instant| instant.is_plausible())
    }

    /// Whether it lies in the years 1900 to 2200.
    pub fn is_plausible(self) -> bool {
        PLAUSIBLE.contains(&self.0)
    }

    /// The instant so many minutes later, or earlier when negative. It stops at the bounds of the type.
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60)))
    }

    /// Whole minutes from `earlier` to `self`, rounded down; negative when `self` comes first.
    pub fn minutes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(60)
    }

    /// The basic form of ISO 8601 in UTC, as calendars and address books take it: `20241113T214200Z`.
    pub fn basic(self) -> String {
        self.to_string().replace(['-', ':'], "")
    }

    /// The local time at a fixed offset from UTC.
    ///
    /// ```
    /// use lanyard_core::schedule::Instant;
    ///
    /// let local = Instant(1_731_534_120).at_offset(-7 * 3600);
    /// assert_eq!(local.day.to_string(), "2024-11-13");
    /// assert_eq!(local.clock(), "14:42");
    /// ```
    pub fn at_offset(self, offset_seconds: i32) -> Local {
        let shifted = self.0.saturating_add(i64::from(offset_seconds));
        Local { day: Day(shifted.div_euclid(DAY_SECONDS) as i32), second: shifted.rem_euclid(DAY_SECONDS) as u32 }
    }
}

/// RFC 3339 in UTC, such as `2024-11-13T21:42:00Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.at_offset(0);
        write!(f, "{}T{}:{:02}Z", local.day, local.clock(), local.second % 60)
    }
}

impl Day {
    /// `None` when there is no such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let year = i64::from(if month <= 2 { year - 1 } else { year });
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Self((era * 146_097 + day_of_era - 719_468) as i32))
    }

    /// Whether it lies in the years 1900 to 2200.
    pub fn is_plausible(self) -> bool {
        YEARS.contains(&self.ymd().0)
    }

    /// The first and the last of the days in the year, of any 366 days in a row, that has most of them; the earliest of
    /// such years. Half a year without any ends it before. So a date with a mistyped year moves no bound, not even when
    /// it is the year before.
    pub fn densest_year(days: impl Iterator<Item = Self>) -> Option<(Self, Self)> {
        let mut days: Vec<Self> = days.collect();
        days.sort();
        let mut best: Option<(usize, (Self, Self))> = None;
        let stretches = days.chunk_by(|one, next| *next <= one.plus(183));
        for stretch in stretches {
            for (from, first) in stretch.iter().enumerate() {
                let later = stretch.get(from..).unwrap_or(&[]);
                let count = later.partition_point(|day| *day < first.plus(366));
                if let Some(last) = later.get(..count).and_then(<[Self]>::last)
                    && best.is_none_or(|(most, _)| count > most)
                {
                    best = Some((count, (*first, *last)));
                }
            }
        }
        best.map(|(_, bounds)| bounds)
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    pub fn ymd(self) -> (i32, u32, u32) {
        let shifted = i64::from(self.0) + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year as i32, month as u32, day as u32)
    }

    /// Reads `2024-11-13`, and nothing else.
    ///
    /// ```
    /// use lanyard_core::schedule::{Day, Weekday};
    ///
    /// let day = Day::parse("2024-11-13").expect("a day");
    /// assert_eq!(day.weekday(), Weekday::Wednesday);
    /// assert_eq!(day.plus(18).to_string(), "2024-12-01");
    /// assert_eq!(Day::parse("2024-02-30"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (day, rest) = Self::parse_prefix(text)?;
        rest.is_empty().then_some(day)
    }

    fn parse_prefix(text: &str) -> Option<(Self, &str)> {
        let (year, rest) = digits(text, 4)?;
        let (month, rest) = digits(rest.strip_prefix('-')?, 2)?;
        let (day, rest) = digits(rest.strip_prefix('-')?, 2)?;
        Some((Self::from_ymd(year as i32, month, day)?, rest))
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        match (i64::from(self.0) + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// The day so many days later, or earlier when negative. It stops at the bounds of the type.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The month's English name: `November`.
    pub fn month_name(self) -> &'static str {
        const NAMES: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        NAMES.get(self.ymd().1 as usize - 1).copied().unwrap_or("")
    }
}

/// `2024-11-13`.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Local {
    /// A local time of whole minutes. What is beyond the day becomes its last second.
    pub fn new(day: Day, hour: u32, minute: u32) -> Self {
        Self { day, second: (hour * 3600 + minute * 60).min(86_399) }
    }

    /// Reads `2024-11-13T14:42`, with seconds or without, with `T` or a space, and nothing after it.
    pub fn parse(text: &str) -> Option<Self> {
        let (local, rest) = Self::parse_prefix(text)?;
        rest.is_empty().then_some(local)
    }

    /// Reads a local time and gives back what follows it, an offset perhaps.
    fn parse_prefix(text: &str) -> Option<(Self, &str)> {
        let (day, rest) = Day::parse_prefix(text)?;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (hour, rest) = digits(rest, 2)?;
        let (minute, mut rest) = digits(rest.strip_prefix(':')?, 2)?;
        let mut second = 0;
        if let Some(after) = rest.strip_prefix(':') {
            (second, rest) = digits(after, 2)?;
            if let Some(fraction) = rest.strip_prefix('.') {
                rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            }
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        Some((Self { day, second: (hour * 3600 + minute * 60 + second).min(86_399) }, rest))
    }

    /// The hour, 0 to 23.
    pub fn hour(self) -> u32 {
        self.second / 3600
    }

    /// The minute of the hour, 0 to 59.
    pub fn minute(self) -> u32 {
        self.second / 60 % 60
    }

    /// `14:42`.
    pub fn clock(self) -> String {
        format!("{:02}:{:02}", self.hour(), self.minute())
    }

    /// The instant this local time names at a fixed offset from UTC.
    pub fn at_offset(self, offset_seconds: i32) -> Instant {
        Instant(i64::from(self.day.0) * DAY_SECONDS + i64::from(self.second) - i64::from(offset_seconds))
    }
}

impl Weekday {
    /// The English name: `Wednesday`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }

    /// The first three letters: `Wed`.
    pub fn short(self) -> &'static str {
        self.name().get(..3).unwrap_or("")
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn digits(text: &str, count: usize) -> Option<(u32, &str)> {
    let (head, rest) = text.split_at_checked(count)?;
    head.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    Some((head.parse().ok()?, rest))
}

/// `Z`, `+01:00`, `-0700` or `+01`, in seconds east of UTC.
pub(crate) fn parse_offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = match rest.strip_prefix(':').unwrap_or(rest) {
        "" => (0, ""),
        more => digits(more, 2)?,
    };
    (rest.is_empty() && hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_goes_to_a_date_and_back() {
        let first = Day::from_ymd(1800, 1, 1).unwrap();
        let last = Day::from_ymd(2200, 12, 31).unwrap();
        for number in first.0..=last.0 {
            let (year, month, day) = Day(number).ymd();
            assert_eq!(Day::from_ymd(year, month, day), Some(Day(number)));
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10", "2024-11-31", "24-11-01", "2024-11-1", ""]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_beyond_the_years_1900_to_2200_are_refused() {
        for (text, is_read) in [
            ("1900-01-01T00:00:00Z", true),
            ("1899-12-31T23:59:59Z", false),
            ("2200-12-31T23:59:59Z", true),
            ("2201-01-01T00:00:00Z", false),
            ("0024-11-13T14:42:00Z", false),
            ("9999-12-31T23:59:59Z", false),
        ] {
            assert_eq!(Instant::parse(text).is_some(), is_read, "{text}");
            assert_eq!(Day::parse(&text[..10]).unwrap().is_plausible(), is_read, "{text}");
        }
    }

    #[test]
    fn the_year_with_most_days_is_found() {
        #[track_caller]
        fn check(days: &[&str], expect: Option<(&str, &str)>) {
            let day = |text: &str| Day::parse(text).unwrap();
            let found = Day::densest_year(days.iter().map(|text| day(text)));
            assert_eq!(found, expect.map(|(first, last)| (day(first), day(last))));
        }
        check(&[], None);
        check(&["2024-11-13"], Some(("2024-11-13", "2024-11-13")));
        check(&["2204-11-13", "2024-11-13", "2024-11-12", "0024-11-12"], Some(("2024-11-12", "2024-11-13")));
        check(&["2024-12-27", "2024-12-30", "2025-01-01"], Some(("2024-12-27", "2025-01-01")));
        check(&["2024-01-13", "2024-07-01", "2024-12-20", "2025-05-01"], Some(("2024-01-13", "2024-12-20")));
        check(&["2024-11-13", "2025-11-13", "2025-11-13"], Some(("2025-11-13", "2025-11-13")));
        check(&["2024-11-13", "2025-11-15", "2025-11-13"], Some(("2025-11-13", "2025-11-15")));
    }

    #[test]
    fn the_weekday_of_the_bundled_trip() {
        assert_eq!(Day::parse("2024-11-13").unwrap().weekday(), Weekday::Wednesday);
        assert_eq!(Day::parse("1970-01-01").unwrap().weekday(), Weekday::Thursday);
        assert_eq!(Day::parse("1969-12-28").unwrap().weekday(), Weekday::Sunday);
    }

    #[test]
    fn timestamps_are_read_with_any_offset() {
        let expect = Some(Instant(1_731_534_120));
        for text in [
            "2024-11-13T14:42:00-07:00",
            "2024-11-13T21:42:00Z",
            "2024-11-13 22:42+01",
            "2024-11-13T21:42:00.250Z",
            "2024-11-13T14:42-0700",
        ] {
            assert_eq!(Instant::parse(text), expect, "{text}");
        }
        for text in
            ["2024-11-13", "2024-11-13T21:42", "2024-11-13T25:00Z", "2024-11-13T21:42Zx", "２０２４-11-13T21:42Z"]
        {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
        assert_eq!(Instant(1_731_534_120).to_string(), "2024-11-13T21:42:00Z");
        assert_eq!(Instant(1_731_534_120).basic(), "20241113T214200Z");
    }
}
