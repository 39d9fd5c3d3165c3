//! What EuroPython's programme API publishes, made of pretalx: sessions by their code in one file, people in another; or the
//! schedule by days, with rooms in a list, speakers in each session, and breaks among them, which have no code.
//!
//! A session names its speakers by code; a code that the people's file does not explain is no name. A session without a
//! start is accepted and not placed yet.
//!
//! Left out: biographies, pictures, neighbouring sessions, short texts for other networks, how it is given.

use std::collections::HashMap;

use super::context::Context;
use super::fields::{absolute, is_http, stated, written_day};
use super::json::Json;
use super::problems::Problems;
use super::zones::FileZones;
use crate::schedule::{Link, Listing, Schedule, SessionId, Speaker, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let mut days = Vec::new();
    documents.iter().for_each(|document| document.days(&mut days));
    let zone = FileZones::new(context, days.into_iter()).of_event(None, problems);
    let items = || documents.iter().flat_map(Json::members).map(|(code, item)| (code.as_ref(), item));
    let days = || documents.iter().flat_map(|document| document.get("days").members());
    let placed = days().flat_map(|(_, day)| day.get("events").items()).map(|item| (id_of(item), item));
    let people = items().filter(|(_, item)| !item.has("title") && item.has("name")).collect();
    let mut listings = Vec::new();
    let sessions = items().map(|(code, item)| (code.to_owned(), item)).chain(placed);
    for (code, session) in sessions.filter(|(_, item)| item.has("title")) {
        if session.cut_off {
            problems.add("file".to_owned(), "The last session is cut off; it was left out.".to_owned());
        } else {
            listings.extend(listing(&code, session, &people, zone.as_ref(), problems));
        }
    }
    let names_codes = |item: &Json<'_>| item.get("speakers").items().iter().any(|speaker| speaker.text().is_some());
    if people.is_empty() && items().any(|(_, item)| names_codes(item)) {
        let what = "Speakers stand in a file of their own; give it together with this one.";
        problems.add("file".to_owned(), what.to_owned());
    }
    Schedule { listings, zone: zone.map(|zone| zone.name), ..Schedule::default() }
}

/// The code, or what tells a break from the others.
fn id_of(item: &Json<'_>) -> String {
    let word = |name| item.get(name).text().unwrap_or_default();
    match word("code") {
        "" => format!("{} {}", word("start"), word("title")),
        code => code.to_owned(),
    }
}

fn listing(
    code: &str,
    session: &Json<'_>,
    people: &HashMap<&str, &Json<'_>>,
    zone: Option<&Zone>,
    problems: &mut Problems<'_>,
) -> Option<Listing> {
    let title = session.get("title").text()?;
    let mut listing = Listing::new(SessionId::new(code), title);
    let mut instant = |name| stated(name, session.get(name).text(), zone, &listing.id, problems);
    if let Some(start) = instant("start") {
        let minutes = || session.get("duration").number().map(|minutes| start.plus_minutes(minutes));
        listing.when = When::stated(start, instant("end").or_else(minutes));
    }
    listing.day = written_day(session.get("start").text(), zone);
    let rooms: Vec<&str> = session.get("rooms").items().iter().filter_map(Json::text).collect();
    listing.room = session.get("room").owned().or_else(|| (!rooms.is_empty()).then(|| rooms.join(", ")));
    listing.track = session.get("track").owned();
    listing.kind = session.get("session_type").owned();
    listing.level = session.get("level").owned();
    listing.abstract_text = session.get("abstract").owned();
    listing.url = session.get("website_url").text().and_then(|url| absolute(url, None));
    let speakers = session.get("speakers").items().iter();
    let speakers = speakers.filter_map(|speaker| match speaker.text() {
        Some(code) => people.get(code).copied(),
        None => Some(speaker),
    });
    let speaker = |person: &Json<'_>| {
        Some(Speaker { name: person.get("name").owned()?, affiliation: person.get("affiliation").owned() })
    };
    listing.speakers = speakers.filter_map(speaker).collect();
    let recording = session.get("youtube_url").text().filter(|url| is_http(url));
    listing.links.extend(recording.map(|url| Link { title: "Recording".to_owned(), url: url.to_owned() }));
    listing.links.extend(session.get("resources").items().iter().filter_map(|resource| {
        let url = absolute(resource.get("resource").text()?, None)?;
        Some(Link { title: resource.get("description").text().unwrap_or(&url).to_owned(), url })
    }));
    Some(listing)
}
