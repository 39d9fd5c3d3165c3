//! One VEVENT, and the sessions that a recurring one stands for.

use std::collections::{HashMap, HashSet};

use super::super::context::MOST_LISTINGS;
use super::super::fields::{is_http, iso_duration_seconds};
use super::super::problems::Problems;
use super::dates::{self, DateValue, instant};
use super::lines::{Component, Property, list};
use super::rules::RecurrenceRule;
use super::timezones::CalendarZones;
use crate::schedule::{Day, Instant, Link, Listing, Local, SessionId, SessionStatus, Speaker, When, Zone};
use crate::text::html::decode_entities;

/// How far a rule is followed. With one session a day, also how many sessions it can make.
const MOST_DAYS: i32 = 400;
/// How many dates one session may list or except.
const MOST_DATES: usize = 2_000;

pub struct CalendarEvent {
    pub uid: String,
    pub sequence: i64,
    pub listing: Listing,
    /// The byte offset of its first line in the input.
    pub offset: usize,
    /// Of an exception to a rule: which of the rule's times it replaces.
    pub original: Option<DateValue>,
    this_and_future: bool,
    start: Option<DateValue>,
    zone: Option<Zone>,
    length_seconds: Option<i64>,
    rule: Option<RecurrenceRule>,
    more: Vec<DateValue>,
    except: Vec<DateValue>,
}

impl CalendarEvent {
    /// `None` when there is neither title nor time in it.
    pub fn read(
        component: &Component<'_>,
        zones: &mut CalendarZones<'_, '_>,
        problems: &mut Problems<'_>,
    ) -> Option<Self> {
        let offset = component.offset;
        if component.cut_off {
            problems.at(offset, "This session is cut off; it was left out.".to_owned());
            return None;
        }
        let start_property = component.property("DTSTART");
        let start = start_property.and_then(dates::value_of);
        if let (None, Some(property)) = (start, start_property) {
            problems.at(property.offset, format!("The start \"{}\" could not be read.", shortened(&property.value)));
        }
        let title = component.text("SUMMARY").map(|text| one_line(&text));
        if start.is_none() && title.is_none() {
            problems.at(offset, "This session has neither time nor title; it was left out.".to_owned());
            return None;
        }
        let zone = match start_property {
            Some(property) => zones.of(property, problems),
            None => zones.event_zone().cloned(),
        };
        let length_seconds = length_seconds(component, start, zone.as_ref(), zones, problems);
        let rule_property = component.property("RRULE");
        let rule = rule_property.and_then(|property| RecurrenceRule::parse(&property.value));
        if let (None, Some(property)) = (&rule, rule_property) {
            problems.at(
                property.offset,
                "This rule of repetition is not understood; only the first date is shown.".to_owned(),
            );
        }
        let start_zone = start_property.and_then(|property| property.parameter("TZID"));
        let is_day = matches!(start, Some(DateValue::Day(_)));
        let mut dates_of = |name| {
            let mut dates: Vec<DateValue> = Vec::new();
            for property in component.properties_named(name) {
                // Times in another zone than the start's are kept in UTC. Beside a day only their day counts.
                let named = property.parameter("TZID").filter(|named| !is_day && Some(*named) != start_zone);
                let other_zone = named.map(|_| zones.of(property, problems));
                let values = property.value.split(',').filter_map(|text| dates::value(text.split('/').next()?));
                let values = values.map(|value| match (value, &other_zone) {
                    (DateValue::Local(_), Some(zone)) => DateValue::Utc(instant(value, zone.as_ref()).at_offset(0)),
                    _ => value,
                });
                dates.extend(values.take(MOST_DATES.saturating_sub(dates.len())));
            }
            dates
        };
        let (more, except) = (dates_of("RDATE"), dates_of("EXDATE"));
        let original = dates_of("RECURRENCE-ID").first().copied();
        let range = component.property("RECURRENCE-ID").and_then(|id| id.parameter("RANGE"));
        let title = title.unwrap_or_default();
        let uid = component.text("UID").unwrap_or_else(|| made_up_uid(start, &title));
        let mut listing = listing(component, &uid, title);
        listing.when = when(start, zone.as_ref(), length_seconds);
        Some(Self {
            sequence: component.text("SEQUENCE").and_then(|text| text.parse().ok()).unwrap_or(0),
            this_and_future: range == Some("THISANDFUTURE"),
            original,
            more,
            except,
            uid,
            listing,
            offset,
            start,
            zone,
            length_seconds,
            rule,
        })
    }

    pub fn recurs(&self) -> bool {
        self.start.is_some() && (self.rule.is_some() || !self.more.is_empty())
    }

    /// The session of an exception that stands alone.
    pub fn into_exception(mut self) -> Listing {
        if let Some(original) = self.original {
            self.listing.id = instance_id(&self.uid, original);
        }
        self.listing
    }

    /// The times of a recurring event, in order, without those it excepts.
    fn times(
        &self,
        start: DateValue,
        last_day: Day,
        event_zone: Option<&Zone>,
        problems: &mut Problems<'_>,
    ) -> Vec<DateValue> {
        let at = |day: Day| match start {
            DateValue::Day(_) => DateValue::Day(day),
            DateValue::Local(local) => DateValue::Local(Local { day, ..local }),
            DateValue::Utc(local) => DateValue::Utc(Local { day, ..local }),
        };
        let zone = self.zone.as_ref().or(event_zone);
        let mut times = vec![start];
        if let Some(rule) = &self.rule {
            let has_end = rule.count.is_some() || rule.until.is_some();
            let furthest = start.day().plus(MOST_DAYS);
            let end = if has_end { furthest } else { last_day.min(furthest) };
            let days = (start.day().0..=end.0).map(Day).filter(|day| rule.includes(start.day(), *day));
            let until = |time: &DateValue| rule.until.is_none_or(|until| is_within(*time, until, zone));
            times = days.map(at).take_while(until).take(rule.count.unwrap_or(usize::MAX)).collect();
            if times.is_empty() {
                problems.at(self.offset, "This session's rule ends before it starts; its date is shown.".to_owned());
                times.push(start);
            }
            let goes_on = match (rule.count, rule.until) {
                (_, Some(until)) => until.day() > furthest,
                (Some(count), None) => times.len() < count,
                (None, None) => true,
            };
            if goes_on {
                let last = times.last().map_or(start, |time| *time).day();
                problems.at(self.offset, format!("This session repeats on and on; it is shown up to {last}."));
            }
        }
        times.extend(self.more.iter().copied());
        times.sort_by_key(|time| instant(*time, zone));
        times.dedup_by_key(|time| instant(*time, zone));
        let excepted: HashSet<Instant> = self.except.iter().map(|value| instant(*value, zone)).collect();
        let excepted_days: HashSet<Day> =
            self.except.iter().filter(|value| matches!(value, DateValue::Day(_))).map(|value| value.day()).collect();
        times.retain(|time| !excepted.contains(&instant(*time, zone)) && !excepted_days.contains(&time.day()));
        times
    }
}

/// The sessions that a recurring event and its exceptions stand for.
pub fn instances(
    master: &CalendarEvent,
    exceptions: Vec<CalendarEvent>,
    last_day: Day,
    event_zone: Option<&Zone>,
    problems: &mut Problems<'_>,
) -> Vec<Listing> {
    let Some(start) = master.start else { return vec![master.listing.clone()] };
    let zone = master.zone.as_ref().or(event_zone);
    let indices = Places::of(&exceptions, matches!(start, DateValue::Day(_)), zone);
    let mut listings = Vec::new();
    let mut used = vec![false; exceptions.len()];
    for time in master.times(start, last_day, event_zone, problems) {
        let exact = indices.exact(time, zone);
        let mut listing =
            if let Some((used, exception)) = exact.and_then(|index| used.get_mut(index).zip(exceptions.get(index))) {
                *used = true;
                exception.listing.clone()
            } else if let Some(exception) = indices.ranged(time, zone).and_then(|index| exceptions.get(index)) {
                moved_along(exception, time, zone)
            } else {
                Listing { when: when(Some(time), zone, master.length_seconds), ..master.listing.clone() }
            };
        listing.id = instance_id(&master.uid, time);
        listings.push(listing);
        if listings.len() > MOST_LISTINGS {
            break;
        }
    }
    let left = exceptions.into_iter().zip(used).filter(|(_, used)| !used).map(|(exception, _)| exception);
    listings.extend(left.map(CalendarEvent::into_exception));
    listings
}

/// Where the exceptions to a rule stand in their list, by the times they are for. There may be as many as times.
struct Places {
    times: HashMap<Instant, usize>,
    /// Of exceptions that only name a day, or all of them when the rule's own times are days.
    days: HashMap<Day, usize>,
    /// Of those that hold from their time on, in its order.
    ranges: Vec<(Instant, usize)>,
}

impl Places {
    fn of(exceptions: &[CalendarEvent], rule_is_of_days: bool, zone: Option<&Zone>) -> Self {
        let mut indices = Self { times: HashMap::new(), days: HashMap::new(), ranges: Vec::new() };
        for (index, exception) in exceptions.iter().enumerate() {
            let Some(original) = exception.original else { continue };
            if rule_is_of_days || matches!(original, DateValue::Day(_)) {
                indices.days.entry(original.day()).or_insert(index);
            } else {
                indices.times.entry(instant(original, exception.zone.as_ref().or(zone))).or_insert(index);
            }
            indices.ranges.extend(exception.this_and_future.then(|| (instant(original, zone), index)));
        }
        indices.ranges.sort();
        indices
    }

    fn exact(&self, time: DateValue, zone: Option<&Zone>) -> Option<usize> {
        self.days.get(&time.day()).or_else(|| self.times.get(&instant(time, zone))).copied()
    }

    /// The latest one that holds from a time before this one on.
    fn ranged(&self, time: DateValue, zone: Option<&Zone>) -> Option<usize> {
        let before = self.ranges.partition_point(|(from, _)| *from < instant(time, zone));
        self.ranges.get(before.checked_sub(1)?).map(|(_, index)| *index)
    }
}

/// A later time of a rule after an exception that moved this one and all that follow.
fn moved_along(exception: &CalendarEvent, time: DateValue, zone: Option<&Zone>) -> Listing {
    let shift = match (exception.start, exception.original) {
        (Some(start), Some(original)) => instant(start, exception.zone.as_ref()).0 - instant(original, zone).0,
        _ => 0,
    };
    let start = Instant(instant(time, zone).0.saturating_add(shift));
    let end = exception.length_seconds.map(|seconds| Instant(start.0.saturating_add(seconds)));
    let when = match time {
        DateValue::Day(day) => When::Day(day),
        _ => When::stated(start, end),
    };
    Listing { when, ..exception.listing.clone() }
}

fn listing(component: &Component<'_>, uid: &str, title: String) -> Listing {
    let mut listing = Listing::new(SessionId::new(uid), title);
    let location = component.text("LOCATION").map(|text| one_line(&text));
    listing.track =
        component.property("CATEGORIES").and_then(|property| list(&property.value).next()).map(|text| one_line(&text));
    listing.abstract_text = component.text("DESCRIPTION").or_else(|| component.text("X-ALT-DESC"));
    listing.url = component.text("URL").filter(|url| is_http(url));
    // Luma writes the address of what takes place online where others write a room.
    match location {
        Some(address) if is_http(&address) => listing.url = listing.url.or(Some(address)),
        location => listing.room = location,
    }
    listing.speakers = speakers(component);
    listing.links = links(component);
    if component.text("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED")) {
        listing.status = SessionStatus::Cancelled;
    }
    listing
}

fn speakers(component: &Component<'_>) -> Vec<Speaker> {
    let attendees = component.properties_named("ATTENDEE");
    let speakers = attendees.filter(|attendee| attendee.value.trim().eq_ignore_ascii_case("invalid:nomail"));
    let names = speakers.filter_map(|attendee| attendee.parameter("CN"));
    names.map(|name| Speaker { name: name.to_owned(), affiliation: None }).collect()
}

fn links(component: &Component<'_>) -> Vec<Link> {
    let properties = ["ATTACH", "CONFERENCE"].into_iter().flat_map(|name| component.properties_named(name));
    let addresses = properties.filter(|property| is_http(property.value.trim()));
    let link = |property: &Property<'_>| {
        let url = property.value.trim().to_owned();
        let title = property.parameter("LABEL").or(property.parameter("FILENAME")).unwrap_or(&url).to_owned();
        Link { title, url }
    };
    addresses.map(link).collect()
}

fn length_seconds(
    component: &Component<'_>,
    start: Option<DateValue>,
    zone: Option<&Zone>,
    zones: &mut CalendarZones<'_, '_>,
    problems: &mut Problems<'_>,
) -> Option<i64> {
    let start = start.filter(|start| !matches!(start, DateValue::Day(_)))?;
    if let Some(property) = component.property("DTEND") {
        let Some(end) = dates::value(&property.value) else {
            problems.at(property.offset, format!("The end \"{}\" could not be read.", shortened(&property.value)));
            return None;
        };
        let end_zone = zones.of(property, problems);
        return Some(instant(end, end_zone.as_ref()).0.saturating_sub(instant(start, zone).0));
    }
    let property = component.property("DURATION")?;
    let seconds = iso_duration_seconds(&property.value);
    if seconds.is_none() {
        problems.at(property.offset, format!("The duration \"{}\" could not be read.", shortened(&property.value)));
    }
    seconds
}

fn when(start: Option<DateValue>, zone: Option<&Zone>, length_seconds: Option<i64>) -> When {
    match start {
        None => When::Unknown,
        Some(DateValue::Day(day)) => When::Day(day),
        Some(value) => {
            let start = instant(value, zone);
            When::stated(start, length_seconds.map(|seconds| Instant(start.0.saturating_add(seconds))))
        }
    }
}

/// An id for a session without UID: its start and title, which is all that names it.
fn made_up_uid(start: Option<DateValue>, title: &str) -> String {
    let start = start.map(stamp).unwrap_or_default();
    format!("{start} {title}").trim().to_owned()
}

fn instance_id(uid: &str, time: DateValue) -> SessionId {
    SessionId::new(format!("{uid}~{}", stamp(time)))
}

/// `20241113T1442`, or `20241113` for a day.
fn stamp(value: DateValue) -> String {
    let (year, month, day) = value.day().ymd();
    match value {
        DateValue::Day(_) => format!("{year:04}{month:02}{day:02}"),
        DateValue::Local(local) | DateValue::Utc(local) => {
            format!("{year:04}{month:02}{day:02}T{:02}{:02}", local.hour(), local.minute())
        }
    }
}

/// Whether `time` is not after UNTIL, whichever way that is written.
fn is_within(time: DateValue, until: DateValue, zone: Option<&Zone>) -> bool {
    match (time, until) {
        (_, DateValue::Day(day)) => time.day() <= day,
        (DateValue::Day(day), _) => day <= until.day(),
        (DateValue::Local(time), DateValue::Local(until)) => (time.day, time.second) <= (until.day, until.second),
        _ => instant(time, zone) <= instant(until, zone),
    }
}

/// Text for a row: references resolved, white space folded to single spaces.
pub fn one_line(text: &str) -> String {
    decode_entities(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(40).collect()
}
