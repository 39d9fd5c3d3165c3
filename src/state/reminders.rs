//! What the app does by itself while it is open: it reminds of what I go to, keeps the screen on in a session, and counts
//! changes on its icon; each only when the user wants it. A closed web app does nothing of this.

use std::cell::RefCell;
use std::rc::Rc;

use lanyard_core::agenda::{Commitment, Reminders, commitments};
use lanyard_core::notebook::AgendaItemId;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::platform::alerts::Alert;
use crate::platform::camera::ScreenLock;
use crate::platform::{LifecycleEvent, Platform};
use crate::route::Page;

/// The setting that says how many minutes before something one is reminded of it; not a number is never.
pub const LEAD: &str = "remind";
/// The setting that says whether the phone shakes then.
pub const VIBRATE: &str = "vibrate";
/// The setting that says whether the screen stays on in a session.
pub const SCREEN: &str = "screen";
/// The setting that says whether the icon counts changes.
pub const BADGE: &str = "badge";
/// What the last three say when they are on.
pub const ON: &str = "on";

impl App {
    /// Follows the clock and the agenda, as soon as the settings are known. The example reminds of nothing.
    pub(super) fn follow_reminders(self, platform: Platform) {
        if self.is_example() {
            return;
        }
        self.remind(platform.clone());
        self.keep_screen_on(platform.clone());
        Effect::new(move || {
            let count = match self.is_set(BADGE) {
                true => self.trips.changes().iter().filter(|change| change.is_mine).count(),
                false => 0,
            };
            platform.alerts.set_badge(count);
        });
    }

    /// Reactive.
    pub fn is_set(self, setting: &str) -> bool {
        self.settings.get(setting).as_deref() == Some(ON)
    }

    fn remind(self, platform: Platform) {
        let reminders = Rc::new(RefCell::new((None, Reminders::default())));
        Effect::new(move || {
            let mut reminders = reminders.borrow_mut();
            let Some(lead) = self.settings.get(LEAD).and_then(|lead| lead.parse::<i64>().ok()) else {
                *reminders = (None, Reminders::default());
                return;
            };
            let is_rehearsed = self.navigation.route.with(|route| route.at.is_some());
            let (now, trip, timeline) = (self.now(), self.trip.get(), self.timeline.get());
            let coming = self.own_items.all().with(|own| commitments(&trip, &timeline, own));
            // What was rehearsed has told nobody of the real thing, and the other way round.
            let about = Some((is_rehearsed, trip.id.clone()));
            if reminders.0 != about {
                *reminders = (about, Reminders::default());
            }
            for due in reminders.1.due(&coming, lead, now) {
                let (title, facts) = due.words(&trip, now);
                self.tell(&platform, &due, title, facts, is_rehearsed);
            }
        });
    }

    /// On the page; and beyond it, when it is real.
    fn tell(self, platform: &Platform, due: &Commitment, title: String, facts: String, is_rehearsed: bool) {
        let page = match &due.id {
            AgendaItemId::Session(key) => Page::Session(key.clone()),
            AgendaItemId::Own(id) => Page::Own(id.clone(), None),
        };
        let fragment = untrack(|| self.href(page.clone()));
        if !is_rehearsed {
            let vibrates = untrack(|| self.is_set(VIBRATE));
            let name = format!("{fragment} {}", due.start);
            platform.alerts.show(Alert { title: title.clone(), body: facts.clone(), name, fragment, vibrates });
            if vibrates {
                platform.alerts.vibrate();
            }
        }
        self.notices.offer(format!("{title}\n{facts}"), "Open", move || self.navigation.go(page.clone()));
    }

    /// While something of mine is on. The browser lets go of the screen whenever the page is hidden.
    fn keep_screen_on(self, platform: Platform) {
        let lock = Rc::new(RefCell::new(None::<ScreenLock>));
        let is_wanted = Memo::new(move |_| {
            let is_real = self.navigation.route.with(|route| route.at.is_none());
            let now = self.now();
            is_real && self.is_set(SCREEN) && self.timeline.with(|timeline| timeline.running(now).next().is_some())
        });
        let camera = platform.camera.clone();
        let hold = Rc::new(move || {
            let (camera, lock) = (camera.clone(), lock.clone());
            spawn_local(async move {
                if is_wanted.try_get_untracked() != Some(true) {
                    lock.take();
                } else if lock.borrow().as_ref().is_none_or(ScreenLock::is_released) {
                    let new = camera.keep_screen_on().await;
                    // It may be over meanwhile.
                    *lock.borrow_mut() = new.filter(|_| is_wanted.try_get_untracked() == Some(true));
                }
            });
        });
        let again = hold.clone();
        platform.lifecycle.listen(Rc::new(move |event| {
            if event == LifecycleEvent::Returned {
                again();
            }
        }));
        Effect::new(move || {
            is_wanted.track();
            is_wanted.with(|_| ());
            hold();
        });
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use lanyard_core::notebook::{Mark, OwnItem, SessionSnapshot};
    use lanyard_core::records::UnixMillis;
    use lanyard_core::schedule::changes::{Changes, PendingChange};
    use lanyard_core::schedule::wire::decode_index;
    use lanyard_core::schedule::{Instant, SessionKey, Trip, Zone};
    use lanyard_core::trips::ChangeLog;

    use super::*;
    use crate::platform::Screen;
    use crate::platform::alerts::{AlertPermission, MemoryAlerts};
    use crate::platform::camera::MemoryCamera;
    use crate::platform::clock::{Clock, MemoryClock};
    use crate::platform::contract::run;
    use crate::state::trips::tests::world::trip;

    /// A phone with the app open, from eight o'clock of a day with talks at nine and at ten.
    struct Phone {
        app: App,
        clock: Rc<MemoryClock>,
        alerts: Rc<MemoryAlerts>,
        camera: Rc<MemoryCamera>,
    }

    fn week(sessions: &[&str]) -> Trip {
        decode_index(&trip("Week", sessions).index).unwrap()
    }

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("2024-11-13T{text}:00Z")).unwrap()
    }

    impl Phone {
        async fn open(platform: Platform, clock: Rc<MemoryClock>, permission: AlertPermission) -> Self {
            clock.set(UnixMillis(u64::try_from(at("08:00").0).unwrap() * 1_000));
            let (alerts, camera) = (Rc::new(MemoryAlerts::default()), Rc::new(MemoryCamera::default()));
            alerts.permission.set(permission);
            let platform = Platform { alerts: alerts.clone(), camera: camera.clone(), ..platform };
            let screen = Rc::new(Screen::memory(clock.clone()));
            let app = App::start(week(&["a 09 Opening", "b 10 Talk"]), &screen);
            app.begin(platform.clone());
            clock.wait(Duration::from_secs(2)).await;
            app.follow_reminders(platform);
            Self { app, clock, alerts, camera }
        }

        async fn star(&self, session: &str) {
            let snapshot = SessionSnapshot { title: session.to_owned(), start: None };
            self.app.marks.set(&SessionKey::new("week", session), snapshot, Mark::Star, true);
            self.settle().await;
        }

        async fn set(&self, name: &str, value: &str) {
            self.app.settings.set(name, value);
            self.settle().await;
        }

        async fn settle(&self) {
            self.clock.wait(Duration::from_secs(1)).await;
        }

        fn now(&self) -> Instant {
            Instant(self.clock.now_millis().seconds())
        }

        /// Lets the time go by, and says what was shown meanwhile, and when.
        fn until(&self, time: &str) -> Vec<String> {
            let (mut told, end) = (Vec::new(), at(time));
            while self.now() < end {
                self.clock.advance(Duration::from_secs(5));
                let now = Zone::utc().local(self.now()).clock();
                told.extend(self.alerts.shown.take().into_iter().map(|alert| format!("{now} {}", alert.title)));
            }
            told
        }

        fn said(&self) -> String {
            untrack(|| self.app.notices.shown()).map(|notice| notice.text).unwrap_or_default()
        }
    }

    fn on_a_phone(permission: AlertPermission, test: impl AsyncFnOnce(Phone)) {
        let owner = Owner::new();
        owner.set();
        let (platform, clock) = Platform::memory();
        run(&clock.clone(), async move { test(Phone::open(platform, clock, permission).await).await });
    }

    #[test]
    fn a_day_is_reminded_of_and_a_moved_session_anew() {
        on_a_phone(AlertPermission::Granted, async |phone| {
            phone.star("a").await;
            phone.star("b").await;
            phone.set(LEAD, "10").await;
            phone.set(VIBRATE, ON).await;
            phone.set(SCREEN, ON).await;
            assert_eq!(phone.until("09:30"), ["08:50 In 10 min: Opening"]);
            assert_eq!(phone.said(), "In 10 min: Opening\n09:00");
            assert_eq!(phone.camera.screens.get(), 1);
            assert_eq!(phone.until("09:55"), ["09:50 In 10 min: Talk"]);
            phone.app.trips.shown.set(Arc::new(week(&["a 09 Opening", "b 12 Talk"])));
            assert_eq!(phone.until("11:45"), [""; 0]);
            assert_eq!(phone.until("12:30"), ["11:50 In 10 min: Talk"]);
            assert_eq!((phone.alerts.shaken.get(), phone.camera.screens.get()), (3, 2));
        });
    }

    #[test]
    fn nobody_is_told_who_did_not_ask() {
        on_a_phone(AlertPermission::Granted, async |phone| {
            phone.star("a").await;
            assert_eq!(phone.until("08:55"), [""; 0]);
            phone.set(LEAD, "10").await;
            assert_eq!(
                phone.until("10:30"),
                [""; 0],
                "it was due before somebody wanted it, and the other has no star"
            );
            assert_eq!((phone.camera.screens.get(), phone.alerts.shaken.get()), (0, 0));
        });
    }

    #[test]
    fn the_icon_counts_changes_to_what_is_mine() {
        on_a_phone(AlertPermission::NotAsked, async |phone| {
            let pending = ["a", "b"].map(|id| PendingChange { id: id.into(), acknowledged: None }).to_vec();
            let changed = ChangeLog { events: [("week".into(), Changes { pending })].into(), ..ChangeLog::default() };
            phone.app.trips.changed.set(Arc::new(changed));
            phone.star("a").await;
            assert_eq!(phone.alerts.badge.get(), 0, "nobody wanted it");
            phone.set(BADGE, ON).await;
            assert_eq!(phone.alerts.badge.get(), 1);
            phone.star("b").await;
            assert_eq!(phone.alerts.badge.get(), 2);
            phone.app.trips.changed.set(Arc::default());
            phone.settle().await;
            assert_eq!(phone.alerts.badge.get(), 0);
        });
    }

    #[test]
    fn without_permission_the_page_says_it() {
        on_a_phone(AlertPermission::Denied, async |phone| {
            phone.set(LEAD, "2").await;
            let dinner = OwnItem {
                title: "Dinner".to_owned(),
                ..OwnItem::blank(phone.app.own_items.new_id(), &Zone::utc(), at("09:00").at_offset(0).day, at("09:30"))
            };
            phone.app.own_items.write(&OwnItem { start: at("09:30"), end: None, location: "Bar".to_owned(), ..dinner });
            phone.settle().await;
            assert_eq!(phone.until("09:29"), [""; 0]);
            assert_eq!(phone.said(), "In 2 min: Dinner\n09:30 · Bar");
        });
    }

    #[test]
    fn a_rehearsal_shakes_no_phone_and_takes_no_reminder_away() {
        on_a_phone(AlertPermission::Granted, async |phone| {
            phone.star("a").await;
            phone.star("b").await;
            phone.set(LEAD, "10").await;
            phone.app.navigation.rehearse(Some(at("09:40")));
            phone.settle().await;
            phone.app.navigation.rehearse(Some(at("09:55")));
            phone.settle().await;
            assert_eq!(phone.said(), "In 5 min: Talk\n10:00");
            phone.app.navigation.rehearse(None);
            phone.settle().await;
            assert_eq!(phone.until("10:30"), ["08:50 In 10 min: Opening", "09:50 In 10 min: Talk"]);
        });
    }
}
