//! The zones that a calendar's times are in.
//!
//! A zone is found by its TZID: a name that [`FileZones::find`] knows, the calendar's own VTIMEZONE, or a plain offset
//! such as `UTC+11`. Known names come first, since the rules in files are often cut down to one year.

use super::super::context::Context;
use super::super::problems::Problems;
use super::super::zones::{FileZones, MOST_ZONES};
use super::dates::{DateValue, offset_seconds, value};
use super::lines::{Component, Property};
use super::rules::RecurrenceRule;
use crate::schedule::{Day, Instant, Local, Span, Zone};

/// The zones of one calendar.
pub struct CalendarZones<'a, 'c> {
    file: FileZones<'a>,
    days: (Day, Day),
    timezones: Vec<&'c Component<'c>>,
    /// The zone of times that name none.
    event: Option<Zone>,
    known: Vec<(String, Option<Zone>)>,
}

impl<'a, 'c> CalendarZones<'a, 'c> {
    pub fn new(
        context: &'a Context<'a>,
        days: &[Day],
        timezones: Vec<&'c Component<'c>>,
        event_zone: Option<&str>,
        problems: &mut Problems<'_>,
    ) -> Self {
        let file = FileZones::new(context, days.iter().copied());
        let first = days.iter().min().copied().unwrap_or(Day(0));
        let last = days.iter().max().copied().unwrap_or(Day(0));
        let mut zones = Self { file, days: (first, last), timezones, event: None, known: Vec::new() };
        let named = event_zone.and_then(|name| zones.find(name).cloned());
        if let (None, Some(name)) = (&named, event_zone) {
            problems.add("file".to_owned(), format!("The time zone \"{name}\" is not known."));
        }
        zones.event = named.or_else(|| zones.file.of_event(None, problems));
        zones
    }

    /// The event's zone: what the calendar names, else what the context gives.
    pub fn event_zone(&self) -> Option<&Zone> {
        self.event.as_ref()
    }

    /// Its IANA name, if it has one.
    pub fn event_zone_name(&mut self) -> Option<String> {
        let name = self.event.as_ref()?.name.clone();
        self.file.get(&name).is_some().then_some(name)
    }

    /// The zone a property's local times are in.
    pub fn of(&mut self, property: &Property<'_>, problems: &mut Problems<'_>) -> Option<Zone> {
        let Some(name) = property.parameter("TZID").filter(|name| !name.is_empty()) else { return self.event.clone() };
        if self.find(name).is_none() {
            problems.at(property.offset, format!("The time zone \"{name}\" is not known; the event's own was taken."));
        }
        self.find(name).cloned().or_else(|| self.event.clone())
    }

    fn find(&mut self, name: &str) -> Option<&Zone> {
        let index = match self.known.iter().position(|(known, _)| known == name) {
            Some(index) => index,
            None if self.known.len() >= MOST_ZONES => return None,
            None => {
                let zone = self.look_up(name);
                self.known.push((name.to_owned(), zone));
                self.known.len() - 1
            }
        };
        self.known.get(index).and_then(|(_, zone)| zone.as_ref())
    }

    fn look_up(&mut self, name: &str) -> Option<Zone> {
        if let Some(zone) = self.file.find(name) {
            return Some(zone);
        }
        let definition = self
            .timezones
            .iter()
            .copied()
            .find(|zone| zone.property("TZID").is_some_and(|property| property.value.trim() == name));
        if let Some(definition) = definition {
            let location = definition.property("X-LIC-LOCATION");
            let known = location.and_then(|location| self.file.find(&location.value));
            return known.or_else(|| from_rules(name, definition, self.days));
        }
        plain_offset(name).map(|offset| Zone::fixed(name, offset, name))
    }
}

/// How far around the calendar's days the rules of a zone are followed.
const SLACK_DAYS: i32 = 400;
/// More changes of offset than any zone has in the years of one calendar.
const MOST_SPANS: usize = 100;

/// A zone from the calendar's own rules (RFC 5545, section 3.6.5), over the days the calendar speaks of.
fn from_rules(name: &str, definition: &Component<'_>, (first, last): (Day, Day)) -> Option<Zone> {
    let mut changes: Vec<(Instant, i32, Span)> = Vec::new();
    for observance in definition.children.iter().take(64) {
        let offset = |name| observance.property(name).and_then(|property| offset_seconds(&property.value));
        let (Some(before), Some(after)) = (offset("TZOFFSETFROM"), offset("TZOFFSETTO")) else { continue };
        let Some(onset) = observance.property("DTSTART").and_then(|property| value(&property.value)) else { continue };
        let second = if let DateValue::Local(local) | DateValue::Utc(local) = onset { local.second } else { 0 };
        let rule = observance.property("RRULE").and_then(|property| RecurrenceRule::parse(&property.value));
        let listed =
            observance.properties_named("RDATE").flat_map(|property| property.value.split(',')).filter_map(value);
        let mut days: Vec<Day> = listed.map(DateValue::day).take(MOST_SPANS * 2).collect();
        days.push(onset.day());
        if let Some(rule) = rule {
            let end = rule.until.map_or(last.plus(SLACK_DAYS), |until| until.day().min(last.plus(SLACK_DAYS)));
            let start = first.plus(-2 * SLACK_DAYS).max(onset.day());
            let included = (start.0..=end.0).take(8_000).map(Day).filter(|day| rule.includes(onset.day(), *day));
            days.extend(included.take(MOST_SPANS));
        }
        let abbreviation = observance.text("TZNAME").unwrap_or_else(|| name.to_owned());
        changes.extend(days.into_iter().map(|day| {
            let from = Local { day, second }.at_offset(before);
            (from, before, Span { from, offset_seconds: after, abbreviation: abbreviation.clone() })
        }));
    }
    changes.sort_by_key(|(from, ..)| *from);
    // What holds before the first change that matters: the change before it, or what the very first one came from.
    let window = Local { day: first.plus(-SLACK_DAYS), second: 0 }.at_offset(0);
    let matters = changes.partition_point(|(from, ..)| *from < window);
    let (_, before, _) = changes.first()?;
    let mut earliest = Span { from: Instant(i64::MIN), offset_seconds: *before, abbreviation: name.to_owned() };
    if let Some((.., span)) = matters.checked_sub(1).and_then(|index| changes.get(index)) {
        earliest = Span { from: Instant(i64::MIN), ..span.clone() };
    }
    let later = changes.into_iter().skip(matters).map(|(.., span)| span);
    Some(Zone { name: name.to_owned(), spans: std::iter::once(earliest).chain(later).take(MOST_SPANS).collect() })
}

/// `UTC+11`, `GMT-0330`, `UTC`, and what stands before the cities in `(GMT-03.00) Brasilia`.
fn plain_offset(name: &str) -> Option<i32> {
    let shown =
        name.strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(offset, _)| offset.replace('.', ":"));
    let name = shown.as_deref().unwrap_or(name);
    let rest = name.strip_prefix("UTC").or_else(|| name.strip_prefix("GMT"))?.trim();
    let digits = rest.trim_start_matches(['+', '-']);
    match (rest.is_empty(), digits.len()) {
        (true, _) => Some(0),
        (false, 1) => offset_seconds(&rest.replace(digits, &format!("0{digits}"))),
        (false, 2 | 4 | 5) => offset_seconds(rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_offsets() {
        for (text, expect) in [
            ("UTC+11", Some(39_600)),
            ("GMT-3", Some(-10_800)),
            ("UTC", Some(0)),
            ("UTC+x", None),
            ("Moon", None),
            ("(GMT-03.00) Brasilia", Some(-10_800)),
        ] {
            assert_eq!(plain_offset(text), expect, "{text}");
        }
    }
}
