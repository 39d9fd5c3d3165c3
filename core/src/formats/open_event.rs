//! Open Event (FOSSASIA, eventyay): `sessions` beside `event`, `speakers`, `tracks` and `microlocations`, one file each.
//!
//! The names of members hold underscores in some exports and hyphens in others; here they hold underscores
//! ([`super::json::with_underscores`]). Only accepted, confirmed and cancelled sessions are the programme; drafts, pending and rejected ones stand in the same
//! file. The server answers in JSON:API, whose items become like those of the files before they come here. The
//! other files are optional: the event gives title, zone and dates, the rest gives names where sessions hold only ids. A
//! session that ends when it starts has no known end.
//!
//! Left out: biographies, pictures, social links, call for papers, licences, comments, sign-up addresses.

use std::collections::HashMap;

use super::context::Context;
use super::fields::{absolute, bound_day, is_http, join_texts, stated, written_day};
use super::frab::says_cancelled;
use super::json::{Json, by};
use super::problems::Problems;
use super::zones::FileZones;
use crate::schedule::{Link, Listing, Schedule, SessionId, SessionStatus, Speaker, When, Zone};

/// What the members of events and sessions are called, in the older and the newer exports.
const START: [&str; 2] = ["start_time", "starts_at"];
const END: [&str; 2] = ["end_time", "ends_at"];
const LINKS: [([&str; 2], &str); 3] =
    [(["slides", "slides_url"], "Slides"), (["video", "video_url"], "Recording"), (["audio", "audio_url"], "Audio")];

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let event = documents.iter().find(|document| document.is_object() && document.has("name"));
    let mut days = Vec::new();
    documents.iter().for_each(|document| document.days(&mut days));
    let text = |name: &str| event.and_then(|event| event.get(name).text());
    let bound = |names: [&str; 2]| names.into_iter().find_map(text);
    let zone = FileZones::new(context, days.into_iter()).of_event(text("timezone"), problems);
    let items: Vec<&Json<'_>> = documents.iter().flat_map(Json::items).collect();
    let names = ItemReferences::of(&items);
    let mut listings = Vec::new();
    let mut left_out = 0;
    for session in items.iter().filter(|item| item.has("title") && START.iter().any(|name| item.has(name))) {
        let state = session.get("state").text().unwrap_or("accepted").to_ascii_lowercase();
        let is_accepted = matches!(state.as_str(), "accepted" | "confirmed" | "canceled" | "cancelled");
        if is_accepted && !session.cut_off {
            listings.extend(listing(session, &names, zone.as_ref(), problems));
        } else {
            left_out += 1;
        }
    }
    problems.add_left_out(left_out, "not accepted");
    Schedule {
        title: text("name").map(str::to_owned),
        first: bound(START).and_then(|text| bound_day(text, zone.as_ref())),
        last: bound(END).and_then(|text| bound_day(text, zone.as_ref())),
        url: text("event_url").and_then(|url| absolute(url, None)),
        as_of: None,
        listings,
        zone: zone.map(|zone| zone.name),
    }
}

fn listing(
    session: &Json<'_>,
    names: &ItemReferences<'_, '_>,
    zone: Option<&Zone>,
    problems: &mut Problems<'_>,
) -> Option<Listing> {
    let title = session.get("title").text()?;
    let mut listing = Listing::new(SessionId::new(session.get("id").text().unwrap_or(title)), title);
    let text = |names: [&str; 2]| names.iter().find_map(|name| session.get(name).text());
    if let Some(start) = stated("start", text(START), zone, &listing.id, problems) {
        let end = stated("end", text(END), zone, &listing.id, problems);
        listing.when = When::stated(start, end.filter(|end| *end != start));
    }
    listing.day = written_day(text(START), zone);
    if session.get("state").text().is_some_and(says_cancelled) {
        listing.status = SessionStatus::Cancelled;
    }
    listing.subtitle = session.get("subtitle").owned();
    listing.room = name_of(session.get("microlocation"), &names.rooms);
    listing.track = name_of(session.get("track"), &names.tracks);
    listing.kind = name_of(session.get("session_type"), &names.kinds);
    listing.level = session.get("level").owned();
    listing.language = session.get("language").owned();
    listing.abstract_text = join_texts(session.get("short_abstract").text(), session.get("long_abstract").text());
    listing.speakers =
        session.get("speakers").items().iter().filter_map(|speaker| person(speaker, &names.speakers)).collect();
    let link = |(names, title): ([&str; 2], &str)| {
        let url = text(names).filter(|url| is_http(url))?;
        Some(Link { title: title.to_owned(), url: url.to_owned() })
    };
    listing.links = LINKS.into_iter().filter_map(link).collect();
    Some(listing)
}

type ItemTable<'d, 'a> = HashMap<&'d str, &'d Json<'a>>;

/// What the other files name by id. Each kind of item has a member that no other has; JSON:API says the kind.
struct ItemReferences<'d, 'a> {
    rooms: ItemTable<'d, 'a>,
    tracks: ItemTable<'d, 'a>,
    speakers: ItemTable<'d, 'a>,
    kinds: ItemTable<'d, 'a>,
}

impl<'d, 'a> ItemReferences<'d, 'a> {
    fn of(items: &[&'d Json<'a>]) -> Self {
        let with = |mark: &str, kind: &str| {
            let is_one = |item: &&Json<'_>| item.has(mark) || item.get("type").text() == Some(kind);
            by("id", items.iter().copied().filter(|item| !item.has("title") && is_one(item)))
        };
        Self {
            rooms: with("floor", "microlocation"),
            tracks: with("font_color", "track"),
            speakers: with("short_biography", "speaker"),
            kinds: with("length", "session-type"),
        }
    }
}

/// The name written in place, or the one the table knows for the id.
fn name_of(value: &Json<'_>, table: &ItemTable<'_, '_>) -> Option<String> {
    let id = value.get("id").text().or_else(|| value.text());
    value.get("name").owned().or_else(|| table.get(id?)?.get("name").owned())
}

fn person(speaker: &Json<'_>, table: &ItemTable<'_, '_>) -> Option<Speaker> {
    let known = speaker.get("id").text().and_then(|id| table.get(id)).copied().unwrap_or(speaker);
    let affiliation = speaker.get("organisation").owned().or_else(|| known.get("organisation").owned());
    Some(Speaker { name: name_of(speaker, table)?, affiliation })
}
