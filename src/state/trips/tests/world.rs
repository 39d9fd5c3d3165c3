//! A browser in memory for the scenarios: its stores, its tabs, the app's own files, and other sites.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use lanyard_core::notebook::{Mark, SessionSnapshot};
use lanyard_core::records::{StorageHealth, UnixMillis};
use lanyard_core::schedule::wire::encode_index;
use lanyard_core::schedule::{Day, Instant, SessionKey, Telling, Trip, TripId, Zone, Zones};
use lanyard_core::trips::{
    ChangeLog, Destination, Import, JoinRequest, Origin, ReaderRequest, TripCatalog, TripTexts, respond,
};
use leptos::prelude::*;

use crate::platform::address::{Address, MemoryAddress};
use crate::platform::backups_memory::MemoryBackups;
use crate::platform::clock::MemoryClock;
use crate::platform::lifecycle::{LifecycleEvent, MemoryLifecycle};
use crate::platform::own_files::MemoryOwnFiles;
use crate::platform::reader::{Failure, MemoryReader};
use crate::platform::storage::MainStore;
use crate::platform::storage_faulty::FaultyMain;
use crate::platform::zone::MemoryZones;
use crate::platform::{Platform, Screen};
use crate::state::app_clock::AppClock;
use crate::state::bundled_trip::{DETAILS, INDEX, load_trip};
use crate::state::navigation::Navigation;
use crate::state::notices::Notices;
use crate::state::trips::public_schedules::SCHEDULES;
use crate::state::trips::stored::CATALOG;
use crate::state::trips::{FoundSchedule, ImportState, Input, Trips};
use crate::state::user::User;

/// 12 November 2024, 12:00 UTC.
pub const NOW: Instant = Instant(1_731_412_800);

/// A schedule in Lanyard's own form. A session is `id start title`, its start an hour of 13 November 2024.
pub fn schedule(title: &str, sessions: &[&str]) -> Vec<u8> {
    let session = |line: &&str| {
        let mut parts = line.splitn(3, ' ');
        let (id, hour, title) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        format!(r#"{{"id":"{id}","start":"2024-11-13T{hour}:00","title":"{title}"}}"#)
    };
    let sessions: Vec<String> = sessions.iter().map(session).collect();
    format!(r#"{{"lanyard":1,"title":"{title}","time_zone":"Etc/UTC","sessions":[{}]}}"#, sessions.join(","))
        .into_bytes()
}

struct NoZones;

impl Zones for NoZones {
    fn zone(&self, name: &str, _: Instant, _: Instant) -> Option<Zone> {
        Some(Zone::fixed(name, 0, "UTC"))
    }
}

/// A trip in which nothing is.
pub fn empty_trip() -> Trip {
    let day = Day::from_ymd(2024, 11, 13).unwrap();
    Trip {
        id: TripId::new("nowhere"),
        title: String::new(),
        city: String::new(),
        zone: Zone::utc(),
        first: day,
        last: day,
        as_of: day,
        facts: Vec::new(),
        events: Vec::new(),
        venues: Vec::new(),
        walks: Vec::new(),
        rooms: Vec::new(),
        people: Vec::new(),
        labels: Vec::new(),
        sessions: Vec::new(),
        telling: Telling::default(),
    }
}

/// A trip of one event, as it comes with the app.
pub fn trip(title: &str, sessions: &[&str]) -> TripTexts {
    let nowhere = empty_trip();
    let current = TripTexts {
        index: encode_index(&nowhere),
        details: lanyard_core::schedule::wire::encode_details(&[]),
        changes: ChangeLog::default().encode(),
    };
    let asked = ReaderRequest::Join(JoinRequest {
        now: NOW,
        zone: None,
        title: None,
        table: None,
        first_day: None,
        address: None,
        destination: Some(Destination::OwnTrip),
        kept: Vec::new(),
        events_elsewhere: Vec::new(),
        trips: Vec::new(),
    });
    let (_, texts) = respond(&asked, &current, &mut Import::new(vec![schedule(title, sessions)]), &NoZones);
    texts.unwrap()
}

/// Runs a test in a browser in which nobody has opened Lanyard yet. It comes with a week of two sessions.
pub fn in_a_browser<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    let owner = Owner::new();
    owner.set();
    let world = World::new(trip("Week", &["a 09 Opening", "b 10 Talk"]));
    let clock = world.clock.clone();
    crate::platform::contract::run(&clock, test(world));
}

/// One browser with one Lanyard.
pub struct World {
    pub clock: Rc<MemoryClock>,
    pub main: Rc<FaultyMain>,
    pub reader: Rc<MemoryReader>,
    pub zones: Rc<MemoryZones>,
    files: Rc<MemoryOwnFiles>,
    platform: Platform,
    lifecycle: MemoryLifecycle,
}

impl World {
    pub fn new(bundled: TripTexts) -> Self {
        let (platform, clock) = Platform::memory();
        clock.set(UnixMillis(u64::try_from(NOW.0).unwrap() * 1_000));
        let (main, reader) = (Rc::new(FaultyMain::slow(clock.clone())), Rc::new(MemoryReader::new(clock.clone())));
        let backups = Rc::new(MemoryBackups::over(main.store()));
        let zones = Rc::new(MemoryZones::default());
        let platform =
            Platform { main: main.clone(), reader: reader.clone(), backups, zones: zones.clone(), ..platform };
        let (files, lifecycle) = (Rc::default(), MemoryLifecycle::default());
        let world = Self { clock, main, reader, zones, files, platform, lifecycle };
        world.ship(bundled);
        world
    }

    /// The app comes with another bundled trip from now on.
    pub fn ship(&self, TripTexts { index, details, .. }: TripTexts) {
        let named = |text: String| {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            (format!("{:x}.txt", hasher.finish()), text)
        };
        let files = [(INDEX.to_owned(), named(index)), (DETAILS.to_owned(), named(details))];
        *self.files.files.borrow_mut() = files.into();
    }

    /// Opens the app, and waits until it has found its trips.
    pub async fn open(&self) -> Tab {
        self.open_at(NOW.0).await
    }

    /// The same at another time, in seconds since 1970.
    pub async fn open_at(&self, now: i64) -> Tab {
        let lifecycle = Rc::new(self.lifecycle.beside());
        let platform = Platform { lifecycle: lifecycle.clone(), ..self.platform.clone() };
        let first = self.platform.small.get("first-trip");
        let first = match first {
            Some(name) => self.main.file(&name).await.unwrap_or_default(),
            None => None,
        };
        *self.files.first_trip.borrow_mut() = first.and_then(|bytes| String::from_utf8(bytes).ok());
        let (user, notices) = (User::new(), Notices::default());
        let address = Rc::new(MemoryAddress::default());
        let screen =
            Screen { address: address.clone(), own_files: self.files.clone(), ..Screen::memory(self.clock.clone()) };
        let trip = load_trip(&screen).await.unwrap();
        let navigation = Navigation::new(Rc::new(screen), notices);
        let clock = AppClock::new(navigation.route, Instant(now));
        let trips = Trips::new(trip, user, notices, navigation, clock);
        trips.load_bundled_details();
        user.begin(platform);
        trips.begin();
        let tab = Tab { trips, user, notices, clock, address, lifecycle };
        self.settle().await;
        assert_eq!(user.storage.health().get_untracked(), StorageHealth::Ready);
        tab
    }

    /// Waits until everything that was begun has come to its end.
    pub async fn settle(&self) {
        self.platform.clock.wait(Duration::from_secs(1)).await;
    }

    /// Gives a schedule in a tab and adds what is found in it.
    pub async fn add(&self, tab: &Tab, file: Vec<u8>, destination: Option<Destination>) {
        tab.give(file, destination);
        self.settle().await;
        tab.add();
        self.settle().await;
    }

    /// The app comes with this list of public schedules.
    pub fn list(&self, text: &str) {
        let file = ("schedules.txt".to_owned(), text.to_owned());
        self.files.files.borrow_mut().insert(SCHEDULES.to_owned(), file);
    }

    /// What another site answers from now on.
    pub fn site(&self, address: &str, answer: Result<Vec<u8>, Failure>) {
        self.reader.sites.borrow_mut().insert(address.to_owned(), answer);
    }

    /// The catalog on disk.
    pub async fn catalog(&self) -> TripCatalog {
        TripCatalog::decode(std::str::from_utf8(&self.catalog_bytes().await).unwrap()).unwrap()
    }

    pub async fn catalog_bytes(&self) -> Vec<u8> {
        self.main.file(CATALOG).await.unwrap().unwrap()
    }

    /// Another Lanyard writes the catalog.
    pub async fn put_catalog(&self, bytes: &[u8]) {
        self.main.put_file(CATALOG, bytes).await.unwrap();
    }

    pub async fn remove_file(&self, name: &str) {
        self.main.remove_file(name).await;
    }
}

/// One open page.
#[derive(Clone)]
pub struct Tab {
    pub trips: Trips,
    pub user: User,
    pub notices: Notices,
    clock: AppClock,
    pub address: Rc<MemoryAddress>,
    pub lifecycle: Rc<MemoryLifecycle>,
}

impl Tab {
    /// `event/session` of all that is shown, with a `-` before what is no longer listed.
    pub fn sessions(&self) -> Vec<String> {
        let trip = self.trips.shown.get_untracked();
        let line = |session: &lanyard_core::schedule::Session| {
            let gone = session.status == lanyard_core::schedule::SessionStatus::Gone;
            format!("{}{}", if gone { "-" } else { "" }, trip.key(session))
        };
        let mut lines: Vec<String> = trip.sessions.iter().map(line).collect();
        lines.sort();
        lines
    }

    pub fn title(&self) -> String {
        self.trips.shown.with_untracked(|trip| trip.title.clone())
    }

    pub fn page(&self) -> String {
        self.address.fragment()
    }

    /// What the notice says.
    pub fn said(&self) -> String {
        untrack(|| self.notices.shown()).map(|notice| notice.text).unwrap_or_default()
    }

    /// Somebody taps the button of the notice.
    pub fn tap_notice(&self) {
        let (_, act) =
            untrack(|| self.notices.shown()).and_then(|notice| notice.action).expect("the notice has a button");
        act();
    }

    pub fn star(&self, key: &SessionKey) {
        self.user.marks.set(key, SessionSnapshot::default(), Mark::Star, true);
    }

    /// Gives a schedule by its bytes.
    pub fn give(&self, file: Vec<u8>, destination: Option<Destination>) {
        let origin = Origin::File("schedule.json".to_owned());
        self.trips.look_into(Input { destination, ..Input::of(origin, vec![Arc::new(file)]) });
    }

    /// Gives a schedule by its address.
    pub fn give_address(&self, address: &str, destination: Option<Destination>) {
        let origin = Origin::Address(address.to_owned());
        self.trips.look_into(Input { destination, ..Input::of(origin, Vec::new()) });
    }

    /// Somebody wants what was found elsewhere, or in another zone.
    pub fn choose(&self, destination: Destination, zone: Option<&str>) {
        let zone = zone.map(str::to_owned);
        self.trips.look_into(Input { destination: Some(destination), zone, ..self.found().input.clone() });
    }

    /// What was read and is shown before it is added.
    #[track_caller]
    pub fn found(&self) -> Arc<FoundSchedule> {
        match self.trips.import.get_untracked() {
            ImportState::Found(found) => found,
            ImportState::Failed(why, ..) => panic!("{why}"),
            ImportState::Idle
            | ImportState::Working(_)
            | ImportState::Adding
            | ImportState::Columns(_)
            | ImportState::Linked(_) => panic!("nothing was found"),
        }
    }

    /// Adds what was found.
    pub fn add(&self) {
        self.trips.add_found(self.found(), None);
    }

    /// It is another time, in seconds since 1970.
    pub fn tick_to(&self, now: i64) {
        self.clock.tick(Instant(now));
    }

    /// The page was asleep.
    pub fn wake(&self) {
        self.lifecycle.happen(LifecycleEvent::Returned);
    }
}
