//! Dates and times of iCalendar (RFC 5545, sections 3.3.4 and 3.3.5).

use super::super::fields::local;
use super::lines::Property;
use crate::schedule::{Day, Instant, Local, Zone};

/// A date or time as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateValue {
    Day(Day),
    /// In the zone of its property, if any.
    Local(Local),
    Utc(Local),
}

impl DateValue {
    pub fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Local(local) | Self::Utc(local) => local.day,
        }
    }
}

/// Reads `20241113`, `20241113T144200`, `20241113T144200Z`, and the same with dashes and colons, with a fraction of a
/// second, or with an offset such as `+0100`.
pub fn value(text: &str) -> Option<DateValue> {
    let text = text.trim();
    let (text, is_utc) = match text.strip_suffix(['Z', 'z']) {
        Some(text) => (text, true),
        None => (text, false),
    };
    let (date, clock) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    // Only after the clock is a dash or a plus the sign of an offset.
    let (clock, offset) = clock.find(['+', '-']).and_then(|sign| clock.split_at_checked(sign)).unwrap_or((clock, ""));
    let [date, clock] = [date, clock].map(|text| text.replace(['-', ':'], ""));
    let clock = clock.split('.').next().unwrap_or("");
    let number = |text: Option<&str>| -> Option<u32> {
        let text = text?;
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
    };
    if date.len() != 8 {
        return None;
    }
    let day = Day::from_ymd(number(date.get(..4))? as i32, number(date.get(4..6))?, number(date.get(6..))?)?;
    if clock.is_empty() {
        return Some(DateValue::Day(day));
    }
    let (hour, minute) = (number(clock.get(..2))?, number(clock.get(2..4))?);
    let second = if clock.len() > 4 { number(clock.get(4..6))? } else { 0 };
    let seconds = hour * 3600 + minute * 60 + second.min(59);
    if seconds > 86_400 || minute > 59 || second > 60 || clock.len() > 6 {
        return None;
    }
    let local = local(day, seconds);
    if !offset.is_empty() {
        let offset_seconds = offset_seconds(offset).filter(|_| offset.len() > 2)?;
        return Some(DateValue::Utc(local.at_offset(offset_seconds).at_offset(0)));
    }
    Some(if is_utc { DateValue::Utc(local) } else { DateValue::Local(local) })
}

/// The value of a property, which may be a day although a time is written: `DTSTART;VALUE=DATE:20241113T000000`.
pub fn value_of(property: &Property<'_>) -> Option<DateValue> {
    let value = value(&property.value)?;
    let is_day = property.parameter("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE"));
    Some(if is_day { DateValue::Day(value.day()) } else { value })
}

/// The instant of a value in a zone; a day is its midnight there.
pub fn instant(value: DateValue, zone: Option<&Zone>) -> Instant {
    match value {
        DateValue::Day(day) => super::super::zones::instant(Local { day, second: 0 }, zone),
        DateValue::Local(local) => super::super::zones::instant(local, zone),
        DateValue::Utc(local) => local.at_offset(0),
    }
}

/// `+0100`, `-0730`, `-075258` in seconds east of UTC. Offsets beyond a day are not believed.
pub fn offset_seconds(text: &str) -> Option<i32> {
    let text = text.trim();
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => (1, text),
    };
    let digits = digits.replace(':', "");
    let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), |part| part.parse::<i32>().ok());
    let seconds = part(0)? * 3600 + part(2)? * 60 + part(4)?;
    (seconds < 86_400).then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_every_form() {
        let day = Day::parse("2024-11-13").unwrap();
        let local = Local::new(day, 14, 42);
        for (text, expect) in [
            ("20241113", Some(DateValue::Day(day))),
            ("20241113T144200", Some(DateValue::Local(local))),
            ("20241113T1442", Some(DateValue::Local(local))),
            (" 2024-11-13T14:42:00Z ", Some(DateValue::Utc(local))),
            ("2024-11-13T14:42:00.000Z", Some(DateValue::Utc(local))),
            ("2024-11-13 14:42:00", Some(DateValue::Local(local))),
            ("20241113T154200+0100", Some(DateValue::Utc(local))),
            ("2024-11-13T09:12:00-05:30", Some(DateValue::Utc(local))),
            ("20241112T240000", Some(DateValue::Local(Local::new(day, 0, 0)))),
            ("20241113T144200+x", None),
            ("20241113T144200Z", Some(DateValue::Utc(local))),
            ("20241313T144200Z", None),
            ("20241113T254200Z", None),
            ("INVALID-DATE", None),
            ("", None),
        ] {
            assert_eq!(value(text), expect, "{text}");
        }
    }

    #[test]
    fn offsets() {
        for (text, expect) in
            [("+0100", Some(3600)), ("-0730", Some(-27_000)), ("-075258", Some(-28_378)), ("+9900", None)]
        {
            assert_eq!(offset_seconds(text), expect, "{text}");
        }
    }
}
