//! iCalendar (RFC 5545): Sched, pretalx, Indico, Pentabarf, and what people write by hand. For its XML see [`xcal`].
//!
//! - Times are in UTC, in a named zone (with or without a VTIMEZONE, see [`dates`]), or floating; floating ones are in
//!   `X-WR-TIMEZONE`, else in the zone the context gives.
//! - `RRULE`, `RDATE`, `EXDATE` and `RECURRENCE-ID` become single sessions, each with an id of its own. A rule without an
//!   end stops at the calendar's last day; every rule stops after 400 days.
//! - `SEQUENCE` decides only between two versions of one session in the same file. Sched never raises it.
//! - Speakers: attendees whose address is `invalid:nomail`, which is how Pentabarf and its heirs mark them; for Sched,
//!   pretalx and Indico see [`generators`].
//!
//! - Several calendars may stand in one file; each property of a calendar is taken from the first that has it.
//!
//! Left out: to-dos, journals, free-busy times and alarms; lengths that a date of `RDATE` has of its own; organisers and guests with real addresses; priorities,
//! geographic positions, classes and transparency; the length of all-day items, which become a day without a time; rules
//! finer than a day and those counted by week number, day of the year, hour or position.

mod dates;
mod events;
mod generators;
mod lines;
mod rules;
mod timezones;
mod xcal;

use std::collections::HashMap;

use self::dates::DateValue;
use self::events::{CalendarEvent, instances, one_line};
use self::lines::Component;
use self::timezones::CalendarZones;
use super::context::{Context, MOST_LISTINGS, ScheduleError};
use super::problems::Problems;
use super::xml;
use super::zones::day;
use crate::schedule::{Day, Listing, Schedule, SessionStatus};

pub fn read<'a>(text: &'a str, context: &Context<'_>, problems: &mut Problems<'a>) -> Schedule {
    schedule(&lines::read(text, problems), context, problems)
}

/// The same in XML.
pub fn read_xml<'a>(
    text: &'a str,
    context: &Context<'_>,
    problems: &mut Problems<'a>,
) -> Result<Schedule, ScheduleError> {
    let document = xcal::component(&xml::read(text, problems)?);
    Ok(schedule(&document, context, problems))
}

fn schedule(document: &Component<'_>, context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let mut found = CalendarComponents::default();
    found.gather(document);
    let days = stated_days(&found.events);
    let stated_zone = found.text("X-WR-TIMEZONE").filter(|zone| !is_utc(zone));
    let stated_zone = stated_zone.or_else(|| usual_zone(&found.events));
    let mut zones = CalendarZones::new(context, &days, found.timezones.clone(), stated_zone.as_deref(), problems);
    let mut events: Vec<CalendarEvent> =
        found.events.iter().filter_map(|event| CalendarEvent::read(event, &mut zones, problems)).collect();
    for event in events.iter_mut().filter(|event| found.cancelled.binary_search(&event.offset).is_ok()) {
        event.listing.status = SessionStatus::Cancelled;
    }
    let last_day = Day::densest_year(days.iter().copied()).map_or(Day(0), |(_, last)| last);
    let mut listings = listings(events, last_day, &zones, problems);
    let maker = found.text("PRODID").unwrap_or_default();
    let mut title = found.text("X-WR-CALNAME").or_else(|| found.text("NAME")).map(|title| one_line(&title));
    if let Some(event) = maker.strip_prefix("-//Sched.com ") {
        title = event.strip_suffix("//EN").map(str::to_owned).or(title);
        generators::take_speakers(&mut listings);
        generators::take_common_location(&mut listings);
        // Sched's one category is the kind of a session as its organisers sort them.
        listings.iter_mut().for_each(|listing| listing.kind = listing.track.take());
    } else if maker.to_ascii_lowercase().contains("pretalx")
        || (maker.contains("ri_cal")
            && listings.iter().all(|listing| generators::names_behind(&listing.title).is_some()))
    {
        listings.iter_mut().for_each(generators::take_names);
    } else if maker.contains("//INDICO//") {
        listings.iter_mut().for_each(generators::take_speakers_line);
    }
    // The day is told here: a zone of the calendar's own making is unknown to everybody else.
    for listing in &mut listings {
        listing.day =
            listing.when.start().filter(|_| zones.event_zone().is_some()).map(|start| day(start, zones.event_zone()));
    }
    let zone = zones.event_zone_name();
    let url = found.text("URL").filter(|url| url.starts_with("http"));
    let as_of = found.events.iter().filter_map(|event| last_modified(event)).max();
    Schedule { title, zone, first: None, last: None, url, as_of, listings }
}

/// Calendars, sessions and zones, at whatever depth they stand.
#[derive(Default)]
struct CalendarComponents<'c> {
    calendars: Vec<&'c Component<'c>>,
    events: Vec<&'c Component<'c>>,
    /// The offsets of the sessions in calendars that are there to cancel them, in the order of the file.
    cancelled: Vec<usize>,
    timezones: Vec<&'c Component<'c>>,
}

impl<'c> CalendarComponents<'c> {
    fn gather(&mut self, parent: &'c Component<'c>) {
        // A file may hold the lines of a session without a calendar around them.
        self.calendars.extend(matches!(parent.name.as_str(), "VCALENDAR" | "").then_some(parent));
        let is_cancelled = parent.text("METHOD").is_some_and(|method| method.eq_ignore_ascii_case("CANCEL"));
        for child in &parent.children {
            match child.name.as_str() {
                "VEVENT" => {
                    self.events.push(child);
                    self.cancelled.extend(is_cancelled.then_some(child.offset));
                }
                "VTIMEZONE" => self.timezones.push(child),
                _ => self.gather(child),
            }
        }
    }

    /// A property of the first calendar that has it. Several may stand in one file.
    fn text(&self, name: &str) -> Option<String> {
        self.calendars.iter().find_map(|calendar| calendar.text(name))
    }
}

/// UTC is how a writer who knows no zone writes times. It says nothing of where the event is.
fn is_utc(zone: &str) -> bool {
    matches!(zone, "UTC" | "Etc/UTC")
}

/// Every day the calendar names outright.
fn stated_days(events: &[&Component<'_>]) -> Vec<Day> {
    const NAMES: [&str; 4] = ["DTSTART", "DTEND", "RECURRENCE-ID", "RDATE"];
    let properties = events.iter().flat_map(|event| &event.properties);
    let dates = properties.filter(|property| NAMES.contains(&property.name.as_str()));
    dates.filter_map(|property| dates::value(property.value.split([',', '/']).next()?)).map(DateValue::day).collect()
}

fn last_modified(event: &Component<'_>) -> Option<Day> {
    dates::value(&event.property("LAST-MODIFIED")?.value).map(DateValue::day)
}

/// The zone that most sessions are in.
fn usual_zone(events: &[&Component<'_>]) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in events.iter().filter_map(|event| event.property("DTSTART")?.parameter("TZID")) {
        *counts.entry(name).or_default() += 1;
    }
    let (name, _) = counts.into_iter().find(|(_, count)| count * 2 > events.len())?;
    Some(name.to_owned()).filter(|name| !is_utc(name))
}

fn listings(
    events: Vec<CalendarEvent>,
    last_day: Day,
    zones: &CalendarZones<'_, '_>,
    problems: &mut Problems<'_>,
) -> Vec<Listing> {
    let (masters, exceptions): (Vec<CalendarEvent>, Vec<CalendarEvent>) =
        events.into_iter().partition(|event| event.original.is_none());
    let mut by_uid: HashMap<String, Vec<CalendarEvent>> = HashMap::new();
    for exception in newest(exceptions) {
        by_uid.entry(exception.uid.clone()).or_default().push(exception);
    }
    let mut listings: Vec<Listing> = Vec::new();
    for master in without_duplicates(masters, problems) {
        if listings.len() > MOST_LISTINGS {
            break;
        }
        if master.recurs() {
            let exceptions = by_uid.get_mut(&master.uid).map(std::mem::take).unwrap_or_default();
            listings.extend(instances(&master, exceptions, last_day, zones.event_zone(), problems));
        } else {
            listings.push(master.listing);
        }
    }
    // Exceptions whose rule is not in the file are sessions all the same.
    let mut orphans: Vec<CalendarEvent> = by_uid.into_values().flatten().collect();
    orphans.sort_by_key(|event| event.offset);
    listings.extend(orphans.into_iter().map(CalendarEvent::into_exception));
    listings
}

/// Of exceptions for one time of a rule, the version with the highest SEQUENCE, or the later one.
fn newest(exceptions: Vec<CalendarEvent>) -> impl Iterator<Item = CalendarEvent> {
    let mut kept: Vec<CalendarEvent> = Vec::with_capacity(exceptions.len());
    let mut indices: HashMap<(String, Option<DateValue>), usize> = HashMap::new();
    for event in exceptions {
        let index = *indices.entry((event.uid.clone(), event.original)).or_insert(kept.len());
        match kept.get_mut(index) {
            None => kept.push(event),
            Some(known) if known.sequence <= event.sequence => *known = event,
            Some(_) => {}
        }
    }
    kept.into_iter()
}

/// Of sessions with one UID, the version with the highest SEQUENCE; equal ones once; different ones all.
fn without_duplicates(masters: Vec<CalendarEvent>, problems: &mut Problems<'_>) -> Vec<CalendarEvent> {
    let mut kept: Vec<CalendarEvent> = Vec::with_capacity(masters.len());
    let mut indices: HashMap<String, usize> = HashMap::new();
    for event in masters {
        let Some(index) = indices.get(&event.uid).copied() else {
            indices.insert(event.uid.clone(), kept.len());
            kept.push(event);
            continue;
        };
        let Some(known) = kept.get_mut(index) else { continue };
        if known.sequence != event.sequence {
            problems
                .at(event.offset, "This session is in the file in two versions; the newer one was taken.".to_owned());
            if event.sequence > known.sequence {
                *known = event;
            }
        } else if known.listing == event.listing {
            problems.at(event.offset, "This session is in the file twice; it was taken once.".to_owned());
        } else {
            kept.push(event);
        }
    }
    kept
}
