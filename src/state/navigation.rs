//! Navigation: the route in the address, and the scroll position that a page is left at and returned to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use leptos::prelude::*;

use super::notices::Notices;
use crate::platform::address::Address;
use crate::platform::window::{self, Spot};
use crate::route::{Page, Route};

/// The scroll position at which a page was left.
#[derive(Clone)]
struct ScrollPosition {
    y: f64,
    spot: Option<Spot>,
}

/// What of a page tells where one is on it: the groups of the agenda.
const LANDMARK: &str = "group";

/// The ways back at the top of pages.
const WAY_BACK: &str = "back";

/// For so many frames a page may grow until one is where one was.
const MOST_FRAMES: u32 = 300;

/// Where one is, and the ways to other pages. Copy it freely.
#[derive(Clone, Copy)]
pub struct Navigation {
    pub route: RwSignal<Route>,
    /// Where to be on the page that one comes back to.
    returning: StoredValue<Option<Spot>>,
    address: StoredValue<Rc<dyn Address>, LocalStorage>,
    notices: Notices,
}

impl Navigation {
    pub fn new(address: Rc<dyn Address>, notices: Notices) -> Self {
        let route = RwSignal::new(Route::parse(&address.fragment()));
        Self { route, returning: StoredValue::new(None), address: StoredValue::new_local(address), notices }
    }

    /// Follows the address for the life of the page.
    pub(super) fn follow_moves(self) {
        let mut left = HashMap::<String, ScrollPosition>::new();
        let came_from = StoredValue::new(None::<String>);
        let follow = RefCell::new(move || {
            let next = Route::parse(&self.address.with_value(|address| address.fragment()));
            let previous = self.route.get_untracked();
            if next == previous {
                return;
            }
            let spot = window::first_in_sight(LANDMARK).filter(|_| window::holds_still());
            let position = ScrollPosition { y: window::scroll_y(), spot };
            left.insert(previous.href(), position);
            let by_history = self.address.with_value(|address| address.came_by_history());
            came_from.set_value(Some(previous.href()).filter(|_| !by_history));
            let back_to = left.get(&next.href()).filter(|_| by_history).cloned();
            self.returning.set_value(back_to.as_ref().and_then(|position| position.spot.clone()));
            self.route.set(next);
            self.notices.count_move();
            window::before_next_frame(move |_| {
                let is_page_at_spot = back_to.as_ref().is_some_and(|position| position.spot.is_some());
                // What the page did not take is of no use later.
                if self.take_return().is_some() || !is_page_at_spot {
                    scroll_back_to(back_to.map_or(0.0, |position| position.y), window::touches(), MOST_FRAMES);
                }
                window::focus_heading();
            });
        });
        let changed = Rc::new(move || {
            if let Ok(mut follow) = follow.try_borrow_mut() {
                follow();
            }
        });
        let is_previous = Rc::new(move |href: &str| came_from.with_value(|from| from.as_deref() == Some(href)));
        self.address.with_value(|address| {
            address.on_change(changed);
            address.step_back_by(WAY_BACK, is_previous);
        });
    }

    /// Where to be on the page that is drawn, when one comes back to it. Once for each move.
    pub fn take_return(self) -> Option<Spot> {
        self.returning.try_update_value(Option::take).flatten()
    }

    /// The address of a page, within the same rehearsal.
    pub fn href(self, page: Page) -> String {
        Route { page, at: self.route.with_untracked(|route| route.at) }.href()
    }

    /// Changes the page in place, for filters and searches: the history gets no step.
    pub fn replace(self, page: Page) {
        let route = Route { page, at: self.route.with_untracked(|route| route.at) };
        self.address.with_value(|address| address.replace(&route.href()));
        self.route.set(route);
    }

    /// Goes to another page.
    pub fn go(self, page: Page) {
        let href = self.href(page);
        self.address.with_value(|address| address.set(&href));
    }
}

/// Scrolls to where one was, as soon as the page is long enough, unless somebody touches it before.
fn scroll_back_to(y: f64, touches: u32, frames_left: u32) {
    window::scroll_to(y);
    if frames_left > 0 && window::scroll_y() + 1.0 < y {
        window::before_next_frame(move |_| {
            if window::touches() == touches {
                scroll_back_to(y, touches, frames_left - 1);
            }
        });
    }
}
