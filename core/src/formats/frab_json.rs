//! frab JSON (`schedule.json` of frab, pretalx and the voc tools) and the c3 hub's second schema.
//!
//! The first nests events in days and rooms, like the XML. The second lists them flat, with instants for start and end,
//! `participants` for persons, and a track known by its slug; the day of the programme is the one whose bounds hold the
//! start.
//!
//! Left out: logos, avatars, biographies, answers, licences and recording opt-outs, room features and capacities, origin
//! and feedback links, participants who are not speakers where the role says so.

use std::collections::HashMap;

use super::context::Context;
use super::fields::{absolute, bound_day, join_texts, leading_day, moment, written_day};
use super::frab::{Times, duration_seconds, says_cancelled};
use super::json::{Json, by};
use super::problems::Problems;
use super::zones::FileZones;
use crate::schedule::{Day, Instant, Link, Listing, Schedule, SessionId, SessionStatus, Speaker, When, Zone};

pub fn read(documents: &[Json<'_>], context: &Context<'_>, problems: &mut Problems<'_>) -> Schedule {
    let Some(document) = documents.iter().find(|document| document.has("schedule")) else { return Schedule::default() };
    let schedule = document.get("schedule");
    let conference = schedule.get("conference");
    let mut days = Vec::new();
    schedule.days(&mut days);
    let named = conference.get("time_zone_name").text().or_else(|| conference.get("timezone").text());
    let zone = FileZones::new(context, days.into_iter()).of_event(named, problems);
    let base_url = schedule.get("base_url").text().or_else(|| conference.get("url").text());
    let tracks = by("slug", conference.get("tracks").items().iter());
    let rooms = by("guid", conference.get("rooms").items().iter());
    let days = conference.get("days").each().iter().filter_map(|day| ProgrammeDay::read(day, zone.as_ref())).collect();
    let zone_of_reader = zone.as_ref();
    let mut reader = FrabJsonReader {
        zone: zone_of_reader,
        base_url,
        conference,
        tracks,
        rooms,
        days,
        listings: Vec::new(),
        problems,
    };
    if schedule.get("events").is_list() {
        schedule.get("events").items().iter().for_each(|event| reader.flat_event(event));
    } else {
        reader.nested_events(document.get("generator").get("name").text());
    }
    let listings = reader.listings;
    let bound = |name| conference.get(name).text().and_then(|text| bound_day(text, zone.as_ref()));
    Schedule {
        title: conference.get("title").owned(),
        first: bound("start"),
        last: bound("end"),
        url: conference.get("url").text().or(base_url).and_then(|url| absolute(url, None)),
        as_of: schedule.get("version").text().and_then(leading_day),
        listings,
        zone: zone.map(|zone| zone.name),
    }
}

struct FrabJsonReader<'r, 'a, 'p> {
    zone: Option<&'r Zone>,
    base_url: Option<&'r str>,
    conference: &'r Json<'a>,
    tracks: HashMap<&'r str, &'r Json<'a>>,
    rooms: HashMap<&'r str, &'r Json<'a>>,
    days: Vec<ProgrammeDay>,
    listings: Vec<Listing>,
    problems: &'r mut Problems<'p>,
}

impl FrabJsonReader<'_, '_, '_> {
    fn nested_events(&mut self, generator: Option<&str>) {
        let mut times = Times::new(self.zone, self.conference.get("day_change").text(), generator);
        for day in self.conference.get("days").each() {
            let date = ["date", "day_start"].into_iter().find_map(|name| day.get(name).text()).and_then(leading_day);
            let rooms = day.get("rooms");
            let named = rooms.members().iter().map(|(room, events)| (Some(room.trim()), events));
            let listed = rooms.items().iter().map(|room| (room.get("name").localized(), room.get("events")));
            for (room, events) in named.chain(listed).chain([(None, day.get("events"))]) {
                times.start_room();
                for event in events.each() {
                    let Some(mut listing) = self.listing(event) else { continue };
                    let text = |name| event.get(name).text();
                    let (when, unread) = times.when(text("date"), text("start"), text("duration"), date);
                    listing.when = when;
                    listing.day = date;
                    listing.room = event.get("room").owned().or_else(|| room.map(str::to_owned));
                    if let Some(unread) = unread {
                        self.problems.add(format!("session {}", listing.id), unread);
                    }
                    self.listings.push(listing);
                }
            }
        }
    }

    fn flat_event(&mut self, event: &Json<'_>) {
        let Some(mut listing) = self.listing(event) else { return };
        let instant = |name| event.get(name).text().and_then(|text| moment(text, self.zone));
        match instant("start") {
            Some(start) => {
                let seconds = || event.get("duration").text().and_then(|text| duration_seconds(text, false));
                let end = instant("end").or_else(|| Some(Instant(start.0.saturating_add(seconds()?))));
                listing.when = When::stated(start, end);
                listing.day = self.programme_day(start).or_else(|| written_day(event.get("start").text(), self.zone));
            }
            None => self.problems.add(format!("session {}", listing.id), "Its start could not be read.".to_owned()),
        }
        let room = event.get("room");
        let known = || self.rooms.get(room.get("guid").text()?)?.get("name").owned();
        listing.room = room.get("name").owned().or_else(known).or_else(|| room.get("slug").owned()).or(room.owned());
        self.listings.push(listing);
    }

    /// What both schemas say alike.
    fn listing(&mut self, event: &Json<'_>) -> Option<Listing> {
        let title = event.get("title").localized();
        let id = ["guid", "id", "code", "slug"].into_iter().find_map(|name| event.get(name).text()).or(title);
        let Some(id) = id.filter(|_| !event.cut_off) else {
            let location = format!("session {}", self.listings.len() + 1);
            self.problems.add(location, "This session is cut off or has no id; it was left out.".to_owned());
            return None;
        };
        let mut listing = Listing::new(SessionId::new(id), title.unwrap_or(""));
        listing.subtitle = event.get("subtitle").owned();
        listing.track = self.track(event.get("track"));
        listing.kind = event.get("type").owned();
        listing.language = event.get("language").owned();
        let long = event.get("description").localized();
        listing.abstract_text = join_texts(event.get("abstract").localized(), long);
        listing.url = event.get("url").text().and_then(|url| absolute(url, self.base_url));
        listing.speakers = speakers(event);
        listing.links = self.links(event);
        let state = event.get("state").text().or_else(|| event.get("status").text());
        if state.is_some_and(says_cancelled) {
            listing.status = SessionStatus::Cancelled;
        }
        Some(listing)
    }

    /// A track is a name, a name in several languages, or a slug to look up.
    fn track(&self, track: &Json<'_>) -> Option<String> {
        let Some(slug) = track.get("slug").text() else { return track.get("name").owned().or_else(|| track.owned()) };
        let known = self.tracks.get(slug).and_then(|known| known.get("name").owned());
        known.or_else(|| track.get("name").owned()).or_else(|| Some(slug.to_owned()))
    }

    fn programme_day(&self, start: Instant) -> Option<Day> {
        let holds = |day: &&ProgrammeDay| day.from <= start && day.to.is_none_or(|to| start < to);
        self.days.iter().rev().find(holds).map(|day| day.date)
    }

    fn links(&self, event: &Json<'_>) -> Vec<Link> {
        let listed = ["links", "attachments"].into_iter().flat_map(|name| event.get(name).each());
        let wanted = listed.filter(|item| !matches!(item.get("type").text(), Some("ORIGIN" | "FEEDBACK")));
        let link = |item: &Json<'_>| {
            let url = absolute(item.get("url").text().or(item.text())?, self.base_url)?;
            let title = ["title", "name", "type"].into_iter().find_map(|name| item.get(name).localized());
            Some(Link { title: title.unwrap_or(&url).to_owned(), url })
        };
        wanted.filter_map(link).collect()
    }
}

/// A day of the programme, which may end in the next morning.
struct ProgrammeDay {
    date: Day,
    from: Instant,
    to: Option<Instant>,
}

impl ProgrammeDay {
    fn read(day: &Json<'_>, zone: Option<&Zone>) -> Option<Self> {
        let bound = |name| day.get(name).text().and_then(|text| moment(text, zone));
        Some(Self { date: leading_day(day.get("date").text()?)?, from: bound("start")?, to: bound("end") })
    }
}

fn speakers(event: &Json<'_>) -> Vec<Speaker> {
    let persons = ["persons", "participants"].into_iter().flat_map(|name| event.get(name).each());
    let speaking = persons.filter(|person| person.get("role").text().is_none_or(|role| role == "SPEAKER"));
    let names = speaking.filter_map(|person| {
        ["public_name", "name", "full_public_name"]
            .into_iter()
            .find_map(|name| person.get(name).text())
            .or(person.text())
    });
    names.map(|name| Speaker { name: name.to_owned(), affiliation: None }).collect()
}
