//! Fields that several formats write in the same ways: clocks, lengths, days, addresses.

use super::zones;
use crate::schedule::{Day, Instant, Local, Zone};

/// An instant with its offset, or a local time in the event's zone.
pub fn moment(text: &str, zone: Option<&Zone>) -> Option<Instant> {
    Instant::parse(text).or_else(|| Some(zones::instant(Local::parse(text)?, zone)))
}

/// One text of the short and the long one, unless one repeats the other.
pub fn join_texts(short: Option<&str>, long: Option<&str>) -> Option<String> {
    match (short, long) {
        (Some(short), Some(long)) if long.starts_with(short) => Some(long.to_owned()),
        (Some(short), Some(long)) => Some(format!("{short}\n\n{long}")),
        (short, long) => short.or(long).map(str::to_owned),
    }
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

pub fn is_http(address: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
            && !address.contains(char::is_whitespace)
    })
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

/// `9:30`, `09:30` or `09:00:00` in seconds after midnight.
pub fn clock_seconds(text: &str) -> Option<u32> {
    let mut parts = text.trim().split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    (hours < 24 && minutes < 60 && seconds < 60 && parts.next().is_none())
        .then(|| hours * 3600 + minutes * 60 + seconds)
}
