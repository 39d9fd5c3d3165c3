//! The start page that the app lives in. Its root element's `data-` attributes are how `boot.js` says what it has found
//! out, and how the style is told what to show; events of the window go both ways.

#[cfg(all(test, not(target_arch = "wasm32")))]
use std::cell::RefCell;
#[cfg(all(test, not(target_arch = "wasm32")))]
use std::collections::BTreeMap;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::listen::{self, Listener};

pub trait Shell {
    /// A `data-` attribute of the root element.
    fn data(&self, name: &str) -> Option<String>;

    /// Listens to an event of the window, for the life of the page.
    fn listen(&self, event: &'static str, heard: Listener);

    /// The title of the page that is drawn, without the app's name.
    fn title(&self) -> String;
}

/// What follows the title of each page.
pub const AFTER_TITLE: &str = " · Lanyard";

pub struct BrowserShell;

impl Shell for BrowserShell {
    fn data(&self, name: &str) -> Option<String> {
        root()?.get_attribute(&data_attribute(name))
    }

    fn listen(&self, event: &'static str, heard: Listener) {
        listen::on_window(&[event], move |_| heard());
    }

    fn title(&self) -> String {
        let title = web_sys::window().and_then(|window| window.document()).map(|document| document.title());
        let title = title.unwrap_or_default();
        title.strip_suffix(AFTER_TITLE).unwrap_or(&title).to_owned()
    }
}

pub fn root() -> Option<HtmlElement> {
    web_sys::window()?.document()?.document_element()?.dyn_into().ok()
}

pub fn by_id(id: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Empties an element, to make room for the app.
pub fn clear(element: &Element) {
    element.set_text_content(None);
}

pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Sets or removes a `data-` attribute of the root element, which the style goes by.
pub fn set_root_data(name: &str, value: Option<&str>) {
    let Some(root) = root() else { return };
    let attribute = data_attribute(name);
    let _ = match value {
        Some(value) => root.set_attribute(&attribute, value),
        None => root.remove_attribute(&attribute),
    };
}

fn data_attribute(name: &str) -> String {
    format!("data-{name}")
}

/// Sends one of our own events to the boot script.
pub fn announce(event: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(event)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Opens the browser's dialog for printing. Some have none that a page may open.
pub fn print() -> bool {
    web_sys::window().is_some_and(|window| window.print().is_ok())
}

/// Says that the app could not start, and why.
pub fn announce_failure(sentence: &str) {
    set_root_data("failed", Some(sentence));
    announce("lanyard:failed");
}

/// A start page of which a test says what `boot.js` says.
#[cfg(all(test, not(target_arch = "wasm32")))]
#[derive(Default)]
pub struct MemoryShell {
    data: RefCell<BTreeMap<String, String>>,
    listeners: RefCell<Vec<(&'static str, Listener)>>,
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl MemoryShell {
    /// Sets an attribute, and then sends an event.
    pub fn tell(&self, name: &str, value: &str, event: &str) {
        self.data.borrow_mut().insert(name.to_owned(), value.to_owned());
        let listeners = self.listeners.borrow().clone();
        listeners.iter().filter(|(heard, _)| *heard == event).for_each(|(_, call)| call());
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl Shell for MemoryShell {
    fn data(&self, name: &str) -> Option<String> {
        self.data.borrow().get(name).cloned()
    }

    fn listen(&self, event: &'static str, heard: Listener) {
        self.listeners.borrow_mut().push((event, heard));
    }

    fn title(&self) -> String {
        "A page".to_owned()
    }
}
