//! The app: a bundle of handles, cheap to copy, handed down by argument.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use lanyard_core::agenda::{AgendaItemRef, ConferenceDays, Filter, Overlap, Timeline, WalkingPace};
use lanyard_core::notebook::{Attachment, Entry, KnownNames, OwnItemId, SessionSnapshot, View};
use lanyard_core::schedule::wire::DetailsBook;
use lanyard_core::schedule::{Day, EventId, Instant, Session, SessionKey, Trip};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::app_clock::AppClock;
use super::appointments::Appointments;
use super::bundled_trip::EXAMPLE;
use super::codes::CodeTransfers;
use super::decisions::Decisions;
use super::hand_over::HandOver;
use super::marks::SessionMarks;
use super::navigation::Navigation;
use super::notebook::Notebook;
use super::notices::Notices;
use super::own_items::OwnItems;
use super::photos::EntryPhotos;
use super::records::Records;
use super::retrospective::Retrospective;
use super::settings::Settings;
use super::shares::Shares;
use super::storage::Storage;
use super::trips::Trips;
use super::user::User;
use crate::platform::{Alerts, Platform, Screen, Shell, Transfer};
use crate::route::Page;

/// From this width on there is a side bar and a list beside its detail.
const WIDE: &str = "(min-width: 900px)";

/// The setting that says how the user walks.
pub const PACE_SETTING: &str = "pace";

/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(5);

/// The names that a mention may mean, worked out when a page first asks, and again when it asks after a change.
pub(super) type NamesMemo = Memo<Arc<KnownNames>>;

#[derive(Clone, Copy)]
pub struct App {
    pub navigation: Navigation,
    pub clock: AppClock,
    pub notices: Notices,
    pub trips: Trips,
    /// The trip that is shown, of [`Trips`].
    pub trip: RwSignal<Arc<Trip>>,
    /// Its details, of [`Trips`].
    pub details: RwSignal<Option<Arc<DetailsBook>>>,
    pub settings: Settings,
    pub storage: Storage,
    pub notebook: Notebook,
    pub own_items: OwnItems,
    pub marks: SessionMarks,
    pub decisions: Decisions,
    pub appointments: Appointments,
    pub photos: EntryPhotos,
    pub shares: Shares,
    pub retrospective: Retrospective,
    pub codes: CodeTransfers,
    user: User,
    /// The deferred part of the app, once it has arrived.
    pub deferred: RwSignal<Option<&'static dyn DeferredFeatures>>,
    pub later: RwSignal<LaterPart>,
    pub offline: RwSignal<Offline>,
    pub update: RwSignal<UpdateState>,
    pub wide: RwSignal<bool>,
    /// Whether the page came from the host, as on a first visit, and not from the phone (`sw.js`).
    pub is_first_visit: bool,
    /// Whether what these handles draw is the page that was asked for, or the list beside it.
    pub is_page: Signal<bool>,
    /// The entry the capture sheet is open on.
    pub sheet: RwSignal<Option<Entry>>,
    /// The agenda's filter as last seen, for the way back and for the list pane.
    pub last_filter: RwSignal<Filter>,
    /// The notebook's view as last seen, for the way back.
    pub last_view: RwSignal<View>,
    /// When the days of the trip end.
    pub conference_days: Memo<Arc<ConferenceDays>>,
    /// My agenda in one list.
    pub timeline: Memo<Arc<Timeline>>,
    written: Memo<HashMap<SessionKey, usize>>,
    pub(super) names: StoredValue<Option<NamesMemo>>,
}

/// What the agenda shows: for those who choose its filter.
#[derive(Clone, Copy)]
pub struct AgendaFilter {
    pub filter: Memo<Filter>,
    /// The day whose sessions are listed; all days with `None`.
    pub day: Memo<Option<Day>>,
    /// How many rows there are.
    pub count: Signal<usize>,
}

/// Whether everything works without a network, as the boot script found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offline {
    Preparing,
    Ready,
    /// This browser has no service worker here.
    Unsupported,
}

/// Whether a new version is installed and waits for the user's tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpdateState {
    Nothing,
    Waiting,
    /// It does, and changes what is stored.
    Migrates,
}

/// The later part of the app.
#[derive(Clone, Copy)]
pub enum LaterPart {
    Awaited,
    Here(&'static dyn LaterFeatures),
    /// It did not arrive whole. This fetches it again.
    Missing(fn(App)),
}

impl App {
    pub fn start(trip: Trip, screen: &Rc<Screen>) -> Self {
        let (user, notices) = (User::new(), Notices::default());
        let navigation = Navigation::new(screen.clone(), notices);
        let clock = AppClock::new(navigation.route, screen.clock.now());
        let trips = Trips::new(trip, user, notices, navigation, clock);
        let conference_days = Memo::new(move |_| trips.shown.with(|trip| Arc::new(ConferenceDays::of(trip))));
        let timeline = Memo::new(move |_| {
            let (mine, own) = (user.marks.my_agenda(), user.own_items.all().get());
            let days = conference_days.get();
            trips.shown.with(|trip| Arc::new(Timeline::of(trip, &days, &|key| mine.level(key), &own)))
        });
        let app = Self {
            navigation,
            clock,
            notices,
            trips,
            trip: trips.shown,
            details: trips.details,
            settings: user.settings,
            storage: user.storage,
            notebook: user.notebook,
            own_items: user.own_items,
            marks: user.marks,
            decisions: user.decisions,
            appointments: user.appointments,
            photos: user.photos,
            shares: user.shares,
            retrospective: user.retrospective,
            codes: user.codes,
            user,
            deferred: RwSignal::new(None),
            later: RwSignal::new(LaterPart::Awaited),
            offline: RwSignal::new(offline_state(&*screen.shell)),
            update: RwSignal::new(update_state(&*screen.shell)),
            is_first_visit: screen.shell.data("welcome").is_some(),
            wide: RwSignal::new(screen.viewport.matches_media(WIDE)),
            is_page: Signal::stored(true),
            sheet: RwSignal::new(None),
            last_filter: RwSignal::new(Filter::default()),
            last_view: RwSignal::new(View::default()),
            conference_days,
            timeline,
            written: Memo::new(move |_| user.notebook.entries().with(|entries| count_by_session(entries))),
            names: StoredValue::new(None),
        };
        if app.is_example() && navigation.route.with_untracked(|route| route.at.is_none()) {
            navigation.rehearse(Some(trips.shown.with_untracked(|trip| trip.last_evening())));
        }
        app.listen(screen);
        trips.load_bundled_details();
        app
    }

    fn listen(self, screen: &Rc<Screen>) {
        let told = screen.clone();
        screen.shell.listen("lanyard:offline", Rc::new(move || self.offline.set(offline_state(&*told.shell))));
        let told = screen.clone();
        screen.shell.listen("lanyard:update", Rc::new(move || self.update.set(update_state(&*told.shell))));
        screen.viewport.watch_media(WIDE, Rc::new(move |wide| self.wide.set(wide)));
        let shown_again = screen.clone();
        screen.shell.listen("pageshow", Rc::new(move || self.clock.tick(shown_again.clock.now())));
        let screen = screen.clone();
        spawn_local(async move {
            while self.clock.lives() {
                self.clock.tick(screen.clock.now());
                self.notices.count_tick();
                screen.clock.wait(TICK).await;
            }
        });
    }

    /// The same, to draw a list that stands beside another page while not `is_page`.
    pub fn beside(self, is_page: Signal<bool>) -> Self {
        Self { is_page, ..self }
    }

    /// The instant the app behaves as at. Reactive.
    pub fn now(self) -> Instant {
        self.clock.now()
    }

    /// The day of the conference that an instant belongs to. Reactive.
    pub fn day_at(self, at: Instant) -> Day {
        let days = self.conference_days.get();
        self.trip.with(|trip| days.day_at(trip, at))
    }

    /// How the user walks. Reactive.
    pub fn pace(self) -> WalkingPace {
        self.settings.get(PACE_SETTING).map(|word| WalkingPace::from_word(&word)).unwrap_or_default()
    }

    /// What is at the same time as something in my agenda. Reactive.
    pub fn overlaps_of(self, what: AgendaItemRef) -> Vec<Overlap> {
        self.timeline.with(|timeline| timeline.overlaps_of(what))
    }

    /// Whether the bundled trip's example is open, in place of what the user keeps.
    pub fn is_example(self) -> bool {
        self.navigation.route.with_untracked(|route| route.example)
    }

    /// Whether there is an example that could be opened from here.
    pub fn has_example(self) -> bool {
        let address = self.navigation.screen().own_files.address(EXAMPLE);
        !self.is_example() && address.is_some_and(|address| !address.is_empty())
    }

    /// The address of a page, within the same rehearsal.
    pub fn href(self, page: Page) -> String {
        self.navigation.href(page)
    }

    /// The deferred part is there: both stores are opened, and what the user asked for in the meantime is done.
    pub fn complete(self, deferred: &'static dyn DeferredFeatures) {
        self.deferred.set(Some(deferred));
        deferred.begin(self);
    }

    /// Opens the stores, and follows what is in them.
    pub fn begin(self, platform: Platform) {
        self.user.begin(platform.clone());
        self.trips.begin();
        self.know_names();
        self.when_ready(move |_| {
            self.tidy_after_restore();
            self.follow_reminders(platform);
        });
    }

    /// Does it as soon as what is stored has been read, which is at once but for the first moments.
    pub fn when_ready(self, command: impl FnOnce(&dyn DeferredFeatures) + 'static) {
        self.user.records.when_read(move || {
            if let Some(deferred) = self.deferred.get_untracked() {
                command(deferred);
            }
        });
    }

    /// The share sheet, the clipboard, downloads. They come with the deferred part.
    pub fn transfer(self) -> Option<Rc<dyn Transfer>> {
        self.user.records.platform().map(|platform| platform.transfer)
    }

    /// Notifications, vibration, the number on the icon. They come with the deferred part.
    pub fn alerts(self) -> Option<Rc<dyn Alerts>> {
        self.user.records.platform().map(|platform| platform.alerts)
    }

    /// What is stored of the user's, as it is stored.
    pub(super) fn records(self) -> Records {
        self.user.records
    }

    /// Something to be put together and taken along, for as long as what shows it.
    pub fn hand_over(self) -> HandOver {
        HandOver::new(self.user.records)
    }

    /// How many entries hang on a session. Reactive.
    pub fn notes_on(self, key: &SessionKey) -> usize {
        self.written.with(|written| written.get(key).copied().unwrap_or(0))
    }

    /// Opens the capture sheet, attached to what the screen is about, else to the session running now.
    pub fn capture(self) {
        self.when_ready(move |deferred| deferred.capture(self, None));
    }

    /// Opens the capture sheet on something of the user's choice.
    pub fn capture_on(self, attachment: Attachment, event: Option<EventId>) {
        self.when_ready(move |deferred| deferred.capture(self, Some((attachment, event))));
    }
}

/// What a mark or a shared pick must carry of a session, so that it still says something if the session vanishes.
pub fn snapshot(session: &Session) -> SessionSnapshot {
    SessionSnapshot { title: session.title.clone(), start: session.when.start() }
}

fn count_by_session(entries: &[Entry]) -> HashMap<SessionKey, usize> {
    let mut written = HashMap::new();
    for entry in entries {
        if let Attachment::Session(key) = &entry.attachment {
            *written.entry(key.clone()).or_insert(0) += 1;
        }
    }
    written
}

fn offline_state(shell: &dyn Shell) -> Offline {
    match shell.data("offline").as_deref() {
        Some("ready") => Offline::Ready,
        Some("unsupported") => Offline::Unsupported,
        _ => Offline::Preparing,
    }
}

fn update_state(shell: &dyn Shell) -> UpdateState {
    match shell.data("update").as_deref() {
        None => UpdateState::Nothing,
        Some("migrates") => UpdateState::Migrates,
        Some(_) => UpdateState::Waiting,
    }
}

/// What the deferred part of the app does. Only its door is here, so that what is below the pages can ask it.
pub trait DeferredFeatures: Send + Sync {
    /// Opens both stores, and listens to what is shared with the app.
    fn begin(&self, app: App);

    /// Every page but Now and the agenda. Those of the later part show something else until that has arrived.
    fn page(&self, app: App, page: Page) -> AnyView;

    /// Opens the capture sheet: on what is given, else on what the screen is about, else on the session running now.
    fn capture(&self, app: App, on: Option<(Attachment, Option<EventId>)>);

    /// The capture sheet, when it is open.
    fn sheet(&self, app: App) -> Option<AnyView>;

    /// What was promised and is still to do.
    fn open_follow_ups(&self, app: App) -> AnyView;

    /// What was not said yet of a day, or of the trip, and the ways to say it and to write it up.
    fn looking_back(&self, app: App, day: Option<Day>) -> AnyView;

    /// What the agenda can be filtered by.
    fn filters(&self, app: App, shown: AgendaFilter) -> AnyView;

    /// A day of the agenda against time.
    fn grid(&self, app: App, filter: Memo<Filter>, day: Memo<Day>) -> AnyView;

    /// The way to a new item of the user's own on a day.
    fn add_own(&self, app: App, day: Day) -> AnyView;

    /// Whether an own item has versions to choose from. Reactive.
    fn has_versions(&self, app: App, id: &OwnItemId) -> bool;

    /// What changed in my agenda since I last looked.
    fn changes(&self, app: App) -> AnyView;

    /// What stands in the banner of a rehearsal.
    fn rehearsal(&self, app: App) -> AnyView;

    /// How safe what the user writes is, whenever that is less than fully.
    fn safety(&self, app: App) -> AnyView;
}

/// What the later part of the app does: planning, paper, the way in and the way out. Only its door is here.
pub trait LaterFeatures: Send + Sync {
    /// The pages of this part.
    fn page(&self, app: App, page: Page) -> AnyView;

    /// A day of the agenda against time.
    fn grid(&self, app: App, filter: Memo<Filter>, day: Memo<Day>) -> AnyView;
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, MemoryClock};
    use crate::platform::contract::run;
    use crate::platform::shell::MemoryShell;
    use crate::platform::viewport::MemoryViewport;
    use crate::state::trips::tests::world::empty_trip;

    #[test]
    fn what_the_start_page_says_is_followed() {
        let clock = Rc::new(MemoryClock::default());
        let (shell, viewport) = (Rc::new(MemoryShell::default()), Rc::new(MemoryViewport::new(clock.clone())));
        let screen = Screen { shell: shell.clone(), viewport: viewport.clone(), ..Screen::memory(clock.clone()) };
        Owner::new().set();
        run(&clock, async {
            let app = App::start(empty_trip(), &Rc::new(screen));
            let seen = || (app.offline.get_untracked(), app.update.get_untracked(), app.wide.get_untracked());
            assert_eq!(seen(), (Offline::Preparing, UpdateState::Nothing, false));
            shell.tell("offline", "ready", "lanyard:offline");
            shell.tell("update", "", "lanyard:update");
            viewport.turn(true);
            assert_eq!(seen(), (Offline::Ready, UpdateState::Waiting, true));
            let before = app.now();
            clock.wait(Duration::from_secs(70)).await;
            assert!(app.now().minutes_since(before) >= 1, "the minute goes on by itself");
        });
    }
}
