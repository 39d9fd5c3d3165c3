//! Lanyard's own JSON, for organisers who write their schedule by hand or with a script of their own.
//!
//! `lanyard.schema.json`, beside this file, is the format's definition; this reader takes a little more than it allows.
//! A session without an id is known by its title, and by title and start where the title occurs more than once, so that
//! a second coffee break does not take the first one's place. Nothing is left out.

use std::collections::HashMap;

use super::context::Context;
use super::fields::{absolute, leading_day, stated};
use super::json::Json;
use super::problems::Problems;
use super::zones::FileZones;
use crate::schedule::{Instant, Link, Listing, Precision, Schedule, SessionId, SessionStatus, Speaker, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let Some(document) = documents.iter().find(|document| document.has("lanyard")) else { return Schedule::default() };
    if document.get("lanyard").number() != Some(1) {
        problems.add(
            "file".to_owned(),
            "The file is of a version this Lanyard does not know; it was read as version 1.".to_owned(),
        );
    }
    let mut days = Vec::new();
    document.days(&mut days);
    let zone = FileZones::new(context, days.into_iter()).of_event(document.get("time_zone").text(), problems);
    let mut titles: HashMap<&str, usize> = HashMap::new();
    for title in document.get("sessions").items().iter().filter_map(|session| session.get("title").text()) {
        *titles.entry(title).or_default() += 1;
    }
    let mut listings = Vec::new();
    for (index, session) in document.get("sessions").items().iter().enumerate() {
        let read = listing(session, &titles, zone.as_ref(), problems);
        if read.is_none() {
            let what = "This session is cut off or has no title; it was left out.".to_owned();
            problems.add(format!("session {}", index + 1), what);
        }
        listings.extend(read);
    }
    Schedule {
        title: document.get("title").owned(),
        first: document.get("first").text().and_then(leading_day),
        last: document.get("last").text().and_then(leading_day),
        url: document.get("url").text().and_then(|url| absolute(url, None)),
        as_of: None,
        listings,
        zone: zone.map(|zone| zone.name),
    }
}

fn listing(
    session: &Json<'_>,
    titles: &HashMap<&str, usize>,
    zone: Option<&Zone>,
    problems: &mut Problems<'_>,
) -> Option<Listing> {
    let title = session.get("title").text().filter(|_| !session.cut_off)?;
    let id = match (session.get("id").text(), session.get("start").text()) {
        (Some(id), _) => id.to_owned(),
        (None, Some(start)) if titles.get(title).is_some_and(|count| *count > 1) => format!("{title} {start}"),
        (None, _) => title.to_owned(),
    };
    let mut listing = Listing::new(SessionId::new(id), title);
    listing.when = when(session, zone, &listing.id, problems);
    listing.day = session.get("day").text().and_then(leading_day);
    listing.subtitle = session.get("subtitle").owned();
    listing.room = session.get("room").owned();
    listing.track = session.get("track").owned();
    listing.kind = session.get("kind").owned();
    listing.level = session.get("level").owned();
    listing.language = session.get("language").owned();
    listing.abstract_text = session.get("abstract").owned();
    listing.url = session.get("url").text().and_then(|url| absolute(url, None));
    listing.remark = session.get("remark").owned();
    listing.speakers = session.get("speakers").items().iter().filter_map(speaker).collect();
    listing.links = session.get("links").items().iter().filter_map(link).collect();
    if session.get("cancelled").is_true() {
        listing.status = SessionStatus::Cancelled;
    }
    Some(listing)
}

fn when(session: &Json<'_>, zone: Option<&Zone>, id: &SessionId, problems: &mut Problems<'_>) -> When {
    let mut instant = |name| stated(name, session.get(name).text(), zone, id, problems);
    let Some(start) = instant("start") else {
        let day = session.get("day").text().or_else(|| session.get("start").text());
        return day.and_then(leading_day).map_or(When::Unknown, When::Day);
    };
    let minutes = session.get("minutes").number().filter(|minutes| (0..20_000).contains(minutes));
    let end = instant("end").or_else(|| minutes.map(|minutes| Instant(start.0 + minutes * 60)));
    let precision = |about: bool| if about { Precision::Derived } else { Precision::Stated };
    let about = session.get("about").is_true();
    let about_end = about || session.get("about_end").is_true();
    When::Timed { start, start_precision: precision(about), end, end_precision: precision(about_end) }
}

fn speaker(speaker: &Json<'_>) -> Option<Speaker> {
    let name = speaker.text().or_else(|| speaker.get("name").text())?;
    Some(Speaker { name: name.to_owned(), affiliation: speaker.get("affiliation").owned() })
}

fn link(link: &Json<'_>) -> Option<Link> {
    let url = absolute(link.text().or_else(|| link.get("url").text())?, None)?;
    Some(Link { title: link.get("title").text().unwrap_or(&url).to_owned(), url })
}
