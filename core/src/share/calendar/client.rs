//! A calendar that honours UID and SEQUENCE, as a model of its own: it knows nothing of how files are made.
//!
//! RFC 5546, section 2.1.5: the edition with the higher SEQUENCE counts, of two with the same one that with the later DTSTAMP; and
//! one that is cancelled is taken out. What it read it has from the `icalendar` crate's parser.

use std::collections::BTreeMap;

use icalendar::parser::{read_calendar, unfold};

/// An appointment as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadAppointment {
    pub uid: String,
    pub sequence: u32,
    pub stamp: String,
    pub start: String,
    pub end: Option<String>,
    pub title: String,
    pub location: String,
    pub status: String,
    pub transparency: String,
    pub modified: String,
    pub alarms: usize,
}

/// What a calendar knows of one UID, taken out or not.
#[derive(Default)]
pub struct CalendarClient {
    known: BTreeMap<String, ReadAppointment>,
}

impl CalendarClient {
    /// The person imports a file.
    pub fn import(&mut self, file: &str) {
        for read in read(file) {
            let newest = self.known.get(&read.uid);
            let is_newer = newest
                .is_none_or(|newest| (read.sequence, read.stamp.as_str()) >= (newest.sequence, newest.stamp.as_str()));
            if is_newer {
                self.known.insert(read.uid.clone(), read);
            }
        }
    }

    /// What the calendar shows, by UID.
    pub fn shown(&self) -> Vec<&ReadAppointment> {
        self.known.values().filter(|known| known.status != "CANCELLED").collect()
    }
}

/// The appointments of a file.
pub fn read(file: &str) -> Vec<ReadAppointment> {
    let unfolded = unfold(file);
    let calendar = read_calendar(&unfolded).expect("an independent parser reads it");
    let read = |event: &icalendar::parser::Component<'_>| {
        let value = |name: &str| event.find_prop(name).map(|property| property.val.as_str().to_owned());
        ReadAppointment {
            uid: value("UID").expect("a UID"),
            sequence: value("SEQUENCE").and_then(|number| number.parse().ok()).expect("a number"),
            stamp: value("DTSTAMP").expect("a stamp"),
            start: value("DTSTART").expect("a start"),
            end: value("DTEND"),
            title: value("SUMMARY").unwrap_or_default(),
            location: value("LOCATION").unwrap_or_default(),
            status: value("STATUS").unwrap_or_default(),
            transparency: value("TRANSP").unwrap_or_default(),
            modified: value("LAST-MODIFIED").unwrap_or_default(),
            alarms: event.components.len(),
        }
    };
    calendar.components.iter().filter(|component| component.name == "VEVENT").map(read).collect()
}

mod model {
    //! Whatever happens to a programme, to stars and own items, and in whatever order which file is handed over: the calendar
    //! ends with exactly what was asked for.

    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::super::fixture;
    use super::super::validator::problems;
    use super::super::{CalendarChoices, CalendarMaterial, CalendarOptions, CalendarScope, Editions, calendar};
    use super::CalendarClient;
    use crate::agenda::ConferenceDays;
    use crate::notebook::{AgendaItemId, HandedOut, OwnItem, OwnItemId};
    use crate::schedule::{Event, EventId, Instant, Room, RoomId, Session, SessionKey, SessionStatus, Trip, When};

    const SESSIONS: usize = 5;
    const OWN: usize = 2;

    #[derive(Clone, Debug)]
    enum Step {
        Move(usize, i64),
        Rename(usize, bool),
        Room(usize, Option<usize>),
        Cancel(usize, bool),
        /// The programme lists it no longer, and then again.
        Unlist(usize, bool),
        /// Not starred, a second choice, or going.
        Star(usize, u8),
        MoveOwn(usize, i64),
        DeleteOwn(usize, bool),
        /// A file is made, and handed over or not.
        HandOver(Asked, bool),
    }

    #[derive(Clone, Debug)]
    enum Asked {
        Agenda { with_interested: bool, with_own_items: bool },
        Event(usize),
        Session(usize, bool),
    }

    fn step() -> impl Strategy<Value = Step> {
        let asked = prop_oneof![
            3 => (any::<bool>(), any::<bool>())
                .prop_map(|(with_interested, with_own_items)| Asked::Agenda { with_interested, with_own_items }),
            1 => (0..2_usize).prop_map(Asked::Event),
            2 => (0..SESSIONS, any::<bool>()).prop_map(|(session, takes_out)| Asked::Session(session, takes_out)),
        ];
        let session = 0..SESSIONS;
        prop_oneof![
            2 => (session.clone(), 0..5_i64).prop_map(|(session, hours)| Step::Move(session, hours)),
            1 => (session.clone(), any::<bool>()).prop_map(|(session, other)| Step::Rename(session, other)),
            1 => (session.clone(), prop::option::of(0..2_usize)).prop_map(|(session, room)| Step::Room(session, room)),
            1 => (session.clone(), any::<bool>()).prop_map(|(session, on)| Step::Cancel(session, on)),
            1 => (session.clone(), any::<bool>()).prop_map(|(session, on)| Step::Unlist(session, on)),
            4 => (session, 0..3_u8).prop_map(|(session, level)| Step::Star(session, level)),
            1 => (0..OWN, 0..5_i64).prop_map(|(own, hours)| Step::MoveOwn(own, hours)),
            1 => (0..OWN, any::<bool>()).prop_map(|(own, on)| Step::DeleteOwn(own, on)),
            6 => (asked, prop::bool::weighted(0.8)).prop_map(|(asked, handed)| Step::HandOver(asked, handed)),
        ]
    }

    /// What is said of an appointment: start, title, room, and whether one is free.
    type Said = (String, String, String, bool);

    /// What was asked for, worked out from the steps alone.
    #[derive(Clone, Default)]
    struct Wanted {
        agenda: bool,
        event: bool,
        alone: bool,
        /// As last told; `None` while it is not in the calendar.
        said: Option<Said>,
    }

    struct World {
        trip: Trip,
        unlisted: BTreeMap<usize, Session>,
        levels: [u8; SESSIONS],
        own: Vec<OwnItem>,
        now: Instant,
        handed_out: HandedOut,
        client: CalendarClient,
        wanted: BTreeMap<String, Wanted>,
    }

    fn id(number: usize) -> String {
        format!("s{number}")
    }

    fn event_of(number: usize) -> usize {
        number % 2
    }

    fn key(number: usize) -> SessionKey {
        SessionKey::new(["kubecon", "side"][event_of(number)], id(number).as_str())
    }

    fn uid(id: &AgendaItemId) -> String {
        format!("{}@lanyard", id.uid())
    }

    impl World {
        fn new() -> Self {
            let mut trip = fixture::trip();
            trip.first = trip.today(fixture::at(0));
            trip.last = trip.first;
            let second = Event { id: EventId::from("side"), ..trip.events[0].clone() };
            trip.events.push(second);
            trip.rooms = ["Loft", "Cellar"]
                .map(|name| Room { id: RoomId::from(name), name: name.to_owned(), level: None, venue: None })
                .to_vec();
            trip.sessions = (0..SESSIONS)
                .map(|number| Session {
                    when: When::stated(fixture::at(0), Some(fixture::at(30))),
                    ..Session::new(id(number).as_str().into(), event_of(number), id(number))
                })
                .collect();
            let own = |number: usize| OwnItem {
                id: OwnItemId(number.to_string().into()),
                title: "Dinner".to_owned(),
                start: fixture::at(0),
                end: None,
                location: String::new(),
                note: String::new(),
                deleted: None,
                based_on: None,
            };
            Self {
                trip,
                unlisted: BTreeMap::new(),
                levels: [0; SESSIONS],
                own: (0..OWN).map(own).collect(),
                now: Instant(1_731_000_000),
                handed_out: HandedOut::new(),
                client: CalendarClient::default(),
                wanted: BTreeMap::new(),
            }
        }

        fn session(&mut self, number: usize) -> &mut Session {
            let listed = self.trip.sessions.iter_mut().find(|session| session.id.as_str() == id(number));
            listed.or(self.unlisted.get_mut(&number)).expect("a session")
        }

        fn is_starred(&self, key: &SessionKey, level: std::ops::RangeInclusive<u8>) -> bool {
            (0..SESSIONS).any(|number| super::model::key(number) == *key && level.contains(&self.levels[number]))
        }

        fn take(&mut self, step: &Step) {
            self.now = self.now.plus_minutes(1);
            match step {
                Step::Move(number, hours) => {
                    let start = fixture::at(hours * 60);
                    self.session(*number).when = When::stated(start, Some(start.plus_minutes(30)));
                }
                Step::Rename(number, other) => {
                    self.session(*number).title = if *other { "Another; title".to_owned() } else { id(*number) };
                }
                Step::Room(number, room) => self.session(*number).room = *room,
                Step::Cancel(number, on) => {
                    self.session(*number).status = if *on { SessionStatus::Cancelled } else { SessionStatus::Listed };
                }
                Step::Unlist(number, true) => {
                    let index = self.trip.sessions.iter().position(|session| session.id.as_str() == id(*number));
                    if let Some(index) = index {
                        self.unlisted.insert(*number, self.trip.sessions.remove(index));
                    }
                }
                Step::Unlist(number, false) => self.trip.sessions.extend(self.unlisted.remove(number)),
                Step::Star(number, level) => self.levels[*number] = *level,
                Step::MoveOwn(number, hours) => self.own[*number].start = fixture::at(hours * 60),
                Step::DeleteOwn(number, on) => self.own[*number].deleted = on.then_some(Instant(1)),
                Step::HandOver(asked, is_handed) => self.hand_over(asked, *is_handed),
            }
        }

        fn hand_over(&mut self, asked: &Asked, is_handed: bool) {
            let choices = |with_interested, with_own_items, takes_out| CalendarChoices {
                alarm_minutes: Some(10),
                with_interested,
                with_own_items,
                with_notes: false,
                takes_out,
            };
            let (scope, choices) = match asked {
                Asked::Agenda { with_interested, with_own_items } => {
                    (CalendarScope::Agenda, choices(*with_interested, *with_own_items, false))
                }
                Asked::Event(event) => {
                    (CalendarScope::Event(["kubecon", "side"][*event].into()), choices(true, true, false))
                }
                Asked::Session(number, takes_out) => {
                    (CalendarScope::Session(key(*number)), choices(true, true, *takes_out))
                }
            };
            let editions = self.editions(&scope, &choices);
            let again = self.editions(&scope, &choices);
            assert_eq!(editions, again, "nothing is raised before it was handed over");
            if !is_handed {
                return;
            }
            let options = CalendarOptions { name: "Week".to_owned(), now: self.now, alarm_minutes: Some(10) };
            let file = calendar(&editions.appointments, &options);
            if !editions.appointments.is_empty() {
                assert_eq!(problems(file.as_bytes()), [""; 0], "{file}");
                self.client.import(&file);
            }
            for record in editions.records {
                let before = self.handed_out.insert(record.id.clone(), record.clone());
                let rises = before
                    .is_none_or(|before| before.sequence + u32::from(before.facts != record.facts) == record.sequence);
                assert!(rises, "by one with each change, and only then");
            }
            self.want(asked);
            let unchanged = self.editions(&scope, &choices);
            assert_eq!(unchanged.records, [], "the same once more is nothing new");
            assert_eq!(unchanged.cancelled(), 0, "what is cancelled is said once");
        }

        fn editions(&self, scope: &CalendarScope, choices: &CalendarChoices) -> Editions {
            let days = ConferenceDays::of(&self.trip);
            let material = CalendarMaterial {
                trip: &self.trip,
                days: &days,
                details: None,
                is_starred: &|key| self.is_starred(key, 1..=2),
                is_interested: &|key| self.is_starred(key, 1..=1),
                own: &self.own,
                entries: &[],
                handed_out: &self.handed_out,
            };
            material.editions(scope, choices, self.now)
        }

        /// What the file has asked for, session by session and item by item.
        fn want(&mut self, asked: &Asked) {
            for number in 0..SESSIONS {
                let level = self.levels[number];
                let listed = self.trip.sessions.iter().find(|session| session.id.as_str() == id(number));
                let takes_place = listed.filter(|session| session.status == SessionStatus::Listed);
                let (is_asked, is_free) = match asked {
                    Asked::Agenda { with_interested, .. } => (level == 2 || level == 1 && *with_interested, level == 1),
                    Asked::Event(event) if event_of(number) == *event => (true, level < 2),
                    Asked::Session(wanted, takes_out) if *wanted == number => (!takes_out, level == 1),
                    Asked::Event(_) | Asked::Session(..) => continue,
                };
                let said = takes_place.map(|session| {
                    let room = session.room.map_or("", |index| ["Loft", "Cellar"][index]);
                    let start = session.when.start().expect("a start").basic();
                    (start, session.title.clone(), room.to_owned(), is_free)
                });
                let wanted = self.wanted.entry(uid(&AgendaItemId::Session(key(number)))).or_default();
                match (is_asked && listed.is_some(), said) {
                    (true, None) if wanted.said.is_none() => {}
                    (true, said) => {
                        wanted.said = said;
                        match asked {
                            Asked::Event(_) => wanted.event = true,
                            Asked::Session(..) if level == 0 => wanted.alone = true,
                            Asked::Agenda { .. } | Asked::Session(..) => wanted.agenda = true,
                        }
                    }
                    (false, _) => {
                        let had = match asked {
                            Asked::Agenda { .. } => std::mem::take(&mut wanted.agenda),
                            Asked::Event(_) => std::mem::take(&mut wanted.event),
                            Asked::Session(..) => {
                                [&mut wanted.agenda, &mut wanted.event, &mut wanted.alone].map(std::mem::take)
                                    != [false; 3]
                            }
                        };
                        if had && !(wanted.agenda || wanted.event || wanted.alone) {
                            wanted.said = None;
                        }
                    }
                }
            }
            if let Asked::Agenda { with_own_items, .. } = asked {
                for item in &self.own {
                    let is_there = *with_own_items && item.deleted.is_none();
                    let said = is_there.then(|| (item.start.basic(), item.title.clone(), String::new(), false));
                    self.wanted.entry(uid(&AgendaItemId::Own(item.id.clone()))).or_default().said = said;
                }
            }
        }

        fn check(&self) {
            let shown: BTreeMap<&str, Said> = self
                .client
                .shown()
                .into_iter()
                .map(|it| {
                    let is_free = it.transparency == "TRANSPARENT";
                    (it.uid.as_str(), (it.start.clone(), it.title.clone(), it.location.clone(), is_free))
                })
                .collect();
            let wanted = self.wanted.iter();
            let wanted: BTreeMap<&str, Said> =
                wanted.filter_map(|(uid, wanted)| Some((uid.as_str(), wanted.said.clone()?))).collect();
            assert_eq!(shown, wanted);
        }
    }

    proptest! {
        #[test]
        fn a_calendar_ends_with_exactly_what_was_asked_for(steps in prop::collection::vec(step(), 0..60)) {
            let mut world = World::new();
            for step in &steps {
                world.take(step);
                world.check();
            }
        }
    }
}
