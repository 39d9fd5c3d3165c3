//! The address of the page: its fragment is where one is in the app.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, History};

use super::listen::{self, Listener};

/// Whether one has just come from this address.
pub type IsPrevious = Rc<dyn Fn(&str) -> bool>;

pub trait Address {
    /// The fragment, with its `#`.
    fn fragment(&self) -> String;

    /// Goes to another page of the app, which takes the place of an open layer.
    fn set(&self, href: &str);

    /// Changes the fragment without a step in the history, for what the user is still typing or choosing.
    fn replace(&self, href: &str);

    /// Begins the page anew, at the fragment that it has now.
    fn reload(&self);

    /// Calls `changed` whenever the fragment was changed, but by [`Address::replace`], for the life of the page.
    fn on_change(&self, changed: Listener);

    /// Whether the last change of the fragment was a step back or forward. Ask once for each change.
    fn came_by_history(&self) -> bool;

    /// A tap on a link of this class may be a step back through the history instead, for the life of the page: when
    /// `is_previous` says of its address that one has just come from there.
    fn step_back_by(&self, class: &'static str, is_previous: IsPrevious);

    /// Something lies over the page from now on: the next step back takes it away, and the page stays.
    fn open_layer(&self);

    /// It has gone by itself.
    fn close_layer(&self);

    /// Calls `closed` whenever a step back has taken a layer away, for the life of the page.
    fn on_layer_closed(&self, closed: Listener);
}

/// The state of a step in the history that is a layer over a page.
const LAYER: &str = "layer";

pub struct BrowserAddress {
    /// Whether anything was tapped since the last change: a change without a tap is a step through the history.
    clicked: Rc<Cell<bool>>,
    /// The fragment under the layer that is open, on top of the history.
    layer: Rc<RefCell<Option<String>>>,
    /// Whether a layer that has gone still has its step in the history: steps back take their time.
    is_leaving: Rc<Cell<bool>>,
}

impl BrowserAddress {
    pub fn new() -> Self {
        let clicked = Rc::new(Cell::new(false));
        let noted = clicked.clone();
        listen::on_window(&["click"], move |_| noted.set(true));
        Self { clicked, layer: Rc::default(), is_leaving: Rc::default() }
    }
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// Whether the history has got a step for a layer.
fn push_layer() -> bool {
    history().is_some_and(|history| history.push_state(&JsValue::from_str(LAYER), "").is_ok())
}

fn fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

impl Address for BrowserAddress {
    fn fragment(&self) -> String {
        fragment()
    }

    fn set(&self, href: &str) {
        if let Some(window) = web_sys::window() {
            let location = window.location();
            let _ = if self.layer.take().is_some() { location.replace(href) } else { location.set_hash(href) };
        }
    }

    fn replace(&self, href: &str) {
        if let Some(history) = history() {
            let state = history.state().unwrap_or(JsValue::NULL);
            let _ = history.replace_state_with_url(&state, "", Some(href));
        }
        if let Some(under) = &mut *self.layer.borrow_mut() {
            href.clone_into(under);
        }
    }

    fn reload(&self) {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    }

    fn on_change(&self, changed: Listener) {
        listen::on_window(&["hashchange"], move |_| changed());
    }

    fn came_by_history(&self) -> bool {
        !self.clicked.replace(false)
    }

    fn step_back_by(&self, class: &'static str, is_previous: IsPrevious) {
        let clicked = self.clicked.clone();
        listen::on_window(&["click"], move |event: Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let link = target.filter(|target| target.class_list().contains(class));
            let is_back = link.and_then(|link| link.get_attribute("href")).is_some_and(|href| is_previous(&href));
            if let (true, Some(history)) = (is_back, history()) {
                event.prevent_default();
                clicked.set(false);
                let _ = history.back();
            }
        });
    }

    fn open_layer(&self) {
        // The step that is still there would be taken for this one's.
        let opened = self.is_leaving.get() || push_layer();
        self.layer.replace(opened.then(fragment));
    }

    fn close_layer(&self) {
        if self.layer.take().is_some() && !self.is_leaving.get() {
            let stepped = history().is_some_and(|history| history.back().is_ok());
            self.is_leaving.set(stepped);
        }
    }

    fn on_layer_closed(&self, closed: Listener) {
        let (layer, is_leaving) = (self.layer.clone(), self.is_leaving.clone());
        listen::on_window(&["popstate"], move |_| {
            if is_leaving.replace(false) {
                let is_open_again = layer.borrow().is_some();
                if is_open_again {
                    push_layer();
                }
                return;
            }
            let is_on_top = history().and_then(|history| history.state().ok()).is_some_and(|state| state == LAYER);
            // Also told when a link was followed: then the layer lies below, and counts no more.
            if !is_on_top && layer.take().is_some_and(|under| under == fragment()) {
                closed();
            }
        });
    }
}

/// The address of this app, to put a shared link together: without a fragment, and without a query. The app has none;
/// what stands there was added on the way here, and says where somebody came from.
pub fn of_app() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// A history that a test goes through.
#[cfg(all(test, not(target_arch = "wasm32")))]
pub struct MemoryAddress {
    /// The fragments up to the present one.
    history: RefCell<Vec<String>>,
    clicked: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
    is_previous: RefCell<IsPrevious>,
    /// Whether the last step of the history is a layer.
    has_layer: Cell<bool>,
    layer_listeners: RefCell<Vec<Listener>>,
    pub reloads: Cell<u32>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Default for MemoryAddress {
    fn default() -> Self {
        Self {
            history: RefCell::new(vec![String::new()]),
            clicked: Cell::default(),
            listeners: RefCell::default(),
            is_previous: RefCell::new(Rc::new(|_| false)),
            has_layer: Cell::default(),
            layer_listeners: RefCell::default(),
            reloads: Cell::default(),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl MemoryAddress {
    /// Somebody taps a link to a page.
    pub fn tap(&self, href: &str) {
        self.clicked.set(true);
        self.set(href);
    }

    /// Somebody taps the way back at the top of a page.
    pub fn tap_way_back(&self, href: &str) {
        let is_previous = self.is_previous.borrow().clone();
        if is_previous(href) { self.step_back() } else { self.tap(href) }
    }

    /// The browser's own way back.
    pub fn step_back(&self) {
        if self.has_layer.replace(false) {
            self.history.borrow_mut().pop();
            let listeners = self.layer_listeners.borrow().clone();
            listeners.iter().for_each(|closed| closed());
        } else if self.history.borrow().len() > 1 {
            self.history.borrow_mut().pop();
            self.tell();
        }
    }

    fn tell(&self) {
        let listeners = self.listeners.borrow().clone();
        listeners.iter().for_each(|changed| changed());
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Address for MemoryAddress {
    fn fragment(&self) -> String {
        self.history.borrow().last().cloned().unwrap_or_default()
    }

    fn set(&self, href: &str) {
        let has_layer = self.has_layer.replace(false);
        if self.fragment() != href {
            if has_layer {
                self.history.borrow_mut().pop();
            }
            self.history.borrow_mut().push(href.to_owned());
            self.tell();
        }
    }

    fn replace(&self, href: &str) {
        self.history.borrow_mut().pop();
        self.history.borrow_mut().push(href.to_owned());
    }

    fn reload(&self) {
        self.reloads.set(self.reloads.get() + 1);
    }

    fn on_change(&self, changed: Listener) {
        self.listeners.borrow_mut().push(changed);
    }

    fn came_by_history(&self) -> bool {
        !self.clicked.replace(false)
    }

    fn step_back_by(&self, _: &'static str, is_previous: IsPrevious) {
        *self.is_previous.borrow_mut() = is_previous;
    }

    fn open_layer(&self) {
        let here = self.fragment();
        self.history.borrow_mut().push(here);
        self.has_layer.set(true);
    }

    fn close_layer(&self) {
        if self.has_layer.replace(false) {
            self.history.borrow_mut().pop();
        }
    }

    fn on_layer_closed(&self, closed: Listener) {
        self.layer_listeners.borrow_mut().push(closed);
    }
}
