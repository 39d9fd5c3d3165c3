//! Signals and commands. Nothing here draws.
//!
//! [`App`] is a bundle of handles, cheap to copy, handed down by argument. Schedule data is one signal, replaced whole;
//! the user's data is [`User`], which lives apart. Views join the two as late as they can.

mod facts;
#[allow(dead_code, reason = "kept and tested before the page that takes a photo is drawn")]
pub mod keeping;
mod publish;
#[cfg(test)]
mod trial;
pub mod user;

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use lanyard_core::agenda::Filter;
use lanyard_core::notebook::{Attachment, Entry, Known};
use lanyard_core::schedule::{Details, Event, EventId, Instant, Session, SessionKey, Trip};
use leptos::prelude::*;

pub use facts::load_trip;
pub use user::User;

use crate::platform::{Desk, Platform, window};

use crate::route::{Page, Route};

/// From this width on there is a side bar and a list beside its detail.
const WIDE: &str = "(min-width: 900px)";

/// What the sessions' own pages show, by session.
pub type DetailsBook = HashMap<SessionKey, Details>;

#[derive(Clone, Copy)]
pub struct App {
    pub route: RwSignal<Route>,
    pub trip: RwSignal<Arc<Trip>>,
    /// `None` until the file has arrived, which is after the first screen.
    pub details: RwSignal<Option<Arc<DetailsBook>>>,
    pub user: User,
    pub offline: RwSignal<Offline>,
    /// A new version is installed and waits for the user's tap.
    pub update_waiting: RwSignal<bool>,
    pub wide: RwSignal<bool>,
    /// The entry the capture sheet is open on.
    pub sheet: RwSignal<Option<Entry>>,
    pub notice: RwSignal<Option<Notice>>,
    /// The agenda's filter as last seen, for the way back and for the list pane.
    pub last_filter: RwSignal<Filter>,
    real_now: RwSignal<Instant>,
    platform: StoredValue<Platform, LocalStorage>,
    written: Memo<HashMap<SessionKey, usize>>,
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
pub struct Mine(Vec<SessionKey>);

impl Mine {
    pub fn has(&self, key: &SessionKey) -> bool {
        self.0.binary_search(key).is_ok()
    }
}

/// A short message with, perhaps, a way back.
#[derive(Clone)]
pub struct Notice {
    pub text: String,
    pub undo: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl App {
    pub fn start(trip: Trip, platform: Platform) -> Self {
        let user = User::start(platform.clone());
        let route = Route::parse(&window::fragment());
        let app = Self {
            route: RwSignal::new(route),
            trip: RwSignal::new(Arc::new(trip)),
            details: RwSignal::new(None),
            user,
            offline: RwSignal::new(offline_state()),
            update_waiting: RwSignal::new(update_is_waiting()),
            wide: RwSignal::new(window::matches_media(WIDE)),
            sheet: RwSignal::new(None),
            notice: RwSignal::new(None),
            last_filter: RwSignal::new(Filter::default()),
            real_now: RwSignal::new(platform.now()),
            platform: StoredValue::new_local(platform),
            written: Memo::new(move |_| user.entries().with(|entries| count_by_session(entries))),
        };
        app.listen();
        facts::load_details(app);
        app
    }

    fn listen(self) {
        let mut left = HashMap::<String, f64>::new();
        let follow = std::cell::RefCell::new(move || {
            let next = Route::parse(&window::fragment());
            let previous = self.route.get_untracked();
            if next == previous {
                return;
            }
            left.insert(previous.href(), window::scroll_y());
            let back_to = left.get(&next.href()).copied().filter(|_| window::came_by_history());
            self.route.set(next);
            window::before_next_frame(move || {
                window::scroll_to(back_to.unwrap_or(0.0));
                window::focus_heading();
            });
        });
        window::on_window("hashchange", move || {
            if let Ok(mut follow) = follow.try_borrow_mut() {
                follow();
            }
        });
        window::on_window("lanyard:offline", move || self.offline.set(offline_state()));
        window::on_window("lanyard:update", move || self.update_waiting.set(update_is_waiting()));
        window::watch_media(WIDE, move |wide| self.wide.set(wide));
        let tick = move || {
            let Some(now) = self.platform.try_with_value(|platform| platform.now()) else { return };
            if now.minutes_since(self.real_now.get_untracked()) != 0 || now < self.real_now.get_untracked() {
                self.real_now.set(now);
            }
        };
        set_interval(tick, std::time::Duration::from_secs(5));
        window::on_window("pageshow", tick);
    }

    /// The instant the app behaves as at: the rehearsed one, else the present minute.
    pub fn now(self) -> Instant {
        self.route.with(|route| route.at).unwrap_or_else(|| self.real_now.get())
    }

    /// The address of a page, within the same rehearsal.
    pub fn href(self, page: Page) -> String {
        Route { page, at: self.route.with_untracked(|route| route.at) }.href()
    }

    /// Changes the page in place, for filters and searches: the history gets no step.
    pub fn replace(self, page: Page) {
        let route = Route { page, at: self.route.with_untracked(|route| route.at) };
        window::replace_fragment(&route.href());
        self.route.set(route);
    }

    /// The share sheet, the clipboard, downloads.
    pub fn desk(self) -> Rc<dyn Desk> {
        self.platform.with_value(|platform| platform.desk.clone())
    }

    /// Whether a session is in my agenda. Reactive.
    pub fn is_mine(self, key: &SessionKey) -> bool {
        self.user.marks(key).star
    }

    /// My agenda as it stands. Reactive as a whole: a view that reads it is drawn anew with every star.
    pub fn mine(self) -> Mine {
        Mine(self.user.starred())
    }

    /// How many entries hang on a session. Reactive.
    pub fn notes_on(self, key: &SessionKey) -> usize {
        self.written.with(|written| written.get(key).copied().unwrap_or(0))
    }

    pub fn say(self, text: impl Into<String>) {
        self.notice.set(Some(Notice { text: text.into(), undo: None }));
    }

    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.notice.set(Some(Notice { text: text.into(), undo: Some(Arc::new(undo)) }));
    }

    /// Opens the capture sheet, attached to what the screen is about, else to the session running now.
    pub fn capture(self) {
        let (attachment, event) = self.context_untracked();
        self.sheet.set(Some(self.blank_entry(attachment, event)));
    }

    /// Opens the capture sheet on something of the user's choice.
    pub fn capture_on(self, attachment: Attachment, event: Option<EventId>) {
        self.sheet.set(Some(self.blank_entry(attachment, event)));
    }

    pub fn blank_entry(self, attachment: Attachment, event: Option<EventId>) -> Entry {
        Entry::new(self.user.new_entry_id(), untrack(|| self.now()), attachment, event)
    }

    fn context_untracked(self) -> (Attachment, Option<EventId>) {
        untrack(|| match self.route.get().page {
            Page::Session(key) => (Attachment::Session(key.clone()), Some(key.event)),
            Page::Venue(venue) => (Attachment::Venue(venue), None),
            _ => {
                let trip = self.trip.get();
                let mine = self.mine();
                let on_now = lanyard_core::agenda::on_now(&trip, &|key| mine.has(key), self.now());
                match on_now.first().and_then(|on| trip.sessions.get(on.session)) {
                    Some(session) => {
                        let key = trip.key(session);
                        (Attachment::Session(key.clone()), Some(key.event))
                    }
                    None => (Attachment::Hallway, None),
                }
            }
        })
    }
}

/// The name of an event for a label, and the class that carries its colour.
pub fn event_class(event: Option<&Event>) -> String {
    let mut class = String::from("event-");
    class.push(char::from(b'0' + event.map_or(0, |event| event.color % 10)));
    class
}

/// What a mark or a shared pick must carry of a session, so that it still says something if the session vanishes.
pub fn known(session: &Session) -> Known {
    Known { title: session.title.clone(), start: session.when.start() }
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

fn offline_state() -> Offline {
    match window::root().and_then(|root| root.dataset().get("offline")).as_deref() {
        Some("ready") => Offline::Ready,
        Some("unsupported") => Offline::Unsupported,
        _ => Offline::Preparing,
    }
}

fn update_is_waiting() -> bool {
    window::root().is_some_and(|root| root.dataset().get("update").is_some())
}
