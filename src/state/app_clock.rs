//! The instant that the app behaves as at: the rehearsed one, else the present minute.

use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use crate::route::Route;

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct AppClock {
    route: RwSignal<Route>,
    minute: RwSignal<Instant>,
}

impl AppClock {
    /// `route` names the rehearsed instant, if there is one.
    pub fn new(route: RwSignal<Route>, now: Instant) -> Self {
        Self { route, minute: RwSignal::new(now) }
    }

    /// Reactive.
    pub fn now(self) -> Instant {
        self.route.with(|route| route.at).unwrap_or_else(|| self.minute.get())
    }

    /// The present minute, whatever is rehearsed.
    pub fn real_now(self) -> Instant {
        self.minute.get_untracked()
    }

    /// Whether there is an app to keep the time for.
    pub(super) fn lives(self) -> bool {
        !self.minute.is_disposed()
    }

    /// Call it often. What follows the clock changes with each minute of it, and when somebody has set it back.
    pub fn tick(self, now: Instant) {
        let Some(shown) = self.minute.try_get_untracked() else { return };
        let minute = |at: Instant| at.0.div_euclid(60);
        if minute(now) != minute(shown) || now < shown {
            self.minute.set(now);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::route::Page;

    #[test]
    fn the_rehearsed_instant_counts_and_else_the_minute() {
        Owner::new().with(|| {
            let route = RwSignal::new(Route::plain(Page::Now));
            let clock = AppClock::new(route, Instant(600));
            let check = |now: i64, expect: i64| {
                clock.tick(Instant(now));
                assert_eq!(untrack(|| clock.now()), Instant(expect));
            };
            check(659, 600);
            check(660, 660);
            check(705, 660);
            check(721, 721);
            check(779, 721);
            check(780, 780);
            check(30, 30);
            route.set(Route { at: Some(Instant(7)), ..Route::plain(Page::Now) });
            check(90, 7);
            assert_eq!(clock.real_now(), Instant(90));
        });
    }
}
