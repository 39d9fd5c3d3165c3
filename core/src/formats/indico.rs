//! Indico's exports: `/export/event/ID.json` with `detail=contributions` or `detail=sessions`, and
//! `/export/timetable/ID.json`.
//!
//! A contribution is a session here. What Indico calls a session is a block of contributions: its title is their track
//! where they have none. A block that holds no contribution stands for itself, and so does a break. Every time names its
//! zone. A contribution without a time is not placed yet.
//!
//! Left out: authors who do not speak, conveners, materials, keywords, contributions within contributions, and events
//! whose export holds neither contributions nor blocks (another `detail` was asked for).

use std::collections::HashSet;

use super::context::Context;
use super::fields::{absolute, is_http, leading_day};
use super::json::Json;
use super::problems::Problems;
use super::zones::{FileZones, instant};
use crate::schedule::{Instant, Link, Listing, Local, Schedule, SessionId, Speaker, When};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let Some(document) = documents.iter().find(|document| document.has("results")) else { return Schedule::default() };
    let mut days = Vec::new();
    document.days(&mut days);
    let event = document.get("results").items().first();
    let entries = event.map_or_else(|| timetable(document), of_event);
    let zone_of = |item: &Json<'_>| item.get("startDate").get("tz").text().map(str::to_owned);
    let event_zone = event.and_then(|event| event.get("timezone").owned());
    let named = event_zone.or_else(|| entries.iter().find_map(|entry| zone_of(entry.item)));
    let mut zones = FileZones::new(context, days.into_iter());
    let zone = zones.of_event(named.as_deref(), problems);
    let base = document.get("url").text();
    let mut seen = HashSet::new();
    let mut listings = Vec::new();
    for TimetableEntry { item, block } in entries {
        let Some(title) = item.get("title").text().filter(|_| !item.cut_off) else { continue };
        let id = id(item).unwrap_or_else(|| SessionId::new(title));
        // A block's contributions may stand in it and beside it.
        if !seen.insert(id.clone()) {
            continue;
        }
        let mut listing = listing(id, title, item, block, base);
        let mut time = |name| {
            let time = item.get(name);
            let local = Local::parse(&format!("{}T{}", time.get("date").text()?, time.get("time").text()?))?;
            let own = time.get("tz").text().and_then(|name| zones.find(name));
            Some(instant(local, own.or_else(|| zone.clone()).as_ref()))
        };
        if let Some(start) = time("startDate") {
            let minutes = || item.get("duration").number().map(|minutes| start.plus_minutes(minutes));
            listing.when = When::stated(start, time("endDate").or_else(minutes).filter(|end: &Instant| *end != start));
        }
        listings.push(listing);
    }
    let event = event.unwrap_or_else(|| document.get("no event"));
    let bound = |name| event.get(name).get("date").text().and_then(leading_day);
    Schedule {
        title: event.get("title").owned(),
        first: bound("startDate"),
        last: bound("endDate"),
        url: event.get("url").text().and_then(|url| absolute(url, None)),
        as_of: None,
        listings,
        zone: zone.map(|zone| zone.name),
    }
}

/// A contribution, a break or a block without contributions, and the block it is in.
struct TimetableEntry<'d, 'a> {
    item: &'d Json<'a>,
    block: Option<&'d Json<'a>>,
}

fn of_event<'d, 'a>(event: &'d Json<'a>) -> Vec<TimetableEntry<'d, 'a>> {
    let blocks = event.get("sessions").items().iter();
    let in_blocks = blocks.flat_map(|block| within(block, block.get("contributions").items().iter()));
    let alone = event.get("contributions").items().iter().map(|item| TimetableEntry { item, block: None });
    in_blocks.chain(alone).collect()
}

/// By event, by day and by key: `{"42": {"20270601": {"c1": {...}}}}`.
fn timetable<'d, 'a>(document: &'d Json<'a>) -> Vec<TimetableEntry<'d, 'a>> {
    fn values<'d, 'a>(value: &'d Json<'a>) -> impl Iterator<Item = &'d Json<'a>> {
        value.members().iter().map(|(_, value)| value)
    }
    let entries = values(document.get("results")).flat_map(values).flat_map(values);
    entries.flat_map(|item| within(item, values(item.get("entries")))).collect()
}

fn within<'d, 'a>(block: &'d Json<'a>, items: impl Iterator<Item = &'d Json<'a>>) -> Vec<TimetableEntry<'d, 'a>> {
    let entries: Vec<_> = items.map(|item| TimetableEntry { item, block: Some(block) }).collect();
    if entries.is_empty() { vec![TimetableEntry { item: block, block: None }] } else { entries }
}

/// Contributions and blocks are counted apart in exports of events; timetables write `c5` and `s7`.
fn id(item: &Json<'_>) -> Option<SessionId> {
    let id = item.get("contributionId").text().or_else(|| item.get("id").text())?;
    let is_block = item.get("_type").text() == Some("Session");
    Some(if is_block { SessionId::new(format!("s{id}")) } else { SessionId::new(id) })
}

fn listing(id: SessionId, title: &str, item: &Json<'_>, block: Option<&Json<'_>>, base: Option<&str>) -> Listing {
    let mut listing = Listing::new(id, title);
    let room = |item: &Json<'_>| item.get("room").owned().or_else(|| item.get("roomFullname").owned());
    listing.room = room(item).or_else(|| room(block?));
    let of_block = || block.and_then(|block| block.get("title").owned());
    listing.track = item.get("track").owned().or_else(|| item.get("session").owned()).or_else(of_block);
    let is_break = item.get("entryType").text() == Some("Break");
    listing.kind = item.get("type").owned().or_else(|| is_break.then(|| "Break".to_owned()));
    listing.abstract_text = item.get("description").owned();
    listing.url = item.get("url").text().and_then(|url| absolute(url, base));
    let people = ["speakers", "presenters"].into_iter().flat_map(|name| item.get(name).items());
    listing.speakers = people.filter_map(speaker).collect();
    let attachments = item.get("folders").items().iter().flat_map(|folder| folder.get("attachments").items());
    listing.links = attachments.filter_map(attachment).collect();
    listing
}

/// First and last name where they stand apart, else the name, which may have the last name first: `Petit, Ada`.
fn speaker(person: &Json<'_>) -> Option<Speaker> {
    let text = |names: [&str; 2]| names.into_iter().find_map(|name| person.get(name).text());
    let (first, last) = (text(["first_name", "firstName"]), text(["last_name", "familyName"]));
    let name = match (first, last) {
        (Some(first), Some(last)) => format!("{first} {last}"),
        _ => {
            let whole = text(["fullName", "name"]).or(last).or(first)?;
            whole.split_once(", ").map_or(whole.to_owned(), |(last, first)| format!("{first} {last}"))
        }
    };
    Some(Speaker { name, affiliation: person.get("affiliation").owned() })
}

fn attachment(item: &Json<'_>) -> Option<Link> {
    let is_open = !item.get("is_protected").is_true();
    let url = ["link_url", "download_url"].into_iter().find_map(|name| item.get(name).text())?;
    let url = Some(url).filter(|url| is_open && is_http(url))?;
    Some(Link { title: item.get("title").text().unwrap_or(url).to_owned(), url: url.to_owned() })
}
