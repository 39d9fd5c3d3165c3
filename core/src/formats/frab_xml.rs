//! frab XML, also called Pentabarf XML: FOSDEM, CCC, pretalx, wafer (DebConf), the c3 hub and many more.
//!
//! The schema in use is whatever the writer wrote; no file seen so far satisfies the official one. What differs:
//!
//! - FOSDEM before 2025 gives no guid and no zone, and times without a date: see [`super::frab`].
//! - Before 2015 events stand directly in `day`, with the room as an element of their own.
//! - A guid is the identity where there is one, for numbers change between revisions; else the number.
//!
//! Left out: logos, feedback and submission addresses, licences and recording opt-outs, questions and answers, track
//! colours, persons' ids and biographies, attachments and links that are not http(s), and a version that is no date.

use super::context::{Context, ScheduleError};
use super::fields::{absolute, bound_day, join_texts, leading_day};
use super::frab::{Times, says_cancelled};
use super::problems::Problems;
use super::xml::{self, Element};
use super::zones::FileZones;
use crate::schedule::{Day, Link, Listing, Schedule, SessionId, SessionStatus, Speaker};

pub fn read<'a>(text: &'a str, context: &Context<'_>, problems: &mut Problems<'a>) -> Result<Schedule, ScheduleError> {
    let document = xml::read(text, problems)?;
    let empty = Element::default();
    let root = document.descendant("schedule").unwrap_or(&empty);
    let conference = root.child("conference").unwrap_or(&empty);
    let days = root.children_named("day").filter_map(|day| day.attribute("date").or(day.attribute("start")));
    let bounds = [conference.child_text("start"), conference.child_text("end")];
    let days = days.chain(bounds.into_iter().flatten()).filter_map(leading_day);
    let mut zones = FileZones::new(context, days);
    let named = conference.child_text("time_zone_name").or_else(|| conference.child_text("timezone"));
    let zone = zones.of_event(named, problems);
    let mut reader = FrabXmlReader {
        times: Times::new(
            zone.as_ref(),
            conference.child_text("day_change"),
            root.child("generator").and_then(|made| made.attribute("name")),
        ),
        base_url: conference.child_text("base_url").or_else(|| conference.child_text("url")),
        listings: Vec::new(),
        problems,
    };
    reader.events_in(root, None, None);
    let listings = reader.listings;
    let bound = |name| conference.child_text(name).and_then(|text| bound_day(text, zone.as_ref()));
    Ok(Schedule {
        title: conference.child_text("title").map(str::to_owned),
        first: bound("start"),
        last: bound("end"),
        url: conference.child_text("url").or(conference.child_text("base_url")).and_then(|url| absolute(url, None)),
        as_of: root.child_text("version").and_then(leading_day),
        listings,
        zone: zone.map(|zone| zone.name),
    })
}

struct FrabXmlReader<'r, 'a> {
    times: Times<'r>,
    base_url: Option<&'r str>,
    listings: Vec<Listing>,
    problems: &'r mut Problems<'a>,
}

impl FrabXmlReader<'_, '_> {
    /// Reads the events below `parent`, at whatever depth of days and rooms they stand.
    fn events_in(&mut self, parent: &Element<'_>, day: Option<Day>, room: Option<&str>) {
        for child in &parent.children {
            match child.name {
                "event" => self.event(child, day, room),
                "day" => {
                    let date = child.attribute("date").or(child.attribute("start")).and_then(leading_day);
                    if date.is_none() {
                        self.problems.at(child.offset, "This day has no readable date.".to_owned());
                    }
                    self.times.start_room();
                    self.events_in(child, date, room);
                }
                "room" => {
                    self.times.start_room();
                    self.events_in(child, day, child.attribute("name").or(child.child_text("name")).or(room));
                }
                "conference" | "tracks" | "version" => {}
                _ => self.events_in(child, day, room),
            }
        }
    }

    fn event(&mut self, event: &Element<'_>, day: Option<Day>, room: Option<&str>) {
        if event.cut_off {
            self.problems.at(event.offset, "This session is cut off; it was left out.".to_owned());
            return;
        }
        let title = event.child_text("title");
        let id = event.attribute("guid").or(event.attribute("id")).or(event.child_text("slug")).or(title);
        let Some(id) = id else {
            self.problems.at(event.offset, "This session has neither id nor title; it was left out.".to_owned());
            return;
        };
        let mut listing = Listing::new(SessionId::new(id), title.unwrap_or(""));
        let owned = |name| event.child_text(name).map(str::to_owned);
        listing.subtitle = owned("subtitle");
        listing.room = owned("room").or(room.map(str::to_owned));
        // What wafer writes for none.
        listing.track = owned("track").filter(|track| track != "No Track");
        listing.kind = owned("type");
        listing.language = owned("language");
        listing.abstract_text = join_texts(event.child_text("abstract"), event.child_text("description"));
        listing.level = owned("level");
        let url = event.child_text("url").or_else(|| event.child_text("full_conf_url"));
        listing.url = url.and_then(|url| absolute(url, self.base_url));
        listing.speakers = speakers(event);
        listing.links = self.links(event);
        let (date, start, duration) =
            (event.child_text("date"), event.child_text("start"), event.child_text("duration"));
        let (when, unread) = self.times.when(date, start, duration, day);
        listing.when = when;
        listing.day = day;
        if let Some(unread) = unread {
            self.problems.at(event.offset, unread);
        }
        if event.attribute("status").or(event.child_text("status")).is_some_and(says_cancelled) {
            listing.status = SessionStatus::Cancelled;
        }
        self.listings.push(listing);
    }

    fn links(&self, event: &Element<'_>) -> Vec<Link> {
        let lists = [("links", "link"), ("attachments", "attachment")];
        let listed = lists
            .iter()
            .flat_map(|(list, item)| event.children_named(list).flat_map(move |list| list.children_named(item)));
        let mut links: Vec<Link> = Vec::new();
        for item in listed {
            let address = item.attribute("href").or(item.attribute("url")).or(item.text());
            let Some(url) = address.and_then(|address| absolute(address, self.base_url)) else { continue };
            let title = item.text().or(item.attribute("title")).or(item.attribute("type")).unwrap_or(&url).to_owned();
            links.push(Link { title, url });
        }
        let recording = event.child_text("video_download_url").and_then(|url| absolute(url, self.base_url));
        links.extend(recording.map(|url| Link { title: "Recording".to_owned(), url }));
        links
    }
}

fn speakers(event: &Element<'_>) -> Vec<Speaker> {
    let persons = event.children_named("persons").flat_map(|persons| persons.children_named("person"));
    let names = persons.filter_map(|person| {
        let name = person.attribute("public_name").or(person.attribute("name"));
        name.or_else(|| person.child_text("public_name").or(person.child_text("name"))).or_else(|| person.text())
    });
    names.map(|name| Speaker { name: name.to_owned(), affiliation: None }).collect()
}
