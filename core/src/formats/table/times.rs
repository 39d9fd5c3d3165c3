//! Days, clocks and lengths as people and their spreadsheets write them.
//!
//! `2019-09-27 11:00`, `9/27/2019 4:30 PM`, `27.9.2019`, `Friday, Sept 27th, 2019`, `9 am`, `14.30`, `10:00 - 10:45`. Names of
//! months are known in English and German. A day without a year is read by [`day_called`], once the first day is known.

use super::super::fields::{iso_duration_seconds, local};
use super::super::frab::duration_seconds;
use super::super::zones;
use crate::schedule::columns::DateOrder;
use crate::schedule::{Day, Instant, Zone};

/// What a cell says of a time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WrittenTime {
    pub day: Option<Day>,
    /// Seconds after midnight.
    pub clock: Option<u32>,
    /// Where the cell holds a range of clocks.
    pub until: Option<u32>,
    /// Where the cell names its offset.
    pub instant: Option<Instant>,
}

impl WrittenTime {
    pub fn read(cell: &str, order: DateOrder) -> Self {
        // Most cells are words, and need no closer look.
        if !cell.contains(|c: char| c.is_ascii_digit()) {
            return Self::default();
        }
        let instant = Instant::parse(cell);
        let (date, clocks) = split(cell);
        let day = day(date, order);
        let (clock, until) = match clocks.split_once(['-', '–', '—']).or_else(|| clocks.split_once(" to ")) {
            Some((from, until)) => range(from, until),
            None => (clock(clocks, None), None),
        };
        Self { day, clock, until, instant }
    }

    /// The instant of its clock on its own day, or on this one.
    pub fn on(&self, day: Option<Day>, zone: Option<&Zone>) -> Option<Instant> {
        self.instant.or_else(|| Some(zones::instant(local(self.day.or(day)?, self.clock?), zone)))
    }
}

/// The date, and from where the first clock begins: at the number before a colon, or before "am" or "pm".
fn split(cell: &str) -> (&str, &str) {
    let is_clock = |at: &usize| {
        let rest = cell.get(*at..).unwrap_or("");
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_number = behind.len() != rest.len() && rest.len() - behind.len() <= 2;
        let before = cell.get(..*at).unwrap_or("").chars().next_back();
        is_number && !before.is_some_and(|c| c.is_ascii_digit()) && (is_colon(behind) || half(behind).is_some())
    };
    let starts = cell.char_indices().map(|(at, _)| at);
    match starts.into_iter().find(is_clock) {
        Some(at) => cell.split_at_checked(at).unwrap_or_default(),
        // `14.30` or `14h30` alone is a clock.
        None if numbers(cell).len() == 2 && cell.len() <= 5 => ("", cell),
        None => (cell, ""),
    }
}

fn is_colon(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next() == Some(':') && letters.next().is_some_and(|c| c.is_ascii_digit())
}

/// Whether "am" or "pm" follows: the hours it adds.
fn half(text: &str) -> Option<u32> {
    let mut letters = text.trim_start().chars().filter(|c| *c != '.').flat_map(char::to_lowercase);
    let hours = match letters.next()? {
        'a' => 0,
        'p' => 12,
        _ => return None,
    };
    let is_word = letters.next() == Some('m') && !letters.next().is_some_and(char::is_alphabetic);
    is_word.then_some(hours)
}

/// Two clocks. What the second one says of the half of the day holds for the first, unless that came later then.
fn range(from: &str, until: &str) -> (Option<u32>, Option<u32>) {
    let end = clock(until, None);
    let own = clock(from, None);
    let same_half = half_of(until).filter(|_| half_of(from).is_none()).and_then(|half| clock(from, Some(half)));
    (same_half.filter(|start| end.is_some_and(|end| *start <= end)).or(own), end)
}

fn half_of(clock: &str) -> Option<u32> {
    clock.char_indices().find_map(|(at, _)| half(clock.get(at..)?))
}

/// Seconds after midnight, in this half of the day where the clock itself says none.
fn clock(text: &str, default_half: Option<u32>) -> Option<u32> {
    let numbers = numbers(text);
    let (hours, minutes, seconds) = match numbers.as_slice() {
        [hours] => (*hours, 0, 0),
        [hours, minutes] => (*hours, *minutes, 0),
        [hours, minutes, seconds, ..] => (*hours, *minutes, *seconds),
        [] => return None,
    };
    let hours = match half_of(text).or(default_half) {
        Some(half) if hours <= 12 => hours % 12 + half,
        _ => hours,
    };
    (hours <= 24 && minutes < 60 && seconds < 60 && (hours < 24 || minutes == 0))
        .then(|| hours * 3600 + minutes * 60 + seconds)
}

/// The first few numbers in a text.
fn numbers(text: &str) -> Vec<u32> {
    let groups = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    groups.take(4).map(|group| group.parse().unwrap_or(u32::MAX)).collect()
}

const MONTHS: [&[&str]; 12] = [
    &["jan", "jän"],
    &["feb"],
    &["mar", "mär", "mrz"],
    &["apr"],
    &["may", "mai"],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec", "dez"],
];

fn month(text: &str) -> Option<u32> {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().nth(2).is_some());
    words.find_map(|word| {
        let word = word.to_lowercase();
        let index = MONTHS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
        u32::try_from(index + 1).ok()
    })
}

fn day(text: &str, order: DateOrder) -> Option<Day> {
    let (year, month, day) = match (numbers(text).as_slice(), month(text)) {
        ([day, year], Some(month)) if *day <= 31 => (*year, month, *day),
        ([year, day], Some(month)) => (*year, month, *day),
        ([year, month, day, ..], None) if *year > 31 => (*year, *month, *day),
        ([day, month, year, ..], None) if order == DateOrder::DayFirst => (*year, *month, *day),
        ([month, day, year, ..], None) => (*year, *month, *day),
        _ => return None,
    };
    let year = if year < 100 { year + 2000 } else { year };
    Day::from_ymd(i32::try_from(year).ok()?, month, day).filter(|day| day.is_plausible())
}

/// The days of the week as tables call them, from Monday, by how their names begin.
const WEEKDAYS: [&[&str]; 7] = [
    &["mon"],
    &["tue", "die"],
    &["wed", "mit"],
    &["thu", "don"],
    &["fri", "fre"],
    &["sat", "sam", "sonna"],
    &["sun", "sonnt"],
];

/// What a day with a number is called.
const DAY_WORDS: [&str; 6] = ["day", "tag", "jour", "dia", "día", "giorno"];

/// Beyond so many, a number names no day of an event.
const MOST_DAYS: u32 = 31;

/// The first day of a table without dates, and the number it has there: 1 in most, 2 in one of the second day alone.
#[derive(Clone, Copy)]
pub struct FirstDay {
    pub day: Day,
    pub number: u32,
}

/// The number of a day that is called by nothing else: `Day 2`, `2`.
pub fn day_number(name: &str) -> Option<u32> {
    match (month(name), weekday(name), numbers(name).as_slice()) {
        (None, None, [number @ 0..=MOST_DAYS]) => Some(*number),
        _ => None,
    }
}

/// Which day a table means by `Thursday`, `Day 2`, `2` or `8 May`, when this is its first one.
pub fn day_called(name: &str, first: FirstDay) -> Option<Day> {
    let FirstDay { day: first, number: first_number } = first;
    if let Some(number) = day_number(name) {
        return Some(first.plus(i32::try_from(number).ok()? - i32::try_from(first_number).ok()?));
    }
    match (month(name), weekday(name), numbers(name).as_slice()) {
        (Some(month), _, [number]) => {
            let (year, ..) = first.ymd();
            // An event may last into January.
            [year, year + 1]
                .into_iter()
                .filter_map(|year| Day::from_ymd(year, month, *number))
                .find(|day| *day >= first)
        }
        // 1 January 1970, the day 0, was a Thursday.
        (None, Some(weekday), _) => Some(first.plus((weekday - (first.0 + 3)).rem_euclid(7))),
        _ => None,
    }
}

/// Whether it is what a day without a date is called.
pub fn names_day(name: &str) -> bool {
    day_called(name, FirstDay { day: Day(0), number: 1 }).is_some()
}

/// Whether all of it names a day, as a row between others does: `Day 2`, `Thursday`, `Thursday, 8 May`.
pub fn is_day(name: &str) -> bool {
    let is_known = |word: &str| {
        month(word).or(weekday(word).and(Some(0))).is_some() || DAY_WORDS.contains(&word.to_lowercase().as_str())
    };
    let words = || name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words().next().is_some() && words().all(is_known) && names_day(name)
}

/// The place of a day of the week, from Monday.
fn weekday(text: &str) -> Option<i32> {
    let mut words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
    words.find_map(|word| {
        let index = WEEKDAYS.iter().position(|names| names.iter().any(|name| word.starts_with(name)))?;
        i32::try_from(index).ok()
    })
}

/// Which of both orders the numbers of these cells allow, and whether only one is likely: a number above twelve tells, else
/// the order in which the days lie closer together, else the slash, which stands for the month first.
pub fn date_order<'c>(cells: impl Iterator<Item = &'c str> + Clone) -> (DateOrder, bool) {
    let span = |order| {
        let days = cells.clone().map(|cell| WrittenTime::read(cell, order).day);
        days.fold((0_u32, None::<(Day, Day)>), |(unread, bounds), day| match (day, bounds) {
            (None, bounds) => (unread + 1, bounds),
            (Some(day), None) => (unread, Some((day, day))),
            (Some(day), Some((first, last))) => (unread, Some((first.min(day), last.max(day)))),
        })
    };
    let length = |(unread, bounds): (u32, Option<(Day, Day)>)| (unread, bounds.map(|(first, last)| last.0 - first.0));
    let (month_first, day_first) = (span(DateOrder::MonthFirst), span(DateOrder::DayFirst));
    match length(month_first).cmp(&length(day_first)) {
        std::cmp::Ordering::Less => (DateOrder::MonthFirst, true),
        std::cmp::Ordering::Greater => (DateOrder::DayFirst, true),
        std::cmp::Ordering::Equal => {
            let has_slash = cells.clone().any(|cell| cell.contains('/'));
            let order = if has_slash { DateOrder::MonthFirst } else { DateOrder::DayFirst };
            (order, month_first.1 == day_first.1)
        }
    }
}

/// `1:30:00`, `45`, `45 min`, `1h 30m`, `1.5 hours`, `PT1H`, in seconds.
pub fn length_seconds(cell: &str) -> Option<i64> {
    let cell = cell.trim();
    if let Some(seconds) = duration_seconds(cell, false).or_else(|| iso_duration_seconds(cell)) {
        return Some(seconds);
    }
    let mut seconds = 0.0_f64;
    let mut rest = cell;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = rest.get(start..).unwrap_or("");
        let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        let (digits, unit) = number.split_at_checked(end).unwrap_or_default();
        seconds += digits.parse::<f64>().ok()?
            * match unit.trim_start().chars().next()?.to_ascii_lowercase() {
                'd' | 't' => 86_400.0,
                'h' | 's' => 3600.0,
                'm' => 60.0,
                _ => return None,
            };
        rest = unit;
    }
    (0.0 < seconds && seconds <= 14.0 * 86_400.0).then_some(seconds.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::{DayFirst, MonthFirst};

    #[track_caller]
    fn check(cell: &str, order: DateOrder, expect: &str) {
        let WrittenTime { day, clock, until, .. } = WrittenTime::read(cell, order);
        let clock_text = |seconds: u32| format!(" {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        let parts = [day.map(|day| day.to_string()), clock.map(clock_text), until.map(clock_text)];
        assert_eq!(parts.into_iter().flatten().collect::<String>(), expect, "{cell}");
    }

    #[test]
    fn dates() {
        for cell in [
            "9/27/2019",
            "2019-09-27",
            "2019/9/27",
            "09/27/19",
            "Friday, September 27th, 2019",
            "27 Sept 2019",
            "27-Sep-2019",
        ] {
            check(cell, MonthFirst, "2019-09-27");
        }
        for cell in ["27/9/2019", "27.09.2019", "27. September 2019", "Fr 27.9.19", "2019-09-27"] {
            check(cell, DayFirst, "2019-09-27");
        }
        check("3. März 2020", DayFirst, "2020-03-03");
        check("5. Mai 2020", MonthFirst, "2020-05-05");
        for cell in ["Friday Sept 27", "27.9.", "TBD", "", "13/13/2019", "31.2.2020"] {
            check(cell, DayFirst, "");
        }
    }

    #[test]
    fn clocks() {
        for (cell, expect) in [
            ("9:00", " 09:00:00"),
            ("09:00:30", " 09:00:30"),
            ("9 AM", " 09:00:00"),
            ("9am", " 09:00:00"),
            ("12:15 a.m.", " 00:15:00"),
            ("12:15 PM", " 12:15:00"),
            ("4:30pm", " 16:30:00"),
            ("14.30", " 14:30:00"),
            ("14h30", " 14:30:00"),
            ("24:00", " 24:00:00"),
            ("25:00", ""),
            ("99:99999999999", ""),
            ("4294967295 am", ""),
            ("10:75", ""),
            ("10:00 - 10:45", " 10:00:00 10:45:00"),
            ("10:00–10:45 AM", " 10:00:00 10:45:00"),
            ("1:00 to 2:30 pm", " 13:00:00 14:30:00"),
            ("11:30 - 12:30 PM", " 11:30:00 12:30:00"),
            ("11:30 AM - 1:00 PM", " 11:30:00 13:00:00"),
        ] {
            check(cell, MonthFirst, expect);
        }
    }

    #[test]
    fn dates_with_clocks() {
        check("2019-09-27\u{a0}11:00", MonthFirst, "2019-09-27 11:00:00");
        check("2025-01-01T12:00:00", MonthFirst, "2025-01-01 12:00:00");
        check("5/3/2019 4:00 PM", MonthFirst, "2019-05-03 16:00:00");
        check("Fri, May 3, 2019 at 4 pm", DayFirst, "2019-05-03 16:00:00");
        check("27.09.2019 14:30 Uhr", DayFirst, "2019-09-27 14:30:00");
        let instant = WrittenTime::read("2025-01-01T12:00:00+01:00", MonthFirst).instant;
        assert_eq!(instant, Instant::parse("2025-01-01T11:00:00Z"));
    }

    #[test]
    fn the_order_of_a_date() {
        for (cells, expect) in [
            (&["5/3/2019", "5/13/2019"][..], (MonthFirst, true)),
            (&["3/5/2019", "13/5/2019"], (DayFirst, true)),
            (&["5/3/2019", "5/4/2019", "5/5/2019"], (MonthFirst, true)),
            (&["3/5/2019", "4/5/2019"], (DayFirst, true)),
            (&["3/5/2019"], (MonthFirst, false)),
            (&["3.5.2019"], (DayFirst, false)),
            (&["5/5/2019"], (MonthFirst, true)),
            (&["2019-05-03"], (DayFirst, true)),
        ] {
            assert_eq!(date_order(cells.iter().copied()), expect, "{cells:?}");
        }
    }

    #[test]
    fn lengths() {
        for (cell, expect) in [
            ("1:00:00", Some(3600)),
            ("00:40", Some(2400)),
            ("45", Some(2700)),
            ("45 min", Some(2700)),
            ("1h 30m", Some(5400)),
            ("1.5 hours", Some(5400)),
            ("48 hours", Some(172_800)),
            ("PT1H", Some(3600)),
            ("short", None),
            ("9 lives", None),
            ("9999 days", None),
        ] {
            assert_eq!(length_seconds(cell), expect, "{cell}");
        }
    }
}
