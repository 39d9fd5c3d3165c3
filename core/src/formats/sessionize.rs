//! Sessionize's JSON views: GridSmart (days, rooms, sessions), sessions by group, speakers, and "all".
//!
//! Times are local and no zone stands anywhere, so the context gives it or it has to be asked. A session in several rooms
//! of the grid is one session. Categories called level, format, track or language become those; others are left out. The
//! speakers' view alone gives titles and people without times; given with another view, it adds taglines as affiliations.
//!
//! Left out: pictures, biographies, questions and answers, other categories, live addresses, sessions whose status says
//! that they are declined.

use std::collections::{HashMap, HashSet};

use super::context::Context;
use super::fields::{is_http, leading_day, stated};
use super::json::{Json, by};
use super::problems::Problems;
use super::zones::FileZones;
use crate::schedule::{Day, Link, Listing, Schedule, SessionId, SessionStatus, Speaker, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let mut days = Vec::new();
    documents.iter().for_each(|document| document.days(&mut days));
    let zone = FileZones::new(context, days.into_iter()).of_event(None, problems);
    let tables = Tables::of(documents);
    let mut listings = Vec::new();
    let mut seen = HashSet::new();
    for Placed { session, room, day } in documents.iter().flat_map(sessions) {
        if session.cut_off {
            problems.add("file".to_owned(), "The last session is cut off; it was left out.".to_owned());
        } else if session.get("id").text().is_none_or(|id| seen.insert(id))
            && let Some(mut listing) = listing(session, &tables, zone.as_ref(), problems)
        {
            listing.room = listing.room.or_else(|| room.map(str::to_owned));
            if let (When::Unknown, Some(day)) = (listing.when, day) {
                listing.when = When::Day(day);
            }
            listings.push(listing);
        }
    }
    if listings.is_empty() {
        listings = from_speakers(documents);
    }
    Schedule { listings, zone: zone.map(|zone| zone.name), ..Schedule::default() }
}

/// A session, and where it stands in a grid; in other views nowhere.
struct Placed<'d, 'a> {
    session: &'d Json<'a>,
    room: Option<&'d str>,
    day: Option<Day>,
}

/// The sessions of any view, in its order.
fn sessions<'d, 'a>(document: &'d Json<'a>) -> Vec<Placed<'d, 'a>> {
    let in_grid = document.items().iter().flat_map(|day| {
        let date = day.get("date").text().and_then(leading_day);
        day.get("rooms").items().iter().flat_map(move |room| {
            let name = room.get("name").localized();
            room.get("sessions").items().iter().map(move |session| (session, name, date))
        })
    });
    let groups = document.items().iter().filter(|group| group.has("groupId") || group.has("groupName"));
    let in_groups = groups.flat_map(|group| group.get("sessions").items());
    let flat = document.items().iter().filter(|item| item.has("startsAt"));
    let elsewhere = document.get("sessions").items().iter().chain(in_groups).chain(flat);
    let placed = |(session, room, day)| Placed { session, room, day };
    in_grid.chain(elsewhere.map(|session| (session, None, None))).map(placed).collect()
}

/// What other views name by id.
struct Tables<'d, 'a> {
    speakers: HashMap<&'d str, &'d Json<'a>>,
    rooms: HashMap<&'d str, &'d Json<'a>>,
    /// An item of a category, with the category's title.
    categories: HashMap<&'d str, (&'d str, &'d Json<'a>)>,
}

impl<'d, 'a> Tables<'d, 'a> {
    fn of(documents: &'d [Json<'a>]) -> Self {
        let speakers =
            documents.iter().flat_map(|document| document.items().iter().chain(document.get("speakers").items()));
        let rooms = documents.iter().flat_map(|document| document.get("rooms").items());
        let categories = documents.iter().flat_map(|document| document.get("categories").items());
        let items = categories.flat_map(|category| {
            let title = category.get("title").text().unwrap_or("");
            category.get("items").items().iter().filter_map(move |item| Some((item.get("id").text()?, (title, item))))
        });
        Self {
            speakers: by("id", speakers.filter(|item| item.has("fullName"))),
            rooms: by("id", rooms),
            categories: items.collect(),
        }
    }
}

fn listing(
    session: &Json<'_>,
    tables: &Tables<'_, '_>,
    zone: Option<&Zone>,
    problems: &mut Problems<'_>,
) -> Option<Listing> {
    let title = session.get("title").text()?;
    let status = session.get("status").text().unwrap_or("Accepted");
    if matches!(status, "Declined" | "Withdrawn" | "Decline_Queue") {
        return None;
    }
    let mut listing = Listing::new(SessionId::new(session.get("id").text().unwrap_or(title)), title);
    let mut instant = |name, key| stated(name, session.get(key).text(), zone, &listing.id, problems);
    if let Some(start) = instant("start", "startsAt") {
        listing.when = When::stated(start, instant("end", "endsAt"));
    }
    let room =
        session.get("roomId").text().and_then(|id| tables.rooms.get(id)).and_then(|room| room.get("name").owned());
    listing.room = session.get("room").owned().or(room);
    listing.abstract_text = session.get("description").owned();
    listing.speakers = session.get("speakers").items().iter().filter_map(|speaker| person(speaker, tables)).collect();
    for category in session.get("categories").items() {
        let title = category.get("name").text().unwrap_or("");
        if let Some(item) = category.get("categoryItems").items().first() {
            set_category(&mut listing, title, item);
        }
    }
    for (title, item) in session.get("categoryItems").items().iter().filter_map(|id| tables.categories.get(id.text()?))
    {
        set_category(&mut listing, title, item);
    }
    if session.get("isServiceSession").is_true() && listing.kind.is_none() {
        listing.kind = Some("Service".to_owned());
    }
    let recording = session.get("recordingUrl").text().filter(|url| is_http(url));
    listing.links.extend(recording.map(|url| Link { title: "Recording".to_owned(), url: url.to_owned() }));
    if status == "Cancelled" || status == "Canceled" {
        listing.status = SessionStatus::Cancelled;
    }
    Some(listing)
}

fn set_category(listing: &mut Listing, title: &str, item: &Json<'_>) {
    let title = title.to_lowercase();
    let field = if title.contains("level") {
        &mut listing.level
    } else if title.contains("format") || title.contains("type") {
        &mut listing.kind
    } else if title.contains("track") {
        &mut listing.track
    } else if title.contains("language") {
        &mut listing.language
    } else {
        return;
    };
    if field.is_none() {
        *field = item.get("name").owned();
    }
}

fn person(speaker: &Json<'_>, tables: &Tables<'_, '_>) -> Option<Speaker> {
    let known = speaker.text().or_else(|| speaker.get("id").text()).and_then(|id| tables.speakers.get(id));
    let name = speaker.get("name").owned().or_else(|| known?.get("fullName").owned())?;
    Some(Speaker { name, affiliation: known.and_then(|known| known.get("tagLine").owned()) })
}

/// What the speakers' view knows of sessions: their titles and who holds them.
fn from_speakers(documents: &[Json<'_>]) -> Vec<Listing> {
    let mut listings: Vec<Listing> = Vec::new();
    let mut indices: HashMap<&str, usize> = HashMap::new();
    for speaker in documents.iter().flat_map(Json::items).filter(|item| item.has("fullName")) {
        let Some(name) = speaker.get("fullName").owned() else { continue };
        let person = Speaker { name, affiliation: speaker.get("tagLine").owned() };
        for session in speaker.get("sessions").items() {
            let Some(title) = session.get("name").text() else { continue };
            let id = session.get("id").text().unwrap_or(title);
            let index = *indices.entry(id).or_insert(listings.len());
            if index == listings.len() {
                listings.push(Listing::new(SessionId::new(id), title));
            }
            if let Some(listing) = listings.get_mut(index) {
                listing.speakers.push(person.clone());
            }
        }
    }
    listings
}
