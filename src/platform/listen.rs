//! Event listeners that clean up after themselves. What does the work is compiled once, and not for each closure.

use super::waiting::Callback;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// Whoever is told that something happened.
pub type Listener = Rc<dyn Fn()>;

type EventClosure = Closure<dyn FnMut(Event)>;

/// Calls `heard` for the first of these events, then lets go of all of them.
pub fn once(target: &EventTarget, names: &'static [&'static str], heard: impl FnOnce(Event) + 'static) {
    once_boxed(target, names, Box::new(heard));
}

fn once_boxed(target: &EventTarget, names: &'static [&'static str], heard: Callback<Event>) {
    let held: Rc<RefCell<Option<EventClosure>>> = Rc::default();
    let (inner, mut heard, listened) = (held.clone(), Some(heard), target.clone());
    let listener = EventClosure::new(move |event: Event| {
        // Held until the end of this call: it is the closure that is running.
        let own = inner.borrow_mut().take();
        if let Some(own) = &own {
            for name in names {
                let _ = listened.remove_event_listener_with_callback(name, own.as_ref().unchecked_ref());
            }
        }
        if let Some(heard) = heard.take() {
            heard(event);
        }
    });
    add(target, names, &listener);
    *held.borrow_mut() = Some(listener);
}

/// Calls `heard` for each of these events, for as long as the page lives.
pub fn always(target: &EventTarget, names: &[&str], heard: impl FnMut(Event) + 'static) {
    always_boxed(target, names, Box::new(heard));
}

fn always_boxed(target: &EventTarget, names: &[&str], heard: Box<dyn FnMut(Event)>) {
    let listener = EventClosure::wrap(heard);
    add(target, names, &listener);
    listener.forget();
}

fn add(target: &EventTarget, names: &[&str], listener: &EventClosure) {
    for name in names {
        let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    }
}

/// The same, of the window, before anything on the page hears of it.
pub fn on_window_first(name: &str, heard: impl FnMut(Event) + 'static) {
    let listener = EventClosure::wrap(Box::new(heard));
    if let Some(window) = web_sys::window() {
        let call = listener.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback_and_bool(name, call, true);
    }
    listener.forget();
}

/// The same, of the window.
pub fn on_window(names: &[&str], heard: impl FnMut(Event) + 'static) {
    if let Some(window) = web_sys::window() {
        always(&window, names, heard);
    }
}

/// Tells of every scroll position of the page and its panes, and of every new size of the window, until it is dropped.
pub struct Listening {
    listener: EventClosure,
}

impl Listening {
    const NAMES: [&str; 2] = ["scroll", "resize"];

    pub fn to_scrolling(heard: impl Fn() + 'static) -> Self {
        Self::start(Box::new(move |_| heard()))
    }

    fn start(heard: Box<dyn FnMut(Event)>) -> Self {
        let listener = EventClosure::wrap(heard);
        if let Some(window) = web_sys::window() {
            for name in Self::NAMES {
                // Captured: a pane's own scrolling does not rise to the window.
                let call = listener.as_ref().unchecked_ref();
                let _ = window.add_event_listener_with_callback_and_bool(name, call, true);
            }
        }
        Self { listener }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for name in Self::NAMES {
                let call = self.listener.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback_and_bool(name, call, true);
            }
        }
    }
}
