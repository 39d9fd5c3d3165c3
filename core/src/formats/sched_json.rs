//! The JSON that Sched's API answers: a list of sessions whose names are those of Sched's table.
//!
//! Times are local (`2019-05-05 12:00`) and no zone stands anywhere, so the context gives it or it has to be asked. What
//! `start_time_ts` counts is not said anywhere, so it is not read. Speakers are one text or a list of them; so are
//! moderators and artists, who stand behind them. Sessions that are not active are drafts.
//!
//! Left out: drafts, seats and who goes, addresses of rooms, sponsors, exhibitors, pictures, own columns.

use super::context::Context;
use super::fields::{absolute, is_http, names_in, stated, written_day};
use super::json::Json;
use super::problems::Problems;
use super::zones::FileZones;
use crate::schedule::{Link, Listing, Schedule, SessionId, Speaker, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let mut days = Vec::new();
    documents.iter().for_each(|document| document.days(&mut days));
    let zone = FileZones::new(context, days.into_iter()).of_event(None, problems);
    let mut listings = Vec::new();
    let mut drafts = 0;
    for session in documents.iter().flat_map(Json::items).filter(|item| item.has("event_key")) {
        if session.cut_off {
            problems.add("file".to_owned(), "The last session is cut off; it was left out.".to_owned());
        } else if session.get("active").text().is_some_and(|active| active.eq_ignore_ascii_case("n")) {
            drafts += 1;
        } else {
            listings.extend(listing(session, zone.as_ref(), problems));
        }
    }
    problems.add_left_out(drafts, "not active");
    Schedule { listings, zone: zone.map(|zone| zone.name), ..Schedule::default() }
}

fn listing(session: &Json<'_>, zone: Option<&Zone>, problems: &mut Problems<'_>) -> Option<Listing> {
    let title = session.get("name").text()?;
    let id = session.get("id").text().or_else(|| session.get("event_key").text()).unwrap_or(title);
    let mut listing = Listing::new(SessionId::new(id), title);
    let mut instant = |name, key| stated(name, session.get(key).text(), zone, &listing.id, problems);
    if let Some(start) = instant("start", "event_start") {
        listing.when = When::stated(start, instant("end", "event_end"));
    }
    listing.day = written_day(session.get("event_start").text(), zone);
    listing.room = session.get("venue").owned();
    listing.kind = session.get("event_type").owned();
    listing.track = session.get("event_subtype").owned();
    listing.abstract_text = session.get("description").owned();
    listing.url = session.get("url").text().and_then(|url| absolute(url, None));
    listing.speakers =
        ["speakers", "moderators", "artists"].iter().flat_map(|role| people(session.get(role))).collect();
    let media = session.get("media_url").text().filter(|url| is_http(url));
    listing.links.extend(media.map(|url| Link { title: "Media".to_owned(), url: url.to_owned() }));
    Some(listing)
}

fn people(value: &Json<'_>) -> Vec<Speaker> {
    if let Some(names) = value.text() {
        return names_in(names).map(|name| Speaker { name: name.to_owned(), affiliation: None }).collect();
    }
    let person = |person: &Json<'_>| {
        let name = person.get("name").owned().or_else(|| person.text().map(str::to_owned))?;
        Some(Speaker { name, affiliation: person.get("company").owned() })
    };
    value.items().iter().filter_map(person).collect()
}
