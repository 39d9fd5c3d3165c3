//! Open Event (FOSSASIA, eventyay): `sessions` beside `event`, `speakers`, `tracks` and `microlocations`, one file each.
//!
//! Only accepted and confirmed sessions are the programme; drafts, pending and rejected ones stand in the same file. The
//! other files are optional: the event gives title, zone and dates, the rest gives names where sessions hold only ids. A
//! session that ends when it starts has no known end.
//!
//! Left out: biographies, pictures, social links, call for papers, licences, comments, sign-up addresses.

use std::collections::HashMap;

use super::fields::{absolute, bound_day, is_http, join_texts, moment, written_day};
use super::json::{Json, by};
use super::zones::FileZones;
use super::{Context, Problems};
use crate::schedule::{Link, Listing, Schedule, SessionId, Speaker, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let event = documents.iter().find(|document| document.is_object() && document.has("name"));
    let mut days = Vec::new();
    documents.iter().for_each(|document| document.days(&mut days));
    let text = |name: &str| event.and_then(|event| event.get(name).text());
    let zone = FileZones::new(context, days.into_iter()).of_event(text("timezone"), problems);
    let items: Vec<&Json<'_>> = documents.iter().flat_map(Json::items).collect();
    let names = Names::of(&items);
    let mut listings = Vec::new();
    let mut left_out = 0;
    for session in items.iter().filter(|item| item.has("title") && item.has("start_time")) {
        let is_accepted = matches!(session.get("state").text(), None | Some("accepted" | "confirmed"));
        if is_accepted && !session.cut_off {
            listings.extend(listing(session, &names, zone.as_ref()));
        } else {
            left_out += 1;
        }
    }
    if left_out > 0 {
        problems.add("file".to_owned(), format!("{left_out} sessions are not accepted; they were left out."));
    }
    Schedule {
        title: text("name").map(str::to_owned),
        first: text("start_time").and_then(|text| bound_day(text, zone.as_ref())),
        last: text("end_time").and_then(|text| bound_day(text, zone.as_ref())),
        url: text("event_url").and_then(|url| absolute(url, None)),
        listings,
        zone: zone.map(|zone| zone.name),
    }
}

fn listing(session: &Json<'_>, names: &Names<'_, '_>, zone: Option<&Zone>) -> Option<Listing> {
    let title = session.get("title").text()?;
    let mut listing = Listing::new(SessionId::new(session.get("id").text().unwrap_or(title)), title);
    let instant = |name| session.get(name).text().and_then(|text| moment(text, zone));
    if let Some(start) = instant("start_time") {
        listing.when = When::stated(start, instant("end_time").filter(|end| *end != start));
    }
    listing.day = written_day(session.get("start_time").text(), zone);
    listing.subtitle = session.get("subtitle").owned();
    listing.room = name_of(session.get("microlocation"), &names.rooms);
    listing.track = name_of(session.get("track"), &names.tracks);
    listing.kind = session.get("session_type").get("name").owned();
    listing.level = session.get("level").owned();
    listing.language = session.get("language").owned();
    listing.abstract_text = join_texts(session.get("short_abstract").text(), session.get("long_abstract").text());
    listing.speakers =
        session.get("speakers").items().iter().filter_map(|speaker| person(speaker, &names.speakers)).collect();
    let link = |(name, title): (&str, &str)| {
        let url = session.get(name).text().filter(|url| is_http(url))?;
        Some(Link { title: title.to_owned(), url: url.to_owned() })
    };
    listing.links =
        [("slides", "Slides"), ("video", "Recording"), ("audio", "Audio")].into_iter().filter_map(link).collect();
    Some(listing)
}

type Table<'d, 'a> = HashMap<&'d str, &'d Json<'a>>;

/// What the other files name by id. Each kind of item has a member that no other has.
struct Names<'d, 'a> {
    rooms: Table<'d, 'a>,
    tracks: Table<'d, 'a>,
    speakers: Table<'d, 'a>,
}

impl<'d, 'a> Names<'d, 'a> {
    fn of(items: &[&'d Json<'a>]) -> Self {
        let with = |mark: &str| by("id", items.iter().copied().filter(|item| item.has(mark)));
        Self { rooms: with("floor"), tracks: with("font_color"), speakers: with("long_biography") }
    }
}

/// The name written in place, or the one the table knows for the id.
fn name_of(value: &Json<'_>, table: &Table<'_, '_>) -> Option<String> {
    let id = value.get("id").text().or_else(|| value.text());
    value.get("name").owned().or_else(|| table.get(id?)?.get("name").owned())
}

fn person(speaker: &Json<'_>, table: &Table<'_, '_>) -> Option<Speaker> {
    let name = name_of(speaker, table)?;
    Some(Speaker { name, affiliation: speaker.get("organisation").owned() })
}
