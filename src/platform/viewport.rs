//! What of the page is seen: scroll position, frames, media queries, and the heading that takes the focus.

#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::{Cell, RefCell};
use std::rc::Rc;
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::time::Duration;

use web_sys::MediaQueryList;

#[cfg(all(test, not(target_arch = "wasm32")))]
use super::clock::{Clock, MemoryClock};
use super::waiting::{Answer, oneshot};
use super::{focus, listen, scrolling};

/// Whoever is told the new answer to a media query.
pub type MediaListener = Rc<dyn Fn(bool)>;

pub trait Viewport {
    /// Of the page that was asked for, not of the list beside it.
    fn scroll_y(&self) -> f64;

    /// Scrolls there, or as far as the page goes.
    fn scroll_to(&self, y: f64);

    /// Changes when somebody touches the page: from then on it must not scroll by itself.
    fn touches(&self) -> u32;

    /// Comes before the next frame is painted.
    fn next_frame(&self) -> Answer<()>;

    /// Moves the focus to the heading of a page that has just been drawn, so that a screen reader says where it is and Tab
    /// goes on from there; unless the page has put the cursor in a field of its own.
    fn focus_heading(&self);

    fn matches_media(&self, query: &str) -> bool;

    /// Calls `changed` whenever the answer to a media query changes, for the life of the page.
    fn watch_media(&self, query: &str, changed: MediaListener);
}

pub struct BrowserViewport;

impl BrowserViewport {
    pub fn new() -> Self {
        scrolling::watch_touches();
        Self
    }
}

impl Viewport for BrowserViewport {
    fn scroll_y(&self) -> f64 {
        scrolling::page().map_or(0.0, |page| page.scroll_top().into())
    }

    fn scroll_to(&self, y: f64) {
        if let Some(page) = scrolling::page() {
            page.set_scroll_top(y as i32);
        }
    }

    fn touches(&self) -> u32 {
        scrolling::touches()
    }

    fn next_frame(&self) -> Answer<()> {
        let (bring, brought) = oneshot();
        scrolling::before_next_frame(|_| bring(()));
        brought
    }

    fn focus_heading(&self) {
        focus::focus_new_page();
    }

    fn matches_media(&self, query: &str) -> bool {
        media(query).is_some_and(|list| list.matches())
    }

    fn watch_media(&self, query: &str, changed: MediaListener) {
        if let Some(list) = media(query) {
            let watched = list.clone();
            listen::always(&list, &["change"], move |_| changed(watched.matches()));
        }
    }
}

fn media(query: &str) -> Option<MediaQueryList> {
    web_sys::window()?.match_media(query).ok()?
}

#[cfg(all(test, not(target_arch = "wasm32")))]
const FRAME: Duration = Duration::from_millis(16);

/// A screen that a test scrolls and turns. Its frames come with the clock.
#[cfg(all(test, not(target_arch = "wasm32")))]
pub struct MemoryViewport {
    clock: Rc<MemoryClock>,
    y: Cell<f64>,
    /// How far the page that is drawn can be scrolled.
    pub end: Cell<f64>,
    pub touches: Cell<u32>,
    /// How often the heading took the focus.
    pub headings: Cell<u32>,
    is_wide: Cell<bool>,
    watchers: RefCell<Vec<MediaListener>>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl MemoryViewport {
    pub fn new(clock: Rc<MemoryClock>) -> Self {
        Self {
            clock,
            y: Cell::default(),
            end: Cell::default(),
            touches: Cell::default(),
            headings: Cell::default(),
            is_wide: Cell::default(),
            watchers: RefCell::default(),
        }
    }

    /// From now on this is the answer to every media query.
    pub fn turn(&self, is_wide: bool) {
        self.is_wide.set(is_wide);
        let watchers = self.watchers.borrow().clone();
        watchers.iter().for_each(|changed| changed(is_wide));
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Viewport for MemoryViewport {
    fn scroll_y(&self) -> f64 {
        self.y.get()
    }

    fn scroll_to(&self, y: f64) {
        self.y.set(y.min(self.end.get()));
    }

    fn touches(&self) -> u32 {
        self.touches.get()
    }

    fn next_frame(&self) -> Answer<()> {
        self.clock.wait(FRAME)
    }

    fn focus_heading(&self) {
        self.headings.set(self.headings.get() + 1);
    }

    fn matches_media(&self, _: &str) -> bool {
        self.is_wide.get()
    }

    fn watch_media(&self, _: &str, changed: MediaListener) {
        self.watchers.borrow_mut().push(changed);
    }
}
