//! iCalendar (RFC 5545): Sched, pretalx, Indico, Pentabarf, and what people write by hand.
//!
//! - Times are in UTC, in a named zone (with or without a VTIMEZONE, see [`dates`]), or floating; floating ones are in
//!   `X-WR-TIMEZONE`, else in the zone the context gives.
//! - `RRULE`, `RDATE`, `EXDATE` and `RECURRENCE-ID` become single sessions, each with an id of its own. A rule without an
//!   end stops at the calendar's last day; every rule stops after 400 days.
//! - `SEQUENCE` decides only between two versions of one session in the same file. Sched never raises it.
//! - Speakers: attendees whose address is `invalid:nomail`, which is how Pentabarf and its heirs mark them; for Sched,
//!   pretalx and Indico see [`makers`].
//!
//! Left out: to-dos, journals, free-busy times and alarms; organisers and guests with real addresses; priorities,
//! geographic positions, classes and transparency; the length of all-day items, which become a day without a time; rules
//! finer than a day and those counted by week number, day of the year, hour or position.

mod dates;
mod events;
mod lines;
mod makers;
mod rules;
mod windows;

use std::collections::HashMap;

use self::dates::{CalendarZones, Value};
use self::events::{Event, instances};
use self::lines::Component;
use super::zones::day;
use super::{Context, MOST_LISTINGS, Problems};
use crate::schedule::{Day, Listing, Schedule, Standing};

pub fn read<'a>(text: &'a str, context: &Context<'_>, problems: &mut Problems<'a>) -> Schedule {
    let document = lines::read(text, problems);
    let calendar = document.children.iter().find(|child| child.name == "VCALENDAR").unwrap_or(&document);
    let mut events = Vec::new();
    let mut timezones = Vec::new();
    gather(&document, &mut events, &mut timezones);
    let days = stated_days(&events);
    let stated_zone = calendar.text("X-WR-TIMEZONE").filter(|zone| zone != "UTC");
    let stated_zone = stated_zone.or_else(|| usual_zone(&events));
    let mut zones = CalendarZones::new(context, &days, timezones, stated_zone.as_deref(), problems);
    let is_cancelled = calendar.text("METHOD").is_some_and(|method| method.eq_ignore_ascii_case("CANCEL"));
    let events: Vec<Event> = events.iter().filter_map(|event| Event::read(event, &mut zones, problems)).collect();
    let last_day = days.iter().max().copied().unwrap_or(Day(0));
    let mut listings = listings(events, last_day, &zones, problems);
    if is_cancelled {
        listings.iter_mut().for_each(|listing| listing.standing = Standing::Cancelled);
    }
    let maker = calendar.text("PRODID").unwrap_or_default();
    let mut title = calendar.text("X-WR-CALNAME").or_else(|| calendar.text("NAME"));
    if let Some(event) = maker.strip_prefix("-//Sched.com ") {
        title = event.strip_suffix("//EN").map(str::to_owned).or(title);
        makers::take_speakers(&mut listings);
        makers::take_common_place(&mut listings);
        // Sched's one category is the kind of a session as its organisers sort them.
        listings.iter_mut().for_each(|listing| listing.kind = listing.track.take());
    } else if maker.to_ascii_lowercase().contains("pretalx") {
        listings.iter_mut().for_each(makers::take_names);
    } else if maker.contains("//INDICO//") {
        listings.iter_mut().for_each(makers::take_speakers_line);
    }
    // The day is told here: a zone of the calendar's own making is unknown to everybody else.
    for listing in &mut listings {
        listing.day =
            listing.when.start().filter(|_| zones.event_zone().is_some()).map(|start| day(start, zones.event_zone()));
    }
    let zone = zones.event_zone_name();
    let url = calendar.text("URL").filter(|url| url.starts_with("http"));
    Schedule { title, zone, first: None, last: None, url, listings }
}

/// Sessions and zones at whatever depth they stand.
fn gather<'c>(parent: &'c Component<'c>, events: &mut Vec<&'c Component<'c>>, timezones: &mut Vec<&'c Component<'c>>) {
    for child in &parent.children {
        match child.name.as_str() {
            "VEVENT" => events.push(child),
            "VTIMEZONE" => timezones.push(child),
            _ => gather(child, events, timezones),
        }
    }
}

/// Every day the calendar names outright.
fn stated_days(events: &[&Component<'_>]) -> Vec<Day> {
    const NAMES: [&str; 4] = ["DTSTART", "DTEND", "RECURRENCE-ID", "RDATE"];
    let properties = events.iter().flat_map(|event| &event.properties);
    let dates = properties.filter(|property| NAMES.contains(&property.name.as_str()));
    dates.filter_map(|property| dates::value(property.value.split([',', '/']).next()?)).map(Value::day).collect()
}

/// The zone that most sessions are in.
fn usual_zone(events: &[&Component<'_>]) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in events.iter().filter_map(|event| event.property("DTSTART")?.parameter("TZID")) {
        *counts.entry(name).or_default() += 1;
    }
    let (name, _) = counts.into_iter().find(|(_, count)| count * 2 > events.len())?;
    Some(name.to_owned())
}

fn listings(
    events: Vec<Event>,
    last_day: Day,
    zones: &CalendarZones<'_, '_>,
    problems: &mut Problems<'_>,
) -> Vec<Listing> {
    let (masters, exceptions): (Vec<Event>, Vec<Event>) =
        events.into_iter().partition(|event| event.original.is_none());
    let mut by_uid: HashMap<String, Vec<Event>> = HashMap::new();
    for exception in exceptions {
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
    let mut orphans: Vec<Event> = by_uid.into_values().flatten().collect();
    orphans.sort_by_key(|event| event.offset);
    listings.extend(orphans.into_iter().map(Event::into_exception));
    listings
}

/// Of sessions with one UID, the version with the highest SEQUENCE; equal ones once; different ones all.
fn without_duplicates(masters: Vec<Event>, problems: &mut Problems<'_>) -> Vec<Event> {
    let mut kept: Vec<Event> = Vec::with_capacity(masters.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    for event in masters {
        let Some(place) = places.get(&event.uid).copied() else {
            places.insert(event.uid.clone(), kept.len());
            kept.push(event);
            continue;
        };
        let Some(known) = kept.get_mut(place) else { continue };
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
