//! JSON of pretalx beside `schedule.json`: the widget's data (`schedule/widgets/schedule.json`) and the lists of
//! the API (`/talks/`, `/submissions/`).
//!
//! The widget names rooms, tracks and speakers by number or code and lists them beside the talks; the API writes them
//! out, with one slot or, in its newer version, several; each slot is a session. Titles may come in several languages. The API's pages of a long list can be given together.
//!
//! Left out: avatars, biographies, answers, tags, resources' descriptions, states other than accepted and confirmed.

use std::collections::HashMap;

use super::fields::{absolute, join_texts, leading_day, moment, written_day};
use super::json::{Json, by};
use super::zones::FileZones;
use super::{Context, Problems};
use crate::schedule::{Instant, Link, Listing, Schedule, SessionId, Speaker, Standing, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let mut days = Vec::new();
    documents.iter().for_each(|document| document.days(&mut days));
    let named = documents.iter().find_map(|document| document.get("timezone").text());
    let zone = FileZones::new(context, days.into_iter()).of_event(named, problems);
    let mut listings = Vec::new();
    for document in documents {
        let lists = [document.get("talks"), document.get("results"), document];
        let talks = lists.into_iter().find(|list| list.is_list()).map_or([].as_slice(), Json::items);
        let names = Names::of(document);
        for talk in talks {
            if talk.cut_off {
                problems.add("file".to_owned(), "The last session is cut off; it was left out.".to_owned());
            } else if is_public(talk) {
                let slots = talk.get("slots").items();
                let only = if talk.get("slot").is_object() { talk.get("slot") } else { talk };
                let slots = if slots.is_empty() { std::slice::from_ref(only) } else { slots };
                listings.extend(slots.iter().filter_map(|slot| listing(talk, slot, &names, zone.as_ref())));
            }
        }
    }
    let bound = |name| documents.iter().find_map(|document| document.get(name).text()).and_then(leading_day);
    Schedule {
        title: documents.iter().find_map(|document| document.get("event_name").owned()),
        first: bound("event_start"),
        last: bound("event_end"),
        url: None,
        listings,
        zone: zone.map(|zone| zone.name),
    }
}

fn is_public(talk: &Json<'_>) -> bool {
    matches!(talk.get("state").text(), None | Some("accepted" | "confirmed" | "canceled"))
}

fn listing(talk: &Json<'_>, slot: &Json<'_>, names: &Names<'_, '_>, zone: Option<&Zone>) -> Option<Listing> {
    let title = talk.get("title").localized()?;
    let id = talk.get("code").text().or_else(|| talk.get("id").text()).unwrap_or(title);
    let mut listing = Listing::new(SessionId::new(id), title);
    let instant = |name| slot.get(name).text().and_then(|text| moment(text, zone));
    if let Some(start) = instant("start") {
        let minutes =
            || talk.get("duration").number().map(|minutes| Instant(start.0.saturating_add(minutes.saturating_mul(60))));
        listing.when = When::stated(start, instant("end").or_else(minutes));
    }
    listing.day = written_day(slot.get("start").text(), zone);
    listing.room = name_of(slot.get("room"), &names.rooms);
    listing.track = name_of(talk.get("track"), &names.tracks);
    listing.kind = name_of(talk.get("submission_type"), &HashMap::new());
    listing.language = talk.get("content_locale").owned();
    listing.abstract_text = join_texts(talk.get("abstract").localized(), talk.get("description").localized());
    listing.url = talk.get("url").text().and_then(|url| absolute(url, None));
    let speakers = talk.get("speakers").items().iter().filter_map(|speaker| name_of(speaker, &names.speakers));
    listing.speakers = speakers.map(|name| Speaker { name, affiliation: None }).collect();
    let resources = talk.get("resources").items().iter().filter_map(|item| {
        let url = absolute(item.get("resource").text().or_else(|| item.get("link").text())?, None)?;
        Some(Link { title: item.get("description").localized().unwrap_or(&url).to_owned(), url })
    });
    listing.links = resources.collect();
    if talk.get("state").text() == Some("canceled") {
        listing.standing = Standing::Cancelled;
    }
    Some(listing)
}

type Table<'d, 'a> = HashMap<&'d str, &'d Json<'a>>;

/// What the widget's talks name by number or code.
struct Names<'d, 'a> {
    rooms: Table<'d, 'a>,
    tracks: Table<'d, 'a>,
    speakers: Table<'d, 'a>,
}

impl<'d, 'a> Names<'d, 'a> {
    fn of(document: &'d Json<'a>) -> Self {
        let table = |list, key| by(key, document.get(list).items().iter());
        Self { rooms: table("rooms", "id"), tracks: table("tracks", "id"), speakers: table("speakers", "code") }
    }
}

/// The name that `value` has in itself, or that the table knows for it.
fn name_of(value: &Json<'_>, table: &Table<'_, '_>) -> Option<String> {
    let named = value.text().and_then(|key| table.get(key)).copied().unwrap_or(value);
    named.get("name").owned().or_else(|| named.owned())
}
