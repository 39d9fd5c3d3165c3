//! The one file that describes a trip: its days, events, venues and walks. `trips/kubecon-na-2024/trip.toml` is one.

use lanyard_core::schedule::address::is_http;
use lanyard_core::schedule::{
    Day, Event, EventId, Instant, Link, Position, Precision, Room, RoomId, Telling, Trip, TripId, Venue, VenueId, Walk,
    Zones,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    id: String,
    title: String,
    city: String,
    /// The IANA name, for example `America/Denver`.
    pub zone: String,
    first: String,
    last: String,
    as_of: String,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(rename = "event")]
    pub events: Vec<EventDescription>,
    #[serde(default, rename = "venue")]
    venues: Vec<VenueDescription>,
    #[serde(default, rename = "walk")]
    walks: Vec<WalkDescription>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventDescription {
    pub id: String,
    title: String,
    short: Option<String>,
    color: Option<u8>,
    first: Option<String>,
    last: Option<String>,
    url: Option<String>,
    /// The file of its schedule, beside the description, in any format that Lanyard reads; or several that belong
    /// together, such as a programme and its people. Without one, the event stands there with its facts only.
    #[serde(default)]
    pub schedule: Files,
    /// The zone of the schedule's local times, when it is neither said there nor the trip's.
    pub zone: Option<String>,
    #[serde(default)]
    venues: Vec<String>,
    completeness: Option<String>,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(default)]
    links: Vec<LinkDescription>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Files {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VenueDescription {
    id: String,
    name: String,
    short: Option<String>,
    address: Option<String>,
    /// `40.7696398,-111.9036433`: latitude and longitude in degrees.
    position: Option<String>,
    #[serde(default)]
    facts: Vec<String>,
    #[serde(default)]
    rooms: Vec<RoomDescription>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoomDescription {
    name: String,
    level: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WalkDescription {
    between: (String, String),
    minutes: u32,
    /// Whether the minutes are an estimate.
    #[serde(default)]
    about: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkDescription {
    title: String,
    url: String,
}

impl Default for Files {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Files {
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Several(names) => names,
        }
    }
}

/// What is wrong with a description: where, and a sentence.
pub type Fault = (String, String);

impl Description {
    /// The trip without its sessions.
    pub fn frame(&self, zones: &dyn Zones) -> Result<Trip, Vec<Fault>> {
        let mut faults = Faults(Vec::new());
        let first = faults.day("first", &self.first);
        let last = faults.day("last", &self.last);
        faults.check(first <= last, "last", || format!("{} comes before {}.", self.last, self.first));
        // A year on each side, so that a schedule that moves by months still finds its offsets.
        let around = |day: Day| Instant(i64::from(day.0) * 86_400);
        let zone = zones.zone(&self.zone, around(first.plus(-366)), around(last.plus(366)));
        faults.check(zone.is_some(), "zone", || {
            format!("There is no time zone called {}. IANA names look like America/Denver.", self.zone)
        });
        faults.unique("event", self.events.iter().map(|event| &event.id));
        faults.unique("venue", self.venues.iter().map(|venue| &venue.id));

        let trip = Trip {
            id: TripId::new(self.id.as_str()),
            title: self.title.clone(),
            city: self.city.clone(),
            zone: zone.unwrap_or_else(lanyard_core::schedule::Zone::utc),
            first,
            last,
            as_of: faults.day("as_of", &self.as_of),
            facts: self.facts.clone(),
            events: self
                .events
                .iter()
                .enumerate()
                .map(|(index, event)| self.event(index, event, (first, last), &mut faults))
                .collect(),
            venues: self.venues.iter().map(|venue| venue.read(&mut faults)).collect(),
            walks: self.walks.iter().map(|walk| self.walk(walk, &mut faults)).collect(),
            rooms: self.rooms(),
            people: Vec::new(),
            labels: Vec::new(),
            sessions: Vec::new(),
            telling: Telling::default(),
        };
        if faults.0.is_empty() { Ok(trip) } else { Err(faults.0) }
    }

    fn event(&self, index: usize, event: &EventDescription, days: (Day, Day), faults: &mut Faults) -> Event {
        let at = format!("event {}", event.id);
        let day = |text: &Option<String>, otherwise: Day, faults: &mut Faults| match text {
            Some(text) => faults.day(&at, text),
            None => otherwise,
        };
        let addresses = event.url.iter().chain(event.links.iter().map(|link| &link.url));
        for url in addresses {
            faults.check(is_http(url), &at, || format!("{url} is not an http or https address."));
        }
        Event {
            id: EventId::new(event.id.as_str()),
            title: event.title.clone(),
            short: event.short.clone().unwrap_or_else(|| event.title.clone()),
            color: event.color.unwrap_or(index as u8 % 6),
            first: day(&event.first, days.0, faults),
            last: day(&event.last, days.1, faults),
            url: event.url.clone(),
            links: event.links.iter().map(|link| Link { title: link.title.clone(), url: link.url.clone() }).collect(),
            facts: event.facts.clone(),
            venues: event.venues.iter().map(|venue| self.venue_index(venue, &at, faults)).collect(),
            completeness: event.completeness.clone(),
        }
    }

    fn walk(&self, walk: &WalkDescription, faults: &mut Faults) -> Walk {
        let mut venue_index = |venue| self.venue_index(venue, "walk", faults);
        Walk {
            between: (venue_index(&walk.between.0), venue_index(&walk.between.1)),
            minutes: walk.minutes,
            precision: if walk.about { Precision::Derived } else { Precision::Stated },
        }
    }

    fn venue_index(&self, id: &str, at: &str, faults: &mut Faults) -> usize {
        let index = self.venues.iter().position(|venue| venue.id == id);
        faults.check(index.is_some(), at, || format!("There is no venue with the id {id}."));
        index.unwrap_or(0)
    }

    fn rooms(&self) -> Vec<Room> {
        let venues = self.venues.iter().enumerate();
        let rooms = venues.flat_map(|(index, venue)| venue.rooms.iter().map(move |room| (index, venue, room)));
        rooms
            .map(|(index, venue, room)| Room {
                id: RoomId::new(lanyard_core::schedule::assemble::slug(&[&venue.id, &room.name])),
                name: room.name.clone(),
                level: room.level.clone(),
                venue: Some(index),
            })
            .collect()
    }
}

impl VenueDescription {
    fn read(&self, faults: &mut Faults) -> Venue {
        let position = self.position.as_deref().map(|text| {
            let position = Position::parse(text);
            faults.check(position.is_some(), &format!("venue {}", self.id), || {
                format!("{text} is no position. Write latitude and longitude in degrees: 40.7696398,-111.9036433")
            });
            position
        });
        Venue {
            id: VenueId::new(self.id.as_str()),
            name: self.name.clone(),
            short: self.short.clone().unwrap_or_else(|| self.name.clone()),
            address: self.address.clone(),
            position: position.flatten(),
            facts: self.facts.clone(),
        }
    }
}

/// What is wrong, collected, so that an organiser sees everything at once.
struct Faults(Vec<Fault>);

impl Faults {
    fn check(&mut self, holds: bool, at: &str, sentence: impl FnOnce() -> String) {
        if !holds {
            self.0.push((at.to_owned(), sentence()));
        }
    }

    fn day(&mut self, at: &str, text: &str) -> Day {
        let day = Day::parse(text);
        self.check(day.is_some(), at, || format!("{text} is no day. Write it as 2024-11-13."));
        day.unwrap_or(Day(0))
    }

    fn unique<'a>(&mut self, what: &str, ids: impl Iterator<Item = &'a String>) {
        let mut seen: Vec<&String> = Vec::new();
        for id in ids {
            self.check(!id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), what, || {
                format!("The id {id:?} must be letters, digits and hyphens: it stands in every link.")
            });
            self.check(!seen.contains(&id), &format!("{what} {id}"), || "The id is used twice.".to_owned());
            seen.push(id);
        }
    }
}
