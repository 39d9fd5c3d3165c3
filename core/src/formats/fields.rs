//! Fields that several formats write in the same ways: clocks, lengths, days, addresses.

use super::problems::Problems;
use super::zones;
pub use crate::schedule::address::is_http;
use crate::schedule::time::parse_offset;
use crate::schedule::{Day, Instant, Local, SessionId, Zone};

/// An instant with its offset, perhaps after a space as Ruby prints it, or a local time in the event's zone.
pub fn moment(text: &str, zone: Option<&Zone>) -> Option<Instant> {
    let spaced = || {
        let (local, offset) = text.rsplit_once(' ')?;
        let offset_seconds = if offset == "UTC" { 0 } else { parse_offset(offset)? };
        Some(Local::parse(local)?.at_offset(offset_seconds))
    };
    Instant::parse(text).or_else(|| Some(zones::instant(Local::parse(text)?, zone))).or_else(spaced)
}

/// The instant that a session's `name` states. What states something else, and not just a day, is a problem.
pub fn stated(
    name: &str,
    text: Option<&str>,
    zone: Option<&Zone>,
    id: &SessionId,
    problems: &mut Problems<'_>,
) -> Option<Instant> {
    let text = text?;
    moment(text, zone).or_else(|| {
        unread(name, text, id, problems);
        None
    })
}

/// Says that the time `name` of a session could not be read, unless it is a day, which is all that is known then.
pub fn unread(name: &str, text: &str, id: &SessionId, problems: &mut Problems<'_>) {
    if Day::parse(text).is_none() {
        let shortened: String = text.chars().take(40).collect();
        problems.add(format!("session {id}"), format!("The {name} \"{shortened}\" could not be read."));
    }
}

/// One text of the short and the long one, unless one repeats the other.
pub fn join_texts(short: Option<&str>, long: Option<&str>) -> Option<String> {
    match (short, long) {
        (Some(short), Some(long)) if long.starts_with(short) => Some(long.to_owned()),
        (Some(short), Some(long)) => Some(format!("{short}\n\n{long}")),
        (short, long) => short.or(long).map(str::to_owned),
    }
}

/// The names in a list of people: apart by lines or semicolons where there are any, else by commas.
pub fn names_in(list: &str) -> impl Iterator<Item = &str> {
    let marks: &[char] = if list.contains(['\n', ';']) { &['\n', ';'] } else { &[','] };
    list.split(marks).map(str::trim).filter(|name| !name.is_empty())
}

/// An http(s) address, completed by the site it stands on.
pub fn absolute(address: &str, base: Option<&str>) -> Option<String> {
    let address = address.trim();
    if is_http(address) {
        return Some(address.to_owned());
    }
    let base = base.map(str::trim).filter(|base| is_http(base))?;
    let path = address.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
    let host_start = base.find("//")? + 2;
    let host_length = base.get(host_start..)?.find('/').unwrap_or(base.len() - host_start);
    Some(format!("{}/{path}", base.get(..host_start + host_length)?))
}

/// The day a text starts with: `2014-12-27`, or `2024-12-27T09:30:00+00:00`.
pub fn leading_day(text: &str) -> Option<Day> {
    Day::parse(text.get(..10)?)
}

/// The day that a time was written with, where no zone tells the day it is there.
pub fn written_day(text: Option<&str>, zone: Option<&Zone>) -> Option<Day> {
    text.filter(|_| zone.is_none()).and_then(leading_day)
}

/// A bound of the conference is a day, or an instant that is on some day there.
pub fn bound_day(text: &str, zone: Option<&Zone>) -> Option<Day> {
    match Instant::parse(text) {
        Some(instant) if zone.is_some() => Some(zones::day(instant, zone)),
        _ => leading_day(text),
    }
}

/// `9:30`, `09:30` or `09:00:00` in seconds after midnight. `24:00` is the end of the day.
pub fn clock_seconds(text: &str) -> Option<u32> {
    let mut parts = text.trim().split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    (hours <= 24 && minutes < 60 && seconds < 60 && parts.next().is_none())
        .then(|| hours * 3600 + minutes * 60 + seconds)
}

/// The time so many seconds after a day's midnight, which may be on the day after.
pub fn local(day: Day, seconds: u32) -> Local {
    Local { day: day.plus((seconds / 86_400) as i32), second: seconds % 86_400 }
}

/// Reads `PT1H30M`, `P1D`, `P2W` in seconds; `None` for what is not a duration, and for a negative one.
pub fn iso_duration_seconds(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches('+').strip_prefix('P')?;
    let mut seconds: i64 = 0;
    let mut number = String::new();
    for character in text.chars() {
        let unit = match character {
            '0'..='9' => {
                number.push(character);
                continue;
            }
            'T' => continue,
            'W' => 7 * 86_400,
            'D' => 86_400,
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        let amount = i64::from(number.parse::<u32>().ok()?);
        seconds = seconds.saturating_add(amount * unit);
        number.clear();
    }
    (number.is_empty() && seconds <= 400 * 86_400).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_several_languages_print_them() {
        let expect = Instant::parse("2024-11-13T14:42:00Z");
        let tests =
            ["2024-11-13T14:42:00Z", "2024-11-13 14:42:00 UTC", "2024-11-13 16:42:00 +0200", "2024-11-13T14:42"];
        for text in tests {
            assert_eq!(moment(text, None), expect, "{text}");
        }
        for text in ["2024-11-13 UTC", "2024-11-13 14:42:00 CEST", "14:42 UTC", " ", ""] {
            assert_eq!(moment(text, None), None, "{text}");
        }
    }

    #[test]
    fn durations() {
        for (text, expect) in [
            ("PT1H30M", Some(5400)),
            ("P0DT00H45M00S", Some(2700)),
            ("P1D", Some(86_400)),
            ("P1W", Some(604_800)),
            ("P1DT2H", Some(93_600)),
            ("-PT15M", None),
            ("PT99999999999H", None),
            ("P1", None),
            ("1H", None),
        ] {
            assert_eq!(iso_duration_seconds(text), expect, "{text}");
        }
    }
}
