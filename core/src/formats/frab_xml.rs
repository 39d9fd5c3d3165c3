//! frab XML, also called Pentabarf XML: FOSDEM, CCC, pretalx, wafer (DebConf), the c3 hub and many more.
//!
//! The schema in use is whatever the writer wrote; no file seen so far satisfies the official one. What differs:
//!
//! - FOSDEM before 2025 gives no `date`, no guid and no zone: times are `start` on the day of the enclosing `day`.
//!   A `start` before `day_change` belongs to the night after that day.
//! - Before 2015 events stand directly in `day`, with the room as an element of their own.
//! - Where `date` is given it is the instant and wins over `start`: DebConf writes `date` in UTC and `start` in local
//!   time.
//! - A guid is the identity where there is one, for numbers change between revisions; else the number.
//! - `duration` is `HH:MM`, `HH:MM:SS`, or, from pretalx and over a day long, `D:HH:MM`.
//!
//! Left out: logos, feedback and submission addresses, licences and recording opt-outs, questions and answers, track
//! colours, persons' ids and biographies, attachments and links that are not http(s), version and generator.

use super::xml::{self, Element};
use super::zones::{self, FileZones};
use super::{Context, Problems, Unreadable};
use crate::schedule::{Day, Instant, Link, Listing, Local, Schedule, SessionId, Speaker, Standing, When, Zone};

pub fn read<'a>(text: &'a str, context: &Context<'_>, problems: &mut Problems<'a>) -> Result<Schedule, Unreadable> {
    let document = xml::read(text, problems)?;
    let empty = Element::default();
    let root = document.child("schedule").unwrap_or(&empty);
    let conference = root.child("conference").unwrap_or(&empty);
    let days = root.children_named("day").filter_map(|day| day.attribute("date"));
    let bounds = [conference.child_text("start"), conference.child_text("end")];
    let days = days.chain(bounds.into_iter().flatten()).filter_map(leading_day);
    let mut zones = FileZones::new(context, days);
    let named = conference.child_text("time_zone_name").or_else(|| conference.child_text("timezone"));
    let zone = zones.of_event(named, problems);
    let mut reader = Reader {
        zone: zone.as_ref(),
        day_change_seconds: conference.child_text("day_change").and_then(clock_seconds).unwrap_or(0),
        is_pretalx: root.child("generator").and_then(|made| made.attribute("name")) == Some("pretalx"),
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
        listings,
        zone: zone.map(|zone| zone.name),
    })
}

struct Reader<'r, 'a> {
    zone: Option<&'r Zone>,
    /// Seconds after midnight until which a time belongs to the day before.
    day_change_seconds: u32,
    is_pretalx: bool,
    base_url: Option<&'r str>,
    listings: Vec<Listing>,
    problems: &'r mut Problems<'a>,
}

impl Reader<'_, '_> {
    /// Reads the events below `parent`, at whatever depth of days and rooms they stand.
    fn events_in(&mut self, parent: &Element<'_>, day: Option<Day>, room: Option<&str>) {
        for child in &parent.children {
            match child.name {
                "event" => self.event(child, day, room),
                "day" => {
                    let date = child.attribute("date").and_then(leading_day);
                    if date.is_none() {
                        self.problems.at(child.offset, "This day has no readable date.".to_owned());
                    }
                    self.events_in(child, date, room);
                }
                "room" => self.events_in(child, day, child.attribute("name").or(room)),
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
        listing.track = owned("track");
        listing.kind = owned("type");
        listing.language = owned("language");
        listing.abstract_text = join_texts(event.child_text("abstract"), event.child_text("description"));
        listing.url = event.child_text("url").and_then(|url| absolute(url, self.base_url));
        listing.speakers = speakers(event);
        listing.links = self.links(event);
        listing.when = self.when(event, day);
        listing.day = day;
        if is_cancelled(event) {
            listing.standing = Standing::Cancelled;
        }
        self.listings.push(listing);
    }

    fn when(&mut self, event: &Element<'_>, day: Option<Day>) -> When {
        let date = event.child_text("date");
        let clock = event.child_text("start").and_then(clock_seconds);
        let start = date.and_then(Instant::parse).or_else(|| {
            let stated = date.and_then(Local::parse);
            stated
                .or_else(|| self.local_start(date.and_then(leading_day), day, clock?))
                .map(|local| zones::instant(local, self.zone))
        });
        let Some(start) = start else {
            if date.or(event.child_text("start")).is_some() {
                self.problems.at(event.offset, "The start of this session could not be read.".to_owned());
            }
            return day.map_or(When::Unknown, When::Day);
        };
        let end = event.child_text("duration").and_then(|text| {
            let seconds = duration_seconds(text, self.is_pretalx);
            if seconds.is_none() {
                self.problems.at(event.offset, format!("The duration \"{text}\" could not be read."));
            }
            seconds.map(|seconds| Instant(start.0.saturating_add(seconds)))
        });
        When::stated(start, end)
    }

    fn local_start(&self, date: Option<Day>, day: Option<Day>, clock: u32) -> Option<Local> {
        let after_midnight = date.is_none() && clock < self.day_change_seconds;
        Some(Local { day: date.or(day)?.plus(i32::from(after_midnight)), second: clock })
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

fn is_cancelled(event: &Element<'_>) -> bool {
    let says_so = |text: &str| text.eq_ignore_ascii_case("cancelled") || text.eq_ignore_ascii_case("canceled");
    event.attribute("status").or(event.child_text("status")).is_some_and(says_so)
}

/// One text of the short and the long one, unless one repeats the other.
fn join_texts(short: Option<&str>, long: Option<&str>) -> Option<String> {
    match (short, long) {
        (Some(short), Some(long)) if long.starts_with(short) => Some(long.to_owned()),
        (Some(short), Some(long)) => Some(format!("{short}\n\n{long}")),
        (short, long) => short.or(long).map(str::to_owned),
    }
}

/// An http(s) address, completed by the site it stands on.
fn absolute(address: &str, base: Option<&str>) -> Option<String> {
    let address = address.trim();
    if is_http(address) {
        return Some(address.to_owned());
    }
    let base = base.map(str::trim).filter(|base| is_http(base))?;
    let path = address.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
    let host_start = base.find("//")? + 2;
    let host_length = base.get(host_start..)?.find('/').unwrap_or(base.len() - host_start);
    Some(format!("{}/{path}", base.get(..host_start + host_length)?))
}

fn is_http(address: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
            && !address.contains(char::is_whitespace)
    })
}

/// The day a text starts with: `2014-12-27`, or `2024-12-27T09:30:00+00:00`.
fn leading_day(text: &str) -> Option<Day> {
    Day::parse(text.get(..10)?)
}

/// A bound of the conference is a day, or an instant that is on some day there.
fn bound_day(text: &str, zone: Option<&Zone>) -> Option<Day> {
    match Instant::parse(text) {
        Some(instant) if zone.is_some() => Some(zones::day(instant, zone)),
        _ => leading_day(text),
    }
}

/// `9:30`, `09:30` or `09:00:00` in seconds after midnight.
fn clock_seconds(text: &str) -> Option<u32> {
    let mut parts = text.trim().split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    (hours < 24 && minutes < 60 && seconds < 60 && parts.next().is_none())
        .then_some(hours * 3600 + minutes * 60 + seconds)
}

/// `01:30`, `01:30:00`, minutes alone, or a day and two hours as `1:02:00` where days come first.
fn duration_seconds(text: &str, days_first: bool) -> Option<i64> {
    let parts: Option<Vec<i64>> = text.trim().split(':').map(|part| part.parse::<u32>().ok().map(i64::from)).collect();
    let seconds = match *parts?.as_slice() {
        [minutes] => minutes * 60,
        [hours, minutes] => hours * 3600 + minutes * 60,
        [days, hours, minutes] if days_first => days * 86_400 + hours * 3600 + minutes * 60,
        [hours, minutes, seconds] => hours * 3600 + minutes * 60 + seconds,
        _ => return None,
    };
    (seconds <= 14 * 86_400).then_some(seconds)
}
