//! The page itself: its address, title, scroll position and media queries.

use super::clock::{BrowserClock, Clock};
use super::listen;
use lanyard_core::schedule::{Instant, Local};
use lanyard_core::text::cursor;
use std::cell::Cell;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, HtmlElement, HtmlTextAreaElement, KeyboardEvent};

/// The address of this app, to put a shared link together: without a fragment, and without a query. The app has none;
/// what stands there was added on the way here, and says where somebody came from.
pub fn address() -> String {
    let href = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split(['?', '#']).next().unwrap_or_default().to_owned()
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

/// What has the focus.
pub fn focused() -> Option<HtmlElement> {
    web_sys::window()?.document()?.active_element()?.dyn_into().ok()
}

/// What one types into, as opposed to ticks; on the page, because the capture sheet lies over it and stays as it is.
const TYPED_INTO: &str = "main textarea, main input:not([type=checkbox], [type=file])";

/// Calls `then` once nobody types on the page: at once, or when the cursor has left its field.
pub fn when_nobody_types(then: Box<dyn FnOnce()>) {
    let types = focused().is_some_and(|focused| focused.matches(TYPED_INTO).unwrap_or(false));
    match web_sys::window().filter(|_| types) {
        // The cursor may be on its way from one field to the next.
        Some(window) => listen::once(&window, &["focusin", "focusout"], |_| {
            BrowserClock.after(Duration::ZERO, Box::new(|| when_nobody_types(then)));
        }),
        None => then(),
    }
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
    let around = tapped.and_then(|tapped| tapped.closest(&[".", class].concat()).ok().flatten());
    if let Some(around) = around.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus_quietly(&around);
    }
}

/// Changes the text of the field that is being typed in, if it is the one that holds `old`. The cursor stays where the
/// typing goes on.
pub fn change_text_under_cursor(old: &str, new: &str) {
    let active = web_sys::window().and_then(|window| window.document()).and_then(|document| document.active_element());
    let field = active.and_then(|element| element.dyn_into::<HtmlTextAreaElement>().ok());
    let Some(field) = field.filter(|field| field.value() == old) else { return };
    let moved = |at: Result<Option<u32>, JsValue>| Some(cursor::carry(old, new, at.ok()?? as usize) as u32);
    let (start, end) = (moved(field.selection_start()), moved(field.selection_end()));
    field.set_value(new);
    if let (Some(start), Some(end)) = (start, end) {
        let _ = field.set_selection_range(start, end);
    }
}

/// Moves the focus to the page's heading, so that a screen reader says where it is and Tab goes on from there.
pub fn focus_heading() {
    let heading =
        web_sys::window().and_then(|window| window.document()).and_then(|d| d.query_selector("main h1").ok().flatten());
    if let Some(heading) = heading.and_then(|element: Element| element.dyn_into::<HtmlElement>().ok()) {
        focus_quietly(&heading);
    }
}

fn focus_quietly(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
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

/// An element by its id, and how far below the top of the screen it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub id: String,
    pub top: f64,
}

/// The first element of a class that can be seen.
pub fn first_in_sight(class: &str) -> Option<Spot> {
    let found = web_sys::window()?.document()?.get_elements_by_class_name(class);
    let elements = (0..found.length()).filter_map(|index| found.item(index));
    let spot = |element: Element| {
        let index = element.get_bounding_client_rect();
        (index.bottom() > 0.0).then(|| Spot { id: element.id(), top: index.top() })
    };
    elements.into_iter().find_map(spot)
}

/// Scrolls the page until an element stands where it stood.
pub fn scroll_to_spot(spot: &Spot) {
    if let (Some(window), Some(element)) = (web_sys::window(), by_id(&spot.id)) {
        window.scroll_by_with_x_and_y(0.0, element.get_bounding_client_rect().top() - spot.top);
    }
}

/// Whether what one looks at stays where it is when something is put above it (CSS Scroll Anchoring).
pub fn holds_still() -> bool {
    let style = root().and_then(|root| js_sys::Reflect::get(&root, &"style".into()).ok());
    style.is_some_and(|style| js_sys::Reflect::has(&style, &"overflowAnchor".into()).unwrap_or(false))
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

/// Calls `pressed` with each key that is pressed alone and outside of any field, for the life of the page. When it says
/// that it used the key, the browser does nothing else with it.
pub fn on_key(pressed: impl Fn(&str) -> bool + 'static) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let typing = target.is_some_and(|target| target.matches("input, select, textarea").unwrap_or(false));
        let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !typing && !with_others && !event.default_prevented() && pressed(&event.key()) {
            event.prevent_default();
        }
    });
    let _ = window.add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Sends one of our own events to the boot script.
pub fn announce(event: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(event)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Calls `then` before the next frame is painted, with the time of that frame in milliseconds.
pub fn before_next_frame(then: impl FnOnce(f64) + 'static) {
    if let Some(window) = web_sys::window() {
        let callback = Closure::once_into_js(then);
        let _ = window.request_animation_frame(callback.unchecked_ref());
    }
}

thread_local! {
    static TOUCHES: Cell<u32> = const { Cell::new(0) };
}

/// Notes whatever may be the start of scrolling.
pub fn watch_taps() {
    for event in ["wheel", "touchstart", "pointerdown", "keydown"] {
        on_window(event, || TOUCHES.set(TOUCHES.get().wrapping_add(1)));
    }
}

/// Changes when somebody touches the page: from then on it must not scroll by itself.
pub fn touches() -> u32 {
    TOUCHES.get()
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

/// Whether there may be a network.
pub fn is_online() -> bool {
    web_sys::window().is_some_and(|window| window.navigator().on_line())
}

/// The zone this device is set to.
pub fn own_zone() -> Option<String> {
    let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let maker: js_sys::Function = js_sys::Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let format = js_sys::Reflect::construct(&maker, &js_sys::Array::new()).ok()?;
    let resolve: js_sys::Function = js_sys::Reflect::get(&format, &"resolvedOptions".into()).ok()?.dyn_into().ok()?;
    js_sys::Reflect::get(&resolve.call0(&format).ok()?, &"timeZone".into()).ok()?.as_string()
}

/// The zones this browser knows by name.
pub fn all_zones() -> Vec<String> {
    let known = || {
        let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let ask: js_sys::Function = js_sys::Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        let names: js_sys::Array = ask.call1(&intl, &"timeZone".into()).ok()?.dyn_into().ok()?;
        Some(names.iter().filter_map(|name| name.as_string()).collect())
    };
    known().unwrap_or_default()
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
