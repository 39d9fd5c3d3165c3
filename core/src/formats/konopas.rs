//! KonOpas and its heir ConClár (Planorama, Grenadine): a programme and, in a second file, its people.
//!
//! Three generations differ in where things stand: `date` (or `day`) and `time`, or `datetime` with or without an
//! offset; tags as `track:Art` or as objects with a category, whose label may be given once only; a bare list, a list in
//! a script, or an object with `schemaVersion`. `mins` of 0 means that the length is not known. Names of people come
//! from the people's file where it is given; a trailing "(moderator)" is not part of a name.
//!
//! Left out: biographies, pictures, sorting names, roles, tags other than track, type and language, sign-up addresses.

use std::collections::HashMap;

use super::context::Context;
use super::fields::{clock_seconds, is_http, leading_day, local, moment, unread, written_day};
use super::json::Json;
use super::problems::Problems;
use super::zones::{self, FileZones};
use crate::schedule::{Instant, Link, Listing, Schedule, SessionId, Speaker, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let mut days = Vec::new();
    documents.iter().for_each(|document| document.days(&mut days));
    let zone = FileZones::new(context, days.into_iter()).of_event(None, problems);
    let list = |name: &'static str| {
        documents.iter().flat_map(move |document| document.items().iter().chain(document.get(name).items()))
    };
    let people = list("people").filter(|item| !item.has("title") && item.has("name"));
    let names: HashMap<&str, String> =
        people.filter_map(|person| Some((person.get("id").text()?, full_name(person.get("name"))?))).collect();
    let items: Vec<&Json<'_>> = list("schedule").filter(|item| item.has("title")).collect();
    let labels = tag_labels(&items);
    let mut listings = Vec::new();
    for item in items {
        if item.cut_off {
            problems.add("file".to_owned(), "The last session is cut off; it was left out.".to_owned());
        } else {
            listings.extend(listing(item, &names, &labels, zone.as_ref(), problems));
        }
    }
    Schedule { listings, zone: zone.map(|zone| zone.name), ..Schedule::default() }
}

type Labels<'d> = HashMap<&'d str, (&'d str, &'d str)>;

/// Category and label of every tag that states them anywhere.
fn tag_labels<'d>(items: &[&'d Json<'_>]) -> Labels<'d> {
    let tags = items.iter().flat_map(|item| item.get("tags").items());
    let stated = tags.filter_map(|tag| {
        let label = tag.get("label").text()?;
        Some((tag.get("value").text()?, (tag.get("category").text().unwrap_or(""), label)))
    });
    stated.collect()
}

fn listing(
    item: &Json<'_>,
    names: &HashMap<&str, String>,
    labels: &Labels<'_>,
    zone: Option<&Zone>,
    problems: &mut Problems<'_>,
) -> Option<Listing> {
    let title = item.get("title").text()?;
    let mut listing = Listing::new(SessionId::new(item.get("id").text().unwrap_or(title)), title);
    listing.when = when(item, zone);
    let written = ["datetime", "time", "date", "day"].into_iter().find_map(|name| item.get(name).text());
    if let Some(written) = written.filter(|_| listing.when.start().is_none()) {
        unread("start", written, &listing.id, problems);
    }
    listing.day = written_day(item.get("datetime").text(), zone);
    let locations: Vec<&str> = item.get("loc").items().iter().filter_map(Json::text).collect();
    listing.room = Some(locations.join(", ")).filter(|room| !room.is_empty()).or_else(|| item.get("loc").owned());
    listing.abstract_text = item.get("desc").owned();
    listing.kind = item.get("format").owned();
    for tag in item.get("tags").items() {
        set_tag(&mut listing, tag, labels);
    }
    listing.speakers = item.get("people").items().iter().filter_map(|person| speaker(person, names)).collect();
    let links = item.get("links").members().iter().filter(|(kind, _)| kind != "signup");
    let links = links.filter_map(|(kind, url)| Some(Link { title: kind.to_string(), url: url.text()?.to_owned() }));
    listing.links = links.filter(|link| is_http(&link.url)).collect();
    Some(listing)
}

fn when(item: &Json<'_>, zone: Option<&Zone>) -> When {
    let date = item.get("date").text().or_else(|| item.get("day").text());
    let day = date.or_else(|| item.get("datetime").text()).and_then(leading_day);
    let of_parts = || {
        let seconds = item.get("time").text().and_then(clock_seconds)?;
        Some(zones::instant(local(day?, seconds), zone))
    };
    let Some(start) = item.get("datetime").text().and_then(|text| moment(text, zone)).or_else(of_parts) else {
        return day.map_or(When::Unknown, When::Day);
    };
    let minutes = item.get("mins").number().filter(|minutes| (1..20_000).contains(minutes));
    When::stated(start, minutes.map(|minutes| Instant(start.0 + minutes * 60)))
}

fn set_tag(listing: &mut Listing, tag: &Json<'_>, labels: &Labels<'_>) {
    let (category, label) = match tag.text() {
        Some(text) => text.split_once(':').unwrap_or(("", text)),
        None => {
            let value = tag.get("value").text().unwrap_or("");
            labels.get(value).copied().unwrap_or(("", tag.get("label").text().unwrap_or(value)))
        }
    };
    let field = match category.to_lowercase().as_str() {
        "track" => &mut listing.track,
        "type" | "format" => &mut listing.kind,
        "language" => &mut listing.language,
        _ => return,
    };
    if field.is_none() && !label.trim().is_empty() {
        *field = Some(label.trim().to_owned());
    }
}

fn speaker(person: &Json<'_>, names: &HashMap<&str, String>) -> Option<Speaker> {
    let known = person.get("id").text().and_then(|id| names.get(id)).cloned();
    let written = || person.text().map(str::to_owned).or_else(|| full_name(person.get("name")));
    let name = known.or_else(written)?;
    Some(Speaker { name: without_role(&name).to_owned(), affiliation: None })
}

/// `["First", "Last", "Prefix", "Suffix"]` with parts missing or empty, or the whole name as one text.
fn full_name(name: &Json<'_>) -> Option<String> {
    let part = |index: usize| name.items().get(index).and_then(Json::text);
    let parts: Vec<&str> = [part(2), part(0), part(1), part(3)].into_iter().flatten().collect();
    if parts.is_empty() { name.owned() } else { Some(parts.join(" ")) }
}

/// The name without "(moderator)", in the languages seen.
fn without_role(name: &str) -> &str {
    let Some((rest, role)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) else { return name };
    if ["moderator", "m", "pj", "mod"].contains(&role.to_lowercase().as_str()) { rest.trim_end() } else { name }
}
