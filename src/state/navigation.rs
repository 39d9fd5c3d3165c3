//! Navigation: the route in the address, and the scroll position that a page is left at and returned to.

use std::cell::RefCell;
use std::rc::Rc;

use lanyard_core::schedule::Instant;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::notices::Notices;
use crate::platform::{Screen, Viewport};
use crate::route::{Page, Route};

/// The ways back at the top of pages.
const WAY_BACK: &str = "back";

/// A page that has not grown for so many frames, which is half a second, is as long as it gets.
const SETTLED: u32 = 30;

/// Where the page that is drawn is shown from.
#[derive(Clone, Copy, PartialEq)]
enum PagePosition {
    Top,
    /// From where one left it, to come back.
    Left,
    /// It has scrolled by itself to where it opens.
    Placed,
}

/// A page that was left.
struct Left {
    route: Route,
    y: f64,
    list: Page,
}

/// Where one is, and the ways to other pages. Copy it freely.
#[derive(Clone, Copy)]
pub struct Navigation {
    pub route: RwSignal<Route>,
    /// The list that the page stands beside on a wide screen.
    pub list: RwSignal<Route>,
    /// Counts taps on the way to the page that is already shown.
    pub taps_again: RwSignal<u32>,
    position: StoredValue<PagePosition>,
    /// The pages that one came by, the last one last: address and name.
    trail: StoredValue<Vec<(String, String)>>,
    screen: StoredValue<Rc<Screen>, LocalStorage>,
    notices: Notices,
}

impl Navigation {
    /// Follows the address for the life of the page.
    pub fn new(screen: Rc<Screen>, notices: Notices) -> Self {
        let route = Route::parse(&screen.address.fragment());
        let navigation = Self {
            list: RwSignal::new(route.to(route.page.list(None))),
            route: RwSignal::new(route),
            taps_again: RwSignal::new(0),
            position: StoredValue::new(PagePosition::Top),
            trail: StoredValue::default(),
            screen: StoredValue::new_local(screen.clone()),
            notices,
        };
        navigation.follow_moves(screen);
        navigation
    }

    /// What the first screen asks of the world.
    pub(super) fn screen(self) -> Rc<Screen> {
        self.screen.get_value()
    }

    fn follow_moves(self, screen: Rc<Screen>) {
        let mut left = Vec::<Left>::new();
        let here = screen.clone();
        let follow = RefCell::new(move || {
            let Screen { address, viewport, .. } = &*here;
            let mut next = Route::parse(&address.fragment());
            let previous = self.route.get_untracked();
            if next.example {
                // It has no real time of its own.
                next.at = next.at.or(previous.at);
            }
            if next == previous {
                return;
            }
            if next.example != previous.example {
                // Nothing of the one is ever among the other: the page begins anew.
                return address.reload();
            }
            let list = self.list.get_untracked().page;
            left.retain(|left| left.route != previous);
            left.push(Left { route: previous.clone(), y: viewport.scroll_y(), list });
            let by_history = address.came_by_history();
            self.follow_trail(&previous, &next, by_history);
            let back = left.iter().find(|left| by_history && left.route == next);
            let back_to = back.map(|left| left.y);
            self.position.set_value(if back.is_some() { PagePosition::Left } else { PagePosition::Top });
            self.show(next, back.map(|left| left.list.clone()));
            self.notices.count_move();
            let (drawn, viewport) = (viewport.next_frame(), viewport.clone());
            spawn_local(async move {
                drawn.await;
                viewport.focus_heading();
                if self.position.get_value() != PagePosition::Placed {
                    scroll_back_to(&*viewport, back_to.unwrap_or(0.0)).await;
                }
            });
        });
        let changed = move || {
            if let Ok(mut follow) = follow.try_borrow_mut() {
                follow();
            }
        };
        screen.address.on_change(Rc::new(changed));
        let is_previous = move |href: &str| self.came_from().is_some_and(|(from, _)| from == href);
        screen.address.step_back_by(WAY_BACK, Rc::new(is_previous));
    }

    /// A step forward through the history leads to where nobody knows the way back from.
    fn follow_trail(self, previous: &Route, next: &Route, by_history: bool) {
        let name = match previous.page {
            Page::Now => "Now".to_owned(),
            Page::Trip => "Trip".to_owned(),
            _ => self.screen().shell.title(),
        };
        self.trail.update_value(|trail| match trail.pop() {
            Some((from, _)) if by_history && from == next.href() => {}
            _ if by_history => trail.clear(),
            last => trail.extend(last.into_iter().chain([(previous.href(), name)])),
        });
    }

    /// The page that one came from: its address and its name.
    pub fn came_from(self) -> Option<(String, String)> {
        self.trail.with_value(|trail| trail.last().cloned())
    }

    /// `list` is what the page stood beside when one was here before.
    fn show(self, next: Route, list: Option<Page>) {
        let (from, beside) = (self.route.get_untracked(), self.list.get_untracked().page);
        if from.at != next.at {
            // The pages one came by were those of another instant.
            self.trail.update_value(Vec::clear);
        }
        let page = list.unwrap_or_else(|| next.page.list(Some((&from.page, &beside))));
        self.list.set(next.to(page));
        self.route.set(next);
    }

    /// Whether a page is the one that was asked for. Reactive.
    pub fn is_open(self, page: &Page) -> bool {
        self.route.with(|route| match (&route.page, page) {
            (Page::Marked(_), Page::Marked(_)) => true,
            (open, page) => open == page,
        })
    }

    /// Whether one comes back to the page that is drawn, and so to where one was on it.
    pub fn is_return(self) -> bool {
        self.position.get_value() == PagePosition::Left
    }

    /// The page that is drawn has scrolled to where it opens.
    pub fn set_placed(self) {
        self.position.set_value(PagePosition::Placed);
    }

    /// The address of a page, within the same rehearsal.
    pub fn href(self, page: Page) -> String {
        self.beside(page).href()
    }

    /// The address of a page, as at another instant.
    pub fn href_at(self, page: Page, at: Option<Instant>) -> String {
        Route { at, ..self.beside(page) }.href()
    }

    fn beside(self, page: Page) -> Route {
        self.route.with_untracked(|route| route.to(page))
    }

    /// Changes the page in place, for filters and searches: the history gets no step.
    pub fn replace(self, page: Page) {
        self.replace_route(self.beside(page));
    }

    /// Behaves as at another instant from now on, on the same page: the history gets no step.
    pub fn rehearse(self, at: Option<Instant>) {
        self.replace_route(Route { at, ..self.route.get_untracked() });
    }

    fn replace_route(self, route: Route) {
        self.screen.with_value(|screen| screen.address.replace(&route.href()));
        self.show(route, None);
    }

    /// Something lies over the page while `is_open`, such as a sheet: the next step back calls `close` and leaves the page
    /// as it is. Call it once for each such thing.
    pub fn follow_layer(self, is_open: impl Fn() -> bool + Send + Sync + 'static, close: impl Fn() + 'static) {
        let screen = self.screen();
        screen.address.on_layer_closed(Rc::new(close));
        let is_open = Memo::new(move |_| is_open());
        Effect::new(move |was_open: Option<bool>| {
            let is_open = is_open.get();
            match (was_open.unwrap_or(false), is_open) {
                (false, true) => screen.address.open_layer(),
                (true, false) => screen.address.close_layer(),
                _ => {}
            }
            is_open
        });
    }

    /// Goes to another page.
    pub fn go(self, page: Page) {
        let href = self.href(page);
        self.screen.with_value(|screen| screen.address.set(&href));
    }
}

/// Scrolls to where one was, as soon as the page is long enough: until it grows no more, or somebody touches it.
async fn scroll_back_to(viewport: &dyn Viewport, y: f64) {
    let touches = viewport.touches();
    let (mut reached, mut frames) = (0.0, 0);
    while frames < SETTLED && viewport.touches() == touches {
        viewport.scroll_to(y);
        let now = viewport.scroll_y();
        if now + 1.0 >= y {
            return;
        }
        frames = if now > reached { 0 } else { frames + 1 };
        reached = now;
        viewport.next_frame().await;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::platform::address::{Address, MemoryAddress};
    use crate::platform::clock::{Clock, MemoryClock};
    use crate::platform::contract::run;
    use crate::platform::viewport::MemoryViewport;
    use std::time::Duration;

    #[test]
    fn one_comes_back_to_where_one_was() {
        let (clock, address) = (Rc::new(MemoryClock::default()), Rc::new(MemoryAddress::default()));
        let viewport = Rc::new(MemoryViewport::new(clock.clone()));
        let screen = Screen { address: address.clone(), viewport: viewport.clone(), ..Screen::memory(clock.clone()) };
        let screen = Rc::new(screen);
        Owner::new().set();
        run(&clock, async {
            let navigation = Navigation::new(screen, Notices::default());
            let page = || navigation.route.get_untracked().page;
            viewport.end.set(1_000.0);
            viewport.scroll_to(700.0);
            address.tap(&navigation.href(Page::Trash));
            clock.wait(Duration::from_millis(100)).await;
            assert_eq!((page(), viewport.scroll_y()), (Page::Trash, 0.0));
            // The page that one comes back to grows while it is drawn.
            viewport.end.set(300.0);
            address.tap_way_back(&navigation.href(Page::Now));
            clock.wait(Duration::from_millis(100)).await;
            assert_eq!((page(), viewport.scroll_y()), (Page::Now, 300.0));
            viewport.end.set(1_000.0);
            clock.wait(Duration::from_millis(100)).await;
            assert_eq!((viewport.scroll_y(), viewport.headings.get()), (700.0, 2));
        });
    }

    fn set_out() -> (Rc<MemoryClock>, Rc<MemoryAddress>, Rc<Screen>) {
        let (clock, address) = (Rc::new(MemoryClock::default()), Rc::new(MemoryAddress::default()));
        let screen = Rc::new(Screen { address: address.clone(), ..Screen::memory(clock.clone()) });
        Owner::new().set();
        (clock, address, screen)
    }

    #[test]
    fn the_way_back_leads_along_the_pages_one_came_by() {
        let (clock, address, screen) = set_out();
        run(&clock, async {
            let navigation = Navigation::new(screen, Notices::default());
            let way = || navigation.came_from().map(|(href, name)| format!("{href} {name}"));
            let to = |page| navigation.href(page);
            assert_eq!(way(), None);
            address.tap(&to(Page::Trip));
            assert_eq!(way().as_deref(), Some("#/now Now"));
            address.tap(&to(Page::Venues));
            address.tap(&to(Page::People));
            assert_eq!(way().as_deref(), Some("#/venues A page"));
            address.step_back();
            assert_eq!(way().as_deref(), Some("#/trip Trip"));
            address.tap_way_back(&to(Page::Trip));
            assert_eq!(way().as_deref(), Some("#/now Now"));
            // An address that was typed, or a step forward: nobody knows what lies behind.
            address.set(&to(Page::Trash));
            assert_eq!(way(), None);
            // A way back into another instant is none.
            for (page, at) in [(Page::Phone, Some(Instant(7))), (Page::Settings, None)] {
                address.tap(&to(page));
                assert!(way().is_some());
                navigation.rehearse(at);
                assert_eq!(way(), None);
            }
            address.tap(&Route { at: Some(Instant(7)), ..Route::plain(Page::Settings) }.href());
            assert_eq!(way(), None);
        });
    }

    #[test]
    fn into_the_example_and_out_of_it_the_page_begins_anew() {
        let (clock, address, screen) = set_out();
        run(&clock, async {
            let navigation = Navigation::new(screen, Notices::default());
            address.tap(&Route::into_example().href());
            assert_eq!((navigation.route.get_untracked(), address.reloads.get()), (Route::plain(Page::Now), 1));
        });
        let (clock, address, screen) = set_out();
        run(&clock, async {
            address.set(&Route::into_example().href());
            let navigation = Navigation::new(screen, Notices::default());
            navigation.rehearse(Some(Instant(7)));
            assert_eq!(navigation.href(Page::Trip), "#/trip?example=week&at=1970-01-01T00:00:07Z");
            address.set("#/trip?example=week");
            let route = navigation.route.get_untracked();
            assert_eq!((route.page, route.at, address.reloads.get()), (Page::Trip, Some(Instant(7)), 0));
            address.tap(&Route::plain(Page::Now).href());
            assert_eq!(address.reloads.get(), 1);
        });
    }

    #[test]
    fn a_step_back_takes_the_layer_away_and_leaves_the_page() {
        let (clock, address, screen) = set_out();
        run(&clock, async {
            let navigation = Navigation::new(screen, Notices::default());
            let page = || navigation.route.get_untracked().page;
            let sheet = RwSignal::new(false);
            navigation.follow_layer(move || sheet.get(), move || sheet.set(false));
            let settle = || clock.wait(Duration::from_millis(50));
            address.tap(&navigation.href(Page::Trash));
            for _ in 0..2 {
                sheet.set(true);
                settle().await;
                address.step_back();
                settle().await;
                assert_eq!((page(), sheet.get_untracked()), (Page::Trash, false));
            }
            // Closed by itself, it takes its step along.
            sheet.set(true);
            settle().await;
            sheet.set(false);
            settle().await;
            address.step_back();
            settle().await;
            assert_eq!(page(), Page::Now);
            // A page that is gone to from it takes its place.
            sheet.set(true);
            settle().await;
            navigation.go(Page::People);
            sheet.set(false);
            settle().await;
            assert_eq!(page(), Page::People);
            address.step_back();
            settle().await;
            assert_eq!((page(), address.fragment().as_str()), (Page::Now, ""));
        });
    }

    #[test]
    fn a_page_that_became_shorter_is_left_alone_once_it_has_settled() {
        let clock = Rc::new(MemoryClock::default());
        let viewport = Rc::new(MemoryViewport::new(clock.clone()));
        let scrolled = viewport.clone();
        run(&clock, async {
            viewport.end.set(300.0);
            spawn_local(async move { scroll_back_to(&*scrolled, 700.0).await });
            clock.wait(Duration::from_millis(300)).await;
            viewport.end.set(400.0);
            clock.wait(Duration::from_millis(400)).await;
            assert_eq!(viewport.scroll_y(), 400.0, "it has grown, and may go on growing");
            clock.wait(Duration::from_millis(200)).await;
            viewport.end.set(1_000.0);
            clock.wait(Duration::from_millis(400)).await;
        });
        assert_eq!(viewport.scroll_y(), 400.0);
    }

    #[test]
    fn whoever_touches_the_page_is_not_scrolled_away() {
        let clock = Rc::new(MemoryClock::default());
        let viewport = Rc::new(MemoryViewport::new(clock.clone()));
        let scrolled = viewport.clone();
        run(&clock, async {
            viewport.end.set(300.0);
            spawn_local(async move { scroll_back_to(&*scrolled, 700.0).await });
            clock.wait(Duration::from_millis(100)).await;
            viewport.touches.set(1);
            viewport.scroll_to(50.0);
            viewport.end.set(1_000.0);
            clock.wait(Duration::from_millis(100)).await;
        });
        assert_eq!(viewport.scroll_y(), 50.0);
    }
}
