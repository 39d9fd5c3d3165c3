//! What has the focus, and where it goes.

use lanyard_core::text::cursor;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent, UiEvent};

use super::clock::{BrowserClock, Clock};
use super::waiting::oneshot;
use super::{listen, shell};

/// Puts the cursor in a field.
pub fn focus(id: &str) {
    if let Some(element) = shell::by_id(id) {
        let _ = element.focus();
    }
}

/// Presses something for the user, who has just pressed something else that means the same.
pub fn press(id: &str) {
    if let Some(element) = shell::by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Calls `tapped` with each tap outside of the elements that match, for the life of the page. When it says that it used
/// the tap, nothing else hears of it. Keys and what a screen reader presses are no taps.
pub fn on_tap_outside(elements: &'static str, tapped: impl Fn() -> bool + 'static) {
    listen::on_window_first("click", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_inside = target.is_some_and(|target| target.closest(elements).ok().flatten().is_some());
        let is_tap = event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 0);
        if is_tap && !is_inside && tapped() {
            event.prevent_default();
            event.stop_propagation();
        }
    });
}

/// What has the focus.
pub fn focused() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// Gives the focus back to what had it, or to the page's heading when that is no longer there.
pub fn focus_again(element: &HtmlElement) {
    if element.is_connected() {
        let _ = element.focus();
    } else {
        focus_heading();
    }
}

/// Moves the focus from what was tapped to what is around it and has this class.
pub fn focus_around(event: &Event, class: &str) {
    let tapped = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let around = tapped.and_then(|tapped| tapped.closest(&format!(".{class}")).ok().flatten());
    focus_quietly(around);
}

/// The same on a page that has just been drawn, unless it has put the cursor in a field of its own.
pub fn focus_new_page() {
    if !focused().is_some_and(|focused| focused.matches(TYPED_INTO).unwrap_or(false)) {
        focus_heading();
    }
}

/// Moves the focus to the page's heading, so that a screen reader says where it is and Tab goes on from there.
pub fn focus_heading() {
    focus_quietly(document().and_then(|document| document.query_selector("main h1").ok().flatten()));
}

/// Without scrolling there.
pub fn focus_quietly(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Changes the text of the field that is being typed in, if it is the one that holds `old`. The cursor stays where the
/// typing goes on.
pub fn change_text_under_cursor(old: &str, new: &str) {
    let field = focused().and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
    let Some(field) = field.filter(|field| field.value() == old) else { return };
    let moved = |at: Result<Option<u32>, JsValue>| Some(cursor::carry(old, new, at.ok()?? as usize) as u32);
    let (start, end) = (moved(field.selection_start()), moved(field.selection_end()));
    field.set_value(new);
    if let (Some(start), Some(end)) = (start, end) {
        let _ = field.set_selection_range(start, end);
    }
}

/// What one types into, as opposed to ticks; on the page, because the capture sheet lies over it and stays as it is.
const TYPED_INTO: &str = "main textarea, main input:not([type=checkbox], [type=file])";

/// Waits until nobody types on the page: not at all, or until the cursor has left its field.
pub async fn nobody_types() {
    while let Some(window) = web_sys::window()
        && focused().is_some_and(|focused| focused.matches(TYPED_INTO).unwrap_or(false))
    {
        let (moved, waiting) = oneshot();
        listen::once(&window, &["focusin", "focusout"], |_| moved(()));
        waiting.await;
        // The cursor may be on its way from one field to the next.
        BrowserClock.wait(Duration::ZERO).await;
    }
}

/// Calls `pressed` with each key that is pressed alone and outside of any field, for the life of the page. When it says
/// that it used the key, the browser does nothing else with it.
pub fn on_key(pressed: impl Fn(&str) -> bool + 'static) {
    listen::on_window(&["keydown"], move |event| {
        let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let typing = target.is_some_and(|target| target.matches("input, select, textarea").unwrap_or(false));
        let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !typing && !with_others && !event.default_prevented() && pressed(&event.key()) {
            event.prevent_default();
        }
    });
}
