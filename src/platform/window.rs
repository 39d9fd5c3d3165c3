//! The page itself: its address, title, scroll place, media queries, and files of our own origin.

use lanyard_core::schedule::{Instant, Local};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, Response};

/// The fragment of the address, with its `#`.
pub fn fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Changes the fragment without a step in the history, for what the user is still typing or choosing.
pub fn replace_fragment(href: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// The address of this app without a fragment, to put a shared link together.
pub fn address() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

pub fn root() -> Option<HtmlElement> {
    web_sys::window()?.document()?.document_element()?.dyn_into().ok()
}

pub fn by_id(id: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Puts the cursor in a field.
pub fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// Moves the focus to the page's heading, so that a screen reader says where it is and Tab goes on from there.
pub fn focus_heading() {
    let heading =
        web_sys::window().and_then(|window| window.document()).and_then(|d| d.query_selector("main h1").ok().flatten());
    if let Some(heading) = heading.and_then(|element: Element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = heading.focus_with_options(&options);
    }
}

pub fn scroll_y() -> f64 {
    web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0)
}

pub fn scroll_to(y: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// Scrolls an element below the sticky header; the style's `scroll-margin` says how far.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = by_id(id) {
        element.scroll_into_view();
    }
}

pub fn matches_media(query: &str) -> bool {
    web_sys::window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// Calls `changed` whenever the answer to a media query changes, for the life of the page.
pub fn watch_media(query: &str, changed: impl Fn(bool) + 'static) {
    let Some(list) = web_sys::window().and_then(|window| window.match_media(query).ok().flatten()) else { return };
    let watched = list.clone();
    let listener = Closure::<dyn Fn()>::new(move || changed(watched.matches()));
    let _ = list.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Listens to an event of the window for the life of the page.
pub fn on_window(event: &str, listener: impl Fn() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn()>::new(listener);
    let _ = window.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Sends one of our own events to the boot script.
pub fn announce(event: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(event)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Calls `then` before the next frame is painted.
pub fn before_next_frame(then: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let callback = Closure::once_into_js(then);
        let _ = window.request_animation_frame(callback.unchecked_ref());
    }
}

/// Reads one of the app's own files as text. The service worker answers when there is no network.
///
/// # Errors
/// A sentence when the file cannot be had.
pub async fn own_file(url: &str) -> Result<String, String> {
    let fetched = async {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let response: Response = JsFuture::from(window.fetch_with_str(url)).await?.dyn_into()?;
        if !response.ok() {
            return Err(JsValue::NULL);
        }
        JsFuture::from(response.text()?).await
    };
    fetched
        .await
        .ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| "A part of the app could not be loaded.".to_owned())
}

thread_local! {
    static CLICKED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Notes taps, so that a change of the fragment without one is known as a step through the history.
pub fn watch_taps() {
    on_window("click", || CLICKED.set(true));
}

/// Whether the last change of the fragment was a step back or forward. Ask once for each change.
pub fn came_by_history() -> bool {
    !CLICKED.replace(false)
}

/// Empties the shell, to make room for the app.
pub fn clear(element: &HtmlElement) {
    while let Some(child) = element.first_child() {
        let _ = element.remove_child(&child);
    }
}

/// Sets or removes a `data-` attribute of the root element, which the style goes by.
pub fn set_root_data(name: &str, value: Option<&str>) {
    let Some(root) = root() else { return };
    let attribute = ["data-", name].concat();
    let _ = match value {
        Some(value) => root.set_attribute(&attribute, value),
        None => root.remove_attribute(&attribute),
    };
}

/// The reader's own local time at an instant, by the zone of this device.
pub fn local_time(at: Instant) -> Option<Local> {
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64 * 1000.0));
    let minutes_west = date.get_timezone_offset();
    minutes_west.is_finite().then(|| at.at_offset((-minutes_west * 60.0) as i32))
}

/// Says in the shell that the app could not start, and why.
pub fn announce_failure(sentence: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-failed", sentence);
    }
    announce("lanyard:failed");
}
