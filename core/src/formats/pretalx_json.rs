//! JSON of pretalx beside `schedule.json`: the widget's data (`schedule/widgets/schedule.json`) and the lists of
//! the API (`/talks/`, `/submissions/`, `/slots/`).
//!
//! The widget names rooms, tracks and speakers by number or code and lists them beside the talks; the API writes them
//! out, with one slot or, in its newer version, several; each slot is a session, and one without a talk is a break. Titles
//! may come in several languages. The API's pages of a long list can be given together.
//!
//! Left out: avatars, biographies, answers, tags, resources' descriptions, states other than accepted and confirmed.

use std::collections::HashMap;

use super::context::Context;
use super::fields::{absolute, join_texts, leading_day, stated, written_day};
use super::json::{Json, by};
use super::problems::Problems;
use super::zones::FileZones;
use crate::schedule::{Instant, Link, Listing, Schedule, SessionId, SessionStatus, Speaker, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let mut days = Vec::new();
    documents.iter().for_each(|document| document.days(&mut days));
    let named = documents.iter().find_map(|document| document.get("timezone").text());
    let zone = FileZones::new(context, days.into_iter()).of_event(named, problems);
    let mut listings = Vec::new();
    let mut has_bare_slots = false;
    for document in documents {
        let lists = [document.get("talks"), document.get("results"), document.get("slots"), document];
        let talks = lists.into_iter().find(|list| list.is_list()).map_or([].as_slice(), Json::items);
        let names = TalkReferences::of(document);
        for item in talks {
            // The list of slots holds the talks; every other list holds their slots.
            let submission = item.get("submission");
            let talk = if submission.is_object() { submission } else { item };
            if item.cut_off {
                problems.add("file".to_owned(), "The last session is cut off; it was left out.".to_owned());
            } else if is_public(talk) && !is_hidden(item) {
                let only = if talk.get("slot").is_object() { talk.get("slot") } else { item };
                let slots = item.get("slots").items();
                let bare = submission.text().is_some() || slots.iter().any(|slot| !slot.is_object());
                has_bare_slots |= bare;
                let slots = if bare || slots.is_empty() { std::slice::from_ref(only) } else { slots };
                listings.extend(slots.iter().filter_map(|slot| listing(talk, slot, &names, zone.as_ref(), problems)));
            }
        }
    }
    if has_bare_slots {
        let what = "Times, rooms and names are not in this list; ask for it with ?expand=slots.room,speakers,track.";
        problems.add("file".to_owned(), what.to_owned());
    }
    if documents.iter().filter(|document| document.get("next").text().is_some()).count() == documents.len() {
        let what = "This list goes on in further pages; add them too, or use the schedule's export.";
        problems.add("file".to_owned(), what.to_owned());
    }
    let bound = |name| documents.iter().find_map(|document| document.get(name).text()).and_then(leading_day);
    Schedule {
        title: documents.iter().find_map(|document| document.get("event_name").owned()),
        first: bound("event_start"),
        last: bound("event_end"),
        url: None,
        as_of: None,
        listings,
        zone: zone.map(|zone| zone.name),
    }
}

fn is_public(talk: &Json<'_>) -> bool {
    matches!(talk.get("state").text(), None | Some("accepted" | "confirmed" | "canceled"))
}

/// Organisers see slots that nobody else does: those without a confirmed talk, and times that are kept free.
fn is_hidden(slot: &Json<'_>) -> bool {
    slot.get("is_visible").is_false() || slot.get("slot_type").text() == Some("blocker")
}

fn listing(
    talk: &Json<'_>,
    slot: &Json<'_>,
    names: &TalkReferences<'_, '_>,
    zone: Option<&Zone>,
    problems: &mut Problems<'_>,
) -> Option<Listing> {
    // A slot that holds no talk is a break, described where others have a title; the widget makes a title of that.
    let is_break = !talk.has("title") || talk.get("slot_type").text() == Some("break");
    let title = talk.get("title").localized().or_else(|| talk.get("description").localized())?;
    let id = talk.get("code").text().or_else(|| talk.get("id").text()).unwrap_or(title);
    let mut listing = Listing::new(SessionId::new(id), title);
    let mut instant = |name| stated(name, slot.get(name).text(), zone, &listing.id, problems);
    if let Some(start) = instant("start") {
        let minutes =
            || talk.get("duration").number().map(|minutes| Instant(start.0.saturating_add(minutes.saturating_mul(60))));
        listing.when = When::stated(start, instant("end").or_else(minutes));
    }
    listing.day = written_day(slot.get("start").text(), zone);
    listing.room = name_of(slot.get("room"), &names.rooms);
    listing.track = name_of(talk.get("track"), &names.tracks);
    listing.kind = match is_break {
        true => Some("Break".to_owned()),
        false => name_of(talk.get("submission_type"), &HashMap::new()),
    };
    listing.language = talk.get("content_locale").owned();
    let long = talk.get("description").localized().filter(|_| !is_break);
    listing.abstract_text = join_texts(talk.get("abstract").localized(), long);
    listing.url = talk.get("url").text().and_then(|url| absolute(url, None));
    let speakers = talk.get("speakers").items().iter().filter(|speaker| {
        // A code that nobody lists is not a name.
        speaker.is_object() || speaker.text().is_some_and(|code| names.speakers.contains_key(code))
    });
    let speakers = speakers.filter_map(|speaker| name_of(speaker, &names.speakers));
    listing.speakers = speakers.map(|name| Speaker { name, affiliation: None }).collect();
    let resources = talk.get("resources").items().iter().filter_map(|item| {
        let url = absolute(item.get("resource").text().or_else(|| item.get("link").text())?, None)?;
        Some(Link { title: item.get("description").localized().unwrap_or(&url).to_owned(), url })
    });
    listing.links = resources.collect();
    if talk.get("state").text() == Some("canceled") {
        listing.status = SessionStatus::Cancelled;
    }
    Some(listing)
}

type TalkTable<'d, 'a> = HashMap<&'d str, &'d Json<'a>>;

/// What the widget's talks name by number or code.
struct TalkReferences<'d, 'a> {
    rooms: TalkTable<'d, 'a>,
    tracks: TalkTable<'d, 'a>,
    speakers: TalkTable<'d, 'a>,
}

impl<'d, 'a> TalkReferences<'d, 'a> {
    fn of(document: &'d Json<'a>) -> Self {
        let table = |list, key| by(key, document.get(list).items().iter());
        Self { rooms: table("rooms", "id"), tracks: table("tracks", "id"), speakers: table("speakers", "code") }
    }
}

/// The name that `value` has in itself, or that the table knows for it. A number is not a name.
fn name_of(value: &Json<'_>, table: &TalkTable<'_, '_>) -> Option<String> {
    let named = value.text().and_then(|key| table.get(key)).copied().unwrap_or(value);
    named.get("name").owned().or_else(|| named.owned().filter(|_| !named.is_word()))
}
