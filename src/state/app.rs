//! The app: a bundle of handles, cheap to copy, handed down by argument.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::{Attachment, Entry, KnownNames, Mark, SessionSnapshot, View};
use lanyard_core::records::StorageHealth;
use lanyard_core::schedule::wire::DetailsBook;
use lanyard_core::schedule::{Day, Event, EventId, Instant, Session, SessionKey, Trip};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::bundled_trip;
use super::trips::Trips;
use super::user::User;
use crate::platform::scrolling::Spot;
use crate::platform::{Screen, Shell, Transfer};
use crate::route::{Page, Route};

/// From this width on there is a side bar and a list beside its detail.
const WIDE: &str = "(min-width: 900px)";

const TICK_MILLIS: u64 = 5_000;

/// The names that a mention may mean, worked out when a page first asks, and again when it asks after a change.
pub(super) type NamesMemo = Memo<Arc<KnownNames>>;

/// Something the user asked for.
type WaitingCommand = Box<dyn FnOnce(&dyn DeferredFeatures)>;

#[derive(Clone, Copy)]
pub struct App {
    pub route: RwSignal<Route>,
    pub trip: RwSignal<Arc<Trip>>,
    /// `None` until the file has arrived, which is after the first screen.
    pub details: RwSignal<Option<Arc<DetailsBook>>>,
    pub user: User,
    /// The deferred part of the app, once it has arrived.
    pub deferred: RwSignal<Option<&'static dyn DeferredFeatures>>,
    pub trips: Trips,
    pub offline: RwSignal<Offline>,
    /// A new version is installed and waits for the user's tap.
    pub update_waiting: RwSignal<bool>,
    pub wide: RwSignal<bool>,
    /// The entry the capture sheet is open on.
    pub sheet: RwSignal<Option<Entry>>,
    pub notice: RwSignal<Option<Notice>>,
    /// The agenda's filter as last seen, for the way back and for the list pane.
    pub last_filter: RwSignal<Filter>,
    /// The notebook's view as last seen, for the way back.
    pub last_view: RwSignal<View>,
    pub(super) real_now: RwSignal<Instant>,
    /// Where to be on the page that one comes back to.
    pub(super) returning: StoredValue<Option<Spot>>,
    pub(super) screen: StoredValue<Rc<Screen>, LocalStorage>,
    waiting: StoredValue<Vec<WaitingCommand>, LocalStorage>,
    written: Memo<HashMap<SessionKey, usize>>,
    pub(super) names: StoredValue<Option<NamesMemo>>,
}

/// Whether everything works without a network, as the boot script found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offline {
    Preparing,
    Ready,
    /// This browser has no service worker here.
    Unsupported,
}

/// My agenda: the starred sessions, in the order of their keys.
pub struct MyAgenda(Vec<SessionKey>);

impl MyAgenda {
    pub fn has(&self, key: &SessionKey) -> bool {
        self.0.binary_search(key).is_ok()
    }
}

/// What a button in a message says and does.
pub type NoticeAction = (&'static str, Arc<dyn Fn() + Send + Sync>);

/// A short message with, perhaps, a way back. It stays until it is closed, the next one comes, or the person has moved
/// on [`MOVES`] times; never does it go by time alone (WCAG 2.2, 2.2.1).
#[derive(Clone)]
pub struct Notice {
    pub text: String,
    pub action: Option<NoticeAction>,
    pub(super) moves_left: u8,
}

/// The first move may be the app's own, to where what was done can be seen; then there and back again.
const MOVES: u8 = 3;

impl App {
    pub fn start(trip: Trip, screen: Rc<Screen>) -> Self {
        let user = User::new();
        let route = Route::parse(&screen.address.fragment());
        let app = Self {
            route: RwSignal::new(route),
            trip: RwSignal::new(Arc::new(trip)),
            details: RwSignal::new(None),
            user,
            deferred: RwSignal::new(None),
            trips: Trips::new(),
            offline: RwSignal::new(offline_state(&*screen.shell)),
            update_waiting: RwSignal::new(update_is_waiting(&*screen.shell)),
            wide: RwSignal::new(screen.viewport.matches_media(WIDE)),
            sheet: RwSignal::new(None),
            notice: RwSignal::new(None),
            last_filter: RwSignal::new(Filter::default()),
            last_view: RwSignal::new(View::default()),
            real_now: RwSignal::new(screen.clock.now()),
            returning: StoredValue::new(None),
            screen: StoredValue::new_local(screen.clone()),
            waiting: StoredValue::new_local(Vec::new()),
            written: Memo::new(move |_| user.entries().with(|entries| count_by_session(entries))),
            names: StoredValue::new(None),
        };
        app.listen(&screen);
        bundled_trip::load_details(screen.own_files.clone(), app.details);
        app
    }

    fn listen(self, screen: &Rc<Screen>) {
        self.follow_moves(screen.clone());
        let Screen { shell, viewport, .. } = &**screen;
        let told = shell.clone();
        shell.listen("lanyard:offline", Rc::new(move || self.offline.set(offline_state(&*told))));
        let told = shell.clone();
        shell.listen("lanyard:update", Rc::new(move || self.update_waiting.set(update_is_waiting(&*told))));
        viewport.watch_media(WIDE, Rc::new(move |wide| self.wide.set(wide)));
        let clock = screen.clock.clone();
        let tick = move || {
            let (now, shown) = (clock.now(), self.real_now.try_get_untracked());
            if shown.is_some_and(|shown| now.minutes_since(shown) != 0 || now < shown) {
                self.real_now.set(now);
            }
            shown.is_some()
        };
        let seen_again = tick.clone();
        shell.listen(
            "pageshow",
            Rc::new(move || {
                seen_again();
            }),
        );
        let clock = screen.clock.clone();
        spawn_local(async move {
            // Until there is no app any more.
            while tick() {
                clock.wait(TICK_MILLIS).await;
            }
        });
    }

    /// The instant the app behaves as at: the rehearsed one, else the present minute.
    pub fn now(self) -> Instant {
        self.route.with(|route| route.at).unwrap_or_else(|| self.real_now.get())
    }

    /// The deferred part is there: both stores are opened, and what the user asked for in the meantime is done.
    pub fn complete(self, deferred: &'static dyn DeferredFeatures) {
        deferred.begin(self);
        self.deferred.set(Some(deferred));
        Effect::new(move || {
            if self.user.health().get() != StorageHealth::Loading {
                let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
                waiting.into_iter().for_each(|command| command(deferred));
            }
        });
    }

    /// Does it as soon as what is stored has been read, which is at once but for the first moments.
    pub fn when_ready(self, command: impl FnOnce(&dyn DeferredFeatures) + 'static) {
        match self.deferred.get_untracked() {
            Some(deferred) if self.user.health().get_untracked() != StorageHealth::Loading => command(deferred),
            _ => self.waiting.update_value(|waiting| waiting.push(Box::new(command))),
        }
    }

    pub fn set_mark(self, key: &SessionKey, known: SessionSnapshot, mark: Mark, on: bool) {
        let key = key.clone();
        self.when_ready(move |deferred| deferred.set_mark(self, &key, known, mark, on));
    }

    /// The share sheet, the clipboard, downloads. They come with the deferred part.
    pub fn transfer(self) -> Option<Rc<dyn Transfer>> {
        self.user.transfer()
    }

    /// Whether a session is in my agenda. Reactive.
    pub fn is_mine(self, key: &SessionKey) -> bool {
        self.user.marks(key).star
    }

    /// My agenda as it stands. Reactive as a whole: a view that reads it is drawn anew with every star.
    pub fn mine(self) -> MyAgenda {
        MyAgenda(self.user.starred())
    }

    /// How many entries hang on a session. Reactive.
    pub fn notes_on(self, key: &SessionKey) -> usize {
        self.written.with(|written| written.get(key).copied().unwrap_or(0))
    }

    pub fn say(self, text: impl Into<String>) {
        self.show_notice(text.into(), None);
    }

    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.offer(text, "Undo", undo);
    }

    pub fn offer(self, text: impl Into<String>, name: &'static str, act: impl Fn() + Send + Sync + 'static) {
        self.show_notice(text.into(), Some((name, Arc::new(act))));
    }

    fn show_notice(self, text: String, way_back: Option<NoticeAction>) {
        self.notice.set(Some(Notice { text, action: way_back, moves_left: MOVES }));
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

/// The name of an event for a label, and the class that carries its colour.
pub fn event_class(event: Option<&Event>) -> String {
    let mut class = String::from("event-");
    class.push(char::from(b'0' + event.map_or(0, |event| event.color % 10)));
    class
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

fn update_is_waiting(shell: &dyn Shell) -> bool {
    shell.data("update").is_some()
}

/// What the deferred part of the app does. Only its door is here, so that what is below the pages can ask it.
pub trait DeferredFeatures: Send + Sync {
    /// Opens both stores, and listens to what is shared with the app.
    fn begin(&self, app: App);

    /// Every page but Now and the agenda.
    fn page(&self, app: App, page: Page) -> AnyView;

    /// Opens the capture sheet: on what is given, else on what the screen is about, else on the session running now.
    fn capture(&self, app: App, on: Option<(Attachment, Option<EventId>)>);

    /// The open capture sheet.
    fn sheet(&self, app: App, entry: Entry) -> AnyView;

    /// What was promised and is still to do.
    fn open_follow_ups(&self, app: App) -> AnyView;

    /// The user's own items of a day, and the way to a new one.
    fn own_items(&self, app: App, day: Day) -> AnyView;

    /// What of the user's own is on now, and what is next.
    fn own_now(&self, app: App) -> AnyView;

    fn set_mark(&self, app: App, key: &SessionKey, known: SessionSnapshot, mark: Mark, on: bool);

    /// What changed in my agenda since I last looked.
    fn changes(&self, app: App) -> AnyView;

    /// How safe what the user writes is, whenever that is less than fully.
    fn safety(&self, app: App) -> AnyView;
}
